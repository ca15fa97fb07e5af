"""What was written by hand is shown as such: saved fields, titles, and lines whose field was changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("starlette", reason="the review needs starlette")

from .browser import PROGRAM, Browser
from .preview_driver import FERRY
from .review_driver import DECISIONS, press, said, to

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed: apt-get install chromium")


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
