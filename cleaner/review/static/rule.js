"use strict";
// The dialog that makes a rule: its options, its effect on the pages, and adding it.

let proposal = 0; // number of the rule that is shown, so that a search for an older one ends
const ENOUGH = 100; // pages searched until a rule can be added, if there are more

/** Propose a rule, or one with the options of `turn`, in a dialog. */
async function makeRule(turn = {}) {
  if (!state.page || state.page.error) return;
  const wanted = { lines: state.marked.size ? [...state.marked] : linesHere(), ...turn };
  const n = state.current;
  const mine = ++proposal;
  let rule = null;
  say("Making a rule …");
  const fine = await during(async () => { rule = await ask(`api/pages/${n}/rule`, wanted); });
  if (mine !== proposal) return;
  if (!fine) { at("ask-problem").textContent = at("said").textContent; return; }
  say(describeMarked());
  const now = { lines: wanted.lines, kind: rule.kind, near: rule.near, site: rule.site };
  const search = { n, now, mine, ready: false, status: make("p", "status", "Searching the pages …"), effect: make("div", "effect") };
  search.status.setAttribute("role", "status");
  const code = make("details", "", make("summary", "", `The rule, for ${rule.file}`), make("pre", "", rule.toml));
  const focus = focusInRule();
  at("ask").onkeydown = null;
  openAsk("Make a rule", [options(rule, now), search.status, search.effect, ...problemOf(rule), code],
    [...(rule.problems.length ? [] : [["add", "Add the rule", "main"]]), ["", "Cancel"]], () => addRule(rule, search), focus);
  allowAdding(false);
  follow(search);
}

/** What has the focus in the dialog of a rule, which is drawn again for each option. */
function focusInRule() {
  const here = at("ask").open ? document.activeElement : null;
  if (here?.dataset.turn) return `[data-turn=${here.dataset.turn}]`;
  return here?.closest("#ask-buttons") && here.value === "" ? "button[value='']" : "#ask-buttons button";
}

const OPTIONS = {
  kind: () => "also with other numbers, or other words in the middle (as a pattern)",
  near: (rule) => rule.context.length ? `only within four lines below other boilerplate (${rule.context.join(", ")})` : "only below other boilerplate",
  site: (rule) => rule.host ? `only on ${rule.host}` : "only on this site",
};

/** The options of a rule as checkboxes. */
function options(rule, now) {
  const turns = make("div", "turns");
  const tick = (name, on, value, able = true) => {
    const box = make("input");
    box.type = "checkbox";
    box.checked = on;
    box.disabled = !able;
    box.dataset.turn = name;
    box.addEventListener("change", () => { allowAdding(false); makeRule({ ...now, [name]: value(box.checked) }); });
    turns.append(make("label", "", box, ` ${OPTIONS[name](rule)}`));
  };
  tick("kind", rule.kind === "pattern", (on) => on ? "pattern" : "phrase");
  tick("near", rule.near, (on) => on, rule.context.length > 0);
  tick("site", rule.site, (on) => on, Boolean(rule.host));
  return turns;
}

/** Why a rule cannot be added, and which option to change. */
function problemOf(rule) {
  if (!rule.problems.length) return [];
  const ticked = rule.remedy === "kind" ? rule.kind === "pattern" : rule[rule.remedy];
  const way = rule.remedy ? `${ticked ? "Untick" : "Tick"} “${OPTIONS[rule.remedy](rule)}”.` : "Mark other lines.";
  return [make("p", "problem", `It cannot be added: ${rule.problems.join("; ")}. ${way}`)];
}

/** Until the effect is shown, the button is off but keeps the focus: a disabled one would lose it. */
function allowAdding(on) {
  at("ask-buttons").querySelector("[value=add]")?.setAttribute("aria-disabled", String(!on));
}

async function addRule(rule, search) {
  if (rule.problems.length) return true;
  if (!search.ready || search.mine !== proposal) return "Wait until its effect is shown.";
  const found = await ask(`api/pages/${search.n}/rule/add`, search.now).catch(() => null);
  if (!found) return false;
  state.marked.clear();
  return during(() => taken(found, search.n, state.line));
}

/** Show what the rule would remove, page by page, while the dialog is open. */
async function follow(search) {
  for (;;) {
    const found = await ask(`api/pages/${search.n}/rule/effect`, search.now).catch(() => null);
    if (!found || search.mine !== proposal || !at("ask").open) return;
    search.status.textContent = `It would remove ${counted(found.lines, "more line")} on ${counted(found.pages, "page")} (${number(found.done)} of ${number(found.count)} searched).`;
    if (found.found.length) search.effect.replaceChildren(make("ul", "", ...found.found.map(([name, line, text]) => make("li", "", make("code", "", `${name}:${line}`), ` ${text}`))));
    if (!search.ready && found.done >= Math.min(found.count, ENOUGH)) {
      search.ready = true;
      at("ask-problem").textContent = "";
      allowAdding(true);
    }
    if (found.done >= found.count) return;
  }
}
