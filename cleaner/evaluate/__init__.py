"""Evaluate the cleaner on gold: rows of pages whose correct result is known are cleaned and measured.

Rows are read, cleaned and measured one at a time; only a few numbers per row are kept.
"""

from .by_rule import ByRule
from .compare import Comparison, RowChange, Saved, load, saved_line, saved_run
from .gold import Gold, GoldRow, check, parse_row, rows
from .scoring import Score, score, score_all
from .totals import Group, Totals
from .worst import Bad, Worst

__all__ = [
    "Bad",
    "ByRule",
    "Comparison",
    "Gold",
    "GoldRow",
    "Group",
    "RowChange",
    "Saved",
    "Score",
    "Totals",
    "Worst",
    "check",
    "load",
    "parse_row",
    "rows",
    "saved_line",
    "saved_run",
    "score",
    "score_all",
]
