"""Composes pages from gold articles: front pages with whole posts, endless scroll, and long documents whose sections have headings.

Saved pages with several articles are few and come from few sites. Composed pages have other containers, names and headings, and
half of them only look like several articles: one document in sections, or one article with comments, teasers and notices.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from ..evaluate.gold import Gold
from .data import Example

COMPOSED = "composed"  # the origin of such pages
_LEAST_PARAGRAPHS, _LEAST_CHARS = 3, 500
_MOST_PARAGRAPHS = 14
_SHORT, _POST = 0.5, 250  # share of pages with short posts, and the least characters of a post
_CONTAINERS = ("article", "div", "section", "li", "div", "article", "")
_CLASSES = ("post", "entry", "story", "blog-post", "item", "hentry post", "news-item", "feed-card", "c-stream__unit", "article", "box", "")
_BODIES = ("entry-content", "body", "post-body", "text", "content", "c-copy", "")
_SECTION_WORDS = (
    "Background",
    "Overview",
    "What to expect",
    "Method",
    "Details",
    "Results",
    "Why it matters",
    "Limits",
    "Next steps",
    "Terms",
)
_NOTES = (
    "By using this site you agree that we and our partners may store small files on your device to measure visits and to show advertising.",
    "Sign up and have the most important stories of the day delivered to your inbox every morning, free of charge and without obligation.",
    "All rights reserved. No part of this site may be copied or republished in any form without written permission of the publisher.",
)
_REMARKS = (
    "I have lived here for twenty years and have never seen anything like it, but then nobody has asked me either until today.",
    "Thanks for writing this up, it is the first account that mentions what happened to the people who were there before.",
    "Not sure that I agree with the second point, since the figures of last year tell quite another story, as you can look up.",
)


def composed(examples: Sequence[Example], count: int, seed: int, short: bool = False) -> Iterator[Example]:
    """Compose `count` pages from single pages' gold, alternately with several articles and with one; each in one language.

    `short`: on some pages of several articles, each is the beginning of one, as short as the posts of a blog.
    """
    random, lengths = np.random.RandomState(seed), np.random.RandomState(seed)
    usable = [example for example in examples if _usable(example)]
    by_language: dict[str, list[Example]] = {}
    for example in usable:
        by_language.setdefault(example.language, []).append(example)
    weights = {language: len(found) for language, found in by_language.items() if len(found) >= 8}
    languages = sorted(weights)
    if not languages:
        return
    share = np.array([weights[language] for language in languages], float) ** 0.5
    for number in range(count):
        pool = by_language[languages[int(random.choice(len(languages), p=share / share.sum()))]]
        if number % 2 == 0:
            size = int(random.choice([2, 2, 3, 3, 4, 5, 7]))
            parts = [pool[i] for i in random.choice(len(pool), min(size, len(pool)), replace=False)]
            if short and lengths.rand() < _SHORT:
                parts = [_begun(part, lengths) for part in parts]
            yield _example(f"composed-several-{number}", parts, _several(parts, random))
        else:
            part = pool[int(random.choice(len(pool)))]
            make = (_sections, _sections, _with_others)[int(random.choice(3))]
            yield _example(f"composed-one-{number}", [part], make(part, random))


def _usable(example: Example) -> bool:
    texts = example.articles[0].paragraphs if len(example.articles) == 1 else []
    return example.kind == "page" and len(texts) >= _LEAST_PARAGRAPHS and sum(map(len, texts)) >= _LEAST_CHARS


def _example(name: str, parts: Sequence[Example], markup: str) -> Example:
    articles = tuple(Gold(tuple(part.articles[0].paragraphs[:_MOST_PARAGRAPHS]), part.articles[0].title) for part in parts)
    domains = tuple(part.domain for part in parts)
    return replace(parts[0], id=name, kind="page stream", text=markup, url=None, articles=articles, domains=domains, origin=COMPOSED, style=f"{COMPOSED} several" if len(parts) > 1 else f"{COMPOSED} one")  # fmt: skip


def _begun(part: Example, random: np.random.RandomState) -> Example:
    """The first paragraphs of a page, at least a post's length."""
    texts = part.articles[0].paragraphs
    count = 1 + int(random.choice(3))
    while count < len(texts) and sum(map(len, texts[:count])) < _POST:
        count += 1
    return replace(part, articles=(replace(part.articles[0], paragraphs=texts[:count]),))


def _pick(random: np.random.RandomState, choices: Sequence[str]) -> str:
    return choices[int(random.choice(len(choices)))]


def _tag(tag: str, name: str, inner: str) -> str:
    if not tag:
        return inner
    return f"<{tag} class='{name}'>{inner}</{tag}>" if name else f"<{tag}>{inner}</{tag}>"


def _paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts)


def _title(example: Example, random: np.random.RandomState) -> str:
    title = example.articles[0].title or " ".join(example.articles[0].paragraphs[0].split()[:9])
    return html.escape(" ".join(title.split()))


def _several(parts: Sequence[Example], random: np.random.RandomState) -> str:
    """A page on which all stories have the same markup."""
    container, name, body = _pick(random, _CONTAINERS), _pick(random, _CLASSES), _pick(random, _BODIES)
    level = _pick(random, ("h1", "h2", "h2", "h2", "h3"))
    linked, dated, signed, ends = (bool(random.rand() < share) for share in (0.5, 0.6, 0.5, 0.5))
    meta_first = bool(random.rand() < 0.3)
    stories = []
    for number, part in enumerate(parts):
        title = _title(part, random)
        heading = f"<{level}>" + (f"<a href='/{number}'>{title}</a>" if linked else title) + f"</{level}>"
        day = f"{1 + int(random.choice(28))} {_pick(random, ('March', 'May', 'October'))} 2024"
        date = (
            _pick(random, (f"<time datetime='2024-05-0{1 + number % 9}'>{day}</time>", f"<span class='date'>{day}</span>")) if dated else ""
        )
        author = "<span class='author'>By Ilse Marrow</span>" if signed else ""
        meta = f"<div class='meta'>{date} {author}</div>" if dated or signed else ""
        text = _tag("div" if body else "", body, _paragraphs(part.articles[0].paragraphs[:_MOST_PARAGRAPHS]))
        foot = "<div class='tools'><a href='#'>Share</a> <a href='#'>Comments (3)</a></div>" if ends else ""
        stories.append(_tag(container, name, (meta + heading if meta_first else heading + meta) + text + foot))
    joiner = _pick(random, ("", "", "<hr>"))
    inner = joiner.join(stories)
    return _page(f"<ul>{inner}</ul>" if container == "li" else inner, "Bay Notes", random)


def _sections(part: Example, random: np.random.RandomState) -> str:
    """One document whose sections have headings, like a book, a manual or a long read."""
    texts = part.articles[0].paragraphs[:_MOST_PARAGRAPHS]
    level = _pick(random, ("h1", "h1", "h2", "h3"))
    container, name = _pick(random, ("section", "div", "", "")), _pick(random, ("section", "chapter", "block", "", "entry"))
    count = int(random.choice([2, 3, 4, 5]))
    cuts = sorted({0, *random.choice(len(texts), min(count, len(texts)), replace=False).tolist()})
    sections = []
    for number, (start, end) in enumerate(zip(cuts, [*cuts[1:], len(texts)], strict=True)):
        words = _pick(random, _SECTION_WORDS) if random.rand() < 0.6 else html.escape(" ".join(texts[start].split()[:5]))
        mark = f"<a class='headerlink' href='#s{number}'>¶</a>" if random.rand() < 0.2 else ""
        heading = f"<{level} id='s{number}'>{words}{mark}</{level}>" if number or random.rand() < 0.5 else ""
        sections.append(_tag(container, name, heading + _paragraphs(texts[start:end])))
    top = f"<h1>{_title(part, random)}</h1>" if random.rand() < 0.8 else ""
    signed = "<p class='byline'>By Tomas Weil, 4 March 2025</p>" if random.rand() < 0.4 else ""
    return _page(_tag("article" if random.rand() < 0.4 else "div", "doc", top + signed + "".join(sections)), _title(part, random), random)


def _with_others(part: Example, random: np.random.RandomState) -> str:
    """One article surrounded by comments, teasers or notices in running text."""
    texts = part.articles[0].paragraphs[:_MOST_PARAGRAPHS]
    story = _tag("article", "story", f"<h1>{_title(part, random)}</h1>{_paragraphs(texts)}")
    remarks = "".join(
        f"<li class='comment'><b>Reader {number}</b> <time>2 hours ago</time><p>{remark}</p><p>{_REMARKS[number - 1]}</p></li>"
        for number, remark in enumerate(_REMARKS)
    )
    comments = f"<div id='comments'><h2>3 comments</h2><ol>{remarks}</ol></div>" if random.rand() < 0.6 else ""
    notice = f"<div class='{_pick(random, ('cookie-notice', 'modal', 'newsletter'))}'><h2>Before you go on</h2><p>{_pick(random, _NOTES)}</p></div>"
    teasers = "".join(f"<div class='card'><h3><a href='/{n}'>Read this, too</a></h3><p>{note}</p></div>" for n, note in enumerate(_NOTES))
    related = f"<div class='related'><h2>More stories</h2>{teasers}</div>" if random.rand() < 0.5 else ""
    makers: list[Callable[[], str]] = [lambda: notice + story + related + comments, lambda: story + comments + related + notice]
    return _page(makers[int(random.choice(2))](), _title(part, random), random)


def _page(body: str, title: str, random: np.random.RandomState) -> str:
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "News", "About us", "Contact"))
    nav = f"<nav><ul>{menu}</ul></nav>" if random.rand() < 0.7 else ""
    foot = f"<footer><p>{_NOTES[2]}</p></footer>" if random.rand() < 0.7 else ""
    main = _tag(_pick(random, ("main", "div", "div")), _pick(random, ("content", "wrap", "")), body)
    return f"<!doctype html><html><head><title>{title}</title></head><body>{nav}{main}{foot}</body></html>"
