"use strict";
// The open page: opening it, and its head.

/** Open a page. `message` is shown beside it. */
async function openPage(n, line = 0, message = "") {
  goTo(n);
  at("view").setAttribute("aria-busy", "true");
  say(message);
  if (!state.page) at("view").replaceChildren(make("p", "notice", cleaningOf(n)));
  const late = setTimeout(() => { if (state.current === n) say(`${message} ${cleaningOf(n)}`.trim()); }, LATE);
  const page = await ask(`api/pages/${n}`).catch(() => null);
  clearTimeout(late);
  if (state.current !== n) return;
  if (page) say(message);
  if (page) {
    at("view").scrollTop = 0;
    showPage(page, line || firstStop(page));
    prepareNext();
  } else stayHere();
  focusView();
  drain();
}

const LATE = 300; // milliseconds after which a page that is not there yet is reported
const cleaningOf = (n) => `Cleaning ${state.pages.get(n)?.name || "the page"} …`;

/** Make a page the current one of the list. */
function goTo(n) {
  state.current = n;
  seen.add(n);
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
  if (!page.error) chips.append(...progressOf(page));
  for (const flag of page.flags || []) chips.append(make("li", "look", `⚑ ${flag}`));
  if (!page.error) {
    const facts = [["type", page.type], ["language", page.lang], ["expected F1", page.quality === null ? "" : page.quality.toFixed(2)], ["text lost", percent(page.loss)]];
    for (const [name, value] of facts) if (value) chips.append(make("li", "", make("span", "name", name), value));
  }
  const names = [page.title ? page.name : "", page.url].filter(Boolean).join(" · ");
  at("top").replaceChildren(title, make("p", "soft mono", names), chips);
  if (page.unmet?.length) at("top").append(unmetBox(page.unmet));
}

/** How much of a page is decided, and how many lines to look at. */
function progressOf(page) {
  const open = openStops(page).length, all = page.stops.length, unsure = page.rows.filter(isUnsure).length;
  const message = !all ? "no findings" : open ? `${number(all - open)} of ${counted(all, "finding")} decided` : `✓ ${all === 1 ? "the finding is" : `all ${number(all)} findings are`} decided`;
  const chips = [make("li", open ? "" : "complete", message)];
  if (unsure) {
    const button = make("button", "plain", `? ${counted(unsure, "unsure line")} `, make("kbd", "", "s"));
    button.type = "button";
    button.title = "Go to the next unsure line (s)";
    button.addEventListener("click", () => { stepUnsure(1); at("view").focus({ preventScroll: true }); });
    chips.push(make("li", "look", button));
  }
  const doubtful = page.rows.filter((row) => !row.parts && doubtsOf(row).length);
  if (doubtful.length) {
    const button = make("button", "plain", `? unsure of ${doubtful.flatMap(doubtsOf).join(", ")}`);
    button.type = "button";
    button.title = "Edit the fields (e), or the title (t)";
    button.addEventListener("click", () => { moveTo(rowLineOf(doubtful[0].line)); editFields(); });
    chips.push(make("li", "look", button));
  }
  return chips;
}

/** The names of a story's fields whose values may be wrong, with the title. */
function doubtsOf(story) {
  const fields = (story.fields || []).filter(([, , sure]) => typeof sure === "number").map(([name]) => name);
  return typeof story.doubt === "number" ? ["title", ...fields] : fields;
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
