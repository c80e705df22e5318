// Elements are made here. What comes from mail becomes text or the value of an attribute, and never markup.

// el makes an element: with attributes, with what happens on events, and with children, which are elements or text.
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, does] of Object.entries(value)) made.addEventListener(event, does);
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== undefined && value !== null) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// button is a button that does something.
export function button(words, does, attributes = {}) {
  return el("button", { type: "button", ...attributes, on: { click: does } }, words);
}

// field is an input with its label above it.
export function field(label, input) {
  return el("label", { class: "field" }, el("span", {}, label), input);
}

// choice is a radio button or a check box with its label beside it.
export function choice(label, attributes) {
  const input = el("input", attributes);
  return [el("label", { class: "choice" }, input, el("span", {}, label)), input];
}

// options are the options of a select: pairs of value and words.
export function options(pairs, chosen) {
  return pairs.map(([value, words]) => el("option", { value, selected: value === chosen }, words));
}

// refill gives an element other children.
export function refill(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child));
  return parent;
}

// Characters that nobody sees, or that turn the line round, are shown as in source code. Two are left, of which emoji
// and some scripts are made.
const unseen = new RegExp("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f" +
  "\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]", "g");

const asSource = (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");

// clean is a line that somebody else wrote, such as a subject.
export function clean(text) {
  return String(text ?? "").replace(/[\t\n]/g, asSource).replace(unseen, asSource);
}

// cleanText is a text of several lines that somebody else wrote.
export function cleanText(text) {
  return String(text ?? "").replace(/\r\n/g, "\n").replace(unseen, asSource);
}
