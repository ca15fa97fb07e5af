"""What tells that two stories are the same: equal words, or nearly the same runs of words.

A fingerprint has marks, a set of numbers of which two stories share the more the more alike they are, and keys. Stories that are
alike share at least one key, so that only the marks of few have to be compared.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from typing import NamedTuple, Protocol

import numpy as np

from ..backends import minhash
from ..data import Article
from ..measure.texts import folded, shingles

THRESHOLD = 0.8  # Jaccard similarity: the marks that two stories share / the marks of either
_BANDS, _ROWS = 20, 6  # of pairs as alike as the threshold, 998 in 1000 share a key; of pairs half as alike, 8 in 100
_MARK = np.dtype("<u4")


class Fingerprint(NamedTuple):
    """`keys` are numbers of 64 bits, `marks` numbers of 32 bits in a row, in order and each once."""

    keys: tuple[int, ...]
    marks: bytes


class Maker(Protocol):
    """Makes the fingerprint of a story; None when it has no word."""

    def __call__(self, story: Article) -> Fingerprint | None: ...


def exact(story: Article) -> Fingerprint | None:
    """The same for stories of the same words: letter case, punctuation and white space aside."""
    words = folded(_text(story))
    if not words:
        return None
    digest = hashlib.blake2b(words.encode(), digest_size=32).digest()
    return Fingerprint((_key(digest),), _marks(np.frombuffer(digest, _MARK)))


def near(story: Article) -> Fingerprint | None:
    """Alike for stories that share most of their shingles: runs of four words, or of four characters in CJK."""
    runs = [" ".join(run) for run in shingles(_text(story).lower())]
    if not runs:
        return None
    places = np.array(minhash.signature(runs, _BANDS * _ROWS), _MARK).reshape(_BANDS, _ROWS)
    keys = tuple(_key(bytes([band]) + rows.tobytes()) for band, rows in enumerate(places))
    return Fingerprint(keys, _marks(np.array([zlib.crc32(run.encode()) for run in runs], _MARK)))


MAKERS: Mapping[str, Maker] = {"exact": exact, "near": near}


def similarity(one: bytes, other: bytes) -> float:
    """The Jaccard similarity of two fingerprints' marks, 0 to 1."""
    left, right = np.frombuffer(one, _MARK), np.frombuffer(other, _MARK)
    shared = len(np.intersect1d(left, right, assume_unique=True))
    return shared / (len(left) + len(right) - shared)


def _text(story: Article) -> str:
    return f"{story.title or ''}\n{story.text}"


def _key(raw: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "little", signed=True)


def _marks(numbers: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> bytes:
    return np.unique(numbers).tobytes()
