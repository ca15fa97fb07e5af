"""The record in a model file: the data, folds and libraries that the model was fitted with, and its scores."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from .. import __version__
from ..models import FeatureSet, Matrix
from .data import Data, Example
from .folds import RULE

_LIBRARIES = ("numpy", "catboost", "lightgbm", "scikit-learn", "scipy", "trafilatura", "lxml")
_FEWEST = 10  # minimum rows of a group with its own score
_DIGITS = 4
_PROBE_DECIMALS = 2  # differences between processors are far smaller


@dataclass
class Scores:
    """Out-of-fold scores: the name of the measure, and its mean over all rows and by source, language, page type and style."""

    measure: str
    _values: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, example: Example, value: float, by_style: bool = True) -> None:
        groups = [("all", ""), ("source", example.origin), ("language", example.language), ("type", example.type)]
        for group in [*groups, *([("style", example.style)] if by_style else [])]:
            self._values[group].append(float(value))

    @property
    def mean(self) -> float:
        values = self._values[("all", "")]
        return float(np.mean(values)) if values else 0.0

    def record(self) -> dict[str, Any]:
        out: dict[str, Any] = {"measure": self.measure, "rows": len(self._values[("all", "")]), "all": round(self.mean, _DIGITS)}
        for by in ("source", "language", "type", "style"):
            by_name = {name: values for (kind, name), values in sorted(self._values.items()) if kind == by and len(values) >= _FEWEST}
            if by_name:
                out[by] = {name: [len(values), round(float(np.mean(values)), _DIGITS)] for name, values in by_name.items()}
        return out


def record(
    about: str,
    examples: Sequence[Example],
    data: Data,
    features: Mapping[str, FeatureSet[Any]],
    matrices: Iterable[Matrix],
    scores: Scores,
    needs: Sequence[str],
    limits: Sequence[str],
) -> dict[str, Any]:
    """A model's record; reproducible for the same data, code and libraries."""
    return {
        "about": about,
        "made_by": f"cleaner fit, release {__version__}; not to be edited by hand",
        "data": _data(examples, data),
        "folds": RULE,
        "reads": dict.fromkeys(needs, "out-of-fold"),
        "features": {name: {"count": len(own.names), "hash": own.digest()} for name, own in features.items()},
        "probe": digest(matrices),
        "libraries": _versions(),
        "scores": scores.record(),
        "limits": list(limits),
    }


def digest(matrices: Iterable[Matrix]) -> str:
    """A hash of feature matrices rounded to two decimals: it changes when the code computes other features."""
    made = hashlib.sha256()
    for matrix in matrices:
        made.update(repr(matrix.shape).encode())
        made.update((np.round(np.asarray(matrix, np.float64), _PROBE_DECIMALS) + 0.0).astype("<f8").tobytes())
    return made.hexdigest()[:16]


def _data(examples: Sequence[Example], data: Data) -> dict[str, Any]:
    rows = Counter(example.origin for example in examples)
    domains: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        domains[example.origin].update(example.domains)
    every = sorted(example.digest for example in examples)
    return {
        "rows": len(examples),
        "domains": len(set().union(*domains.values())) if domains else 0,
        "hash": hashlib.sha256("".join(every).encode()).hexdigest()[:16],
        "sources": {
            name: {"rows": count, "domains": len(domains[name]), "licence": data.licence(name)} for name, count in sorted(rows.items())
        },
    }


def _versions() -> dict[str, str]:
    out = {}
    for name in _LIBRARIES:
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            continue
    return out
