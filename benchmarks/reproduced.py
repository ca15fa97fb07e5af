"""Check that models that are fitted again are, byte for byte, those that come with the program.

python benchmarks/reproduced.py DIR   # DIR as `cleaner fit DATA --out DIR` wrote it; `make reproduced DATA=...` does both

Exits with 1 and names the models that differ, and where: the data, the code (features on the probe), the libraries, or only the numbers.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cleaner.models import model
from cleaner.training.registry import TRAINERS

SHIPPED = Path(model.__file__).parent


def different(name: str, folder: Path) -> str | None:
    """How the model `name` of a folder differs from the one that comes with the program; None where it does not."""
    fitted, shipped = folder / f"{name}.json", SHIPPED / f"{name}.json"
    if not fitted.is_file():
        return "it was not fitted"
    if fitted.read_bytes() == shipped.read_bytes():
        return None
    own, known = (_record(name, where) for where in (folder, SHIPPED))
    where = {
        "the data": ("data", "hash"),
        "the features": ("features",),
        "the features on the probe": ("probe",),
        "the libraries": ("libraries",),
    }
    found = [what for what, path in where.items() if _at(own, path) != _at(known, path)]
    return f"other {', '.join(found)}" if found else "the same data, features and libraries, and other numbers"


def _record(name: str, folder: Path) -> Any:
    return model.load(name, folder).record


def _at(record: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        record = record.get(key, {}) if isinstance(record, dict) else None
    return record


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    code = 0
    for trainer in TRAINERS:
        difference = different(trainer.name, folder)
        print(f"{trainer.name}: {difference or 'the same bytes'}")
        code = code or int(difference is not None)
    return code


if __name__ == "__main__":
    sys.exit(main())
