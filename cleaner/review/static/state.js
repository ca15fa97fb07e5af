"use strict";
// The state of the review in the browser, and requests to the server.

const KEY = document.querySelector("meta[name=cleaner-review]").content;
const DECISIONS_FILE = document.querySelector("meta[name=cleaner-decisions]").content;
const state = {
  pages: new Map(), // number -> entry of the list
  clock: -1,
  left: 0,
  count: 0,
  decided: 0,
  shown: [], // numbers of the pages in the list, in order
  current: -1, // number of the open page
  page: null,
  line: 0, // number of the line under the cursor
  marked: new Set(), // numbers of marked lines
  busy: false,
};

/** The server's answer; an error is shown, and thrown. */
async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "content-type": "application/json", "x-cleaner-review": KEY },
    body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(path, { ...options, cache: "no-store", redirect: "error" });
  } catch {
    say("The server does not answer. Start `cleaner review` again.", true);
    throw new Error("no answer");
  }
  if (!answer.ok) {
    const text = await answer.text();
    let message = text;
    try { message = JSON.parse(text).error; } catch { /* not JSON: show the text itself */ }
    say(message, true);
    throw new Error(message);
  }
  return answer.json();
}

function say(text, bad = false) {
  at("said").textContent = text;
  at("said").className = bad ? "bad" : "";
}

/** Update the list with what changed since the last time. */
async function poll() {
  const found = await ask(`api/pages?since=${state.clock}`);
  for (const entry of found.pages) state.pages.set(entry.n, entry);
  const changed = found.pages.length > 0;
  Object.assign(state, { clock: found.clock, left: found.left, count: found.count, decided: found.decided });
  at("undo").disabled = !found.steps[0];
  at("redo").disabled = !found.steps[1];
  return changed;
}

const flagsOf = (entry) => entry.flags || [];
