"""What the weights see of a line's surroundings: neighbours, windows, distances, place, and the company of findings."""

from __future__ import annotations

from functools import cache

import numpy as np

from ...weights import Matrix
from .signals import SIGNALS, WIDTH

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
_ENDS = [CLASS_NAMES.index(name) for name in ("related", "comments", "offer", "footer", "author")]

_S = {name: index for index, name in enumerate(SIGNALS)}
_SHIFTED = [
    _S[name] for name in ("words", "stop", "prose", "capitals", "common", "bullet", "ellipsis", "digits", "upper", "lower", "colon")
]
_STEPS = (-1, 1, -2, 2)
_WINDOWS = (3, 8, 20)
_FAR = 60.0  # lines: a distance that says "nowhere near"
_MASS = 60.0  # words of prose after which a story has begun


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


def features(signals: Matrix, gone: Matrix, known: Matrix, classes: Matrix, gap: Matrix, repeated: Matrix, like_head: Matrix) -> Matrix:
    """One row a line: its signals and its surroundings. `classes` has a column for each of CLASS_NAMES; all others are one number a line."""
    count = len(signals)
    words, prose = signals[:, _S["words"]], signals[:, _S["prose"]]
    mass = prose * np.minimum(words, 80)
    index = np.arange(count)
    base = np.column_stack([signals[:, _SHIFTED], gone, known])
    flow = np.column_stack(
        [mass, prose, np.minimum(words, 60), signals[:, _S["common"]] * np.minimum(words, 40), gone, known, signals[:, _S["bullet"]]]
    )
    columns = [signals, gone[:, None], known[:, None], classes]
    columns += [_shifted(base, step) for step in _STEPS]
    columns += _windows(flow, index)
    columns += [_distances(mask, index) for mask in (prose > 0, (prose > 0) & (words >= 25))]
    columns += [_distances(classes[:, column] > 0, index) for column in range(len(CLASS_NAMES))]
    columns.append(_placement(signals, mass, classes, gap, repeated, like_head, known, index))
    return np.concatenate(columns, axis=1, dtype=np.float32)


def _shifted(base: Matrix, step: int) -> Matrix:
    """The rows `step` lines away; -1 beyond the page."""
    out = np.full_like(base, -1)
    if step < 0:
        out[-step:] = base[:step]
    else:
        out[:-step] = base[step:]
    return out


def _windows(flow: Matrix, index: NDIndex) -> list[Matrix]:
    """Means over the lines above and below, for each reach."""
    count = len(flow)
    sums = np.zeros((count + 1, flow.shape[1]), np.float32)
    np.cumsum(flow, axis=0, out=sums[1:])
    out: list[Matrix] = []
    for reach in _WINDOWS:
        low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, count)
        out.append((sums[index] - sums[low]) / np.maximum(index - low, 1).astype(np.float32)[:, None])
        out.append((sums[high] - sums[index + 1]) / np.maximum(high - index - 1, 1).astype(np.float32)[:, None])
    return out


def _distances(mask: NDIndex, index: NDIndex) -> Matrix:
    """Lines up and down to the nearest line of the mask, itself included; _FAR when there is none near."""
    count = len(index)
    above = np.maximum.accumulate(np.where(mask, index, -1000))
    below = np.minimum.accumulate(np.where(mask, index, count + 1000)[::-1])[::-1]
    return np.minimum(np.column_stack([index - above, below - index]), _FAR)


def _placement(
    signals: Matrix, mass: Matrix, classes: Matrix, gap: Matrix, repeated: Matrix, like_head: Matrix, known: Matrix, index: NDIndex
) -> Matrix:
    count = len(index)
    total = max(1.0, float(mass.sum()))
    before = np.cumsum(mass) - mass
    ends = (classes[:, _ENDS] > 0).any(axis=1) & (before + mass > _MASS)
    seen = np.cumsum(ends)
    at_end = np.maximum.accumulate(np.where(ends, before, 0))
    whole = [
        signals[:, _S["prose"]].mean(),
        total / max(1.0, float(signals[:, _S["words"]].sum())),
        min(count, 600),
        (gap > 0).mean(),
        known.mean(),
    ]
    return np.column_stack(
        [
            before / total,
            1 - (before + mass) / total,
            np.minimum(index, 200),
            np.minimum(count - 1 - index, 200),
            index / max(1, count - 1),
            np.minimum(gap, 1),
            np.append(np.minimum(gap[1:], 1), 1),
            np.minimum(repeated, 5),
            like_head,
            np.minimum(seen, 20),
            seen / max(1, int(seen[-1])),
            np.minimum(before - at_end, 400),
            np.minimum((ends[::-1].cumsum())[::-1], 20),
            *(np.full(count, value) for value in whole),
        ]
    )


NDIndex = np.ndarray[tuple[int, ...], np.dtype[np.bool_ | np.intp]]


def around(chances: Matrix, words: Matrix) -> Matrix:
    """The second look: what the first look made of the lines around, as further features. `chances` are probabilities."""
    count = len(chances)
    index = np.arange(count)
    size = np.minimum(words, 60)
    near = np.zeros((count, 7), np.float32)
    near[:, 0] = chances
    for column, step in enumerate((-1, -2, -3, 1, 2, 3), 1):
        near[:, column] = _shifted(chances[:, None], step)[:, 0]
    sums = np.zeros((count + 1, 3), np.float32)
    np.cumsum(np.column_stack([chances * size, size, chances]), axis=0, out=sums[1:])
    columns = [np.maximum(near, 0)]
    for reach in (3, 6, 15, 40):
        low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, count)
        for part, lines in ((sums[index] - sums[low], index - low), (sums[high] - sums[index + 1], high - index - 1)):
            columns.append(np.column_stack([part[:, 0] / np.maximum(part[:, 1], 1), part[:, 2] / np.maximum(lines, 1)]))
    total = max(1e-6, float(sums[-1, 0]))
    sure = _distances(chances > 0.8, index)
    columns.append(
        np.column_stack(
            [
                sums[index, 0] / total,
                1 - sums[index + 1, 0] / total,
                np.full(count, total),
                np.full(count, total / max(1.0, float(sums[-1, 1]))),
            ]
        )
    )
    columns.append(np.column_stack([sure, sure.min(axis=1), sure.max(axis=1)]))
    return np.concatenate(columns, axis=1, dtype=np.float32)


@cache
def around_names() -> tuple[tuple[str, str], ...]:
    """(name, plain words) of the second look's features."""
    out = [("first-look", "its own first weighing")]
    out += [(f"first-look@{step:+d}", f"first weighing, {_where(step)}") for step in (-1, -2, -3, 1, 2, 3)]
    for reach in (3, 6, 15, 40):
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
