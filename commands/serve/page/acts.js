// What can be done with a message that somebody has: each act is a command.

import { act, flag, plain } from "/page/api.js";
import { compose } from "/page/compose.js";
import { button, clean, el, options } from "/page/dom.js";
import { words } from "/page/words.js";
import { short } from "/page/world.js";

// A place is a copy, and who acts on it: {as, id, folder, address, isPublic, twice, message}. address is whose mailbox
// it lies in, and twice says that the same message lies there in another folder too.

// who are the words of a command that say who does it, and to which copy.
export function who(place) {
  const by = ["--as", short(place.as)];
  if (place.isPublic) return [...by, "--in", short(place.address)];
  return place.twice ? [...by, ...flag("in", place.folder)] : by;
}

export const markRead = (place) => act(["mark-read", ...who(place), place.id]);
export const markUnread = (place) => act(["mark-unread", ...who(place), place.id]);
export const remove = (place) => act(["delete", ...who(place), place.id]);
export const move = (place, folder) => act(["move", ...who(place), ...plain([place.id, folder])]);
export const openIt = (place) => act(["open", ...who(place), place.id]);
export const previewIt = (place) => act(["preview", ...who(place), place.id]);

// reply and forward write a letter.
export const reply = (place) => compose({ kind: "reply", as: place.as, message: place.message, id: place.id });
export const forward = (place) => compose({
  kind: "forward", as: place.as, message: place.message, id: place.id, who: who(place),
});

// actsElement are the buttons for a copy. folders are those that it can be moved to.
export function actsElement(place, folders, ...more) {
  const to = el("select", { "aria-label": words.acts.move, class: "move", on: {
    change: () => { if (to.value) move(place, to.value); to.value = ""; },
  } }, options([["", words.acts.move], ...folders.filter((path) => path !== place.folder)
    .map((path) => [path, clean(path)])]));
  return el("div", { class: "acts", role: "group", "aria-label": words.acts.label }, more,
    button(words.acts.reply, () => reply(place)),
    button(words.acts.forward, () => forward(place)),
    place.message.read !== true && button(words.acts.markRead, () => markRead(place)),
    place.message.read !== false && button(words.acts.markUnread, () => markUnread(place)),
    !place.isPublic && to,
    button(words.acts.remove, () => remove(place)));
}
