"""The types of option values, and their parsers and checks."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

import typer

from ..formats import OUTPUTS

T = TypeVar("T")


class Hidden(StrEnum):
    """How text is treated that an HTML page hides until a script runs."""

    auto = "auto"
    keep = "keep"
    drop = "drop"


class PageKind(StrEnum):
    """The type of HTML pages."""

    article = "article"
    forum = "forum"
    product = "product"
    documentation = "documentation"
    service = "service"
    listing = "listing"
    collection = "collection"


class Links(StrEnum):
    """What Markdown keeps of links."""

    drop = "drop"
    keep = "keep"


class Images(StrEnum):
    """What Markdown keeps of images."""

    drop = "drop"
    keep = "keep"
    alt = "alt"


class Engine(StrEnum):
    """What runs the shards of a corpus."""

    pool = "pool"
    ray = "ray"


class Appended(StrEnum):
    """Whether stories below the first are kept."""

    keep = "keep"
    drop = "drop"
    only = "only"


class HtmlReader(StrEnum):
    """How HTML pages are read."""

    full = "full"
    fast = "fast"
    trafilatura = "trafilatura"


class FormerReader(StrEnum):
    """The values of `--html`, the former name of `--reader`."""

    default = "default"
    fast = "fast"
    trafilatura = "trafilatura"


class Dedupe(StrEnum):
    """How copies of a story that is appended to many pages are identified."""

    off = "off"
    exact = "exact"
    near = "near"


class Color(StrEnum):
    """When to colour."""

    auto = "auto"
    always = "always"
    never = "never"


def rule_names(incomplete: str) -> list[str]:
    """Ids and groups that begin with `incomplete`, for the shell's completion."""
    from ..errors import CleanerError
    from ..packs import known_packs

    try:
        rules = [rule for pack in known_packs() for rule in pack.rules]
    except CleanerError:
        return []
    return sorted(name for name in {rule.id for rule in rules} | {rule.group for rule in rules} if name.startswith(incomplete))


def iso_time(value: str | None) -> str | None:
    from ..backends.dates import moment

    if value is not None and moment(value) is None:
        raise typer.BadParameter("this is not an ISO 8601 time, such as 2025-03-04 or 2025-03-04T06:30:00+00:00")
    return value


def web_address(value: str | None) -> str | None:
    from urllib.parse import urlsplit

    try:
        if value is None or urlsplit(value).hostname:
            return value
    except ValueError:
        pass
    raise typer.BadParameter("this is not a URL, such as https://paper.example/story")


def former(old: str, new: str) -> Callable[[T], T]:
    """A callback that warns about the former name of an option."""

    def said(value: T) -> T:
        if value:
            from ..console.errors import warn

            warn(f"{old} is now called {new}; the old name will be removed in the next version")
        return value

    return said


def size(text: str) -> int:
    """Number of bytes, from a number with or without a unit: `16MB`, `512 kB`, `1.5GiB`, `4096`. Raises BadParameter.

    >>> size("16MB"), size("1.5 KiB"), size("4096")
    (16000000, 1536, 4096)
    """
    match = re.fullmatch(r"(\d{1,15}(?:\.\d{1,6})?)\s*([kmgt]?)(i?)b?", text.strip().lower())
    bytes_ = int(float(match[1]) * (1024 if match[3] else 1000) ** " kmgt".index(match[2] or " ")) if match else 0
    if bytes_ < 1:
        raise typer.BadParameter(f"{text!a} is not a size, such as 16MB, 512kB or 1GiB")
    return bytes_


def format_names() -> list[str]:
    """The values of `--format`."""
    return [one.name for one in OUTPUTS]


def format_of(text: str) -> str:
    """The name of an output format. Raises BadParameter, with a suggestion for common names of other programs."""
    if text in format_names():
        return text
    meant = next((one.name for one in OUTPUTS if text.lower() in one.aliases), None)
    hint = f"Did you mean {meant}?" if meant else f"Formats are {', '.join(format_names())}."
    raise typer.BadParameter(f"there is no format {text!a}. {hint}")


def language_code(value: str | None) -> str | None:
    if value is not None and not (value.isascii() and value.isalpha() and len(value) == 2):
        raise typer.BadParameter("a language is an ISO 639-1 code of two letters, such as en or de")
    return value.lower() if value else value
