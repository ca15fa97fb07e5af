"""How much of a gold text was found, and how much else: by shingles, runs of four tokens that two texts share.

The measure of article extraction benchmarks. A run says more than a word: text in which the right words stand
in the wrong place does not score.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

SHINGLE = 4  # tokens
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")

Shingles = Counter[tuple[str, ...]]


class Match(NamedTuple):
    """Precision, recall and F1, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


def tokens(text: str) -> list[str]:
    """The words and numbers of `text`; a Chinese, Japanese or Korean character is a token of its own."""
    return _TOKEN.findall(text)


def folded(text: str | None) -> str:
    """`text` as its tokens in lower case: two titles or names are the same when this is. "" for None."""
    return " ".join(tokens((text or "").lower()))


def shingles(text: str) -> Shingles:
    """The runs of four tokens in `text`, counted. A text of one to three tokens is one run, an empty one has none."""
    return Counter(_runs(tokens(text)))


def match(gold: str | Shingles, found: str | Shingles) -> Match:
    """How well `found` matches `gold`, by the shingles they share, a repeated one as often as both have it.

    precision = shared / found, recall = shared / gold, F1 = their harmonic mean. Without gold, recall is 1, and precision 1 only
    when nothing was found; when gold is there and nothing was found, all three are 0.
    """
    one, other = (shingles(text) if isinstance(text, str) else text for text in (gold, found))
    shared = (one & other).total()
    precision = shared / other.total() if other else float(not one)
    recall = shared / one.total() if one else 1.0
    return Match(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def coverage(lines: Sequence[str], text: str) -> list[float]:
    """For each line the share of its tokens, 0 to 1, that stand in a shingle of `text`; -1 for a line without a token.

    Shingles run across the ends of lines, so a line of two words is covered when its neighbours are.
    """
    wanted = shingles(text)
    own = [tokens(line) for line in lines]
    every = [token for line in own for token in line]
    covered = [False] * len(every)
    for start, run in enumerate(_runs(every)):
        if run in wanted:
            covered[start : start + len(run)] = [True] * len(run)
    out, at = [], 0
    for line in own:
        out.append(sum(covered[at : at + len(line)]) / len(line) if line else -1.0)
        at += len(line)
    return out


def covered(text: str, wanted: Shingles) -> list[tuple[int, bool]]:
    """For each token of `text` the offset at which it begins, and whether it stands in one of the shingles `wanted`."""
    found = list(_TOKEN.finditer(text))
    marks = [False] * len(found)
    for start, run in enumerate(_runs([match.group() for match in found])):
        if run in wanted:
            marks[start : start + len(run)] = [True] * len(run)
    return [(match.start(), mark) for match, mark in zip(found, marks, strict=True)]


def _runs(found: list[str]) -> list[tuple[str, ...]]:
    return [tuple(found[i : i + SHINGLE]) for i in range(max(1, len(found) - SHINGLE + 1))] if found else []
