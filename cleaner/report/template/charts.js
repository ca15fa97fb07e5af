"use strict";
// Totals and charts over all pages.

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

/** Bars on a line, one per step; `what` names the quantity of a step. */
function drawColumns(id, steps_, what) {
  const most = Math.max(...steps_.map(([, count]) => count), 1);
  const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
  for (const [step, count] of steps_) {
    const many = make("span", "many", count ? short.format(count) : "\u00a0", make("span", "unseen", ` ${count === 1 ? "page" : "pages"}, `));
    const label = make("span", "step", ...steps(step), make("span", "unseen", ` per cent ${what}`));
    at(id).append(make("li", "", many, bar(count / most, true), label));
  }
}

function unknown(id, count) {
  at(id).hidden = !count;
  at(id).textContent = `Unknown for ${counted(count, "page")}.`;
}

function drawCounts(id, counts, filterId) {
  for (const [name, count] of counts) {
    const chip = make("li", "", make("span", "name", name), number(count));
    const value = filterId && [...at(filterId).options].some((one) => one.value === name);
    if (value) {
      const button = make("button", "plain", ...chip.childNodes);
      button.type = "button";
      button.addEventListener("click", () => { at(filterId).value = name; filter(); at("pages").focus(); });
      chip.append(button);
    }
    at(id).append(chip);
  }
}

/** What somebody who has one minute should see: pages that failed, and the flagged and least sure ones. */
function drawFirst() {
  const telling = data.pages.map((page, n) => [page, n]).filter(([page]) => page.flags.length || !(page.articles + page.leftOut) || (page.quality ?? 1) < 0.8).slice(0, 6);
  const item = (name, why, act) => {
    const button = make("button", "plain", name);
    button.type = "button";
    button.addEventListener("click", act);
    button.dir = "auto";
    at("first-list").append(make("li", "", button, make("span", "soft", ` ${why}`)));
  };
  if (data.failed) item(counted(data.failed, "input"), `failed or ${data.failed === 1 ? "was" : "were"} refused`, () => at("failures").scrollIntoView());
  for (const [page, n] of telling) {
    const why = page.flags[0] || (page.articles + page.leftOut ? `expected F1 ${page.quality.toFixed(2)}` : "debris alone");
    item(page.title || page.name, why, () => { at("filters").reset(); setTimeout(() => { filter(); choose(n); at("view").focus(); }); });
  }
  at("first").hidden = !at("first-list").children.length;
}

function drawRun() {
  at("command").hidden = !data.command;
  at("command").textContent = data.command;
  for (const [name, value] of data.settings) at("settings").append(make("li", "", make("span", "name", name), value));
  at("settings-box").hidden = !data.settings.length;
  for (const [name, status, error] of data.failures) at("failures-list").append(make("li", "", make("code", "", name), ` ${status}: ${error}`));
  at("failures").hidden = !data.failures.length;
  at("failures-more").textContent = data.moreFailures ? `and ${counted(data.moreFailures, "input")} more` : "";
  at("hosts-box").hidden = !data.hosts.length;
  if (data.moreHosts) at("hosts").append(make("li", "soft", `and ${counted(data.moreHosts, "host")} more`));
}

drawTotals();
drawRules(false);
drawColumns("losses", data.losses, "removed");
unknown("loss-unknown", data.unknownLoss);
drawColumns("qualities", data.qualities, "F1");
unknown("quality-unknown", data.unknownQuality);
