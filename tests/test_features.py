"""Features are equal to the golden matrices; after an intended change, `python tests/test_features.py` writes them again.

A change that is meant raises the version of its FeatureGroup, too, and the models that read it are fitted again (`make models`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.training import probes
from cleaner.training.blocks import PLAIN
from cleaner.training.registry import TRAINERS

GOLDEN = Path(__file__).with_name("golden")
TEXTS, PAGES = (1, 2), (1,)  # of the probe: short texts, and a page of two articles
BY_NAME = {trainer.name: trainer for trainer in TRAINERS}


def matrices(name: str) -> list[dict[str, Any]]:
    """The features of a model on the probe: of each matrix the columns by name, two decimals a value; those all zero are left out."""
    trainer = BY_NAME[name]
    sets = {len(features.names): features.names for features in (*trainer.features.values(), PLAIN)}
    out = []
    for matrix in trainer.probe([probes.texts()[n] for n in TEXTS], [probes.pages()[n] for n in PAGES]):
        columns = zip(sets[matrix.shape[1]], matrix.T, strict=True)
        out.append({column: [round(float(value), 2) + 0.0 for value in values] for column, values in columns if values.any()})
    return out


@pytest.mark.parametrize("name", BY_NAME)
def test_features_are_the_golden_ones(name: str) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    found = matrices(name)
    assert len(found) == len(golden) > 0
    for own, wanted in zip(found, golden, strict=True):
        assert own.keys() == wanted.keys()
        different = [column for column in wanted if own[column] != pytest.approx(wanted[column], abs=0.011)]
        assert not different, f"these features of {name} changed: raise their version, fit again, and run {Path(__file__).name}"


def test_the_probe_tells_columns_apart() -> None:
    for name in BY_NAME:
        found = matrices(name)
        assert sum(map(len, found)) > 12, name
        assert len({tuple(values) for matrix in found for values in matrix.values()}) > 6, name


if __name__ == "__main__":
    for each in BY_NAME:
        rows = ",\n".join(
            "{" + ",\n".join(f"{json.dumps(column)}:{json.dumps(values, separators=(',', ':'))}" for column, values in matrix.items()) + "}"
            for matrix in matrices(each)
        )
        (GOLDEN / f"{each}.json").write_text(f"[{rows}]\n", encoding="utf-8")
