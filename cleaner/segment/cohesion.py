"""Where the vocabulary breaks: whether the words above and below a gap are better told by one vocabulary or by two.

Words that stand in only one paragraph tell nothing of a break and are left out; the others are cut to their first
letters, so that their forms meet. The measure is the gain of coding the paragraphs above and below a gap with a
vocabulary each instead of one for both, each smoothed by adding one, as in the segmentation of Utiyama and Isahara
(2001), here over windows, so that a file costs time in proportion to its length.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..memory import Memory
from ..models import Matrix

REACHES = (3, 6, 10, 25, 60)  # paragraphs above and below
_BODY = 4  # paragraphs
_STEM = 5  # letters
_HEAD = 1_500  # characters of a paragraph that tell enough of it
_CHUNK = 400  # paragraphs whose vocabulary is counted at a time
_ROWS = 64  # gaps measured at a time
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\\W\\d_]{3,}|\\d{2,}")

Words = frozenset[int]
_memory: Memory[Words] = Memory()


def words(text: str) -> Words:
    """The words of a text, as numbers. Short words of Latin letters are left out: they join sentences, not stories."""
    known = _memory.known.get(text)
    if known is None:
        stems = {word[:_STEM] for word in _WORD.findall(text[:_HEAD].lower()) if len(word) > 3 or not word.isascii() or word.isdigit()}
        known = frozenset(crc32(stem.encode("utf-8", "replace")) for stem in stems)
        _memory.keep(text, known)
    return known


class Cohesion:
    """The words of a file's paragraphs; gap k lies between paragraphs k and k + 1."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.words = [words(text) for text in paragraphs]

    def breaks(self) -> tuple[Matrix, Matrix]:
        """The gain of a break at each gap, a column for each of REACHES: a word of the smaller side, and by the root of its words."""
        count = len(self.words)
        gains = np.zeros((max(0, count - 1), len(REACHES)), np.float32)
        sizes = np.zeros_like(gains)
        for first in range(0, count - 1, _CHUNK):
            low, high = max(0, first - REACHES[-1]), min(count, first + _CHUNK + REACHES[-1])
            gaps = np.arange(first, min(first + _CHUNK, count - 1))
            gains[gaps], sizes[gaps] = _gains(self.words[low:high], gaps + 1 - low)
        return (gains / (sizes + 10)).astype(np.float32), (gains / np.sqrt(sizes + 10)).astype(np.float32)

    def share(self, own: Words, gap: int, below: bool) -> float:
        """The share of words that stand in the few paragraphs below a gap, or above it: how well a headline fits them."""
        about = self.words[gap + 1 : gap + 1 + _BODY] if below else self.words[max(0, gap + 1 - _BODY) : gap + 1]
        return len(frozenset[int]().union(*(own & paragraph for paragraph in about))) / len(own)


def _gains(paragraphs: Sequence[Words], middles: NDArray[np.intp]) -> tuple[Matrix, Matrix]:
    """(gain, words on the smaller side) before each of the paragraphs `middles`, a column for each of REACHES."""
    count = len(paragraphs)
    before = _counts_before(paragraphs)
    size = before.shape[1]
    told = np.arange(count + 1) * np.log(np.arange(count + 1) + 1.0)  # n log(n + 1) for every count there can be
    reaches = [*(reach for reach in REACHES if reach < count), count][: len(REACHES)]  # those that take in everything are as one
    reach = np.array(reaches)[:, None]
    gains, sizes = np.empty((2, len(reaches), len(middles)))
    for first in range(0, len(middles), _ROWS):
        rows = slice(first, first + _ROWS)
        here = before[middles[rows]]
        above = here - before[np.maximum(middles[rows] - reach, 0)]
        below = before[np.minimum(middles[rows] + reach, count)] - here
        some, others = above.sum(axis=2), below.sum(axis=2)
        both = some + others
        apart = some * np.log(some + size) - told[above].sum(axis=2), others * np.log(others + size) - told[below].sum(axis=2)
        above += below
        gains[:, rows] = both * np.log(both + size) - told[above].sum(axis=2) - apart[0] - apart[1]
        sizes[:, rows] = np.minimum(some, others)
    columns = np.minimum(np.arange(len(REACHES)), len(reaches) - 1)
    return gains[columns].T.astype(np.float32), sizes[columns].T.astype(np.float32)


def _counts_before(paragraphs: Sequence[Words]) -> NDArray[np.intp]:
    """How often each word that stands in several paragraphs stands above each of them, and in all: a column a word."""
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
    return before
