// A letter that is written: new, an answer, one that is passed on, a draft, or the new message of a recall.

import { act, flag } from "/page/api.js";
import { button, clean, el, field, refill } from "/page/dom.js";
import { trouble } from "/page/strip.js";
import { openWindow } from "/page/windows.js";
import { words } from "/page/words.js";
import { short, world } from "/page/world.js";

const manyNames = 200; // that are offered while one types

let number = 0;

// compose opens a window to write in. letter has kind, as, and what it is about: message, id, and who forwards it. With
// send, that is called with the flags of what was written, and answers as act does.
export function compose(letter) {
  const { kind, as, message = {}, id } = letter;
  const made = openWindow(`compose ${++number}`, words.compose.titles[kind], { kind: "compose" });
  const names = el("datalist", { id: `names-${number}` },
    [...world.users.values()].slice(0, manyNames).map((user) =>
      el("option", { value: short(user.address) }, clean(user.name))));
  const fixed = kind === "replace";
  const recipients = (message.to ?? []).map(short).join(", ");
  const whom = { reply: short(message.from ?? ""), draft: recipients, replace: recipients };
  const to = el("input", {
    name: "to", value: whom[kind] ?? "", required: !fixed, disabled: fixed,
    list: names.id, autocomplete: "off", spellcheck: "false", placeholder: words.compose.toHint,
  });
  const cc = el("input", { name: "cc", list: names.id, autocomplete: "off", spellcheck: "false" });
  const subject = el("input", {
    name: "subject", autocomplete: "off", disabled: kind === "forward",
    value: kind === "reply" ? words.compose.re(message.subject ?? "") : kind === "send" ? "" : message.subject ?? "",
  });
  const body = el("textarea", { name: "body", rows: "6" });
  body.value = kind === "replace" || kind === "draft" ? message.text ?? "" : "";
  const said = el("div", { class: "said" });
  const was = { to: to.value, subject: subject.value, body: body.value };

  // flags are what was written. Of a message that is there already only what is new is given.
  const flags = () => {
    const given = (name, input, again = "") => (input.disabled || input.value === again ? [] : flag(name, input.value));
    const changing = kind === "replace" || kind === "draft";
    return [
      ...given("to", to, changing ? was.to : ""), ...given("cc", cc),
      ...given("subject", subject, changing ? was.subject : ""), ...given("body", body, changing ? was.body : ""),
    ];
  };
  const send = async () => {
    const by = ["--as", short(as)];
    if (letter.send) return letter.send(flags());
    if (kind === "forward") return act(["forward", ...letter.who, id, ...flags()]);
    if (kind === "reply") return act(["send", ...by, "--in-reply-to", id, ...flags()]);
    if (kind === "draft") return act(["send", ...by, "--draft", id, ...flags()]);
    return act(["send", ...by, ...flags()]);
  };
  const form = el("form", { on: { submit: async (event) => {
    event.preventDefault();
    const answer = await send();
    if (answer.exit === 0) made.close();
    else refill(said, trouble(answer));
  } } },
  el("p", { class: "from" }, words.compose.from, ": ", clean(as)),
  field(words.compose.to, to), !fixed && field(words.compose.cc, cc), field(words.compose.subject, subject),
  field(words.compose.body, body), fixed && el("p", { class: "hint" }, words.compose.sameRecipients), names, said,
  el("div", { class: "buttons" }, el("button", { type: "submit", class: "main" }, words.compose.send),
    button(words.cancel, () => made.close())));
  refill(made.body, form);
  (to.value ? body : to).focus();
  return made;
}
