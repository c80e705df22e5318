// What happens: the commands as they go, and what the sandbox tells of, whoever did it.

import { asks, typed, whenActing } from "/page/api.js";
import { button, clean, el, refill } from "/page/dom.js";
import { clockTime, date, dayOf, words } from "/page/words.js";
import { nameOf, world } from "/page/world.js";

const most = 200; // lines that are kept

const list = el("ol");
const scroll = el("div", { class: "lines", role: "log", "aria-label": words.strip.title, tabindex: "0" }, list);
const empty = el("p", { class: "empty" }, words.strip.empty);

export const stripElement = () => el("section", { id: "strip", "aria-labelledby": "strip-title" },
  el("header", {}, el("h2", { id: "strip-title" }, words.strip.title),
    button(words.strip.clear, clear, { class: "quiet" })),
  empty, scroll);

let lastDay = "";

// clear lets it begin afresh.
export function clear() {
  refill(list);
  lastDay = "";
  empty.hidden = false;
}

const toNewest = () => { scroll.scrollTop = scroll.scrollHeight; };
new ResizeObserver(toNewest).observe(scroll); // what happens on another screen is below when one comes back

function add(line) {
  empty.hidden = true;
  list.append(line);
  while (list.children.length > most) list.firstChild.remove();
  toNewest();
}

// note says something that is no event.
export const note = (text) => add(el("li", { class: "remark" }, text));

const people = (text) => text.replace(/[^\s“”"'()[\],:]+@[\w.-]*\w/g, (address) => clean(nameOf(address)));

// tell shows an event.
export function tell(event) {
  const today = dayOf(event.at);
  if (today !== lastDay) add(el("li", { class: "day" }, today));
  lastDay = today;
  add(el("li", { class: `event ${event.what}` }, el("time", { datetime: event.at }, clockTime(event.at)), " ",
    el("span", {}, people(clean(event.says))),
    (event.behaviours ?? []).length > 0 && el("span", { class: "behaviours" }, ` [${event.behaviours.join(", ")}]`)));
}

// The command stands there as soon as it goes, and below it how it ended, where that is not well.
whenActing((args) => {
  const line = el("li", { class: "command" },
    el("span", { class: "prompt", "aria-hidden": "true" }, words.log.prompt), " ",
    el("code", {}, "recallbox " + clean(typed(args))));
  add(line);
  return (answer) => {
    if (asks(answer)) line.append(el("p", { class: "remark" }, words.recall.sureLine));
    else if (answer.exit !== 0) line.append(trouble(answer));
    toNewest();
  };
});

// trouble is why a command did not do what it should, with what can be typed in its place.
export function trouble(answer) {
  const lines = answer.stderr.trim().split("\n").map((line) => line.replace(/^recallbox: /, ""));
  return el("div", { class: `trouble exit-${answer.exit}`, role: "alert" },
    words.strip.exits[answer.exit] && el("strong", {}, words.strip.exits[answer.exit]),
    lines.filter(Boolean).map((line) => el("p", { class: line.startsWith("hint: ") ? "hint" : "" }, clean(line))));
}

// warnings are what a command says besides, though it did what it should.
export function warnings(answer) {
  const lines = answer.stderr.trim().split("\n").filter((line) => /^(warning|hint): /.test(line));
  return lines.length > 0 && el("div", { class: "warnings" }, lines.map((line) => el("p", {}, clean(line))));
}

export const nowDate = (time) => date(time, world.now);
