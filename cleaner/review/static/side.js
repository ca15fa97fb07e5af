"use strict";
// Beside the page: why a line is removed or kept, and the original page.

let beside = "why";
let whyTimer = 0;

function explain() {
  clearTimeout(whyTimer);
  if (beside !== "why" || !state.line) return;
  const n = state.current, line = state.line;
  whyTimer = setTimeout(async () => {
    const sections = await ask(`api/pages/${n}/why/${line}`).catch(() => []);
    if (n !== state.current || line !== state.line) return;
    const parts = [make("h3", "", `Line ${line}`)];
    for (const section of sections) {
      parts.push(make("h4", "", section.title));
      parts.push(make("ul", "", ...section.entries.map(([below, text]) => make("li", below ? "below" : "", text))));
    }
    at("why").replaceChildren(...parts);
    at("why").dataset.of = `${n}:${line}`;
    at("why").scrollTop = 0;
  }, 120);
}

function drawSide(again = false) {
  const original = beside === "original";
  at("tab-original").disabled = !state.page?.html;
  at("why").hidden = original;
  at("original").hidden = !original;
  at("tab-why").setAttribute("aria-selected", String(!original));
  at("tab-original").setAttribute("aria-selected", String(original));
  document.body.classList.toggle("with-original", original);
  if (!original) { explain(); return; }
  const holder = at("original");
  if (!state.page?.html) { holder.replaceChildren(make("p", "soft pad", "This page is text: what you see is the original.")); return; }
  if (!again && holder.firstChild?.dataset?.page === String(state.current)) return;
  const frame = make("iframe");
  frame.setAttribute("sandbox", "");
  frame.setAttribute("referrerpolicy", "no-referrer");
  frame.title = "The original page, without scripts and pictures";
  frame.tabIndex = -1;
  frame.dataset.page = state.current;
  frame.src = `original/${state.current}`;
  holder.replaceChildren(make("p", "soft pad", "As it was saved: without scripts, pictures and anything from the network."), frame);
}

function showSide(which) {
  const again = beside === which;
  beside = again && which === "original" ? "why" : which;
  document.body.classList.toggle("with-side", !(again && document.body.classList.contains("with-side")));
  drawSide();
}
