// The window of an opened message. Opening is reading.

import { hasHTML, look, mail } from "/page/api.js";
import { actsElement, openIt } from "/page/acts.js";
import { compose } from "/page/compose.js";
import { button, clean, cleanText, el } from "/page/dom.js";
import { recallButtons, recallsOf, showRecall, statusButton } from "/page/recall.js";
import { nowDate, trouble, warnings } from "/page/strip.js";
import { openWindow } from "/page/windows.js";
import { words } from "/page/words.js";
import { nameOf } from "/page/world.js";

// messageHead is who wrote what to whom.
export function messageHead(message) {
  const line = (label, value) => value && [el("dt", {}, label), el("dd", {}, value)];
  const from = message.from_name ? `${message.from_name} <${message.from}>` : message.from;
  return [
    el("h3", { class: "subject" }, clean(message.subject) || words.message.noSubject, " ", el("span", { class: "id" },
      message.id)),
    el("dl", { class: "head" },
      line(words.message.from, clean(from)), line(words.message.to, clean((message.to ?? []).join(", "))),
      line(words.message.cc, clean((message.cc ?? []).join(", "))),
      message.date && line(words.message.date, nowDate(message.date)),
      message.attachments?.length > 0 && line(words.message.attachments, message.attachments.map((one) =>
        el("span", { class: "attachment" }, `${clean(one.name)} (${words.message.bytes(one.bytes)})`)))),
  ];
}

// openMessage opens somebody's copy in a window of its own.
export async function openMessage(place, folders, readOnly) {
  const answer = await (readOnly ? look(["inspect", "message", place.id]) : openIt(place));
  const key = `message ${place.address} ${place.id} ${place.folder}`;
  const title = `${words.message.whose(clean(nameOf(place.address)))}: ${clean(place.message.subject) || place.id}`;
  const view = { place, folders, readOnly, message: answer.json?.message ?? answer.json, asHTML: false, gone: false };
  const made = openWindow(key, title, { kind: "message", refresh: () => refresh(view) });
  view.window = made;
  if (answer.exit !== 0) {
    made.show(answer, () => trouble(answer));
    made.refresh = () => {};
    return;
  }
  view.said = warnings(answer);
  view.decided = answer.json.recall?.id;
  view.hasHTML = await hasHTML(place.id, place.address);
  view.recalls = await recallsOf(place.id);
  draw(view);
}

// refresh shows what has become of the message since.
async function refresh(view) {
  const { place } = view;
  const answer = await look(["inspect", "message", place.id, "--mailbox", place.address]);
  view.gone = answer.exit !== 0;
  if (!view.gone) {
    view.message = answer.json;
    const copies = answer.json.copies.filter((copy) => copy.mailbox === place.address);
    const copy = copies.find((one) => one.folder === place.folder) ?? copies[0];
    view.place = { ...place, folder: copy?.folder ?? place.folder, message: { ...place.message, read: copy?.read } };
  }
  view.recalls = await recallsOf(place.id);
  draw(view);
}

function draw(view) {
  const { message, gone, asHTML, hasHTML: html, recalls = [], decided } = view;
  const place = { ...view.place, message: { ...message, ...view.place.message } };
  const ids = recalls.map((one) => [one.id, one.result]);
  view.window.show([place, gone, asHTML, html, ids, decided], () => drawWindow(view, place, recalls));
}

function drawWindow(view, place, recalls) {
  const { message, gone, readOnly, decided, window: made } = view;
  const acts = !gone && !readOnly;
  const starts = acts ? recallButtons(place, recalls) : [];
  made.place = acts ? place : null;
  made.recall = starts[0] ? () => starts[0].click() : null;
  const said = message.recalls ?? [];
  return [
    gone && el("p", { class: "note gone" }, words.message.gone),
    acts && el("p", { class: "note" }, words.message.readNow(clean(nameOf(place.as)))),
    el("div", { class: "acts" }, starts, statusButton(place),
      decided && button(words.recall.show(decided), () => showRecall(decided)),
      said.length === 0 && recalls.map((one) => one.button)),
    acts && actsElement(place, view.folders),
    acts && place.folder === "Drafts" && button(words.compose.titles.draft,
      () => compose({ kind: "draft", as: place.as, id: place.id, message }), { class: "main" }),
    said.map((one) => el("p", { class: "recalled" }, clean(one.says), " ",
      recalls.find((other) => other.id === one.recall)?.button)),
    view.said, messageHead(message), body(view),
  ];
}

function body(view) {
  const { place, message } = view;
  const toggle = view.hasHTML && button(view.asHTML ? words.message.text : words.message.html, () => {
    view.asHTML = !view.asHTML;
    draw(view);
  }, { class: "quiet" });
  const shown = view.asHTML
    ? el("iframe", { sandbox: "", src: mail(place.id, place.address), title: words.message.frame, class: "mail" })
    : el("div", { class: "body" }, cleanText(message.text));
  return [toggle, shown];
}
