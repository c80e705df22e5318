// The command box: any command that the page may run, with completion of what is typed.

import { act, complete } from "/page/api.js";
import { clean, cleanText, el, refill } from "/page/dom.js";
import { trouble } from "/page/strip.js";
import { words } from "/page/words.js";

const waits = 120; // milliseconds until what is typed is completed
const typedBefore = [];
let back = 0; // how far back in what was typed

const input = el("input", {
  id: "command", role: "combobox", "aria-expanded": "false", "aria-controls": "candidates", "aria-autocomplete": "list",
  "aria-describedby": "command-hint", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
});
const list = el("ul", { id: "candidates", role: "listbox", "aria-label": words.log.candidates, hidden: true });
const output = el("div", { id: "output", "aria-live": "polite", role: "region", "aria-label": words.log.output });
let offered = [];
let at = -1;
let timer = null;
let asking = 0; // the number of the last time that the server was asked; older answers come too late

export function commandsElement() {
  const form = el("form", { id: "box", on: { submit: (event) => { event.preventDefault(); run(); } } },
    el("label", { for: "command" }, words.log.box),
    el("div", { class: "line" }, el("span", { class: "prompt", "aria-hidden": "true" }, "$ recallbox "), input,
      el("button", { type: "submit", class: "main" }, words.log.run)),
    list, el("p", { id: "command-hint", class: "hint" }, `${words.log.boxHint}. ${words.log.help}`));
  input.addEventListener("input", () => { back = 0; close(); timer = setTimeout(offer, waits); });
  input.addEventListener("keydown", key);
  input.addEventListener("blur", close);
  addEventListener("pointerdown", (event) => !form.contains(event.target) && close());
  return el("section", { class: "commands", "aria-label": words.log.box }, form, output);
}

export const focusCommands = () => input.focus();

async function offer() {
  const line = input.value;
  const number = ++asking;
  const found = await complete(line).catch(() => []);
  if (number !== asking || line !== input.value || document.activeElement !== input) return;
  offered = found.slice(0, 30);
  at = -1;
  refill(list, offered.map((one, i) => el("li", {
    role: "option", id: `candidate-${i}`, "aria-selected": "false",
    on: { mousedown: (event) => { event.preventDefault(); take(i); } },
  }, el("code", {}, clean(one.word)), " ", el("span", {}, clean(one.says)))));
  list.hidden = offered.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
}

// close takes the list away, and what the server may still offer for it.
function close() {
  clearTimeout(timer);
  asking += 1;
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  at = -1;
}

function take(i) {
  input.value = offered[i].line + " ";
  close();
  offer();
}

function mark(i) {
  at = (i + offered.length) % offered.length;
  for (const [j, row] of [...list.children].entries()) row.setAttribute("aria-selected", String(j === at));
  list.children[at].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", `candidate-${at}`);
}

function key(event) {
  const shown = !list.hidden && offered.length > 0;
  if (event.key === "Escape" && shown) {
    event.stopPropagation();
    close();
  } else if (event.key === "Tab" && shown && !event.shiftKey) {
    take(Math.max(at, 0));
  } else if (event.key === "Enter" && shown && at >= 0) {
    take(at);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && shown && back === 0) {
    mark(at < 0 && event.key === "ArrowUp" ? -1 : at + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "ArrowUp" && back < typedBefore.length) {
    input.value = typedBefore.at(-(++back));
  } else if (event.key === "ArrowDown" && back > 0) {
    back -= 1;
    input.value = back ? typedBefore.at(-back) : "";
  } else {
    return;
  }
  event.preventDefault();
}

// split makes words of a line as a shell does: blanks part them, quotes and backslashes keep blanks.
export function split(line) {
  const found = [];
  const word = /\s*((?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+)/gy;
  for (let match; (match = word.exec(line));) {
    found.push(match[1].replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, one, double, single) =>
      one ?? (double !== undefined ? double.replace(/\\(.)/g, "$1") : single)));
  }
  return found;
}

async function run() {
  const line = input.value.trim().replace(/^(\$\s*)?recallbox\s+/, "");
  if (!line) return;
  typedBefore.push(line);
  back = 0;
  close();
  const answer = await act(split(line), { text: true });
  input.value = "";
  refill(output, el("p", { class: "command" }, el("code", {}, "$ recallbox " + clean(line))),
    answer.text && el("pre", { tabindex: "0", "aria-label": words.log.output }, cleanText(answer.text)),
    answer.exit !== 0 && trouble(answer));
}

