"""Mutated pages: whatever the text, the markup, the front matter or the address, a page comes out, whole and restorable."""

from __future__ import annotations

import itertools

import cleaner
from cleaner.errors import AuditError, CleanerError
from cleaner.write import to_markdown, to_record
from cleaner.write.audit import audit, rebuild
from cleaner.write.jsonl import dumps

from .mutations import mutated, mutated_bytes, rounds, texts

TEXTS = texts("pages/*/input.txt") + texts("untouched/*.txt")
PAGES = texts("pages/*/input.html")
HEAD = """---
title: Night ferry to sail again from Monday
authors:
  - Ilse Marrow
  - "Noor: Castellan"
published: 2025-03-04
language: en
source: "https://courier.example/ferry"
role: appended
confidence: 0.81
likeness: 0.5
lines: [1, 9]
generator: cleaner article 1
---

The night ferry will sail again from Monday, the county said.
"""
URLS = ["https://courier.example/2025/03/04/night-ferry-to-sail-again.html?a=b#c", "http://user:pw@[2001:db8::1]:8080/x", "//host/x", "x"]


def hold(source: str | bytes, url: str | None = None) -> None:
    """What must hold for any page."""
    page = cleaner.clean(source, url=url)
    assert page.restore() == source
    text = audit(page, "x", [])
    assert cleaner.restore(text) == source
    assert rebuild(text) == (source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"))
    changes = [finding for finding in page.findings if finding.action != "mark"]
    assert all(page.text[finding.start : finding.end] == finding.text for finding in changes)
    assert all(one.end <= two.start for one, two in itertools.pairwise(changes))
    if page.articles:
        assert page.articles[0].first_line == 1
        assert all(two.first_line == one.last_line + 1 for one, two in itertools.pairwise(page.articles))
    for article in page.articles:
        to_markdown(article, page)
        assert "\n" not in dumps(to_record(article, page))


def test_mutated_texts() -> None:
    for rng in rounds(100, seed=1):
        hold(mutated(rng.choice(TEXTS), rng, TEXTS))


def test_mutated_bytes() -> None:
    for rng in rounds(60, seed=2):
        source = rng.choice(TEXTS + PAGES).encode(rng.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "gb18030")), "replace")
        hold(mutated_bytes(source[:20_000], rng))


def test_mutated_html() -> None:
    for rng in rounds(50, seed=3):
        hold(mutated(rng.choice(PAGES), rng, PAGES))


def test_mutated_front_matter() -> None:
    for rng in rounds(200, seed=4):
        hold(mutated(HEAD, rng, [HEAD])[:20_000])


def test_mutated_addresses() -> None:
    for rng in rounds(300, seed=5):
        url = mutated(rng.choice(URLS), rng, URLS)[:5_000]
        hold(rng.choice((HEAD, "Night ferry to sail\n\nThe night ferry will sail again from Monday, the county said.")), url)


def test_mutated_audits() -> None:
    source = HEAD + "\ud83d\ude00 and café"
    whole = audit(cleaner.clean(source), "x", [])
    raw = source.encode("utf-8", "surrogatepass")
    for rng in rounds(300, seed=7):
        text = mutated(whole, rng, [whole])
        try:
            assert rebuild(text) == raw
            assert cleaner.restore(text) in (source, raw)
        except AuditError as error:
            assert error.place and error.remedy


def test_what_is_no_page_is_an_error_of_the_program() -> None:
    for rng in rounds(50, seed=6):
        source = rng.choice((None, 5, 1.5, [], {}, object(), ["x"], bytearray(b"x"), memoryview(b"x")))
        try:
            cleaner.clean(source)  # type: ignore[arg-type]
        except CleanerError as error:
            assert isinstance(error, TypeError) and error.remedy
        else:
            raise AssertionError(f"{source!r} was taken")
