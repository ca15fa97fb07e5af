"""Composes files of concatenated whole scraped pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from random import Random

from ..config import Settings
from .boosting import SEED
from .compose import Composed
from .data import Data, Example
from .protocol import Nested
from .stories import Placed

FAMILY = "dump"  # the style of files of whole pages, and the family of such composed files
_JOINED = 1_500  # maximum files of whole pages
_BODY = 40  # characters: a longer line can be found in the gold text


def joined_pages(data: Data, nested: Nested) -> Iterator[tuple[Composed, int, Settings]]:
    """Files of concatenated scraped pages, of the same site and style if there are enough."""
    rng = Random(SEED)
    grouped: dict[tuple[int, str, str], list[tuple[str, Placed]]] = defaultdict(list)
    for example in data.examples("text", doubtful=False):
        if example.type == "article" and (placed := _whole_page(example)):
            grouped[example.fold, example.style, example.language].append((example.text.rstrip(), placed))
    groups = [key for key, pages in sorted(grouped.items()) if len(pages) > 2]
    weights = [len(grouped[key]) for key in groups]
    for _ in range(min(_JOINED, sum(weights) // 4)):
        fold, _style, language = key = rng.choices(groups, weights)[0]
        first = rng.choice(grouped[key])
        alike = [page for page in grouped[key] if page[1].group == first[1].group and page is not first] or grouped[key]
        pages = [first, *rng.sample(alike, min(len(alike), rng.choice([1, 1, 2, 3])))]
        lines: list[str] = []
        stories = []
        for text, placed in pages:
            lines += [""] * rng.choice([0, 1, 1, 2]) if lines else []
            at = len(lines)
            stories.append(placed._replace(start=at, first=at + placed.first, last=at + placed.last))
            lines += text.split("\n")
        yield Composed("\n".join(lines), language, tuple(stories), FAMILY), fold, nested.settings(fold)


def _whole_page(example: Example) -> Placed | None:
    """Where the text of a scraped page begins and ends; None if its lines are not found in the gold."""
    gold = example.articles[0].text
    found = [i for i, line in enumerate(example.text.rstrip().split("\n")) if len(line) > _BODY and line.strip()[: 2 * _BODY] in gold]
    return Placed(0, 0, found[0], found[-1], example.articles[0].title or "", example.domain) if len(found) > 1 else None
