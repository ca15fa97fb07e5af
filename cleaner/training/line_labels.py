"""Labels the lines of a scraped text by the gold: which of them belong to the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ..measure import coverage, folded, tokens
from .folds import Array

_SHORT = 8  # maximum tokens of a line that is compared as a whole
_NEAR = 3  # lines


def labels(lines: Sequence[str], gold: str) -> Array:
    """For each line, the share of its tokens, 0 to 1, in runs of four tokens that the gold has, too; -1 for a line without tokens.

    Runs extend across line ends. A short line is text if the gold has the same line and text is nearby. Of identical lines, only as many
    are text as the gold has: those with the most text nearby.
    """
    found = np.array(coverage(lines, gold), np.float32)
    keys = [folded(line) for line in lines]
    _short(found, lines, keys, gold)
    _copies(found, lines, keys, gold)
    return found


def _short(found: Array, lines: Sequence[str], keys: Sequence[str], gold: str) -> None:
    gold_lines = {folded(line) for line in gold.split("\n")}
    text = found >= 0.5
    for i, line in enumerate(lines):
        near = text[max(0, i - _NEAR) : i].any() or text[i + 1 : i + 1 + _NEAR].any()
        if near and 0 <= found[i] < 0.5 and keys[i] in gold_lines and len(tokens(line)) <= _SHORT:
            found[i] = 1


def _copies(found: Array, lines: Sequence[str], keys: Sequence[str], gold: str) -> None:
    repeated = [key for key, count in Counter(keys).items() if count > 1 and key]
    if not repeated:
        return
    size = np.array([len(tokens(line)) for line in lines], np.float32)
    whole = f" {folded(gold)} "
    for key in repeated:
        at = [i for i, own in enumerate(keys) if own == key and found[i] >= 0.5]
        wanted = whole.count(f" {key} ")
        if wanted < len(at):
            near = {i: float((np.clip(found, 0, 1) * size)[max(0, i - 4) : i + 5].sum()) for i in at}
            for i in sorted(at, key=lambda i: (-near[i], i))[max(1, wanted) :]:
                found[i] = 0
