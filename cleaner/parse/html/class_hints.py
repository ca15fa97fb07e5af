"""Classifies elements by the words in their `class` and `id`."""

from __future__ import annotations

import re
from functools import lru_cache

# English whatever the page's language: the names come from publishing tools
KINDS = {
    "comments": r"comment|disqus|discussion|respons|reply|forum",
    "related": r"relat|recommend|more-|-more|read-?also|also|teaser|promo|card|latest|trending|popular|most|similar|suggest|next"
    r"|carousel|slider|list-?item|headlines|outbrain|taboola|see-?also",
    "share": r"share|sharing|social|follow|whatsapp|facebook|twitter",
    "navigation": r"nav|menu|breadcrumb|crumb|toolbar|pagination|pager",
    "footer": r"foot|copyright|legal|disclaim",
    "header": r"header|masthead|topbar|top-",
    "side": r"sidebar|aside|rail|column-right|secondary|widget",
    "sign-up": r"newsletter|subscri|signup|sign-up|register|paywall|login|account|donat|member",
    "advert": r"\bad\b|\bads\b|advert|sponsor|banner|\bad-|-ad\b|adsense|dfp|gpt",
    "caption": r"caption|credit|photo|figure|image|media|gallery|picture",
    "author": r"author|byline|bio\b|writer|contributor|profile",
    "label": r"meta|date|time|publish|updated|info|kicker|category|label|eyebrow|topic",
    "tags": r"\btags?\b|tag-|-tag|keyword",
    "consent": r"cookie|consent|gdpr|modal|popup|overlay|dialog|notice|alert",
    "lead": r"lead|intro|standfirst|deck|summary|subtitle|sub-?head|dek|excerpt|abstract|description|headline|title",
    "body": r"article|story|content|body|post|entry|text|main|detail|paragraph|copy|prose|rich",
}
_PATTERNS = [re.compile(pattern) for pattern in KINDS.values()]


def kinds_in(name: str, own: str) -> frozenset[int]:
    """The kinds, as indexes into KINDS, that an element's class `name` and id `own` match."""
    return _kinds(f"{name} {own}") if name or own else frozenset()


@lru_cache(maxsize=20_000)
def _kinds(words: str) -> frozenset[int]:
    lowered = words[:300].lower()
    return frozenset(index for index, pattern in enumerate(_PATTERNS) if pattern.search(lowered))
