"""The blocks about the main text weighed: each one's chance to be text of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ... import models
from ...models import Matrix, Trees
from .blocks import TreeBlock
from .describe import FEATURES, Context

NAME = "blocks"
_MARGIN = 6  # blocks above and below the main text that are asked, too
_WORD = re.compile(r"\w+")


def key_of(text: str) -> str:
    """The words of a text alone, which is what a block and an extracted line have in common."""
    return " ".join(_WORD.findall(text.lower()))


def match(lines: Sequence[str], keys: Sequence[str]) -> list[int | None]:
    """The block that each extracted line came from, by its words; the next below the one before, where there are several."""
    places: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        places.setdefault(key, []).append(index)
    out: list[int | None] = []
    last = -1
    for line in lines:
        found = places.get(key_of(line))
        if not found:
            out.append(None)
            continue
        index = next((at for at in found if at > last), found[0])
        last = max(last, index)
        out.append(index)
    return out


def asked(taken: Matrix) -> slice:
    """The stretch of blocks that is weighed: the main text and a little about it."""
    places = np.flatnonzero(taken)
    return slice(max(0, int(places[0]) - _MARGIN), int(places[-1]) + _MARGIN + 1) if len(places) else slice(0, 0)


def load() -> Trees:
    """The model in use."""
    return models.load(NAME).part("block", Trees, FEATURES)


def chances(blocks: Sequence[TreeBlock], keys: Sequence[str], taken: Matrix) -> dict[int, float]:
    """For each block of the stretch that is weighed, the probability that it is text of the article."""
    stretch = asked(taken)
    if stretch.stop == 0:
        return {}
    probabilities = load().probabilities(FEATURES.matrix(Context(blocks, keys, taken, stretch)))
    return dict(zip(range(stretch.start, len(blocks)), probabilities.tolist(), strict=False))
