"""Fingerprints that show whether two stories are the same: equal words (`exact`), or mostly the same runs of words (`near`).

A fingerprint has a set of hashes, whose overlap measures similarity, and keys for locality-sensitive hashing: similar stories share
at least one key, so that the hashes of only a few stories have to be compared.
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

THRESHOLD = 0.8  # Jaccard similarity: hashes in both stories / hashes in either
_BANDS, _ROWS = 20, 6  # 998 in 1000 pairs at the threshold share a key, and 8 in 100 pairs at half the threshold
_HASH = np.dtype("<u4")


class Fingerprint(NamedTuple):
    """`keys` are 64-bit numbers; `hashes` are packed 32-bit numbers, sorted and unique."""

    keys: tuple[int, ...]
    hashes: bytes


class Maker(Protocol):
    """Computes the fingerprint of a story; None if it has no words."""

    def __call__(self, story: Article) -> Fingerprint | None: ...


def exact(story: Article) -> Fingerprint | None:
    """Equal for stories with the same words, ignoring letter case, punctuation and white space."""
    words = folded(_text(story))
    if not words:
        return None
    digest = hashlib.blake2b(words.encode(), digest_size=32).digest()
    return Fingerprint((_key(digest),), _hashes(np.frombuffer(digest, _HASH)))


def near(story: Article) -> Fingerprint | None:
    """Similar for stories that share most of their shingles: runs of four words, or of four characters in CJK."""
    runs = [" ".join(run) for run in shingles(_text(story).lower())]
    if not runs:
        return None
    bands = np.array(minhash.signature(runs, _BANDS * _ROWS), _HASH).reshape(_BANDS, _ROWS)
    keys = tuple(_key(bytes([band]) + rows.tobytes()) for band, rows in enumerate(bands))
    return Fingerprint(keys, _hashes(np.array([zlib.crc32(run.encode()) for run in runs], _HASH)))


MAKERS: Mapping[str, Maker] = {"exact": exact, "near": near}


def similarity(one: bytes, other: bytes) -> float:
    """The Jaccard similarity, 0 to 1, of the hashes of two fingerprints."""
    left, right = np.frombuffer(one, _HASH), np.frombuffer(other, _HASH)
    shared = len(np.intersect1d(left, right, assume_unique=True))
    return shared / (len(left) + len(right) - shared)


def _text(story: Article) -> str:
    return f"{story.title or ''}\n{story.text}"


def _key(raw: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "little", signed=True)


def _hashes(numbers: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> bytes:
    return np.unique(numbers).tobytes()
