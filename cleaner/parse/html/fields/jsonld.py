"""Read the stories that JSON-LD describes; tolerant of common errors."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from .strings import one_line, tokens

_LONGEST = 1_000_000  # characters of all scripts together
_MOST_NODES = 4_000
_DEEPEST = 12
_MOST_STORIES = 200
_MOST_AUTHORS = 30
_LONG_URL = 2_000
_STORY = re.compile(r"(?:article|posting|report|reportage|review|newsletter)$", re.IGNORECASE)
_PAGE = re.compile(r"(?:webpage|itempage|creativework)$", re.IGNORECASE)
_NOBODY = re.compile(r"(?:organi[sz]ation|corporation|company|agency|brand|website)$", re.IGNORECASE)
# types of reviews of the story, and of parts of it
_APART = frozenset({"comment", "review", "liveblogupdate", "citation", "mentions", "ispartof", "about", "backstory"})
_WRAPPING = re.compile(r"<!--|(?://\s*|/\*\s*)?<!\[CDATA\[(?:\s*\*/)?")
_WRAPPED = re.compile(r"(?:-->|(?://\s*|/\*\s*)?\]\]>(?:\s*\*/)?)$")
_SPARE_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r"""\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})""")
_STRING = r'"((?:[^"\\]|\\.){1,1000})"'
_LOOSE = {name: re.compile(rf'"{name}"\s*:\s*{_STRING}') for name in ("headline", "datePublished", "dateModified", "inLanguage")}
_LOOSE_AUTHOR = re.compile(rf'"author"\s*:\s*(?:\[\s*)?(?:\{{[^{{}}]{{0,300}}?"name"\s*:\s*)?{_STRING}')


@dataclass(frozen=True, slots=True)
class Linked:
    """One story as described in JSON-LD; a field that is not stated is empty."""

    headline: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    bodies: frozenset[str] = frozenset()  # the authors that are organisations
    published: str = ""
    updated: str = ""
    language: str = ""
    site: str = ""
    page: bool = False  # describes the page as a whole (WebPage), not a story
    depth: int = 0
    name: str = ""
    description: str = ""
    created: str = ""
    type: str = ""  # the first of its types, in small letters
    other: bool = False  # neither a story nor the page: a product, a picture, a question


def linked_stories(scripts: Iterable[str]) -> list[Linked]:
    """The stories in the texts of a page's JSON-LD scripts, the outermost first, otherwise in their order."""
    return [node for node in linked_nodes(scripts) if not node.other]


def linked_nodes(scripts: Iterable[str]) -> list[Linked]:
    """Like `linked_stories`, followed by other nodes that have a name or a date."""
    nodes: list[tuple[dict[str, Any], int]] = []
    loose: list[Linked] = []
    left = _LONGEST
    for script in scripts:
        if len(script) > left:
            continue
        left -= len(script)
        values = list(_values(script))
        nodes += _nodes(values, _MOST_NODES - len(nodes))
        if not values:
            loose.append(_loosely(script))
    named = {node["@id"]: node for node, _ in nodes if isinstance(node.get("@id"), str) and "name" in node}
    stories = [
        _story(node, depth, named) for node, depth in nodes[:_MOST_NODES] if node.get("@type") is not None and not _is(_NOBODY, node)
    ]
    filled = [story for story in stories + loose if story.headline or story.published or story.authors]
    return sorted(filled, key=lambda story: (story.other, story.page, story.depth))[:_MOST_STORIES]


def match(stories: list[Linked], wordings: list[str], url: str, alone: bool = True) -> Linked | None:
    """The story with one of these headlines, or at this URL; otherwise, with `alone`, the first."""
    known = {tokens(text) for text in wordings if text}
    page = _bare(url)
    for story in stories:
        if tokens(story.headline) in known and not story.page:
            return story
    for story in stories:
        if page and _bare(story.url) == page and not story.page:
            return story
    return next(iter(stories), None) if alone else None


def _bare(url: str) -> str:
    """A URL without scheme, "www.", query and fragment, which do not distinguish pages."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url[:_LONG_URL]).rstrip("/")


def _values(script: str) -> Iterator[Any]:
    """The JSON values in one script: as it is, or with common errors repaired, or as far as it can be parsed."""
    text = script.strip().rstrip(";")
    if "&quot;" in text and '"' not in text:  # escaped as in an attribute
        text = unescape(text)
    for mend in (str, _mended):
        try:
            yield json.loads(mend(text), strict=False)
            return
        except RecursionError:
            return
        except ValueError:
            continue
    text = _mended(text)
    decoder, at = json.JSONDecoder(strict=False), 0
    while at < len(text) and text[at] in "{[":
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1


def _mended(text: str) -> str:
    text = _WRAPPING.sub("", text[:30]) + text[30:]
    text = (text[:-30] + _WRAPPED.sub("", text[-30:])).strip() if len(text) > 60 else text
    return _SPARE_COMMA.sub("", _BAD_ESCAPE.sub(r"\\\\", text))


def _nodes(values: list[Any], most: int) -> list[tuple[dict[str, Any], int]]:
    """The objects in `values` with their depth, outer ones first; lists and @graph do not count as a level."""
    found: list[tuple[dict[str, Any], int]] = []
    waiting = deque((value, 0) for value in values)
    while waiting and len(found) < most:
        value, depth = waiting.popleft()
        if isinstance(value, list):
            waiting.extend((item, depth) for item in value[:_MOST_NODES])
        elif isinstance(value, dict):
            found.append((value, depth))
            if depth < _DEEPEST:
                below = ((child, depth + (key != "@graph")) for key, child in value.items() if key.lower() not in _APART)
                waiting.extend((child, deep) for child, deep in below if isinstance(child, dict | list))
    return found


def _is(kind: re.Pattern[str], node: dict[str, Any]) -> bool:
    """Whether one of the node's types is of this kind ("schema:NewsArticle" counts as "NewsArticle")."""
    return any(isinstance(name, str) and kind.search(name[-60:]) for name in _listed(node.get("@type"))[:10])


def _story(node: dict[str, Any], depth: int, named: dict[str, dict[str, Any]]) -> Linked:
    authors = [*_names(node.get("author"), named)] or [*_names(node.get("creator"), named)]
    language = _first(node.get("inLanguage"))
    return Linked(
        headline=one_line(_first(node.get("headline"))) or one_line(_first(node.get("name"))),
        url=_url(node),
        authors=tuple(dict.fromkeys(name for name, _ in authors)),
        bodies=frozenset(name for name, body in authors if body),
        published=one_line(_first(node.get("datePublished")) or _first(node.get("dateCreated")), 60),
        created=one_line(_first(node.get("dateCreated")) or _first(node.get("uploadDate")), 60),
        updated=one_line(_first(node.get("dateModified")), 60),
        language=one_line(language.get("alternateName") or language.get("name") if isinstance(language, dict) else language, 40),
        site=next((name for name, _ in _names(node.get("publisher"), named)), ""),
        page=not _is(_STORY, node),
        depth=depth,
        name=one_line(_first(node.get("name"))),
        description=one_line(_first(node.get("description"))),
        type=next((kind for kind in _listed(node.get("@type"))[:1] if isinstance(kind, str)), "")[:40].lower(),
        other=not _is(_STORY, node) and not _is(_PAGE, node),
    )


def _names(value: Any, named: dict[str, dict[str, Any]], deep: int = 0) -> Iterator[tuple[str, bool]]:
    """The names in an author or publisher of any form, each with whether it is an organisation's."""
    for item in _listed(value)[:_MOST_AUTHORS]:
        if isinstance(item, str):
            if name := one_line(item, 300):
                yield name, False
        elif isinstance(item, dict):
            if "name" not in item and isinstance(item.get("@id"), str):
                item = named.get(item["@id"], item)
            body = _is(_NOBODY, item)
            given = " ".join(one_line(item.get(part), 100) for part in ("givenName", "familyName"))
            names = [name for value in _listed(item.get("name"))[:_MOST_AUTHORS] if (name := one_line(value, 300))]
            yield from ((name, body) for name in names or [given.strip()] if name)
        elif isinstance(item, list) and deep < 2:
            yield from _names(item, named, deep + 1)


def _url(node: dict[str, Any]) -> str:
    page = _first(node.get("mainEntityOfPage"))
    of_page = (page.get("@id") or page.get("url")) if isinstance(page, dict) else page
    found = (_first(node.get("url")), of_page, node.get("@id"))
    return next((url for url in found if isinstance(url, str) and url.startswith(("http", "/")) and len(url) <= 2_000), "")


def _loosely(script: str) -> Linked:
    """The fields that can be extracted from a script that is not JSON."""
    if not any(f'"{name}"' in script for name in ("headline", "datePublished")):
        return Linked()
    found = {name: match[1] for name, pattern in _LOOSE.items() if (match := pattern.search(script))}
    author = _LOOSE_AUTHOR.search(script)
    return Linked(
        headline=_unquoted(found.get("headline")),
        authors=(_unquoted(author[1]),) if author and _unquoted(author[1]) else (),
        published=_unquoted(found.get("datePublished")),
        updated=_unquoted(found.get("dateModified")),
        language=_unquoted(found.get("inLanguage")),
    )


def _unquoted(raw: str | None) -> str:
    try:
        return one_line(json.loads(f'"{raw or ""}"', strict=False))
    except ValueError:
        return one_line(raw)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(value: Any) -> Any:
    """The value itself, or the first of a list."""
    return next(iter(value), None) if isinstance(value, list) else value
