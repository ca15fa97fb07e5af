"""A model's file: its schema, record, thresholds and fitted parts. Each part is checked against the features that the program computes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from ..errors import ModelError
from .convolution import Convolution
from .features import REMEDY, FeatureSet
from .hashed import HashedLinear
from .oblivious import Oblivious
from .trees import Trees

SCHEMA = 1
FittedPart = Trees | Oblivious | HashedLinear | Convolution
_T = TypeVar("_T")
_P = TypeVar("_P", Trees, Oblivious, HashedLinear, Convolution)
_KINDS: dict[str, type[FittedPart]] = {"trees": Trees, "oblivious": Oblivious, "hashed": HashedLinear, "convolution": Convolution}
_directory: ContextVar[str | None] = ContextVar("models", default=None)


@dataclass(frozen=True, eq=False)
class Model:
    """A model's file. `record` says what the model was fitted on and how it scores; `thresholds` are the numbers chosen with it."""

    name: str
    place: str
    record: Mapping[str, Any]
    thresholds: Mapping[str, float]
    fitted: Mapping[str, Mapping[str, Any]]
    _read: dict[tuple[str, int], FittedPart] = field(default_factory=dict)
    _built: dict[tuple[str, int], Any] = field(default_factory=dict)

    def part(self, name: str, kind: type[_P], features: FeatureSet[Any] | None = None) -> _P:
        """A fitted part that reads a matrix of `features`. Raises ModelError if the part is invalid or does not match the features."""
        key = (name, id(features))
        if key not in self._read:
            self._read[key] = self._part(name, kind, features)
        return cast(_P, self._read[key])

    def _part(self, name: str, kind: type[_P], features: FeatureSet[Any] | None) -> _P:
        fitted = self.fitted.get(name)
        if not isinstance(fitted, dict):
            raise ModelError(f"the model has no part {name!r}", place=self.place, remedy=REMEDY)
        if _KINDS.get(fitted.get("kind", "")) is not kind:
            problem = f"its part {name!r} is of kind {fitted.get('kind')!r}, the program reads {kind.__name__.lower()}"
            raise ModelError(problem, place=self.place, remedy=REMEDY)
        try:
            columns = features.resolve(fitted["features"], self.place) if features is not None else np.zeros(0, np.intp)
            return kind.of(fitted, columns)
        except (KeyError, TypeError, ValueError, IndexError, OverflowError, AttributeError) as error:
            raise ModelError(f"its part {name!r} does not hold ({_said(error)})", place=self.place, remedy=REMEDY) from error

    def threshold(self, name: str) -> float:
        """A threshold by name. Raises ModelError if the model does not have it."""
        value = self.thresholds.get(name)
        if not isinstance(value, (int, float)):
            raise ModelError(f"the model has no threshold {name!r}", place=self.place, remedy=REMEDY)
        return float(value)


def load(name: str, directory: str | Path | None = None) -> Model:
    """Load the model `name` from `directory`, by default the folder set by `using`, or from the package if the folder lacks it.

    Raises ModelError if the file cannot be read or is invalid.
    """
    return _load(name, str(directory) if directory is not None else _directory.get())


def once(build: Callable[[Model], _T]) -> Callable[[Model], _T]:
    """Decorate a function of a model so that its result is computed once per model."""

    def kept(model: Model) -> _T:
        key = (build.__module__, id(build))
        if key not in model._built:
            model._built[key] = build(model)
        return cast(_T, model._built[key])

    return kept


def forget() -> None:
    """Clear the cache of loaded models, because files were written."""
    _load.cache_clear()


@contextmanager
def using(directory: str | None) -> Iterator[None]:
    """Load models from `directory` within this context, in this thread; None means the package."""
    token = _directory.set(directory)
    try:
        yield
    finally:
        _directory.reset(token)


@lru_cache(maxsize=64)
def _load(name: str, directory: str | None) -> Model:
    path = Path(directory) / f"{name}.json" if directory is not None else None
    found = path if path is not None and path.is_file() else files(__package__).joinpath(f"{name}.json")
    place = str(found)
    try:
        content = json.loads(found.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"the model cannot be read ({error})", place=place, remedy=REMEDY) from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        schema = content.get("schema") if isinstance(content, dict) else None
        raise ModelError(f"the file is of schema {schema!r}, the program reads {SCHEMA}", place=place, remedy=REMEDY)
    if content.get("name") != name or not all(isinstance(content.get(key), dict) for key in ("record", "thresholds", "parts")):
        raise ModelError(f"the file does not hold the model {name!r}", place=place, remedy=REMEDY)
    return Model(name, place, content["record"], content["thresholds"], content["parts"])


def check(directory: str | Path) -> list[str]:
    """The names of the models in a folder, sorted. Raises ModelError if there is none, or one cannot be read."""
    names = sorted(path.stem for path in Path(directory).glob("*.json"))
    if not names:
        raise ModelError("the folder holds no model", place=str(directory), remedy="Give the folder that `cleaner fit --out DIR` wrote.")
    for name in names:
        load(name, directory)
    return names


def dumps(name: str, record: Mapping[str, Any], thresholds: Mapping[str, float], parts: Mapping[str, Mapping[str, Any]]) -> str:
    """Serialize a model: compact JSON, with one line each for the record, the thresholds and every part."""
    rows = [f'"schema":{SCHEMA}', f'"name":{_json(name)}', f'"record":{_json(record)}', f'"thresholds":{_json(thresholds)}']
    fitted = ",\n".join(f"{_json(name)}:{_json(part)}" for name, part in parts.items())
    return "{" + ",\n".join([*rows, '"parts":{' + fitted + "}"]) + "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
