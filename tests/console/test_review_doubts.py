"""What a reviewer should look at is marked: boundaries that may be missing, fields that may be wrong, and pages that are not finished."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("starlette", reason="the review needs starlette")

from .browser import PROGRAM, Browser
from .preview_driver import FERRY, TIDE
from .review_driver import cursor, entries, press, said, to

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed: apt-get install chromium")
ROW = "state.page.rows.find((row) => row.parts && before(row).includes({!r}))"
STORY = "state.page.rows.find((row) => !row.parts)"
HERE = "document.querySelector('#pages [aria-selected=true]').innerText"


def test_a_line_on_which_a_story_may_begin_is_found_and_split_by_two_keys(opened: Callable[..., Browser]) -> None:
    browser = opened({"tide.txt": TIDE})
    browser.run(
        f"for (const row of state.page.rows) {{ delete row.unsure; delete row.begins; }} {ROW.format('Nobody was hurt')}.begins = 0.4"
    )
    browser.run("drawTop(); drawRows(); moveTo(1, true)")
    press(browser, "s")
    assert "a story may begin here (40%)" in cursor(browser)
    assert browser.pale() == []
    press(browser, "b")
    assert said(browser) == "A story begins here."
    assert "may begin" not in cursor(browser)


def test_fields_that_may_be_wrong_are_named_at_the_top_and_marked(opened: Callable[..., Browser]) -> None:
    browser = opened({"ferry.txt": FERRY})
    browser.run(
        f"{STORY}.doubt = 0.44; {STORY}.fields.find(([name]) => name === 'authors')[2] = 0.25; drawTop(); drawRows(); moveTo(1, true)"
    )
    assert "? unsure of title, authors" in browser.run("document.querySelector('#top .chips').innerText")
    heading = browser.run("document.querySelector('#view tr.head').innerText")
    assert "? 44%" in heading
    assert "Ilse Marrow ? 25%" in heading.replace("\n", " ")
    assert browser.pale() == []
    press(browser, "e")
    assert "authors, one a line (unsure: 25%)" in browser.run("document.getElementById('ask').innerText")


def test_a_key_makes_a_line_the_title(opened: Callable[..., Browser]) -> None:
    browser = opened({"tide.txt": TIDE})
    to(browser, "Nobody was hurt")
    press(browser, "T")
    assert said(browser).startswith("This line is the title.")
    assert "Nobody was hurt" in browser.run("document.querySelector('#top h2').textContent")
    assert {verb for verb, _ in entries()} == {"title", "drop"}
    press(browser, "u")
    assert entries() == set()


def test_a_page_is_begun_with_a_decision_and_decided_when_no_finding_is_open(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    browser.until("state.left === 0")
    first = browser.run("state.current")
    press(browser, "End", "d")
    assert "open" in browser.run(HERE)
    assert "0 decided" in browser.run("document.getElementById('progress').textContent")
    press(browser, ".", "c")
    assert browser.run("state.current") == first, "the page that was begun comes again"
    press(browser, "c")
    assert "✓ decided" in browser.run(HERE)
    assert said(browser).startswith("The page is accepted. All 2 pages are decided.")


def test_a_page_that_failed_is_passed_over_once_its_reason_was_seen(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": ""})
    browser.until("state.left === 0")
    press(browser, "c")
    assert "the file is empty" in browser.run("document.getElementById('view').innerText")
    press(browser, ",", "c")
    assert said(browser).startswith("The page is accepted. All pages are decided but 1 page that failed.")


def test_what_else_a_decision_changed_is_told(opened: Callable[..., Browser]) -> None:
    browser = opened({"ferry.txt": FERRY})
    told = browser.run("""(() => {
      const page = structuredClone(state.page), lines = page.rows.filter((row) => row.parts && before(row).trim());
      Object.assign(lines[0], { s: "d" });
      Object.assign(lines[1], { s: lines[1].s === "k" ? "d" : "k" });
      page.rows.find((row) => !row.parts).whole = "Another title";
      return [otherEffects(state.page, page, [lines[0].n]), otherEffects(state.page, state.page, []), `line ${lines[1].n} (`];
    })()""")
    assert told[2] in told[0]
    assert told[0].endswith("New title on line 1: “Another title”.")
    assert "line 1 (" not in told[0], "the line that was decided"
    assert told[1] == ""
    to(browser, "Tickets are on sale")
    press(browser, "d")
    assert said(browser) == "Dropped."


def test_a_written_title_is_shown_at_its_story_and_decides_no_finding(opened: Callable[..., Browser]) -> None:
    browser = opened({"tide.txt": TIDE})
    count = browser.run("state.page.stops.length")
    press(browser, "t")
    browser.until("document.activeElement.matches('#ask input')")
    browser.press(*"Tide", "Enter")
    browser.until("!document.getElementById('ask').open && !state.busy")
    assert "by hand: title" in browser.run("document.querySelector('#view tr.head').innerText")
    assert browser.run("state.page.rows.filter((row) => row.parts && row.hand).length") == 0
    assert f"0 of {count} findings decided" in browser.run("document.querySelector('#top .chips').innerText")


def test_a_line_of_the_page_is_found_by_its_words(opened: Callable[..., Browser]) -> None:
    browser = opened({"ferry.txt": FERRY})

    def find(words: str) -> None:
        press(browser, "f")
        browser.until("document.activeElement.matches('#ask input')")
        browser.press(*words, "Enter")

    find("TICKETS")
    browser.until("!document.getElementById('ask').open && document.activeElement.id === 'view'")
    assert "Tickets are on sale" in cursor(browser)
    press(browser, "End")
    find("night ferry")
    browser.until("!document.getElementById('ask').open")
    assert "Night ferry to sail" in cursor(browser), "from the top again"
    find("walrus")
    browser.until("document.getElementById('ask-problem').textContent === 'No line of this page has these words.'")
    browser.press("Escape")
