// The stage: up to four mailboxes or public folders side by side, with what has just changed in them.

import { look } from "/page/api.js";
import * as acts from "/page/acts.js";
import { compose } from "/page/compose.js";
import { button, clean, cleanText, el, options, refill } from "/page/dom.js";
import { drawFolders } from "/page/mailbox.js";
import { messageHead, openMessage } from "/page/message.js";
import { trouble } from "/page/strip.js";
import { words } from "/page/words.js";
import { changesBetween, copyKey, nameOf, publicFolder, readersOf, readMailbox, short, world } from "/page/world.js";

const most = 4; // mailboxes
const manyPeople = 300; // are not offered in a list, but as one types
const clickWaits = 220; // milliseconds until a click is no double click
const together = 1500; // milliseconds within which changes belong to one thing that happened

const columns = el("div", { id: "columns" });
const pane = el("section", { id: "pane", "aria-labelledby": "pane-title" });
const below = el("div", { id: "below" }, pane);
const picker = el("div", { class: "picker" });
const element = el("section", { id: "stage", "aria-labelledby": "stage-title" },
  el("h2", { id: "stage-title", class: "sr" }, words.stage.title), columns, below);

// picks are the mailboxes that are shown: {address, reader, mailbox, changed, element}.
let picks = [];
let selected = null; // what the reading pane shows: {pick, key, place}
let readOnly = false;

// stageElement is the stage; beside is what stands beside the reading pane.
export function stageElement(isReadOnly, beside) {
  readOnly = isReadOnly;
  below.append(beside);
  drawPane();
  return [picker, element];
}

const noChanges = () => ({ marks: new Map(), gone: [], at: 0 });
const newPick = (address) => ({ address, reader: readersOf(address)[0] ?? "", mailbox: null, changed: noChanges() });

// begin chooses whom to show: those in the address, else the first people of an organisation.
export function choose(addresses) {
  const known = addresses.filter((address) => world.users.has(address) || publicFolder(address));
  const people = [...world.users.values()].filter((user) => user.organisation).map((user) => user.address);
  picks = (known.length ? known : people.slice(0, 3)).slice(0, most).map(newPick);
  selected = null;
}

export const chosen = () => picks.map((pick) => pick.address);

// remember writes the choice into the page's address, so that it is there again after a reload.
export function remember() {
  const query = new URLSearchParams({ show: chosen().join(",") });
  history.replaceState(null, "", "#stage?" + query);
}

// refreshStage reads the mailboxes anew. What differs from before is marked until something else happens.
export async function refreshStage(anew = false) {
  await Promise.all(picks.map(async (pick) => {
    const mailbox = await readMailbox(pick.address);
    const before = anew ? null : pick.mailbox;
    pick.mailbox = mailbox;
    if (!mailbox || !before) {
      pick.changed = noChanges();
      return;
    }
    pick.fresh = changesBetween(before, mailbox);
  }));
  mergeChanges();
  draw();
}

// mergeChanges takes over what has changed: with what changed just before, or in its place.
function mergeChanges() {
  const now = Date.now();
  const differs = picks.some((pick) => pick.fresh && pick.fresh.marks.size + pick.fresh.gone.length > 0);
  const goesOn = picks.some((pick) => now - pick.changed.at < together);
  for (const pick of picks) {
    const { fresh } = pick;
    delete pick.fresh;
    if (!differs || !fresh) continue;
    const before = goesOn ? pick.changed : noChanges();
    pick.changed = {
      marks: new Map([...before.marks, ...fresh.marks]), gone: [...before.gone, ...fresh.gone], at: now,
    };
  }
}

const labelOf = (address) => (nameOf(address) === address ? address : `${nameOf(address)}, ${address}`);

// peopleSelect offers whose mailbox to show.
function peopleSelect(label, current, does) {
  const people = [...world.users.keys()];
  const folders = world.publicFolders.map((folder) => folder.address);
  if (people.length + folders.length > manyPeople) {
    const input = el("input", { "aria-label": label, placeholder: label, value: current ?? "", spellcheck: "false" });
    input.addEventListener("change", () => {
      const found = [...people, ...folders].find((one) => one === input.value || short(one) === input.value);
      if (found) does(found);
    });
    return input;
  }
  const select = el("select", { "aria-label": label, on: { change: () => select.value && does(select.value) } },
    !current && el("option", { value: "" }, label),
    el("optgroup", { label: words.stage.people }, options(people.map((one) => [one, clean(labelOf(one))]), current)),
    folders.length > 0 && el("optgroup", { label: words.stage.publicFolders },
      options(folders.map((one) => [one, clean(labelOf(one))]), current)));
  return select;
}

async function change(doIt) {
  doIt();
  remember();
  await refreshStage();
}

// While the mouse is pressed nothing is drawn anew: what is pressed must be there when it is let go.
let pressed = false;
let drawLater = false;
columns.addEventListener("pointerdown", () => { pressed = true; });
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => setTimeout(() => {
    pressed = false;
    if (drawLater) draw();
  }));
}

function draw() {
  drawLater = pressed;
  if (pressed) return;
  refill(picker,
    picks.length < most ? peopleSelect(words.stage.add, null, (address) => change(() => picks.push(newPick(address))))
      : el("span", { class: "hint" }, words.stage.most),
    !readOnly && button(words.stage.compose, () => composeFrom(), { class: "main", disabled: picks.length === 0 }));
  columns.dataset.count = picks.length;
  const drawn = picks.map((pick, i) => drawnColumn(pick, i));
  if (drawn.length === 0) refill(columns, el("p", { class: "empty" }, words.stage.none));
  else if (drawn.length !== columns.querySelectorAll(".column").length) refill(columns, drawn);
  else drawn.forEach((column, i) => column !== columns.children[i] && replaceColumn(columns.children[i], column));
  keepSelected();
}

// drawnColumn is the column as it stands, where nothing in it has changed.
function drawnColumn(pick, i) {
  const { changed, mailbox, address } = pick;
  const { users, publicFolders } = world;
  const state = JSON.stringify([i, mailbox, [...changed.marks], changed.gone, users.get(address), users.size,
    publicFolders]);
  if (pick.state !== state) pick.element = drawColumn(pick, i);
  pick.state = state;
  return pick.element;
}

// replaceColumn puts a column in the place of another, with the focus and the rows where they were.
function replaceColumn(old, column) {
  const { activeElement: held } = document;
  const scrolled = old.scrollTop;
  const within = old.contains(held);
  old.replaceWith(column);
  column.scrollTop = scrolled;
  if (within && held.dataset.key) focusRow(column, held.dataset.key);
  else if (within) column.querySelector(held.tagName)?.focus();
}

function focusRow(column, key) {
  const rows = [...column?.querySelectorAll("[role=option]") ?? []];
  const row = rows.find((one) => one.dataset.key === key) ?? rows[0];
  if (row) focusOn(row);
}

// focusOn makes a row the one in its column to which the Tab key comes.
export function focusOn(row) {
  for (const one of row.closest(".column").querySelectorAll("[role=option]")) one.tabIndex = -1;
  row.tabIndex = 0;
  row.focus();
}

function drawColumn(pick, i) {
  const user = world.users.get(pick.address);
  const id = `column-${i}`;
  const mailbox = pick.mailbox ?? { folders: [], isPublic: false };
  const total = mailbox.folders.reduce((sum, folder) => sum + folder.total, 0);
  const unread = mailbox.folders.reduce((sum, folder) => sum + folder.unread, 0);
  const readers = readersOf(pick.address);
  const name = clean(nameOf(pick.address));
  const column = el("section", { class: "column", "aria-labelledby": id },
    el("header", {},
      el("h2", { id }, name),
      button("✕", () => change(() => picks.splice(i, 1)), { class: "close", "aria-label": words.stage.remove(name) }),
      el("p", { class: "count" },
        mailbox.isPublic ? words.stage.countsPublic(total) : words.stage.counts(total, unread),
        user && el("span", {}, ` · ${clean(words.stage.account(user))}`)),
      peopleSelect(words.stage.change, pick.address, (address) => change(() => { picks[i] = newPick(address); })),
      mailbox.isPublic && readers.length > 0 && el("label", { class: "reader" }, words.stage.reader, " ",
        el("select", { on: { change: (event) => { pick.reader = event.target.value; } } },
          options(readers.map((one) => [one, clean(nameOf(one))]), pick.reader)))),
    drawFolders(mailbox, pick.changed, {
      now: world.now, label: name, chosen: selected?.pick === pick ? selected.key : "",
      row: (folder, message) => rowEvents(pick, folder, message),
    }));
  column.querySelector("[role=option]")?.setAttribute("tabindex", "0");
  return column;
}

let waiting = null; // the click that may become a double click

function rowEvents(pick, folder, message) {
  return { on: {
    click: (event) => {
      focusOn(event.currentTarget);
      clearTimeout(waiting);
      waiting = setTimeout(() => preview(pick, folder.path, message), clickWaits);
    },
    dblclick: () => {
      clearTimeout(waiting);
      open(pick, folder.path, message);
    },
  } };
}

function placeOf(pick, folder, message) {
  const copies = pick.mailbox.folders.filter((one) => one.messages.some((other) => other.id === message.id));
  return {
    as: pick.mailbox.isPublic ? pick.reader : pick.address, address: pick.address, isPublic: pick.mailbox.isPublic,
    id: message.id, folder, twice: copies.length > 1, message,
  };
}

const foldersOf = (pick) => pick.mailbox.folders.map((folder) => folder.path);

async function preview(pick, folder, message) {
  const key = copyKey(folder, message.id);
  if (selected?.pick === pick && selected.key === key && selected.answer?.exit === 0) return;
  const place = placeOf(pick, folder, message);
  selected = { pick, key, place, answer: null, was: message.read, opened: false };
  const answer = await (readOnly ? look(["inspect", "message", message.id]) : acts.previewIt(place));
  if (selected.key !== key || selected.pick !== pick) return;
  selected.answer = answer;
  markSelected();
  drawPane();
  const isBelow = pane.getBoundingClientRect().top > innerHeight; // as on a phone
  if (isBelow) pane.scrollIntoView({ block: "end" });
}

function open(pick, folder, message) {
  if (selected?.pick === pick && selected.place.id === message.id) selected.opened = true;
  openMessage(placeOf(pick, folder, message), foldersOf(pick), readOnly);
}

function markSelected() {
  for (const row of columns.querySelectorAll("[role=option][data-key]")) {
    const isIt = Boolean(selected?.pick.element?.contains(row)) && row.dataset.key === selected.key;
    row.setAttribute("aria-selected", String(isIt));
  }
}

// keepSelected follows the message in the reading pane, or lets it go.
function keepSelected() {
  if (!selected) return;
  const { pick, place } = selected;
  for (const folder of pick.mailbox?.folders ?? []) {
    const message = folder.messages.find((one) => one.id === place.id);
    if (!message || (folder.path !== place.folder && place.twice)) continue;
    selected.place = placeOf(pick, folder.path, message);
    selected.key = copyKey(folder.path, message.id);
    markSelected();
    drawPane();
    return;
  }
  selected = null;
  drawPane();
}

let paneState = ""; // what the reading pane shows

function drawPane() {
  const state = JSON.stringify([selected?.answer, selected?.place, selected?.opened]);
  if (state === paneState) return;
  paneState = state;
  refill(pane, el("h2", { id: "pane-title" }, words.preview.title),
    selected?.answer ? drawPreview(selected) : el("p", { class: "empty" }, words.preview.empty));
}

function drawPreview({ answer, pick, place, was, opened }) {
  if (answer.exit !== 0) return trouble(answer);
  const message = answer.json.message ?? answer.json;
  const whole = { ...place, message: { ...message, ...place.message } };
  const name = clean(nameOf(place.as));
  return [
    readOnly && el("p", { class: "note" }, words.preview.looked),
    !readOnly && !opened && place.message.read === was && el("p", { class: "note" }, words.preview.not(name)),
    !readOnly && acts.actsElement(whole, foldersOf(pick),
      button(words.acts.open, () => open(pick, place.folder, whole.message), { class: "main" })),
    messageHead(message), el("div", { class: "body" }, cleanText(message.text)),
  ];
}

// composeFrom writes a new message from somebody on the stage.
export function composeFrom(pick = pickOfFocus()) {
  if (!pick || readOnly) return;
  const as = pick.mailbox?.isPublic ? pick.reader : pick.address;
  if (as) compose({ kind: "send", as });
}

function pickOfFocus() {
  return picks.find((pick) => pick.element?.contains(document.activeElement)) ?? selected?.pick ?? picks[0];
}

// focused is the row of the stage in which the keyboard is, with its pick, folder and message.
export function focused() {
  const row = document.activeElement?.closest?.("[role=option][data-key]");
  const pick = picks.find((one) => one.element?.contains(row));
  if (!row || !pick) return null;
  for (const folder of pick.mailbox.folders) {
    const message = folder.messages.find((one) => copyKey(folder.path, one.id) === row.dataset.key);
    if (message) {
      return {
        row, place: placeOf(pick, folder.path, message),
        preview: () => preview(pick, folder.path, message), open: () => open(pick, folder.path, message),
      };
    }
  }
  return null;
}

// target is the message that a key is about: the one with the focus, else the one in the reading pane.
export const target = () => focused()?.place ?? (selected?.answer ? selected.place : null);

// focusMove opens the choice of folders for the message that a key is about.
export async function focusMove() {
  await focused()?.preview();
  const select = pane.querySelector("select.move");
  select?.focus();
  try { select?.showPicker(); } catch { /* it has the focus, and arrows choose */ }
}

// focusColumn goes to a column, and to the row where it was.
export function focusColumn(i) {
  const column = columns.children[i];
  const row = column?.querySelector("[role=option][tabindex='0']") ?? column?.querySelector("select");
  row?.focus();
}

// step goes some rows down, or to the column beside.
export function step(rows, beside) {
  const row = document.activeElement?.closest?.("[role=option]");
  if (!row) return;
  const column = row.closest(".column");
  if (beside) {
    const all = [...columns.children];
    const i = all.indexOf(column) + beside;
    if (all[i]) focusColumn(i);
    return;
  }
  const all = [...column.querySelectorAll("[role=option]")];
  const to = all[all.indexOf(row) + rows];
  if (to) focusOn(to);
}
