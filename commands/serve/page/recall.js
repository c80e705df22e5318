// Recall, from the window of an opened message, as each mail system has it: how it is asked for, and what came of it
// for each recipient.

import { act, asks, flag, look } from "/page/api.js";
import { compose } from "/page/compose.js";
import { button, choice, clean, el, field, refill } from "/page/dom.js";
import { explain } from "/page/explain.js";
import { trouble, warnings } from "/page/strip.js";
import { askFirst, buttons, openWindow } from "/page/windows.js";
import { words } from "/page/words.js";
import { nameOf, short, systemOf } from "/page/world.js";

const most = 100; // recipients that are shown

const wayOf = (place) => words.recall.ways[systemOf(place.as)] ?? words.recall.ways.other;

// recallButtons are what a window offers to take the message back, where no recall has done so. Where it cannot be
// recalled, as from a recipient's copy, a class may try all the same.
export function recallButtons(place, recalls) {
  if (place.folder === "Outbox") {
    const label = words.recall.takeBack[systemOf(place.as)] ?? words.recall.takeBack.other;
    return [button(label, () => act(["outbox", "take-back", "--as", short(place.as), place.id]), { class: "main" })];
  }
  const way = wayOf(place);
  const done = recalls.some((one) => one.result === "complete-success");
  if (way.kind === "none" || way.inStatus || place.isPublic || done) return [];
  return [button(way.start, () => recall(place, way), { class: place.message.from === place.as ? "main" : "" })];
}

// recall asks how, and does it.
async function recall(place, way) {
  const args = ["recall", "--as", short(place.as), place.id];
  const how = await askFirst(way.title, (give) => recallForm(way, args, give), "recall-dialog");
  if (!how) return;
  if (how.replace) {
    compose({ kind: "replace", as: place.as, id: place.id, message: place.message,
      send: (written) => doRecall([...args, "--replace", ...how.flags, ...written], way) });
    return;
  }
  const answer = await doRecall([...args, ...how.flags], way);
  if (answer && answer.exit !== 0) showRefused(place, answer);
}

// doRecall recalls, with a confirmation where the mail system asks for one.
async function doRecall(args, way) {
  let answer = await act(args);
  if (asks(answer)) {
    const sure = await askFirst(words.recall.sure, (give) => [
      buttons(button(words.proceed, () => give(true), { class: "main", autofocus: true }),
        button(words.cancel, () => give(false))),
    ]);
    if (!sure) return null;
    answer = await act([...args, "--yes"]);
  }
  if (answer.exit === 0) showRecall(answer.json.id, answer);
  return answer;
}

// showRefused says why a recall is refused, and what can be done.
function showRefused(place, answer) {
  const made = openWindow(`refused ${place.id}`, words.recall.refused, { kind: "refused" });
  const behaviour = answer.json?.error?.behaviour;
  made.show(answer, () => [trouble(answer), buttons(statusButton(place), ...(behaviour
    ? [button(words.recall.explain, () => explain.behaviour(behaviour))] : []))]);
}

// recallForm is what the mail system asks. It gives {flags, replace}.
function recallForm(way, args, give) {
  const parts = [];
  let flags = () => [];
  let replaces = () => false;
  if (way.kind === "outlook") {
    const [first, deletes] = choice(words.recall.deleteUnread, { type: "radio", name: "how", checked: true });
    const [second, other] = choice(words.recall.replaceUnread, { type: "radio", name: "how" });
    const [third, report] = choice(words.recall.report, { type: "checkbox", checked: true });
    parts.push(el("fieldset", {}, el("legend", {}, words.recall.intro.outlook), first, second), third);
    deletes.autofocus = true;
    flags = () => (report.checked ? [] : ["--no-report"]);
    replaces = () => other.checked;
  } else if (way.kind === "groupwise") {
    const [first, recipients] = choice(words.recall.fromRecipients, { type: "radio", name: "from", checked: true });
    const [second, all] = choice(words.recall.fromAll, { type: "radio", name: "from" });
    const comment = el("input", { autocomplete: "off" });
    parts.push(el("fieldset", {}, el("legend", {}, words.recall.intro.groupwise), first, second),
      field(words.recall.comment, comment));
    recipients.autofocus = true;
    flags = () => [...(all.checked ? ["--from", "all"] : []), ...(comment.value ? flag("comment", comment.value) : [])];
  } else {
    parts.push(el("p", {}, words.recall.intro.confirm));
  }
  const would = el("div", { class: "would", "aria-live": "polite" });
  const ask = async () => {
    const asked = [...args, ...flags(), ...(replaces() ? ["--replace"] : []), "--dry-run"];
    const answer = await act(asked);
    refill(would, answer.exit === 0 ? [el("h3", {}, words.recall.would), resultRows(answer.json)] : trouble(answer));
  };
  return el("form", { on: { submit: (event) => {
    event.preventDefault();
    give({ flags: flags(), replace: replaces() });
  } } }, parts, buttons(el("button", { type: "submit", class: "main" }, words.ok),
    button(words.cancel, () => give(null)), button(words.recall.what, ask, { class: "quiet" })), would);
}

// showRecall opens the window with what came of a recall, which changes as that does.
export function showRecall(id, first = null) {
  const made = openWindow(`recall ${id}`, id, { kind: "result", refresh: () => refresh() });
  const refresh = async () => {
    const answer = await look(["inspect", "recall", id]);
    if (answer.exit === 0) made.setTitle(words.recall.done(answer.json));
    made.show(answer, () => (answer.exit === 0 ? drawResult(answer.json, first) : trouble(answer)));
  };
  return refresh();
}

function drawResult(result, first) {
  const note = (text) => el("p", { class: "note" }, clean(text));
  return [
    el("p", { class: "result" },
      el("strong", {}, words.recall.results[result.result] ?? clean(result.result)), " · ",
      words.recall.counts(result.counts)),
    el("p", { class: "hint" }, words.recall.asked(result.requested_at, null, clean(nameOf(result.by)))),
    first && warnings(first), (result.hints ?? []).map(note), result.accepted && note(result.accepted),
    el("h3", {}, words.recall.recipients), resultRows(result),
  ];
}

// resultRows is a table: what came of a recall for each recipient.
function resultRows(result) {
  const rows = result.recipients ?? [];
  return [el("ul", { class: "recipients" }, rows.slice(0, most).map((one) => el("li", { class: one.outcome },
    el("span", { class: "outcome" }, el("span", { "aria-hidden": "true" }, words.recall.signs[one.outcome], " "),
      words.recall.outcomes[one.outcome] ?? one.outcome),
    el("span", { class: "whom" }, el("strong", {}, clean(nameOf(one.address))), " ", clean(one.reason),
      !one.final && el("em", {}, ` (${words.recall.notFinal})`), " ",
      el("span", { class: "behaviours" }, `[${one.behaviour}]`)),
    result.id && button(words.recall.explain, () => explain.recipient(result.id, one.address, one.behaviour),
      { class: "quiet", "aria-label": words.recall.explainFor(clean(one.address)) })))),
  rows.length > most && el("p", { class: "empty" }, words.recall.more(rows.length - most))];
}

// recallsOf are the recalls of a message, with a button that shows each.
export async function recallsOf(id) {
  const answer = await look(["log", "--message", id]);
  const asked = (answer.json?.events ?? []).filter((event) => event.what === "recall-asked" && event.message === id);
  const ids = [...new Set(asked.map((event) => event.recall).filter(Boolean))];
  return Promise.all(ids.map(async (recall) => ({
    id: recall, result: (await look(["inspect", "recall", recall])).json?.result,
    button: button(words.recall.show(recall), () => showRecall(recall)),
  })));
}

// statusButton opens what became of the message for each recipient. In some mail systems a recall starts there.
export function statusButton(place) {
  return button(words.message.statusOf[systemOf(place.as)] ?? words.message.status, () => showStatus(place));
}

function showStatus(place) {
  const title = words.message.statusOf[systemOf(place.as)] ?? words.message.status;
  const made = openWindow(`status ${place.id}`, `${title}: ${place.id}`, { kind: "status", refresh: () => refresh() });
  const refresh = async () => {
    const answer = await look(["inspect", "delivery", place.id]);
    made.show(answer, () => (answer.exit === 0 ? drawStatus(answer.json, title, place, made) : trouble(answer)));
  };
  return refresh();
}

function drawStatus(delivery, title, place, made) {
  const way = wayOf(place);
  const start = way.inStatus && delivery.recall_offered &&
    button(way.start, () => recall(place, way), { class: "main" });
  made.recall = start ? () => start.click() : null;
  const refused = delivery.recall_refused;
  return [
    el("div", { class: "acts" }, start,
      button(words.status.ask, () => act(["ask", "--as", short(place.as), place.id]))),
    refused && el("p", { class: "note" }, `${words.status.notOffered}: `, clean(refused.message), " ",
      el("span", { class: "behaviours" }, `[${refused.behaviour}]`)),
    way.kind === "none" && el("p", { class: "note" }, way.why),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": title }, el("table", {},
      el("thead", {}, el("tr", {}, [words.status.recipient, words.status.status, words.status.receipt]
        .map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, delivery.recipients.slice(0, most).map((one) => el("tr", {},
        el("th", { scope: "row" }, clean(one.address)), el("td", {}, clean(one.status), ", ",
          one.inside ? words.status.inside : words.status.outside), el("td", {}, clean(one.receipt))))))),
  ];
}
