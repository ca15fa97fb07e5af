"""Features, declared where they are computed: fitting and prediction use the same names and the same functions.

A `FeatureGroup` computes several columns together and has a version, which must be raised whenever its numbers change. A model's file
names the groups, their versions and the columns it reads; a file that does not match the code is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np

from ..errors import ModelError
from .arrays import Indexes, Matrix

C = TypeVar("C")
REMEDY = "Fit it again with `cleaner fit DATA --out DIR`, or use the models that come with the program."


@dataclass(frozen=True, eq=False)
class FeatureGroup(Generic[C]):
    """Columns that one function computes.

    columns: (name, plain-language description) of each; names are unique within a FeatureSet. version: an integer, to be raised with
    every change of a column's values. compute: takes a context, such as a page's blocks; returns a float32 matrix, rows x columns.
    """

    name: str
    version: int
    columns: tuple[tuple[str, str], ...]
    compute: Callable[[C], Matrix]


@dataclass(frozen=True, eq=False)
class FeatureSet(Generic[C]):
    """Groups over one kind of context, with their columns side by side. Raises ValueError for a duplicate name."""

    groups: tuple[FeatureGroup[C], ...]

    def __init__(self, groups: Iterable[FeatureGroup[C]]) -> None:
        object.__setattr__(self, "groups", tuple(groups))
        for kind, names in (("group", [group.name for group in self.groups]), ("column", self.names)):
            if len(set(names)) < len(names):
                twice = sorted(name for name, count in Counter(names).items() if count > 1)
                raise ValueError(f"more than one {kind} is named {', '.join(twice)}")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(name for group in self.groups for name, _ in group.columns)

    @cached_property
    def descriptions(self) -> tuple[str, ...]:
        """The plain-language descriptions of all columns, in order."""
        return tuple(text for group in self.groups for _, text in group.columns)

    @property
    def versions(self) -> dict[str, int]:
        """The version of each group by its name."""
        return {group.name: group.version for group in self.groups}

    def matrix(self, context: C) -> Matrix:
        """Compute all columns for a context: float32, rows x len(names)."""
        parts = [group.compute(context) for group in self.groups]
        for group, part in zip(self.groups, parts, strict=True):
            if part.ndim != 2 or part.shape[1] != len(group.columns):
                raise ValueError(f"the features {group.name} have {len(group.columns)} columns, and a matrix of shape {part.shape}")
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1, dtype=np.float32)

    def digest(self) -> str:
        """A hash of the groups' names, versions and columns."""
        import hashlib  # only when a model is fitted: it takes a while to load
        import json

        declared = [[group.name, group.version, [name for name, _ in group.columns]] for group in self.groups]
        return hashlib.sha256(json.dumps(declared).encode()).hexdigest()[:16]

    def declare(self, columns: Iterable[int]) -> dict[str, dict[str, Any]]:
        """The declaration of `columns` (ascending) for a model's file: {group: {"version": ..., "columns": [names]}}."""
        own = [(group, name) for group in self.groups for name, _ in group.columns]
        out: dict[str, dict[str, Any]] = {}
        for column in columns:
            group, name = own[column]
            out.setdefault(group.name, {"version": group.version, "columns": []})["columns"].append(name)
        return out

    def resolve(self, declared: Mapping[str, Mapping[str, Any]], place: str) -> Indexes:
        """The indexes of the columns that a model's file at `place` declares. Raises ModelError for a feature this code does not compute."""
        versions, at = self.versions, {name: index for index, name in enumerate(self.names)}
        found: list[int] = []
        for group, entry in declared.items():
            if group not in versions:
                raise ModelError(f"the model reads features {group!r}, which this program does not have", place=place, remedy=REMEDY)
            if entry["version"] != versions[group]:
                problem = (
                    f"the model was fitted on version {entry['version']} of the features {group!r}, the program computes {versions[group]}"
                )
                raise ModelError(problem, place=place, remedy=REMEDY)
            unknown = [name for name in entry["columns"] if name not in at]
            if unknown:
                raise ModelError(f"the model reads an unknown feature {unknown[0]!r} of {group!r}", place=place, remedy=REMEDY)
            found += [at[name] for name in entry["columns"]]
        return np.array(found, np.intp)


def strongest(contributions: Matrix, descriptions: Sequence[str], count: int, least: float = 0.0) -> list[tuple[str, float]]:
    """The (description, contribution) of at most `count` features, largest absolute contribution first, if it is above `least`."""
    order = np.argsort(-np.abs(contributions), kind="stable")[:count]
    return [(descriptions[column], float(contributions[column])) for column in order.tolist() if abs(contributions[column]) > least]
