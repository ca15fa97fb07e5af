"""Metrics that compare a result with gold: pure functions of texts, line numbers and labels, independent of the cleaner."""

from .splits import Extent, Split, articles_f1, pk, rightness, split, window_diff
from .texts import SHINGLE, Match, coverage, covered, folded, match, shingles, tokens

__all__ = [
    "SHINGLE",
    "Extent",
    "Match",
    "Split",
    "articles_f1",
    "coverage",
    "covered",
    "folded",
    "match",
    "pk",
    "rightness",
    "shingles",
    "split",
    "tokens",
    "window_diff",
]
