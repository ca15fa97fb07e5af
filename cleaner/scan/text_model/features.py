"""Features of the first look of the line model: a line's form, the rules that match it, its surroundings, its words, its position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ...backends import languages
from ...lines.line import Line
from ...models import FeatureGroup, FeatureSet, HashedLinear, Matrix
from .columns import AROUND, CLASSES, LAYOUT, NEAR, OWN, PLACE, REACHES, SCORE_REACHES, SCORES, SHIFTED, VOCABULARY
from .line_features import LINE_FEATURES, line_features
from .window_sums import Flags, Runs, distances, means, shifted
from .word_features import LineWords, WordTable

_CLASS_OF = {group: index for index, groups in enumerate(CLASSES.values()) for group in groups}
_ENDS = [list(CLASSES).index(name) for name in ("related", "comments", "offer", "footer", "author")]  # boilerplate after the end of a story
_AT = {name: index for index, name in enumerate(LINE_FEATURES)}
_LONG = 25  # words of a long paragraph
_SHORT = 6  # a line with fewer words is short
_BEGUN = 60.0  # words of running text after which a story counts as begun
_MOST_WORDS = 1500.0

WORDS = WordTable()


@dataclass(frozen=True)
class PageLines:
    """The lines of a page after rules have matched, all with text; the code of its language; and the model of words."""

    lines: Sequence[Line]
    language: str | None
    words: HashedLinear

    @cached_property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]

    @cached_property
    def signals(self) -> Matrix:
        """The features of the lines by themselves: (LINE_FEATURES, lines)."""
        code = self.language or ""
        shapes = [line.shape for line in self.lines]
        return np.ascontiguousarray(line_features(self.texts, shapes, code, languages.common_words(code)).T)

    def signal(self, name: str) -> Matrix:
        """One row of `signals`: (lines,)."""
        found: Matrix = self.signals[_AT[name]]
        return found

    @cached_property
    def size(self) -> Matrix:
        """Words of each line, at most 100."""
        return np.minimum(self.signal("words"), 100)

    @cached_property
    def prose(self) -> Flags:
        return self.signal("prose") > 0

    @cached_property
    def mass(self) -> Matrix:
        """Words of each line if it is running text, at most 80; otherwise 0."""
        return np.where(self.prose, np.minimum(self.size, 80), 0).astype(np.float32)

    @cached_property
    def gap(self) -> Flags:
        """Whether a blank line is above each line."""
        return np.array([line.block.gap > 0 for line in self.lines], bool)

    @cached_property
    def removed(self) -> Flags:
        """Lines that a rule removes."""
        return np.array([line.ruled_out for line in self.lines], bool)

    @cached_property
    def classes(self) -> Flags:
        """Whether a rule of each class of boilerplate matches or removes each line: (CLASSES, lines)."""
        cells: list[int] = []
        count = len(self.lines)
        for column, line in enumerate(self.lines):
            groups = line.matches.groups
            if line.ruled_out and line.taken is not None and line.taken.rule.group not in groups:
                groups |= {line.taken.rule.group}
            if groups:
                cells += [_CLASS_OF[group] * count + column for group in groups if group in _CLASS_OF]
        out = np.zeros((len(CLASSES), count), bool)
        out.ravel()[cells] = True
        return out

    @cached_property
    def line_words(self) -> list[LineWords]:
        """The words of each line."""
        return WORDS.of(self.texts)

    @cached_property
    def scores(self) -> Matrix:
        """The score of each line in the model of words, in log odds: (lines,)."""
        return WORDS.score(self.texts, self.words)


def _own(page: PageLines) -> Matrix:
    return np.concatenate([page.signals, page.removed[None], page.classes]).T.astype(np.float32)


def _around(page: PageLines) -> Matrix:
    base = np.concatenate([page.signals[[_AT[name] for name in SHIFTED]], page.removed[None]]).astype(np.float32)
    common = page.signal("common") * np.minimum(page.size, 40)
    flow = np.array([page.mass, np.minimum(page.size, 60), common, page.removed, page.signal("bullet")], np.float32)
    return np.concatenate([shifted(base, -1, -1), shifted(base, 1, -1), means(flow, REACHES)]).T


def _near(page: PageLines) -> Matrix:
    return distances(np.concatenate([[page.prose, page.prose & (page.size >= _LONG)], page.classes])).T


def _place(page: PageLines) -> Matrix:
    count, mass = len(page.lines), page.mass
    index, total, before = np.arange(count), max(1.0, float(mass.sum())), np.cumsum(mass) - mass
    ends = page.classes[_ENDS].any(axis=0) & (before + mass > _BEGUN)
    seen = np.cumsum(ends)
    rows = (
        before / total,
        1 - (before + mass) / total,
        np.minimum(index, 200),
        np.minimum(index[::-1], 200),
        index / max(1, count - 1),
        page.gap,
        np.append(page.gap[1:], True),
        _like_head(page.lines),
        np.minimum(seen, 20),
        seen / max(1, int(seen[-1])),
        np.minimum(before - np.maximum.accumulate(np.where(ends, before, 0)), 400),
        np.minimum(seen[-1] - seen + ends, 20),
        np.full(count, page.prose.mean()),
        np.full(count, total / max(1.0, float(page.size.sum()))),
        np.full(count, min(count, 600)),
        np.full(count, page.gap.mean()),
        np.full(count, (page.classes.any(axis=0) | page.removed).mean()),
    )
    return np.array(rows, np.float32).T


def _like_head(lines: Sequence[Line]) -> Matrix:
    """The share of each line's words that are also in the page's first line, which is often its title."""
    head = frozenset(lines[0].shape.key.split())
    shares = np.zeros(len(lines), np.float32)
    for i, line in enumerate(lines):
        if 2 <= line.shape.words <= 32:
            words = line.shape.key.split()
            if not head.isdisjoint(words):
                shares[i] = sum(map(head.__contains__, words)) / len(words)
    return shares


def _scores(page: PageLines) -> Matrix:
    return score_features(page.scores, page.signal("words"))


def score_features(scores: Matrix, words: Matrix) -> Matrix:
    """The columns of the group `text.scores`, from the scores and numbers of words of a page's lines, both (lines,)."""
    own = scores[None]
    flow = np.concatenate([own, own * np.minimum(words, 60)])
    steps = [shifted(own, step, 0) for step in (-1, 1, -2, 2)]
    return np.concatenate([own, *steps, means(flow, SCORE_REACHES)]).T


def _vocabulary(page: PageLines) -> Matrix:
    """How many of a line's words are in other lines of the page, separately for running text and the rest."""
    count = len(page.lines)
    rows = [words.vocabulary for words in page.line_words]
    sizes = np.fromiter(map(len, rows), np.intp, count)
    own = np.repeat(np.arange(count), sizes)
    out = np.zeros((4, count), np.float32)
    out[3] = sizes
    if len(own):
        _, word = np.unique(np.fromiter(chain.from_iterable(rows), np.int64, len(own)), return_inverse=True)
        divisor = np.maximum(sizes, 1)
        running = np.bincount(word, page.prose[own])[word] - page.prose[own]
        rest = np.bincount(word, ~page.prose[own])[word] - ~page.prose[own]
        for row, values in enumerate((running > 0, np.log1p(running), rest > 0)):
            out[row] = np.bincount(own, values, count) / divisor
    return out.T


def _layout(page: PageLines) -> Matrix:
    words, prose, gap = page.signal("words"), page.prose, page.gap
    short, stretch, block = Runs(words < _SHORT), Runs(prose), Runs(np.cumsum(gap))
    size = stretch.sums(page.size)
    alike, roughly = _form(page), _rough_form(page)
    share = Counter(alike.tolist())
    forms = [words.form for words in page.line_words]
    times = Counter(forms)
    rows = (
        np.where(words < _SHORT, np.minimum(short.length, 60), 0),
        np.where(words < _SHORT, 0, np.minimum(short.length, 60)),
        np.minimum(stretch.length, 60) * np.where(prose, 1, -1),
        np.minimum(stretch.spread(size), _MOST_WORDS),
        np.minimum(stretch.above, 60),
        np.minimum(stretch.length - 1 - stretch.above, 60),
        np.minimum(stretch.spread(np.append(np.float32(0), size[:-1])), _MOST_WORDS),
        np.minimum(stretch.spread(np.append(size[1:], np.float32(0))), _MOST_WORDS),
        [min(times[form], 20) for form in forms],
        np.minimum(Runs(alike).length, 30),
        np.minimum(Runs(roughly).length, 30),
        [share[form] / len(words) for form in alike.tolist()],
        np.minimum(block.length, 60),
        np.minimum(block.above, 60),
        np.minimum(block.spread(block.sums(page.size)), _MOST_WORDS),
        block.spread(block.sums(prose.astype(np.float32))) / block.length,
        np.minimum(words / np.maximum(1, np.append(words[:1], words[:-1])), 10),
        np.minimum(words / np.maximum(1, np.append(words[1:], words[-1:])), 10),
    )
    return np.array(rows, np.float32).T


def _form(page: PageLines) -> NDArray[np.int_]:
    """A number that is equal for lines of similar length, ends and letters."""
    of = page.signal
    length: NDArray[np.int_] = np.minimum(of("words"), 15).astype(np.int_) // 3
    flags = (of("stop") > 0, of("digits") > 0, of("bullet") > 0, page.gap, of("capitals") > 0.6, of("colon") > 0)
    for flag in flags:
        length = 2 * length + flag
    return length


def _rough_form(page: PageLines) -> NDArray[np.int_]:
    """Like `_form`, but coarser."""
    of = page.signal
    found: NDArray[np.int_] = 8 * (of("stop") > 0) + 4 * (of("bullet") > 0) + 2 * (of("words") >= 8) + (of("capitals") > 0.6)
    return found


def _group(
    name: str, columns: tuple[tuple[str, str], ...], compute: Callable[[PageLines], Matrix], version: int = 1
) -> FeatureGroup[PageLines]:
    return FeatureGroup(f"text.{name}", version, columns, compute)


FEATURES = FeatureSet(
    [
        _group("own", OWN, _own),
        _group("around", AROUND, _around),
        _group("near", NEAR, _near),
        _group("place", PLACE, _place),
        _group("scores", SCORES, _scores),
        _group("vocabulary", VOCABULARY, _vocabulary),
        _group("layout", LAYOUT, _layout),
    ]
)
