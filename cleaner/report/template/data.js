"use strict";
// The data of the report.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = read("data");
data.pages = read("data-pages");
looked.words = () => at("search").value.trim().toLowerCase();
looked.rule = () => at("rule").value;
