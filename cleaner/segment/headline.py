"""The headline of a page, ranked: which of the lines above and around the beginning of its text is it?"""

from __future__ import annotations

import numpy as np

from .. import models
from ..lines.line import Line
from ..models import Trees
from .headline_cue_features import title_like
from .page_head import FEATURES, PageLines

NAME = "headlines"
PART = "page"  # ranks the lines of one page; its scores do not compare across pages
SURE = "page-sure"  # the probability that a line is a headline at all
THRESHOLD = "page"  # probability of the best line below which a page has no headline
_SENTENCE = 0.15  # the same, of a line that reads as a sentence of the text


def choose(lines: list[Line], url: str | None) -> Line | None:
    """The line that ranks highest; None when it is not likely to be a headline."""
    page = PageLines.of(lines, url)
    if not page.able:
        return None
    model, matrix = models.load(NAME), FEATURES.matrix(page)
    best = int(np.argmax(model.part(PART, Trees, FEATURES).scores(matrix)))
    found = lines[page.able[best]]
    least = model.threshold(THRESHOLD)
    if found.shape.prose and found.shape.stop and not title_like(found):
        least = max(least, _SENTENCE)
    if model.part(SURE, Trees, FEATURES).probabilities(matrix[best : best + 1])[0] < least:
        return None
    copies = (line for line in lines if line.shape.key == found.shape.key and not line.ruled_out)
    return next(copies, found)
