"""Reads each formula of a page once, as TeX if the page has it, whichever of the usual tools rendered it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

MATHJAX = frozenset({"mjx-container", "mjx-math", "mjx-assistive-mml"})  # custom elements that are inline
_IN_NAMES = ("math", "tex", "equation", "formula")  # one of these is in every name that _NAMED finds
_NAMED = re.compile(r"\b(?:math|tex|latex|equation|formula)|mwe-math", re.IGNORECASE)


def formula(element: HtmlElement) -> str:
    """The text of a MathML formula: its TeX annotation if it has one."""
    for note in element.iter("annotation"):
        if "tex" in (note.get("encoding") or ""):
            return str(note.text or "")
    return str(element.text_content())


def draws_formula(image: HtmlElement) -> bool:
    """Whether an image is a formula, so that its alternative text replaces it."""
    if not image.get("alt"):
        return False
    named = f"{image.get('class') or ''} {image.get('src') or ''}"
    if named.isascii() and not any(map(named.lower().__contains__, _IN_NAMES)):  # a tenth of the pattern's time
        return False
    return _NAMED.search(named) is not None


def doubles_formula(element: HtmlElement) -> bool:
    """Whether an element repeats a formula: a rendering beside its MathML, or hidden MathML beside an image."""
    name = element.get("class") or ""
    if element.get("aria-hidden") == "true":
        parent = element.getparent()
        return "katex-html" in name or (element.tag == "nobr" and parent is not None and "MathJax" in (parent.get("class") or ""))
    if "mathml" not in name:
        return False
    beside = element.getnext()
    return beside is not None and beside.tag == "img" and draws_formula(beside)


def is_tex(script: HtmlElement) -> bool:
    """Whether a script is TeX that has not been rendered yet."""
    if not (script.get("type") or "").startswith("math/tex"):
        return False
    before = script.getprevious()
    return before is None or before.tail is not None or "MathJax" not in (before.get("class") or "") or not before.text_content().strip()
