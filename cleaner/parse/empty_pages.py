"""Detects HTML pages without text: an empty frame that scripts fill, a placeholder, or a notice to enable JavaScript.

It examines the page's markup and the text that was read from it, whichever reader was used.
"""

from __future__ import annotations

import re

from ..text.shape import shape
from .strip_tags import elements, visible_text

NO_TEXT = "no text found: what was read from the page is a headline or a placeholder"
BUILT_BY_SCRIPTS = "built by scripts: the page's text is put in by programs, which are not run"

MUCH = 400  # characters of text with which a page is never empty, whatever the text says
_SOME = 80  # characters of text that is more than a placeholder, even without a sentence
_SENTENCE = 4  # words
_LOOKED_AT = 500_000  # characters of markup that are examined
_SCRIPT = re.compile(r"<script\b[^<>]*+>", re.IGNORECASE)
_DATA = re.compile(r"type\s*=\s*[\"']?application/(?:ld\+)?json", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>")
_WAITING = re.compile(r"(?:\.\.\.|…)\s*\Z")  # "Loading..."


def remarks(markup: str, text: str) -> tuple[str, ...]:
    """The flags of an HTML page without text; () for a page with text. `text` is its articles' text without headlines."""
    if len(text) >= MUCH:
        return ()
    aside = _for_no_scripts(markup)
    if _is_text(text, aside):
        return ()
    return (NO_TEXT, BUILT_BY_SCRIPTS) if _has_programs(markup) and not _shows_sentences(markup[:_LOOKED_AT], aside) else (NO_TEXT,)


def _is_text(text: str, aside: str, some: int = _SOME) -> bool:
    """Whether a text has a sentence, or `some` characters. Lines that occur in `aside` or mention JavaScript do not count."""
    lines = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line and line not in aside]
    lines = [line for line in lines if "javascript" not in line.lower() and not _WAITING.search(line[-8:])]
    if sum(map(len, lines)) >= some:
        return True
    return any(measures.prose or (measures.stop and measures.words >= _SENTENCE) for measures in map(shape, lines))


def _for_no_scripts(markup: str) -> str:
    """The page's text for browsers without scripts, as one line."""
    parts = (markup[start:end] for start, end in elements(markup, "<noscript", "</noscript"))
    return " ".join(" ".join(_TAG.sub(" ", part) for part in parts).split())


def _shows_sentences(markup: str, aside: str) -> bool:
    """Whether the markup itself contains visible sentences, which a reader may have missed."""
    return _is_text("\n".join(line for line in visible_text(markup).splitlines() if len(line) < MUCH), aside, some=MUCH)


def _has_programs(markup: str) -> bool:
    """Whether the page has a script that is code rather than data."""
    return any(not _DATA.search(tag[0]) for tag in _SCRIPT.finditer(markup))
