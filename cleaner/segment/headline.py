"""Headlines weighed: on a page with furniture, which of the lines about the beginning of the text is its headline?"""

from __future__ import annotations

import numpy as np

from .. import models
from ..line import Line
from ..models import Matrix, Steps
from .clues import NUMBERED, could_be_title, stated_time, title_like
from .traits import FEATURES, Context

NAME = "headlines"
_ABOVE = 60  # lines above the text among which a headline is looked for
_BELOW = 2  # and down to this many paragraphs of it: some furniture reads as text
_SURE = 0.06  # chance below which a page has no headline


def choose(lines: list[Line], url: str | None) -> Line | None:
    """The likeliest headline; None when no line is likely to be one."""
    able = rivals(lines)
    if not able:
        return None
    chances = _model().probabilities(describe(lines, able, url))
    if chances.max() < _SURE:
        return None
    best = lines[able[int(np.argmax(chances))]]
    copies = [line for line in lines if line.shape.key == best.shape.key]
    return next((line for line in copies if not line.ruled_out), best)  # of its copies the first


def rivals(lines: list[Line]) -> list[int]:
    """Indexes of the lines that could be the headline: the page's first, and those about the beginning of the text, copies too."""
    text = _text_start(lines)
    if text is None:
        return []
    prose = [i for i, line in enumerate(lines[text:], text) if line.shape.prose and not line.gone][:_BELOW]
    near = range(max(1, text - _ABOVE), prose[-1] + 1)
    able = (i for i in (0, *near) if _open(lines[i]) and lines[i].shape.words >= 2 and not stated_time(lines[i]))
    return [i for i in able if title_like(lines[i]) or _bold(lines[i])]


def _bold(line: Line) -> bool:
    """Whether a line of unusual form could be the headline: sentences inside it, or what was said behind a dash."""
    return (
        could_be_title(line)
        and not NUMBERED.match(line.text)
        and not line.text.endswith(")")
        and (not line.shape.bullet or line.text[0] in "-–—")
    )


def _open(line: Line) -> bool:
    """Not decided by a rule, other than as a copy, and not hidden on its page: a newsletter's preview text is above its headline."""
    if line.block.place is not None and line.block.place.hidden:
        return False
    return not line.ruled_out or (line.taken is not None and line.taken.rule.kind == "repeat" and bool(line.text))


def describe(lines: list[Line], able: list[int], url: str | None) -> Matrix:
    """One row of FEATURES a rival."""
    return FEATURES.matrix(Context(lines, able, _text_start(lines) or 0, url))


def _model() -> Steps:
    return models.load(NAME).part("headline", Steps, FEATURES)


def _text_start(lines: list[Line]) -> int | None:
    """The first paragraph that stays."""
    return next((i for i, line in enumerate(lines) if line.shape.prose and not line.gone and not title_like(line)), None)
