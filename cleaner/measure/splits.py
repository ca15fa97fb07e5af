"""How well a file was parted into its articles: boundaries, Pk, WindowDiff, and the articles' own F1.

Lines are 0-based. An article's extent is the first and last line of its gold text; what lies between two extents is
furniture, and the boundary may stand anywhere in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .texts import match, shingles

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Split:
    """How one file was parted. `drawn`, `wanted` and `hits` count boundaries: found, in gold, and found rightly.

    right: every gold boundary was found and no other. pk, window_diff: 0 to 1, lower is better.
    """

    right: bool
    drawn: int
    wanted: int
    hits: int
    pk: float
    window_diff: float


def split(extents: Sequence[Extent], starts: Sequence[int]) -> Split:
    """Measure a split that begins documents at the lines `starts`; that one begins at line 0 goes without saying."""
    starts = _inner(starts)
    hits, wanted = sum(rightness(extents, starts)), max(0, len(extents) - 1)
    gold = [number for number, (first, last) in enumerate(extents) for _ in range(first, last + 1)]
    found = [sum(start <= line for start in starts) for first, last in extents for line in range(first, last + 1)]
    return Split(len(starts) == wanted == hits, len(starts), wanted, hits, pk(gold, found), window_diff(gold, found))


def rightness(extents: Sequence[Extent], starts: Sequence[int]) -> list[bool]:
    """For each start above 0, in order, whether it is right: below the last gold line of one article, and no lower than the
    first of the next. The second start between the same two articles is wrong."""
    out, met = [], set()
    for start in _inner(starts):
        gap = next((i for i, (above, below) in enumerate(pairwise(extents)) if above[1] < start <= below[0]), None)
        out.append(gap is not None and gap not in met)
        met.add(gap)
    return out


def pk(gold: Sequence[int], found: Sequence[int]) -> float:
    """Pk: the share of pairs of lines, k apart, on which gold and result disagree whether both lie in one segment.

    `gold` and `found` give the number of the segment in which each gold line lies. k is half the mean gold segment, at least 2.
    Beeferman, Berger and Lafferty: Statistical Models for Text Segmentation. Machine Learning 34, 1999.
    """
    k = _window(gold)
    return _share([(gold[i] == gold[i + k]) != (found[i] == found[i + k]) for i in range(len(gold) - k)])


def window_diff(gold: Sequence[int], found: Sequence[int]) -> float:
    """WindowDiff: the share of windows of k lines in which gold and result differ in their number of boundaries.

    As `pk`, but it does not forgive a false boundary close to a true one.
    Pevzner and Hearst: A Critique and Improvement of an Evaluation Metric for Text Segmentation. Computational Linguistics 28, 2002.
    """
    k = _window(gold)
    return _share([gold[i + k] - gold[i] != found[i + k] - found[i] for i in range(len(gold) - k)])


def articles_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """The mean shingle F1 of gold articles, each paired with a document of its own, the best pairs first.

    An article without a document, or a document without an article, scores 0. 1 when there is neither.
    """
    ours, theirs = [shingles(text) for text in gold], [shingles(text) for text in found]
    pairs = sorted(((-match(one, other).f1, i, j) for i, one in enumerate(ours) for j, other in enumerate(theirs)))
    left, right, total = set(range(len(ours))), set(range(len(theirs))), 0.0
    for score, i, j in pairs:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            total -= score
    return total / max(len(ours), len(theirs)) if ours or theirs else 1.0


def _inner(starts: Sequence[int]) -> list[int]:
    return sorted({start for start in starts if start > 0})


def _window(gold: Sequence[int]) -> int:
    """Half the mean segment in lines, but 2 at the least, and less than the whole."""
    segments = max(1, len(set(gold)))
    return min(max(2, round(len(gold) / segments / 2)), max(1, len(gold) - 1))


def _share(wrong: Sequence[bool]) -> float:
    return sum(wrong) / len(wrong) if wrong else 0.0
