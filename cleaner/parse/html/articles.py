"""Finds the articles of a page: a model scores each gap between two paragraphs as a boundary, from `article_gap_features`.

An article extends from one boundary above the threshold to the next.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...models import Trees, load, logistic
from .article_gap_features import COLUMNS, FEATURES, Weighed, chain_of, describe
from .blocks import Outline
from .class_hints import KINDS
from .one_document import follows_key_points, goes_on

NAME = "articles"
_LEAST = 150  # minimum characters of an article
_NEAR = 2  # common boxes whose names can exclude paragraphs from being an article
_OTHERS = frozenset(list(KINDS).index(kind) for kind in ("comments", "footer", "consent"))
_MOST = 100  # articles of a page: a page with more is a list
_HEADLINE = 200  # characters
_BACK = 8  # blocks above an article's box that are searched for its heading
_SHARED_SIDES = next(column for column, (name, _) in enumerate(COLUMNS) if name == "shared sides")
_SAME_WORDS, _UNDOUBTED = 0.15, 0.8  # a boundary is doubtful with at least this share of words in common, below this probability


class Article(NamedTuple):
    """An article of a page: indexes of its first block, its paragraphs and its box, and the probability of the boundary above it."""

    first: int
    paragraphs: list[int]
    box: int
    probability: float


def find_articles(page: Weighed) -> list[Article]:
    """The articles of a page in order; [] for a page with fewer than two, or with more than _MOST."""
    gaps = describe(page)
    if not len(gaps.matrix):
        return []
    model = load(NAME)
    probability = logistic(model.part("gaps", Trees, FEATURES).scores(gaps.matrix))
    sure_gaps = (np.flatnonzero(probability > model.threshold("sure")) + 1).tolist()
    doubtful = (probability < _UNDOUBTED) & (gaps.matrix[:, _SHARED_SIDES] >= _SAME_WORDS)
    starts = [at for at in sure_gaps if not _continues(page.outline, gaps.paragraphs[at - 1], gaps.paragraphs[at], bool(doubtful[at - 1]))]
    cuts = [0, *starts, len(gaps.paragraphs)]
    sides = [(gaps.paragraphs[a:b], float(probability[a - 1]) if a else 1.0) for a, b in itertools.pairwise(cuts)]
    sides = [side for side in sides if _is_article(page.outline, side[0])]
    if not 2 <= len(sides) <= _MOST:
        return []
    found: list[Article] = []
    for number, (paragraphs, sure) in enumerate(sides):
        others = {i for at, (other, _) in enumerate(sides) if at != number for i in other}
        box = _box(page.outline, paragraphs[0], others)
        floor = found[-1].paragraphs[-1] + 1 if found else 0
        found.append(Article(_first(page.outline, paragraphs[0], box, floor), paragraphs, box, sure))
    return found


def _continues(outline: Outline, upper: int, lower: int, doubtful: bool) -> bool:
    """Whether the page's structure says that a boundary between two paragraphs is none."""
    return follows_key_points(outline, upper, lower) or (doubtful and goes_on(outline, upper, lower))


def _box(outline: Outline, paragraph: int, others: set[int]) -> int:
    """The outermost box around a paragraph without paragraphs of another article."""
    boxes, box = outline.boxes, outline.blocks[paragraph].box
    while boxes.parents[box] >= 0 and not any(i in others for i in range(boxes.firsts[boxes.parents[box]], boxes.ends[boxes.parents[box]])):
        box = boxes.parents[box]
    return box


def _first(outline: Outline, paragraph: int, box: int, floor: int) -> int:
    """The first block of an article: its box's first, or, if there is no heading between that and the paragraph, a heading just above."""
    first = max(outline.boxes.firsts[box], floor)
    inside = range(first, paragraph)
    if any(outline.blocks[i].kind == "heading" for i in inside):
        return first
    near = range(first - 1, max(floor, first - _BACK) - 1, -1)
    heads = [i for i in near if outline.blocks[i].kind == "heading" and len(outline.blocks[i].text) <= _HEADLINE]
    return heads[0] if heads else first


def _is_article(outline: Outline, paragraphs: Sequence[int]) -> bool:
    if sum(len(outline.blocks[i].text) for i in paragraphs) < _LEAST:
        return False
    chains = [chain_of(outline, i) for i in paragraphs]
    common = set(chains[0]).intersection(*chains[1:])
    nearest = itertools.islice((box for box in chains[0] if box in common), _NEAR)
    return not any(kind in _OTHERS for box in nearest for kind in outline.boxes.named[box].kinds)
