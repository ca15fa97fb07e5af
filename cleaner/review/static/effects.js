"use strict";
// What a decision changed besides the lines that it was about.

const FEW_EFFECTS = 3; // more lines than this are counted, and not listed

/** The other lines and titles that differ between the page before a decision and after it, as sentences; "" if there are none. */
function otherEffects(old, page, own) {
  if (!old?.rows || !page.rows || old.n !== page.n) return "";
  const past = new Map(old.rows.filter((row) => row.parts).map((row) => [row.n, row.s]));
  const lines = page.rows.filter((row) => row.parts && !own.includes(row.n) && past.has(row.n) && past.get(row.n) !== row.s && before(row).trim());
  const titles = new Map(old.rows.filter((row) => !row.parts).map((row) => [row.line, row.whole]));
  const retitled = page.rows.filter((row) => !row.parts && titles.has(row.line) && titles.get(row.line) !== row.whole);
  return [linesOf(lines), ...retitled.map((row) => `New title on line ${row.line}: “${shortened(row.whole || "")}”.`)].filter(Boolean).join(" ");
}

function linesOf(rows) {
  if (!rows.length) return "";
  if (rows.length > FEW_EFFECTS) return `Also changed: ${counted(rows.length, "other line")}.`;
  return `Also changed: ${rows.map((row) => `line ${row.n} (${STATES[row.s]})`).join(", ")}.`;
}

const isTitle = (row) => (row.notes || []).some(([note]) => note === "title");

/** What became of the line that was the title of a story, as a sentence; "" if there was none. `line`: the line that is the title now. */
function formerTitle(old, page, line) {
  let rows = []; // those of the line's story
  for (const row of old?.rows || []) {
    if (row.parts) rows.push(row);
    else if (row.line > line) break;
    else rows = [];
  }
  const past = rows.find((row) => isTitle(row) && row.n !== line), now = past && rowOn(page, past.n);
  if (!now || isTitle(now)) return "";
  const words = `“${shortened(before(past).trim())}” (line ${past.n})`;
  if (now.replaced) return `The old title is in neither the title nor the text now: ${words}.`;
  return "kc".includes(now.s) ? `The old title is text now: ${words}; d on that line drops it.` : `The old title is ${STATES[now.s]}: ${words}.`;
}

const shortened = (text) => text.length > 60 ? `${text.slice(0, 59)}…` : text;
