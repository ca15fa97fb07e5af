"""A page's title: which of its several wordings, and without the outlet's name."""

from __future__ import annotations

import re
from collections.abc import Set

from .evidence import Evidence
from .linked import Linked
from .words import tokens

_PART = re.compile(r"(?<!\s)\s+[|–—·»•*:/-]+\s+|(?<!\s)\s*[|｜ㅣ»]\s*|(?<=\w),\s+")
_FIRM_PART = re.compile(r"(?<!\s)\s+[|–—·»•*/-]+\s+|(?<!\s)\s*[|｜ㅣ»]\s*")
_SLACK = 12  # letters that may stand around the outlet's name in a tail ("Outlet Online", "The Outlet")


def page_title(evidence: Evidence, story: Linked | None, shown: list[str]) -> str:
    """The best wording of the title; `shown` are the visible headlines.

    The title made for sharing (og:title) comes first, the one in JSON-LD next, then the visible headline: measured,
    since they often differ. But where og:title only repeats <title>, a headline that JSON-LD and the page share is better;
    and where it only repeats the visible headline, one that JSON-LD words in its own way.
    """
    linked = story.headline if story and not story.page else ""
    shared, tweeted = evidence.meta("og:title"), evidence.meta("twitter:title")
    outlets = evidence.outlets()
    linked = undressed(linked, shown, outlets)
    shared, tweeted, whole = (undressed(text, [linked, *shown], outlets) for text in (shared, tweeted, evidence.title))
    named = evidence.meta("headline", "parsely-title", "sailthru.title", "dc.title", "citation_title", "dcterms.title")
    headline = agreed(shown, [shared, linked, tweeted, whole, named])
    if broken_off(shared, headline):
        shared = ""
    if linked and tokens(linked) == tokens(headline) and tokens(shared) == tokens(whole):
        return headline
    if linked and tokens(shared) == tokens(headline) and not is_part(linked, shared) and not is_outlet(linked, outlets):
        return linked
    return next((text for text in (shared, linked, headline, tweeted, named, whole) if tokens(text) and not is_outlet(text, outlets)), "")


def agreed(shown: list[str], others: list[str]) -> str:
    """The visible headline that another wording repeats, else the first."""
    known = {tokens(text) for text in others if text}
    return next((text for text in shown if tokens(text) in known), next(iter(shown), ""))


def broken_off(text: str, headline: str) -> bool:
    """Whether `text` is the headline up to a quotation mark in it, which ended the attribute."""
    rest = headline[len(text) :].lstrip()
    return bool(text) and headline.startswith(text) and rest[:1] == '"'


def is_part(text: str, whole: str) -> bool:
    """Whether `text` is nothing but words of `whole`, in one piece: a title cut off, or one without its kicker."""
    return f" {' '.join(tokens(text))} " in f" {' '.join(tokens(whole))} "


def undressed(text: str, wordings: list[str], outlets: Set[str]) -> str:
    """`text` without what stands around the title proper: down to a wording known from elsewhere, else less the outlet's name at an end."""
    known = {words for words in map(tokens, wordings) if len(words) > 1}
    if tokens(text) in known:
        return text
    for part in list(_PART.finditer(text))[:20]:
        for piece in (text[: part.start()], text[part.end() :]):
            if tokens(piece) in known:
                return piece.strip()
    for wording in wordings:  # "Title-Section|Outlet": no space tells the title from what follows
        rest = text[len(wording) :]
        if len(wording) > 20 and text.startswith(wording) and rest[:1] in "-|–—":
            return wording
    for _ in range(3):
        parts = list(_FIRM_PART.finditer(text))
        if parts and is_outlet(text[parts[-1].end() :], outlets):
            text = text[: parts[-1].start()].strip()
        elif parts and is_outlet(text[: parts[0].start()], outlets, slack=0):
            text = text[parts[0].end() :].strip()
        else:
            break
    return text


def is_outlet(text: str, outlets: Set[str], slack: int = _SLACK) -> bool:
    """Whether `text` is the outlet's name, or little more ("Outlet Online")."""
    name = "".join(tokens(text))
    near = (outlet for outlet in outlets if len(outlet) > 3 and slack)
    return name in outlets or any(outlet in name and len(name) <= len(outlet) + slack for outlet in near)
