// Log and commands: the command box, the lesson so far and what to take home, and the log.

import { download, look, refused } from "/page/api.js";
import { commandsElement } from "/page/commands.js";
import { clean, cleanText, el, refill } from "/page/dom.js";
import { words } from "/page/words.js";

const lesson = el("ol", { class: "lesson", tabindex: "0", "aria-label": words.log.lesson });
const log = el("pre", { class: "log", tabindex: "0", "aria-label": words.log.log });

export function logElement(readOnly) {
  return [
    el("h2", { class: "sr" }, words.log.title),
    commandsElement(readOnly),
    el("section", { class: "card", "aria-labelledby": "lesson-title" },
      el("h2", { id: "lesson-title" }, words.log.lesson),
      el("p", { class: "downloads" }, el("span", {}, words.log.take, ": "), words.log.downloads.map(([form, label]) =>
        el("a", { href: download(form), download: "", class: "button" }, label))),
      lesson),
    el("section", { class: "card", "aria-labelledby": "log-title" }, el("h2", { id: "log-title" }, words.log.log), log),
  ];
}

// refreshLog reads both anew.
export async function refreshLog() {
  const [history, events, refusals] = await Promise.all([look(["history"]), look(["log"], { text: true }),
    refused().catch(() => [])]);
  const done = (history.json?.history ?? []).map((one) => ({ ...one, after: one.seq }));
  const lines = [...done, ...refusals].sort((a, b) => a.after - b.after); // a refusal behind what was done before it
  refill(lesson, lines.map((one) => el("li", {}, el("code", {}, clean(one.line)), !one.seq &&
    [" ", el("em", { class: "refusal" }, words.log.refused)])),
    lines.length === 0 && el("li", { class: "empty" }, words.log.lessonEmpty));
  log.textContent = cleanText(events.text);
  for (const list of [lesson, log]) list.scrollTop = list.scrollHeight;
}
