"use strict";
// The lines of the open page as rows: those of stories' headings, of lines, and of folds.

const rowsByLine = new Map(); // number of a line -> its row in the table
const foldOf = new Map(); // number of a line -> the rows of the fold that it is in, open or closed
const UNFOLDED = 8; // fewer unchanged lines than this are not folded: a reviewer reads what stays, too
let opened = new Set(); // numbers of lines in folds that were opened

function drawRows() {
  const page = state.page, view = at("view");
  rowsByLine.clear();
  foldOf.clear();
  if (page.error) {
    view.replaceChildren(make("p", "notice", `This page could not be cleaned: ${page.error} `, make("kbd", "", "c"), " goes on to the next page."));
    return;
  }
  const body = make("tbody");
  for (const piece of folded(page.rows, UNFOLDED)) {
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
  if (!row.classList.contains("out")) button.after(make("span", "glance", glanceOf(rows)));
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
  const sign = make("span", "sign", state.marked.has(row.n) ? "●" : hand.length ? "✎" : state.page.accepted.includes(row.n) ? "✓" : isUnsure(row) ? "?" : SIGNS[row.s]);
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
  for (const about of row.about || []) why.prepend(make("div", "hand", about));
  for (const decision of hand) why.prepend(make("div", "hand", `✎ ${decision}`));
  if (row.unsure !== undefined) why.prepend(make("div", "unsure", `unsure: text with ${percent(row.unsure)}`));
  if (row.begins !== undefined) why.prepend(make("div", "unsure", `a story may begin here (${percent(row.begins)}): `, make("kbd", "", "b")));
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
  if (typeof row.doubt === "number") cell.append(" ", make("span", "unsure", `? ${percent(row.doubt)}`));
  if (row.because.length) cell.append(make("ul", "because", ...row.because.map((reason) => make("li", "", reason))));
  const chips = make("ul", "chips");
  if (row.hand.length) chips.append(make("li", "hand", `✎ by hand: ${row.hand.join(", ")}`));
  for (const [name, value, sure] of row.fields) {
    const doubt = typeof sure === "number" ? make("span", "unsure", ` ? ${percent(sure)}`) : "";
    chips.append(make("li", "field", make("span", "name", name), value, doubt));
  }
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
