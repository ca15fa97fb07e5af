"""Several parts of a model, all boosted trees, evaluated in one pass: for few rows the calls into numpy take longer than their work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Matrix
from .leaf_bits import LeafBits
from .trees import Trees


@dataclass(frozen=True, eq=False)
class TreeGroup:
    """Parts that read the same matrix. `ends` is the number of trees up to the end of each part."""

    parts: Sequence[Trees]
    ends: Sequence[int]
    bits: LeafBits | None

    @classmethod
    def of(cls, parts: Sequence[Trees]) -> TreeGroup:
        """Put at least one part together."""
        below = np.cumsum([0, *(len(part.columns) for part in parts)])[:-1]
        bits = LeafBits.of(
            np.concatenate([part.roots + first for part, first in zip(parts, below, strict=True)]),
            np.concatenate([part.columns for part in parts]),
            np.concatenate([part.thresholds for part in parts]),
            np.concatenate([part.children + first for part, first in zip(parts, below, strict=True)]),
            np.concatenate([part.values for part in parts]),
        )
        return cls(parts, np.cumsum([len(part.roots) for part in parts]).tolist(), bits)

    def scores(self, matrix: Matrix) -> list[Matrix]:
        """The scores (log odds) of each part, each (rows,), equal to those of the parts by themselves."""
        if self.bits is None:
            return [part.scores(matrix) for part in self.parts]
        values = self.bits.reached(matrix)
        firsts = [0, *self.ends]
        return [part.summed(values[first:end]) for part, first, end in zip(self.parts, firsts, self.ends, strict=False)]
