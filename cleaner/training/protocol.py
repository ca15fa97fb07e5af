"""What a module must give to have its model fitted: see `Trainer`."""

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
UNWEIGHED = Settings(disable=("weights", "fragment"))  # the rules alone: no model is asked


@dataclass(frozen=True)
class Nested:
    """The models that were fitted before, each also without one fold: what a later model reads of them, it reads out-of-fold."""

    folder: Path

    def settings(self, fold: int, **more: Any) -> Settings:
        """Settings under which a row of `fold` is read by models that never saw its domain."""
        return Settings(models=str(self.directory(fold)), **more)

    def directory(self, fold: int) -> Path:
        return self.folder / str(fold)


class Trainer(Protocol[D]):
    """A model's own part of fitting; `run.fit` does what is the same for all.

    name: of the model and its file. needs: models that are fitted before, and whose out-of-fold output `build` reads.
    features: of each part by its name. limits: what is known to be wrong with the model, in sentences.
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
        """The dataset, and the examples that are in it."""

    def fit(self, dataset: D, without: int | None) -> Parts:
        """The parts fitted on all rows but those of one fold; on all for None."""

    def score(self, dataset: D, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        """The thresholds chosen, and the scores; for every row by the fit without its fold, which is `fits[fold]`."""

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        """The feature matrices of the probe: small texts and HTML pages that come with the program."""
