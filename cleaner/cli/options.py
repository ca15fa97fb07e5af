"""The options that several commands share: their types, names and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .option_types import (
    Appended,
    Dedupe,
    Engine,
    FormerReader,
    Hidden,
    HtmlReader,
    Images,
    Links,
    PageKind,
    format_names,
    format_of,
    former,
    iso_time,
    language_code,
    rule_names,
    size,
    web_address,
)

Rules = Annotated[
    list[str] | None, typer.Option("--rules", metavar="PACK", help="A rule pack to use beside the built-in ones. Repeatable.")
]
Disable = Annotated[
    list[str] | None,
    typer.Option(
        "--disable", metavar="ID", help="Switch off a rule or a group of rules, by its id. Repeatable.", autocompletion=rule_names
    ),
]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="CODE", help="The pages' language; identified when left out.", callback=language_code)
]
Url = Annotated[
    str | None,
    typer.Option(
        "--url", metavar="URL", help="The page's address: it chooses site packs, and is written as the source.", callback=web_address
    ),
]
Fetched = Annotated[
    str | None,
    typer.Option(
        "--fetched",
        metavar="TIME",
        help='When the page was fetched, in ISO 8601: turns times such as "5 min ago" into dates.',
        callback=iso_time,
    ),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence", metavar="X", min=0.0, max=1.0, help="Only split where the boundary's confidence is at least X, from 0 to 1."
    ),
]
SiteConfig = Annotated[
    Path | None,
    typer.Option(
        "--site-config", metavar="DIR", help="Folder of files in the ftr-site-config format: where on a site's pages the article is."
    ),
]
LinkTargets = Annotated[
    Links | None, typer.Option("--links", help="Links in Markdown: drop keeps only their words, keep also their addresses.")
]
Pictures = Annotated[
    Images | None,
    typer.Option("--images", help="Images in Markdown: drop leaves them out, keep keeps them, alt keeps their alternative texts."),
]
HiddenText = Annotated[
    Hidden | None,
    typer.Option(
        "--hidden", help="Hidden text of HTML pages: auto lets the model decide, keep judges it like visible text, drop leaves it out."
    ),
]
Type = Annotated[PageKind | None, typer.Option("--type", help="The type of all HTML pages, instead of detecting it for each.")]
Reader = Annotated[
    HtmlReader | None,
    typer.Option(
        "--reader",
        help="How HTML pages are read: full by default; fast takes less time, is less accurate, and needs the extra fast; trafilatura keeps what that library extracts.",
    ),
]
Html = Annotated[
    FormerReader | None, typer.Option("--html", hidden=True, help="The former name of --reader.", callback=former("--html", "--reader"))
]
MaxSeconds = Annotated[
    float | None,
    typer.Option(
        "--max-seconds",
        metavar="S",
        min=0.0,
        help="Time for one page, in seconds; a page that takes longer is read in a faster way, and flagged.",
    ),
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="File of decisions made by hand; by default ./cleaner-decisions.toml, if it exists."),
]
FollowSymlinks = Annotated[
    bool,
    typer.Option(
        "--follow-symlinks",
        help="Also follow links that lead out of an input folder. Without it, only links within the folder are followed.",
    ),
]
Models = Annotated[
    Path | None,
    typer.Option("--models", metavar="DIR", help="Folder of models that `cleaner fit` wrote, to use instead of the built-in ones."),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="File of settings to use instead of the nearest cleaner.toml or [tool.cleaner] of a pyproject.toml.",
    ),
]
RuleName = Annotated[str, typer.Argument(metavar="ID", help="The rule's id, as `cleaner rules list` shows it.", autocompletion=rule_names)]
OutputFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar=f"[{'|'.join(format_names())}]",
        parser=format_of,
        autocompletion=lambda incomplete: [name for name in format_names() if name.startswith(incomplete)],
        help="Output format, which also decides the layout of DIR: one file per article for md and txt, rows for the others. By default md for pages, and jsonl for corpora.",
    ),
]
AppendedStories = Annotated[
    Appended | None,
    typer.Option("--appended", help="Keep or drop stories appended below the first, or keep only them. They are kept by default."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        help="Number of processes; by default one per processor, if there is enough work.",
    ),
]
Resume = Annotated[
    bool | None,
    typer.Option(
        "--resume/--fresh",
        help="For rows: do only what is not done yet, which is the default; or write all rows again and replace the existing ones.",
    ),
]
FieldNames = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="NAME=COLUMN",
        help="The column of a corpus that holds text, html, url, id or fetched, as in text=body. Repeatable.",
    ),
]
MaxRecord = Annotated[
    int | None,
    typer.Option(
        "--max-record",
        metavar="SIZE",
        parser=size,
        help="Skip pages and records over this size, such as 16MB, which is the default for records.",
    ),
]
EngineName = Annotated[
    Engine | None,
    typer.Option(
        "--engine", help="What runs the shards of a corpus: processes on this machine (pool, the default), or Ray (needs the extra ray)."
    ),
]
Address = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="HOST:PORT",
        help="The Ray cluster, or auto for the one on this machine; without it, one is started for this run.",
    ),
]
Audit = Annotated[
    bool | None,
    typer.Option(
        "--audit/--no-audit",
        help="Write audits, from which inputs can be restored. By default for all pages, and for a few records of a corpus as samples for the report.",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse a page that would lose more text than is plausible.")]
DedupeMode = Annotated[
    Dedupe,
    typer.Option(
        "--dedupe",
        help="Write a story that is appended to many pages only once: one with the same words (exact) or nearly the same (near, which needs the extra dedupe).",
    ),
]
