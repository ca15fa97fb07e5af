"""The words of a line as hashes: slots for the model of words, and the vocabulary for comparing lines.

Only the beginning and the end of a long line are read for slots, because they distinguish boilerplate from text. Results are cached by
the line's text, because boilerplate repeats on every page.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...languages.marks import CJK, THAI
from ...models import HashedLinear, Matrix
from ...text.cache import CachedByLine, LineCache
from ...text.shape import with_numbers_marked

Ids = NDArray[np.uint64]
Slots = NDArray[np.intp]

_UNSPACED = THAI + CJK  # scripts without spaces between words; two characters count as a word
_WORD = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\W\d_{_UNSPACED}]+|\d+")
_CONTENT = re.compile(rf"[{_UNSPACED}]{{2}}|[^\W\d_]{{4}}")
_READ = 300  # characters of a line that are read
_HEAD, _HEAD_WORDS = 160, 16  # characters, and words of them
_TAIL, _TAIL_WORDS = 60, 6
_FORM = 100  # first characters of a line that identify its copies
_WHOLE = 6  # most words of a line that also gets a slot as a whole
_MOST_WORDS = 200_000  # most cached hashes of words


class LineWords(NamedTuple):
    """The hashed words of one line: those of its head, those of its tail outside the head, and its distinct longer words.

    `form` is the same for lines that begin alike but for their numbers.
    """

    head: tuple[int, ...]
    tail: tuple[int, ...]
    vocabulary: tuple[int, ...]
    form: str


class WordTable(threading.local):
    """A cache of lines as hashed words by their text, one table per thread."""

    def __init__(self) -> None:
        self.lines = CachedByLine(self._read)
        self.scores: LineCache[float] = LineCache()
        self._scored_by: HashedLinear | None = None
        self._hashes = _Hashes()

    def of(self, texts: Sequence[str]) -> list[LineWords]:
        """The words of each line."""
        return list(map(self.lines.__getitem__, texts))

    def score(self, texts: Sequence[str], model: HashedLinear) -> Matrix:
        """The log odds of each line in the model of words: the sum of its slots' weights divided by the root of their number: (lines,)."""
        if self._scored_by is not model:
            self.scores.clear()
            self._scored_by = model
        found = list(map(self.scores.entries.get, texts))
        if None in found:
            new = list(dict.fromkeys([text for text, score in zip(texts, found, strict=True) if score is None]))
            slots, counts = slots_of(self.of(new), model.bits)
            own = np.repeat(np.arange(len(new)), counts)
            sums = np.bincount(own, model.weights[slots], len(new)) / np.sqrt(np.maximum(counts, 1)) + model.bias
            fresh = dict(zip(new, sums.tolist(), strict=True))
            found = [fresh[text] if score is None else score for text, score in zip(texts, found, strict=True)]
            for text, value in fresh.items():
                self.scores.keep(text, value)
        return np.array(found, np.float32)

    def _read(self, text: str) -> LineWords:
        hashes = self._hashes
        if len(hashes) > _MOST_WORDS:
            hashes.clear()
            hashes.content.clear()
        words = list(map(hashes.__getitem__, _WORD.findall(text[:_READ].lower())))
        head = words[:_HEAD_WORDS]
        if len(text) <= _HEAD:
            tail = words[_HEAD_WORDS:][-_TAIL_WORDS:]
        else:
            tail = list(map(hashes.__getitem__, _WORD.findall(text[-_TAIL:].lower())))[-_TAIL_WORDS:]
        form = with_numbers_marked(text[:_FORM].lower())
        return LineWords(tuple(head), tuple(tail), tuple(sorted(hashes.content.intersection(words))), form)


class _Hashes(dict[str, int]):
    """The hash of each word; numbers with equally many digits are one word. `content`: hashes of the words that are in the vocabulary."""

    def __init__(self) -> None:
        super().__init__()
        self.content: set[int] = set()

    def __missing__(self, word: str) -> int:
        found = self[word] = zlib.crc32(("0" * len(word) if word.isdigit() else word).encode("utf-8", "surrogatepass"))
        if _CONTENT.match(word):
            self.content.add(found)
        return found


def slots_of(lines: Sequence[LineWords], bits: int) -> tuple[Slots, Slots]:
    """(slots, number of slots of each line), in the order of the lines: words, pairs of words, first and last word, short lines as a whole."""
    parts: list[tuple[Ids, Slots]] = []  # (slots, the line of each)
    for side in ("head", "tail"):
        ids, counts = _flat([getattr(line, side) for line in lines])
        own = np.repeat(np.arange(len(lines)), counts)
        inside = own[1:] == own[:-1]
        parts += [(_mixed(ids, 0, 1), own), (_mixed(ids[:-1], ids[1:], 2)[inside], own[1:][inside])]
    first = [line.head[:1] for line in lines]
    last = [(line.tail or line.head)[-1:] for line in lines]
    whole = [(_one(line.head),) if 0 < len(line.head) <= _WHOLE and not line.tail else () for line in lines]
    for kind, words in ((3, first), (4, last), (5, whole)):
        ids, counts = _flat(words)
        parts.append((_mixed(ids, 0, kind), np.repeat(np.arange(len(lines)), counts)))
    own = np.concatenate([lines_of for _, lines_of in parts])
    order = np.argsort(own, kind="stable")
    slots = np.concatenate([slots for slots, _ in parts])[order] & np.uint64((1 << bits) - 1)
    return slots.astype(np.intp), np.bincount(own, minlength=len(lines))


def _one(words: Sequence[int]) -> int:
    """One hash of several numbers; depends on their order."""
    out = 0
    for word in words:
        out = (out * 1_000_003 + word) & 0xFFFFFFFF
    return out


def _flat(rows: Sequence[Sequence[int]]) -> tuple[Ids, Slots]:
    counts = np.fromiter(map(len, rows), np.intp, len(rows))
    return np.fromiter(chain.from_iterable(rows), np.uint64, int(counts.sum())), counts


def _mixed(one: Ids, other: Ids | int, kind: int) -> Ids:
    """A well-mixed hash of two numbers and a kind; any of its bits may be used."""
    mixed = one * np.uint64(0x9E3779B97F4A7C15) + np.asarray(other, np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed += np.uint64(kind * 0x165667B19E3779F9 & 0xFFFFFFFFFFFFFFFF)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return mixed
