"""Choose the headline of a page: rank the lines above and around the beginning of its text."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from .. import models
from ..lines.line import Line
from ..models import Trees
from ..text.shape import with_numbers_marked
from .headline_cue_features import title_like
from .page_head import FEATURES, PageLines
from .stretches import Stretches

NAME = "headlines"
PART = "page"  # ranks the lines of one page; its scores do not compare across pages
SURE = "page-sure"  # the probability that a line is a headline at all
THRESHOLD = "page"  # probability of the best line below which a page has no headline
_SENTENCE = 0.15  # the same, if the line reads as a sentence of the text
_ENTRIES = 2  # least number of entries of a live blog or a digest
_WORDS = 3  # least number of words of its own headline
_NOTE = re.compile(r"[(（][^()（）\n]{3,30}[)）]$")


def choose(lines: list[Line], url: str | None, stretches: Stretches | None = None) -> Line | None:
    """The line that ranks highest; None if it is probably no headline. `stretches` are those of the lines, if they are known."""
    page = PageLines.of(lines, url, stretches)
    if not page.able:
        return None
    model, matrix = models.load(NAME), FEATURES.matrix(page)
    scores = model.part(PART, Trees, FEATURES).scores(matrix)
    entries, captions = _entry_heads(lines, page.able), np.array([_is_caption(lines[i]) for i in page.able], bool)
    best = int(np.argmax(np.where(entries | (captions & ~captions.all()), -np.inf, scores)))
    found = lines[page.able[best]]
    least = model.threshold(THRESHOLD)
    if found.shape.prose and found.shape.stop and not title_like(found):
        least = max(least, _SENTENCE)
    heads_entries = entries.any() and best < int(np.argmax(entries))  # it is above the first entry: the blog's or the digest's own
    if not heads_entries and model.part(SURE, Trees, FEATURES).probabilities(matrix[best : best + 1])[0] < least:
        return None
    copies = (line for line in lines if line.shape.key == found.shape.key and not line.ruled_out)
    return next(copies, found)


def _entry_heads(lines: list[Line], able: list[int]) -> NDArray[np.bool_]:
    """For each candidate, whether it heads an entry of a live blog or of a digest, above its text: below the entry's time, or with a note
    in brackets at its end, such as the time to read it, that other entries have, too.

    All False unless there are several, and the blog's or digest's own headline may be above them.
    """
    above_text = [i for i in able if 0 < i < len(lines) - 1 and lines[i + 1].shape.prose]
    notes = Counter(_note(lines[i]) for i in above_text)
    heads = {i for i in above_text if _is_entry_clock(lines[i - 1]) or (_note(lines[i]) and notes[_note(lines[i])] >= _ENTRIES)}
    above = [i for i in able if heads and i < min(heads) - 1 and not lines[i].ruled_out]
    named = any(title_like(lines[i]) and lines[i].shape.words >= _WORDS for i in above)
    return np.array([named and len(heads) >= _ENTRIES and i in heads for i in able], bool)


def _note(line: Line) -> str:
    """The note in brackets at the end of a line, with its numbers masked; "" for none."""
    found = _NOTE.search(line.text)
    return with_numbers_marked(found[0].lower()) if found else ""


def _is_caption(line: Line) -> bool:
    """Whether a rule identified the line as a caption, by its photo credit for instance."""
    return line.taken is not None and line.taken.rule.group == "caption"


def _is_entry_clock(line: Line) -> bool:
    """Whether a rule identified the line as a time of day, or as the time since something was posted."""
    return line.taken is not None and (line.taken.rule.group == "hour" or line.taken.rule.id.startswith("clock.ago"))
