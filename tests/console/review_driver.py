"""A person at the review, played: a server and a browser are started, keys are pressed, and the screen is read."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner.decisions import load

from .browser import Browser

DECISIONS = Path("cleaner-decisions.toml")


def reviews(browser: Browser) -> Iterator[Callable[..., Browser]]:
    """Yield a function that opens a review of pages, given as name -> text.

    At the end nothing was said, nobody but the server was asked, and nothing of a page ran.
    """
    servers: list[subprocess.Popen[str]] = []
    browser.messages.clear()
    browser.requests.clear()

    def start(pages: dict[str, str], *options: str) -> Browser:
        Path("pages").mkdir()
        for name, text in pages.items():
            Path("pages", name).write_text(text, encoding="utf-8")
        env = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        command = [sys.executable, "-m", "cleaner", "review", "pages", "--no-browser", *options]
        servers.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env))
        assert servers[0].stderr is not None
        told = servers[0].stderr.readline()
        address = re.search(r"http://\S+", told)
        assert address, told
        browser.address = address[0]
        show(browser)
        return browser

    yield start
    origin = browser.address.rpartition("/")[0].rpartition("/")[0]
    pwned = browser.run("window.pwned")
    messages, requests = list(browser.messages), list(browser.requests)
    own = [request for request in requests if request.startswith(f"{origin}/")]
    browser.visit("data:text/html,")
    for server in servers:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=60)
    assert pwned is None
    assert any("/api/pages/" in request for request in own), "what is asked for is noted"
    assert own == requests, set(requests) - set(own)
    assert not messages, messages


def show(browser: Browser, width: int = 1280, height: int = 800, scheme: str = "light") -> None:
    browser.visit(browser.address, width, height, scheme)
    settled(browser)


def settled(browser: Browser) -> None:
    browser.until("state.page !== null && !state.busy && !document.querySelector('#view[aria-busy]')")


def press(browser: Browser, *keys: str) -> None:
    for key in keys:
        browser.press(key)
        browser.until("!state.busy && !document.querySelector('#view[aria-busy]')")


def cursor(browser: Browser) -> str:
    return str(browser.run("document.querySelector('#view .cursor')?.innerText || ''"))


def said(browser: Browser) -> str:
    return str(browser.run("document.getElementById('said').textContent"))


def to(browser: Browser, words: str) -> None:
    """Go down line by line to the line with these words."""
    press(browser, "Home")
    for _ in range(60):
        if words in cursor(browser):
            return
        press(browser, "j")
    raise AssertionError(f"no line with {words!r}")


def to_fold(browser: Browser) -> None:
    press(browser, "End")
    assert "5 blocks of boilerplate left out" in cursor(browser)


def entries() -> set[tuple[str, str]]:
    """The decisions on disk, as (verb, line)."""
    return {(entry.verb, entry.what) for entry in load(DECISIONS).entries} if DECISIONS.exists() else set()
