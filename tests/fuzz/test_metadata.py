"""HTML whose JSON-LD, meta tags and times hold values of every type: the page is read, and its fields are texts."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import cleaner

from .mutations import rounds

SENTENCE = "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday."
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, "", "x", "2025-03-04", "9999-99-99", "http://[::1", "../../x", [], {}, [[]], [{}], {"@id": 5}, {"name": [1]},
    {"name": {"a": 1}}, [None, "Ilse Marrow"], {"@type": ["Person", 5], "name": "Ilse"}, "[" * 50, "\ud800", "</script>", " " * 5_000, {"@value": "x"},
    {"url": 5}, ["en", 5], "a" * 10_000,
)  # fmt: skip
KEYS = (
    "@type", "@graph", "@id", "headline", "name", "author", "creator", "datePublished", "dateModified", "inLanguage", "url", "mainEntityOfPage",
    "publisher", "isPartOf", "articleBody", "description", "alternativeHeadline", "contentUrl", "image", "caption",
)  # fmt: skip
METAS = ("author", "article:published_time", "og:url", "og:locale", "og:title", "og:site_name", "date", "description")


def linked(rng: Random) -> str:
    """JSON-LD of an article in which one to four values are others."""
    story: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Night ferry to sail again",
        "author": {"@type": "Person", "name": "Ilse Marrow"},
        "datePublished": "2025-03-04",
    }
    story |= {rng.choice(KEYS): rng.choice(VALUES) for _ in range(rng.randint(1, 4))}
    return json.dumps(rng.choice((story, story, {"@graph": [story, rng.choice(VALUES)]}, [story, rng.choice(VALUES)])))


def text(rng: Random, most: int) -> str:
    return str(rng.choice(VALUES))[:most].encode("utf-8", "replace").decode()


def test_metadata_of_every_type() -> None:
    for rng in rounds(60, seed=21):
        metas = "".join(f'<meta {rng.choice(("name", "property"))}="{rng.choice(METAS)}" content="{text(rng, 3_000)}">' for _ in range(2))
        source = (
            f'<html lang="{text(rng, 20)}"><head><title>Night ferry</title>{metas}<script type="application/ld+json">{linked(rng)}</script></head>'
            f'<body><h1>Night ferry to sail again</h1><time datetime="{text(rng, 50)}">a</time><p>{SENTENCE}</p><p>{SENTENCE} Yes.</p></body></html>'
        )
        page = cleaner.clean(source)
        assert page.restore() == source
        assert any(SENTENCE in article.text for article in page.articles)
        for article in page.articles:
            fields = [
                article.title,
                article.published,
                article.updated,
                article.language,
                article.site,
                *article.authors,
                *article.captions,
            ]
            assert all(isinstance(value, str) for value in fields if value is not None)
