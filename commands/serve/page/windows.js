// Windows stand beside the stage, so that a class sees both: an opened message, a letter that is written, the result of
// a recall. A question that must be answered first is a dialog.

import { button, el, refill } from "/page/dom.js";
import { words } from "/page/words.js";

const dock = el("aside", { id: "windows", "aria-label": words.windows, hidden: true });
const open = new Map(); // windows by their key
const stops = "button, a, select, input, textarea, summary, iframe"; // at which the Tab key stops
let number = 0;

export const dockElement = () => dock;

// openWindow opens a window, in place of one with the same key. show fills it, and setTitle names it; refresh is called
// after each change in the sandbox, and recall where somebody types x in it. place is the copy that it is about.
export function openWindow(key, title, { refresh = () => {}, kind = "" } = {}) {
  open.get(key)?.close(false);
  const id = `window-${++number}`;
  const heading = el("h2", { id, tabindex: "-1" }, title);
  const body = el("div", { class: "window-body" });
  const from = document.activeElement;
  let shown = null;
  const element = el("section", { class: `window ${kind}`, role: "dialog", "aria-labelledby": id },
    el("header", {}, heading, button("✕", () => made.close(), { class: "close", "aria-label": words.close })), body);
  const made = {
    key, element, body, refresh, recall: null, place: null,
    setTitle: (text) => refill(heading, text),
    // show fills the window with what draw gives, where the state of that is another one than before.
    show(state, draw) {
      const now = JSON.stringify(state);
      if (now === shown) return;
      shown = now;
      const at = [...body.querySelectorAll(stops)].indexOf(document.activeElement);
      refill(body, draw());
      if (at >= 0) (body.querySelectorAll(stops)[at] ?? heading).focus();
    },
    focus: () => heading.focus(),
    close(back = true) {
      open.delete(key);
      element.remove();
      dock.hidden = open.size === 0;
      if (!back) return;
      const last = [...open.values()].at(-1);
      if (from?.isConnected && from !== document.body) from.focus();
      else if (last) last.focus();
      else document.querySelector(".column [role=option][tabindex='0']")?.focus();
    },
  };
  open.set(key, made);
  dock.hidden = false;
  dock.prepend(element);
  heading.focus();
  return made;
}

// windowOf is the window in which an element stands, or else the newest.
export function windowOf(element) {
  const all = [...open.values()];
  return all.find((one) => one.element.contains(element)) ?? all.at(-1);
}

export const isInWindow = (element) => dock.contains(element);

// refreshWindows lets every window show what is now.
export async function refreshWindows() {
  await Promise.all([...open.values()].map((one) => one.refresh()));
}

export function closeWindows() {
  for (const one of [...open.values()]) one.close(false);
}

// askFirst shows a dialog, and is done with what the answer is: that of the button, or null where it was closed.
// fill makes its content, given the function that answers.
export function askFirst(title, fill, kind = "") {
  return new Promise((resolve) => {
    let answer = null;
    const id = `window-${++number}`;
    const dialog = el("dialog", { "aria-labelledby": id, class: kind, on: {
      close: () => { dialog.remove(); resolve(answer); },
    } });
    const give = (value) => { answer = value; dialog.close(); };
    dialog.append(el("h2", { id }, title), ...[fill(give)].flat());
    document.body.append(dialog);
    dialog.showModal();
  });
}

// buttons are the row of buttons at the end of a dialog.
export const buttons = (...all) => el("div", { class: "buttons" }, all);
