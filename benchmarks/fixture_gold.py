"""The project's own fixtures as rows of gold: pages with what must come of them, and texts that must not change."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.evaluate import GoldRow, parse_row
from cleaner.ingest.decode import decode

FOLDER = Path(__file__).parents[1] / "fixtures"


def rows() -> Iterator[GoldRow]:
    """All fixtures: first the pages by name, then the untouched texts."""
    records = [
        *map(_page, sorted((FOLDER / "pages").glob("*/expected.toml"))),
        *map(_untouched, sorted((FOLDER / "untouched").glob("*.txt"))),
    ]
    for number, record in enumerate(records, 1):
        yield parse_row(record, number, record["id"])


def _page(path: Path) -> dict[str, Any]:
    expected = tomllib.loads(path.read_text(encoding="utf-8"))
    source = next(path.parent.glob("input.*"))
    kind = "html" if source.suffix == ".html" else "text"
    text, _ = decode(source.read_bytes())
    articles = [_gold(article) for article in expected.get("article", [])]
    about = {"id": path.parent.name, "style": "pages", kind: text}
    about |= {name: expected[name] for name in ("url", "fetched", "lang") if name in expected}
    return about | (
        {"articles": _placed(articles, text)} if len(articles) > 1 else {"gold": articles[0] if articles else {"paragraphs": []}}
    )


def _gold(article: dict[str, Any]) -> dict[str, Any]:
    """An article of `expected.toml`; every line of its text that is not blank is a paragraph."""
    known = {name: article[name] for name in ("title", "authors", "published", "updated") if name in article}
    return known | {"paragraphs": [line for line in article["text"].split("\n") if line.strip()]}


def _placed(articles: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Articles with the lines on which their bodies begin and end, as far as these stand in the page as they should be."""
    lines = [line.strip() for line in text.split("\n")]
    below = 0
    for article in articles:
        first, last = article["paragraphs"][0], article["paragraphs"][-1]
        if first in lines[below:] and last in lines[below:]:
            article["first_line"] = lines.index(first, below)
            article["last_line"] = below = lines.index(last, article["first_line"])
    return articles


def _untouched(path: Path) -> dict[str, Any]:
    """A lone first line without a full stop is the headline; the rest is the body."""
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n")
    titled = rest.startswith("\n") and not head.endswith(".")
    language = path.stem.rpartition("-")[2]
    gold = {"title": head if titled else None, "paragraphs": [line for line in (rest if titled else text).split("\n") if line.strip()]}
    return {"id": path.stem, "style": "untouched", "text": text, "lang": language if len(language) == 2 else "en", "gold": gold}
