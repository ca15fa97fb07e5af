"""Features of the authors: one row for each set of names that the page mentions."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ....models import FeatureGroup, FeatureSet, Matrix
from . import author_agreement
from .author_sources import SOURCES, Byline
from .authors import like_a_person
from .candidates import SignedPage
from .field_page import FieldPage
from .title import is_outlet

_PLACES = ("comments", "related", "footer", "side", "navigation", "header", "author", "label", "body", "tags", "caption", "share", "lead")
_PLACE_KINDS = FieldPage.numbers(_PLACES)
_FAR = 300  # blocks

COLUMNS = (
    *((source, f"how many of the {source} sources have these names") for source in SOURCES),
    ("sources", "how many kinds of sources have these names"),
    ("people sources", "how many kinds of sources name all of them, with others or without"),
    ("usual", "whether they are the authors by the usual order of sources"),
    ("bodies", "whether they are said to be organisations"),
    ("names", "how many names there are"),
    ("words", "words of a name in the mean"),
    ("shortest", "characters of the shortest name"),
    ("longest", "characters of the longest name"),
    ("persons", "the share of names that are written as a person's"),
    ("sites", "the share of names that are the site's"),
    ("digits", "whether a name holds a digit"),
    ("small", "whether a name begins with a small letter"),
    ("capitals", "whether a name is all in capitals"),
    ("in title", "whether a name is in the title"),
    ("held", "how many other sets hold them all"),
    ("holds", "how many other sets they hold"),
    ("rivals", "how many other sets have none of them"),
    ("read", "how often the page reads the first name alone on a line"),
    ("nearest", "blocks from the headline to the nearest place"),
    ("gap", "blocks from the headline down to it, negative above"),
    ("up", "levels of boxes from the headline to the common box"),
    ("down", "levels of boxes from there down"),
    ("places", "in how many visible places they are"),
    ("length", "characters of the line in the nearest place"),
    ("alone", "the share of that line that the names are"),
    ("rank near", "how many other sets are nearer to the headline"),
    ("rank top", "how many other sets are first further up"),
    *((f"in {name}", f"whether the nearest place is in a box named for {name}") for name in _PLACES),
    ("sets", "how many sets the page states"),
    ("linked", "whether JSON-LD describes a story"),
    ("linked authors", "whether it names authors of it"),
    ("article", "whether og:type is article"),
    ("headline", "whether the page has a headline"),
    ("blocks", "how many blocks the page has"),
)
_USUAL = ("linked main", "library", "meta author", "meta article", "meta other", "microdata", "marked", "marked line", "says by", "profile")


def describe(signed: SignedPage) -> Matrix:
    """float32, sets x len(COLUMNS)."""
    if not signed.keys:
        return np.zeros((0, len(COLUMNS)), np.float32)
    whole = _Whole(signed)
    return np.array([whole.row(number) for number in range(len(signed.keys))], np.float32)


def _distance(one: Byline) -> float:
    if one.place is None:
        return _FAR
    return min(float(one.place.gap if one.place.gap >= 0 else -2 * one.place.gap), _FAR)


class _Whole:
    """Values of the page that are the same for all sets of names."""

    def __init__(self, signed: SignedPage) -> None:
        self.signed, page = signed, signed.page
        self.outlets = page.found.outlets()
        self.near = [min(map(_distance, group)) for group in signed.bylines]
        self.top = [min((one.place.block if one.place else _FAR for one in group), default=_FAR) for group in signed.bylines]
        wanted = {name for group in signed.bylines for name in group[0].names[:1] if len(name) < 60}
        self.read = Counter([block.text for block in page.blocks if block.text in wanted])
        self.titles = " ".join(" ".join(words) for words in page.wordings)
        order = {source: number for number, source in enumerate(_USUAL)}
        ranked = [
            (order[one.source], number)
            for number, group in enumerate(signed.bylines)
            for one in group
            if one.source in order and not one.bodies and not all(is_outlet(name, self.outlets) for name in one.names)
        ]
        self.usual = min(ranked)[1] if ranked else -1
        self.linked_authors = any(story.authors for story in page.found.stories if not story.page)

    def row(self, number: int) -> list[float]:
        signed, page = self.signed, self.signed.page
        key, group = signed.keys[number], signed.bylines[number]
        people = group[0].names
        counts = Counter(one.source for one in group)
        best = min((one for one in group if one.place is not None), key=_distance, default=None)
        place = best.place if best is not None else None
        line = len(page.blocks[place.block].text) if place is not None and page.blocks else 0
        sizes = [len(name) for name in people]
        return [
            *(min(counts[source], 3) for source in SOURCES),
            len(counts),
            len({one.source for other, places in zip(signed.keys, signed.bylines, strict=True) if key <= other for one in places}),
            number == self.usual,
            all(one.bodies for one in group),
            len(people),
            sum(len(name.split()) for name in people) / len(people),
            min(sizes),
            max(sizes),
            sum(map(like_a_person, people)) / len(people),
            sum(is_outlet(name, self.outlets) for name in people) / len(people),
            any(char.isdigit() for name in people for char in name),
            any(name[0].islower() for name in people),
            any(name.isupper() for name in people),
            any(" ".join(words) in self.titles for words in key),
            sum(key < other for other in signed.keys),
            sum(key > other for other in signed.keys),
            sum(not key & other for other in signed.keys),
            min(self.read[people[0]], 10),
            self.near[number],
            max(-_FAR, min(place.gap, _FAR)) if place is not None else _FAR,
            place.up if place is not None else 30,
            place.down if place is not None else 30,
            sum(one.place is not None for one in group),
            min(line, 300),
            min(1.0, sum(sizes) / line) if line else 0,
            sum(near < self.near[number] for near in self.near),
            sum(top < self.top[number] for top in self.top),
            *[place is not None and kind in place.kinds for kind in _PLACE_KINDS],
            len(signed.keys),
            any(not story.page for story in page.found.stories),
            self.linked_authors,
            page.found.meta("og:type").lower() == "article",
            page.headline is not None,
            min(len(page.blocks), 2000),
        ]  # fmt: skip


FEATURES: FeatureSet[SignedPage] = FeatureSet((FeatureGroup("authors", 2, COLUMNS, describe), author_agreement.GROUP))
