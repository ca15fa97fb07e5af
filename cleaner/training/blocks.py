"""Fitting the model of blocks of HTML pages: which of the main text, and of what stands around it, is text of the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from lxml.html import HtmlElement

from ..models import FeatureSet, Matrix, logistic
from ..parse.html import weigh
from ..parse.html.blocks import TreeBlock, read_blocks
from ..parse.html.describe import FEATURES, Context
from ..parse.html.extract import extract
from ..parse.html.tree import lighten, load
from ..parse.limits import tame
from . import boosting
from .data import Data, Example
from .folds import Array
from .protocol import Nested, Parts
from .record import Scores

_RUN = 4  # words: a block that is no paragraph of the gold is text when most of its runs of words are
_MOST = 0.6
_PART = 20  # characters from which on a block may be a part of a gold paragraph
_GROWTH = boosting.Growth(trees=160, leaves=31, features=0.4)


@dataclass(frozen=True)
class Page:
    example: Example
    matrix: Matrix
    label: Array
    weight: Array


class Blocks:
    """Blocks of HTML pages around the main text: text of the article or boilerplate."""

    name = weigh.NAME
    needs: tuple[str, ...] = ()
    features: dict[str, FeatureSet[Any]] = {"block": FEATURES}  # noqa: RUF012
    limits = ("Only blocks within and around what the extractor takes are asked.",)

    def build(self, data: Data, nested: Nested) -> tuple[list[Page], list[Example]]:
        found = [page for example in data.examples("page", doubtful=False) if (page := _page(example)) is not None]
        return found, [page.example for page in found]

    def fit(self, dataset: list[Page], without: int | None) -> Parts:
        seen = [page for page in dataset if page.example.fold != without]
        matrix, label, weight = (np.concatenate([getattr(page, name) for page in seen]) for name in ("matrix", "label", "weight"))
        return {"block": boosting.fit(matrix, label, weight, _GROWTH, FEATURES)}

    def score(self, dataset: list[Page], fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        scores = Scores("share of a page's blocks judged rightly, by length")
        for page in dataset:
            told = boosting.scores(dict(fits[page.example.fold]["block"]), FEATURES, page.matrix)
            scores.add(page.example, float(np.average((logistic(told) > 0.5) == (page.label > 0), weights=page.weight)))
        return {}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        held = (_context(tree, None) for page in pages if (tree := _tree(page)) is not None)
        return [FEATURES.matrix(context) for context in held if context.asked.stop]


def _tree(markup: str) -> HtmlElement | None:
    """The page as the program reads it: bounded, and without what is never text. None for one that is nested too deep."""
    from ..parse.limits import TooDeep

    try:
        tree = load(tame(markup).markup)
    except TooDeep:
        return None
    if tree is not None:
        lighten(tree)
    return tree


def _context(tree: HtmlElement, url: str | None) -> Context:
    blocks = read_blocks(tree)
    keys = [weigh.key_of(block.text) for block in blocks]
    taken = np.zeros(len(blocks), np.float32)
    taken[[at for at in weigh.match(extract(tree, url), keys) if at is not None]] = 1
    return Context(blocks, keys, taken, weigh.asked(taken))


def _page(example: Example) -> Page | None:
    tree = _tree(example.text)
    context = _context(tree, example.url) if tree is not None else None
    if context is None or context.asked.stop == 0:
        return None
    asked = context.blocks[context.asked]
    label = _labels(asked, context.keys[context.asked], example.articles[0].paragraphs)
    size = np.sqrt([len(block.text) + 5 for block in asked])
    return Page(example, FEATURES.matrix(context), label, size / (size[label > 0].sum() + 20) * 100)  # each page counts alike


def _labels(blocks: Sequence[TreeBlock], keys: Sequence[str], paragraphs: Sequence[str]) -> Array:
    """1 for blocks whose words stand in the gold."""
    gold = [weigh.key_of(text) for text in paragraphs]
    whole, known = f" {' '.join(gold)} ", set(gold)
    return np.array([float(bool(key) and _is_text(key, whole, known)) for key in keys])


def _is_text(key: str, whole: str, known: set[str]) -> bool:
    if key in known or (len(key) > _PART and f" {key} " in whole):
        return True
    words = key.split()
    runs = [" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)] if len(words) >= 2 * _RUN else []
    return bool(runs) and sum(run in whole for run in runs) > _MOST * len(runs)
