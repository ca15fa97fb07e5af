"""Decide whether two fragments of a sentence are joined with a space or with nothing."""

from __future__ import annotations

import re

from ...languages import any_of, codes_with, facts
from ...languages.marks import COMPATIBILITY_HAN, HAN_AND_KANA, WIDE_FORMS
from ...text.lazy_pattern import LazyPattern

_CLOSERS = ",;.!?:)]…”»،؛؟।"
_WIDE_CLOSERS = "、。，；：！？」』）】》〉"
_CLOSES = re.compile(
    rf"[{re.escape(_CLOSERS)}’\"']+(?=[\s“«„(\[]|$)|[{_WIDE_CLOSERS}]|“(?=[\s,.;:!?)])|['’](?:{any_of('endings')})\b"
)  # a closing mark with no word directly after it, or an English ending
_OPENS = re.compile(r"(?:^|[\s(\[])[“”„«»‘’\"'¿¡]+$|(?:^|[^\w)\]])[(\[]$|[（「『《〈【]$")  # an opening mark has no word directly before it
_OPENERS = frozenset("“”„«»‘’\"'¿¡([（「『《〈【")  # last characters of a line that open or elide
_ELIDED = re.compile(rf"\b(?:{any_of('elided')})['’]$", re.IGNORECASE)
_ELIDING = codes_with("elided")
_WIDE = LazyPattern(f"[{HAN_AND_KANA}{COMPATIBILITY_HAN}{WIDE_FORMS}]")  # scripts without spaces
_SPACE_BEFORE, _SPACE_AFTER = facts("space_before"), facts("space_after")
_ORDINAL = re.compile(rf"(?:{any_of('ordinals')})\b")
_HYPHENED = re.compile(r"\w[-/]$")


def closes(text: str) -> bool:
    """Whether a line begins with a mark or ending that belongs to the word before it."""
    return not text[:1].isalnum() and _CLOSES.match(text) is not None


def opens(text: str, language: str | None) -> bool:
    """Whether a line ends with a mark or elided word that belongs to the word after it."""
    if text[-1:] not in _OPENERS:
        return False
    return _OPENS.search(text[-3:] if len(text) > 3 else text) is not None or (
        language in _ELIDING and _ELIDED.search(text[-9:]) is not None
    )


def initial(upper: str, lower: str, words: frozenset[str]) -> bool:
    """Whether `upper` is a drop cap: the first letter of the word that `lower` continues. `words` are the language's common words."""
    if len(upper) != 1 or not upper.isupper() or not lower[0].islower() or lower[0] == upper.lower():
        return False  # a letter above a word that begins with it is a heading in a glossary
    rest = lower.split(None, 1)[0].rstrip(",;.")
    return (upper + rest).lower() in words or (bool(words) and rest not in words and upper.lower() not in words)


def between(upper: str, lower: str, language: str | None, words: frozenset[str]) -> str:
    """The separator between `upper` and `lower`, two fragments of one sentence: " " or ""."""
    if _WIDE.match(upper[-1]) or _WIDE.match(lower[0]):
        return ""
    if language is not None and (lower[0] in _SPACE_BEFORE.get(language, "") or upper[-1] in _SPACE_AFTER.get(language, "")):
        return " "
    if closes(lower) or opens(upper, language) or initial(upper, lower, words):
        return ""
    if upper[-1].isdigit() and _ORDINAL.match(lower):
        return ""
    if lower[0] == "-" and lower[1:2].isalnum() and upper[-1].isalnum():
        return ""
    if _HYPHENED.search(upper) and lower.split(None, 1)[0] not in words:
        return ""
    return " "
