// What an empty sandbox says: what can be done first.

import { act, look } from "/page/api.js";
import { button, clean, el, field, options, refill } from "/page/dom.js";
import { trouble } from "/page/strip.js";
import { words } from "/page/words.js";
import { world } from "/page/world.js";

const element = el("section", { id: "greet", class: "card", "aria-labelledby": "greet-title", hidden: true });

export const greetElement = () => element;

// greet shows itself where there is nobody, or where the sandbox cannot be read. It says whether it does.
export async function greet(readOnly, goPlay) {
  const empty = world.users.size === 0 && world.organisations.length === 0;
  element.hidden = !empty && !world.trouble;
  if (element.hidden) return false;
  if (world.trouble) {
    refill(element, el("h2", { id: "greet-title" }, words.greet.broken), trouble({ exit: 1, stderr: world.trouble }));
    return true;
  }
  if (element.querySelector("form")) return true;
  const systems = (await look(["systems"])).json?.systems ?? [];
  refill(element,
    el("h2", { id: "greet-title" }, words.greet.title), el("p", {}, words.greet.text),
    el("p", {}, button(words.greet.play, goPlay, { class: "main" })),
    !readOnly && startForm(systems),
    el("p", { class: "hint" }, words.greet.fixture, " ", el("code", {}, words.greet.fixtureLine)),
    el("p", { class: "hint" }, words.greet.helpText, " ", el("code", {}, words.greet.helpLine)));
  return true;
}

// startForm founds acme.example, as the tutorial does.
function startForm(systems) {
  const known = systems.map((one) => [one.name, clean(`${one.name}: ${one.says}`)]);
  const system = el("select", {}, options(known, "outlook"));
  const people = el("input", { value: words.greet.names.join(", "), autocomplete: "off", spellcheck: "false" });
  const said = el("div", {});
  return el("form", { on: { submit: async (event) => {
    event.preventDefault();
    const names = people.value.split(/[\s,]+/).filter(Boolean);
    const first = await act(["org", "add", "acme", "--domain", "acme.example", "--system", system.value]);
    const answer = first.exit === 0 ? await act(["user", "add", ...names.map((name) =>
      (name.includes("@") ? name : `${name}@acme.example`))]) : first;
    refill(said, answer.exit !== 0 && trouble(answer));
  } } }, field(words.greet.system, system), field(words.greet.people, people),
  el("button", { type: "submit", class: "main" }, words.greet.start), said);
}
