// Play: a story or a behaviour's script, step by step on a stage, in a sandbox of its own; with what will happen asked
// before it does.

import { play, plays } from "/page/api.js";
import { showStory } from "/page/clock.js";
import { button, choice, clean, cleanText, el, refill } from "/page/dom.js";
import { drawFolders } from "/page/mailbox.js";
import { words } from "/page/words.js";

const element = el("div", { id: "play" });
let all = null;
let predict = true;
let showing = null; // {play, frames, at, answers}

export const playElement = () => element;

// choosePlay lists what can be played.
export async function choosePlay() {
  showing = null;
  showStory(null);
  const found = el("div", { class: "plays" });
  const search = el("input", { type: "search", "aria-label": words.play.search, placeholder: words.play.search });
  const [asks, box] = choice(words.play.predict, { type: "checkbox", checked: predict });
  box.addEventListener("change", () => { predict = box.checked; });
  refill(element, el("section", { class: "card", "aria-labelledby": "play-title" },
    el("h2", { id: "play-title" }, words.play.title), el("p", {}, words.play.text),
    el("div", { class: "choose" }, search, asks), found));
  try {
    all ??= await plays();
  } catch (error) {
    refill(found, el("p", { class: "trouble" }, error.message));
    return;
  }
  const list = () => refill(found, drawList(search.value.toLowerCase().trim()));
  search.addEventListener("input", list);
  list();
}

function drawList(wanted) {
  const hits = all.filter((one) => `${one.name} ${one.says}`.toLowerCase().includes(wanted));
  const folders = [...new Set(hits.map((one) => one.folder))]
    .sort((a, b) => (b === "stories") - (a === "stories"));
  if (hits.length === 0) return el("p", { class: "empty" }, words.play.none);
  return folders.map((folder) => el("details", { open: folder === "stories" || wanted !== "" },
    el("summary", {}, words.play.folders[folder] ?? folder),
    el("ul", {}, hits.filter((one) => one.folder === folder).map((one) => el("li", {},
      button([el("strong", {}, one.name.split("/").slice(1).join("/")), " ",
        predict && folder !== "stories" ? "" : clean(one.says)], () => startPlay(one.name), { class: "play" }))))));
}

// startPlay plays one.
export async function startPlay(name) {
  refill(element, el("p", { class: "empty", role: "status" }, words.play.loading));
  try {
    const played = await play(name);
    showing = { play: played, frames: framesOf(played), at: 0, answers: new Map() };
    draw();
  } catch (error) {
    refill(element, el("p", { class: "trouble", role: "alert" }, error.message), button(words.play.out, choosePlay));
  }
}

// framesOf are what is shown one after the other: each step, and each question before it. Whoever is asked sees no dry
// run, and says, the comment of a phase, only behind its first question.
function framesOf(played) {
  const frames = [];
  let now = "";
  for (const phase of played.phases) {
    const steps = phase.steps.filter((step) => !predict || !step.dry_run);
    let waits = predict && steps.some((step) => step.questions.length > 0);
    for (const step of steps) {
      const asked = predict ? step.questions : [];
      for (const question of asked) frames.push({ step, question, now, says: "" });
      if (asked.length > 0) waits = false;
      now = step.now ?? now;
      frames.push({ step, asked, now, says: waits ? "" : phase.says });
    }
  }
  return frames;
}

// enterPlay comes back to the play that is shown: with its time, and so that Enter steps on.
export function enterPlay() {
  if (showing) draw();
}

// mailboxesAt are the mailboxes as they are after a frame, with marks at what the last step changed.
function mailboxesAt(frames, at) {
  const boxes = new Map();
  for (const { step, question } of frames.slice(0, at + 1)) {
    if (question) continue;
    for (const box of boxes.values()) box.changed = { marks: new Map(), gone: [] };
    for (const mailbox of step.mailboxes ?? []) boxes.set(mailbox.address, modelOf(mailbox));
  }
  return [...boxes.values()];
}

// modelOf makes of a play's mailbox what the stage draws.
function modelOf(mailbox) {
  const folders = new Map();
  const changed = { marks: new Map(), gone: [] };
  for (const one of mailbox.messages) {
    const message = { ...one, folder: one.folder || mailbox.address }; // a public folder has none
    if (!folders.has(message.folder)) {
      folders.set(message.folder, { path: message.folder, total: 0, unread: 0, messages: [] });
    }
    const changes = message.changes ?? [];
    if (changes.includes("went")) {
      changed.gone.push({ folder: message.folder, message });
      continue;
    }
    const folder = folders.get(message.folder);
    folder.total += 1;
    folder.unread += message.read === false ? 1 : 0;
    folder.messages.push(message);
    if (changes.length > 0) {
      changed.marks.set(`${message.id} ${message.folder}`, changes.map((what) => ({ what, from: message.was })));
    }
  }
  return { address: mailbox.address, folders: [...folders.values()], changed };
}

export function playing() {
  return showing !== null;
}

// forward is one frame on, back one back. A question must be answered first, or be passed by.
export function forward() {
  if (!showing) return;
  const { frames } = showing;
  showing.at = Math.min(showing.at + 1, frames.length - 1);
  draw();
}

export function back() {
  if (!showing) return;
  showing.at = Math.max(showing.at - 1, 0);
  draw();
}

function draw() {
  const { play: played, frames, at, answers } = showing;
  const frame = frames[at];
  if (!frame) {
    refill(element, el("p", { class: "trouble" }, clean(played.message)), button(words.play.out, choosePlay));
    return;
  }
  const asking = frames.some((one) => one.question);
  const steps = frames.filter((one) => !one.question);
  const number = steps.indexOf(frames.slice(at).find((one) => !one.question)) + 1;
  const last = at === frames.length - 1;
  const right = [...answers].filter(([question, answer]) => question.right === answer).length;
  const on = button(words.play.next, forward, { class: "main", id: "play-next", disabled: last });
  if (element.checkVisibility()) showStory(frame.now);
  const heading = el("h2", { tabindex: "-1", id: "play-heading" }, clean(played.script));
  const secret = asking && (frame.question || at < frames.findLastIndex((one) => one.question));
  refill(element, el("section", { class: "card playing", "aria-labelledby": "play-heading" },
    el("header", {}, heading, el("p", { class: "count", role: "status" }, words.play.at(number, steps.length))),
    !secret && played.says && el("p", { class: "hint" }, clean(played.says)),
    el("p", { class: "phase" }, frame.question ? words.play.hidden
      : frame.says === played.says && secret ? "" : clean(frame.says)),
    el("p", { class: "command" }, el("span", { class: "prompt", "aria-hidden": "true" }, "$ "),
      el("code", {}, clean(frame.step.typed))),
    frame.question ? drawQuestion(frame.question) : drawStep(frame),
    el("div", { class: "buttons" }, on, button(words.play.back, back, { disabled: at === 0 }),
      button(words.play.out, choosePlay, { class: "quiet" }),
      answers.size > 0 && el("span", { class: "score" }, words.play.score(right, answers.size))),
    last && [el("p", { class: "note" }, words.play.end), played.outcome !== "passed" &&
      el("p", { class: "trouble" }, words.play.fails, " ", clean(played.message))]),
  el("section", { class: "columns", "aria-label": words.play.stage }, drawBoxes(mailboxesAt(frames, at), frame)));
  (frame.question ? element.querySelector("input[type=radio]") : last ? heading : on)?.focus();
}

function drawBoxes(boxes, frame) {
  if (boxes.length === 0) return el("p", { class: "empty" }, words.play.nothing);
  return boxes.map((box, i) => el("section", { class: "column", "aria-labelledby": `play-box-${i}` },
    el("header", {}, el("h2", { id: `play-box-${i}` }, clean(box.address))),
    drawFolders(box, box.changed, { now: frame.now, label: clean(box.address) })));
}

function drawQuestion(question) {
  const { answers } = showing;
  const given = answers.get(question);
  const name = "answer";
  const fields = question.choices.map((text, i) => choice(clean(text), {
    type: "radio", name, value: String(i), checked: given === i, required: true,
  })[0]);
  return el("form", { class: "question", on: { submit: (event) => {
    event.preventDefault();
    answers.set(question, Number(new FormData(event.target).get(name)));
    forward();
  } } }, el("fieldset", {}, el("legend", {}, clean(question.says)), fields),
  el("button", { type: "submit", class: "main" }, words.play.answer));
}

function drawStep({ step, asked }) {
  const { answers } = showing;
  return [
    asked.filter((question) => answers.has(question)).map((question) => {
      const isRight = answers.get(question) === question.right;
      return el("p", { class: isRight ? "verdict right" : "verdict wrong", role: "status" }, clean(question.says), " ",
        isRight ? words.play.right : words.play.wrong(clean(question.choices[question.right])));
    }),
    step.output.length > 0 && el("details", { class: "printed" }, el("summary", {}, words.log.output),
      el("pre", { tabindex: "0", "aria-label": words.log.output }, cleanText(step.output.join("\n")))),
    (step.decisions ?? []).length > 0 && el("details", { class: "decision" }, el("summary", {}, words.play.decided),
      step.decisions.map((one) => el("p", {}, el("strong", {}, clean(one.recipient ?? one.recall ?? "")), " ",
        clean(one.reason ?? ""), " ", el("span", { class: "behaviours" }, `[${one.behaviour}]`), el("br"),
        clean(one.says), ` (${clean(one.source)})`))),
    step.failed && el("p", { class: "trouble" }, clean(step.failed.message)),
  ];
}
