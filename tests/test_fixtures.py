"""The fixtures: pages that must come out as stated, and texts that must not change."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.write.text import to_text

FIXTURES = Path(__file__).parents[1] / "fixtures"
UNTOUCHED = sorted((FIXTURES / "untouched").glob("*.txt"))
KNOWN_FAILURES = sorted(path.parent for path in (FIXTURES / "known-failures").glob("*/expected.toml"))
PAGES = sorted(path.parent for name in ("pages", "split") for path in (FIXTURES / name).glob("*/expected.toml"))
SINGLE = sorted((FIXTURES / "single").glob("*.txt"))
NOT_YET_SINGLE = sorted((FIXTURES / "known-failures").glob("*.txt"))
BOILERPLATE = tomllib.loads((FIXTURES / "single" / "boilerplate.toml").read_text(encoding="utf-8"))


def test_the_folders_hold_what_is_promised() -> None:
    assert len(UNTOUCHED) >= 60
    assert len(PAGES) >= 28
    assert len(SINGLE) >= 15
    assert BOILERPLATE.keys() <= {path.stem for path in [*SINGLE, *NOT_YET_SINGLE]}


@pytest.mark.parametrize("path", UNTOUCHED, ids=lambda path: path.stem)
def test_good_text_is_left_alone(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    page = cleaner.clean(source)
    changes = [(finding.line, finding.rule, finding.text) for finding in page.findings if finding.action != "mark"]
    assert changes == []
    assert len(page.articles) == 1
    assert to_text(page.articles[0]).strip() == source.strip()


@pytest.mark.parametrize(
    "path",
    [*SINGLE, *(pytest.param(path, marks=pytest.mark.xfail(strict=True)) for path in NOT_YET_SINGLE)],
    ids=lambda path: path.stem,
)
def test_one_article_stays_one(path: Path) -> None:
    source = path.read_bytes().decode()
    articles = cleaner.clean(source).articles
    shown = [line.strip() for article in articles for line in (article.title or "", *article.text.split("\n"))]
    lost = [line for line in map(str.strip, source.splitlines()) if line and line not in shown]
    assert len(articles) == 1
    assert set(lost) <= set(BOILERPLATE.get(path.stem, []))


@pytest.mark.parametrize(
    "folder",
    [*PAGES, *(pytest.param(folder, marks=pytest.mark.xfail(strict=True)) for folder in KNOWN_FAILURES)],
    ids=lambda folder: folder.name,
)
def test_pages_come_out_as_stated(folder: Path) -> None:
    expected = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    source = next(folder.glob("input.*")).read_bytes()
    page = cleaner.clean(source, url=expected.get("url"), fetched=expected.get("fetched"))
    stated = expected.get("article", [])
    assert [_shown(article, wanted) for article, wanted in zip(page.articles, stated, strict=False)] == [
        _wanted(wanted) for wanted in stated
    ]
    assert len(page.articles) == len(stated)
    assert page.restore() == source


def _wanted(wanted: dict[str, Any]) -> dict[str, Any]:
    return wanted | {"text": wanted["text"].strip().split("\n"), "title": wanted.get("title")}


def _shown(article: cleaner.Article, wanted: dict[str, Any]) -> dict[str, Any]:
    shown = {name: getattr(article, name) for name in wanted} | {"title": article.title, "text": article.text.split("\n")}
    for name in ("published", "updated"):
        if shown.get(name):
            shown[name] = str(shown[name])[:10]
    return shown
