"""What speaks for and against a boundary: one small function a piece of evidence, each giving (weight, reason).

A candidate is a headline-like line in the gap between two stretches of prose.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..line import Line

THRESHOLD = 3.0
_HEADER = ("clock", "hour", "byline", "share", "button", "link", "reading-time", "caption", "summary")
_FOOTER = ("copyright", "comments", "related", "tags", "author-box", "newsletter", "nav")
_LOOK_AHEAD = 14  # lines from a headline to its first paragraph


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may open a story. Indexes into the page's lines: `gap_first` follows the last paragraph above, `prose` is the first below."""

    lines: list[Line]
    start: int
    gap_first: int
    prose: int

    @property
    def line(self) -> Line:
        return self.lines[self.start]

    @property
    def above(self) -> list[Line]:
        return self.lines[self.gap_first : self.start]

    @property
    def below(self) -> list[Line]:
        return self.lines[self.start + 1 : self.prose]

    def prose_since(self, index: int) -> bool:
        """Whether a paragraph stands between line `index` and the candidate: a story needs one."""
        return any(line.shape.prose and not line.gone for line in self.lines[index : self.start])


def candidates(lines: list[Line]) -> Iterator[Candidate]:
    """The most headline-like line of each gap that has prose above and below."""
    prose = [i for i, line in enumerate(lines) if line.shape.prose and not line.gone]
    for upper, lower in itertools.pairwise(prose):
        inside = [
            Candidate(lines, i, upper + 1, lower) for i in range(max(upper + 1, lower - _LOOK_AHEAD), lower) if headline_like(lines[i])
        ]
        if inside:
            yield max(inside, key=lambda candidate: (sum(evidence(candidate)[0] for evidence in EVIDENCE), -candidate.start))


def headline_like(line: Line) -> bool:
    """A kept line of a headline's length that does not end as a sentence in a list or a quotation does."""
    shape = line.shape
    return (
        not line.ruled_out
        and not shape.bullet
        and 3 <= shape.words <= 30
        and shape.chars <= 220
        and not line.text.endswith((".", ":", ",", ";"))
    )


def printed_again(candidate: Candidate) -> tuple[float, str]:
    key = candidate.line.shape.key
    return (2.5, "its headline is printed again") if any(line.shape.key == key for line in candidate.below) else (0, "")


def header_below(candidate: Candidate) -> tuple[float, str]:
    groups = {group for line in candidate.below for group in _groups(line) if group in _HEADER}
    return (min(1.2 * len(groups), 2.6), f"{_and(groups)} below the headline") if groups else (0, "")


def footer_above(candidate: Candidate) -> tuple[float, str]:
    groups = {group for line in candidate.above for group in _groups(line) if group in _FOOTER}
    return (min(0.7 * len(groups), 1.4), f"{_and(groups)} above it") if groups else (0, "")


def blank_run(candidate: Candidate) -> tuple[float, str]:
    blank = max(line.block.gap for line in [*candidate.above, candidate.line])
    if blank < 2:
        return 0, ""
    usual = max((line.block.gap for line in candidate.lines[1 : candidate.gap_first]), default=0)
    return (2.0 if blank > usual else 0.6, f"{blank} blank lines above")


def reads_as_headline(candidate: Candidate) -> tuple[float, str]:
    words = candidate.line.shape.words
    return (0.7, "reads as a headline") if 5 <= words <= 20 else (0, "")


def sub_headline(candidate: Candidate) -> tuple[float, str]:
    """A short line, or one in capitals, is more often a heading inside a story."""
    shape = candidate.line.shape
    return (-1.0, "") if shape.upper or shape.words < 4 else (0, "")


EVIDENCE: tuple[Callable[[Candidate], tuple[float, str]], ...] = (
    printed_again,
    header_below,
    footer_above,
    blank_run,
    reads_as_headline,
    sub_headline,
)


def _groups(line: Line) -> set[str]:
    if line.taken is not None:
        return {line.taken.rule.group}
    return {piece.hit.rule.group for piece in line.edits() if piece.hit}


def _and(groups: set[str]) -> str:
    return " and ".join(sorted(groups))
