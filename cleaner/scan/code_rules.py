"""Rules that are in no pack, because code finds what they match. They are disabled by id or group like any other rule."""

from __future__ import annotations

from ..packs.rule import Rule
from .fragments import JOIN

_KIND = "markdown"
LINK = Rule(id="markdown.link", about="The target of a link", action="repair", kind=_KIND, confidence=0.95)
IMAGE = Rule(id="markdown.image", about="An image, or a link without words", action="drop", kind=_KIND, confidence=0.95)
EMPHASIS = Rule(id="markdown.emphasis", about="Marks of emphasis", action="repair", kind=_KIND, confidence=0.95)
WRAP = Rule(id="markdown.wrap", about="A line break inside a paragraph", action="repair", kind=_KIND, confidence=0.95)
REFERENCE = Rule(
    id="markdown.reference", about="The target of links above, on a line of its own", action="drop", kind=_KIND, confidence=0.95
)
LINKS = Rule(id="markdown.links", about="Nothing but links", action="drop", kind=_KIND, confidence=0.8)
AROUND = Rule(id="markdown.around", about="Short lines among the links above or below the text", action="drop", kind=_KIND, confidence=0.8)
BREAK = Rule(id="markdown.break", about="A line across the page beside what was removed", action="drop", kind=_KIND, confidence=0.9)

_READING = "reading"
WRAP_TEXT = Rule(
    id="wrap.line",
    about="A line break inside a paragraph, in a text that was broken at a width",
    action="repair",
    kind=_READING,
    confidence=0.95,
)
HYPHEN = Rule(id="wrap.hyphen", about="A word that was broken at the end of a line", action="repair", kind=_READING, confidence=0.9)
TAG = Rule(id="debris.tag", about="A tag of HTML that was left in the text", action="repair", kind=_READING, confidence=0.95)
ESCAPE = Rule(
    id="debris.escape",
    about="A character written out as in a program, such as a backslash and n",
    action="repair",
    kind=_READING,
    confidence=0.95,
)
TIME = Rule(id="debris.time", about="The time at which a line of a transcript was spoken", action="drop", kind=_READING, confidence=0.95)
SOUP = Rule(
    id="debris.one-line",
    about="Labels run together in front of or behind the text of a page on one line",
    action="drop",
    kind=_READING,
    confidence=0.9,
)

OWN = (SOUP, TIME, JOIN, LINK, IMAGE, EMPHASIS, WRAP, REFERENCE, LINKS, AROUND, BREAK, WRAP_TEXT, HYPHEN, TAG, ESCAPE)
BY_ID = {rule.id: rule for rule in OWN}
