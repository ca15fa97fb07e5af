"""What was written by hand is shown as such: saved fields, titles, and lines whose field was changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("starlette", reason="the review needs starlette")

from .browser import PROGRAM, Browser
from .invented_html import FOLDED
from .preview_driver import FERRY, TIDE
from .review_driver import DECISIONS, cursor, press, said, to, to_fold

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed: apt-get install chromium")


STATED = """---
title: Twelve lanterns return to the wall
published: 2025-03-04
---
Twelve lanterns return to the wall

The harbour wall in Port Alder will carry lanterns again from Friday, for the first time since the storm took the old ones away.
A sail maker from the upper town has made the glass for eleven of them, and the twelfth is still in the kiln.
"""
WHY = "document.getElementById('why').innerText"


def panel(browser: Browser) -> str:
    """What is said about the line beside the page."""
    browser.until("document.getElementById('why').dataset.of === `${state.current}:${state.line}`")
    return str(browser.run(WHY))


def struck(browser: Browser) -> bool:
    return bool(browser.run("document.querySelector('#view .cursor del') !== null"))


def fill(browser: Browser, **fields: str) -> None:
    """Open the dialog of the fields, write values into it, and save them."""
    press(browser, "e")
    browser.until("document.getElementById('ask').open")
    for name, value in fields.items():
        browser.run(
            f"[...document.querySelectorAll('#ask .ask-field')].find((one) => one.innerText.startsWith({name!r})).lastChild.value = {value!r}"
        )
    browser.run("document.getElementById('ask-form').requestSubmit()")


def saved(browser: Browser) -> None:
    browser.until("!document.getElementById('ask').open && !state.busy")


def test_all_fields_that_were_saved_are_named(opened: Callable[..., Browser]) -> None:
    browser = opened({"ferry.txt": FERRY})
    fill(browser, published="2025-03-02", place="Sandeby", authors="")
    saved(browser)
    assert said(browser) == "Authors cleared. Published set. Place set."
    press(browser, "e")
    browser.until("document.getElementById('ask').open")
    browser.run("document.querySelector('#ask-buttons [value=own]').click()")
    saved(browser)
    assert said(browser).startswith("All fields are the page’s own: authors, published")


def test_fields_that_were_saved_before_a_wrong_one_are_named_beside_the_problem(opened: Callable[..., Browser]) -> None:
    browser = opened({"ferry.txt": FERRY})
    fill(browser, authors="Wren Castellane", published="soon", place="Sandeby")
    browser.until("document.getElementById('ask-problem').textContent !== ''")
    problem = browser.run("document.getElementById('ask-problem').textContent")
    assert problem.startswith("Authors set. 'soon' is not a date")
    assert "Sandeby" not in DECISIONS.read_text(encoding="utf-8")
    browser.press("Escape")
    browser.messages = [message for message in browser.messages if "422" not in message]  # the refusal


def test_the_help_says_after_which_keys_the_cursor_stays(opened: Callable[..., Browser]) -> None:
    browser = opened({"ferry.txt": FERRY})
    told = dict(
        browser.run("[...document.querySelectorAll('#help-keys dt')].map((one) => [one.textContent.trim(), one.nextSibling.textContent])")
    )
    first = browser.run("state.line")
    for key in "yn":
        assert "go on to the next finding" in told[key]
        press(browser, key)
        assert browser.run("state.line") > first
        first = browser.run("state.line")
    to(browser, "Tickets are on sale")
    line = browser.run("state.line")
    for key in "dK":
        assert "stays on the line" in told[key]
        press(browser, key)
        assert browser.run("state.line") == line


def test_a_line_that_was_made_the_title_is_shown_as_the_title(opened: Callable[..., Browser]) -> None:
    browser = opened({"tide.txt": TIDE})
    to(browser, "Nobody was hurt")
    press(browser, "T")
    assert not struck(browser)
    assert "decision.drop" not in cursor(browser)
    assert "Dropped" not in cursor(browser)
    assert "title, set by hand" in cursor(browser)
    press(browser, "k", "j")
    assert "Title, set by hand." in panel(browser)
    assert "Dropped by" not in panel(browser).partition("RULES")[0].partition("Rules")[0]
    press(browser, "d")
    assert said(browser) == "This line is not in the text: it is dropped already, blank, or the title."
    assert browser.pale() == []
    press(browser, "K")
    assert "drop" not in DECISIONS.read_text(encoding="utf-8").partition("[[")[2], "the line is text again"


def test_a_dropped_block_that_was_made_the_title_is_shown_as_the_title(opened: Callable[..., Browser]) -> None:
    browser = opened({"kites.html": FOLDED})
    to_fold(browser)
    press(browser, "Enter")
    to(browser, "Rope Lane Works")
    assert struck(browser)
    press(browser, "T")
    assert not struck(browser)
    assert "title, set by hand" in cursor(browser)


def test_a_line_that_is_dropped_by_hand_beside_a_kept_title_of_the_same_words_stays_dropped(opened: Callable[..., Browser]) -> None:
    headline = TIDE.partition("\n")[0]
    browser = opened({"tide.txt": f"{TIDE}{headline}\n"})
    press(browser, "t")
    browser.until("document.activeElement.matches('#ask input')")
    browser.press("Enter")
    saved(browser)
    press(browser, "End")
    if not struck(browser):
        press(browser, "d")
    assert struck(browser)
    assert "title, set" not in cursor(browser)


def test_the_message_says_that_the_old_title_is_gone(opened: Callable[..., Browser]) -> None:
    browser = opened({"tide.txt": TIDE})
    to(browser, "Nobody was hurt")
    press(browser, "T")
    old = "“Spring tide floods the lower market” (line 1)"
    assert said(browser) == f"This line is the title. The old title is in neither the title nor the text now: {old}."
    press(browser, "Home")
    assert "in neither the title nor the text now" in cursor(browser)
    assert "in neither the title nor the text" in panel(browser)


def test_the_message_says_that_the_old_title_is_text_now(opened: Callable[..., Browser]) -> None:
    browser = opened({"lanterns.txt": STATED})
    to(browser, "A sail maker")
    press(browser, "T")
    old = "“Twelve lanterns return to the wall” (line 5)"
    assert said(browser) == f"This line is the title. The old title is text now: {old}; d on that line drops it."


def test_a_line_whose_field_was_changed_by_hand_says_so(opened: Callable[..., Browser]) -> None:
    browser = opened({"ferry.txt": FERRY})
    to(browser, "By Ilse Marrow")
    assert "changed by hand" not in cursor(browser)
    for value in ("Wren Castellane", ""):
        fill(browser, authors=value)
        saved(browser)
        assert "authors: changed by hand" in cursor(browser)
    press(browser, "j", "k")
    assert "The field authors was changed by hand." in panel(browser)
    fill(browser, updated="2025-03-02")
    saved(browser)
    to(browser, "Updated 5 min ago")
    assert "changed by hand" not in cursor(browser), "the line of another story"
    press(browser, "u", "u", "u")
    to(browser, "By Ilse Marrow")
    assert "changed by hand" not in cursor(browser)
