"use strict";
// Keys and filters. This script draws the pages for the first time.

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
for (const id of ["flag", "rule", "language", "type", "host"]) at(id).addEventListener("change", filter);
at("filters").addEventListener("submit", (event) => { event.preventDefault(); filter(); at("pages").focus(); });
at("filters").addEventListener("reset", () => setTimeout(filter));

fillFilters();
drawCounts("types", data.types, "type");
drawCounts("languages", data.languages, "language");
drawCounts("hosts", data.hosts, "host");
drawRun();
filter();
drawFirst();
