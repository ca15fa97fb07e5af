"""Precision and recall of a text against gold, by shingles: runs of four tokens that both texts share.

This is the metric of article extraction benchmarks. Runs are stricter than words: the right words in the wrong order do not score.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..languages.marks import CJK

SHINGLE = 4  # tokens
_TOKEN = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")

Shingles = Counter[tuple[str, ...]]


class Match(NamedTuple):
    """Precision, recall and F1, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


def tokens(text: str) -> list[str]:
    """The words and numbers in `text`; each Chinese, Japanese or Korean character is one token."""
    return _TOKEN.findall(text)


def folded(text: str | None) -> str:
    """The tokens of `text` in lower case, joined by spaces, for comparing titles or names; "" for None."""
    return " ".join(tokens((text or "").lower()))


def shingles(text: str) -> Shingles:
    """The runs of four tokens in `text`, with counts. A text of one to three tokens is a single run, an empty text has none."""
    return Counter(_runs(tokens(text)))


def match(gold: str | Shingles, found: str | Shingles) -> Match:
    """How well `found` matches `gold`, by shared shingles; a repeated shingle counts as often as it occurs in both.

    precision = shared / found, recall = shared / gold, F1 = their harmonic mean. If gold is empty, recall is 1, and precision is 1
    only if nothing was found. If gold is not empty and nothing was found, all three are 0.
    """
    one, other = (shingles(text) if isinstance(text, str) else text for text in (gold, found))
    shared = (one & other).total()
    precision = shared / other.total() if other else float(not one)
    recall = shared / one.total() if one else 1.0
    return Match(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def coverage(lines: Sequence[str], text: str) -> list[float]:
    """For each line, the share of its tokens, 0 to 1, that are in a shingle of `text`; -1 for a line without tokens.

    Shingles span line ends, so a line of two words is covered when its neighbours are.
    """
    wanted = shingles(text)
    by_line = [tokens(line) for line in lines]
    every = [token for line in by_line for token in line]
    covered = [False] * len(every)
    for start, run in enumerate(_runs(every)):
        if run in wanted:
            covered[start : start + len(run)] = [True] * len(run)
    out, at = [], 0
    for line in by_line:
        out.append(sum(covered[at : at + len(line)]) / len(line) if line else -1.0)
        at += len(line)
    return out


def covered(text: str, wanted: Shingles) -> list[tuple[int, bool]]:
    """For each token of `text`, its start offset and whether it is in one of the `wanted` shingles."""
    found = list(_TOKEN.finditer(text))
    flags = [False] * len(found)
    for start, run in enumerate(_runs([match.group() for match in found])):
        if run in wanted:
            flags[start : start + len(run)] = [True] * len(run)
    return [(match.start(), flag) for match, flag in zip(found, flags, strict=True)]


def _runs(found: list[str]) -> list[tuple[str, ...]]:
    return [tuple(found[i : i + SHINGLE]) for i in range(max(1, len(found) - SHINGLE + 1))] if found else []
