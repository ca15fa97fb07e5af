
"use strict";
// The reader of the report. Whatever came from a page is set with textContent, never as markup.
{
  const data = JSON.parse(document.getElementById("data").textContent);
  const SVG = "http://www.w3.org/2000/svg";
  const FEW_RULES = 12;
  const CONTEXT = 2; // unchanged lines that are shown about a change
  const SIGNS = { k: "", d: "−", l: "^", c: "~", x: "×" };
  const STATES = { k: "kept", d: "dropped", l: "lifted into a field", c: "changed", x: "left out" };
  const at = (id) => document.getElementById(id);
  const number = (value) => value.toLocaleString("en");
  const percent = (value) => value === null ? "unknown" : `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)}%`;
  const counted = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;

  /** An element with its class and what is in it: nodes, or text that stays text. */
  function make(tag, name = "", ...children) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  }

  /** A rectangle that fills so much of its drawing, from the left or from the bottom. */
  function bar(share, upright) {
    const svg = document.createElementNS(SVG, "svg");
    const rect = document.createElementNS(SVG, "rect");
    const size = share > 0 ? Math.max(share * 100, 1) : 0;
    svg.setAttribute("class", upright ? "column" : "bar");
    svg.setAttribute("aria-hidden", "true");
    rect.setAttribute("width", upright ? "100%" : `${size}%`);
    rect.setAttribute("height", upright ? `${size}%` : "100%");
    if (upright) rect.setAttribute("y", `${100 - size}%`);
    rect.setAttribute("rx", "2");
    svg.append(rect);
    return svg;
  }

  // ---- totals and charts

  function drawTotals() {
    at("batch").textContent = `${data.batch} · ${counted(data.count, "page")} · cleaner ${data.version}`;
    for (const [name, value, kind] of data.totals) at("totals").append(make("div", kind, make("dt", "", name), make("dd", "", number(value))));
  }

  function drawRules(all) {
    const dropping = data.rules.filter((rule) => rule.dropped);
    const most = dropping.length ? dropping[0].dropped : 1;
    const shown = all ? dropping : dropping.slice(0, FEW_RULES);
    at("rules").replaceChildren(...shown.map((rule) => ruleRow(rule, most)));
    const more = at("rules-more");
    more.replaceChildren();
    if (!dropping.length) more.append("No rule dropped a line.");
    if (shown.length < dropping.length) {
      const button = make("button", "", `Show all ${number(dropping.length)} rules`);
      button.type = "button";
      button.addEventListener("click", () => { drawRules(true); at("rules").querySelector("button")?.focus(); });
      more.append(button);
    } else if (data.moreRules) more.append(make("span", "soft", `${counted(data.moreRules, "rule")} more did less.`));
  }

  const rulesShown = new Set(data.pages.flatMap((page) => page.rules));

  function ruleRow(rule, most) {
    const row = make("tr");
    let name = make("code", "", rule.id);
    if (rulesShown.has(rule.id)) {
      const button = make("button", "plain", name);
      button.type = "button";
      button.addEventListener("click", () => { at("rule").value = rule.id; filter(); at("pages").focus(); });
      name = button;
    }
    name.title = rule.about;
    row.append(make("td", "", name), make("td", "", bar(rule.dropped / most, false)));
    row.append(make("td", "figure", number(rule.dropped)), make("td", "figure", number(rule.pages)));
    return row;
  }

  /** "20–30%" as its begin, and an end that a narrow screen leaves out. */
  function steps(step) {
    const [from, to] = step.replace("%", "").split("–");
    return to ? [from, make("span", "to", `–${to}`)] : [from];
  }

  function drawLosses() {
    const most = Math.max(...data.losses.map(([, count]) => count), 1);
    const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
    for (const [step, count] of data.losses) {
      const many = make("span", "many", count ? short.format(count) : "\u00a0", make("span", "unseen", ` ${count === 1 ? "page" : "pages"}, `));
      const label = make("span", "step", ...steps(step), make("span", "unseen", " per cent removed"));
      at("losses").append(make("li", "", many, bar(count / most, true), label));
    }
    at("loss-unknown").hidden = !data.unknownLoss;
    at("loss-unknown").textContent = `Of ${counted(data.unknownLoss, "page")} the audit does not tell it.`;
    for (const [code, count] of data.languages) at("languages").append(make("li", "", make("span", "name", code), number(count)));
  }

  // ---- filters

  const ANY = "";
  const flagTests = new Map();

  function option(value, text) {
    const element = make("option", "", text);
    element.value = value;
    return element;
  }

  function tally(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  function fillFilters() {
    flagTests.set("flagged", ["flagged", (page) => page.flags.length > 0]);
    for (const [kind] of tally(data.pages.flatMap((page) => page.kinds))) flagTests.set(`flag ${kind}`, [`\u2003${kind}`, (page) => page.kinds.includes(kind)]);
    flagTests.set("debris", ["debris alone", (page) => !page.articles && !page.leftOut]);
    flagTests.set("several", ["several stories", (page) => page.articles + page.leftOut > 1]);
    flagTests.set("quiet", ["not flagged", (page) => !page.flags.length]);
    const flags = [...flagTests].map(([value, [text, test]]) => [value, text, data.pages.filter(test).length]);
    at("flag").append(option(ANY, "any page"), ...flags.filter(([, , count]) => count).map(([value, text, count]) => option(value, `${text} (${number(count)})`)));
    for (const [id, name, list] of [["rule", "any rule", (page) => page.rules], ["language", "any language", (page) => [page.lang]]]) {
      const counts = tally(data.pages.flatMap(list));
      if (id === "rule") counts.sort((a, b) => (a[0] < b[0] ? -1 : 1));
      at(id).append(option(ANY, name), ...counts.map(([value, count]) => option(value, `${value} (${number(count)})`)));
    }
  }

  const before = (row) => row.parts.filter(([kind]) => kind !== "+").map(([, text]) => text).join("");
  const after = (row) => row.parts.filter(([kind]) => kind !== "-").map(([, text]) => text).join("");

  function holds(page, words) {
    if (!words) return true;
    const has = (text) => text.toLowerCase().includes(words);
    if (has(page.name) || has(page.title) || has(page.url) || page.flags.some(has)) return true;
    return page.rows.some((row) => row.parts
      ? has(before(row)) || (row.s === "c" && has(after(row)))
      : has(row.title) || row.fields.some(([, value]) => has(value)));
  }

  let shown = []; // numbers of the pages in the list
  let current = -1; // number of the page in the view

  function filter() {
    const words = at("search").value.trim().toLowerCase();
    const test = flagTests.get(at("flag").value)?.[1] || (() => true);
    const rule = at("rule").value, language = at("language").value;
    shown = [...data.pages.keys()].filter((n) => {
      const page = data.pages[n];
      return test(page) && (!rule || page.rules.includes(rule)) && (!language || page.lang === language) && holds(page, words);
    });
    at("pages").replaceChildren(...shown.map(entry));
    if (!shown.length) {
      const none = make("li", "none", "No page is like that.");
      none.setAttribute("role", "presentation");
      at("pages").append(none);
    }
    const rest = data.count - data.pages.length;
    const few = shown.length < data.pages.length ? `${number(shown.length)} of ${counted(data.pages.length, "page")}` : counted(data.pages.length, "page");
    at("status").textContent = few + (rest ? `, the most telling ones; ${number(rest)} more are in the counts above. --pages N shows more.` : ", flagged ones first.");
    choose(shown.includes(current) ? current : shown.length ? shown[0] : -1);
  }

  // ---- the list

  function entry(n) {
    const page = data.pages[n];
    const item = make("li", "", make("span", "title", page.title || page.name));
    const about = make("span", "about");
    if (page.flags.length) about.append(make("span", "flag", "⚑ flagged"), " · ");
    about.append(`${percent(page.loss)} lost · ${counted(page.dropped, "line")} dropped`);
    item.append(about);
    if (page.title) item.append(make("span", "about mono", page.name));
    item.id = `page-${n}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.addEventListener("click", () => choose(n));
    return item;
  }

  function choose(n) {
    const list = at("pages");
    list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    current = n;
    if (n < 0) list.removeAttribute("aria-activedescendant");
    else {
      const item = at(`page-${n}`);
      item.setAttribute("aria-selected", "true");
      list.setAttribute("aria-activedescendant", item.id);
      keepInSight(item, list);
    }
    drawPage();
  }

  /** Scroll the list alone, not the window. */
  function keepInSight(item, list) {
    const edge = item.offsetTop - list.offsetTop;
    if (edge < list.scrollTop) list.scrollTop = edge - 8;
    else if (edge + item.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = edge + item.offsetHeight - list.clientHeight + 8;
  }

  function move(step) {
    const place = shown.indexOf(current) + step;
    if (shown.length) choose(shown[Math.min(Math.max(place, 0), shown.length - 1)]);
  }

  // ---- the page

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
    if (line.notes?.some(([note]) => note.split(" → ")[0] === at("rule").value)) row.classList.add("hit");
    const sign = make("span", "sign", SIGNS[line.s]);
    sign.title = STATES[line.s];
    const first = make("td", "number", sign, make("span", "unseen", line.s === "k" ? "" : ` ${STATES[line.s]} `), row.classList.contains("blank") ? "" : String(line.n));
    row.append(first, side("before", line, "+"), line.s === "k" || line.s === "c" ? side("after", line, "-") : make("td", "text after"), notes(line));
    return row;
  }

  function side(name, line, other) {
    const cell = make("td", `text ${name}`);
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
    for (const [note, why] of line.notes || []) cell.append(make("div", "", make("code", "", note), why ? make("span", "why", why) : ""));
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

  // ---- keys

  const LIST_KEYS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

  at("pages").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in LIST_KEYS) move(LIST_KEYS[event.key]);
    else if (event.key === "Enter" || event.key === "ArrowRight") at("view").focus();
    else return;
    event.preventDefault();
  });

  at("view").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") stepToChange(1);
    else if (event.key === "p") stepToChange(-1);
    else if (event.key === "Escape") at("pages").focus();
    else return;
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    at("search").focus();
  });

  let waiting = 0;
  at("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 150); });
  for (const id of ["flag", "rule", "language"]) at(id).addEventListener("change", filter);
  at("filters").addEventListener("submit", (event) => { event.preventDefault(); filter(); at("pages").focus(); });
  at("filters").addEventListener("reset", () => setTimeout(filter));

  drawTotals();
  drawRules(false);
  drawLosses();
  fillFilters();
  filter();
}
