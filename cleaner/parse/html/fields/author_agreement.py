"""Features of a set of authors compared with the page's other sets: the byline at the headline, and machine-readable data."""

from __future__ import annotations

import numpy as np

from ....models import FeatureGroup, Matrix
from .author_sources import Byline
from .authors import like_a_person
from .candidates import SignedPage

_ABOVE, _BELOW = 3, 6  # blocks around the headline in which its byline is
_NOT_OWN = ("comments", "related", "footer", "navigation", "side", "caption")

COLUMNS = (
    ("byline", "whether they are persons shown close to the headline"),
    ("byline says by", "whether a line close to the headline says that it is by them"),
    ("in larger byline", "whether they are part of a larger set of persons shown close to the headline"),
    ("larger than stated", "whether they are persons shown close to the headline, of whom data for machines state some"),
    ("other byline", "how many other sets of persons are shown close to the headline, which share none with them"),
    ("persons stated", "whether data for machines state persons"),
    ("others stated", "whether data for machines state persons, but none of them"),
)


def describe(signed: SignedPage) -> Matrix:
    """float32, sets x len(COLUMNS)."""
    if not signed.keys:
        return np.zeros((0, len(COLUMNS)), np.float32)
    persons = [all(map(like_a_person, group[0].names)) for group in signed.bylines]
    shown = [person and any(map(_is_close, group)) for person, group in zip(persons, signed.bylines, strict=True)]
    stated = [
        person and any(one.place is None and not one.bodies for one in group) for person, group in zip(persons, signed.bylines, strict=True)
    ]
    rows = []
    for number, (key, group) in enumerate(zip(signed.keys, signed.bylines, strict=True)):
        others = [(other, i) for i, other in enumerate(signed.keys) if i != number]
        rows.append(
            [
                shown[number],
                any(one.source == "says by" and _is_close(one) for one in group),
                any(shown[i] and key < other for other, i in others),
                shown[number] and any(stated[i] and key > other for other, i in others),
                sum(shown[i] and not key & other for other, i in others),
                any(stated),
                any(stated) and not any(stated[i] and key & other for i, other in enumerate(signed.keys)),
            ]
        )
    return np.array(rows, np.float32)


def _is_close(one: Byline) -> bool:
    return one.place is not None and -_ABOVE <= one.place.gap <= _BELOW and not one.place.is_in(*_NOT_OWN)


GROUP: FeatureGroup[SignedPage] = FeatureGroup("author agreement", 1, COLUMNS, describe)
