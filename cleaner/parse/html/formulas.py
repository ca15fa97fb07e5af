"""Formulas of a page: read once each, as TeX where that is given, whichever of the usual tools drew them."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

MATHJAX = frozenset({"mjx-container", "mjx-math", "mjx-assistive-mml"})  # parts of a line, though of unknown name
_NAMED = re.compile(r"\b(?:math|tex|latex|equation|formula)|mwe-math", re.IGNORECASE)


def formula(element: HtmlElement) -> str:
    """A formula in MathML as text: its TeX where that is given."""
    for note in element.iter("annotation"):
        if "tex" in (note.get("encoding") or ""):
            return str(note.text or "")
    return str(element.text_content())


def draws_formula(image: HtmlElement) -> bool:
    """Whether an image is a formula, so that its alternative text stands for it."""
    return bool(image.get("alt")) and _NAMED.search(f"{image.get('class') or ''} {image.get('src') or ''}") is not None


def doubles_formula(element: HtmlElement) -> bool:
    """Whether it says what is read elsewhere: a drawing beside its MathML, or MathML that is hidden beside an image of it."""
    name = element.get("class") or ""
    if element.get("aria-hidden") == "true":
        parent = element.getparent()
        return "katex-html" in name or (element.tag == "nobr" and parent is not None and "MathJax" in (parent.get("class") or ""))
    if "mathml" not in name:
        return False
    beside = element.getnext()
    return beside is not None and beside.tag == "img" and draws_formula(beside)


def is_tex(script: HtmlElement) -> bool:
    """Whether a script is TeX that nothing has drawn yet."""
    if not (script.get("type") or "").startswith("math/tex"):
        return False
    before = script.getprevious()
    return before is None or before.tail is not None or "MathJax" not in (before.get("class") or "") or not before.text_content().strip()
