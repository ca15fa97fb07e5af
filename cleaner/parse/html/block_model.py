"""The block model: each block's probability of being article text, and the blocks to keep.

Two linear models over hashed tokens score names and words. Boosted trees and a convolutional network each combine these scores with the
other features, and their mean is the first look. A second look compares the first look's score of a block with those of the other blocks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...languages.marks import QUESTION_MARKS
from ...models import Convolution, Matrix, Oblivious, load, logistic
from ...models.features import strongest
from .contexts import page_context
from .features import FEATURES, SECOND_FEATURES, FirstLook, PageContext
from .features.page_context import CJK, SPACE
from .page_type import type_probabilities
from .side_boxes import lowered_beside
from .token_scores import token_scores

NAME = "blocks"
_REASONS = 6
_ASKING = ("button", "summary", "heading", "term")
_QUESTIONS = (*QUESTION_MARKS, "\u037e")
_ITEM = 300  # characters of a list item, a line of dialogue


class Choice(NamedTuple):
    """Which blocks are kept, and their expected F1."""

    kept: NDArray[np.bool_]
    quality: float


def probabilities(page: PageContext) -> Matrix:
    """Each block's probability of being article text; shape (blocks,). The page must have blocks."""
    model = load(NAME).part("second", Oblivious, SECOND_FEATURES)
    return lowered_beside(page, logistic(model.scores(SECOND_FEATURES.matrix(first_look(page)))))


def first_look(page: PageContext) -> FirstLook:
    """The scores of the first look. Sets the page's type probabilities and its name and word scores, which the first look reads."""
    model = load(NAME)
    if page.types_found is None:
        page.types_found = type_probabilities(page)
    scores = token_scores(model)
    page.name_scores, page.word_scores = scores.of_names(page.outline), scores.of_words(page.outline)
    matrix = FEATURES.matrix(page)
    trees, network = model.part("first", Oblivious, FEATURES), model.part("network", Convolution, FEATURES)
    return FirstLook(page, trees.scores(matrix), network.scores(matrix))


def sizes(page: PageContext) -> Matrix:
    """The size of each block: its words, counting each CJK character as a word; shape (blocks,)."""
    found: Matrix = page.classes[:, SPACE] + 1 + page.classes[:, CJK]
    return found


def choose(probability: Matrix, size: Matrix) -> Choice:
    """The blocks that maximise the expected F1, which are those with a probability above half of it (Lipton, Elkan and Naryanaswamy,
    "Optimal Thresholding of Classifiers to Maximize F1 Measure", 2014).
    """
    order = np.argsort(-probability, kind="stable")
    expected = (probability * size)[order]
    f1 = 2 * np.cumsum(expected) / (np.cumsum(size[order]) + expected.sum())
    last = int(np.argmax(f1))
    kept = np.zeros(len(probability), bool)
    kept[order[: last + 1]] = True
    return Choice(kept, float(f1[last]))


def close_gaps(page: PageContext, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """`kept` with each block added that is between two kept siblings of the same look: no item is lost from the middle of a list.

    Siblings are in boxes of the same look inside the same box. Blocks that are long or mostly links are not added. A question in a
    heading, a button or the like is kept with its answer, and code with the text around it in the same box. So is a paragraph between
    two kept ones, and a heading of kept text like that of a section above.
    """
    look, parent = page.looks[page.box], page.parents[page.box]
    plain = (page.linked * 2 <= page.length) & (page.length <= _ITEM)
    look_above, above = page.looks[parent], page.parents[parent]  # each line may be in a box of its own, in one box around
    nested = (look_above[1:] == look_above[:-1]) & (above[1:] == above[:-1]) & (parent[1:] >= 0) & (parent[:-1] >= 0)
    alike = (look[1:] == look[:-1]) & ((parent[1:] == parent[:-1]) | nested) & (page.box[1:] != page.box[:-1])
    out = kept.copy()
    if len(kept) > 2:
        out[1:-1] |= ~kept[1:-1] & kept[:-2] & kept[2:] & alike[:-1] & alike[1:] & plain[1:-1]
    asks = np.array([block.kind in _ASKING and block.text.endswith(_QUESTIONS) for block in page.blocks], bool)
    out[:-1] |= asks[:-1] & kept[1:] & (page.prose[1:] > 0)
    return out | _code_inside(page, kept) | _paragraphs_inside(page, kept) | _section_headings(page, kept)


def _code_inside(page: PageContext, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The blocks of code that are between two kept blocks of other kinds in the same box."""
    parent = page.parents[page.box]
    code = np.array([block.kind == "code" for block in page.blocks], bool)
    others = np.flatnonzero(~code)
    at = np.searchsorted(others, np.flatnonzero(code))  # the place of the next other block
    out = np.zeros(len(kept), bool)
    for block, below in zip(np.flatnonzero(code).tolist(), at.tolist(), strict=True):
        if 0 < below < len(others):
            around = others[below - 1 : below + 1]
            out[block] = bool(kept[around].all() and (parent[around] == parent[block]).all())
    return out


def _paragraphs_inside(page: PageContext, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The visible paragraphs that are directly between two kept ones in the same box."""
    parent, prose = page.parents[page.box], page.prose > 0
    text, out = kept & prose, np.zeros(len(kept), bool)
    out[1:-1] = text[:-2] & prose[1:-1] & text[2:] & (parent[:-2] == parent[1:-1]) & (parent[1:-1] == parent[2:])
    out &= ~np.array([block.hidden for block in page.blocks], bool)
    return out


def _section_headings(page: PageContext, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The headings directly above a kept paragraph, with a kept heading of the same level above in the same box."""
    parent, prose, linked = page.parents[page.box], page.prose > 0, page.linked * 2 > page.length
    out, known = np.zeros(len(kept), bool), set()
    for i, block in enumerate(page.blocks[:-1]):
        if block.kind != "heading":
            continue
        look = (int(parent[i]), block.level)
        if kept[i]:
            known.add(look)
        out[i] = look in known and kept[i + 1] and prose[i + 1] and parent[i + 1] == parent[i] and not linked[i] and not block.hidden
    return out


def explain_block(markup: str, url: str | None, block: int) -> list[tuple[str, float]]:
    """(description, log odds) of the features that contribute most to the score of the first look's trees, strongest first; positive for text."""
    page = page_context(markup, url)
    if page is None or block >= page.count:
        return []
    first_look(page)
    part = load(NAME).part("first", Oblivious, FEATURES)
    return strongest(part.contributions(FEATURES.matrix(page)[block]), FEATURES.descriptions, _REASONS, 0.05)
