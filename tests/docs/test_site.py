"""The site that `make site` built: it works offline, its search finds things, and first questions are answered in two clicks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from console.browser import PROGRAM, Browser

from .pages import ROOT

SITE = ROOT / "build" / "site"
pytestmark = pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="the site is not built: make site")
CLICKS = 2

QUESTIONS = {  # what a new user asks -> the words of a page that answers it
    "how do I see what was removed and why": ("See what was removed, and why", "cleaner diff page.txt", "cleaner why page.txt:6"),
    "how do I keep a line it removes": ("Keep a line that is removed", "cleaner-decisions.toml", "--disable"),
    "how do I run it on 2 TB": ("Run it on a large corpus", "--workers N", "--engine ray"),
    "how accurate is it in Polish": ("Languages", "Polish", "HTML: F1"),
    "how do I use it from Scrapy": ("Use it from Scrapy", "ITEM_PIPELINES", "CleanerPipeline"),
}


class Read(HTMLParser):
    """A page's text and links in its main part, and what the whole page loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.loads: list[str] = []
        self._inside = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._inside += tag == "article"
        if tag == "a" and self._inside and found.get("href"):
            self.links.append(str(found["href"]))
        if tag in ("script", "img", "iframe", "source", "object") and found.get("src"):
            self.loads.append(str(found["src"]))
        if tag == "link" and found.get("rel") in ("stylesheet", "preload", "icon"):
            self.loads.append(str(found.get("href")))

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "article"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data


def reachable(start: Path, clicks: int) -> Iterator[Path]:
    """The pages of the site that so many clicks in the main parts of pages reach."""
    seen = {start}
    edge = [start]
    yield start
    for _ in range(clicks):
        targets = [(page.parent / urldefrag(link).url).resolve() for page in edge for link in Read(page).links if "://" not in link]
        edge = [page for page in dict.fromkeys(targets) if page.suffix == ".html" and page not in seen and page.is_file()]
        seen.update(edge)
        yield from edge


@pytest.mark.parametrize("question", QUESTIONS)
def test_first_questions_are_answered_within_two_clicks(question: str) -> None:
    words = QUESTIONS[question]
    found = [page for page in reachable(SITE / "index.html", CLICKS) if all(word in Read(page).text for word in words)]
    assert found, question


def test_nothing_is_loaded_from_elsewhere() -> None:
    pages = sorted(SITE.rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        for address in Read(page).loads:
            assert not re.match(r"(?:\w+:)?//", address), f"{page.name}: {address}"
    for sheet in SITE.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name


def test_the_index_of_the_search_knows_every_page() -> None:
    text = (SITE / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").rstrip().removesuffix(")"))
    assert {"how-to/scrapy", "reference/settings", "reference/rules/share", "benchmark", "glossary"} <= set(index["docnames"])
    assert {"scrapi", "polish", "max_second"} & set(index["terms"])


@pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed: apt-get install chromium")
def test_the_search_works_from_the_disk(tmp_path: Path) -> None:
    with Browser(tmp_path) as browser:
        browser.visit(f"{(SITE / 'search.html').as_uri()}?q=scrapy")
        browser.until("document.querySelectorAll('#search-results li a').length > 0")
        found = browser.run("[...document.querySelectorAll('#search-results li a')].map(link => link.getAttribute('href'))")
        assert any("how-to/scrapy" in address for address in found)
        assert all(address.startswith(("file:", "data:", "about:")) for address in browser.requests)
