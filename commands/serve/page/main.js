// The page: its frame, its three screens, and what is shown anew when something happens.

import { follow } from "/page/api.js";
import { clockElement, drawClock, showStory } from "/page/clock.js";
import { button, el, refill } from "/page/dom.js";
import { greet, greetElement } from "/page/greet.js";
import { listenToKeys, showKeys } from "/page/keys.js";
import { logElement, refreshLog } from "/page/log.js";
import { choosePlay, enterPlay, playElement, playing } from "/page/play.js";
import { choose, chosen, refreshStage, remember, stageElement } from "/page/stage.js";
import { clear, stripElement, tell } from "/page/strip.js";
import { closeWindows, dockElement, refreshWindows } from "/page/windows.js";
import { words } from "/page/words.js";
import { learnPeople, learnTime } from "/page/world.js";

const readOnly = document.documentElement.dataset.readOnly === "true";
const screens = {};
let screen = "stage";

const page = { go, screen: () => screen };

function build() {
  const tabs = Object.entries(words.screens).map(([name, label]) =>
    button(label, () => go(name), { id: `to-${name}`, class: "tab" }));
  screens.stage = el("div", { class: "screen", id: "stage-screen" }, greetElement(),
    el("div", { class: "with-windows" }, el("div", { id: "stage-side" }, stageElement(readOnly, stripElement())),
      dockElement()));
  screens.play = el("div", { class: "screen" }, playElement());
  screens.log = el("div", { class: "screen" }, logElement(readOnly));
  refill(document.body,
    el("a", { href: "#main", class: "skip", on: { click: (event) => {
      event.preventDefault();
      (document.querySelector(".column [role=option][tabindex='0']") ?? document.getElementById("main")).focus();
    } } }, words.skip),
    el("header", { id: "top" }, el("h1", {}, words.name), readOnly && el("span", { class: "badge" }, words.readOnly),
      clockElement(readOnly),
      el("nav", { "aria-label": words.screensLabel }, tabs,
        button("?", showKeys, { "aria-label": words.menu, class: "tab" }))),
    el("p", { id: "offline", role: "alert", hidden: true }, words.disconnected),
    el("main", { id: "main", tabindex: "-1" }, Object.values(screens)));
}

// go shows one of the screens.
function go(name) {
  screen = name;
  for (const [one, element] of Object.entries(screens)) {
    element.hidden = one !== name;
    const tab = document.getElementById(`to-${one}`);
    if (one === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (name === "stage") remember();
  else history.replaceState(null, "", "#" + name);
  if (name !== "play") showStory(null);
  else if (playing()) enterPlay();
  else choosePlay();
  if (name === "log") refreshLog();
}

// What is to be shown anew: nothing, what lies in the mailboxes, or who there is too.
let wanted = { mail: false, people: false, anew: false };
let refreshing = false;

// refresh shows all that is wanted. What comes to be wanted meanwhile is shown after it.
async function refresh(more) {
  wanted = { mail: true, people: wanted.people || Boolean(more.people), anew: wanted.anew || Boolean(more.anew) };
  if (refreshing) return;
  refreshing = true;
  while (wanted.mail) {
    const now = wanted;
    wanted = { mail: false, people: false, anew: false };
    await show(now);
  }
  refreshing = false;
}

async function show({ people, anew }) {
  await (people ? learnPeople() : learnTime());
  const greeting = await greet(readOnly, () => go("play"));
  document.getElementById("stage-side").hidden = greeting;
  if (anew) closeWindows();
  if (anew || chosen().length === 0) choose(chosen().length > 0 ? chosen() : asked());
  drawClock();
  await Promise.all([refreshStage(anew), refreshWindows(), screen === "log" && refreshLog()]);
}

// asked are the mailboxes that the page's address names.
function asked() {
  const [, query] = location.hash.split("?");
  return (new URLSearchParams(query).get("show") ?? "").split(",").filter(Boolean);
}

const started = location.hash.slice(1).split("?")[0];
build();
await refresh({ people: true, anew: true });
go(started in screens ? started : "stage");
listenToKeys(page, readOnly);
addEventListener("hashchange", () => {
  if (asked().length === 0) return;
  choose(asked());
  refresh({ people: true });
});
follow({
  event: (event) => { tell(event); refresh({}); },
  changed: () => refresh({ people: true }),
  replaced: () => { clear(); refresh({ people: true, anew: true }); },
  connected: (is) => {
    document.getElementById("offline").hidden = is;
    if (is) document.documentElement.dataset.ready = "true"; // nothing that happens from now on is missed
  },
});
