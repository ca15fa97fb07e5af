"""HTML pages of which no text came: an empty frame that scripts fill, a placeholder, or a note to those without JavaScript.

It looks at the page's markup and at the text that was read from it, whatever reader it came from.
"""

from __future__ import annotations

import re

from ..text.shape import shape
from .strip_tags import elements, visible_text

NO_TEXT = "no text found: what was read from the page is a headline or a placeholder"
BUILT_BY_SCRIPTS = "built by scripts: the page's text is put in by programs, which are not run"

MUCH = 400  # characters of text from which on a page holds some, whatever it says
_SOME = 80  # characters of lines that are no placeholder, the same for lines without sentences
_SENTENCE = 4  # words
_LOOKED_AT = 500_000  # characters of markup
_SCRIPT = re.compile(r"<script\b[^<>]*+>", re.IGNORECASE)
_DATA = re.compile(r"type\s*=\s*[\"']?application/(?:ld\+)?json", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>")
_WAITING = re.compile(r"(?:\.\.\.|…)\s*\Z")  # "Loading..."


def remarks(markup: str, text: str) -> tuple[str, ...]:
    """Reasons to look at an HTML page with this `markup`, of whose articles `text` is the text without headlines; () where it is one."""
    if len(text) >= MUCH:
        return ()
    aside = _for_no_scripts(markup)
    if _is_text(text, aside):
        return ()
    return (NO_TEXT, BUILT_BY_SCRIPTS) if _has_programs(markup) and not _shows_sentences(markup[:_LOOKED_AT], aside) else (NO_TEXT,)


def _is_text(text: str, aside: str, some: int = _SOME) -> bool:
    """Whether a text says something: a sentence, or `some` characters. Lines that stand in `aside`, or speak of JavaScript, do not count."""
    own = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line and line not in aside]
    own = [line for line in own if "javascript" not in line.lower() and not _WAITING.search(line[-8:])]
    if sum(map(len, own)) >= some:
        return True
    return any(measures.prose or (measures.stop and measures.words >= _SENTENCE) for measures in map(shape, own))


def _for_no_scripts(markup: str) -> str:
    """What the page says to those who run no scripts, as one line."""
    parts = (markup[start:end] for start, end in elements(markup, "<noscript", "</noscript"))
    return " ".join(" ".join(_TAG.sub(" ", part) for part in parts).split())


def _shows_sentences(markup: str, aside: str) -> bool:
    """Whether the markup itself holds sentences to be read, which a reader may have passed over."""
    return _is_text("\n".join(line for line in visible_text(markup).splitlines() if len(line) < MUCH), aside, some=MUCH)


def _has_programs(markup: str) -> bool:
    """Whether the page has a script that is a program rather than data."""
    return any(not _DATA.search(tag[0]) for tag in _SCRIPT.finditer(markup))
