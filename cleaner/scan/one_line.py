"""A page on one line, as a parser's `get_text()` returns it: remove the labels before the first sentence and after the last one.

Labels are found word by word. If the words before the text hold many known labels, everything up to the last label is boilerplate; if
the words after the text do, everything after the text is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..languages.marks import ENDS_BUT_URDU, LATIN_ENDS, QUOTES_OR_BRACKET, one_of
from ..lines.edits import Edit
from ..lines.line import Line
from ..packs.rule import Hit
from ..text.shape import fold
from .code_rules import SOUP

_LEAST = 600  # characters of the shortest line that may hold a whole page
_LONGEST_LABEL = 6  # words
_MANY = 3  # least number of known labels in boilerplate
_RIGHT_BEHIND = 3  # most words between the end of the text and the first label
_GAP = 14  # most words between two labels
_HEAD, _TAIL = 120, 160  # words that are searched before and after the text
_WORD = re.compile(r"\S+")
_STOP = re.compile(rf"{one_of(ENDS_BUT_URDU)}{one_of(QUOTES_OR_BRACKET)}*$")
_STOPS = f"{LATIN_ENDS}…{QUOTES_OR_BRACKET}"
_SHORT = 3  # letters; a word of at most this length with a full stop may be an abbreviation


class _Label(NamedTuple):
    first: int  # word
    end: int


def cut_labels(lines: Sequence[Line], is_label: Callable[[str], bool]) -> None:
    """Remove the labels before and after the text of a page on one line. `is_label` says whether a folded phrase is a known label."""
    held = [line for line in lines if line.text]
    if len(held) != 1 or len(held[0].text) < _LEAST:
        return
    line = held[0]
    words = [(found.start(), found.end()) for found in _WORD.finditer(line.text)]
    stops = [i for i, (start, end) in enumerate(words) if _ends(line.text[start:end])]
    if len(stops) < 2:
        return
    edits = []
    head = _dense(list(_labels(line.text, words[: min(stops[0], _HEAD)], is_label)))
    if head and head[0].first < _GAP:
        end = words[head[-1].end][0] if head[-1].end < len(words) else len(line.text)
        edits.append(Edit(0, end, "", Hit(SOUP, 0, end)))
    behind = _behind(line.text, words, stops, is_label)
    if behind is not None:
        start = words[behind][0]
        edits.append(Edit(start, len(line.text), "", Hit(SOUP, start, len(line.text))))
    if edits and (len(edits) < 2 or edits[0].end < edits[1].start):
        line.edit(edits)


def _ends(word: str) -> bool:
    """Whether a word ends a sentence."""
    return _STOP.search(word) is not None and len(word.rstrip(_STOPS)) > _SHORT


def _behind(text: str, words: Sequence[tuple[int, int]], stops: Sequence[int], is_label: Callable[[str], bool]) -> int | None:
    """The index of the word after the text, from which on the line holds labels; None if there are too few labels."""
    for stop in stops[-_MANY * 2 :]:
        after = words[stop + 1 : stop + 1 + _TAIL]
        labels = _dense(list(_labels(text, after, is_label)))
        if labels and labels[0].first <= _RIGHT_BEHIND and len(after) == len(words) - stop - 1:
            return stop + 1
    return None


def _labels(text: str, words: Sequence[tuple[int, int]], is_label: Callable[[str], bool]) -> Iterator[_Label]:
    """The known labels among `words`, longest match first, from left to right. A label does not begin with a small letter."""
    at = 0
    while at < len(words):
        size = next(
            (size for size in range(_LONGEST_LABEL, 0, -1) if at + size <= len(words) and _known(text, words[at : at + size], is_label)), 0
        )
        if size:
            yield _Label(at, at + size)
        at += size or 1


def _known(text: str, words: Sequence[tuple[int, int]], is_label: Callable[[str], bool]) -> bool:
    piece = text[words[0][0] : words[-1][1]]
    return not piece[0].islower() and is_label(fold(piece))


def _dense(labels: list[_Label]) -> list[_Label]:
    """The labels up to the first large gap between two of them; [] if there are too few."""
    for i, (upper, lower) in enumerate(pairwise(labels)):
        if lower.first - upper.end > _GAP:
            labels = labels[: i + 1]
            break
    return labels if len(labels) >= _MANY else []
