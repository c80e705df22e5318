// Why something happened to a recipient's copy: the facts, what was passed over, what decided, and who says so.

import { look } from "/page/api.js";
import { clean, el, refill } from "/page/dom.js";
import { trouble } from "/page/strip.js";
import { openWindow } from "/page/windows.js";
import { words } from "/page/words.js";
import { nameOf, short } from "/page/world.js";

export const explain = {
  // recipient explains what happened to one recipient's copy: first what decided in the end, then what went before.
  async recipient(recall, address, behaviour) {
    const made = openWindow(`explain ${recall} ${address}`, words.explain.title(recall, clean(nameOf(address))),
      { kind: "explain", refresh: () => refresh() });
    const refresh = async () => {
      const answer = await look(["explain", recall, short(address)]);
      if (answer.exit !== 0) {
        made.show(answer, () => trouble(answer));
        return;
      }
      const { decisions } = answer.json;
      const asked = decisions.findLast((one) => one.decided === behaviour) ?? decisions.at(-1);
      made.show(decisions, () => [drawDecision(asked, true),
        decisions.filter((one) => one !== asked).map((one) => drawDecision(one, false))]);
    };
    await refresh();
  },

  // behaviour shows what one behaviour says, and where.
  async behaviour(id) {
    const made = openWindow(`behaviour ${id}`, id, { kind: "explain" });
    const answer = await look(["behaviours", "show", id]);
    made.show(answer, () => (answer.exit === 0 ? drawBehaviour(answer.json) : trouble(answer)));
  },
};

function drawDecision(decision, open) {
  const { question, facts, passed_over: passed, decided, answer, reason } = decision;
  const sources = el("div", { class: "sources" });
  const details = el("details", { class: "decision", open }, el("summary", {}, clean(question), " ",
    el("strong", {}, words.recall.outcomes[answer] ?? clean(answer))),
  el("h3", {}, words.explain.decided),
  decided ? [el("p", { class: "decided" }, el("strong", {}, decided), " ", clean(reason)),
    el("p", {}, clean(decision.says))]
    : el("p", {}, clean(reason) || words.explain.none),
  (decision.beyond ?? []).map(drawBeyond), sources,
  el("h3", {}, words.explain.facts),
  el("dl", { class: "facts" }, Object.entries(facts ?? {}).map(([key, value]) =>
    [el("dt", {}, words.explain.fact(key)), el("dd", {}, clean(value))])),
  passed.length > 0 && [el("h3", {}, words.explain.passed), el("dl", { class: "passed" }, grouped(passed).map((one) =>
    [el("dt", { title: one.behaviours.join(", ") }, one.behaviours.length === 1 ? one.behaviours[0]
      : words.explain.behaviours(one.behaviours.length)), el("dd", {}, clean(one.because))]))]);
  const showSources = async () => {
    if (!details.open || !decided || sources.hasChildNodes()) return;
    const { json, exit } = await look(["behaviours", "show", decided]);
    if (exit === 0) refill(sources, json.sources.map(drawSource));
  };
  details.addEventListener("toggle", showSources);
  if (open) showSources();
  return details;
}

// grouped joins what was passed over for one reason.
function grouped(passed) {
  const groups = [];
  for (const { behaviour, because } of passed) {
    const last = groups.at(-1);
    if (last?.because === because) last.behaviours.push(behaviour);
    else groups.push({ because, behaviours: [behaviour] });
  }
  return groups;
}

const drawBeyond = (one) => el("p", { class: "beyond" },
  `${words.explain.beyond}: ${clean(one.says)} (${words.explain.basis[one.basis] ?? one.basis})`);

function drawSource(source) {
  return el("div", { class: "source" },
    el("p", {}, el("strong", {}, `${words.explain.source} ${source.id}`), " ", clean(source.title)),
    source.url && el("p", {}, el("a", { href: source.url, target: "_blank", rel: "noreferrer noopener" }, source.url)),
    (source.passages ?? []).map((passage) =>
      el("p", { class: "passage" }, `${words.explain.passage}: `, clean(passage))));
}

function drawBehaviour(behaviour) {
  const { says, beyond, sources } = behaviour;
  return [el("p", {}, clean(says)), (beyond ?? []).map(drawBeyond), (sources ?? []).map(drawSource)];
}
