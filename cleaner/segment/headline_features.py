"""Features of a line that could be the headline: its position, copies and URL, its form, and its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..lines.line import Line
from ..models import FeatureGroup, FeatureSet, Matrix, side_by_side
from ..text.cache import CachedByLine
from ..text.shape import HEAD, shape
from .headline_cue_features import WORD, Clues, has_title_form
from .headline_text import worded

Indexes = NDArray[np.intp]
Column: TypeAlias = Sequence[float] | NDArray[Any]

COLUMNS = (
    ("lines-to-text", "lines down to the text"), ("kept-to-text", "lines down to the text that no rule removes"),
    ("rivals-below", "headline-like lines between it and the text"), ("text-above", "paragraphs above it"), ("first", "the page's first line"),
    ("rivals-to-header", "headline-like lines between it and the clock or byline below"),
    ("again", "printed again"), ("times", "times the page prints the line"), ("copy", "a copy of another line"),
    ("in-address", "share of its words in the URL"), ("of-address", "share of the URL's words in it"),
    ("address-first", "begins with the first word in the URL"), ("best-address", "nearest to the URL's words"),
    ("in-head", "share of its words in the page's first line"), ("opens-head", "the page's first line begins with it"),
    ("in-text", "share of its words in the text"), ("in-lead", "share of its words in the first paragraphs"),
    ("best-text", "the highest share of its words in the text"),
    ("words", "number of words"), ("chars", "length in characters"), ("chance", "its probability as article text"),
    ("stop", "ends as a sentence does"), ("upper", "capitals throughout"), ("title", "a capital on every word"),
    ("unusual", "does not have a headline's usual form"), ("digits", "holds a digit"), ("numbers", "share of digits and marks"),
    ("bracket", "ends with a bracket"), ("known", "a rule matches it"),
    ("clock-below", "a date or time below"), ("byline-below", "a byline below"), ("share-below", "share buttons below"),
    ("other-below", "reading time or caption below"), ("gap", "blank line above"), ("gap-below", "blank line below"),
    ("removed-above", "the line above is removed"), ("removed-below", "the line below is removed"),
    ("words-above", "words of the line above"), ("words-below", "words of the line below"),
    ("chance-below", "probability of the line below as article text"), ("deck-below", "a sentence below"),
)  # fmt: skip
_COLUMN = {name: column for column, (name, _) in enumerate(COLUMNS)}
_BEST = {"best-address": ("in-address", "of-address"), "best-text": ("in-text",)}  # flag for the row with the highest sum of the columns
_GROUPS = (("clock", "hour"), ("byline", "author-box"), ("share", "button", "link", "platform"), ("reading-time", "caption"))
_CLASS = {group: 1 << number for number, groups in enumerate(_GROUPS) for group in groups}  # the bit of a class of boilerplate
_HEADER = ("clock", "hour", "byline", "author-box", "reading-time")
_NEAR = 11  # lines below that are searched for a clock or byline
_NO_HEADER = 9  # value if there is none: more than any count of headline-like lines
_MARKS = "/|>»:•·"


class Context(NamedTuple):
    """The lines of a page; the candidates, at the indexes `able`, have one row each. The text begins at line `text`."""

    lines: list[Line]
    able: list[int]
    text: int
    url: str | None


class _Text(NamedTuple):
    """Measures of a line's text alone."""

    words: frozenset[str]
    longer: tuple[str, ...]  # its words of more than three letters
    unusual: bool  # does not have a headline's usual form
    marks: int  # digits and marks


def _measure(text: str) -> _Text:
    words = WORD.findall(text.lower())
    measured = shape(text)
    digits = sum(map(str.isdigit, text)) if measured.digits or measured.chars > HEAD else 0
    marks = digits + sum(map(text.count, _MARKS))
    longer = tuple([word for word in words if len(word) > 3])
    return _Text(frozenset(words), longer, not has_title_form(text, measured), marks)


_read: Callable[[str], _Text] = CachedByLine(_measure).__getitem__


def _matrix(context: Context) -> Matrix:
    """One row per candidate: (candidates, COLUMNS). There must be at least one candidate."""
    page = _Page(*context)
    columns = [*page.places(), *page.pointed_at(), *page.forms(), *page.neighbours()]
    rows = side_by_side(columns)
    for name, summed in _BEST.items():
        values = rows[:, [_COLUMN[column] for column in summed]].sum(axis=1)
        rows[:, _COLUMN[name]] = (values > 0) & (values == values.max())
    return rows


class _Page:
    """A page with the measures that all candidates share. Each method returns columns with one entry per candidate."""

    def __init__(self, lines: list[Line], able: list[int], text: int, url: str | None) -> None:
        self.lines, self.able, self.text = lines, able, text
        self.own = [lines[i] for i in able]
        self.read = [_read(line.text) for line in self.own]
        self.clues = Clues(lines, url)

    def places(self) -> list[Column]:
        lines, text, at = self.lines, self.text, np.array(self.able, np.intp)
        kept = np.cumsum([not line.ruled_out for line in lines])
        prose = np.concatenate([[0], np.cumsum([line.shape.prose and not line.gone for line in lines])])
        long = at[[line.shape.words >= 4 for line in self.own]]
        rivals = np.searchsorted(long, at, side="right")  # headline-like lines down to it
        return [
            text - at,
            np.where(text > at, kept[text] - kept[at], 0),
            np.maximum(0, np.searchsorted(long, text) - rivals),
            np.where(text < at, prose[at] - prose[text], 0),
            at == 0,
            self._rivals_to_header(at, long, rivals),
        ]

    def _rivals_to_header(self, at: Indexes, long: Indexes, rivals: Indexes) -> Indexes:
        header = [i for i, line in enumerate(self.lines) if line.taken is not None and line.taken.rule.group in _HEADER]
        headers = np.array([*header, len(self.lines) + _NEAR], np.intp)
        below = headers[np.searchsorted(headers, at, side="right")]
        return np.where(below - at <= _NEAR, np.maximum(0, np.searchsorted(long, below) - rivals), _NO_HEADER)

    def pointed_at(self) -> list[Column]:
        lines, clues, own, read = self.lines, self.clues, self.own, self.read
        vocabulary, lead = _vocabulary(lines[self.text : self.text + 14]), _vocabulary(lines[self.text : self.text + 3])
        address = [clues.in_address(worded(i, lines, clues.address)) if clues.address else (0.0, 0.0, 0.0) for i in self.able]
        return [
            [clues.again(line) for line in own] if clues.copies else self.none,
            [clues.times(line) for line in own],
            [line.taken is not None and line.taken.rule.kind == "repeat" for line in own],
            *zip(*address, strict=True),
            self.none,  # best-address, known when all rows are
            [len(text.words & clues.head) / max(3, len(text.words)) if i else 1 for i, text in zip(self.able, read, strict=True)],
            [clues.opens_head(line) for line in own],
            [sum([word in vocabulary for word in text.longer]) / max(1, len(text.longer)) for text in read],
            [sum([word in lead for word in text.longer]) / max(1, len(text.longer)) for text in read],
            self.none,  # best-text
        ]

    @property
    def none(self) -> Column:
        return np.zeros(len(self.able))

    def forms(self) -> list[Column]:
        shapes = [line.shape for line in self.own]
        return [
            [shape.words for shape in shapes],
            [shape.chars for shape in shapes],
            [line.probability for line in self.own],
            [shape.stop for shape in shapes],
            [shape.upper for shape in shapes],
            [shape.title for shape in shapes],
            [text.unusual for text in self.read],
            [shape.digits for shape in shapes],
            [text.marks / max(1, shape.chars) for text, shape in zip(self.read, shapes, strict=True)],
            [line.text.endswith(")") for line in self.own],
            [bool(line.matches.hits) for line in self.own],
        ]

    def neighbours(self) -> list[Column]:
        lines = self.lines
        classes = [_CLASS.get(line.taken.rule.group, 0) if line.taken is not None else 0 for line in lines] + 4 * [0]
        near = [classes[i + 1] | classes[i + 2] | classes[i + 3] | classes[i + 4] for i in self.able]
        above = [lines[i - 1] if i else None for i in self.able]
        below = [lines[i + 1] if i + 1 < len(lines) else None for i in self.able]
        return [
            *([found >> number & 1 for found in near] for number in range(len(_GROUPS))),
            [min(line.block.gap, 2) for line in self.own],
            [min(line.block.gap, 2) if line else 1 for line in below],
            [line is not None and line.ruled_out for line in above],
            [line is not None and line.ruled_out for line in below],
            [min(line.shape.words, 20) if line else 0 for line in above],
            [min(line.shape.words, 40) if line else 0 for line in below],
            [line.probability if line else 0 for line in below],
            [line is not None and line.shape.prose for line in below],
        ]


def _vocabulary(lines: list[Line]) -> frozenset[str]:
    return frozenset(word for line in lines if not line.gone for word in _read(line.text[:400]).longer)


FEATURES = FeatureSet([FeatureGroup("headlines", 2, COLUMNS, _matrix)])
