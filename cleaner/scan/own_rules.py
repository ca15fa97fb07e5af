"""Rules that stand in no pack: what they find is worked out by code of their own. They are switched off by id or group like any other."""

from __future__ import annotations

from ..rule import Rule
from .fragments import JOIN

_KIND = "markdown"
LINK = Rule(id="markdown.link", about="The target of a link", action="repair", kind=_KIND, confidence=0.95)
IMAGE = Rule(id="markdown.image", about="An image, or a link without words", action="drop", kind=_KIND, confidence=0.95)
WRAP = Rule(id="markdown.wrap", about="A line break inside a paragraph", action="repair", kind=_KIND, confidence=0.95)
REFERENCE = Rule(
    id="markdown.reference", about="The target of links above, on a line of its own", action="drop", kind=_KIND, confidence=0.95
)
LINKS = Rule(id="markdown.links", about="Nothing but links", action="drop", kind=_KIND, confidence=0.8)
AROUND = Rule(id="markdown.around", about="Short lines among the links above or below the text", action="drop", kind=_KIND, confidence=0.8)
BREAK = Rule(id="markdown.break", about="A line across the page beside what was removed", action="drop", kind=_KIND, confidence=0.9)

OWN = (JOIN, LINK, IMAGE, WRAP, REFERENCE, LINKS, AROUND, BREAK)
