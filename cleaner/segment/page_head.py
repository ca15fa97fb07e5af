"""Candidates for the headline of a page with one article, and their features: the lines above and around the beginning of its text.

Every short line is a candidate, whatever the rules and the line model decided: a rule for menus may remove a headline of two words,
and a removed copy of the headline may be the only complete one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..lines.line import Line
from ..models import FeatureGroup, FeatureSet
from .boundary_features import FIRST, Candidates
from .headline_features import FEATURES as TRAITS
from .headline_features import Context
from .line_arrays import FileLines
from .page_head_features import GROUP as OWN_GROUP
from .page_head_features import PageContext
from .stretches import Stretches

_ABOVE = 150  # lines above the text
_TOP = 3  # first lines of the page
_PARAGRAPHS = 3  # first paragraphs of the text; the headline may be among them
_WITHOUT_TEXT = 60  # lines that are searched on a page without a paragraph
_LONGEST = 260  # characters of the longest candidate
_SENTENCE = 150  # characters of the longest candidate that ends like a sentence
_OPEN = (",", ";", "，", "；", "、")
_GROUPS = ("near-forms", "near-ruled", "blank-lines", "stretch", "classes", "copies", "headline-words")


@dataclass(frozen=True, eq=False)
class PageLines:
    """The lines of one page; the candidates, at the indexes `able`, have one row each. The text begins at line `text`."""

    lines: list[Line]
    able: list[int]
    text: int
    url: str | None
    stretches: Stretches | None = None  # of the lines, if they are known

    @classmethod
    def of(cls, lines: list[Line], url: str | None, stretches: Stretches | None = None) -> PageLines:
        prose = [i for i, line in enumerate(lines) if line.shape.prose and not line.gone][:_PARAGRAPHS]
        first, end = (prose[0], prose[-1] + 1) if prose else (0, min(len(lines), _WITHOUT_TEXT))
        near = range(max(_TOP, first - _ABOVE), end)
        able = [i for i in (*range(min(_TOP, end)), *near) if _possible(lines[i])]
        return cls(lines, able, first, url, stretches)

    @cached_property
    def context(self) -> Context:
        return Context(self.lines, self.able, self.text, self.url)

    @cached_property
    def candidates(self) -> Candidates:
        known = self.stretches
        if known is None or len(known.file) < len(self.lines):  # those of wrapped lines do not count
            known = Stretches(FileLines.of(self.lines, unwrap=False))
        return Candidates(known, np.array(self.able, np.intp))

    @cached_property
    def page(self) -> PageContext:
        return PageContext(self.lines, self.able, self.text, self.url, self.candidates.file)


def _possible(line: Line) -> bool:
    """Whether a line can be a headline: short, with letters, and not ending in the middle of a sentence.

    It must also be visible on its page (the preview text of a newsletter is not), and no reviewer may have decided on it.
    """
    if (line.block.place is not None and line.block.place.hidden) or (line.taken is not None and line.taken.rule.kind == "decision"):
        return False
    sentence = line.shape.stop and len(line.text) > _SENTENCE
    return 0 < len(line.text) <= _LONGEST and not sentence and not line.text.endswith(_OPEN) and any(map(str.isalpha, line.text))


def _shared(group: FeatureGroup[Candidates]) -> FeatureGroup[PageLines]:
    columns = tuple((f"own {name}", text) for name, text in group.columns)  # prefixed, because a trait may have the same name
    return FeatureGroup(group.name, group.version, columns, lambda page: group.compute(page.candidates))


def _traits(group: FeatureGroup[Context]) -> FeatureGroup[PageLines]:
    return FeatureGroup(group.name, group.version, group.columns, lambda page: group.compute(page.context))


def _own(group: FeatureGroup[PageContext]) -> FeatureGroup[PageLines]:
    return FeatureGroup(group.name, group.version, group.columns, lambda page: group.compute(page.page))


FEATURES: FeatureSet[PageLines] = FeatureSet(
    [*map(_traits, TRAITS.groups), *(_shared(group) for group in FIRST.groups if group.name in _GROUPS), _own(OWN_GROUP)]
)
