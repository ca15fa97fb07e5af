"""What a person decided about pages, and how it is kept: as tables in a TOML file that reads well in a review."""

from .decision import NONE, Decision, Decisions
from .file import dumps, load, parse
from .rulings import UNRULED, Rulings, rulings

__all__ = ["NONE", "UNRULED", "Decision", "Decisions", "Rulings", "dumps", "load", "parse", "rulings"]
