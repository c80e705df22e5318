// A mailbox as it is drawn, on the stage and in a play: folders with their messages, and what has just changed.

import { clean, el } from "/page/dom.js";
import { date, words } from "/page/words.js";
import { copyKey, nameOf, short } from "/page/world.js";

const most = 100; // messages of a folder that are shown

// drawFolders draws the folders of a mailbox. What has changed comes as {marks, gone}; chosen is the key of the copy in
// the reading pane. label names the lists; attributes are those of a row.
export function drawFolders(mailbox, changed, { now, label, chosen = "", row = () => ({}) }) {
  const gone = new Map();
  for (const copy of changed.gone) gone.set(copy.folder, [...(gone.get(copy.folder) ?? []), copy.message]);
  const shown = mailbox.folders.filter((folder) => folder.messages.length > 0 || gone.has(folder.path));
  const empty = mailbox.folders.filter((folder) => !shown.includes(folder)).map((folder) => clean(folder.path));
  return [
    shown.map((folder) => drawFolder(folder, gone.get(folder.path) ?? [], changed.marks, { now, label, chosen, row })),
    empty.length > 0 && el("p", { class: "empty" }, words.stage.emptyFolders(empty)),
  ];
}

function drawFolder(folder, gone, marks, { now, label, chosen, row }) {
  const newest = [...folder.messages].reverse().slice(0, most);
  const name = clean(folder.path);
  const rows = newest.map((message) => {
    const key = copyKey(folder.path, message.id);
    return drawRow(message, marks.get(key) ?? [], now, {
      ...row(folder, message), "data-key": key, "aria-selected": String(key === chosen),
    });
  });
  const went = gone.map((message) => drawRow(message, [{ what: "went" }], now,
    { role: "option", "aria-selected": "false", "aria-disabled": "true" }));
  return el("div", { class: "folder" },
    el("h3", {}, el("span", {}, name), " ", el("span", { class: "count" }, words.stage.folderCounts(folder))),
    el("ul", { role: "listbox", "aria-label": `${label}, ${name}` }, rows, went),
    folder.messages.length > most && el("p", { class: "empty" }, words.stage.more(folder.messages.length - most)));
}

function changeWords(change) {
  return change.what === "moved" && change.from ? words.stage.changes.movedFrom(clean(change.from))
    : words.stage.changes[change.what];
}

function drawRow(message, changes, now, attributes) {
  const kind = words.stage.classes[message.class] ?? message.class;
  const state = message.read === undefined ? "" : message.read ? "is-read" : "is-unread";
  const from = message.to ? words.stage.to(message.to.map((one) => clean(nameOf(one))))
    : clean(message.from_name || message.from);
  const about = [kind, ...(message.tags ?? []).map(clean)].filter(Boolean).join(", ");
  return el("li", {
    role: "option", tabindex: "-1", ...attributes, class: ["row", state, ...changes.map((c) => c.what)].join(" "),
  },
  el("span", { class: "sign", "aria-hidden": "true" }, changes.length ? words.stage.signs[changes[0].what] : ""),
  el("span", { class: "what" },
    el("span", { class: "subject" }, clean(message.subject) || words.message.noSubject),
    state && el("span", { class: "sr" }, `, ${message.read ? words.stage.states.read : words.stage.states.unread}`),
    el("span", { class: "by" }, from, " · ",
      el("time", { datetime: message.received_at }, date(message.received_at, now)), " · ",
      el("span", { class: "id" }, message.id), about && [" ", el("span", { class: "kind" }, about)]),
    message.read_by && el("span", { class: "by" }, words.stage.readBy(message.read_by.map((one) => clean(short(one))))),
    changes.length > 0 && el("span", { class: "change" }, changes.map(changeWords).join(", "))));
}
