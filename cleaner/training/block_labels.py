"""Labels a page's blocks by its gold: a block is text if enough of its tokens are in runs of four tokens that the gold has, too.

A block of fewer tokens is text if the runs that extend beyond its ends are in the gold, or if it is a whole line of the gold with gold text
nearby. Of identical blocks, only as many are text as the gold has: those with the most gold text nearby.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from ..measure import SHINGLE, coverage, folded, tokens
from .folds import Array

_NEAR = 4  # blocks to either side
_SHORT_NEAR = 0.3  # minimum coverage near a short block that is a line of the gold
_SHARE = 0.5  # share of a block's tokens in the gold with which it is text


def block_labels(texts: Sequence[str], paragraphs: Sequence[str]) -> Array:
    """For each block's text, 1 if it is text by the gold, else 0; shape (texts,)."""
    gold = "\n".join(paragraphs)
    found = [tokens(text) for text in texts]
    coverages = np.array(
        [max(0.0, coverage([text], gold)[0]) if len(words) >= SHINGLE else 0.0 for text, words in zip(texts, found, strict=True)]
    )
    across = np.array(coverage(texts, gold))
    lines = Counter(folded(line) for text in paragraphs for line in text.split("\n"))
    keys = [folded(text) for text in texts]
    label = coverages >= _SHARE
    for at in [at for at, words in enumerate(found) if 0 < len(words) < SHINGLE]:
        label[at] = across[at] >= 1 or (lines[keys[at]] > 0 and _around(coverages, found, at) > _SHORT_NEAR)
    _drop_copies(label, keys, found, f" {folded(gold)} ")
    return label.astype(np.float32)


def _around(coverages: Array, found: Sequence[Sequence[str]], at: int) -> float:
    """The mean coverage of the longer blocks nearby; 0 if there are none."""
    near = [coverages[i] for i in range(max(0, at - _NEAR), min(len(found), at + _NEAR + 1)) if i != at and len(found[i]) >= SHINGLE]
    return float(np.mean(near)) if near else 0.0


def _drop_copies(label: Array, keys: Sequence[str], found: Sequence[Sequence[str]], gold: str) -> None:
    """Set the label of surplus copies to 0, in place."""
    copies: dict[str, list[int]] = defaultdict(list)
    for at in np.flatnonzero(label).tolist():
        copies[keys[at]].append(at)
    size = np.array([min(len(words), 50) for words in found], np.float32)
    gold_sizes = label * size
    for key, places in copies.items():
        surplus = len(places) - max(1, gold.count(f" {key} "))
        if surplus > 0:
            worth = {at: gold_sizes[max(0, at - _NEAR) : at + _NEAR + 1].sum() - gold_sizes[at] for at in places}
            label[sorted(places, key=lambda at: worth[at])[:surplus]] = 0
