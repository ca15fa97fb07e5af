"use strict";
// Totals and charts: what all pages came to.

const FEW_RULES = 12;

function drawTotals() {
  document.title = `Cleaning report: ${data.batch}`;
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
    const button = make("button", "", `Show ${data.moreRules ? "" : "all "}${number(dropping.length)} rules`);
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

drawTotals();
drawRules(false);
drawLosses();
