"""Fragmented text: join sentences that a scraper split over several lines, by breaking the line at every tag.

A break is repaired on the evidence of the lines around it (`sentence_joins.py`), and only on a page with marks that prove that it is
fragmented: a line that begins with a comma, or ends with an opening bracket. So verse, lists and hard-wrapped letters stay unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ...backends import languages
from ...lines.line import Line
from ...packs.rule import Hit, Rule
from .sentence_joins import APART, LONG, Joint, begins_inside, joint, links, wants_more
from .spacing import between, closes, opens

__all__ = ["JOIN", "Joints", "Run", "find", "join"]

JOIN = Rule(
    id="fragment.join",
    about="A line break in the middle of a sentence, on a page that was broken at every tag",
    action="repair",
    kind="fragments",
    confidence=0.95,
)
_BECAUSE = {
    "closes": "the line below begins with a mark that belongs to the word above",
    "bracket": "the line below closes a bracket",
    "opens": "the line above ends with a mark that belongs to the word below",
    "initial": "the line above is the first letter of the word below",
    "small": "the line above does not end, and the one below begins with a small letter",
    "word": "the line above ends with a word that needs another",
    "comma": "the line above ends with a comma",
}
_OTHERWISE = "a name or a link between two pieces of a sentence"
_CERTAIN = frozenset({"closes", "opens", "initial"})
_MANY = 3  # least number of certain joints on a page that is broken throughout
_FEW_WORDS, _SENTENCE = 8, 10  # words of a run, and of one line of it, that may be a sentence
_NAME = 6  # words


Joints = dict[tuple[str, str], Joint]  # the texts of two neighbouring lines of a page -> their joint


class Run(NamedTuple):
    """The indexes of the kept lines of one paragraph, and the joints between them (one fewer)."""

    lines: list[int]
    joints: list[Joint]


def find(lines: Sequence[Line], language: str | None, known: Joints | None = None) -> list[Run]:
    """Find the runs of kept lines that are one paragraph each; [] on a page that is not fragmented. `known` caches the page's joints.

    Removed lines between two kept ones do not separate them, because they are gone when the result is cleaned again.
    """
    kept = [i for i, line in enumerate(lines) if not line.gone]
    if not any(_hints(lines[i].text) for i in kept):
        return []
    words = languages.common_words(language or "")
    texts = [lines[i] for i in kept]
    known = {} if known is None else known
    for upper, lower in pairwise(texts):
        if (upper.text, lower.text) not in known:
            known[upper.text, lower.text] = joint(upper, lower, words, language)
    joints = [APART if _is_definition(lower) else known[upper.text, lower.text] for upper, lower in pairwise(texts)]
    if not joints:
        return []
    if texts[0].shape.words > 1 and not begins_inside(texts[0].text) and _may_head(texts[0], texts[1], joints[0], words, language):
        joints[0] = APART
    held = links(texts, joints)
    certain = sum(kind in _CERTAIN for kind, _ in joints) + _bridges(texts, joints, held)
    return [Run(kept[a : b + 1], joints[a:b]) for a, b in _stretches(held) if _convinces(texts[a : b + 1], joints[a:b], certain)]


def _is_definition(line: Line) -> bool:
    """Whether a line of a Markdown text is a definition of the term on the line above."""
    return line.block.markup is not None and line.text.startswith((": ", ":\t"))


def _may_head(first: Line, second: Line, joint: Joint, words: frozenset[str], language: str | None) -> bool:
    """Whether the first line may be a headline: it does not break off, or a blank line separates it from a fragment that closes."""
    return not wants_more(first, words, language) or (second.block.gap > 0 and joint.kind == "closes")


def _hints(text: str) -> bool:
    """Whether a line has a mark that only fragments have. A cheap test."""
    return (not (text[0].isalnum() and text[-1].isalnum()) and (closes(text) or opens(text, "fr"))) or len(text) == 1


def _bridges(kept: Sequence[Line], joints: Sequence[Joint], held: Sequence[bool]) -> int:
    """How often a long line breaks off, a short one follows, and a third continues the sentence, as never happens in wrapped text."""
    return sum(
        held[i] and held[i + 1] and joints[i + 1].kind == "small" and kept[i].shape.words >= LONG and kept[i + 1].shape.words <= _NAME
        for i in range(len(joints) - 1)
    )


def _stretches(held: Sequence[bool]) -> list[tuple[int, int]]:
    """(first, last) line of each sequence of lines that are all joined."""
    out: list[tuple[int, int]] = []
    for i, holds in enumerate(held):
        if holds and out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        elif holds:
            out.append((i, i + 1))
    return out


def _convinces(run: Sequence[Line], joints: Sequence[Joint], certain: int) -> bool:
    """Whether a run is a broken sentence, given the number of certain joints on the page."""
    own = sum(kind in _CERTAIN for kind, _ in joints)
    words = sum(line.shape.words for line in run)
    if certain < 2:
        return own > 0 and len(joints) > 1 and words >= LONG
    if own or any(line.shape.words >= LONG for line in run):
        return True
    whole = run[-1].shape.stop or any(line.shape.words >= _SENTENCE for line in run)
    return certain >= _MANY and words >= _FEW_WORDS and whole


def join(text: str, lines: Sequence[Line], runs: Sequence[Run], language: str | None) -> tuple[list[Line], list[Line]]:
    """Join each run into one line. Returns (all lines, joined lines). `text` is the source."""
    words = languages.common_words(language or "")
    out: list[Line] = []
    made: list[Line] = []
    at = 0
    for indexes, joints in runs:
        out += lines[at : indexes[0]]
        at = indexes[-1] + 1
        own = lines[indexes[0] : at]
        kept = [lines[i] for i in indexes]
        seams = [
            (between(upper.text, lower.text, language, words), Hit(JOIN, 0, 0, None, _BECAUSE.get(kind, _OTHERWISE)))
            for (upper, lower), (kind, _) in zip(pairwise(kept), joints, strict=True)
        ]
        made.append(Line.joined(text, own, seams))
        out.append(made[-1])
    return out + list(lines[at:]), made
