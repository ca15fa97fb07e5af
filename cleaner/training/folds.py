"""Folds by registered domain, the same for all models, so that no model learns about held-out data through another model.

A model is fitted once without each fold, and once on all rows. Reported scores, and the output that later models read, come for each
row from the fit without the row's fold. A file with stories of several domains has the fold of its first story; a row of such a file
(a line, a gap between paragraphs) has the fold of the story it belongs to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError

FOLDS = 5
RULE = f"sha256 of the registered domain, modulo {FOLDS}; a row of several stories: the domain of its own story"
Array = NDArray[Any]


def fold_of(domain: str) -> int:
    """The fold, 0 to FOLDS - 1, of a registered domain or its substitute."""
    return int.from_bytes(hashlib.sha256(domain.encode("utf-8", "surrogatepass")).digest()[:8]) % FOLDS


def check(label: Array, weight: Array) -> None:
    """Raise InputError unless the rows of positive weight have labels of both kinds."""
    kinds = label[weight > 0] >= 0.5
    if not kinds.any() or kinds.all():
        problem = "the rows to learn from are all of one kind" if len(kinds) else "there are no rows to learn from"
        raise InputError(problem, place="cleaner fit", remedy="Give pages of more domains: each fit leaves out a fifth of them.")


def joined(fold: Array, parts: Sequence[Callable[[Array], Array]]) -> Array:
    """Out-of-fold values for all rows: `parts[k]` computes them for the rows (a mask) of fold k; shape of `fold`."""
    out: Array = np.zeros(len(fold), np.float32)
    for number, part in enumerate(parts):
        mask = fold == number
        if mask.any():
            out[mask] = part(mask)
    return out
