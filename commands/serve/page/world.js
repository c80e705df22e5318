// What the page knows of the sandbox: who there is, what time it is, and what lies in a mailbox.

import { look } from "/page/api.js";

export const world = {
  now: null, next: null,
  organisations: [], users: new Map(), publicFolders: [],
  trouble: null, // why the sandbox cannot be read
};

// learnTime reads the clock.
export async function learnTime() {
  const clock = await look(["clock"]);
  if (clock.exit !== 0) return;
  world.now = clock.json.now;
  world.next = clock.json.next ?? null;
}

// learnPeople reads who there is.
export async function learnPeople() {
  const [inspected, users, folders] = await Promise.all([
    look(["org", "list"]), look(["user", "list"]), look(["public-folder", "list"]), learnTime(),
  ]);
  world.trouble = inspected.exit === 0 ? null : inspected.stderr;
  world.organisations = inspected.json?.organisations ?? [];
  world.users = new Map((users.json?.users ?? []).map((user) => [user.address, user]));
  world.publicFolders = folders.json?.public_folders ?? [];
  shortened = null;
  recipients.clear();
}

let shortened = null; // how many users are called so before the @

// short is how a user can be named: bob, where there is one.
export function short(address) {
  if (!shortened) {
    shortened = new Map();
    for (const known of [...world.users.keys(), ...world.publicFolders.map((folder) => folder.address)]) {
      const local = known.split("@")[0];
      shortened.set(local, (shortened.get(local) ?? 0) + 1);
    }
  }
  const local = address.split("@")[0];
  return shortened.get(local) === 1 && /^[\w.]+$/.test(local) ? local : address;
}

// nameOf is what people call whose mailbox it is.
export function nameOf(address) {
  return world.users.get(address)?.name || publicFolder(address)?.name || address;
}

export const publicFolder = (address) => world.publicFolders.find((folder) => folder.address === address);

// systemOf is the mail system that a mailbox is in, "" for somebody who is in none.
export function systemOf(address) {
  const organisation = world.users.get(address)?.organisation;
  return world.organisations.find((one) => one.name === organisation)?.system ?? "";
}

// readersOf are those who may read in a public folder.
export function readersOf(address) {
  const organisation = publicFolder(address)?.organisation;
  return [...world.users.values()].filter((user) => user.organisation === organisation).map((user) => user.address);
}

// readMailbox is what lies in a mailbox or public folder: {address, isPublic, folders}, or null where it is gone.
export async function readMailbox(address) {
  if (publicFolder(address)) {
    const { json, exit } = await look(["inspect", "public-folder", address]);
    if (exit !== 0) return null;
    const readBy = (id) => json.readers.filter((one) => (one.read ?? []).includes(id)).map((one) => one.address);
    const messages = json.messages.map((message) => ({ ...message, read_by: readBy(message.id) }));
    const folder = { path: json.name || address, total: messages.length, unread: 0, messages };
    return { address, isPublic: true, folders: [folder] };
  }
  const { json, exit } = await look(["inspect", "mailbox", address]);
  if (exit !== 0) return null;
  const { folders } = json.mailboxes[0];
  const sent = folders.find((folder) => folder.path === "Sent Items")?.messages ?? [];
  await Promise.all(sent.filter((one) => one.class === "note").slice(-shownTo).map(learnRecipients));
  return { address, isPublic: false, folders };
}

const shownTo = 20; // of the messages that somebody sent, the newest, are shown with those they went to
const recipients = new Map(); // by the ID of a message

async function learnRecipients(message) {
  if (!recipients.has(message.id)) {
    const { json, exit } = await look(["inspect", "message", message.id]);
    if (exit === 0 && json.to?.length) recipients.set(message.id, json.to);
  }
  message.to = recipients.get(message.id);
}

export const copyKey = (folder, id) => `${id} ${folder}`;

function copiesById(mailbox) {
  const byId = new Map();
  for (const folder of mailbox.folders) {
    for (const message of folder.messages) {
      if (!byId.has(message.id)) byId.set(message.id, []);
      byId.get(message.id).push({ folder: folder.path, message });
    }
  }
  return byId;
}

// changesBetween are how a mailbox changed: for each copy in it what changed, and the copies that went.
export function changesBetween(before, after) {
  const marks = new Map();
  const gone = [];
  const old = copiesById(before);
  for (const [id, copies] of copiesById(after)) {
    const left = old.get(id) ?? [];
    old.delete(id);
    const fresh = [];
    for (const copy of copies) {
      const i = left.findIndex((one) => one.folder === copy.folder);
      if (i < 0) {
        fresh.push(copy);
      } else {
        mark(marks, copy, changesOfCopy(left.splice(i, 1)[0], copy));
      }
    }
    for (const copy of fresh) {
      const was = left.shift();
      mark(marks, copy, was ? [{ what: "moved", from: was.folder }, ...changesOfCopy(was, copy)] : [{ what: "came" }]);
    }
    gone.push(...left);
  }
  for (const left of old.values()) gone.push(...left);
  return { marks, gone };
}

function mark(marks, copy, changes) {
  if (changes.length > 0) marks.set(copyKey(copy.folder, copy.message.id), changes);
}

function changesOfCopy(was, is) {
  const changes = [];
  if (was.message.read !== is.message.read && is.message.read !== undefined) {
    changes.push({ what: is.message.read ? "read" : "unread" });
  }
  const list = (copy, name) => (copy.message[name] ?? []).join();
  if (list(is, "read_by") !== list(was, "read_by")) changes.push({ what: "read" });
  if (list(was, "tags") !== list(is, "tags")) changes.push({ what: "retagged" });
  return changes;
}
