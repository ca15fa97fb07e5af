"use strict";
// Decisions, and the dialogs before them: which scope, which words, which rule.

/** Run slow work while keys wait. Returns false if the server refused it. */
async function during(work) {
  state.busy = true;
  try {
    await work();
    return true;
  } catch {
    return false; // the message is already shown
  } finally {
    state.busy = false;
    drain();
  }
}

/** Request a step from the server, and show the changed page. `then` moves on from the line. */
async function decide(body, then = null) {
  if (state.busy || !state.page || state.page.error || state.page.n !== state.current) return false;
  const n = state.current, line = body.line ?? state.line;
  if (body.lines) { if (body.action !== "accept") for (const one of body.lines) opened.add(one); } // what changes is shown
  else if (!rowsByLine.get(line)?.classList.contains("fold")) opened.add(line); // a line with a new decision is not folded
  return during(async () => {
    await taken(await ask(`api/pages/${n}/decide`, { line, ...body }), n, line);
    if (then) await then();
  });
}

/** Show the result of a step. */
async function taken(found, n, line) {
  await poll();
  if (state.current === n) {
    const top = at("view").scrollTop;
    showPage(found.page, line);
    at("view").scrollTop = top;
    keepInView(rowsByLine.get(state.line) || at("view"));
  }
  fillFilters();
  sortPages(true);
  drawList();
  say(`${sentence(found.said)}.`);
}

/** The text with an initial capital, unless it begins with the name of a rule. */
const sentence = (text) => /^\S*[.]\S/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/** Undo or redo a step, and go to the page and the line that it was about. */
async function travel(way) {
  if (state.busy || state.current < 0) return;
  const n = state.current, line = state.line;
  await during(async () => {
    const found = await ask(`api/pages/${n}/${way}`, {});
    if (found.page.n !== n && state.current === n) { goTo(found.page.n); at("view").scrollTop = 0; }
    if (found.line && state.current === found.page.n) opened.add(found.line);
    await taken(found, found.page.n, found.line || line);
    revealEntry();
  });
}

const foldHere = () => Boolean(rowsByLine.get(state.line)?.classList.contains("fold"));

/** The numbers of the lines under the cursor: one line, or those of a closed fold that are not blank. */
function linesHere() {
  if (!foldHere()) return [state.line];
  return foldOf.get(state.line).filter((row) => before(row).trim()).map((row) => row.n);
}

const currentRow = () => rowOn(state.page, state.line);
const hasFinding = () => state.page?.stops?.some((line) => rowOn(state.page, line)?.n === state.line);

/** The rules that change the line, without decisions made by hand. */
const rulesHere = () => [...new Set((currentRow()?.notes || []).map(([note]) => note.split(" → ")[0]).filter((rule) => rule !== "title" && !rule.startsWith("decision.")))];

function answer(verb, run) {
  if (!state.page || state.page.error) { stepPage(1); return; }
  if (!hasFinding()) { stepFinding(1); return; }
  decide(run ? { action: `${verb} run` } : onLines(verb), stepOpen);
}

/** An action on the line under the cursor, or on all lines of the closed fold under it. */
function onLines(action) {
  return foldHere() ? { action, lines: linesHere() } : { action };
}

/** Accept all remaining findings of the page. */
function acceptPage() {
  if (!state.page || state.page.error) { stepPage(1); return; }
  decide({ action: "accept page" }, () => { stepPage(1, at("said").textContent); });
}

/** Open the dialog with these contents; `submit` returns false or a problem to keep it open. `focus` finds what has the focus first. */
function openAsk(head, body, buttons, submit, focus = "input, textarea") {
  at("ask-head").textContent = head;
  at("ask-problem").textContent = "";
  at("ask-body").replaceChildren(...body);
  at("ask-buttons").replaceChildren(...buttons.map(([value, text, kind]) => {
    const button = make("button", kind || "", text);
    button.value = value;
    if (value === "") button.type = "button";
    if (value === "") button.addEventListener("click", () => at("ask").close());
    return button;
  }));
  at("ask-form").onsubmit = async (event) => {
    event.preventDefault();
    const fine = await submit(event.submitter?.value || buttons[0][0]);
    if (typeof fine === "string") at("ask-problem").textContent = fine;
    else if (fine !== false) at("ask").close();
    else at("ask-problem").textContent = at("said").textContent;
  };
  at("ask-form").onkeydown = (event) => { // in a field of several lines, Enter begins a line
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) at("ask-form").requestSubmit();
  };
  if (!at("ask").open) at("ask").showModal();
  (at("ask-form").querySelector(focus) || at("ask-buttons").querySelector("button")).focus();
}

function switchOff() {
  const rules = rulesHere();
  if (!rules.length) { say("No rule changes this line."); return; }
  const rule = rules[0];
  const scopes = [["file", "Here, on this page", "f"], ["site", `On this site${state.page.host ? `, ${state.page.host}` : ""}`, "s"], ["everywhere", "Everywhere", "e"]];
  const usable = scopes.filter(([scope]) => scope !== "site" || state.page.host);
  const body = [make("p", "", "Where is the rule ", make("code", "", rule), " wrong?")];
  openAsk("Reject a rule", body, [...usable.map(([scope, text, key]) => [scope, `${text} (${key})`]), ["", "Cancel"]],
    (scope) => decide({ action: "off", rule, scope }, tellNext));
  at("ask").onkeydown = (event) => {
    const found = usable.find(([, , key]) => key === event.key);
    if (found && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      at("ask").onkeydown = null;
      decide({ action: "off", rule, scope: found[0] }, tellNext).then((fine) => { if (fine) at("ask").close(); });
    }
  };
}

/** Report which rule changes the line after another one was rejected. */
function tellNext() {
  const [next] = rulesHere();
  if (next) say(`${at("said").textContent} ${next} is at work on this line now.`);
}

/** The heading of the story under the cursor. */
function storyHere() {
  let found = null;
  for (const row of state.page?.rows || []) {
    if (row.parts && row.n > state.line) break;
    if (!row.parts) found = row;
  }
  return found;
}

function labelled(name, input) {
  return make("label", "ask-field", make("span", "", name), input);
}

function editTitle() {
  const story = storyHere();
  if (!story?.line) { say("There is no story here."); return; }
  const input = make("input");
  input.value = story.whole;
  input.maxLength = 1000;
  input.dir = "auto";
  at("ask").onkeydown = null;
  openAsk("The story’s title", [labelled("Title; an empty one restores the page’s own", input)], [["save", "Save", "main"], ["", "Cancel"]],
    () => decide({ action: "title", text: input.value }));
  input.select();
}

const FIELD_HELP = { authors: "authors, one a line", summary: "key points, one a line", captions: "captions, one a line" };

function editFields() {
  const story = storyHere();
  if (!story?.line) { say("There is no story here."); return; }
  const inputs = Object.entries(story.values).map(([name, value]) => {
    const input = make(FIELD_HELP[name] ? "textarea" : "input");
    input.value = value;
    input.maxLength = 4000;
    input.dir = "auto";
    if (FIELD_HELP[name]) input.rows = Math.min(4, value.split("\n").length + 1);
    return [name, value, input];
  });
  at("ask").onkeydown = null;
  const body = [make("p", "soft", "What you empty is cleared. Dates are written as 2025-03-04 or 2025-03-04T06:30. Ctrl+Enter saves."), ...inputs.map(([name, , input]) => labelled(FIELD_HELP[name] || name, input))];
  openAsk("The story’s fields", body, [["save", "Save", "main"], ["own", "Back to the page’s own"], ["", "Cancel"]], async (chosen) => {
    for (const [name, value, input] of inputs) {
      if (chosen === "own") { if (!(await decide({ action: "field", field: name, text: null }))) return false; }
      else if (input.value !== value && !(await decide({ action: "field", field: name, text: input.value }))) { input.focus(); return false; }
    }
    return true;
  });
}

/** Mark the line, or all lines of a closed fold, which stays closed; if they are marked already, unmark them. */
function mark() {
  const row = currentRow();
  if (!row || !before(row).trim()) return;
  const numbers = linesHere();
  const unmark = numbers.every((one) => state.marked.has(one));
  for (const one of numbers) if (unmark) state.marked.delete(one); else state.marked.add(one);
  const element = rowsByLine.get(row.n);
  element?.replaceWith(foldHere() ? fold(foldOf.get(row.n)) : reviewRow(row));
  moveTo(row.n, true);
  say(describeMarked() || "No line is marked.");
}

const describeMarked = () => state.marked.size ? `${counted(state.marked.size, "line")} marked; R makes a rule from ${state.marked.size === 1 ? "it" : "them"}.` : "";

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
  const search = { n, now, mine, ready: false, told: make("p", "told", "Searching the pages …"), effect: make("div", "effect") };
  search.told.setAttribute("role", "status");
  const code = make("details", "", make("summary", "", `The rule, for ${rule.file}`), make("pre", "", rule.toml));
  const focus = focusInRule();
  at("ask").onkeydown = null;
  openAsk("Make a rule", [options(rule, now), search.told, search.effect, ...problemOf(rule), code],
    [...(rule.problems.length ? [] : [["add", "Add the rule", "main"]]), ["", "Cancel"]], () => addRule(rule, search), focus);
  allowAdding(false);
  follow(search);
}

/** What has the focus in the dialog of a rule, which is drawn anew for each option. */
function focusInRule() {
  const here = at("ask").open ? document.activeElement : null;
  if (here?.dataset.turn) return `[data-turn=${here.dataset.turn}]`;
  return here?.closest("#ask-buttons") && here.value === "" ? "button[value='']" : "#ask-buttons button";
}

const OPTIONS = {
  kind: () => "also with other numbers, or other words in the middle (as a pattern)",
  near: (rule) => rule.company.length ? `only within four lines below other boilerplate (${rule.company.join(", ")})` : "only below other boilerplate",
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
  tick("near", rule.near, (on) => on, rule.company.length > 0);
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
    search.told.textContent = `It would remove ${counted(found.lines, "more line")} on ${counted(found.pages, "page")} (${number(found.done)} of ${number(found.count)} searched).`;
    if (found.found.length) search.effect.replaceChildren(make("ul", "", ...found.found.map(([name, line, text]) => make("li", "", make("code", "", `${name}:${line}`), ` ${text}`))));
    if (!search.ready && found.done >= Math.min(found.count, ENOUGH)) {
      search.ready = true;
      at("ask-problem").textContent = "";
      allowAdding(true);
    }
    if (found.done >= found.count) return;
  }
}
