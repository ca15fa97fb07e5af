"""Decisions that a person made about pages, stored as tables in a TOML file that is easy to review."""

from .decision import FIELDS, NONE, RECORD, Decision, Decisions, Scope
from .file import dumps, load, parse
from .matching import UNRULED, Rulings, nearest, rulings

__all__ = [
    "FIELDS",
    "NONE",
    "RECORD",
    "UNRULED",
    "Decision",
    "Decisions",
    "Rulings",
    "Scope",
    "dumps",
    "load",
    "nearest",
    "parse",
    "rulings",
]
