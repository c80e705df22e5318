// The keyboard does everything: keys.js says which key does what. ? shows the list.

import * as acts from "/page/acts.js";
import { pass, toNext } from "/page/clock.js";
import { focusCommands } from "/page/commands.js";
import { button, el } from "/page/dom.js";
import { back, forward, playing } from "/page/play.js";
import * as stage from "/page/stage.js";
import { note } from "/page/strip.js";
import { askFirst, buttons, isInWindow, windowOf } from "/page/windows.js";
import { words } from "/page/words.js";

// showKeys shows the list of keys.
export function showKeys() {
  return askFirst(words.keys.title, (give) => [
    el("dl", { class: "keys" }, words.keys.list.map(([key, does]) => [
      el("dt", {}, key.split(/ +/).map((one) => [el("kbd", {}, one), " "])), el("dd", {}, does)])),
    buttons(button(words.close, () => give(null), { class: "main", autofocus: true })),
  ], "keys-dialog");
}

// withTarget does something with the message of the window in which the focus is, or else with that on the stage.
const withTarget = (does) => () => {
  const { activeElement } = document;
  const place = isInWindow(activeElement) ? windowOf(activeElement).place : stage.target();
  if (place) does(place);
};

function keysOf(page, readOnly) {
  const looking = {
    "?": showKeys, s: () => page.go("stage"), p: () => page.go("play"), l: () => page.go("log"),
    ":": () => { page.go("log"); focusCommands(); },
    w: () => (isInWindow(document.activeElement) ? stage.focusColumn(0) : windowOf(null)?.focus()),
    Escape: () => isInWindow(document.activeElement) && windowOf(document.activeElement).close(),
    x: () => {
      const { recall } = windowOf(document.activeElement) ?? {};
      if (recall) recall();
      else note(words.recall.nothing);
    },
  };
  for (const i of [1, 2, 3, 4]) looking[i] = () => stage.focusColumn(i - 1);
  const doing = {
    r: withTarget(acts.markRead), u: withTarget(acts.markUnread), d: withTarget(acts.remove),
    Delete: withTarget(acts.remove), a: withTarget(acts.reply), f: withTarget(acts.forward),
    m: () => stage.focusMove(), c: () => stage.composeFrom(),
    "+": () => pass("1m"), t: () => pass("10m"), h: () => pass("1h"), n: toNext,
  };
  return readOnly ? looking : { ...looking, ...doing };
}

const onRow = {
  ArrowDown: () => stage.step(1), ArrowUp: () => stage.step(-1), ArrowRight: () => stage.step(0, 1),
  ArrowLeft: () => stage.step(0, -1), " ": () => stage.focused()?.preview(), Enter: () => stage.focused()?.open(),
};

const inPlay = { b: back };

const isTyping = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog");

// listenToKeys lets keys do what they do. page has go, and screen, which says which one is shown.
export function listenToKeys(page, readOnly) {
  const keys = keysOf(page, readOnly);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (isTyping(target)) {
      if (event.key === "Escape" && !target.closest("dialog") && isInWindow(target)) keys.Escape();
      return;
    }
    const row = target.closest("#columns [role=option]");
    const watching = page.screen() === "play" && playing();
    const does = (row && onRow[event.key]) || (watching && inPlay[event.key]) || keys[event.key];
    if (event.key === "Enter" && watching && target === document.body) {
      event.preventDefault();
      forward();
      return;
    }
    if (!does) return;
    event.preventDefault();
    does();
  });
}
