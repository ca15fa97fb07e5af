"""Metrics of how well a file was split into articles: boundaries, Pk, WindowDiff, and the F1 of the articles.

Lines are 0-based. An article's extent is the first and last line of its gold text; the lines between two extents are
boilerplate, and the boundary may be anywhere among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .texts import match, shingles

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Split:
    """The metrics of one split file.

    drawn, wanted, hits: the numbers of predicted, gold, and correctly predicted boundaries. right: all gold boundaries were found
    and no others. pk, window_diff: 0 to 1, lower is better.
    """

    right: bool
    drawn: int
    wanted: int
    hits: int
    pk: float
    window_diff: float


def split(extents: Sequence[Extent], starts: Sequence[int]) -> Split:
    """Measure a split in which articles begin at the lines `starts`; line 0 is implied."""
    starts = _inner(starts)
    hits, wanted = sum(rightness(extents, starts)), max(0, len(extents) - 1)
    gold = [number for number, (first, last) in enumerate(extents) for _ in range(first, last + 1)]
    found = [sum(start <= line for start in starts) for first, last in extents for line in range(first, last + 1)]
    return Split(len(starts) == wanted == hits, len(starts), wanted, hits, pk(gold, found), window_diff(gold, found))


def rightness(extents: Sequence[Extent], starts: Sequence[int]) -> list[bool]:
    """For each start above 0, in order, whether it is right.

    A start is right if it is after the last gold line of one article and not after the first gold line of the next. Only one
    start between the same two articles is right.
    """
    out, matched = [], set()
    for start in _inner(starts):
        gap = next((i for i, (above, below) in enumerate(pairwise(extents)) if above[1] < start <= below[0]), None)
        out.append(gap is not None and gap not in matched)
        matched.add(gap)
    return out


def pk(gold: Sequence[int], found: Sequence[int]) -> float:
    """Pk: the share of pairs of lines k apart for which gold and result disagree on whether both are in the same segment.

    `gold` and `found` give the segment number of each gold line. k is half the mean gold segment, at least 2.
    Beeferman, Berger and Lafferty: Statistical Models for Text Segmentation. Machine Learning 34, 1999.
    """
    k = _window(gold)
    return _share([(gold[i] == gold[i + k]) != (found[i] == found[i + k]) for i in range(len(gold) - k)])


def window_diff(gold: Sequence[int], found: Sequence[int]) -> float:
    """WindowDiff: the share of windows of k lines in which gold and result differ in their number of boundaries.

    Unlike `pk`, it also penalises a false boundary close to a true one.
    Pevzner and Hearst: A Critique and Improvement of an Evaluation Metric for Text Segmentation. Computational Linguistics 28, 2002.
    """
    k = _window(gold)
    return _share([gold[i + k] - gold[i] != found[i + k] - found[i] for i in range(len(gold) - k)])


def articles_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """The mean shingle F1 of gold articles and found articles, paired one to one, best pairs first.

    An unpaired article on either side scores 0. The result is 1 when both sides are empty.
    """
    wanted, given = [shingles(text) for text in gold], [shingles(text) for text in found]
    pairs = sorted(((-match(one, other).f1, i, j) for i, one in enumerate(wanted) for j, other in enumerate(given)))
    left, right, total = set(range(len(wanted))), set(range(len(given))), 0.0
    for score, i, j in pairs:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            total -= score
    return total / max(len(wanted), len(given)) if wanted or given else 1.0


def _inner(starts: Sequence[int]) -> list[int]:
    return sorted({start for start in starts if start > 0})


def _window(gold: Sequence[int]) -> int:
    """Half the mean segment length in lines, at least 2, and less than the whole."""
    segments = max(1, len(set(gold)))
    return min(max(2, round(len(gold) / segments / 2)), max(1, len(gold) - 1))


def _share(wrong: Sequence[bool]) -> float:
    return sum(wrong) / len(wrong) if wrong else 0.0
