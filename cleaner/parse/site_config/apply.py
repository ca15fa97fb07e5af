"""Applies a site's configuration to one page: strips elements from the tree, and finds the article's body, title, authors and date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .read import SiteConfig, Statement

_JSON_LD = "//script[@type='application/ld+json']"


@dataclass(frozen=True, slots=True)
class Applied:
    """What a configuration found on a page. `body` is an element with the article and nothing else, in a tree of its own.

    `advert` says whether the page matches a `native_ad_clue`: an advertisement in the form of an article.
    """

    body: Any = None
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    date: str | None = None
    advert: bool = False


def apply(config: SiteConfig, tree: Any) -> Applied:
    """Strip `tree` (an lxml document, changed in place) and find its fields. Raises ConfigError for an invalid XPath."""
    page = _Page(config, tree)
    advert = any(page.all(config.native_ad_clue))
    titles, authors, dates = (page.first(statements) for statements in (config.title, config.author, config.date))
    if config.skip_json_ld:
        _drop(tree.xpath(_JSON_LD))
    for found in page.all(config.strip):
        _drop(found)
    _drop(_named(page, tree))
    for statement, found in page.each(config.wrap_in):
        _wrap(statement.argument, found)
    body = _body(page.first(config.body))
    if body is not None:
        _drop(found for found in (*titles[:1], *authors, *dates[:1]) if _lies_in(found, body))
    names = list(dict.fromkeys(text for text in map(_text, authors) if text))
    return Applied(body, _first_text(titles), names, _first_text(dates), advert)


class _Page:
    """Evaluates a configuration's XPaths on a tree."""

    def __init__(self, config: SiteConfig, tree: Any) -> None:
        self.config, self.tree = config, tree

    def each(self, statements: Iterable[Statement]) -> Iterator[tuple[Statement, list[Any]]]:
        """Each statement whose condition holds on this page, with the nodes it finds."""
        for statement in statements:
            if statement.condition is None or self._find(statement.condition, statement.line):
                yield statement, self._find(statement.value, statement.line)

    def all(self, statements: Iterable[Statement]) -> Iterator[list[Any]]:
        return (found for _, found in self.each(statements))

    def first(self, statements: Iterable[Statement]) -> list[Any]:
        """The nodes of the first statement that finds any text; [] if there is none."""
        return next((found for found in self.all(statements) if any(_text(node) for node in found)), [])

    def _find(self, xpath: str, line: int) -> list[Any]:
        """The nodes an XPath selects, or its string or True as the only item; [] for a number or False."""
        from lxml import etree

        try:
            found = etree.XPath(xpath)(self.tree)
        except (etree.XPathError, ValueError) as error:
            remedy = "Correct the XPath, or put # before the line."
            raise self.config.wrong(line, f"the XPath is not valid ({error}): {xpath[:80]}", remedy) from error
        return found if isinstance(found, list) else [found] if isinstance(found, str) or found is True else []


def _named(page: _Page, tree: Any) -> list[Any]:
    """The elements whose id or class contains one of the configured strings, and the images whose URL does."""
    pieces = [statement.value.strip("'\"") for statement in page.config.strip_id_or_class]
    sources = [statement.value.strip("'\"") for statement in page.config.strip_image_src]
    found = []
    for element in tree.iter() if pieces or sources else ():
        if not isinstance(element.tag, str) or element.tag in ("html", "body"):
            continue
        names = (element.get("id", ""), element.get("class", ""))
        if any(piece in name for piece in pieces for name in names) or (
            element.tag == "img" and any(source in element.get("src", "") for source in sources)
        ):
            found.append(element)
    return found


def _body(found: list[Any]) -> Any:
    """A new element that holds the found ones, in page order and without those nested in another; None if there are none."""
    from lxml import html

    named = {node for node in found if _is_element(node)}
    if not named:
        return None
    whole = html.Element("div")
    for element in [node for node in dict.fromkeys(found) if node in named and named.isdisjoint(node.iterancestors())]:
        _leave_tail(element)
        whole.append(element)
    return whole


def _leave_tail(element: Any) -> None:
    """Move the text after an element to its neighbour, so that it stays when the element is removed."""
    before, parent = element.getprevious(), element.getparent()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail and parent is not None:
        parent.text = (parent.text or "") + element.tail
    element.tail = None


def _wrap(tag: str, found: Iterable[Any]) -> None:
    from lxml import html

    for element in found:
        if _is_element(element) and element.getparent() is not None:
            outer = html.Element(tag)
            outer.tail, element.tail = element.tail, None
            element.getparent().replace(element, outer)
            outer.append(element)


def _drop(found: Iterable[Any]) -> None:
    """Remove elements and text nodes from their tree. The text after an element stays."""
    for node in found:
        parent = node.getparent() if hasattr(node, "getparent") else None
        if parent is None:
            continue
        if _is_element(node):
            _leave_tail(node)
            parent.remove(node)
        elif getattr(node, "is_text", False):
            parent.text = None
        elif getattr(node, "is_tail", False):
            parent.tail = None


def _lies_in(node: Any, body: Any) -> bool:
    return _is_element(node) and any(above is body for above in node.iterancestors()) and node.getparent() is not body


def _is_element(node: Any) -> bool:
    return isinstance(getattr(node, "tag", None), str)


def _text(node: Any) -> str:
    """The text of an element, an attribute or a string, with whitespace collapsed."""
    return " ".join((str(node.text_content()) if _is_element(node) else str(node)).split())


def _first_text(found: list[Any]) -> str | None:
    return next((text for text in map(_text, found) if text), None)
