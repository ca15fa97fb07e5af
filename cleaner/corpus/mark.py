"""What tells one job from another: a text that changes when the rows would."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from .. import __version__
from ..config import Settings
from ..packs import builtin_folder
from .records import Reading


def mark_of(settings: Settings, reading: Reading, format: str) -> str:
    """A digest of the settings, the rule packs and models, the way of reading, the format and the program's version."""
    told = asdict(settings) | {"rules": len(settings.rules), "models": None}  # of packs and models the content counts, not the path
    told |= {"reading": asdict(reading), "format": format, "program": __version__}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode())
    models = Path(__file__).parents[1] / "models"
    own = sorted(Path(settings.models).glob("*.json")) if settings.models else []
    for path in [*sorted(builtin_folder().rglob("*.toml")), *sorted(models.glob("*.json")), *own, *map(Path, settings.rules)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]
