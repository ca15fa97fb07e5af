"""The interface of a module that fits a model: see `Trainer`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from ..config import Settings
from ..models import FeatureSet, Matrix
from .data import Data, Example
from .record import Scores

D = TypeVar("D")
Parts = Mapping[str, Mapping[str, Any]]
UNWEIGHED = Settings(disable=("weights", "fragment"))  # rules only, no models


@dataclass(frozen=True)
class Nested:
    """The folder of models fitted without each fold, whose out-of-fold output later models read."""

    folder: Path

    def settings(self, fold: int, **more: Any) -> Settings:
        """Settings to read a row of `fold` with models fitted without that fold."""
        return Settings(models=str(self.directory(fold)), **more)

    def directory(self, fold: int) -> Path:
        return self.folder / str(fold)


class Trainer(Protocol[D]):
    """The steps of fitting that differ between models; `run.fit` does the common ones.

    name: the name of the model and its file. needs: models that must be fitted before, whose out-of-fold output `build` reads.
    features: the feature set of each part, by its name. limits: the model's known limitations, as sentences.
    """

    @property
    def name(self) -> str: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def features(self) -> Mapping[str, FeatureSet[Any]]: ...
    @property
    def limits(self) -> tuple[str, ...]: ...

    def build(self, data: Data, nested: Nested) -> tuple[D, list[Example]]:
        """The dataset, and the examples it was built from."""

    def fit(self, dataset: D, without: int | None) -> Parts:
        """The parts fitted on all rows outside the fold `without`; on all rows for None."""

    def score(self, dataset: D, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        """The chosen thresholds, and the scores; each row is scored by the fit without its fold, `fits[fold]`."""

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        """The feature matrices of the probe, which is small built-in texts and HTML pages."""
