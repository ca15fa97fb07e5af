"""Features of a block among the others of its page: its position, its neighbours, and the words it shares with the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ....models import FeatureGroup, Matrix
from .page_context import STOP, PageContext, side_by_side, words

_SHIFTS = (-4, -3, -2, -1, 1, 2, 3, 4)
_WINDOWS = (3, 10, 30)
_FAR = 60  # blocks
_NONE = 99


def _last_before(flags: Matrix, count: int) -> Matrix:
    """For each block, the index of the nearest flagged block above it; -1 if there is none."""
    last = np.maximum.accumulate(np.where(flags > 0, np.arange(count), -1))
    return np.concatenate([[-1], last[:-1]])


def _position(page: PageContext) -> Matrix:
    index, count = page.index, page.count
    chars = np.concatenate([[0.0], np.cumsum(page.length)])
    level = np.array([block.level if block.kind == "heading" else 0 for block in page.blocks], np.float32)
    h1 = np.flatnonzero(level == 1)
    first_h1 = int(h1[0]) if len(h1) else -1
    head = _last_before(page.heading, count)
    at = np.maximum(head, 0)
    known = head >= 0
    running = np.flatnonzero(page.prose)
    first, last = (running[0], running[-1]) if len(running) else (-1, -1)
    above = _last_before(page.prose, count)
    below = count - 1 - _last_before(page.prose[::-1], count)[::-1]
    total, sums = max(float(page.prose.sum()), 1.0), np.cumsum(page.prose)
    columns = (
        index / count,
        chars[:-1] / page.total,
        np.clip(index - first_h1, -_FAR, 2 * _FAR) if len(h1) else np.full(count, -_NONE),
        np.full(count, min(len(h1), 20)),
        np.where(known, np.minimum(index - head, _FAR), _NONE),
        np.where(known, np.log1p(np.maximum(chars[:-1] - chars[at], 0)), -1),
        np.where(known, level[at], 9),
        np.where(known, page.linked[at] / np.maximum(page.length[at], 1), -1),
        np.where(known, at == first_h1, -1),
        np.clip(index - first, -_FAR, _FAR),
        np.clip(last - index, -_FAR, _FAR),
        np.where(above >= 0, np.minimum(index - above, _FAR), _NONE),
        np.where(below < count, np.minimum(below - index, _FAR), _NONE),
        (sums - page.prose) / total,
        1 - sums / total,
    )
    return side_by_side(*columns)


def _overlap(page: PageContext) -> Matrix:
    first: dict[tuple[str, ...], int] = {}
    alike = [first.setdefault(tuple(own), number) for number, own in enumerate(page.words)]  # the first block that reads the same
    copies, above = [0] * page.count, []
    for number in alike:
        above.append(copies[number])
        copies[number] += 1
    own = list(map(frozenset, page.words))
    once, repeated = set[str](), set[str]()  # the words of the page's running text, and those in several blocks of it
    for some, running in zip(own, page.outline.prose, strict=True):
        if running:
            repeated |= once & some
            once |= some
    title, description = words(page.title), words(page.description)
    in_title, described = _counts_among(own, title), _counts_among(own, description)
    in_others = [len(some & (repeated if running else once)) for some, running in zip(own, page.outline.prose, strict=True)]
    shared = np.array(in_others)  # words that are in other blocks of running text, too
    sizes = np.fromiter(map(len, own), np.intp, page.count)
    size = np.maximum(sizes, 1)
    columns = (
        np.minimum(np.array(copies)[alike], 20),
        np.minimum(above, 10),
        (in_title == len(title)) & (sizes == len(title)) & bool(title),
        in_title / max(len(title), 1),
        in_title / size,
        described / max(len(description), 1),
        described / size,
        shared / size,
    )
    return side_by_side(*columns)


def _counts_among(own: Sequence[frozenset[str]], others: set[str]) -> NDArray[np.intp]:
    """For each set of words, how many of them are among `others`."""
    return np.array([len(some & others) for some in own], np.intp) if others else np.zeros(len(own), np.intp)


def _neighbours(page: PageContext) -> Matrix:
    stop = (page.classes[:, STOP] > 0).astype(np.float32)
    base = np.stack([np.log1p(page.length), page.linked / np.maximum(page.length, 1), page.prose, page.heading], axis=1)
    look = page.looks[page.box]
    at = page.index[:, None] + np.array(_SHIFTS)
    inside = (at >= 0) & (at < page.count)
    np.clip(at, 0, page.count - 1, out=at)
    shifted = np.empty((*at.shape, len(_NEAR)), np.float32)
    shifted[:, :, :4] = np.where(inside[:, :, None], base[at], -1)
    shifted[:, :, 4] = (page.box[at] == page.box[:, None]) & inside
    shifted[:, :, 5] = (look[at] == look[:, None]) & inside
    shifted[:, :, 6] = stop[at] * inside
    columns = [shifted.reshape(page.count, -1)]
    wide = np.concatenate([base, stop[:, None]], axis=1)
    sums = np.concatenate([np.zeros((1, wide.shape[1])), np.cumsum(wide, axis=0)])
    for reach in _WINDOWS:
        low, high = np.maximum(page.index - reach, 0), np.minimum(page.index + reach + 1, page.count)
        columns.append((sums[page.index] - sums[low]) / np.maximum(page.index - low, 1)[:, None])
        columns.append((sums[high] - sums[page.index + 1]) / np.maximum(high - page.index - 1, 1)[:, None])
    return np.concatenate(columns, axis=1, dtype=np.float32)


_NEAR = (
    ("length", "the length of"),
    ("linked", "the links in"),
    ("prose", "the running text in"),
    ("heading", "a heading in"),
    ("same box", "the same box as"),
    ("same look", "the same look as"),
    ("stop", "sentence ends in"),
)
_IN_WINDOW = (*_NEAR[:4], _NEAR[6])

POSITION = FeatureGroup(
    "position",
    1,
    (
        ("place", "its position on the page"),
        ("chars above", "how much of the page's text is above"),
        ("from h1", "its distance to the first <h1>"),
        ("h1s", "how many <h1> the page has"),
        ("from heading", "its distance to the heading above"),
        ("chars from heading", "the text between it and the heading above"),
        ("heading level", "the level of the heading above"),
        ("heading linked", "links in the heading above"),
        ("heading is h1", "whether the heading above is the first <h1>"),
        ("from first prose", "its distance to the first running text"),
        ("to last prose", "its distance to the last running text"),
        ("prose near above", "its distance to running text above"),
        ("prose near below", "its distance to running text below"),
        ("prose above", "how much running text is above"),
        ("prose below", "how much running text is below"),
    ),
    _position,
)
OVERLAP = FeatureGroup(
    "overlap",
    1,
    (
        ("copies", "how many blocks read the same"),
        ("copy number", "how many of these are above"),
        ("is title", "whether it is the page's title"),
        ("of title", "the share of the page's title that it has"),
        ("in title", "the share of its words in the page's title"),
        ("of description", "the share of the page's description that it has"),
        ("in description", "the share of its words in the page's description"),
        ("in prose", "the share of its words in the page's running text"),
    ),
    _overlap,
)
NEIGHBOURS = FeatureGroup(
    "neighbours",
    1,
    (
        *(
            (f"{name} {shift:+}", f"{phrase} the block {abs(shift)} {'above' if shift < 0 else 'below'}")
            for shift in _SHIFTS
            for name, phrase in _NEAR
        ),
        *((f"{name} {side} {reach}", f"{phrase} the {reach} blocks {side}") for reach in _WINDOWS for side in ("above", "below") for name, phrase in _IN_WINDOW),
    ),
    _neighbours,
)  # fmt: skip
