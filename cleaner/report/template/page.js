"use strict";
// The chosen page: its head and its lines.

let whole = false; // whether every line is shown, without folds
let reasons = false; // whether reasons are shown in full on all lines, not only at the focus or the pointer

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
  if (page.hidden) view.append(make("p", "top soft", `${counted(page.hidden, "further line")} of this page did not fit here; cleaner diff --all shows them.`));
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
  if (page.type) facts.unshift(["type", page.type]);
  if (page.quality !== null) facts.push(["expected F1", page.quality.toFixed(2)]);
  if (page.leftOut) facts.splice(2, 0, ["stories left out", number(page.leftOut)]);
  if (page.repaired) facts.push(["repairs", number(page.repaired)]);
  if (page.lifted) facts.push(["lifted", number(page.lifted)]);
  for (const [name, value] of facts) chips.append(make("li", "", make("span", "name", name), value));
  if (page.html) chips.append(make("li", "", "text read from HTML"));
  const links = make("p", "soft files");
  for (const [file, address] of page.links) {
    const link = make("a", "", file);
    link.href = address;
    links.append(link, " ");
  }
  return make("div", "top", title, name, links, chips, tools());
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
  const table = make("table", reasons ? "rows with-reasons" : "rows", columns, make("thead", "", head), body);
  table.setAttribute("role", "table");
  return table;
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
