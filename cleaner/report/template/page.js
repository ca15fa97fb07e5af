"use strict";
// The chosen page, before and after.

const CONTEXT = 2; // unchanged lines that are shown about a change
const SIGNS = { k: "", d: "−", l: "^", c: "~", x: "×" };
const STATES = { k: "kept", d: "dropped", l: "lifted into a field", c: "changed", x: "left out" };

let whole = false; // every line, without folds
let reasons = false; // reasons in full on all lines, not only where the focus or the pointer is

function drawPage() {
  const view = at("view");
  view.replaceChildren();
  view.scrollTop = 0;
  step = -1;
  if (current < 0) {
    const nothing = make("p", "top soft", "No page to show.");
    nothing.id = "view-title";
    view.append(nothing);
    return;
  }
  const page = data.pages[current];
  view.append(pageHead(page), pageRows(page));
  if (page.hidden) view.append(make("p", "top soft", `${counted(page.hidden, "further line")} of this page had no room here; cleaner diff --all shows them.`));
}

function pageHead(page) {
  const title = make("h3", "");
  marked(title, page.title || "Without a headline");
  title.id = "view-title";
  title.dir = "auto";
  const name = make("p", "soft mono");
  marked(name, page.url ? `${page.name} · ${page.url}` : page.name);
  const chips = make("ul", "chips");
  for (const flag of page.flags) chips.append(make("li", "look", `⚑ ${flag}`));
  const facts = [["language", page.lang], ["articles", number(page.articles)], ["running text lost", percent(page.loss)], ["lines dropped", number(page.dropped)]];
  if (page.leftOut) facts.splice(2, 0, ["stories left out", number(page.leftOut)]);
  if (page.repaired) facts.push(["repairs", number(page.repaired)]);
  if (page.lifted) facts.push(["lifted", number(page.lifted)]);
  for (const [name, value] of facts) chips.append(make("li", "", make("span", "name", name), value));
  if (page.html) chips.append(make("li", "", "text read from HTML"));
  return make("div", "top", title, name, chips, tools());
}

function tools() {
  const ticking = (id, text, on, tick) => {
    const box = make("input");
    box.type = "checkbox";
    box.id = id;
    box.checked = on;
    box.addEventListener("change", () => { tick(box.checked); drawPage(); at(id).focus(); });
    return make("label", "", box, ` ${text}`);
  };
  const stepping = (text, by) => {
    const button = make("button", "", text);
    button.type = "button";
    button.addEventListener("click", () => stepToChange(by));
    return button;
  };
  return make("div", "tools",
    ticking("whole", "every line", whole, (on) => { whole = on; }), ticking("reasons", "reasons in full", reasons, (on) => { reasons = on; }),
    stepping("Previous change", -1), stepping("Next change", 1));
}

function pageRows(page) {
  const columns = make("colgroup", "", ...["number", "", "", "note"].map((name) => make("col", name)));
  const head = make("tr", "", ...["Line", "Before", "After", "Rule and reason"].map((text) => make("th", "", text)));
  for (const cell of head.children) cell.scope = "col";
  const body = make("tbody");
  for (const piece of whole ? page.rows : folded(page.rows)) body.append(Array.isArray(piece) ? foldRow(piece) : rowOf(piece));
  for (const row of [head, ...body.children]) named(row);
  const table = make("table", reasons ? "rows told" : "rows", columns, make("thead", "", head), body);
  table.setAttribute("role", "table");
  return table;
}

/** Tell what the row and its cells are: a narrow screen lays them out as blocks, and they would be no table any more. */
function named(row) {
  row.setAttribute("role", "row");
  for (const cell of row.cells) cell.setAttribute("role", cell.tagName === "TH" ? "columnheader" : "cell");
}

/** The rows, with each long stretch of unchanged ones as a list of its own. */
function folded(rows) {
  const out = [];
  let kept = [];
  const flush = (last) => {
    const head = out.length && !out.at(-1).head ? CONTEXT : 0, tail = last ? 0 : CONTEXT;
    if (kept.length - head - tail < 4) out.push(...kept);
    else out.push(...kept.slice(0, head), kept.slice(head, kept.length - tail), ...kept.slice(kept.length - tail));
    kept = [];
  };
  for (const row of rows) {
    if (row.s === "k" && !row.notes) kept.push(row);
    else { flush(false); out.push(row); }
  }
  flush(true);
  return out;
}

function foldRow(rows) {
  const button = make("button", "", `${counted(rows.length, "unchanged line")}`);
  const cell = make("td", "", button);
  const row = make("tr", "fold", cell);
  button.type = "button";
  cell.colSpan = 4;
  button.addEventListener("click", () => {
    const opened = rows.map(rowOf);
    row.replaceWith(...opened);
    opened.forEach(named);
    opened[0].tabIndex = -1;
    opened[0].focus();
  });
  return row;
}

function rowOf(row) {
  return row.head === undefined ? lineRow(row) : headRow(row);
}

function headRow(head) {
  const cell = make("td", "", make("div", "place", head.head));
  cell.colSpan = 4;
  if (head.title) {
    const title = make("h4");
    title.dir = "auto";
    marked(title, head.title);
    cell.append(title);
  }
  if (head.because.length) cell.append(make("ul", "because", ...head.because.map((reason) => make("li", "", reason))));
  if (head.fields.length) {
    const chips = make("ul", "chips");
    for (const [name, value] of head.fields) {
      const text = make("span");
      marked(text, value);
      chips.append(make("li", "field", make("span", "name", name), text));
    }
    cell.append(chips);
  }
  return make("tr", "head", cell);
}

function lineRow(line) {
  const text = before(line);
  const row = make("tr", line.s);
  if (!text.trim() && line.s === "k") row.classList.add("blank");
  if (line.s !== "k") {
    row.tabIndex = -1;
    row.dataset.change = "";
  }
  const sign = make("span", "sign", SIGNS[line.s]);
  sign.title = STATES[line.s];
  const first = make("td", "number", sign, make("span", "unseen", line.s === "k" ? "" : ` ${STATES[line.s]} `), row.classList.contains("blank") ? "" : String(line.n));
  row.append(first, side("before", line, "+"), line.s === "k" || line.s === "c" ? side("after", line, "-") : make("td", "text after"), notes(line));
  return row;
}

function side(name, line, other) {
  const cell = make("td", `text ${name}`);
  cell.dir = "auto";
  const gone = line.s === "d" || line.s === "l";
  const whole = gone ? cell.appendChild(make("del")) : cell;
  for (const [kind, text] of line.parts) {
    if (kind === other) continue;
    const piece = gone || kind === "=" ? make("span") : make(kind === "-" ? "del" : "ins");
    marked(piece, text);
    whole.append(piece);
  }
  return cell;
}

function notes(line) {
  const cell = make("td", "note");
  for (const [note, why] of line.notes || []) {
    const hit = note.split(" → ")[0] === at("rule").value;
    cell.append(make("div", hit ? "hit" : "", make("code", "", note), why ? make("span", "why", why) : ""));
  }
  return cell;
}

/** `text` in `element`, with what was searched for marked. */
function marked(element, text) {
  const words = at("search").value.trim().toLowerCase();
  const low = text.toLowerCase();
  let from = 0;
  if (words && low.length === text.length) {
    for (let place = low.indexOf(words); place >= 0; place = low.indexOf(words, from)) {
      element.append(text.slice(from, place), make("mark", "", text.slice(place, place + words.length)));
      from = place + words.length;
    }
  }
  element.append(text.slice(from));
}

let step = -1; // place of the last change that was stepped to; the buttons take the focus from its line

/** Put the focus on the next line that changes, or the one before. */
function stepToChange(by) {
  const changes = at("view").querySelectorAll("[data-change]");
  if (!changes.length) return;
  step = Math.min(Math.max(step + by, 0), changes.length - 1);
  changes[step].focus({ preventScroll: true });
  changes[step].scrollIntoView({ block: "nearest" });
}
