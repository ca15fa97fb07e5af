"""What the weights see of a line's surroundings: neighbours, windows, distances, place, and the company of findings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...models import Matrix
from ..text_model.signals import SIGNALS, WIDTH

Flags = NDArray[np.bool_]

# rule groups -> the class of furniture they are evidence of
CLASSES = {
    "menu": ("nav", "label"),
    "share": ("share", "button", "platform", "link"),
    "related": ("related",),
    "comments": ("comments",),
    "offer": ("newsletter", "paywall", "prompt", "advertising"),
    "consent": ("consent",),
    "footer": ("copyright",),
    "header": ("clock", "hour", "byline", "reading-time", "headline", "summary"),
    "caption": ("caption",),
    "author": ("author-box", "tags"),
}
CLASS_NAMES = tuple(CLASSES)
CLASS_OF = {group: index for index, groups in enumerate(CLASSES.values()) for group in groups}
_END_MARKS = [2 + CLASS_NAMES.index(name) for name in ("related", "comments", "offer", "footer", "author")]  # rows of `marks`

_S = {name: index for index, name in enumerate(SIGNALS)}
_SHIFTED = [
    _S[name] for name in ("words", "stop", "prose", "capitals", "common", "bullet", "ellipsis", "digits", "upper", "lower", "colon")
]
_GONE, _KNOWN = WIDTH, WIDTH + 1
_OWN = _KNOWN + 1 + len(CLASS_NAMES)  # columns that tell of the line itself
_SHIFTED_TOO = [*_SHIFTED, _GONE, _KNOWN]
_STEPS = (-1, 1, -2, 2)
_WINDOWS = (3, 8, 20)
_FAR = 60.0  # lines: a distance that says "nowhere near"
_MASS = 60.0  # words of prose after which a story has begun
_PARTS = np.cumsum([len(_STEPS) * len(_SHIFTED_TOO), len(_WINDOWS) * 2 * 7, 2 * (2 + len(CLASS_NAMES))]).tolist()  # of the surroundings


def _where(step: int) -> str:
    side = "above" if step < 0 else "below"
    return f"1 line {side}" if abs(step) == 1 else f"{abs(step)} lines {side}"


@cache
def names() -> tuple[tuple[str, str], ...]:
    """(name, plain words) of every feature, in the order of the columns."""
    told = dict(SIGNALS)
    out = [(name, text) for name, text in SIGNALS.items()]
    out += [("gone", "a rule removes it"), ("known", "a rule speaks on it")]
    out += [(f"is-{name}", f"a rule about {name} speaks on it") for name in CLASS_NAMES]
    signals = list(SIGNALS)
    for step in _STEPS:
        out += [(f"{signals[column]}@{step:+d}", f"{told[signals[column]]}, {_where(step)}") for column in _SHIFTED]
        out += [(f"gone@{step:+d}", f"removed by a rule, {_where(step)}"), (f"known@{step:+d}", f"known to a rule, {_where(step)}")]
    for reach in _WINDOWS:
        for side, place in (("up", "above"), ("down", "below")):
            out += [
                (f"{name}-{side}{reach}", f"{text} in the {reach} lines {place}")
                for name, text in (
                    ("mass", "words of running text a line"), ("prose", "share of running text"), ("words", "words a line"),
                    ("common", "common words a line"), ("gone", "share removed by rules"), ("known", "share known to rules"), ("bullet", "share of list items"),
                )
            ]  # fmt: skip
    for what, text in (("prose", "running text"), ("long", "a long paragraph"), *((name, f"furniture: {name}") for name in CLASS_NAMES)):
        out += [(f"{what}-above", f"lines up to {text}"), (f"{what}-below", f"lines down to {text}")]
    out += [
        ("mass-before", "share of the running text above"), ("mass-after", "share of the running text below"),
        ("from-top", "lines from the top"), ("from-bottom", "lines from the bottom"), ("place", "place in the page, 0 to 1"),
        ("gap", "blank line above"), ("gap-below", "blank line below"), ("repeated", "times the line stands in the page"),
        ("like-head", "share of its words that stand in the page's first line"),
        ("ends-seen", "end-of-story furniture above"), ("ends-share", "share of the page's end-of-story furniture above"),
        ("since-end", "words of running text since such furniture"), ("ends-ahead", "end-of-story furniture below"),
        ("page-prose", "share of running text in the page"), ("page-mass", "share of the page's words in running text"),
        ("page-lines", "lines in the page"), ("page-gaps", "share of lines with a blank line above"), ("page-known", "share of lines known to rules"),
    ]  # fmt: skip
    return tuple(out)


def features(signals: Matrix, gone: Flags, known: Flags, classes: Matrix, gap: Matrix, repeated: Matrix, like_head: Matrix) -> Matrix:
    """One row a line: its signals and its surroundings. `signals` has a row a line, `classes` one for each of CLASS_NAMES.

    The matrix is laid out column by column, as it is filled and as the weights read it.
    """
    count = len(signals)
    out = np.empty((len(names()), count), np.float32)
    out[:WIDTH] = signals.T
    out[_GONE], out[_KNOWN] = gone, known
    out[_KNOWN + 1 : _OWN] = classes
    words, prose = out[_S["words"]], out[_S["prose"]]
    mass, common = prose * np.minimum(words, 80), out[_S["common"]] * np.minimum(words, 40)
    flow = np.array([mass, prose, np.minimum(words, 60), common, out[_GONE], out[_KNOWN], out[_S["bullet"]]])
    marks = np.empty((2 + len(classes), count), bool)
    marks[0], marks[1], marks[2:] = prose, (prose > 0) & (words >= 25), classes
    shifted, windows, distances, placed = np.split(out[_OWN:], _PARTS)
    _shift(out[_SHIFTED_TOO], shifted.reshape(len(_STEPS), -1, count))
    _windows(flow, windows.reshape(len(_WINDOWS), 2, len(flow), count))
    _distances(marks, distances.reshape(-1, 2, count))
    ends: Flags = np.logical_or.reduce(marks[_END_MARKS])
    values = (*_placement(mass, ends, gap, repeated, like_head), *_page(words, prose, mass, gap, known))
    for row, value in zip(placed, values, strict=True):
        row[:] = value
    return out.T


def _shift(base: Matrix, out: Matrix) -> None:
    """The rows as they are one and two lines away, by (step, row, line); -1 beyond the page."""
    for shifted, step in zip(out, _STEPS, strict=True):
        if step < 0:
            shifted[:, :-step] = -1
            shifted[:, -step:] = base[:, :step]
        else:
            shifted[:, -step:] = -1
            shifted[:, :-step] = base[:, step:]


def _sides(flow: Matrix, reaches: Sequence[int]) -> tuple[Matrix, Matrix]:
    """Sums of rows over the lines above and below within each reach, by (row, reach, side, line), and the number of those lines."""
    count = flow.shape[1]
    index, reach = np.arange(count), np.array(reaches)[:, None]
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, count)  # the first line within reach, the one behind the last
    sums = np.zeros((len(flow), count + 1), np.float32)
    np.cumsum(flow, axis=1, out=sums[:, 1:])
    found = np.empty((len(flow), len(reaches), 2, count), np.float32)
    np.subtract(sums[:, None, :-1], sums.take(low, axis=1), out=found[:, :, 0])
    np.subtract(sums.take(high, axis=1), sums[:, None, 1:], out=found[:, :, 1])
    lines = np.empty((len(reaches), 2, count), np.float32)
    lines[:, 0], lines[:, 1] = index - low, high - index - 1
    return found, lines


def _windows(flow: Matrix, out: Matrix) -> None:
    """Means over the lines above and below within each of _WINDOWS, by (reach, side, row, line)."""
    sums, lines = _sides(flow, _WINDOWS)
    np.divide(sums.transpose(1, 2, 0, 3), np.maximum(lines, 1)[:, :, None], out=out)


def _distances(masks: Flags, out: Matrix) -> None:
    """Lines up and down to the nearest line of each mask, itself included, by (mask, side, line); _FAR when there is none near."""
    count = masks.shape[1]
    index = np.arange(count, dtype=np.float32)
    above, below = out[:, 0], out[:, 1]
    np.subtract(index, np.maximum.accumulate(np.where(masks, index, np.float32(-1000)), axis=1), out=above)
    nearest = np.minimum.accumulate(np.where(masks, index, np.float32(count + 1000))[:, ::-1], axis=1)[:, ::-1]
    np.subtract(nearest, index, out=below)
    np.minimum(out, _FAR, out=out)


def _placement(mass: Matrix, ends: Flags, gap: Matrix, repeated: Matrix, like_head: Matrix) -> tuple[NDArray[Any], ...]:
    """Where the line stands in the page."""
    index = np.arange(len(mass))
    total = _total(mass)
    before = np.cumsum(mass) - mass
    ends = ends & (before + mass > _MASS)
    seen = np.cumsum(ends)
    blank = np.minimum(gap, 1)
    return (
        before / total,
        1 - (before + mass) / total,
        np.minimum(index, 200),
        np.minimum(index[::-1], 200),
        index / max(1, len(index) - 1),
        blank,
        np.append(blank[1:], 1),
        np.minimum(repeated, 5),
        like_head,
        np.minimum(seen, 20),
        seen / max(1, int(seen[-1])),
        np.minimum(before - np.maximum.accumulate(np.where(ends, before, 0)), 400),
        np.minimum(seen[-1] - seen + ends, 20),
    )


def _page(words: Matrix, prose: Matrix, mass: Matrix, gap: Matrix, known: Flags) -> tuple[float, ...]:
    """What is the same for all lines of the page."""
    share = _total(mass) / max(1.0, float(words.sum()))
    some = (prose, gap > 0, known)
    running, gaps, told = (np.count_nonzero(rows) / len(words) for rows in some)
    return running, share, min(len(words), 600), gaps, told


def _total(mass: Matrix) -> float:
    return max(1.0, float(mass.sum()))


_LATE_STEPS = (-1, -2, -3, 1, 2, 3)
_LATE_WINDOWS = (3, 6, 15, 40)


def around(chances: Matrix, words: Matrix) -> Matrix:
    """The second look: what the first look made of the lines around, as further features. `chances` are probabilities."""
    count = len(chances)
    size = np.minimum(words, 60)
    flow = np.array([chances * size, size, chances])
    sums, lines = _sides(flow, _LATE_WINDOWS)
    out = np.zeros((len(around_names()), count), np.float32)
    out[0] = chances
    for row, step in zip(out[1:], _LATE_STEPS, strict=False):
        if step < 0:
            row[-step:] = chances[:step]
        else:
            row[:-step] = chances[step:]
    at = 1 + len(_LATE_STEPS)
    windows = out[at : at + 4 * len(_LATE_WINDOWS)].reshape(len(_LATE_WINDOWS), 2, 2, count)  # by reach, side, measure
    windows[:, :, 0] = sums[0] / np.maximum(sums[1], 1)
    windows[:, :, 1] = sums[2] / np.maximum(lines, 1)
    text = np.zeros(count + 1, np.float32)
    np.cumsum(flow[0], out=text[1:])
    total = max(1e-6, float(text[-1]))
    sure = np.empty((2, count), np.float32)
    _distances((chances > 0.8)[None], sure[None])
    out[-8] = text[:-1] / total
    out[-7] = 1 - text[1:] / total
    out[-6] = total
    out[-5] = total / max(1.0, float(size.sum()))
    out[-4:-2], out[-2], out[-1] = sure, sure.min(axis=0), sure.max(axis=0)
    return out.T


@cache
def around_names() -> tuple[tuple[str, str], ...]:
    """(name, plain words) of the second look's features."""
    out = [("first-look", "its own first weighing")]
    out += [(f"first-look@{step:+d}", f"first weighing, {_where(step)}") for step in _LATE_STEPS]
    for reach in _LATE_WINDOWS:
        for side, place in (("up", "above"), ("down", "below")):
            out += [
                (f"text-{side}{reach}", f"share of words held for text in the {reach} lines {place}"),
                (f"lines-{side}{reach}", f"share of lines held for text in the {reach} lines {place}"),
            ]
    out += [
        ("text-before", "share of the text above"),
        ("text-after", "share of the text below"),
        ("text-words", "words held for text in the page"),
        ("text-share", "share of the page's words held for text"),
    ]
    out += [
        ("sure-above", "lines up to sure text"),
        ("sure-below", "lines down to sure text"),
        ("sure-near", "lines to the nearest sure text"),
        ("sure-far", "lines to the farther sure text"),
    ]
    return tuple(out)


assert len(SIGNALS) == WIDTH
