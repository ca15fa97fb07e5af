"""Choose the headline of a story in a file of several: rank the lines down to its second paragraph.

Besides the features of any headline (`headline_features.py`), the forms of the lines around count: above it there may be a kicker, a
byline or the end of the story before, below it dates, buttons and captions that no rule matches.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .. import models
from ..lines.line import Line
from ..models import FeatureGroup, FeatureSet, Matrix, Trees
from .boundary_features import FIRST, Candidates
from .headline import NAME
from .headline_features import FEATURES as TRAITS
from .headline_features import Context
from .line_arrays import FileLines
from .stretches import Stretches

PART = "story"
_DEEPEST = 60  # lines from the story's first
_LONGEST = 260  # characters of the longest candidate
_PARAGRAPHS = 2  # first paragraphs; the headline may be among them, because a long one reads as a paragraph
_SURE = 0.4  # probability below which a story has no headline
_GROUPS = ("near-forms", "near-ruled", "blank-lines", "stretch", "classes", "headline-words")


@dataclass(frozen=True, eq=False)
class StoryLines:
    """The lines of one story; the candidates, at the indexes `able`, have one row each."""

    lines: list[Line]
    able: list[int]

    @classmethod
    def of(cls, lines: list[Line]) -> StoryLines:
        prose = [i for i, line in enumerate(lines[:_DEEPEST]) if line.shape.prose and not line.ruled_out]
        end = prose[min(len(prose), _PARAGRAPHS) - 1] + 1 if prose else min(len(lines), _DEEPEST)
        return cls(lines, [i for i, line in enumerate(lines[:end]) if _possible(line)])

    @cached_property
    def context(self) -> Context:
        text = next((i for i, line in enumerate(self.lines) if line.shape.prose and not line.gone), 0)
        return Context(self.lines, self.able, text, None)

    @cached_property
    def candidates(self) -> Candidates:
        return Candidates(Stretches(FileLines.of(self.lines, unwrap=False)), np.array(self.able, np.intp))


def _possible(line: Line) -> bool:
    text = line.text or line.block.text
    if line.taken is not None and line.taken.rule.kind == "record":
        return False
    return len(text) <= _LONGEST and any(map(str.isalpha, text)) and not (line.begin is not None and line.begin.below)


def _shared(group: FeatureGroup[Candidates]) -> FeatureGroup[StoryLines]:
    columns = tuple((f"own {name}", text) for name, text in group.columns)  # prefixed, because a trait may have the same name
    return FeatureGroup(group.name, group.version, columns, lambda story: group.compute(story.candidates))


def _traits(group: FeatureGroup[Context]) -> FeatureGroup[StoryLines]:
    return FeatureGroup(group.name, group.version, group.columns, lambda story: group.compute(story.context))


FEATURES: FeatureSet[StoryLines] = FeatureSet(
    [*map(_traits, TRAITS.groups), *(_shared(group) for group in FIRST.groups if group.name in _GROUPS)]
)


def choose(lines: list[Line]) -> Line | None:
    """The most probable headline of a story; None if no line is probably one."""
    story = StoryLines.of(lines)
    if not story.able:
        return None
    found: Matrix = models.load(NAME).part(PART, Trees, FEATURES).probabilities(FEATURES.matrix(story))
    best = int(np.argmax(found))
    return lines[story.able[best]] if found[best] >= _SURE else None
