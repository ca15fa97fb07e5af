"use strict";
// The lines of a page, before and after: drawing them and folding unchanged ones.

const CONTEXT = 2; // unchanged lines shown around a change
const SIGNS = { k: "", d: "−", l: "^", c: "~", x: "×" };
const STATES = { k: "kept", d: "dropped", l: "lifted into a field", c: "changed", x: "left out" };

const BOILERPLATE = "html.boilerplate";

/** What is marked in the lines: words that are searched for, and a rule. */
const looked = { words: () => "", rule: () => "" };

const before = (row) => row.parts.filter(([kind]) => kind !== "+").map(([, text]) => text).join("");
const after = (row) => row.parts.filter(([kind]) => kind !== "-").map(([, text]) => text).join("");
/** Whether a model is unsure about a line, or whether a story begins on it. Such a line is never folded. */
const isUnsure = (row) => row.unsure !== undefined || row.begins !== undefined;
const isLeftOut = (row) => row.s === "d" && row.notes?.length === 1 && row.notes[0][0] === BOILERPLATE && !isUnsure(row);

/** Tell what the row and its cells are: a narrow screen lays them out as blocks, and they would be no table any more. */
function named(row) {
  row.setAttribute("role", "row");
  for (const cell of row.cells) cell.setAttribute("role", cell.tagName === "TH" ? "columnheader" : "cell");
}

const FEW = 4; // fewer lines with text than this are not folded

/** The rows, with each long stretch of unchanged ones, and each run of blocks that are left out, as a list of its own. */
function folded(rows, few = FEW) {
  const out = [];
  let kept = [];
  let left = [];
  const flush = (last) => {
    const head = out.length && !out.at(-1).head ? CONTEXT : 0, tail = last ? 0 : CONTEXT;
    const inside = kept.slice(head, Math.max(kept.length - tail, head));
    if (inside.filter((row) => before(row).trim()).length < few) out.push(...kept);
    else out.push(...kept.slice(0, head), kept.slice(head, kept.length - tail), ...kept.slice(kept.length - tail));
    kept = [];
  };
  const flushLeft = () => {
    const blank = [];
    while (left.length && !isLeftOut(left.at(-1))) blank.unshift(left.pop());
    if (left.filter(isLeftOut).length < 3) out.push(...left);
    else out.push(left);
    left = [];
    kept.push(...blank);
  };
  for (const row of rows) {
    if (isLeftOut(row) || (left.length && !row.head && row.s === "k" && !before(row).trim())) {
      if (!left.length) flush(false);
      left.push(row);
      continue;
    }
    if (left.length) flushLeft();
    if (row.s === "k" && !row.notes && !isUnsure(row)) kept.push(row);
    else { flush(false); out.push(row); }
  }
  if (left.length) flushLeft();
  flush(true);
  return out;
}

const GLANCE = 160; // characters of the lines in a fold that are shown while it is closed

/** The beginnings of the lines in a fold, so that most folds need not be opened. */
function glanceOf(rows) {
  const texts = rows.map((row) => before(row).replace(/^[\s•*–-]+/, "").trim()).filter(Boolean).map((text) => text.length > 40 ? `${text.slice(0, 39)}…` : text);
  const all = texts.join(" · ");
  return all.length > GLANCE ? `${all.slice(0, GLANCE - 1)}…` : all;
}

function foldRow(rows, draw = rowOf, width = 4) {
  const out = rows.filter(isLeftOut).length;
  const button = make("button", "", out ? `${counted(out, "block")} of boilerplate left out` : counted(rows.length, "unchanged line"));
  const cell = make("td", "", button);
  if (out) cell.append(make("span", "glance", glanceOf(rows)));
  const row = make("tr", out ? "fold out" : "fold", cell);
  button.type = "button";
  cell.colSpan = width;
  button.addEventListener("click", () => {
    const opened = rows.map(draw);
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
    const hit = note.split(" → ")[0] === looked.rule();
    cell.append(make("div", hit ? "hit" : "", make("code", "", note), why ? make("span", "why", why) : ""));
  }
  return cell;
}

/** `text` in `element`, with what was searched for marked. */
function marked(element, text) {
  const words = looked.words();
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
