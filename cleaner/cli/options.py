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
    list[str] | None, typer.Option("--rules", metavar="PACK", help="A rule pack of your own beside the built-in ones. Repeatable.")
]
Disable = Annotated[
    list[str] | None,
    typer.Option(
        "--disable", metavar="ID", help="Switch off a rule, or a whole group, by its name. Repeatable.", autocompletion=rule_names
    ),
]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="CODE", help="The pages' language; identified when left out.", callback=language_code)
]
Url = Annotated[
    str | None,
    typer.Option(
        "--url", metavar="URL", help="Where the page came from: chooses site packs and is kept as its source.", callback=web_address
    ),
]
Fetched = Annotated[
    str | None,
    typer.Option(
        "--fetched", metavar="TIME", help='When it was fetched, in ISO 8601: makes dates of clocks such as "5 min ago".', callback=iso_time
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
RuleName = Annotated[str, typer.Argument(metavar="ID", help="The rule's id, as `cleaner rules list` shows it.", autocompletion=rule_names)]
OutputFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar=f"[{'|'.join(format_names())}]",
        parser=format_of,
        autocompletion=lambda incomplete: [name for name in format_names() if name.startswith(incomplete)],
        help="What articles are written as, and so the layout of DIR: md and txt are a file an article, the others rows. By default md for pages, and jsonl for corpora.",
    ),
]
AppendedStories = Annotated[
    Appended | None,
    typer.Option("--appended", help="Keep or drop stories appended below the first, or take only them. They are kept by default."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        help="Processes to clean with; by default as many as there are processors, where there is work for them.",
    ),
]
Resume = Annotated[
    bool | None,
    typer.Option(
        "--resume/--fresh",
        help="Of rows, do only what is not done yet, as by default; or all of it anew, in place of the rows that are there.",
    ),
]
FieldNames = Annotated[
    list[str] | None,
    typer.Option(
        "--field", metavar="NAME=COLUMN", help="What a corpus calls its text, html, url, id or fetched, as in text=body. Repeatable."
    ),
]
MaxRecord = Annotated[
    int | None,
    typer.Option("--max-record", metavar="SIZE", parser=size, help="Clean nothing over this size, such as 16MB, the default for records."),
]
EngineName = Annotated[
    Engine | None,
    typer.Option("--engine", help="What runs the pieces of a corpus: processes here, or Ray (the extra ray). pool by default."),
]
Address = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="HOST:PORT",
        help="The Ray cluster, or auto for that of this machine; without it, one is started for this run.",
    ),
]
Audit = Annotated[
    bool | None,
    typer.Option(
        "--audit/--no-audit",
        help="Keep what is needed to restore each input: by default of all pages, and of a few records of a corpus, as samples for the report.",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse a page that would lose more than is plausible.")]
DedupeMode = Annotated[
    Dedupe,
    typer.Option(
        "--dedupe",
        help="Write an appended story once that many pages hold, in the same words or nearly; near needs the extra dedupe.",
    ),
]
