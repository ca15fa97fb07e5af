"""Composes training files for the boundary model: gold articles in files of one or several stories, in the style of invented sites.

A file has the style of one site: the lines above and below a story, the separators, the formats of dates and bylines, the line width.
The pieces are data (`anatomies.toml`); labels of buttons and lists come from the rule packs. Deterministic for a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .invented_sites import Site, pieces
from .stories import Placed, Story

__all__ = ["Composed", "Placed", "Story", "compose", "pieces"]

_COUNTS = ((1, 30), (2, 24), (3, 18), (4, 9), (5, 7), (6, 4), (8, 5), (12, 2), (40, 1))


@dataclass(frozen=True)
class Composed:
    """A training file, its stories, and the name of its layout family."""

    text: str
    language: str  # the language of the site's labels
    stories: tuple[Placed, ...]
    family: str


def compose(pool: Mapping[str, Sequence[Story]], count: int, seed: int) -> Iterator[Composed]:
    """Compose `count` files from the stories in `pool`, which are grouped by language."""
    rng = random.Random(seed)
    known = sorted(pieces()["languages"])
    languages = [code for code in sorted(pool) if len(pool[code]) >= 2]
    weights = [min(len(pool[code]), 60) + 20 + (100 if code == "en" else 0) for code in languages]
    for _ in range(count):
        code = rng.choices(languages, weights)[0]
        own = code if code in known and rng.random() < 0.85 else rng.choice(known)  # a site's labels may be in another language
        yield _compose_one(rng, pool[code], own)


def _compose_one(rng: random.Random, pool: Sequence[Story], code: str) -> Composed:
    wanted = min(rng.choices([count for count, _ in _COUNTS], [weight for _, weight in _COUNTS])[0], len(pool))
    site = Site(rng, code)
    lead = rng.choice(pool)
    alike = [story for story in pool if story.group == lead.group]
    chosen = {lead.title: lead}
    for _ in range(4 * wanted):
        if len(chosen) == wanted:
            break
        story = rng.choice(alike if rng.random() < 0.35 else pool)
        chosen.setdefault(story.title, story)
    others = [story.title for story in rng.sample(pool, min(len(pool), 14)) if story.title not in chosen]
    lines: list[str] = [*site.menu, ""] if site.menu else []
    placed: list[Placed] = []
    for number, story in enumerate(chosen.values()):
        if number or site.separator_first:
            lines += site.separator(number + 1)
        at = len(lines)
        own, place = site.story(story, number, others)
        lines += own
        placed.append(
            place._replace(
                start=at + place.start,
                headline=at + place.headline if place.headline >= 0 else -1,
                first=at + place.first,
                last=at + place.last,
            )
        )
    return Composed("\n".join(lines), code, tuple(placed), site.family)
