"""Linear models over hashed tokens: each token contributes the weight of its slot in a table of fixed size."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arrays import Indexes, Matrix, logistic

_MOST_BITS = 24


@dataclass(frozen=True, eq=False)
class HashedLinear:
    """score = bias + sum of the weights of a row's tokens; probability = logistic(score). A row is an array of token ids, see `ids_of`."""

    bias: float
    weights: Matrix  # (2^bits,)

    @classmethod
    def of(cls, part: Mapping[str, Any], columns: Indexes | None = None) -> HashedLinear:
        """Read the model from a part of a file. Raises ValueError. The weights are base64 of signed bytes, to be multiplied by `scale`."""
        raw = np.frombuffer(base64.b64decode(part["weights"], validate=True), np.int8)
        bits = int(part["bits"])
        if not 0 < bits <= _MOST_BITS or len(raw) != 2**bits:
            raise ValueError(f"it has {len(raw)} weights instead of 2 to the power of {bits}")
        return cls(float(part["bias"]), raw.astype(np.float32) * np.float32(part["scale"]))

    @property
    def bits(self) -> int:
        return len(self.weights).bit_length() - 1

    def scores(self, rows: Sequence[Indexes]) -> Matrix:
        """The score (log odds) of each row: (rows,)."""
        sizes = np.array([len(row) for row in rows], np.intp)
        out = np.zeros(len(rows), np.float32)
        if sizes.any():
            own = np.repeat(np.arange(len(rows)), sizes)
            out += np.bincount(own, self.weights[np.concatenate(rows)], len(rows)).astype(np.float32)
        return out + np.float32(self.bias)

    def probabilities(self, rows: Sequence[Indexes]) -> Matrix:
        """The probability of each row: (rows,)."""
        return logistic(self.scores(rows))

    def contributions(self, row: Indexes) -> Matrix:
        """The contribution of each token of one row to its score, in the row's order."""
        found: Matrix = self.weights[row]
        return found


def ids_of(tokens: Iterable[str], bits: int) -> Indexes:
    """The slot of each token in a table of 2^bits slots; the same on every machine."""
    low = (1 << bits) - 1
    return np.array([zlib.crc32(token.encode("utf-8", "surrogatepass")) & low for token in tokens], np.intp)


def packed(bias: float, weights: Matrix) -> dict[str, Any]:
    """The part of a model's file for these numbers: the weights as signed bytes, scaled so that the largest is 127."""
    scale = float(np.float32(np.abs(weights).max(initial=0) / 127)) or 1.0
    quantised = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    return {
        "kind": "hashed",
        "bias": round(bias, 4),
        "bits": len(weights).bit_length() - 1,
        "scale": float(f"{scale:.9g}"),
        "weights": base64.b64encode(quantised.tobytes()).decode("ascii"),
    }
