"""What each tag means to the outline: whether it is a box, inline, or not read, and what kind of block is in it."""

from __future__ import annotations

from enum import Enum, auto

from .formulas import MATHJAX

_MOST = 1_000  # names of tags in the cache: pages make up their own


class Role(Enum):
    """How an element is read. A BUTTON and a CUSTOM element are boxes or inline, depending on their place; a FOREIGN one is inline."""

    BOX = auto()
    INLINE = auto()
    SKIPPED = auto()  # neither it nor what is in it is read
    DRAWN = auto()  # skipped, but rendered inline, so it separates words
    SCRIPT = auto()  # skipped, unless it is a formula
    BREAK = auto()
    IMAGE = auto()
    FORMULA = auto()
    TEMPLATE = auto()
    BUTTON = auto()
    FOREIGN = auto()
    CUSTOM = auto()


NOT_READ = frozenset((Role.SKIPPED, Role.DRAWN, Role.SCRIPT))


class _Roles(dict[object, Role]):
    """The role of each tag; of an unknown one by its form. The "tag" of a processing instruction and the like is no text."""

    def __missing__(self, tag: object) -> Role:
        if not isinstance(tag, str):
            return Role.SKIPPED
        role = Role.FOREIGN if ":" in tag or tag in MATHJAX else Role.CUSTOM if "-" in tag else Role.BOX
        if len(self) < _MOST:
            self[tag] = role
        return role


def _roles(names: dict[Role, str]) -> _Roles:
    return _Roles({tag: role for role, tags in names.items() for tag in tags.split()})


ROLES = _roles(
    {
        Role.SKIPPED: "style map track source param link meta base datalist area applet frame frameset head colgroup col rp rt optgroup option",
        Role.DRAWN: "svg iframe select textarea input object canvas audio video embed progress meter",
        Role.SCRIPT: "script",
        Role.INLINE: "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr picture q ruby rb s samp small span"
        " strike strong sub sup time tt u var wbr output",
        Role.BREAK: "br",
        Role.IMAGE: "img",
        Role.FORMULA: "math",
        Role.TEMPLATE: "template",
        Role.BUTTON: "button",
    }
)
EMPHASIS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "del": "strike",
    "s": "strike",
    "strike": "strike",
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ul", "ol", "menu", "dir"))
KINDS = {
    **dict.fromkeys(HEADINGS, "heading"),
    "pre": "code",
    "dt": "term",
    "dd": "definition",
    "figcaption": "caption",
    "caption": "caption",
    "button": "button",
    "summary": "summary",
}
HANDED_DOWN = frozenset(("heading", "summary", "button", "term", "definition", "caption"))  # kinds that boxes inside a box have, too
MORE_THAN_BOXES = LISTS | {"li", "tr", "blockquote", "table", "pre"}
LINE_TAGS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption"))  # a custom element inside one of these is inline
