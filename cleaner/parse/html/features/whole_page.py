"""Features of the page as a whole, equal for all its blocks: its size, its composition, its URL and the type its head states."""

from __future__ import annotations

import re

import numpy as np

from ....models import FeatureGroup, Matrix
from .page_context import CJK, PageContext

_ROOT = re.compile(r"\w+://[^/]*/?")
_ADDRESSES = {  # page types that words in a URL suggest
    "forum": re.compile(r"forum|thread|topic|viewtopic|showthread|discussion|community|questions?/"),
    "product": re.compile(r"product|/p/|/dp/|item|shop"),
    "documentation": re.compile(r"docs?[./]|wiki|manual|reference|guide|api"),
    "article": re.compile(r"blog|news|article|story|20\d\d/"),
    "listing": re.compile(r"categor|tag/|list|search|collections?/"),
}
_TYPES = [
    "article",
    "newsarticle",
    "blogposting",
    "product",
    "recipe",
    "discussionforumposting",
    "qapage",
    "faqpage",
    "website",
    "video",
    "collectionpage",
    "itemlist",
    "webpage",
]


def page_row(page: PageContext) -> Matrix:
    """The features as one row; shape (1, features)."""
    kinds = [block.kind for block in page.blocks]
    tags = [element.tag for element in page.outline.boxes.named]
    address = page.url.lower()
    row = (
        np.log1p(page.count),
        np.log1p(page.total),
        float((page.prose * page.length).sum()) / page.total,
        float(page.linked.sum()) / page.total,
        np.log1p(float(page.prose.sum())),
        kinds.count("item") / page.count,
        kinds.count("heading") / page.count,
        min(kinds.count("code"), 20),
        min(kinds.count("row"), 50),
        min(tags.count("article"), 30),
        min(tags.count("form"), 10),
        float(page.classes[:, CJK].sum()) / page.total,
        sum([block.hidden for block in page.blocks]) / page.count,
        *((pattern.search(address) is not None) if address else -1 for pattern in _ADDRESSES.values()),
        (_ROOT.fullmatch(address) is not None) if address else -1,
        *(name in page.types for name in _TYPES),
    )
    return np.array([row], np.float32)


_COLUMNS = (
    ("page blocks", "how many blocks the page has"),
    ("page chars", "how much text the page has"),
    ("page prose share", "the page's share of running text"),
    ("page linked", "the page's share of links"),
    ("page prose", "how many paragraphs the page has"),
    ("page items", "the page's share of list items"),
    ("page headings", "the page's share of headings"),
    ("page code", "code on the page"),
    ("page rows", "tables on the page"),
    ("page articles", "<article> elements on the page"),
    ("page forms", "forms on the page"),
    ("page cjk", "Chinese, Japanese or Korean text"),
    ("page hidden", "hidden blocks on the page"),
    *((f"url {name}", f"whether its URL suggests a {name} page") for name in _ADDRESSES),
    ("url root", "whether its URL is that of a site's front page"),
    *((f"type {name}", f"whether the page's head states the type {name}") for name in _TYPES),
)
PAGE = FeatureGroup("page", 1, _COLUMNS, page_row)


def _whole(page: PageContext) -> Matrix:
    return np.repeat(page.once(PAGE), page.count, axis=0)


WHOLE = FeatureGroup("whole", 1, _COLUMNS, _whole)
