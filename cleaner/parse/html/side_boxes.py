"""Lowers the probabilities of blocks in notices, comments, teasers and photo credits, which are recognised by the boxes' names.

The block model reads such names as one feature among many, and is unsure of a box that is longer than the article beside it. Here the
probabilities inside such a box are lowered if the page has text outside it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...models import Matrix
from .class_hints import KINDS
from .elements import Element
from .features import PageContext
from .features.page_context import TYPES

_INVITATION = 700  # maximum characters of a newsletter sign-up box
_MOST = 0.5  # maximum share of the page's expected text in a notice
_NOTICE = 0.1  # factor on the probabilities inside a notice
_COMMENTS, _FORUM = list(KINDS).index("comments"), TYPES.index("forum")
_LISTS = [TYPES.index(kind) for kind in ("listing", "collection", "forum")]  # pages whose cards are their text
_LIKE_A_FORUM, _COMMENT = 0.3, 0.7  # forum probability above which a page may be a forum; factor on the probabilities of comments
_FORUM_AT_LEAST = 0.5  # forum probability above which a page is a forum
_SURE, _FEWEST = 0.9, 2  # probability of a paragraph that is certainly text; minimum number of them in an article
_BELOW_TEXT = 0.3  # factor on the probabilities of comments below an article
_TAKEN_FOR_TEXT = 0.7  # mean probability of the comments' paragraphs with which they are the page's text, as in a discussion
_TEASERS = 2  # minimum linked headings in a teaser box
_CREDIT = 120  # maximum characters of a photo credit


def lowered_beside(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, lowered for blocks beside the text; shape (blocks,)."""
    found = _without_credits(page, _less_comments(page, _without_notices(page, probability)))
    return _without_teasers(page, found)


def _flagged(page: PageContext, flag: Callable[[Element], bool]) -> NDArray[np.bool_]:
    """For each box, whether its element has a property."""
    elements, numbers = page.outline.distinct
    return np.fromiter(map(flag, elements), bool, len(elements))[numbers]


def _without_notices(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, lowered inside consent notices, dialogs and sign-up boxes, unless these have most of the page's text."""
    notice, invitation = _flagged(page, lambda element: element.notice), _flagged(page, lambda element: element.invites)
    if invitation.any():
        notice |= invitation & (page.sum_in_boxes(page.length) <= _INVITATION)
    return _lowered(page, probability, notice, _NOTICE)


def _less_comments(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, lowered inside comment boxes on a page that is no forum, unless these have most of the page's text.

    Data sources disagree on whether comments are text, so the model gives them middling probabilities. Below an article they are
    lowered even if they have most of the page's text.
    """
    if page.types_found is None or page.types_found[_FORUM] > _FORUM_AT_LEAST:
        return probability
    comments = _flagged(page, lambda element: _COMMENTS in element.kinds)
    if not comments.any():
        return probability
    below = _below_text(page, probability, comments & _flagged(page, lambda element: element.comments))
    written = below & (page.prose > 0)
    if not written.any() or float(np.average(probability[written], weights=page.length[written])) >= _TAKEN_FOR_TEXT:
        below[:] = False
    found = probability if page.types_found[_FORUM] > _LIKE_A_FORUM else _lowered(page, probability, comments, _COMMENT)
    return np.where(below, np.minimum(found, probability * np.float32(_BELOW_TEXT)), found)


def _without_teasers(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, lowered inside teaser boxes below an article: linked headlines with their summaries."""
    boxes = _flagged(page, lambda element: element.teasers)
    if not boxes.any() or (page.types_found is not None and page.types_found[_LISTS].sum() > _LIKE_A_FORUM):
        return probability
    linked = (page.heading > 0) & (page.linked * 2 > page.length)
    boxes &= page.sum_in_boxes(linked.astype(np.float32)) >= _TEASERS
    found: Matrix = np.where(_below_text(page, probability, boxes), probability * np.float32(_NOTICE), probability)
    return found


def _below_text(page: PageContext, probability: Matrix, boxes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each block, whether it is inside one of the flagged boxes and below an article's paragraphs outside them."""
    inside = page.within(boxes)[page.box]
    article = (probability >= _SURE) & (page.prose > 0) & ~inside
    found: NDArray[np.bool_] = inside & (np.cumsum(article) >= _FEWEST)
    return found


def _without_credits(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, lowered for short blocks in boxes named as photo credits."""
    named = _flagged(page, lambda element: element.credit)
    if not named.any():
        return probability
    credit = named[page.box] & (page.length <= _CREDIT) & (page.prose == 0)
    found: Matrix = np.where(credit, probability * np.float32(_NOTICE), probability)
    return found


def _lowered(page: PageContext, probability: Matrix, boxes: NDArray[np.bool_], factor: float) -> Matrix:
    """The probabilities, multiplied by `factor` inside the flagged boxes, unless these have most of the page's expected text."""
    if not boxes.any():
        return probability
    inside = page.within(boxes)[page.box]
    expected = probability * page.length
    if not inside.any() or float(expected[inside].sum()) > _MOST * float(expected.sum()):
        return probability
    found: Matrix = np.where(inside, probability * factor, probability).astype(np.float32)
    return found
