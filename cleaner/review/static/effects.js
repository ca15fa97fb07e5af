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

const shortened = (text) => text.length > 60 ? `${text.slice(0, 59)}…` : text;
