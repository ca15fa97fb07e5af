"""The job hash: it changes when the rows would. It is made of a description that can say what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from .. import __version__
from ..config import Settings
from ..decisions import load
from ..errors import CleanerError
from ..packs import builtin_folder
from .records import Reading

Description = tuple[tuple[str, str], ...]  # (what, its value): all that the rows of a job depend on, beside the inputs

_NONE = "none"
_MODELS = Path(__file__).parents[1] / "models"
_BY_CONTENT = ("rules", "site_config", "decisions", "models")  # settings that name files, whose content counts and not their path


def describe(settings: Settings, reading: Reading, format: str, **others: str | None) -> Description:
    """What the rows depend on. Of files only the content counts: a folder that is moved changes nothing, an edited file does."""
    described = {"the version of cleaner": __version__, "the format": format}
    described |= {name: _shown(value) for name, value in asdict(settings).items() if name not in _BY_CONTENT}
    described |= {f"the field for {name}": _shown(value) for name, value in asdict(reading).items() if name != "max_record"}
    described["the limit of a record"] = str(reading.max_record)
    described |= {f"the option {name}": _shown(value) for name, value in others.items()}
    described |= {f"the content of {name}": digest for name, digest in _contents(settings).items()}
    return tuple(described.items())


def mark_of(description: Description) -> str:
    """The job hash of a description, of 32 hexadecimal digits."""
    return hashlib.sha256(json.dumps(description).encode()).hexdigest()[:32]


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What differs between two descriptions, for a person: values where they can be read, else that a file's content changed."""
    out = []
    for name in {**before, **now}:
        old, new = before.get(name, _NONE), now.get(name, _NONE)
        if old != new:
            readable = not name.startswith("the content of ")
            out.append(f"{name} was {old} and is {new}" if readable else f"{name} changed")
    return out


def _contents(settings: Settings) -> dict[str, str]:
    """Name -> digest of the files that rows depend on."""
    return {
        "the built-in rules": _digest(sorted(builtin_folder().rglob("*.toml"))),
        "the models": _digest([*sorted(_MODELS.glob("*.json")), *_own_models(settings)]),
        "the rule packs": _digest(map(Path, settings.rules), names=False),
        "the site files": _digest(sorted(Path(settings.site_config).glob("*.txt"))) if settings.site_config else _NONE,
        "the decisions": _digest(_decision_files(settings.decisions), names=False) if settings.decisions else _NONE,
    }


def _own_models(settings: Settings) -> list[Path]:
    return sorted(Path(settings.models).glob("*.json")) if settings.models else []


def _decision_files(path: str) -> Iterable[Path]:
    """The file of decisions, and the packs that it names."""
    yield Path(path)
    try:
        yield from map(Path, load(Path(path)).pack_paths())
    except CleanerError:  # it is reported when it is used
        return


def _digest(paths: Iterable[Path], names: bool = True) -> str:
    """A digest of files, with their names where these have a meaning. A file that cannot be read counts as empty."""
    digest = hashlib.sha256()
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        digest.update(f"{path.name if names else ''}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return digest.hexdigest()[:32]


def _shown(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value)) or _NONE
    return _NONE if value is None else str(value)
