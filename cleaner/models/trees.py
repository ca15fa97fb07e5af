"""Boosted trees whose leaves may stand at any depth, as LightGBM grows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .arrays import Indexes, Matrix, floats, indexes, logistic, slices

_CELLS = 2**14  # rows x trees at a time: what is held beside the matrix stays in the processor's cache
_DEEP = 8  # levels, up to which each has a table


@dataclass(frozen=True, eq=False)
class Trees:
    """score = bias + the value of the leaf that a row comes to in each tree; probability = logistic of it.

    The nodes of all trees stand in one list. From node i a row goes on to `children[2 * i]` while its feature is at most the
    threshold, and else to `children[2 * i + 1]`; a leaf is its own child, on both sides. `values` of inner nodes are the mean
    of the leaves below, from which follows what a feature contributes. Trees are ordered from the deepest to the shallowest:
    `active[level]` of them, the first ones, have nodes below that level.
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
        """The trees in a file's part, for a matrix in which their features stand in `columns`. Raises ValueError.

        The part holds lists over all trees together: `leaves`, how many each tree has; `splits`, `cuts`, `left`, `right` and
        `means` of the inner nodes, `values` of the leaves. A child from 0 on is an inner node of the same tree, ~k its leaf k.
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
                raise ValueError("a node has a child that is not below it")  # so that no row goes in circles
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
        """The score (log odds) of each row."""
        own = self._by_level if len(self.active) <= _DEEP else self._by_node
        parts = [own(matrix[rows]) for rows in slices(len(matrix), _CELLS // max(1, len(self.roots)))]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _by_level(self, matrix: Matrix) -> Matrix:
        """All rows go down all trees at once; the node below number n of a level is number 2n of the next, or 2n + 1."""
        (columns, thresholds), *below = self._levels
        cells = np.ascontiguousarray(matrix).ravel()
        row = np.arange(len(matrix)) * matrix.shape[1]
        at = 2 * np.arange(len(self.roots))[:, None] + (cells.take(columns[:, None] + row) > thresholds[:, None])
        for columns, thresholds in below:
            cell = columns.take(at)
            cell += row
            right = cells.take(cell) > thresholds.take(at)
            at <<= 1
            at += right
        return self._summed(self._leaves.take(at))

    def _by_node(self, matrix: Matrix) -> Matrix:
        """The same for trees too deep for a table of each level."""
        cells = np.ascontiguousarray(matrix).ravel()
        row = np.arange(len(matrix)) * matrix.shape[1]
        at = np.repeat(self.roots[:, None], len(matrix), axis=1)
        for trees in self.active:
            node = at[:trees]
            right = cells.take(self.columns.take(node) + row) > self.thresholds.take(node)
            at[:trees] = self.children.take(2 * node + right)
        return self._summed(self.values.take(at))

    def _summed(self, values: Matrix) -> Matrix:
        scores: Matrix = values.sum(axis=0, dtype=np.float32) + np.float32(self.bias)
        return scores

    @cached_property
    def _tables(self) -> tuple[list[tuple[Indexes, Matrix]], Matrix]:
        """The column and the threshold of each node, level by level, with every tree made full: a leaf stands on the left of all levels
        below its own. And the values of the lowest level."""
        levels, at = [], self.roots[:, None]
        for _ in self.active or (1,):
            leaf = self.children[2 * at] == at
            levels.append((np.where(leaf, 0, self.columns[at]).ravel(), np.where(leaf, np.float32(np.inf), self.thresholds[at]).ravel()))
            at = np.stack([self.children[2 * at], self.children[2 * at + 1]], axis=2).reshape(len(at), -1)
        return levels, self.values[at].ravel()

    @property
    def _levels(self) -> list[tuple[Indexes, Matrix]]:
        return self._tables[0]

    @property
    def _leaves(self) -> Matrix:
        return self._tables[1]

    def probabilities(self, matrix: Matrix) -> Matrix:
        """The probability of each row."""
        return logistic(self.scores(matrix))

    def contributions(self, row: Matrix) -> Matrix:
        """What each feature adds for one row against the mean row: along each tree's path, the change of the mean at its splits."""
        out = np.zeros(len(row), np.float32)
        node = self.roots
        for _ in self.active:
            column = self.columns[node]
            below = self.children[2 * node + (row[column] > self.thresholds[node])]
            np.add.at(out, column, self.values[below] - self.values[node])  # of a leaf, whose child is itself, nothing
            node = below
        return out


def _depths(children: Indexes, size: int, tree: Indexes, first: Indexes, count: int) -> Indexes:
    """How many splits lie between each tree's root and its deepest leaf."""
    depths = np.zeros(count, np.intp)
    nodes = first[np.bincount(tree, minlength=count) > 0]
    for level in range(1, size + 1):
        if not len(nodes):
            break
        depths[tree[nodes]] = level
        below = children[np.concatenate([2 * nodes, 2 * nodes + 1])]
        nodes = below[below < size]
    return depths
