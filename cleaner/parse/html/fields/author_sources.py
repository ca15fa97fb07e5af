"""Candidate sources of authors: JSON-LD, meta tags, microdata, bylines and links to profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from ....languages import any_of, words
from ..blocks import TreeBlock
from .authors import names, persons, roll
from .field_page import FieldPage, FieldPosition
from .strings import one_line, tokens, visible

_MOST_LD, _MOST_BLOCKS, _MOST_FOUND, _MOST_ON_LINE = 12, 800, 40, 12
_DIRECTLY = 6  # blocks below the headline in which a line of names alone is a byline
_NOT_OWN = ("comments", "related", "footer", "navigation", "side")
_CLOSE = 2  # maximum of blocks between two lines of one byline
_ABOVE, _BELOW = 15, 40  # blocks around the headline in which every line is examined
_LINE = 200  # characters of a line with a byline
_AUTHORS = (
    "author", "article:author", "article:author_name", "parsely-author", "og:author", "cxenseparse:author", "articleauthor", "byl", "byline",
    "sailthru.author", "article:byline", "authors", "dcsext.author", "vr:author", "author_name", "og:article:author", "dc.author", "shareaholic:article_author_name",
)  # fmt: skip
_LIBRARY = ("citation_author", "dc.creator", "dcterms.creator", "dc.contributor.author")
_TWEETED = re.compile(any_of("author_labels"), re.IGNORECASE)
_CLASS = re.compile(
    r"auth?or|byline|by-line|writer|username|user-?name|poster|contributor|redak|journalist|created-?by|screen-?name", re.IGNORECASE
)
_COMMENTER = re.compile(r"comment", re.IGNORECASE)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|users?|u|members?|profiles?|people|persons?|contributors?|writers?|staff|journalists?|by|team|bio)/[^/?#]"
    r"|[?&](?:u|uid|userid|user|author)=|/author[-_=]|@[\w.-]+/?$|memberlist\.php|(?:profile|member|user(?:info)?)\.php\?",
    re.IGNORECASE,
)
_SHARING = re.compile(r"/sharer?\b|/sharer\.php|/intent/|[?&](?:url|text|title)=|mailto:", re.IGNORECASE)
_PROFILE_PARTS = frozenset((
    "author", "authors", "autor", "autoren", "autores", "auteur", "auteurs", "user", "users", "u", "member", "members", "profile",
    "profiles", "people", "person", "persons", "contributor", "contributors", "writer", "writers", "staff", "journalist",
    "journalists", "by", "team", "bio",
))  # fmt: skip
_SAYS_BY = re.compile(
    rf"^\W{{0,3}}(?:{any_of('by_in_fields', 'by_on_page')})\s{{0,3}}[:：／/]?\s+?(?=[^\W\d_])"
    rf"|^\W{{0,3}}(?:{any_of('by_joined')})[:：／/]?(?=[^\W\d_]{{2}})",
    re.IGNORECASE,
)

_SIGNS = " -–—|•·:(["
_OPENERS = words("by_in_fields") + words("by_on_page") + words("by_joined")
_FIRST_OF_BY = frozenset(
    first for word in _OPENERS for first in ([word[:2]] if len(word) > 1 else [word, *(word + mark for mark in " :：/／")])
)  # the first two characters, in lower case, of a line that begins with a word such as "by"


class Byline(NamedTuple):
    """One mention of authors. source: one of SOURCES. bodies: whether they are organisations. place: of a visible mention. look: its tag and class."""

    names: tuple[str, ...]
    source: str
    place: FieldPosition | None = None
    bodies: bool = False
    text: str = ""
    look: str = ""


SOURCES = (
    "linked main", "linked story", "linked page", "linked other", "meta author", "meta article", "meta other", "library", "tweeted", "microdata",
    "marked", "marked line", "says by", "profile", "plain", "run",
)  # fmt: skip


def bylines(page: FieldPage) -> list[Byline]:
    """All mentions with at least one name."""
    seen = [*_marked(page), *_lines(page)]
    out = [*_linked(page), *_metas(page), *_together(seen), *_runs(seen)]
    return [one for one in out if one.names and not (one.place is not None and one.place.quoted)]


def _linked(page: FieldPage) -> Iterator[Byline]:
    main = page.story
    for node in page.found.nodes[:_MOST_LD]:
        source = "linked main" if node is main else "linked other" if node.other else "linked page" if node.page else "linked story"
        people = [name for name in node.authors if name not in node.bodies]
        yield Byline(tuple(names(people)), source, text="; ".join(people)[:80])
        if node.bodies:
            yield Byline(
                tuple(dict.fromkeys((*names(people), *(name for name in node.authors if name in node.bodies)))),
                source,
                bodies=True,
                text="; ".join(node.authors)[:80],
            )


def _metas(page: FieldPage) -> Iterator[Byline]:
    yield Byline(tuple(names(page.found.all(*_LIBRARY), surname_first=True)), "library")
    for name in _AUTHORS:
        if values := page.found.all(name):
            source = "meta author" if name == "author" else "meta article" if name == "article:author" else "meta other"
            yield Byline(tuple(names(values)), source, text="; ".join(values)[:80])
    for number in "12":
        if _TWEETED.search(page.found.meta(f"twitter:label{number}")):
            yield Byline(tuple(names(page.found.all(f"twitter:data{number}"))), "tweeted")


def _marked(page: FieldPage) -> Iterator[Byline]:
    """Elements marked as an author."""
    for element in islice(filter(_is_author, page.found.signed), _MOST_FOUND):
        if _COMMENTER.search(element.get("class") or ""):
            continue
        inner = next((each for each in element.iter() if each is not element and each.get("itemprop") == "name"), None)
        text = one_line((inner if inner is not None else element).get("content"), 160) or visible(
            inner if inner is not None else element, 160
        )
        yield Byline(tuple(names([text])), "microdata", page.place_of(element), text=text, look=_look(element))


def _is_author(element: Any) -> bool:
    if element.tag == "link":
        return False
    test = element.get("data-testid")
    said = "author" in (element.get("rel") or "").split() or element.get("itemprop") in ("author", "creator")
    return said or (test is not None and ("author" in test or "byline" in test))


@lru_cache(maxsize=20_000)
def _is_author_class(names: str) -> bool:
    return _CLASS.search(names[:300]) is not None and _COMMENTER.search(names[:300]) is None


def _look(element: Any) -> str:
    """The tags and classes of an element and its parent."""
    above = element.getparent()
    around = f"{above.tag} {above.get('class') or ''}" if above is not None else ""
    return f"{element.tag} {element.get('class') or ''} in {around}"


def _lines(page: FieldPage) -> Iterator[Byline]:
    """Lines that have the form or the class of a byline, or link to a profile."""
    headline = page.headline or 0
    named = page.outline.boxes.named
    found = 0
    for number, block in enumerate(page.blocks[:_MOST_BLOCKS]):
        line = block.text
        if not 2 <= len(line) <= _LINE or block.hidden:
            continue
        says = line.lstrip(_SIGNS)[:2].lower() in _FIRST_OF_BY and _SAYS_BY.match(line)
        profiles = _profiles(block) if block.linked else []
        near = -_ABOVE <= number - headline <= _BELOW
        marked = _marked_texts(block) if near or _is_author_class(named[block.box].look[1] or "") else []
        plain = roll(line) if 0 < number - headline <= _DIRECTLY and not (says or profiles or marked or block.kind == "heading") else []
        if not (says or profiles or marked or plain):
            continue
        place, look, text = page.place(number), _look(block.element), block.text[:80]
        if says:
            yield Byline(tuple(persons([block.text])), "says by", place, text=text, look=look)
        if profiles:
            yield Byline(tuple(names(profiles)), "profile", place, text=text, look=look)
        if marked:
            yield Byline(tuple(names(marked)), "marked", place, text=text, look=look)
            yield Byline(tuple(persons([block.text])), "marked line", place, text=text, look=look)
        if plain and not place.is_in(*_NOT_OWN):
            yield Byline(tuple(plain), "plain", place, text=text, look=look)
        found += 1
        if found >= _MOST_FOUND:
            return


def byline_blocks(blocks: Sequence[TreeBlock], authors: Sequence[str]) -> list[int]:
    """The numbers of the blocks above the first running text that hold the authors, what they are, and nothing else."""
    wanted = key_of(authors)
    letters = frozenset("".join(word for words in wanted for word in words))

    def may_hold(text: str) -> bool:
        """Whether a line has all letters of the names: reading names only removes characters, except that it decodes entities."""
        return letters.issubset(text.casefold()) or "&" in text

    found: list[int] = []
    for number, block in enumerate(blocks[:_MOST_BLOCKS] if wanted else ()):
        line = block.text
        able = 2 <= len(line) <= _LINE and block.kind != "heading" and not block.hidden
        if able and may_hold(line) and key_of(roll(line)) == wanted:
            found.append(number)
        elif block.prose:
            break
    return found


def _profiles(block: TreeBlock) -> list[str]:
    """The texts of a line's links to people's pages."""
    return [block.text[start:end] for start, end, kind, target in block.marks if kind == "link" and is_profile(target[:300])]


@lru_cache(maxsize=20_000)  # pages of one site have its navigation in common
def is_profile(target: str) -> bool:
    """Whether a URL is that of a person's page. Most are excluded by a test of their parts, which takes a tenth of the pattern's time."""
    if target.isascii():
        lowered = target.lower()
        if not (
            ("=" in lowered and ("u=" in lowered or "id=" in lowered or "r=" in lowered or ".php?" in lowered))
            or "@" in lowered
            or "/author" in lowered
            or "memberlist.php" in lowered
            or not _PROFILE_PARTS.isdisjoint(lowered.split("/"))
        ):
            return False
    return _PROFILE.search(target) is not None and _SHARING.search(target) is None


def _marked_texts(block: TreeBlock) -> list[str]:
    """The innermost elements of a line that have an author's class; the line itself if only its box has one."""
    elements = [each for each in islice(block.element.iter(), _MOST_ON_LINE) if (name := each.get("class")) and _is_author_class(name)]
    if not elements:
        return []
    innermost = [each for each in elements if not any(each in other.iterancestors() for other in elements)]
    return [text for each in innermost if (text := visible(each, 160))]


def _together(found: Sequence[Byline]) -> Iterator[Byline]:
    """Consecutive mentions of the same look, joined into one byline."""
    open_: dict[str, Byline] = {}
    last: dict[str, int] = {}
    for one in found:
        if not one.names or one.place is None:
            continue
        before = open_.get(one.source)
        if before is not None and before.look == one.look and one.place.block - last[one.source] <= _CLOSE:
            open_[one.source] = before._replace(names=tuple(names([*before.names, *one.names])))
        else:
            if before is not None:
                yield before
            open_[one.source] = one
        last[one.source] = one.place.block
    yield from open_.values()


def _runs(found: Sequence[Byline]) -> Iterator[Byline]:
    """Mentions that are close to one another, joined into one byline whatever their look."""
    run: list[str] = []
    first = last = None
    for one in sorted((one for one in found if one.place is not None and one.names), key=lambda one: one.place.block if one.place else 0):
        if last is not None and one.place is not None and one.place.block - last <= _CLOSE:
            run += one.names
        else:
            if first is not None and key_of(run) != key_of(first.names):
                yield first._replace(names=tuple(names(run)), source="run")
            run, first = list(one.names), one
        last = one.place.block if one.place else None
    if first is not None and key_of(run) != key_of(first.names):
        yield first._replace(names=tuple(names(run)), source="run")


def key_of(people: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Names in the form in which they are compared: without letter case, punctuation and order."""
    return frozenset(words for name in people if (words := tokens(name)))
