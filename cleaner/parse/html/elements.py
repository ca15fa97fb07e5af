"""What an element's tag and attributes say by themselves, read once for all elements that have the same.

A call into the tree costs more than most of what is asked of an attribute, and templates repeat their elements: so all attributes are
read in one call, and what they say is kept by them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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
_BOXES = ("div", "section", "aside", "form")  # what may hold an invitation
_NAMES = ("class", "id", "role", "itemprop", "itemtype", "data-testid", "data-component", "aria-label")
_LONGEST = 200  # characters of a name
_KEPT, _ROOM = 600, 20_000  # characters of all attributes together, more of which hardly come twice; elements


@dataclass(frozen=True, eq=False, slots=True)
class Element:
    """What an element is and what it is called.

    `look`: tag and class. `hidden`: not visible before a script acts. `kinds`: of names.KINDS, by their place. `notice`: a consent notice
    or a dialog. `invites`: named as one that invites to a newsletter. `comments`, `teasers`, `credit`: named as a box of comments, of
    related texts, or as a picture's credit. `names`: the attributes by which its makers named it, as "attribute=value".
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


def read(element: HtmlElement) -> Element:
    """What an element of an HTML tree says."""
    attributes = element.items()
    key = (element.tag, *attributes)
    found = _known.get(key)
    if found is None:
        found = _read(str(element.tag), dict(attributes))
        if sum(len(value) for _, value in attributes) <= _KEPT:
            if len(_known) >= _ROOM:
                _known.clear()
            _known[key] = found
    return found


def _read(tag: str, attributes: dict[str, str]) -> Element:
    get = attributes.get
    name, own = get("class") or "", get("id") or ""
    notice = get("role") in ("dialog", "alertdialog") or get("aria-modal") == "true" or _CONSENT.search(f"{own} {name}"[:300]) is not None
    invites = tag in _BOXES and _SIGNUP.search(f"{name} {own}"[:300]) is not None
    names = tuple(f"{name}={value[:_LONGEST]}" for name in _NAMES if (value := get(name)))
    called = f"{name} {own}"[:300]
    return Element(
        tag=tag,
        look=(tag, get("class")),
        hidden=is_hidden(tag, attributes),
        kinds=kinds_in(name, own),
        notice=notice,
        invites=invites,
        comments=_COMMENTS.search(called) is not None,
        teasers=_TEASERS.search(called) is not None,
        credit=_CREDIT.search(called) is not None,
        names=names,
    )


def is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is not visible before a script acts, as far as its own attributes say."""
    style = attributes.get("style")
    return tag == "noscript" or "hidden" in attributes or (style is not None and _HIDDEN.search(style) is not None)
