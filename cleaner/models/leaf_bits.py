"""Evaluate boosted trees without walking them: a tree's leaves are the bits of a number, and each split clears those it rules out.

The leaves are numbered from left to right. A row that exceeds the threshold of a split reaches no leaf to the left below it, so those
bits are cleared; the lowest bit that is left when all splits of the tree were asked is the leaf that the row reaches (Lucchese et al.,
"QuickScorer", 2015). All splits are asked at once, in a few passes over arrays, which for numpy is much faster than a step per level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import Indexes, Matrix

Bits = NDArray[Any]  # unsigned integers
_KINDS = (np.uint16, np.uint32, np.uint64)
_FEW_ROWS = 8
_LOWEST = np.zeros(2**16, np.uint8)  # the lowest bit of each 16-bit number
for _bit in range(15, -1, -1):
    _LOWEST[2**_bit :: 2 ** (_bit + 1)] = _bit


@dataclass(frozen=True, eq=False)
class LeafBits:
    """Trees as sets of leaves. `columns` and `thresholds` hold each distinct split once.

    `asked` (nodes of the largest tree, trees) holds the index of the split of each inner node, and `kept`, of the same size, the leaves
    that stay possible for a row that exceeds it; the places that a smaller tree leaves free keep all leaves. `below` (trees, 1) is the
    number of each tree's first leaf in `values`.
    """

    columns: Indexes
    thresholds: Matrix
    asked: Indexes
    kept: Bits
    below: Indexes
    values: Matrix

    @classmethod
    def of(cls, roots: Indexes, columns: Indexes, thresholds: Matrix, children: Indexes, values: Matrix) -> LeafBits | None:
        """The trees of these nodes, as `Trees` holds them. None if none has a split, or one has more than 64 leaves."""
        levels = _levels(roots, children)
        count = np.ones(len(columns), np.intp)  # leaves below each node
        for nodes, _ in reversed(levels):
            count[nodes] = count[children[2 * nodes]] + count[children[2 * nodes + 1]]
        leaves = count[roots]
        if not levels or leaves.max() > 64:
            return None
        below = np.cumsum(leaves) - leaves
        first = np.zeros(len(columns), np.intp)  # the number in `values` of the first leaf below each node
        first[roots] = below
        for nodes, _ in levels:
            left, right = children[2 * nodes], children[2 * nodes + 1]
            first[left], first[right] = first[nodes], first[nodes] + count[left]
        inner, tree = (np.concatenate(parts) for parts in zip(*levels, strict=True))
        ends = np.concatenate([roots, children[2 * inner], children[2 * inner + 1]])
        ends = ends[children[2 * ends] == ends]
        in_order = np.zeros(int(leaves.sum()), np.float32)
        in_order[first[ends]] = values[ends]
        order = np.argsort(tree, kind="stable")
        inner, tree = inner[order], tree[order]
        splits, asked = np.unique(np.stack([columns[inner], thresholds[inner].view(np.int32)], axis=1), axis=0, return_inverse=True)
        kind = next(kind for kind in _KINDS if leaves.max() <= np.iinfo(kind).bits)
        left = np.uint64(2) ** count[children[2 * inner]].astype(np.uint64) - np.uint64(1)  # at most 63 leaves
        place = np.arange(len(inner)) - np.searchsorted(tree, tree)
        shape = int(place.max()) + 1, len(roots)
        table, kept = np.zeros(shape, np.intp), np.full(shape, np.iinfo(kind).max, kind)
        table[place, tree] = asked.ravel()
        kept[place, tree] = (~(left << (first[inner] - below[tree]).astype(np.uint64))).astype(kind)
        columns, thresholds = splits[:, 0].astype(np.intp), splits[:, 1].astype(np.int32).view(np.float32)
        return cls(columns, thresholds, table, kept[:, :, None], below[:, None], in_order)

    def reached(self, matrix: Matrix) -> Matrix:
        """The value of the leaf that each row reaches in each tree: (trees, rows)."""
        if len(matrix) <= _FEW_ROWS:
            return self._reached_by_few(matrix)
        exceeds = matrix.T.take(self.columns, axis=0) > self.thresholds[:, None]
        all_bits = exceeds.astype(self.kept.dtype)
        all_bits -= 1  # no bit where a row exceeds the threshold, all bits elsewhere
        left = all_bits.take(self.asked[0], axis=0) | self.kept[0]
        for asked, kept in zip(self.asked[1:], self.kept[1:], strict=True):
            possible = all_bits.take(asked, axis=0)
            possible |= kept
            left &= possible
        found: Matrix = self.values.take(_lowest(left) + self.below)
        return found

    def _reached_by_few(self, matrix: Matrix) -> Matrix:
        """The same row by row: numpy's inner loops are then over the trees, which are more than the rows."""
        all_bits = (matrix.take(self.columns, axis=1) > self.thresholds).astype(self.kept.dtype)
        all_bits -= 1
        possible = all_bits.take(self.asked, axis=1)
        possible |= self.kept[:, :, 0]
        left = np.bitwise_and.reduce(possible, axis=1)
        return np.ascontiguousarray(self.values.take(_lowest(left) + self.below[:, 0]).T)


def _levels(roots: Indexes, children: Indexes) -> list[tuple[Indexes, Indexes]]:
    """(inner nodes, the tree of each), level by level from the roots."""
    levels: list[tuple[Indexes, Indexes]] = []
    nodes, trees = roots, np.arange(len(roots))
    while True:
        inner = children[2 * nodes] != nodes
        nodes, trees = nodes[inner], trees[inner]
        if not len(nodes):
            return levels
        levels.append((nodes, trees))
        nodes, trees = children[np.concatenate([2 * nodes, 2 * nodes + 1])], np.concatenate([trees, trees])


def _lowest(bits: Bits) -> NDArray[np.uint8]:
    """The number of the lowest bit of each number, none of which is 0."""
    if bits.dtype == np.uint16:
        return _LOWEST.take(bits)
    half = np.iinfo(bits.dtype).bits // 2
    low = bits.astype(_KINDS[_KINDS.index(bits.dtype.type) - 1])  # the lower half
    if low.all():
        return _lowest(low)
    high = (bits >> bits.dtype.type(half)).astype(low.dtype)
    found: NDArray[np.uint8] = np.where(low != 0, _lowest(low), _lowest(high) + np.uint8(half))
    return found
