"""Extracts the visible text from markup without a parser: one pass for each kind of invisible element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from ..data import Block, Document
from .text_lines import lines

_UNSEEN = ("script", "style", "noscript", "template", "svg", "title")
_INLINE = frozenset(
    re.findall(
        r"\w+",
        """a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr""",
    )
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*+)[^<>]*+>|<[!?/][^<>]*+>")


def bare(document: Document) -> tuple[Document, list[Block]]:
    """The document marked as one finished article, and its lines; for an HTML page, the lines of its visible text."""
    if not document.html:
        return replace(document, as_is=True), [] if document.binary else lines(document.text, document.body_start)
    found = (" ".join(line.split()) for line in visible_text(document.text).splitlines())
    text = "\n\n".join(line for line in found if line)
    return replace(document, text=text, as_is=True), lines(text)


def visible_text(markup: str) -> str:
    """The text between the tags of `markup`, each block on lines of its own, without the contents of comments, scripts and styles."""
    markup = _without(markup, "<!--", "-->", 3)
    for name in _UNSEEN:
        markup = _without(markup, f"<{name}", f"</{name}", 0)
    return unescape(_TAG.sub(lambda tag: "" if (tag[1] or "").lower() in _INLINE else "\n", markup))


def elements(markup: str, opens: str, closes: str) -> Iterator[tuple[int, int]]:
    """The (start, end) of each span from `opens` up to the next `closes`; an unclosed one extends to the end of `markup`."""
    small = markup.lower() if len(markup.lower()) == len(markup) else markup
    at = small.find(opens)
    while at >= 0:
        end = small.find(closes, at)
        yield at, end if end >= 0 else len(markup)
        at = small.find(opens, end) if end >= 0 else -1


def _without(markup: str, opens: str, closes: str, closing: int) -> str:
    """`markup` without those spans; the first `closing` characters of each closing string are removed, too."""
    kept, at = [], 0
    for start, end in elements(markup, opens, closes):
        kept.append(markup[at:start])
        at = end + closing
    return "".join(kept) + markup[at:]
