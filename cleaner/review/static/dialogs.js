"use strict";
// Decisions, and the dialogs before them: which scope, which words.

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
    const old = state.page;
    const found = await ask(`api/pages/${n}/decide`, { line, ...body });
    const single = !/title|field| run$/.test(body.action); // what else these change is what they are for
    const oldTitle = body.action === "title from line" ? formerTitle(old, found.page, line) : "";
    await taken(found, n, line, single ? otherEffects(old, found.page, body.lines || [line]) : oldTitle);
    if (then) await then();
  });
}

/** Show the result of a step. */
async function taken(found, n, line, effects = "") {
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
  say(`${sentence(found.said)}. ${effects}`.trim());
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

/** An action on one line. A closed fold is opened first, so that the user chooses the line in sight. */
function onOneLine(action, key, which) {
  if (!foldHere()) { decide({ action }); return; }
  turnFold();
  say(`The fold is open now: go to the line ${which}, and press ${key}.`);
}

/** Accept all remaining findings of the page, and go on to the next page that is not decided. */
function acceptPage() {
  if (!state.page || state.page.error) { stepPage(1); return; }
  decide({ action: "accept page" }, () => nextPage(at("said").textContent));
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

/** A note beside a field's name if its value may be wrong. */
function unsureOf(story, name) {
  const sure = story.fields.find(([field]) => field === name)?.[2];
  return typeof sure === "number" ? ` (unsure: ${percent(sure)})` : "";
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
  const body = [make("p", "soft", "What you empty is cleared. Dates are written as 2025-03-04 or 2025-03-04T06:30. Ctrl+Enter saves."), ...inputs.map(([name, , input]) => labelled(`${FIELD_HELP[name] || name}${unsureOf(story, name)}`, input))];
  openAsk("The story’s fields", body, [["save", "Save", "main"], ["own", "Back to the page’s own"], ["", "Cancel"]], async (chosen) => {
    const done = []; // a step for each field, and one message for all
    for (const [name, value, input] of inputs) {
      if (chosen !== "own" && input.value === value) continue;
      const fine = await decide({ action: "field", field: name, text: chosen === "own" ? null : input.value });
      if (!fine) { input.focus(); say([...done, at("said").textContent].join(" "), true); return false; }
      done.push(at("said").textContent);
    }
    say(chosen === "own" ? `All fields are the page’s own: ${inputs.map(([name]) => name).join(", ")}.` : done.join(" "));
    return true;
  });
  inputs[0]?.[2].select();
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
