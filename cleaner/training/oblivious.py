"""Fits oblivious trees (one question per level) by CatBoost, deterministically, and converts them to the format of model files."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..models import FeatureSet, Matrix, Oblivious
from .boosting import SEED as SEED
from .folds import Array, check

_VALUE_DIGITS, _CUT_DIGITS = 4, 9
_THREADS = 2  # fixed, since the order of summation depends on it


class Growth(NamedTuple):
    """The parameters of growing trees. depth: questions per tree; rate: learning rate; ridge: L2 penalty; features: the share that each
    level is chosen from; bins: maximum thresholds of a feature."""

    trees: int = 300
    depth: int = 6
    rate: float = 0.12
    ridge: float = 6.0
    features: float = 0.3
    bins: int = 48


def fit(matrix: Matrix, label: Array, weight: Array, growth: Growth, features: FeatureSet[Any]) -> dict[str, Any]:
    """Trees fitted on the rows of positive weight, as a part of a model file. Raises InputError if the labels are all of one kind."""
    from catboost import CatBoostClassifier, Pool

    check(label, weight)
    used = np.flatnonzero(weight > 0)
    pool = Pool(np.asarray(matrix[used], np.float32), (label[used] >= 0.5).astype(int), weight=weight[used])
    model = CatBoostClassifier(
        loss_function="Logloss",
        iterations=growth.trees,
        depth=growth.depth,
        learning_rate=growth.rate,
        l2_leaf_reg=growth.ridge,
        rsm=growth.features,
        border_count=growth.bins,
        bootstrap_type="No",
        boosting_type="Plain",
        leaf_estimation_iterations=1,
        random_seed=SEED,
        random_strength=0,
        thread_count=_THREADS,
        allow_writing_files=False,
        verbose=False,
    )
    model.fit(pool)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return part_of(json.loads(path.read_text(encoding="utf-8")), features)


def scores(part: dict[str, Any], features: FeatureSet[Any], matrix: Matrix) -> Matrix:
    """The scores of rows by a fitted part, computed as the program does."""
    return Oblivious.of(part, features.resolve(part["features"], "fit")).scores(matrix)


def part_of(model: dict[str, Any], features: FeatureSet[Any]) -> dict[str, Any]:
    """CatBoost's trees in the format of `cleaner.models.oblivious`: distinct questions, with the first question's bit the highest."""
    flat = [feature["flat_feature_index"] for feature in model["features_info"]["float_features"]]
    trees = [tree for tree in model["oblivious_trees"] if tree["splits"]]
    depth = max((len(tree["splits"]) for tree in trees), default=0)
    asked = {(flat[split["float_feature_index"]], _cut(split["border"])) for tree in trees for split in tree["splits"]}
    order = sorted(asked)
    place = {question: index for index, question in enumerate(order)}
    used = sorted({column for column, _ in order})
    at = {column: index for index, column in enumerate(used)}
    questions, values, counts = [], [], []
    for tree in trees:
        levels = [place[flat[split["float_feature_index"]], _cut(split["border"])] for split in reversed(tree["splits"])]
        missing = depth - len(levels)  # a shallower tree repeats its first question; leaves that no row reaches are empty
        questions += [levels[0]] * missing + levels
        spread = np.zeros(2**depth), np.zeros(2**depth)
        size = len(tree["leaf_values"])
        for leaf in range(size):
            first = leaf >> (len(levels) - 1) & 1
            head = ((1 << missing) - 1) * first
            index = head << len(levels) | leaf
            spread[0][index], spread[1][index] = tree["leaf_values"][leaf], tree["leaf_weights"][leaf]
        values += [round(float(value), _VALUE_DIGITS) for value in spread[0]]
        counts += [round(float(count), 1) for count in spread[1]]
    scale, bias = model["scale_and_bias"]
    bias = bias[0] if isinstance(bias, list) else bias
    if scale != 1:
        values = [round(value * scale, _VALUE_DIGITS) for value in values]
    return {
        "kind": "oblivious",
        "bias": round(float(bias), _VALUE_DIGITS),
        "depth": depth,
        "features": features.declare(used),
        "at": [at[column] for column, _ in order],
        "cuts": [cut for _, cut in order],
        "questions": questions,
        "values": values,
        "counts": counts,
    }


def _cut(value: float) -> float:
    """A threshold, rounded to the digits of a 32-bit float."""
    return float(f"{float(np.float32(value)):.{_CUT_DIGITS}g}")
