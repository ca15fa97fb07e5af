"use strict";
// The list of the pages that match the filters.

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
  for (const [id, name, list] of [["rule", "any rule", (page) => page.rules], ["language", "any language", (page) => [page.lang]], ["type", "any type", (page) => page.type ? [page.type] : []], ["host", "any host", (page) => page.host ? [page.host] : []]]) {
    const counts = tally(data.pages.flatMap(list));
    if (id === "rule") counts.sort((a, b) => (a[0] < b[0] ? -1 : 1));
    at(id).closest("label").hidden = counts.length < 2 && id !== "rule" && id !== "language";
    at(id).append(option(ANY, name), ...counts.map(([value, count]) => option(value, `${value} (${number(count)})`)));
  }
}

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
  const rule = at("rule").value, language = at("language").value, type = at("type").value, host = at("host").value;
  shown = [...data.pages.keys()].filter((n) => {
    const page = data.pages[n];
    return test(page) && (!rule || page.rules.includes(rule)) && (!language || page.lang === language) && (!type || page.type === type) && (!host || page.host === host) && holds(page, words);
  });
  at("pages").replaceChildren(...shown.map(entry));
  if (!shown.length) {
    const none = make("li", "none", "No page is like that.");
    none.setAttribute("role", "presentation");
    at("pages").append(none);
  }
  const rest = data.count - data.pages.length;
  const few = shown.length < data.pages.length ? `${number(shown.length)} of ${counted(data.pages.length, "page")}` : counted(data.pages.length, "page");
  at("status").textContent = few + (rest ? `, those that most need a look; ${number(rest)} more are in the counts above. --pages N shows more.` : ", flagged ones first.");
  choose(shown.includes(current) ? current : shown.length ? shown[0] : -1);
}

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
