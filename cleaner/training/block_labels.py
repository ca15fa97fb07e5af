"""Which blocks of a page are text by its gold: the share of a block's tokens in runs of four that gold has, too.

A block of fewer tokens counts where the run across its ends is gold's, or where it is a whole line of gold with gold around it. Of
blocks that read the same only as many count as gold has, those with most gold around.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from ..measure import SHINGLE, coverage, folded, tokens
from .folds import Array

_NEAR = 4  # blocks to either side
_SHORT_NEAR = 0.3  # gold around a short block that is a line of gold
_SHARE = 0.5  # of a block's tokens from which on it is text


def block_labels(texts: Sequence[str], paragraphs: Sequence[str]) -> Array:
    """For each text 1 or 0: whether it is text by gold."""
    gold = "\n".join(paragraphs)
    found = [tokens(text) for text in texts]
    own = np.array(
        [max(0.0, coverage([text], gold)[0]) if len(words) >= SHINGLE else 0.0 for text, words in zip(texts, found, strict=True)]
    )
    across = np.array(coverage(texts, gold))
    lines = Counter(folded(line) for text in paragraphs for line in text.split("\n"))
    keys = [folded(text) for text in texts]
    label = own >= _SHARE
    for at in [at for at, words in enumerate(found) if 0 < len(words) < SHINGLE]:
        label[at] = across[at] >= 1 or (lines[keys[at]] > 0 and _around(own, found, at) > _SHORT_NEAR)
    _drop_copies(label, keys, found, f" {folded(gold)} ")
    return label.astype(np.float32)


def _around(own: Array, found: Sequence[Sequence[str]], at: int) -> float:
    """The mean coverage of the longer blocks near by."""
    near = [own[i] for i in range(max(0, at - _NEAR), min(len(found), at + _NEAR + 1)) if i != at and len(found[i]) >= SHINGLE]
    return float(np.mean(near)) if near else 0.0


def _drop_copies(label: Array, keys: Sequence[str], found: Sequence[Sequence[str]], gold: str) -> None:
    """Take the label from surplus copies."""
    copies: dict[str, list[int]] = defaultdict(list)
    for at in np.flatnonzero(label).tolist():
        copies[keys[at]].append(at)
    size = np.array([min(len(words), 50) for words in found], np.float32)
    held = label * size
    for key, places in copies.items():
        surplus = len(places) - max(1, gold.count(f" {key} "))
        if surplus > 0:
            worth = {at: held[max(0, at - _NEAR) : at + _NEAR + 1].sum() - held[at] for at in places}
            label[sorted(places, key=lambda at: worth[at])[:surplus]] = 0
