// The sandbox's clock, which stands until somebody lets time pass.

import { act } from "/page/api.js";
import { button, el, refill } from "/page/dom.js";
import { words } from "/page/words.js";
import { world } from "/page/world.js";

const now = el("time", { class: "now" });
const next = button("", () => toNext(), { class: "next", "aria-label": words.clock.nextLabel });

let story = null; // the time of a play that is shown, in which nobody can let time pass; "" where it has none yet

const steps = el("div", { class: "steps" }, words.clock.steps.map(([duration, label]) =>
  button(label, () => pass(duration), { title: words.clock.stepLabel[duration] })), next);

export const pass = (duration) => (story === null ? act(["clock", "advance", duration]) : null);

export function toNext() {
  return world.next && story === null ? act(["clock", "set", world.next]) : null;
}

export function clockElement(readOnly) {
  return el("section", { id: "clock", "aria-label": words.clock.label }, now, !readOnly && steps);
}

// showStory shows the time of a play in place of the sandbox's, which null shows again.
export function showStory(time) {
  story = time;
  drawClock();
}

// drawClock shows what time it is.
export function drawClock() {
  const time = story ?? world.now;
  steps.hidden = story !== null;
  now.dateTime = time ?? "";
  refill(now, time && words.clock.now(time));
  next.disabled = !world.next;
  refill(next, world.next ? words.clock.next(world.next, world.now) : words.clock.nothing);
  next.setAttribute("aria-label", world.next ? `${next.textContent}. ${words.clock.nextLabel}` : words.clock.nothing);
}
