"use strict";
// The open page: its head, its lines with a cursor, and the pane beside it.

const rowsByLine = new Map(); // number of a line -> its row in the table
const foldOf = new Map(); // number of a line -> the rows of the fold that it is in, open or closed
let opened = new Set(); // numbers of lines in folds that were opened
let beside = "why";
let whyTimer = 0;

/** Open a page. `message` is shown beside it. */
async function openPage(n, line = 0, message = "") {
  goTo(n);
  at("view").setAttribute("aria-busy", "true");
  say(message);
  const page = await ask(`api/pages/${n}`).catch(() => null);
  if (state.current !== n) return;
  if (page) {
    at("view").scrollTop = 0;
    showPage(page, line || firstStop(page));
  } else stayHere();
  focusView();
  drain();
}

/** Make a page the current one of the list. */
function goTo(n) {
  state.current = n;
  state.marked.clear();
  opened = new Set();
  drawList();
  revealEntry();
}

/** Move the focus to the page, unless a field, a dialog or the list was entered meanwhile: what is typed there must stay there. */
function focusView() {
  if (document.querySelector("dialog[open]") || document.activeElement?.matches("input, select, textarea, #pages")) return;
  at("view").focus({ preventScroll: true });
}

/** If a page cannot be loaded, the previous one stays open. */
function stayHere() {
  waiting.length = 0;
  at("view").removeAttribute("aria-busy");
  state.current = state.page?.n ?? -1;
  drawList();
}

const firstStop = (page) => page.error ? 0 : openStops(page)[0] || page.rows.find((row) => row.parts)?.n || 1;

/** The lines with findings that are neither accepted nor rejected yet. */
function openStops(page) {
  const done = new Set(page.accepted);
  return page.stops.filter((line) => !done.has(line) && !(rowOn(page, line)?.hand || []).length);
}

/** The row that shows a line: its own, or the one it is joined into. */
function rowOn(page, line) {
  let found = null;
  for (const row of page?.rows || []) {
    if (!row.parts) continue;
    if (row.n > line) break;
    found = row;
  }
  return found;
}

function showPage(page, line) {
  state.page = page;
  at("view").removeAttribute("aria-busy");
  document.title = `${page.title || page.name} – Review`;
  drawTop();
  drawRows();
  drawActions();
  if (page.error) {
    at("why").replaceChildren(make("p", "", page.error));
    state.line = 0;
  } else moveTo(line, true);
  drawSide(true);
}

function drawTop() {
  const page = state.page;
  const title = make("h2", "", page.title || page.name);
  title.dir = "auto";
  const chips = make("ul", "chips");
  for (const flag of page.flags || []) chips.append(make("li", "look", `⚑ ${flag}`));
  if (!page.error) {
    const facts = [["type", page.type], ["language", page.lang], ["expected F1", page.quality === null ? "" : page.quality.toFixed(2)], ["text lost", percent(page.loss)]];
    for (const [name, value] of facts) if (value) chips.append(make("li", "", make("span", "name", name), value));
  }
  at("top").replaceChildren(title, make("p", "soft mono", page.url ? `${page.name} · ${page.url}` : page.name), chips);
  if (page.unmet?.length) at("top").append(unmetBox(page.unmet));
}

/** Decisions that no longer match a line of the page. */
function unmetBox(unmet) {
  const list = make("ul");
  for (const one of unmet) {
    const item = make("li", "", one.what);
    if (one.near) {
      const button = make("button", "plain", `nearest: line ${one.near}, “${one.like}”`);
      button.type = "button";
      button.addEventListener("click", () => { moveTo(one.near); at("view").focus(); });
      item.append(" ", button);
    }
    list.append(item);
  }
  return make("details", "unmet", make("summary", "", `${counted(unmet.length, "decision")} no longer match${unmet.length === 1 ? "es" : ""} a line`), list);
}

function drawRows() {
  const page = state.page, view = at("view");
  rowsByLine.clear();
  foldOf.clear();
  if (page.error) {
    view.replaceChildren(make("p", "notice", page.error));
    return;
  }
  const body = make("tbody");
  for (const piece of folded(page.rows)) {
    if (!Array.isArray(piece)) { body.append(reviewRow(piece)); continue; }
    for (const row of piece) foldOf.set(row.n, piece);
    if (piece.some((row) => opened.has(row.n))) body.append(...piece.map(reviewRow));
    else body.append(fold(piece));
  }
  const columns = make("colgroup", "", ...["number", "", "note"].map((name) => make("col", name)));
  const table = make("table", "rows one-side", columns, body);
  table.setAttribute("role", "presentation");
  view.replaceChildren(table);
  if (page.hidden) view.append(make("p", "soft pad", `${counted(page.hidden, "further line")} had no room here; cleaner preview shows them.`));
}

function fold(rows) {
  const row = foldRow(rows, reviewRow, 3);
  const button = row.querySelector("button");
  button.tabIndex = -1;
  button.addEventListener("click", () => { for (const one of rows) opened.add(one.n); moveTo(rows[0].n); at("view").focus(); });
  for (const one of rows) rowsByLine.set(one.n, row);
  row.dataset.first = rows[0].n;
  if (rows.every((one) => state.marked.has(one.n) || !before(one).trim())) {
    row.classList.add("marked");
    button.prepend(make("span", "sign", "●"), make("span", "unseen", " marked "), " ");
  }
  return row;
}

/** Open the fold under the cursor, or close the one that the line is in. */
function turnFold() {
  if (foldHere()) { rowsByLine.get(state.line).querySelector("button").click(); return; }
  const rows = foldOf.get(state.line);
  if (!rows) return;
  for (const one of rows) opened.delete(one.n);
  drawRows();
  moveTo(rows[0].n, true);
}

function reviewRow(row) {
  if (!row.parts) return storyRow(row);
  const line = make("tr", row.s);
  const text = before(row);
  if (!text.trim() && row.s === "k") line.classList.add("blank");
  const hand = row.hand || [];
  const sign = make("span", "sign", state.marked.has(row.n) ? "●" : hand.length ? "✎" : state.page.accepted.includes(row.n) ? "✓" : SIGNS[row.s]);
  const gutter = make("td", "number", sign, make("span", "unseen", row.s === "k" ? "" : ` ${STATES[row.s]} `), line.classList.contains("blank") ? "" : String(row.n));
  const cell = make("td", "text");
  cell.dir = "auto";
  const gone = row.s === "d" || row.s === "l";
  const whole = gone ? cell.appendChild(make("del")) : cell;
  for (const [kind, words] of row.parts) {
    if (gone && kind === "+") continue;
    const piece = gone || kind === "=" ? make("span") : make(kind === "-" ? "del" : "ins");
    marked(piece, words);
    whole.append(piece);
  }
  const why = notes(row);
  for (const decision of hand) why.prepend(make("div", "hand", `✎ ${decision}`));
  line.append(gutter, cell, why);
  line.id = `line-${row.n}`;
  line.setAttribute("role", "row");
  for (const one of line.cells) one.setAttribute("role", "gridcell");
  line.classList.toggle("marked", state.marked.has(row.n));
  line.addEventListener("click", () => moveTo(row.n));
  rowsByLine.set(row.n, line);
  return line;
}

/** The heading of a story: its title and fields, which can be edited. */
function storyRow(row) {
  const cell = make("td", "", make("div", "place", row.head));
  cell.colSpan = 3;
  const title = make("button", "plain story-title", row.title || "(without a title)");
  const edit = (act) => (event) => { event.stopPropagation(); moveTo(rowLineOf(row.line)); act(); };
  title.type = "button";
  title.dir = "auto";
  title.title = "Write the title (t)";
  title.addEventListener("click", edit(editTitle));
  if (row.line) cell.append(title);
  if (row.because.length) cell.append(make("ul", "because", ...row.because.map((reason) => make("li", "", reason))));
  const chips = make("ul", "chips");
  for (const [name, value] of row.fields) chips.append(make("li", "field", make("span", "name", name), value));
  if (row.line) {
    const button = make("button", "chip-button", "Edit fields");
    button.type = "button";
    button.title = "Edit the fields (e)";
    button.addEventListener("click", edit(editFields));
    chips.append(make("li", "", button));
  }
  cell.append(chips);
  return make("tr", "head", cell);
}

// the cursor

const lines = () => state.page && !state.page.error ? state.page.rows.filter((row) => row.parts) : [];

/** The line of the first row that is not above a line. */
const rowLineOf = (line) => (lines().find((row) => row.n >= line && before(row).trim()) || lines()[0])?.n || 0;

function moveTo(line, again = false) {
  const row = rowOn(state.page, line);
  if (!row) return;
  state.line = row.n;
  let element = rowsByLine.get(row.n);
  if (element?.classList.contains("fold") && !again) {
    for (const one of lines()) if (rowsByLine.get(one.n) === element) opened.add(one.n);
    drawRows();
    element = rowsByLine.get(row.n);
  }
  for (const old of at("view").querySelectorAll(".cursor")) { old.classList.remove("cursor"); old.removeAttribute("aria-selected"); }
  if (!element) return;
  element.classList.add("cursor");
  element.setAttribute("aria-selected", "true");
  at("view").setAttribute("aria-activedescendant", element.id);
  keepInView(element);
  drawActions();
  explain();
}

function keepInView(element) {
  const view = at("view"), box = view.getBoundingClientRect(), own = element.getBoundingClientRect();
  if (element === rowsByLine.get(lines()[0]?.n) && own.bottom - box.top + view.scrollTop < box.height) {
    view.scrollTop = 0; // with the story's heading above it
    return;
  }
  const room = Math.min(80, box.height / 5);
  if (own.top < box.top + room) view.scrollTop -= box.top + room - own.top;
  else if (own.bottom > box.bottom - room) view.scrollTop += Math.min(own.bottom - box.bottom + room, own.top - box.top - room);
}

/** Go up or down by lines; a fold is one step. */
function moveBy(by) {
  const all = lines().filter((row) => !rowsByLine.get(row.n)?.classList.contains("blank"));
  let place = all.findIndex((row) => row.n >= state.line);
  if (place < 0) place = all.length - 1;
  const here = rowsByLine.get(all[place]?.n);
  do place += Math.sign(by); while (all[place] && here?.classList.contains("fold") && rowsByLine.get(all[place].n) === here);
  place += by - Math.sign(by);
  const target = all[Math.min(Math.max(place, 0), all.length - 1)];
  if (target) toLine(target.n);
}

/** Put the cursor on a line, or on the fold it is in. */
function toLine(line) {
  moveTo(line, rowsByLine.get(line)?.classList.contains("fold"));
}

/** Go to the next line with a finding; after the last one, to the next page. */
function stepFinding(by) {
  const stops = state.page?.stops || [];
  const target = by > 0 ? stops.find((line) => line > state.line && rowOn(state.page, line)?.n !== state.line) : stops.findLast((line) => line < state.line);
  if (target !== undefined) toLine(target);
  else if (by > 0) stepPage(1);
  else say("There is no finding above.");
}

const PAUSE = 700; // milliseconds for which the last decision on a page is shown before the next page; a key ends them
let endPause = () => {};

/** Go to the next line with an undecided finding. After the last one, the effect and the message are shown, then the next page. */
async function stepOpen() {
  const n = state.current;
  const target = openStops(state.page).find((line) => line > state.line && rowOn(state.page, line)?.n !== state.line);
  if (target !== undefined) { toLine(target); return; }
  if (state.shown.indexOf(n) + 1 < state.shown.length) {
    say(`${at("said").textContent} This was the last open finding below: next page.`);
    await new Promise((done) => { endPause = done; setTimeout(done, PAUSE); });
    if (state.current !== n) return;
  }
  stepPage(1, at("said").textContent);
}

// beside the page

function explain() {
  clearTimeout(whyTimer);
  if (beside !== "why" || !state.line) return;
  const n = state.current, line = state.line;
  whyTimer = setTimeout(async () => {
    const sections = await ask(`api/pages/${n}/why/${line}`).catch(() => []);
    if (n !== state.current || line !== state.line) return;
    const parts = [make("h3", "", `Line ${line}`)];
    for (const section of sections) {
      parts.push(make("h4", "", section.title));
      parts.push(make("ul", "", ...section.entries.map(([below, text]) => make("li", below ? "below" : "", text))));
    }
    at("why").replaceChildren(...parts);
    at("why").scrollTop = 0;
  }, 120);
}

function drawSide(again = false) {
  const original = beside === "original";
  at("tab-original").disabled = !state.page?.html;
  at("why").hidden = original;
  at("original").hidden = !original;
  at("tab-why").setAttribute("aria-selected", String(!original));
  at("tab-original").setAttribute("aria-selected", String(original));
  document.body.classList.toggle("with-original", original);
  if (!original) { explain(); return; }
  const holder = at("original");
  if (!state.page?.html) { holder.replaceChildren(make("p", "soft pad", "This page is text: what you see is the original.")); return; }
  if (!again && holder.firstChild?.dataset?.page === String(state.current)) return;
  const frame = make("iframe");
  frame.setAttribute("sandbox", "");
  frame.setAttribute("referrerpolicy", "no-referrer");
  frame.title = "The original page, without scripts and pictures";
  frame.tabIndex = -1;
  frame.dataset.page = state.current;
  frame.src = `original/${state.current}`;
  holder.replaceChildren(make("p", "soft pad", "As it was saved: without scripts, pictures and anything from the network."), frame);
}

function showSide(which) {
  const again = beside === which;
  beside = again && which === "original" ? "why" : which;
  document.body.classList.toggle("with-side", !(again && document.body.classList.contains("with-side")));
  drawSide();
}
