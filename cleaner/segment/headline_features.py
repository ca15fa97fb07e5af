"""What is told of each line that could be the headline: its place, what points at it, its form, and its neighbours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

import numpy as np

from ..lines.line import Line
from ..models import FeatureGroup, FeatureSet, Matrix
from .headline_cue_features import WORD, Clues, title_like
from .headline_text import worded

COLUMNS = (
    ("lines-to-text", "lines down to the text"), ("kept-to-text", "lines down to the text that no rule removes"),
    ("rivals-below", "headline-like lines between it and the text"), ("text-above", "paragraphs above it"), ("first", "the page's first line"),
    ("rivals-to-header", "headline-like lines between it and the clock or byline below"),
    ("again", "printed again"), ("times", "times the line stands in the page"), ("copy", "a copy of another line"),
    ("in-address", "share of its words in the address"), ("of-address", "share of the address's words in it"),
    ("address-first", "begins as the address does"), ("best-address", "none is nearer to the address"),
    ("in-head", "share of its words in the page's first line"), ("opens-head", "the page's first line begins with it"),
    ("in-text", "share of its words in the text"), ("in-lead", "share of its words in the first paragraphs"),
    ("best-text", "none has more of its words in the text"),
    ("words", "number of words"), ("chars", "length in characters"), ("chance", "its chance as a line of text"),
    ("stop", "ends as a sentence does"), ("upper", "capitals throughout"), ("title", "a capital on every word"),
    ("unusual", "has not a headline's usual form"), ("digits", "holds a digit"), ("numbers", "share of digits and marks"),
    ("bracket", "ends with a bracket"), ("known", "a rule speaks on it"),
    ("clock-below", "a clock below"), ("byline-below", "a byline below"), ("share-below", "share buttons below"),
    ("other-below", "reading time or caption below"), ("gap", "blank line above"), ("gap-below", "blank line below"),
    ("removed-above", "the line above is removed"), ("removed-below", "the line below is removed"),
    ("words-above", "words of the line above"), ("words-below", "words of the line below"),
    ("chance-below", "the chance of the line below as text"), ("deck-below", "a sentence below"),
)  # fmt: skip
_COLUMN = {name: column for column, (name, _) in enumerate(COLUMNS)}
_BEST = {"best-address": ("in-address", "of-address"), "best-text": ("in-text",)}  # the column that tells the highest sum of others
_GROUPS = (("clock", "hour"), ("byline", "author-box"), ("share", "button", "link", "platform"), ("reading-time", "caption"))
_HEADER = ("clock", "hour", "byline", "author-box", "reading-time")
_NEAR = 11  # lines below in which a header is looked for
_NO_HEADER = 9  # more headline-like lines than stand above any
_MARKS = "/|>»:•·"


class Context(NamedTuple):
    """The lines of a page, of which those at the indexes `able` have a row each; the text begins at line `text`."""

    lines: list[Line]
    able: list[int]
    text: int
    url: str | None


def _matrix(context: Context) -> Matrix:
    """One row for each of the lines `able`, of which there is one at least."""
    lines, able, text, url = context
    page = _Page(lines, able, text, url)
    rows = np.array([(*page.place(i), *page.pointed_at(i), *_form(lines[i]), *page.neighbours(i)) for i in able], np.float32)
    for name, summed in _BEST.items():
        values = rows[:, [_COLUMN[column] for column in summed]].sum(axis=1)
        rows[:, _COLUMN[name]] = (values > 0) & (values == values.max())
    return rows


class _Page:
    """The lines with what is reckoned once for all that could be the headline."""

    def __init__(self, lines: list[Line], able: list[int], text: int, url: str | None) -> None:
        self.lines, self.text = lines, text
        self.clues = Clues(lines, url)
        self.vocabulary, self.lead = _vocabulary(lines[text : text + 14]), _vocabulary(lines[text : text + 3])
        self.kept_before = np.cumsum([not line.ruled_out for line in lines])
        self.prose_before = np.concatenate([[0], np.cumsum([line.shape.prose and not line.gone for line in lines])])
        self.long = [i for i in able if lines[i].shape.words >= 4]

    def place(self, i: int) -> tuple[float, ...]:
        text = self.text
        return (
            text - i,
            float(self.kept_before[text] - self.kept_before[i]) if text > i else 0,
            max(0, bisect_left(self.long, text) - bisect_right(self.long, i)),
            float(self.prose_before[i] - self.prose_before[text]) if text < i else 0,
            i == 0,
            self._rivals_to_header(i),
        )

    def _rivals_to_header(self, i: int) -> int:
        near = enumerate(self.lines[i + 1 : i + 1 + _NEAR], i + 1)
        header = next((j for j, line in near if line.taken is not None and line.taken.rule.group in _HEADER), None)
        return _NO_HEADER if header is None else max(0, bisect_left(self.long, header) - bisect_right(self.long, i))

    def pointed_at(self, i: int) -> tuple[float, ...]:
        line, clues = self.lines[i], self.clues
        told = [word for word in WORD.findall(line.text.lower()) if len(word) > 3]
        return (
            clues.again(line),
            clues.times(line),
            line.taken is not None and line.taken.rule.kind == "repeat",
            *clues.in_address(worded(i, self.lines, clues.address) if clues.address else ""),
            0,  # best-address, known when all rows are
            clues.in_head(line) if i else 1,
            clues.opens_head(line),
            sum(word in self.vocabulary for word in told) / max(1, len(told)),
            sum(word in self.lead for word in told) / max(1, len(told)),
            0,  # best-text
        )

    def neighbours(self, i: int) -> tuple[float, ...]:
        lines = self.lines
        above = lines[i - 1] if i else None
        below = lines[i + 1] if i + 1 < len(lines) else None
        groups = {other.taken.rule.group for other in lines[i + 1 : i + 5] if other.taken is not None}
        return (
            *(bool(groups & set(wanted)) for wanted in _GROUPS),
            min(lines[i].block.gap, 2),
            min(below.block.gap, 2) if below else 1,
            above is not None and above.ruled_out,
            below is not None and below.ruled_out,
            min(above.shape.words, 20) if above else 0,
            min(below.shape.words, 40) if below else 0,
            below.chance if below else 0,
            below is not None and below.shape.prose,
        )


def _form(line: Line) -> tuple[float, ...]:
    shape = line.shape
    return (
        shape.words,
        shape.chars,
        line.chance,
        shape.stop,
        shape.upper,
        shape.title,
        not title_like(line),
        shape.digits,
        sum(letter.isdigit() or letter in _MARKS for letter in line.text) / max(1, shape.chars),
        line.text.endswith(")"),
        bool(line.hits),
    )


def _vocabulary(lines: list[Line]) -> frozenset[str]:
    return frozenset(word for line in lines if not line.gone for word in WORD.findall(line.text[:400].lower()) if len(word) > 3)


FEATURES = FeatureSet([FeatureGroup("headlines", 2, COLUMNS, _matrix)])
