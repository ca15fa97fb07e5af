"""Linear models over hashed tokens: each token adds the weight of its slot in a table of fixed size."""

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
    """score = bias + the weights of a row's tokens; probability = logistic of it. A row is a list of token ids, see `ids_of`."""

    bias: float
    weights: Matrix  # 2^bits of them

    @classmethod
    def of(cls, part: Mapping[str, Any], columns: Indexes | None = None) -> HashedLinear:
        """The model in a file's part. Raises ValueError. A weight is a signed byte times `scale`, all of them in base64."""
        raw = np.frombuffer(base64.b64decode(part["weights"], validate=True), np.int8)
        bits = int(part["bits"])
        if not 0 < bits <= _MOST_BITS or len(raw) != 2**bits:
            raise ValueError(f"it has {len(raw)} weights where 2 to the power of {bits} are due")
        return cls(float(part["bias"]), raw.astype(np.float32) * np.float32(part["scale"]))

    @property
    def bits(self) -> int:
        return len(self.weights).bit_length() - 1

    def scores(self, rows: Sequence[Indexes]) -> Matrix:
        """The score (log odds) of each row."""
        sizes = np.array([len(row) for row in rows], np.intp)
        out = np.zeros(len(rows), np.float32)
        if sizes.any():
            own = np.repeat(np.arange(len(rows)), sizes)
            out += np.bincount(own, self.weights[np.concatenate(rows)], len(rows)).astype(np.float32)
        return out + np.float32(self.bias)

    def probabilities(self, rows: Sequence[Indexes]) -> Matrix:
        """The probability of each row."""
        return logistic(self.scores(rows))

    def contributions(self, row: Indexes) -> Matrix:
        """What each token of one row adds to its score, in the row's order."""
        found: Matrix = self.weights[row]
        return found


def ids_of(tokens: Iterable[str], bits: int) -> Indexes:
    """The slot of each token in a table of 2^bits: the same on every machine."""
    low = (1 << bits) - 1
    return np.array([zlib.crc32(token.encode("utf-8", "surrogatepass")) & low for token in tokens], np.intp)


def packed(bias: float, weights: Matrix) -> dict[str, Any]:
    """A model's part in its file's form: weights as signed bytes, the largest at 127."""
    scale = float(np.float32(np.abs(weights).max(initial=0) / 127)) or 1.0
    quantised = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    return {
        "kind": "hashed",
        "bias": round(bias, 4),
        "bits": len(weights).bit_length() - 1,
        "scale": float(f"{scale:.9g}"),
        "weights": base64.b64encode(quantised.tobytes()).decode("ascii"),
    }
