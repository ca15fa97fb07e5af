"""Where the vocabulary changes: whether two vocabularies code the words above and below a gap better than one.

Words that occur in only one paragraph are no evidence and are left out; the others are reduced to their first letters, so that
the forms of a word count as one. The measure is the gain of coding the paragraphs above and below a gap with a vocabulary
each instead of one for both, each smoothed by adding one, as in the segmentation of Utiyama and Isahara (2001). It is
computed over windows, so that the time is proportional to the length of the file.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..languages.marks import COMPATIBILITY_HAN, HAN_AND_KANA
from ..models import Matrix
from .cache import CachedByLine

REACHES = (3, 6, 10, 25, 60)  # paragraphs above and below
_BODY = 4  # paragraphs
_STEM = 5  # letters
_HEAD = 1_500  # characters of a paragraph that are read
_CHUNK = 400  # paragraphs that are counted at a time
_ROWS = 64  # gaps measured at a time
_LEAST = 0.3  # weight of the commonest word in a gain
_FEW = 5.0  # words added to a side, so that little text is weak evidence
_WORD = re.compile(rf"[{HAN_AND_KANA}{COMPATIBILITY_HAN}]|[^\W\d_]{{3,}}|\d{{2,}}")

Words = frozenset[int]
_LEFT_OUT = frozenset([-1])
_MOST, _LONG = 100_000, 40  # maximum of cached words, and characters of the longest one


class _Numbers(dict[str, int]):
    """The number of each word, by its first letters; -1 for a short word of Latin letters, which is part of no vocabulary."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        counts = len(word) > 3 or not word.isascii() or word.isdigit()
        number = crc32(word[:_STEM].encode("utf-8", "replace")) if counts else -1
        if len(word) <= _LONG:
            self[word] = number
        return number


_numbers = _Numbers()


def _read(text: str) -> Words:
    return frozenset(map(_numbers.__getitem__, _WORD.findall(text[:_HEAD].lower()))) - _LEFT_OUT


words: Callable[[str], Words] = CachedByLine(_read).__getitem__
"""The words of a text, as numbers, without short words of Latin letters, which occur in every story."""


class Cohesion:
    """The words of a file's paragraphs; gap k lies between paragraphs k and k + 1."""

    def __init__(self, paragraphs: Sequence[str], rarity: Matrix | None = None) -> None:
        """`rarity` holds the weight of each word, by the low bits of its number; without it, all words have the same weight."""
        self.words = [words(text) for text in paragraphs]
        self.rarity = rarity

    def breaks(self, reaches: Sequence[int] = REACHES) -> tuple[Matrix, Matrix, Matrix]:
        """Three matrices (gaps, reaches): the gain of a break per word of the smaller side; the gain per square root of these words; and
        the share of the smaller side's words, weighted by rarity, that the other side has, too. `reaches` are some of REACHES, ascending.
        """
        count = len(self.words)
        gains, sizes, shared = np.zeros((3, max(0, count - 1), len(reaches)), np.float32)
        weights = np.array([self._weigh(own).sum() for own in self.words])
        for first in range(0, count - 1, _CHUNK):
            low, high = max(0, first - REACHES[-1]), min(count, first + _CHUNK + REACHES[-1])
            gaps = np.arange(first, min(first + _CHUNK, count - 1))
            gains[gaps], sizes[gaps], shared[gaps] = _gains(self.words[low:high], gaps + 1 - low, self._weigh, weights[low:high], reaches)
        return (gains / (sizes + 10)).astype(np.float32), (gains / np.sqrt(sizes + 10)).astype(np.float32), shared

    def _weigh(self, own: Words | NDArray[np.int64]) -> Matrix:
        """The weight of each word, from 0 for the commonest to 1."""
        numbers = own if isinstance(own, np.ndarray) else np.fromiter(own, np.int64, len(own))
        return np.ones(len(numbers), np.float32) if self.rarity is None else self.rarity[numbers & (len(self.rarity) - 1)]

    def share(self, own: Words, gap: int, below: bool) -> float:
        """The share of words that occur in the few paragraphs below a gap, or above it: how well a headline fits them."""
        about = self.words[gap + 1 : gap + 1 + _BODY] if below else self.words[max(0, gap + 1 - _BODY) : gap + 1]
        return len(frozenset[int]().union(*(own & paragraph for paragraph in about))) / len(own)


def _gains(
    paragraphs: Sequence[Words],
    middles: NDArray[np.intp],
    weigh: Callable[[NDArray[np.int64]], Matrix],
    weights: Matrix,
    wanted: Sequence[int],
) -> tuple[Matrix, Matrix, Matrix]:
    """(gain, words on the smaller side, share of words that both sides have) before each of the paragraphs `middles`; shape (middles, wanted)."""
    count = len(paragraphs)
    before, repeated = _counts_before(paragraphs)
    rare = weigh(repeated).astype(float)
    weight = _LEAST + (1 - _LEAST) * rare
    totals = np.concatenate([[0.0], np.cumsum(weights)])
    size = weight.sum()
    code_length = np.arange(count + 1) * np.log(np.arange(count + 1) + 1.0)  # n log(n + 1) for every possible count
    reaches = [*(reach for reach in wanted if reach < count), count][: len(wanted)]  # all that cover the whole file are one
    reach = np.array(reaches)[:, None]
    gains, sizes, shared = np.empty((3, len(reaches), len(middles)))
    for first in range(0, len(middles), _ROWS):
        rows = slice(first, first + _ROWS)
        here, first_above, last_below = (
            before[middles[rows]],
            np.maximum(middles[rows] - reach, 0),
            np.minimum(middles[rows] + reach, count),
        )
        above = here - before[first_above]
        below = before[last_below] - here
        smaller = np.minimum(totals[middles[rows]] - totals[first_above], totals[last_below] - totals[middles[rows]])
        shared[:, rows] = ((above > 0) & (below > 0)) @ rare / (smaller + _FEW)
        some, others = above @ weight, below @ weight
        both = some + others
        apart = some * np.log(some + size) - code_length[above] @ weight, others * np.log(others + size) - code_length[below] @ weight
        above += below
        gains[:, rows] = both * np.log(both + size) - code_length[above] @ weight - apart[0] - apart[1]
        sizes[:, rows] = np.minimum(some, others)
    columns = np.minimum(np.arange(len(wanted)), len(reaches) - 1)
    found = (part[columns].T.astype(np.float32) for part in (gains, sizes, shared))
    return next(found), next(found), next(found)


def _counts_before(paragraphs: Sequence[Words]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """How often each word that is in several paragraphs occurs above each of them, and in all: (paragraphs + 1, words); and the words."""
    count = len(paragraphs)
    owner = np.repeat(np.arange(count), [len(own) for own in paragraphs])
    flat = np.fromiter(itertools.chain.from_iterable(paragraphs), np.int64, len(owner))
    order = np.argsort(flat)
    flat = flat[order]
    same = np.zeros(len(flat) + 1, bool)  # as the one before it
    np.equal(flat[1:], flat[:-1], out=same[1:-1]) if len(flat) else None
    again = same[:-1] | same[1:]
    column = np.cumsum(again & ~same[:-1]) - 1
    before = np.zeros((count + 1, max(1, int(column[-1]) + 1 if len(column) else 0)), np.intp)
    before[owner[order[again]] + 1, column[again]] = 1
    np.cumsum(before, axis=0, out=before)
    found = np.zeros(before.shape[1], np.int64)
    found[column[again]] = flat[again]
    return before, found
