"""Files of several stories, changed in ways that many sites have: what holds for one file's habits alone is then no rule."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from ..evaluate.gold import Gold
from ..measure import folded
from .data import Example

_BRIEF = (2, 5)  # lines of text that are left of a story in a brief
_BLANK = -1
_HEADER = ("By Ilse Marrow", "12 March 2024", "Share", "Updated 5 min ago")


def brief(example: Example, chance: random.Random) -> Example:
    """Each story cut to its first lines, as briefs and previews are."""
    lines = example.text.split("\n")
    shown = set(range(len(lines)))
    for article in example.articles:
        body = range(*_body(article))
        held = [i for i in body if lines[i].strip()]
        shown -= {i for i in body if i > held[: chance.randint(*_BRIEF)][-1]}
    return _rewritten(example, "brief", sorted(shown))


def even(example: Example, chance: random.Random) -> Example:
    """One distance between all lines: a scraper may have left no blank line, or set one behind every line."""
    blank = chance.random() < 0.5
    held = [i for i, line in enumerate(example.text.split("\n")) if line.strip()]
    return _rewritten(example, "even", [i for line in held for i in ((line, _BLANK) if blank else (line,))])


def dressed(example: Example, chance: random.Random) -> Example:
    """A byline, a date or buttons below each headline, as many sites print them."""
    lines, articles, kept, at = example.text.split("\n"), [], [], 0
    shown = [line for line in _HEADER if chance.random() < 0.5] or [_HEADER[1]]
    blank = chance.random() < 0.5
    for article in example.articles:
        first, end = _body(article)
        title = folded(article.title)
        named = [i for i in range(at, first) if title and folded(lines[i]) == title]
        below = named[-1] + 1 if named else first
        kept += lines[at:below]
        header = [part for line in shown for part in ([line, ""] if blank else [line])] if named else []
        kept += [*([""] if blank and header else []), *header]
        shift = len(kept) - below
        kept += lines[below:end]
        articles.append(replace(article, extent=(first + shift, end - 1 + shift)))
        at = end
    return replace(example, style=f"dressed {example.style}", text="\n".join(kept + lines[at:]), articles=tuple(articles))


def _rewritten(example: Example, name: str, shown: Sequence[int]) -> Example:
    """The file with the lines `shown` alone, by their numbers, and the articles' places in it."""
    lines = example.text.split("\n")
    place = {line: at for at, line in enumerate(shown)}
    articles = []
    for article in example.articles:
        body = [place[i] for i in range(*_body(article)) if i in place]
        articles.append(replace(article, extent=(body[0], body[-1])))
    text = "\n".join("" if i == _BLANK else lines[i] for i in shown)
    return replace(example, style=f"{name} {example.style}", text=text, articles=tuple(articles))


def _body(article: Gold) -> tuple[int, int]:
    """The first line of a story's body and the one below its last."""
    assert article.extent is not None
    return article.extent[0], article.extent[1] + 1
