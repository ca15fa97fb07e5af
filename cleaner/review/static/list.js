"use strict";
// The list of pages: filtered, and least certain first.

const ANY = "";
const SHOWS = [
  [ANY, "all pages", () => true],
  ["look", "that call for a look", (entry) => entry.look],
  ["open", "not decided", (entry) => !entry.decided],
  ["decided", "decided", (entry) => entry.decided],
  ["failed", "that failed", (entry) => entry.status === "failed"],
  ["several", "with several stories", (entry) => entry.articles > 1],
];
const ORDERS = {
  doubt: (a, b) => (b.look ? 1 : 0) - (a.look ? 1 : 0) || (b.doubt ?? -1) - (a.doubt ?? -1) || a.n - b.n,
  given: (a, b) => a.n - b.n,
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.n - b.n),
};
let order = []; // the pages in order
const placed = new Map(); // number -> the entry by which a page was sorted: it keeps its place when a decision changes its doubt
const seen = new Set(); // numbers of the pages that were opened

function option(value, text) {
  const element = make("option", "", text);
  element.value = value;
  return element;
}

/** Fill a filter with the values of the pages, and keep the chosen one. One that is in use stays as it is. */
function offer(id, any, values) {
  const select = at(id), chosen = select.value;
  if (select === document.activeElement) return;
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  const names = [...counts.keys()].sort().slice(0, 300);
  select.replaceChildren(option(ANY, any), ...names.map((name) => option(name, `${name} (${number(counts.get(name))})`)));
  select.value = names.includes(chosen) ? chosen : ANY;
  select.closest("label").hidden = names.length < 2;
}

function fillFilters() {
  const entries = [...state.pages.values()];
  const types = [...new Set(entries.map((entry) => entry.type).filter((type) => type && type !== "text"))].sort();
  const shows = [...SHOWS, ...types.map((type) => [`type ${type}`, `of type ${type}`, (entry) => entry.type === type])];
  const chosen = at("show").value;
  if (at("show") !== document.activeElement) {
    at("show").replaceChildren(...shows.map(([value, text, test]) => option(value, `${text} (${number(entries.filter(test).length)})`)));
    at("show").value = shows.some(([value]) => value === chosen) ? chosen : ANY;
  }
  offer("host", "any host", entries.map((entry) => entry.host));
  offer("lang", "any language", entries.map((entry) => entry.lang));
}

function showTest() {
  const value = at("show").value;
  if (value.startsWith("type ")) return (entry) => entry.type === value.slice(5);
  return (SHOWS.find(([name]) => name === value) || SHOWS[0])[2];
}

/**
 * Sort the pages. With `keep`, those that were sorted before keep their order, and pages that arrived are put among them, but below the
 * pages at the top that were opened: what comes next is the least sure of the pages that were not seen, and none is passed over.
 */
function sortPages(keep) {
  for (const entry of state.pages.values()) if (!keep || !placed.get(entry.n)?.status) placed.set(entry.n, entry);
  const unseen = keep ? order.findIndex((n) => !seen.has(n)) : 0;
  const read = unseen < 0 ? order : order.slice(0, unseen);
  const rest = [...placed.values()].filter((entry) => !read.includes(entry.n)).sort(ORDERS[at("order").value] || ORDERS.given);
  order = [...read, ...rest.map((entry) => entry.n)];
}

function drawList() {
  const words = at("search").value.trim().toLowerCase();
  const test = showTest(), host = at("host").value, lang = at("lang").value;
  const holds = (entry) => !words || [entry.name, entry.title || "", ...flagsOf(entry), entry.error || ""].some((text) => text.toLowerCase().includes(words));
  state.shown = order.filter((n) => {
    const entry = state.pages.get(n);
    return (n === state.current || test(entry)) && (!host || entry.host === host) && (!lang || entry.lang === lang) && holds(entry);
  });
  const list = at("pages"), top = list.scrollTop, inSight = entryInSight();
  list.classList.toggle("many", state.shown.length > 300);
  list.replaceChildren(...state.shown.slice(0, 5000).map(entryItem));
  list.scrollTop = top;
  if (inSight) revealEntry(); // a page that arrived above it may have moved it
  if (!state.shown.length) list.append(make("li", "none", state.left ? "No page is like that yet: some are still being cleaned." : "No page is like that."));
  list.removeAttribute("aria-activedescendant");
  if (at(`page-${state.current}`)) list.setAttribute("aria-activedescendant", `page-${state.current}`);
  drawProgress();
}

function drawProgress() {
  const place = state.shown.indexOf(state.current);
  const filtered = state.shown.length < state.count;
  const where = place < 0 ? counted(state.count, "page") : `${number(place + 1)} of ${number(state.shown.length)}${filtered ? " in the filtered list" : ""}`;
  const decided = `${filtered && place >= 0 ? `of all ${counted(state.count, "page")}, ` : ""}${number(state.decided)} decided`;
  at("progress").textContent = `${where}${filtered && place >= 0 ? "; " : ", "}${decided}`;
  at("cleaning").hidden = !state.left;
  at("cleaned").max = state.count;
  at("cleaned").value = state.count - state.left;
  at("cleaning-status").textContent = `Cleaning: ${number(state.count - state.left)} of ${number(state.count)} done`;
  at("status").textContent = state.shown.length < state.count ? `${number(state.shown.length)} of ${counted(state.count, "page")}` : counted(state.count, "page");
}

function entryItem(n) {
  const entry = state.pages.get(n);
  const item = make("li", entry.decided ? "done" : "", make("span", "title", entry.title || entry.name));
  item.firstChild.dir = "auto";
  const about = make("span", "about");
  if (entry.decided) about.append(make("span", "hand", "✓ decided"), " · ");
  else if (entry.open) about.append(make("span", "flag", `✎ ${counted(entry.open, "finding")} open`), " · ");
  if (entry.status === "failed") about.append(make("span", "flag", `✗ ${entry.error}`));
  else if (!entry.status) about.append("not cleaned yet");
  else {
    if (entry.look) about.append(make("span", "flag", "⚑ look"), " · ");
    about.append(`${counted(entry.articles, "article")} · ${counted(entry.dropped, "line")} dropped`);
    if (entry.quality !== null) about.append(` · F1\u00a0${entry.quality.toFixed(2)}`);
  }
  item.append(about);
  if (entry.title) item.append(make("span", "about mono", entry.name));
  item.id = `page-${n}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(n === state.current));
  item.addEventListener("click", () => { showList(false); at("view").focus({ preventScroll: true }); openPage(n); });
  return item;
}

/** On a narrow screen the list covers the page. */
function showList(on) {
  document.body.classList.toggle("with-list", on);
  at("to-list").setAttribute("aria-expanded", String(on));
  if (on) at("pages").focus();
}

/** Open the page `by` places further down the list. `message` is that of the decision before, which stays visible. */
function stepPage(by, message = "") {
  const place = state.shown.indexOf(state.current) + by;
  if (place < 0 || place >= state.shown.length) {
    say(`${message} ${by > 0 ? endOfList() : "This is the first page of the list."}`.trim());
    return false;
  }
  openPage(state.shown[place], 0, message);
  return true;
}

/** Whether nothing is left to do about a page: it is decided, or it failed, and the reason was seen. */
const isDone = (entry) => entry.decided || (entry.status === "failed" && seen.has(entry.n));

/** The next page that is not done: below, or, if there is none, above. */
function openAfter(current) {
  const place = state.shown.indexOf(current);
  return [...state.shown.slice(place + 1), ...state.shown.slice(0, Math.max(place, 0))].find((n) => !isDone(state.pages.get(n)));
}

const AHEAD = 250; // milliseconds after which the page that comes next is prepared
let ahead = 0;

/** Have the server clean the page that comes next, while the user reads this one, so that it opens at once. */
function prepareNext() {
  clearTimeout(ahead);
  ahead = setTimeout(() => {
    const next = openAfter(state.current);
    if (next !== undefined) fetch(`api/pages/${next}?ahead`, { cache: "no-store" }).then((answer) => answer.text()).catch(() => { /* it is asked for again when it is opened */ });
  }, AHEAD);
}

/** Open the next page that is not decided. At the end the list says how to go on. */
function nextPage(message) {
  const open = openAfter(state.current);
  if (open !== undefined) openPage(open, 0, message);
  else say(`${message} ${endOfList()}`.trim());
}

/** How far the review is, and how to go on: with a page that is not decided yet, or with what obeys the decisions. */
function endOfList() {
  const entries = [...state.pages.values()], whole = entries.every(isDone), failed = entries.filter((entry) => entry.status === "failed").length;
  const all = failed ? `All pages are decided but ${counted(failed, "page")} that failed` : `All ${counted(state.count, "page")} are decided`;
  const done = whole ? all : `${number(state.decided)} of ${counted(state.count, "page")} ${state.decided === 1 ? "is" : "are"} decided`;
  const filtered = state.shown.length < state.count;
  const back = whole ? "" : filtered ? ` (/ and Escape show all pages again)` : " (c leads to the next one that is not decided)";
  return `${whole ? "" : "Last page of the list; "}${done}${back}. Go on with: cleaner clean …, which obeys ${DECISIONS_FILE}.`;
}

/** Whether all of the open page's entry is in the visible part of the list. */
function entryInSight() {
  const item = at("pages").querySelector("[aria-selected=true]");
  if (!item) return false;
  const own = item.getBoundingClientRect(), box = at("pages").getBoundingClientRect();
  return own.top >= box.top && own.bottom <= box.bottom;
}

/** Scroll the list to the entry of the open page, by as little as possible. */
function revealEntry() {
  const item = at(`page-${state.current}`), list = at("pages");
  if (!item) return;
  for (let tries = 0; tries < 3; tries += 1) { // entries of a long list get their heights when they come into sight
    const own = item.getBoundingClientRect(), box = list.getBoundingClientRect();
    if (own.top < box.top) list.scrollTop -= box.top - own.top + 8;
    else if (own.bottom > box.bottom) list.scrollTop += own.bottom - box.bottom + 8;
    else return;
  }
}
