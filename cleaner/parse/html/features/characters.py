"""Counts the characters of each class in a page's blocks, for all blocks at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ....languages.marks import ARMENIAN_END, ENDS_BUT_URDU, HALF_WIDTH_END

CLASSES = ("digit", "upper", "lower", "letter", "stop", "comma", "bar", "mark", "money", "quote", "cjk", "space")
_BITS = {name: 1 << index for index, name in enumerate(CLASSES)}
_TABLE = 0x3000  # code points in the lookup table; scripts above have no capitals, and ranges suffice
_LISTED = {
    "stop": ENDS_BUT_URDU + HALF_WIDTH_END + ARMENIAN_END,
    "comma": ",;，、；،",
    "bar": "|/»›→>·•",
    "mark": "@#©®_=*+",
    "money": "$€£¥₹₽₴¢%",
    "quote": "\"“”„«»「」『』'‘’",
}
_HIGH = ("stop", "comma", "quote")  # classes with characters beyond the table
_CJK = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3134F))


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint16]:
    table = np.zeros(_TABLE, np.uint16)
    for code in range(_TABLE):
        char = chr(code)
        table[code] = (
            _BITS["digit"] * char.isdigit()
            | _BITS["upper"] * char.isupper()
            | _BITS["lower"] * char.islower()
            | _BITS["letter"] * char.isalpha()
            | _BITS["space"] * char.isspace()
        )
    for name, chars in _LISTED.items():
        for char in chars:
            if ord(char) < _TABLE:
                table[ord(char)] |= _BITS[name]
    return table


@lru_cache(maxsize=1)
def _combinations() -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """A number for each combination of classes that a character can have, by its bits; and their classes, shape (combinations, classes)."""
    high = [_BITS["letter"], _BITS["letter"] | _BITS["cjk"], *(_BITS[name] for name in _HIGH)]
    bits = np.unique(np.concatenate([_table(), np.array(high, np.uint16)]))
    numbers = np.zeros(1 << len(CLASSES), np.uint8)
    numbers[bits] = np.arange(len(bits))
    return numbers, (bits[:, None] >> np.arange(len(CLASSES)) & 1).astype(float)


def classes_of(text: str) -> NDArray[np.uint16]:
    """The classes of each character of `text`, one bit per class."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    bits = _table().take(np.minimum(codes, _TABLE - 1))
    high = codes >= _TABLE
    if high.any():
        above = codes[high]
        high_bits = np.full(len(above), _BITS["letter"], np.uint16)
        for low, last in _CJK:
            high_bits[(above >= low) & (above <= last)] |= _BITS["cjk"]
        for name in _HIGH:
            for char in _LISTED[name]:
                if ord(char) >= _TABLE:
                    high_bits[above == ord(char)] = _BITS[name]
        bits[high] = high_bits
    return bits


def count(texts: Sequence[str]) -> NDArray[np.float32]:
    """The number of characters of each class in each text; shape (texts, classes). No text may be empty."""
    numbers, classes = _combinations()
    width = len(classes)
    cells = np.repeat(np.arange(0, len(texts) * width, width), np.fromiter(map(len, texts), np.intp, len(texts)))
    cells += numbers.take(classes_of("".join(texts)))
    counts = np.bincount(cells, minlength=len(texts) * width).reshape(-1, width)
    return (counts @ classes).astype(np.float32)
