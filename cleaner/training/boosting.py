"""Fits boosted trees by LightGBM, deterministically, and converts them to the format of model files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..models import FeatureSet, Matrix, Trees
from .folds import Array, check

SEED = 7
_VALUE_DIGITS, _CUT_DIGITS = 4, 9  # decimals of a leaf's value, significant digits of a threshold


class Growth(NamedTuple):
    """The parameters of growing trees. leaves: maximum per tree; depth: maximum splits above a leaf, -1 for no limit; rate: learning rate;
    ridge: L2 penalty; features, rows: the share that each tree is grown on; least: minimum rows in a leaf; bins: maximum thresholds of a
    feature; gain: minimum gain of a split. objective: `binary`, `cross_entropy` for labels between 0 and 1, or `lambdarank` for rows in
    groups, in each of which the rows labelled 1 are to score highest. places: how many of a group's first places count, for `lambdarank`."""

    trees: int = 200
    leaves: int = 15
    depth: int = -1
    rate: float = 0.06
    ridge: float = 10.0
    features: float = 0.5
    rows: float = 1.0
    least: int = 20
    bins: int = 255
    gain: float = 0.0
    objective: str = "binary"
    places: int = 30


def fit(
    matrix: Matrix, label: Array, weight: Array, growth: Growth, features: FeatureSet[Any], groups: Sequence[int] | None = None
) -> dict[str, Any]:
    """Trees fitted on the rows of positive weight, as a part of a model file.

    `groups`: the number of rows in each group, for the objective `lambdarank`; all weights must be positive then. Raises InputError if
    the labels are all of one kind.
    """
    import lightgbm

    check(label, weight)
    used = weight > 0
    parameters = {
        "objective": growth.objective,
        "learning_rate": growth.rate,
        "num_leaves": growth.leaves,
        "max_depth": growth.depth,
        "lambda_l2": growth.ridge,
        "feature_fraction": growth.features,
        "bagging_fraction": growth.rows,
        "bagging_freq": int(growth.rows < 1),
        "min_data_in_leaf": growth.least,
        "min_gain_to_split": growth.gain,
        "max_bin": growth.bins,
        "lambdarank_truncation_level": growth.places,
        "seed": SEED,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,  # one order of summation, so that results are reproducible
        "use_missing": False,
        "feature_pre_filter": False,
        "verbose": -1,
    }
    table = np.asarray(matrix[used], np.float32)
    data = lightgbm.Dataset(
        table, np.asarray(label[used], np.float64), weight=np.asarray(weight[used], np.float64), group=groups, params=parameters
    )
    booster = lightgbm.train(parameters, data, num_boost_round=growth.trees)
    return part_of(booster.dump_model()["tree_info"], features)


def part_of(trees: list[dict[str, Any]], features: FeatureSet[Any]) -> dict[str, Any]:
    """LightGBM's trees in the format of `cleaner.models.trees`. The mean of the first tree, which contains the bias, becomes the bias."""
    grown = [_flat(tree["tree_structure"]) for tree in trees]
    used = sorted({column for tree in grown for column in tree["splits"]})
    place = {column: index for index, column in enumerate(used)}
    bias = grown[0]["root"] if grown else 0.0
    if grown:
        for name in ("means", "values"):
            grown[0][name] = [value - bias for value in grown[0][name]]
    return {
        "kind": "trees",
        "bias": round(bias, _VALUE_DIGITS),
        "features": features.declare(used),
        "leaves": [len(tree["values"]) for tree in grown],
        "splits": [place[column] for tree in grown for column in tree["splits"]],
        "cuts": [_cut(value) for tree in grown for value in tree["cuts"]],
        "left": [child for tree in grown for child in tree["left"]],
        "right": [child for tree in grown for child in tree["right"]],
        "means": [round(value, _VALUE_DIGITS) for tree in grown for value in tree["means"]],
        "values": [round(value, _VALUE_DIGITS) for tree in grown for value in tree["values"]],
    }


def scores(part: dict[str, Any], features: FeatureSet[Any], matrix: Matrix) -> Matrix:
    """The scores of rows by a fitted part, computed as the program does."""
    return Trees.of(part, features.resolve(part["features"], "fit")).scores(matrix)


def _cut(value: float) -> float:
    """The greatest 32-bit float not above the threshold: features are 32-bit floats, so it divides them in the same way."""
    rounded = np.float32(value)
    if float(rounded) > value:
        rounded = np.nextafter(rounded, np.float32(-np.inf))
    return float(f"{float(rounded):.{_CUT_DIGITS}g}")


def _flat(tree: dict[str, Any]) -> dict[str, Any]:
    """One tree as lists over its inner nodes and its leaves, parents before children."""
    out: dict[str, Any] = {name: [] for name in ("splits", "cuts", "left", "right", "means", "values")}

    def add(node: dict[str, Any]) -> tuple[int, float, int]:
        """Add a node and its descendants to the lists; returns its (index, mean, rows)."""
        if "split_feature" not in node:
            out["values"].append(node["leaf_value"])
            return ~(len(out["values"]) - 1), node["leaf_value"], node.get("leaf_count", 1)
        at = len(out["splits"])
        for name, value in (("splits", node["split_feature"]), ("cuts", node["threshold"]), ("left", 0), ("right", 0), ("means", 0.0)):
            out[name].append(value)
        sides = [add(node["left_child"]), add(node["right_child"])]
        out["left"][at], out["right"][at] = (index for index, _, _ in sides)
        rows = sum(count for _, _, count in sides)
        out["means"][at] = sum(mean * count for _, mean, count in sides) / max(1, rows)
        return at, out["means"][at], rows

    out["root"] = add(tree)[1]
    return out
