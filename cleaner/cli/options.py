"""The options that several commands share, and how they become settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from ..config import Found, Settings

T = TypeVar("T")


class Format(StrEnum):
    """What an article is written as."""

    md = "md"
    txt = "txt"
    jsonl = "jsonl"
    jsonl_gz = "jsonl.gz"
    jsonl_zst = "jsonl.zst"
    parquet = "parquet"


class Engine(StrEnum):
    """What runs the shards of a corpus."""

    pool = "pool"
    ray = "ray"


class Appended(StrEnum):
    """What becomes of stories below the first."""

    keep = "keep"
    drop = "drop"
    only = "only"


class HtmlReader(StrEnum):
    """How HTML pages are read."""

    full = "full"
    fast = "fast"
    trafilatura = "trafilatura"


class FormerReader(StrEnum):
    """What `--reader` took under its former name."""

    default = "default"
    fast = "fast"
    trafilatura = "trafilatura"


class Dedupe(StrEnum):
    """How a story that stands under many pages is known for the same."""

    off = "off"
    exact = "exact"
    near = "near"


class Color(StrEnum):
    """When to colour."""

    auto = "auto"
    always = "always"
    never = "never"


def _rule_names(incomplete: str) -> list[str]:
    """Ids and groups that begin with `incomplete`, for the shell's completion."""
    from ..errors import CleanerError
    from ..packs import known_packs

    try:
        rules = [rule for pack in known_packs() for rule in pack.rules]
    except CleanerError:
        return []
    return sorted(name for name in {rule.id for rule in rules} | {rule.group for rule in rules} if name.startswith(incomplete))


def _iso(value: str | None) -> str | None:
    from ..backends.dates import moment

    if value is not None and moment(value) is None:
        raise typer.BadParameter("this is no ISO 8601 time, such as 2025-03-04 or 2025-03-04T06:30:00+00:00")
    return value


def _address(value: str | None) -> str | None:
    from urllib.parse import urlsplit

    try:
        if value is None or urlsplit(value).hostname:
            return value
    except ValueError:
        pass
    raise typer.BadParameter("this is no URL, such as https://paper.example/story")


def former(old: str, new: str) -> Callable[[T], T]:
    """A callback that says what an option is called now."""

    def said(value: T) -> T:
        if value:
            from ..console.errors import warn

            warn(f"{old} is now called {new}; the old name will go in the next version")
        return value

    return said


def size(text: str) -> int:
    """Bytes, from a number with or without a unit: `16MB`, `512 kB`, `1.5GiB`, `4096`. Raises BadParameter.

    >>> size("16MB"), size("1.5 KiB"), size("4096")
    (16000000, 1536, 4096)
    """
    match = re.fullmatch(r"(\d{1,15}(?:\.\d{1,6})?)\s*([kmgt]?)(i?)b?", text.strip().lower())
    bytes_ = int(float(match[1]) * (1024 if match[3] else 1000) ** " kmgt".index(match[2] or " ")) if match else 0
    if bytes_ < 1:
        raise typer.BadParameter(f"{text!a} is no size, such as 16MB, 512kB or 1GiB")
    return bytes_


def format_of(text: str) -> Format:
    """The format of that name. Raises BadParameter, with a hint where it is known what was meant."""
    try:
        return Format(text)
    except ValueError:
        meant = {"json": "jsonl", "ndjson": "jsonl", "markdown": "md", "text": "txt", "gz": "jsonl.gz", "zst": "jsonl.zst", "pq": "parquet"}
        hint = f"Did you mean {meant[text.lower()]}?" if text.lower() in meant else f"Formats are {', '.join(Format)}."
        raise typer.BadParameter(f"there is no format {text!a}. {hint}") from None


def _code(value: str | None) -> str | None:
    if value is not None and not (value.isascii() and value.isalpha() and len(value) == 2):
        raise typer.BadParameter("a language is an ISO 639-1 code of two letters, such as en or de")
    return value.lower() if value else value


Rules = Annotated[
    list[str] | None, typer.Option("--rules", metavar="PACK", help="A rule pack of your own beside the built-in ones. Repeatable.")
]
Disable = Annotated[
    list[str] | None,
    typer.Option(
        "--disable", metavar="ID", help="Switch off a rule, or a whole group, by its name. Repeatable.", autocompletion=_rule_names
    ),
]
Lang = Annotated[str | None, typer.Option("--lang", metavar="CODE", help="The pages' language; identified when left out.", callback=_code)]
Url = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Where the page came from: chooses site packs and is kept as its source.", callback=_address),
]
Fetched = Annotated[
    str | None,
    typer.Option(
        "--fetched", metavar="TIME", help='When it was fetched, in ISO 8601: makes dates of clocks such as "5 min ago".', callback=_iso
    ),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence", metavar="X", min=0.0, max=1.0, help="Part no story from the one above that is less sure than X, from 0 to 1."
    ),
]
SiteConfig = Annotated[
    Path | None,
    typer.Option(
        "--site-config", metavar="DIR", help="Folder of files in the ftr-site-config format: where on a site's pages the article is."
    ),
]


class Hidden(StrEnum):
    """What becomes of text that an HTML page hides until a script acts."""

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


LinkTargets = Annotated[
    Links | None, typer.Option("--links", help="Links in Markdown: drop leaves their words alone, keep their addresses too.")
]
Pictures = Annotated[
    Images | None,
    typer.Option(
        "--images", help="Images in Markdown: drop leaves them out, keep takes them over, alt takes the words that describe them."
    ),
]
HiddenText = Annotated[
    Hidden | None,
    typer.Option(
        "--hidden", help="Hidden text of HTML pages: auto lets the model decide, keep weighs it like visible text, drop leaves it out."
    ),
]
Type = Annotated[PageKind | None, typer.Option("--type", help="The type of all HTML pages, instead of the one found for each.")]
Reader = Annotated[
    HtmlReader | None,
    typer.Option(
        "--reader",
        help="How HTML pages are read: full by default; fast takes less time, is less accurate, and needs the extra fast; trafilatura keeps what that library takes.",
    ),
]
Html = Annotated[
    FormerReader | None, typer.Option("--html", hidden=True, help="The former name of --reader.", callback=former("--html", "--reader"))
]
MaxSeconds = Annotated[
    float | None,
    typer.Option(
        "--max-seconds", metavar="S", min=0.0, help="Time for one page; one that takes longer is read in a quicker way, and flagged."
    ),
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="What was decided by hand; ./cleaner-decisions.toml by itself, where there is one."),
]
FollowSymlinks = Annotated[
    bool,
    typer.Option(
        "--follow-symlinks", help="Follow links out of an input folder, too. Others are followed only to places in the same folder."
    ),
]
Models = Annotated[
    Path | None,
    typer.Option("--models", metavar="DIR", help="Folder of models that `cleaner fit` wrote, to use instead of the program's own."),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Settings to use instead of the nearest cleaner.toml or [tool.cleaner] of a pyproject.toml."
    ),
]
RuleName = Annotated[str, typer.Argument(metavar="ID", help="The rule's id, as `cleaner rules list` shows it.", autocompletion=_rule_names)]


def settings_from(
    config: Path | None,
    rules: list[str] | None,
    disable: list[str] | None,
    lang: str | None,
    appended: str | None = None,
    strict: bool | None = None,
    min_confidence: float | None = None,
    site_config: Path | None = None,
    reader: HtmlReader | None = None,
    html: FormerReader | None = None,
    decisions: Path | None = None,
    models: Path | None = None,
    beginning: bool = False,
    max_seconds: float | None = None,
    hidden: Hidden | None = None,
    page_type: PageKind | None = None,
    links: Links | None = None,
    images: Images | None = None,
) -> Settings:
    """Defaults < configuration file < command line, with every pack and name checked. Raises CleanerError.

    `beginning` lets the file of decisions be one that is not there yet, and leaves it to be read later.
    """
    from ..config import override

    base = configured(config).settings
    given = {
        "rules": rules,
        "disable": disable,
        "language": lang,
        "appended": appended,
        "min_confidence": min_confidence,
        "max_seconds": max_seconds,
        "hidden": hidden and hidden.value,
        "page_type": page_type and page_type.value,
        "links": links and links.value,
        "images": images and images.value,
    }
    folders = {"site_config": str(site_config) if site_config else None, "decisions": str(decisions) if decisions else None}
    folders["models"] = str(models) if models else None
    settings = _with_decisions(override(base, strict=strict or None, reader=_reader(reader, html), **given, **folders), beginning)
    if settings.models:
        from ..models.model import check

        check(settings.models)
    if settings.disable or settings.rules:
        from ..packs import known_packs
        from ..scan.ruleset import check_names

        if settings.disable:
            check_names(settings.disable, settings.rules)
        else:
            known_packs(settings.rules)
    return settings


def _reader(reader: HtmlReader | None, former: FormerReader | None) -> str | None:
    """The reader that was asked for, under its present or its former name."""
    if reader is None and former is not None:
        return "full" if former is FormerReader.default else former.value
    return reader and reader.value


def configured(config: Path | None) -> Found:
    """The configuration file that is named, or the nearest one; what is out of date in it is said on stderr. Raises ConfigError."""
    from ..config import find, from_file
    from ..console.errors import warn

    found = from_file(config) if config else find(Path())
    for warning in found.warnings:
        warn(warning)
    return found


def decisions_path(settings: Settings) -> str | None:
    """The file of decisions that settings name, or the one in the working folder, if there is one."""
    from ..config import DECISIONS_NAME

    return settings.decisions or (DECISIONS_NAME if Path(DECISIONS_NAME).is_file() else None)


def _with_decisions(settings: Settings, beginning: bool) -> Settings:
    """The settings with the file of decisions in the working folder, if there is one and they name no other, checked. Raises CleanerError."""
    from dataclasses import replace

    if settings.decisions is None:
        path = decisions_path(settings)
        if path is None:
            return settings
        settings = replace(settings, decisions=path)
    if not beginning:
        from ..flow import check_decisions

        check_decisions(settings)
    return settings
