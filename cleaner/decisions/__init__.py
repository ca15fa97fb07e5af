"""Decisions that a person made about pages, stored as tables in a TOML file that is easy to review."""

from .decision import FIELDS, NONE, RECORD, Decision, Decisions, Scope
from .file import dumps, load, parse
from .matching import NO_DECISIONS, PageDecisions, nearest, on_page

__all__ = [
    "FIELDS",
    "NONE",
    "NO_DECISIONS",
    "RECORD",
    "Decision",
    "Decisions",
    "PageDecisions",
    "Scope",
    "dumps",
    "load",
    "nearest",
    "on_page",
    "parse",
]
