"""Boosted trees with leaves at any depth, as LightGBM grows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .arrays import Indexes, Matrix, floats, indexes, logistic, slices
from .leaf_bits import LeafBits

_CELLS = 2**19  # rows x nodes per batch, so that the intermediate arrays fit in the processor's cache


@dataclass(frozen=True, eq=False)
class Trees:
    """score = bias + sum of the values of the leaves that a row reaches; probability = logistic(score).

    The nodes of all trees are in one list. From node i a row continues at `children[2 * i]` if its feature is at most the threshold,
    otherwise at `children[2 * i + 1]`; a leaf is its own child, on both sides. `values` of inner nodes are the mean of the leaves below;
    the contributions of features are computed from them. Trees are ordered from the deepest to the shallowest: the first
    `active[level]` of them have nodes below that level.
    """

    bias: float
    roots: Indexes
    columns: Indexes
    thresholds: Matrix
    children: Indexes
    values: Matrix
    active: tuple[int, ...]

    @classmethod
    def of(cls, part: Mapping[str, Any], columns: Indexes) -> Trees:
        """Read the trees from a part of a file; `columns` are the indexes of their features in the matrix. Raises ValueError.

        The part holds lists over all trees together: `leaves` is the number of leaves of each tree; `splits`, `cuts`, `left`, `right`
        and `means` belong to the inner nodes, `values` to the leaves. A child of 0 or more is an inner node of the same tree; ~k is its
        leaf k.
        """
        leaves = indexes(part["leaves"], 2**16)
        inner = leaves - 1
        if len(leaves) and int(inner.min()) < 0:
            raise ValueError("a tree has no leaf")
        size, count = int(inner.sum()), int(leaves.sum())
        lists = {name: part[name] for name in ("splits", "cuts", "left", "right", "means")}
        if any(len(found) != size for found in lists.values()) or len(part["values"]) != count:
            raise ValueError("the lists of its trees are of different lengths")
        splits = indexes(lists["splits"], max(1, len(columns)))
        nodes = size + count
        tree = np.repeat(np.arange(len(leaves)), inner)
        first_inner, first_leaf = np.cumsum(inner) - inner, size + np.cumsum(leaves) - leaves
        children = np.repeat(np.arange(nodes), 2)
        for side, name in enumerate(("left", "right")):
            own = np.array(lists[name], np.intp)
            bound = np.where(own >= 0, inner[tree], leaves[tree])
            if ((np.where(own >= 0, own, ~own) >= bound) | ((own >= 0) & (own <= np.arange(size) - first_inner[tree]))).any():
                raise ValueError("a node has a child that is not below it")  # otherwise evaluation might not end
            children[side : 2 * size : 2] = np.where(own >= 0, own + first_inner[tree], first_leaf[tree] + ~own)
        depths = _depths(children, size, tree, first_inner, len(leaves))
        order = np.argsort(-depths, kind="stable")
        roots = np.where(inner > 0, first_inner, first_leaf)[order]
        all_columns, thresholds = np.zeros(nodes, np.intp), np.full(nodes, np.inf, np.float32)
        all_columns[:size], thresholds[:size] = columns[splits] if size else [], floats(lists["cuts"])
        values = np.concatenate([floats(lists["means"]), floats(part["values"])])
        active = tuple(int((depths > level).sum()) for level in range(int(depths.max(initial=0))))
        return cls(float(part["bias"]), roots, all_columns, thresholds, children, values, active)

    def scores(self, matrix: Matrix) -> Matrix:
        """The score (log odds) of each row: (rows,)."""
        reached = self._bits.reached if self._bits is not None else self._by_node
        parts = [self.summed(reached(matrix[rows])) for rows in slices(len(matrix), _CELLS // max(1, len(self.columns)))]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _by_node(self, matrix: Matrix) -> Matrix:
        """The value of the leaf that each row reaches in each tree: (trees, rows). For trees with more leaves than a number has bits."""
        cells = np.ascontiguousarray(matrix).ravel()
        row = np.arange(len(matrix)) * matrix.shape[1]
        at = np.repeat(self.roots[:, None], len(matrix), axis=1)
        for trees in self.active:
            node = at[:trees]
            right = cells.take(self.columns.take(node) + row) > self.thresholds.take(node)
            at[:trees] = self.children.take(2 * node + right)
        found: Matrix = self.values.take(at)
        return found

    def summed(self, values: Matrix) -> Matrix:
        """The score of each row by the values of the leaves that it reaches: (trees, rows) to (rows,)."""
        scores: Matrix = values.sum(axis=0, dtype=np.float32) + np.float32(self.bias)
        return scores

    @cached_property
    def _bits(self) -> LeafBits | None:
        return LeafBits.of(self.roots, self.columns, self.thresholds, self.children, self.values)

    def probabilities(self, matrix: Matrix) -> Matrix:
        """The probability of each row: (rows,)."""
        return logistic(self.scores(matrix))

    def contributions(self, row: Matrix) -> Matrix:
        """The contribution of each feature to one row's score, relative to the mean row: (columns of the matrix,).

        It is the sum of the changes of the mean value at the feature's splits along each tree's path.
        """
        out = np.zeros(len(row), np.float32)
        node = self.roots
        for _ in self.active:
            column = self.columns[node]
            below = self.children[2 * node + (row[column] > self.thresholds[node])]
            np.add.at(out, column, self.values[below] - self.values[node])  # 0 for a leaf, which is its own child
            node = below
        return out


def _depths(children: Indexes, size: int, tree: Indexes, first: Indexes, count: int) -> Indexes:
    """The number of splits between each tree's root and its deepest leaf: (count,)."""
    depths = np.zeros(count, np.intp)
    nodes = first[np.bincount(tree, minlength=count) > 0]
    for level in range(1, size + 1):
        if not len(nodes):
            break
        depths[tree[nodes]] = level
        below = children[np.concatenate([2 * nodes, 2 * nodes + 1])]
        nodes = below[below < size]
    return depths
