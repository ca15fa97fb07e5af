"use strict";
// Shared helpers that create elements. Text of pages is always inserted as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";
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
