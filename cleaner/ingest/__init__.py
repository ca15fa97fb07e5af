"""First stage: turns bytes or text of any supported format into a `Document`."""

from __future__ import annotations

from html import unescape
from typing import Any

from ..data import Document
from ..errors import WrongTypeError
from ..field_checks import checked, is_url
from .binary import kind_of_binary, unreadable_share
from .decode import decode
from .front_matter import read_front_matter
from .own_articles import is_written
from .reader_head import read_other_front_matter, read_reader_head, read_toml_front_matter, with_own_names
from .sniff import looks_escaped, looks_like_html
from .sniff_markdown import MARKDOWN_NAMES, looks_like_markdown

__all__ = ["ingest"]

_MOST_UNREADABLE = 0.05  # share of a page's characters; with more, it is flagged


def ingest(source: str | bytes, url: str | None = None, fetched: str | None = None, name: str | None = None) -> Document:
    """Decode `source` and detect its format. `name` is the file name: .md or .markdown at its end means Markdown.

    The page's own metadata are checked here; an invalid value is left out and flagged. A binary format gives a document without
    article text (`binary`). Raises WrongTypeError for arguments of other types.
    """
    _check_types(source, url, fetched)
    flags: tuple[str, ...] = ()
    if url is not None and not is_url(url):
        url, flags = None, ("the address of the page is malformed and was left out",)
    kind = kind_of_binary(source)
    text, encoding = (source, None) if isinstance(source, str) else decode(source)
    if kind:
        flags += (f"this is a binary file ({kind}), not text or HTML: nothing was read from it",)
        return Document(source, text, encoding, url=url, fetched=fetched, flags=flags, binary=True)
    unreadable = unreadable_share(text)
    if unreadable > _MOST_UNREADABLE:
        flags += (f"{unreadable:.0%} of the characters cannot be read: the page is damaged, or no text at all",)
    if looks_escaped(text):
        return Document(source, unescape(text), encoding, html=True, escaped=True, url=url, fetched=fetched, flags=flags)
    if looks_like_html(text):
        return Document(source, text, encoding, html=True, url=url, fetched=fetched, flags=flags)
    stated, body_start = read_front_matter(text)
    for read in (read_other_front_matter, read_toml_front_matter, read_reader_head):
        if not body_start:
            stated, body_start = read(text)
    if not is_written(stated):
        stated = with_own_names(stated)
    given, remarks = checked(stated)
    written = is_written(given)
    named = name is not None and name.lower().endswith(MARKDOWN_NAMES)
    return Document(
        source,
        text,
        encoding,
        url=url or given.get("source"),
        fetched=fetched,
        given=given,
        body_start=body_start,
        flags=flags + remarks,
        as_is=written,
        markdown=not written and (named or looks_like_markdown(text, body_start)),
    )


def _check_types(source: Any, url: Any, fetched: Any) -> None:
    """Raise WrongTypeError, with the argument's name, for an argument of the wrong type."""
    if not isinstance(source, (str, bytes)):
        raise WrongTypeError(
            f"a page is str or bytes, not {type(source).__name__}", place="source", remedy="Give the page's text, or its bytes."
        )
    for name, value in (("url", url), ("fetched", fetched)):
        if value is not None and not isinstance(value, str):
            raise WrongTypeError(f"`{name}` is str or None, not {type(value).__name__}", place=name, remedy="Give text, or leave it out.")
