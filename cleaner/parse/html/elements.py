"""Properties of an element by its tag and attributes alone, computed once for all elements with the same ones.

A call into the tree costs more than most checks of an attribute, and templates repeat their elements: so all attributes are read in one
call, and the result is cached by them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from .class_hints import kinds_in

_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CONSENT = re.compile(
    r"\b(?:onetrust|cookie-?(?:notice|consent|banner|bar|law|policy-?popup)|gdpr|cmp-?(?:box|container)|didomi|usercentrics)", re.IGNORECASE
)
_SIGNUP = re.compile(
    r"(?:^|[\s_-])(?:newsletter|sign-?up|subscribe)(?:[\s_-]{1,2}(?:box|form|widget|block|module|promo|inline|signup|cta|banner|wrap(?:per)?|container))?(?=\s|$)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?(?:s-?)?(?:list|area|section|thread)|disqus|respond|coment[aá]rios?|kommentare?|commentaires?"
    r"|commenti|reacties|komentarze)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_TEASERS = re.compile(
    r"(?:^|[\s_-])(?:related|recommend|also-?(?:read|like)|read-?(?:also|next)|you-?(?:may|might)|similar|up-?next|further-?reading|yarpp|crp"
    r"|(?:more|other)-?(?:stories|posts|articles|news|like))",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:^|[\s_-])(?:(?:photo|image|img|picture|media|caption|figure)[_-]?)?(?:credits?|photographer)(?:\s|$)", re.IGNORECASE
)
_PREVIEW = re.compile(r"(?:^|[\s_-])pre-?header(?:[\s_-]|$)", re.IGNORECASE)  # of an e-mail, for the list of the inbox
_BOXES = ("div", "section", "aside", "form")  # elements that can be a sign-up box
_NAMES = ("class", "id", "role", "itemprop", "itemtype", "data-testid", "data-component", "aria-label")
_LONGEST = 200  # characters of a name
_KEPT, _ROOM = 600, 20_000  # characters of all attributes above which an element rarely recurs and is not cached; cached elements


@dataclass(frozen=True, eq=False, slots=True)
class Element:
    """An element's tag, names and what these imply.

    `look`: tag and class. `hidden`: not visible before a script acts. `kinds`: indexes into class_hints.KINDS. `notice`: a consent notice,
    a dialog or the hidden preview of an e-mail. `invites`: named as a newsletter sign-up. `comments`, `teasers`, `credit`: named as a comment box, a box of related
    texts, or a photo credit. `names`: the attributes that name it, as "attribute=value".
    """

    tag: str
    look: tuple[str, str | None]
    hidden: bool
    kinds: frozenset[int]
    notice: bool
    invites: bool
    comments: bool
    teasers: bool
    credit: bool
    names: tuple[str, ...]


_known: dict[tuple[object, ...], Element] = {}


def read(tag: str, attributes: Sequence[tuple[str, str]]) -> Element:
    """The properties of an element with these attributes (name, value), from the cache if they are known."""
    key = (tag, *attributes)
    found = _known.get(key)
    if found is None:
        found = _read(str(tag), dict(attributes))
        if sum(len(value) for _, value in attributes) <= _KEPT:
            if len(_known) >= _ROOM:
                _known.clear()
            _known[key] = found
    return found


def _read(tag: str, attributes: dict[str, str]) -> Element:
    get = attributes.get
    name, own = get("class") or "", get("id") or ""
    called = f"{name} {own}"[:300]
    hidden = tag == "noscript" or "hidden" in attributes or _is_hidden_by(get("style"))
    notice = get("role") in ("dialog", "alertdialog") or get("aria-modal") == "true" or _CONSENT.search(f"{own} {name}"[:300]) is not None
    notice = notice or (hidden and _PREVIEW.search(called) is not None)
    invites = tag in _BOXES and _SIGNUP.search(called) is not None
    names = tuple(f"{name}={value[:_LONGEST]}" for name in _NAMES if (value := get(name)))
    return Element(
        tag=tag,
        look=(tag, get("class")),
        hidden=hidden,
        kinds=kinds_in(name, own),
        notice=notice,
        invites=invites,
        comments=_COMMENTS.search(called) is not None,
        teasers=_TEASERS.search(called) is not None,
        credit=_CREDIT.search(called) is not None,
        names=names,
    )


def hides(element: HtmlElement) -> bool:
    """Whether the attributes of an inline element hide it until a script acts."""
    return element.get("hidden") is not None or _is_hidden_by(element.get("style"))


def _is_hidden_by(style: str | None) -> bool:
    return style is not None and _HIDDEN.search(style) is not None
