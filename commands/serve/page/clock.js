// The sandbox's clock, which stands until somebody lets time pass.

import { act } from "/page/api.js";
import { button, el, refill } from "/page/dom.js";
import { words } from "/page/words.js";
import { world } from "/page/world.js";

const now = el("time", { class: "now" });
const next = button("", () => toNext(), { class: "next", "aria-label": words.clock.nextLabel });

export const pass = (duration) => act(["clock", "advance", duration]);

export function toNext() {
  return world.next ? act(["clock", "set", world.next]) : null;
}

export function clockElement(readOnly) {
  return el("section", { id: "clock", "aria-label": words.clock.label }, now, !readOnly && el("div", { class: "steps" },
    words.clock.steps.map(([duration, label]) => button(label, () => pass(duration),
      { title: words.clock.stepLabel[duration] })), next));
}

// drawClock shows what time it is.
export function drawClock() {
  if (!world.now) return;
  now.dateTime = world.now;
  refill(now, words.clock.now(world.now));
  next.disabled = !world.next;
  refill(next, world.next ? words.clock.next(world.next, world.now) : words.clock.nothing);
  next.setAttribute("aria-label", world.next ? `${next.textContent}. ${words.clock.nextLabel}` : words.clock.nothing);
}
