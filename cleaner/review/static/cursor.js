"use strict";
// The cursor: the line that keys apply to, and the ways to move it.

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

/** Go to the next line about which a model is unsure, below or above. */
function stepUnsure(by) {
  const found = lines().filter(isUnsure).map((row) => row.n);
  const target = by > 0 ? found.find((line) => line > state.line) : found.findLast((line) => line < state.line);
  if (target !== undefined) moveTo(target);
  else say(found.length ? `There is no unsure line ${by > 0 ? "below" : "above"}.` : "No line of this page is unsure.");
}

let sought = ""; // the words that were looked for last

/** Ask for words, and go to the next line of the page with them. */
function findLine() {
  if (!lines().length) return;
  const input = make("input");
  input.value = sought;
  input.dir = "auto";
  at("ask").onkeydown = null;
  openAsk("Find a line of this page", [labelled("Words of the line, in capitals or not", input)], [["find", "Find", "main"], ["", "Cancel"]], () => {
    sought = input.value.trim();
    return toWords(sought.toLowerCase());
  });
  input.select();
}

/** Go to the next line with these words, below or, if there is none, from the top. Returns the problem if there is none at all. */
function toWords(words) {
  const found = words ? lines().filter((row) => before(row).toLowerCase().includes(words)) : [];
  const target = found.find((row) => row.n > state.line) || found[0];
  if (!target) return words ? "No line of this page has these words." : "Write some words of the line.";
  moveTo(target.n);
  return true;
}

const PAUSE = 700; // milliseconds for which the last decision on a page is shown before the next page; a key ends them
let endPause = () => {};

/** Go to the next line with an undecided finding, below or else above. After the last one, the effect and the message are shown, then the next page. */
async function stepOpen() {
  const n = state.current, open = openStops(state.page).filter((line) => rowOn(state.page, line)?.n !== state.line);
  const target = open.find((line) => line > state.line) ?? open[0];
  if (target !== undefined) {
    if (target < state.line) say(`${at("said").textContent} A finding above is still open.`);
    toLine(target);
    return;
  }
  if (state.decided < state.count) {
    say(`${at("said").textContent} All findings of this page are decided: next page.`);
    await new Promise((done) => { endPause = done; setTimeout(done, PAUSE); });
    if (state.current !== n) return;
  }
  nextPage(at("said").textContent);
}
