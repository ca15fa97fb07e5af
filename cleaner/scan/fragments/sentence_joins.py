"""Decide whether a sentence continues from one line to the next, by the end of the upper and the beginning of the lower line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ...languages.marks import BULLETS, CLOSERS, CLOSERS_BUT_WIDE, CLOSING_QUOTES, SENTENCE_ENDS, one_of
from ...lines.line import Line
from .spacing import closes, initial, opens

LONG = 18  # words; longer than a name, a label or most headlines
_LINK = 8  # words; longer than most links and bold words
_PARTICLE = 4  # letters; a longer common word may end a headline
_TRAILS = re.compile(r"\.\.|…\s*\w")  # "... and so on" may begin a paragraph
_ENDED = re.compile(rf"{one_of(SENTENCE_ENDS, ':：;；')}{one_of(CLOSERS)}*$")
_SPOKEN_END = re.compile(
    rf"[!?！？…]{one_of(CLOSERS_BUT_WIDE)}*$|{one_of(CLOSING_QUOTES, '›')}$"
)  # the end of a quotation that ", she said" may follow
_SHORTENED = re.compile(r"(?:^|[\s(])(?:\w\.)+$")  # an initial or an abbreviation
_ITEM = re.compile(rf"(?:\(?\w{{1,3}}[.)]|§)\s|{one_of(BULLETS, '›|/#@©')}|[-–—]+(?:\s|$)")
_ADDRESS = re.compile(r"https?://|www\.|(?<!\S)@?[^\s@]+@\S+$", re.IGNORECASE)
_ASIDE = re.compile(r"[–—] (?=[^\W\d_])")
_COMMAS = frozenset(",،、，")
_BRACKETS = frozenset({")", "]"})  # alone on a line they may also close a piece of code
_QUOTES = frozenset('“„«"')

Kind = Literal["apart", "closes", "bracket", "opens", "initial", "small", "word", "comma", "long", "bare"]


class Joint(NamedTuple):
    """How two neighbouring lines are related. `sure`: they are one sentence; otherwise the lines around them decide."""

    kind: Kind
    sure: bool


APART = Joint("apart", False)


def joint(upper: Line, lower: Line, words: frozenset[str], language: str | None) -> Joint:
    """Whether the sentence of `upper` continues in `lower`. `words` are the language's common words."""
    above, below = upper.text, lower.text
    ended = _is_ended(above)
    if begins_inside(below):
        if ended and not _may_close(above, below):
            return APART
        return Joint("bracket" if below in _BRACKETS else "closes", True)
    if closes(below) or _ADDRESS.match(below):
        return APART
    small = below[0].islower()
    item = _ITEM.match(below) is not None
    if opens(above, language) and not item:
        return Joint("opens", True)
    if len(above) == 1 and above.isupper() and small:
        return _after_letter(above, lower, words)
    if ended and not (small and _SHORTENED.search(above[-12:])):
        return APART
    if small or (_ASIDE.match(below) and below[2].islower()):
        return Joint("small", True)
    if item:
        return APART
    long = upper.shape.words >= LONG
    if above[-1] in _COMMAS:
        return Joint("comma", long)
    if _ends_in_word(above, words):
        return Joint("word", long and (lower.shape.words <= _LINK or not _is_ended(below)) and below[0] not in _QUOTES)
    return Joint("long" if long else "bare", False)


def wants_more(line: Line, words: frozenset[str], language: str | None) -> bool:
    """Whether a line breaks off in the middle of a sentence, as no headline does."""
    text = line.text
    if line.shape.words >= LONG or text[-1] in _COMMAS or opens(text, language):
        return True
    return len(text.rsplit(None, 1)[-1]) <= _PARTICLE and _ends_in_word(text, words)


def _ends_in_word(text: str, words: frozenset[str]) -> bool:
    """Whether a line's last word is a common one, in lower case unless it is the only word."""
    last = text.rsplit(None, 1)[-1]
    return last in words or (last == text and last.lower() in words)


def begins_inside(text: str) -> bool:
    """Whether a line begins with a closing or joining mark, as no sentence does."""
    return closes(text) and not _TRAILS.match(text)


def _is_ended(text: str) -> bool:
    """Whether a line ends like a sentence, or with a colon or semicolon."""
    return _ENDED.search(text[-6:]) is not None


def _may_close(above: str, below: str) -> bool:
    """Whether a closing mark may follow the end of a sentence: a bracket, a quotation mark, or the comma after a quotation."""
    if below[0] in _COMMAS:
        return _SPOKEN_END.search(above[-4:]) is not None
    return below[0] in ")]}”»）」』】》〉"


def _after_letter(above: str, lower: Line, words: frozenset[str]) -> Joint:
    """The joint after a single capital: a drop cap, or a word of one letter."""
    if initial(above, lower.text, words):
        return Joint("initial", True) if lower.shape.words >= _LINK else APART
    return Joint("small", True) if above.lower() in words and lower.text.split(None, 1)[0] in words else APART


def links(kept: Sequence[Line], joints: Sequence[Joint]) -> list[bool]:
    """For each joint whether its lines are joined. An unsure joint depends on those above and below: a name between fragments joins both."""
    out: list[bool] = []
    for i, (kind, sure) in enumerate(joints):
        if sure or kind == "apart":
            out.append(sure)
            continue
        text = kept[i].text
        inside = (i > 0 and out[-1]) or text[0].islower() or begins_inside(text)
        lower = kept[i + 1]
        goes_on = (
            i + 1 < len(joints)
            and joints[i + 1].kind in ("small", "closes", "bracket")
            and lower.shape.words <= _LINK
            and not _is_ended(lower.text)
        )
        out.append(inside or goes_on if kind in ("word", "comma") else goes_on and (inside or kind == "long"))
    return out
