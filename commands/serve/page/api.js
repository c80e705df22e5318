// What the page asks of the server: to run a command, to complete one, to tell of what happens.

import { words } from "/page/words.js";

// An answer has exit, json, stderr and text. Where the command did not run at all its exit is null.
async function answerTo(asking) {
  try {
    const response = await asking;
    const body = await response.json();
    return response.ok ? { text: "", json: null, ...body } : { exit: null, json: null, stderr: body.error, text: "" };
  } catch {
    return { exit: null, json: null, stderr: words.noAnswer, text: "" };
  }
}

// look runs a command that changes nothing.
export function look(args, { text = false } = {}) {
  const query = new URLSearchParams(args.map((arg) => ["arg", arg]));
  if (text) query.set("text", "1");
  return answerTo(fetch("/api/run?" + query));
}

const watchers = new Set();

// whenActing calls one function with each command that begins to run, and what that returns with its answer.
export function whenActing(watcher) {
  watchers.add(watcher);
}

// act runs a command for the person at the page, who sees it go.
export async function act(args, { text = false } = {}) {
  const ended = [...watchers].map((watcher) => watcher(args));
  const answer = await answerTo(fetch("/api/run", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ args, text }),
  }));
  for (const end of ended) end(answer);
  return answer;
}

// asks says whether a mail system does not refuse, but asks for a confirmation.
export const asks = (answer) => answer.exit === 3 && / --yes\b/.test(answer.json?.error?.hint ?? "");

// flag is a flag with its value, as two words where that can be read.
export function flag(name, value) {
  return value.startsWith("-") ? [`--${name}=${value}`] : [`--${name}`, value];
}

// plain is a word that may begin with a dash.
export function plain(words) {
  return words.some((word) => word.startsWith("-")) ? ["--", ...words] : words;
}

// typed is a command as it would be typed in a shell.
export function typed(args) {
  return args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`)).join(" ");
}

async function json(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error((await response.json()).error);
  return response.json();
}

export const complete = async (line) => (await json("/api/complete?line=" + encodeURIComponent(line))).candidates;
export const refused = async () => (await json("/api/refused")).refused;
export const plays = async () => (await json("/api/plays")).demos;
export const play = (name) => json("/api/play?name=" + encodeURIComponent(name));
export const download = (form) => `/api/history/${form}`;
export const mail = (id, mailbox) => `/mail/${encodeURIComponent(id)}?mailbox=${encodeURIComponent(mailbox)}`;

// hasHTML says whether a message has HTML to show.
export async function hasHTML(id, mailbox) {
  try {
    return (await fetch(mail(id, mailbox), { method: "HEAD" })).ok;
  } catch {
    return false;
  }
}

const again = 2000; // milliseconds until a stream that was refused is tried again

// follow tells of all that happens: each event, each other change, another sandbox, and whether the server answers.
// A stream that breaks goes on where it was, as the browser tells the server what it had last.
export function follow({ event, changed, replaced, connected }) {
  const stream = new EventSource("/events");
  stream.addEventListener("open", () => connected(true));
  stream.addEventListener("message", (message) => event(JSON.parse(message.data)));
  stream.addEventListener("changed", () => changed());
  stream.addEventListener("replaced", () => replaced());
  stream.addEventListener("error", () => {
    connected(false);
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(() => follow({ event, changed, replaced, connected }), again);
  });
}
