"use strict";
// Keys and buttons. This script starts the review.

const ACTIONS = [
  ["c", "Page is right", acceptPage, "the page is right as it is now: accept the rest, and go on to the next page that is not decided"],
  ["y", "Accept", () => answer("accept", false), "a finding is right: accept it, and go on to the next finding"],
  ["n", "Reject", () => answer("reject", false), "it is wrong: the text is kept, or no story begins there; go on to the next finding"],
  ["d", "Drop", () => decide(onLines("drop")), "a kept line is boilerplate on this page; the cursor stays on the line"],
  ["K", "Keep", () => decide(onLines("keep")), "keep a dropped line or block; the cursor stays on the line"],
  ["x", "Reject rule", switchOff, "the rule is wrong: here, on this site, or everywhere"],
  ["b", "Story begins", () => onOneLine("boundary", "b", "where a story begins"), "begin a story here, or join it to the one above"],
  ["v", "Move boundary", () => onOneLine("move", "v", "to which the boundary moves"), "move the nearest boundary to this line"],
  ["t", "Title", editTitle, "write the story’s title"],
  ["T", "Title here", () => onOneLine("title from line", "T", "that is the title"), "this line is the story’s title"],
  ["e", "Fields", editFields, "edit authors, dates and the other fields"],
  ["m", "Mark", mark, "mark the line, or all lines of a closed fold, to make a rule from it; again to unmark"],
  ["R", "Make rule", () => makeRule(), "make a rule from the marked lines; its effect on the other pages is shown first"],
];
const MOVES = [
  ["j k", "line by line; ↓ ↑, Home and End, too"],
  ["→ ←", "next and previous finding; after the last one, the next page"],
  ["s S", "next and previous line about which the model is unsure (?), or on which a story may begin"],
  [". ,", "next and previous page"],
  ["Y N", "accept or reject the whole run of lines around the cursor, and go on to the next finding"],
  ["a r", "as y and n"],
  ["Enter", "open a fold of lines, and close it again; while it is closed, y, n, d, K and m apply to all of it"],
  ["u U", "undo the last step, redo it"],
  ["f", "find a line of this page by its words"],
  ["/", "find pages by title, name or flag; Escape empties it"],
  ["p", "go to the list of pages"],
  ["i o", "why the line is removed or kept; the original page"],
  ["l", "light or dark"],
  ["?", "this help"],
];
const RUN = {
  a: () => answer("accept", false), r: () => answer("reject", false), Y: () => answer("accept", true), N: () => answer("reject", true),
  A: () => answer("accept", true),
  j: () => moveBy(1), k: () => moveBy(-1), ArrowDown: () => moveBy(1), ArrowUp: () => moveBy(-1),
  ArrowRight: () => stepFinding(1), ArrowLeft: () => stepFinding(-1), "]": () => stepFinding(1), "[": () => stepFinding(-1),
  s: () => stepUnsure(1), S: () => stepUnsure(-1), f: findLine,
  PageDown: () => moveBy(12), PageUp: () => moveBy(-12), Home: () => moveBy(-1e9), End: () => moveBy(1e9),
  ".": () => stepPage(1), ",": () => stepPage(-1),
  " ": () => { mark(); moveBy(1); }, u: () => travel("undo"), U: () => travel("redo"),
  "/": () => { showList(true); at("search").focus(); at("search").select(); }, p: () => { showList(true); at("pages").focus(); },
  i: () => showSide("why"), o: () => { if (state.page?.html) showSide("original"); else say("This page is text: what you see is the original."); },
  l: () => turnTheme(), "?": openHelp,
  Enter: turnFold,
  ...Object.fromEntries(ACTIONS.map(([key, , act]) => [key, act])),
};

// The messages of keys that do not apply to the line.
const OFF = { d: "This line is not in the text: it is dropped already, blank, or the title.", K: "This line is kept already.", x: "No rule changes this line." };
const AT_ONCE = "/pl?"; // keys that need no page
const waiting = []; // keys that were pressed while a request was running
const MOST_WAITING = 30;

const underWay = () => state.busy || at("view").hasAttribute("aria-busy");

/** Run the action of a key. While a request is running, wait for it, so that no key is lost or applied to another page. */
function pressed(key) {
  endPause();
  if (AT_ONCE.includes(key)) RUN[key]();
  else if (waiting.length < MOST_WAITING) waiting.push(key);
  drain();
}

function drain() {
  while (waiting.length && !underWay() && !document.querySelector("dialog[open]")) {
    const key = waiting.shift();
    say(describeMarked());
    if (Object.hasOwn(OFF, key) && at("actions").querySelector(`[data-key="${key}"]`).disabled) say(OFF[key]);
    else RUN[key]();
  }
  if (document.querySelector("dialog[open]")) waiting.length = 0; // the keys were meant for the page
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (target.matches("input, select, textarea")) {
    if (event.key === "Escape") {
      event.preventDefault();
      if (target.id === "search" && target.value) { target.value = ""; drawList(); }
      else { at("view").focus(); showList(false); }
    }
    return;
  }
  if (target.id === "pages" && listKey(event)) return;
  if (["Enter", " "].includes(event.key) && target.closest("button, summary, a")) return;
  if (target.id === "why" && ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"].includes(event.key)) return;
  if (event.key === "Escape") { showList(false); document.body.classList.remove("with-side"); at("view").focus(); return; }
  if (!Object.hasOwn(RUN, event.key) || event.repeat && !event.key.startsWith("Arrow") && !event.key.startsWith("Page") && !"jk".includes(event.key)) return;
  event.preventDefault();
  if (!event.repeat || !underWay()) pressed(event.key);
});

/** Move the focus to the filtered list; if the open page is not in it, open its first page. */
function enterList() {
  clearTimeout(typing);
  drawList();
  at("pages").focus();
  if (state.shown.length && !state.shown.includes(state.current)) openPage(state.shown[0]);
}

/** Keys in the list of pages: they choose a page, and Enter moves to it. */
function listKey(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 10, PageUp: -10, Home: -1e9, End: 1e9 };
  if (event.key in steps) {
    const place = Math.min(Math.max(state.shown.indexOf(state.current) + steps[event.key], 0), state.shown.length - 1);
    if (state.shown.length) openPage(state.shown[place]);
  } else if (event.key === "Enter" || event.key === "Escape" || event.key === "ArrowRight") { showList(false); at("view").focus(); }
  else return false;
  event.preventDefault();
  return true;
}

/** The buttons below the page; those that do not apply to the line are disabled. */
function drawActions() {
  const row = state.page && !state.page.error ? currentRow() : null;
  const finding = Boolean(row) && hasFinding();
  const off = {
    y: !finding, n: !finding, d: !row || row.titled || !"kc".includes(row.s) || !before(row).trim(), K: !row || !row.titled && !"dlx".includes(row.s),
    x: !row || !rulesHere().length, b: !row, v: !row, t: !row, e: !row, m: !row, R: !row, T: !row || !before(row).trim(),
  };
  for (const button of at("actions").children) button.disabled = off[button.dataset.key] ?? false;
}

function drawButtons() {
  for (const [key, text, , about] of ACTIONS) {
    const button = make("button", key === "c" ? "main" : "", make("kbd", "", key), ` ${text}`);
    button.type = "button";
    button.dataset.key = key;
    button.title = about;
    button.addEventListener("click", () => { pressed(key); if (!document.querySelector("dialog[open]")) at("view").focus({ preventScroll: true }); });
    at("actions").append(button);
  }
  at("writes").textContent = DECISIONS_FILE;
  for (const [keys, about] of [...ACTIONS.map(([key, , , about]) => [key, about]), ...MOVES]) {
    at("help-keys").append(make("dt", "", ...keys.split(" ").flatMap((key) => [make("kbd", "", key), " "])), make("dd", "", about));
  }
}

/** The help from its top, though its button at the bottom has the focus. */
function openHelp() {
  at("help").showModal();
  at("help").scrollTop = 0;
}

const THEME = "cleaner-review-theme";
function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
function turnTheme() {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(dark ? "light" : "dark");
  try { localStorage.setItem(THEME, document.documentElement.dataset.theme); } catch { /* it is for this visit alone */ }
}

for (const [id, act] of [
  ["to-list", () => showList(!document.body.classList.contains("with-list"))], ["to-previous", () => pressed(",")], ["to-next", () => pressed(".")],
  ["undo", () => pressed("u")], ["redo", () => pressed("U")], ["theme", turnTheme], ["help-button", openHelp],
  ["tab-why", () => { beside = "why"; drawSide(); }], ["tab-original", () => { beside = "original"; drawSide(); }],
]) at(id).addEventListener("click", act);
let typing = 0;
at("search").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(drawList, 150); });
for (const id of ["show", "host", "lang"]) at(id).addEventListener("change", drawList);
at("order").addEventListener("change", () => { sortPages(false); drawList(); revealEntry(); });
at("filters").addEventListener("submit", (event) => { event.preventDefault(); enterList(); });
for (const dialog of [at("help"), at("ask")]) dialog.addEventListener("close", () => {
  proposal += 1;
  at("ask").onkeydown = null;
  focusView(); // the event comes after the next keys: a field that one of them opened keeps the focus
});
// a long message, or a narrower window, moves what was in sight
new ResizeObserver(() => revealEntry()).observe(at("pages"));
new ResizeObserver(() => { const row = rowsByLine.get(state.line); if (row) keepInView(row); }).observe(at("view"));

/** Poll for newly cleaned pages, and put them into the list below the pages that were opened. */
async function watch() {
  if (await poll().catch(() => false)) {
    fillFilters();
    sortPages(true);
    drawList();
  }
  setTimeout(watch, state.left ? 700 : 4000);
}
const ALONE = 1500; // milliseconds that the first page has for itself before the other ones are cleaned, too

/** Open the first page that is not decided at once. The other pages fill the list meanwhile. */
async function begin() {
  try { setTheme(localStorage.getItem(THEME) || ""); } catch { /* there is no storage here */ }
  drawButtons();
  await poll();
  fillFilters();
  sortPages(false);
  drawList();
  const first = state.shown.find((n) => !state.pages.get(n).decided) ?? state.shown[0];
  if (first !== undefined) await Promise.race([openPage(first), new Promise((done) => setTimeout(done, ALONE))]);
  watch();
}
begin();
