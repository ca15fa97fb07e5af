"""Boxes beside the text, known by their names and what they hold: notices, comments, teasers of other texts, credits of pictures.

The block model reads such names as one feature among many, and is unsure of a box that is longer than the article beside it. Here the
probability of what such a box holds is lowered where the page shows text outside it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...models import Matrix
from .class_hints import KINDS
from .features import PageContext
from .features.page_context import TYPES

_INVITATION = 700  # characters of an invitation to a newsletter
_MOST = 0.5  # share of the expected text that a notice may hold and still be one
_NOTICE = 0.1  # what is left of a probability inside one
_COMMENTS, _FORUM = list(KINDS).index("comments"), TYPES.index("forum")
_LISTS = [TYPES.index(kind) for kind in ("listing", "collection", "forum")]  # pages whose cards are their text
_LIKE_A_FORUM, _COMMENT = 0.3, 0.7  # probability from which on a page may be a forum; what is left of a comment's
_FORUM_AT_LEAST = 0.5  # probability from which on it is one
_SURE, _FEWEST = 0.9, 2  # probability of a paragraph that is text for sure; so many of them are an article
_BELOW_TEXT = 0.3  # what is left of a comment's probability below an article
_TAKEN_FOR_TEXT = (
    0.6  # mean probability of the comments' paragraphs from which on the model counts them as the page's text, as a discussion's
)
_THREAD = 15  # paragraphs of comments, more of which may be what the page is about
_TEASERS = 2  # linked headings of a box of teasers
_CREDIT = 120  # characters


def lowered_beside(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, lower for what stands beside the text."""
    found = _without_credits(page, _less_comments(page, _without_notices(page, probability)))
    return _without_teasers(page, found)


def _without_notices(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, low for what a consent notice or a dialog holds, unless that is most of the page's text."""
    named = page.outline.boxes.named
    notice = np.array([own.notice for own in named], bool)
    invitation = np.array([own.invites for own in named], bool)
    if invitation.any():
        notice |= invitation & (page.sum_in_boxes(page.length) <= _INVITATION)
    return _lowered(page, probability, notice, _NOTICE)


def _less_comments(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, lower for what a box of comments holds on a page that is no forum, unless that is most of the page's text.

    Data sources disagree on whether comments are text, so the model is sure of few of them. They may be most of the text where an
    article is above them.
    """
    if page.types_found is None or page.types_found[_FORUM] > _FORUM_AT_LEAST:
        return probability
    comments = np.array([_COMMENTS in own.kinds for own in page.outline.boxes.named], bool)
    if not comments.any():
        return probability
    below = _below_text(page, probability, comments & np.array([own.comments for own in page.outline.boxes.named], bool))
    written = below & (page.prose > 0)
    if not 0 < written.sum() <= _THREAD or float(np.average(probability[written], weights=page.length[written])) >= _TAKEN_FOR_TEXT:
        below[:] = False
    found = probability if page.types_found[_FORUM] > _LIKE_A_FORUM else _lowered(page, probability, comments, _COMMENT)
    return np.where(below, np.minimum(found, probability * np.float32(_BELOW_TEXT)), found)


def _without_teasers(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, low for what a box of related texts below an article holds: linked headlines, with what is said of each."""
    boxes = np.array([own.teasers for own in page.outline.boxes.named], bool)
    if not boxes.any() or (page.types_found is not None and page.types_found[_LISTS].sum() > _LIKE_A_FORUM):
        return probability
    linked = (page.heading > 0) & (page.linked * 2 > page.length)
    boxes &= page.sum_in_boxes(linked.astype(np.float32)) >= _TEASERS
    found: Matrix = np.where(_below_text(page, probability, boxes), probability * np.float32(_NOTICE), probability)
    return found


def _below_text(page: PageContext, probability: Matrix, boxes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of each block whether it is inside one of some boxes, and below an article's paragraphs outside them."""
    inside = page.within(boxes)[page.box]
    article = (probability >= _SURE) & (page.prose > 0) & ~inside
    found: NDArray[np.bool_] = inside & (np.cumsum(article) >= _FEWEST)
    return found


def _without_credits(page: PageContext, probability: Matrix) -> Matrix:
    """The probabilities, low for a picture's credit in a box that is named so."""
    named = np.array([own.credit for own in page.outline.boxes.named], bool)
    if not named.any():
        return probability
    credit = named[page.box] & (page.length <= _CREDIT) & (page.prose == 0)
    found: Matrix = np.where(credit, probability * np.float32(_NOTICE), probability)
    return found


def _lowered(page: PageContext, probability: Matrix, boxes: NDArray[np.bool_], factor: float) -> Matrix:
    """The probabilities, those of the blocks inside some boxes times `factor`, unless these hold most of the page's expected text."""
    if not boxes.any():
        return probability
    inside = page.within(boxes)[page.box]
    expected = probability * page.length
    if not inside.any() or float(expected[inside].sum()) > _MOST * float(expected.sum()):
        return probability
    found: Matrix = np.where(inside, probability * factor, probability).astype(np.float32)
    return found
