"""Fits models, each after those it reads: once without every fold, for its scores and for the models that read it, and once on all rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path

from .. import models
from ..errors import ConfigError, OutputError, install_with
from ..models.model import dumps
from . import probes
from .data import Data
from .folds import FOLDS
from .protocol import Nested, Parts, Trainer
from .record import record

_REMEDY = f"Install it with: {install_with('fit')}"
_FOLDS_NAME = "folds"  # subfolder of the models' folder


def fit(data: Data, out: Path, only: Sequence[str] = (), say: Callable[[str], None] = lambda line: None, workers: int = 1) -> list[Path]:
    """Fit all models, or those named in `only`, and write their files to `out`; returns the paths.

    A model that reads another's output needs that model in `out`, fitted in this run or an earlier one. `workers`: processes that fit
    models at the same time; their number does not change the files, and each takes up to 5 GB for some thousands of pages. `say` gets a
    line of progress, from several processes once a model is fitted.
    Raises ConfigError for an unknown name and for a missing library, OutputError for a folder that cannot be written to.
    """
    trainers = _chosen(only)
    _check_libraries()
    _prepared(out)
    if workers > 1 and len(trainers) > 1:
        return _side_by_side(trainers, data, out, say, workers)
    return [_fit_one(trainer, data, out, say) for trainer in trainers]


def _side_by_side(trainers: Sequence[Trainer[object]], data: Data, out: Path, say: Callable[[str], None], workers: int) -> list[Path]:
    """Fit models in several processes, each as soon as those that it reads are fitted."""
    waiting = {trainer.name: {name for name in trainer.needs if any(other.name == name for other in trainers)} for trainer in trainers}
    running: dict[Future[tuple[Path, list[str]]], str] = {}
    made: dict[str, Path] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        while waiting or running:
            for name in [name for name, needs in waiting.items() if not needs]:
                del waiting[name]
                running[pool.submit(_fit_named, name, data, out)] = name
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(future)
                made[name], lines = future.result()
                for line in lines:
                    say(line)
                for needs in waiting.values():
                    needs.discard(name)
    return [made[trainer.name] for trainer in trainers]


def _fit_named(name: str, data: Data, out: Path) -> tuple[Path, list[str]]:
    """Fit one model in a process of its own; returns its path and the lines of progress."""
    lines: list[str] = []
    return _fit_one(_chosen([name])[0], data, out, lines.append), lines


def _fit_one(trainer: Trainer[object], data: Data, out: Path, say: Callable[[str], None]) -> Path:
    nested = Nested(out / _FOLDS_NAME)
    missing = [name for name in trainer.needs if not all((nested.directory(k) / f"{name}.json").is_file() for k in range(FOLDS))]
    if missing:
        raise ConfigError(f"{trainer.name} reads {missing[0]}", place=str(out), remedy=f"Fit {missing[0]} into the same folder before.")
    dataset, examples = trainer.build(data, nested)
    say(f"{trainer.name}: {len(examples)} rows")
    if not examples:
        raise ConfigError("the data have no rows for it", place=trainer.name, remedy="Give more data, or name other models with --only.")
    fits = [trainer.fit(dataset, k) for k in range(FOLDS)]
    thresholds, scores = trainer.score(dataset, fits)
    say(f"{trainer.name}: {scores.measure}, out-of-fold: {scores.mean:.4f}")
    _write_folds(trainer, fits, thresholds, nested)
    whole = trainer.fit(dataset, None)
    texts, pages = probes.texts(), probes.pages()
    with models.using(str(out)):
        matrices = trainer.probe(texts, pages)
    content = record(
        (trainer.__doc__ or "").strip().split("\n")[0], examples, data, trainer.features, matrices, scores, trainer.needs, trainer.limits
    )
    return _write(out / f"{trainer.name}.json", dumps(trainer.name, content, thresholds, whole))


def _write_folds(trainer: Trainer[object], fits: Sequence[Parts], thresholds: dict[str, float], nested: Nested) -> None:
    for fold, parts in enumerate(fits):
        about = {"about": f"{trainer.name} fitted without fold {fold}, for the models that read it"}
        _write(nested.directory(fold) / f"{trainer.name}.json", dumps(trainer.name, about, thresholds, parts))


def _chosen(only: Sequence[str]) -> list[Trainer[object]]:
    from .registry import TRAINERS

    known = {trainer.name for trainer in TRAINERS}
    for name in only:
        if name not in known:
            raise ConfigError(f"there is no model {name!r}", place="--only", remedy=f"Models are {', '.join(sorted(known))}.")
    return [trainer for trainer in TRAINERS if not only or trainer.name in only]


def _check_libraries() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("catboost", "lightgbm", "sklearn", "scipy", "tld") if find_spec(name) is None]
    if missing:
        raise ConfigError(f"fitting needs {', '.join(missing)}", place="cleaner fit", remedy=_REMEDY)


def _prepared(out: Path) -> None:
    package = Path(models.__file__).parent.resolve()
    if out.resolve() in (package, *package.parents) or package in out.resolve().parents:
        raise OutputError("a fit never overwrites the program's own models", place=str(out), remedy="Give another folder with --out.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"the folder cannot be created ({error.strerror})", place=str(out), remedy="Give another one with --out."
        ) from error


def _write(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(
            f"the model cannot be written ({error.strerror})", place=str(path), remedy="Give another folder with --out."
        ) from error
    models.forget()
    return path
