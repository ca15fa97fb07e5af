"""The job hash changes whenever the rows would change. It is computed from a description that also shows what changed."""

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

Description = tuple[tuple[str, str], ...]  # (name, value) of everything the rows of a job depend on, except the inputs

_NONE = "none"
_MODELS = Path(__file__).parents[1] / "models"
_BY_CONTENT = ("rules", "site_config", "decisions", "models")  # settings that name files: their content counts, not their path


def describe(settings: Settings, reading: Reading, format: str, **others: str | None) -> Description:
    """Describe what the rows depend on. Files count by content: an edited file changes the description, a moved folder does not."""
    described = {"the version of cleaner": __version__, "the format": format}
    described |= {name: _as_text(value) for name, value in asdict(settings).items() if name not in _BY_CONTENT}
    described |= {f"the field for {name}": _as_text(value) for name, value in asdict(reading).items() if name != "max_record"}
    described["the limit of a record"] = str(reading.max_record)
    described |= {f"the option {name}": _as_text(value) for name, value in others.items()}
    described |= {f"the content of {name}": digest for name, digest in _contents(settings).items()}
    return tuple(described.items())


def hash_of(description: Description) -> str:
    """The job hash of a description: 32 hexadecimal digits."""
    return hashlib.sha256(json.dumps(description).encode()).hexdigest()[:32]


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The differences between two descriptions as readable phrases; for file contents only that they changed."""
    out = []
    for name in {**before, **now}:
        old, new = before.get(name, _NONE), now.get(name, _NONE)
        if old != new:
            readable = not name.startswith("the content of ")
            out.append(f"{name} was {old} and is {new}" if readable else f"{name} changed")
    return out


def _contents(settings: Settings) -> dict[str, str]:
    """Digests of the files that the rows depend on, by name."""
    return {
        "the built-in rules": _digest(sorted(builtin_folder().rglob("*.toml"))),
        "the models": _digest([*sorted(_MODELS.glob("*.json")), *_user_models(settings)]),
        "the rule packs": _digest(map(Path, settings.rules), names=False),
        "the site files": _digest(sorted(Path(settings.site_config).glob("*.txt"))) if settings.site_config else _NONE,
        "the decisions": _digest(_decision_files(settings.decisions), names=False) if settings.decisions else _NONE,
    }


def _user_models(settings: Settings) -> list[Path]:
    return sorted(Path(settings.models).glob("*.json")) if settings.models else []


def _decision_files(path: str) -> Iterable[Path]:
    """The decisions file and the packs that it names."""
    yield Path(path)
    try:
        yield from map(Path, load(Path(path)).pack_paths())
    except CleanerError:  # reported when the file is used
        return


def _digest(paths: Iterable[Path], names: bool = True) -> str:
    """A digest of the files' contents, and of their names if `names` is set. An unreadable file counts as empty."""
    digest = hashlib.sha256()
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        digest.update(f"{path.name if names else ''}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return digest.hexdigest()[:32]


def _as_text(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value)) or _NONE
    return _NONE if value is None else str(value)
