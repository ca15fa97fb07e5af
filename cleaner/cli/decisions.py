"""`cleaner decisions`: show decisions made by hand, check them against the pages, and merge them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode, epilog, usage_checked
from .option_groups import DecidedOptions
from .options import Config, DecisionsFile, FollowSymlinks, Url
from .settings import settings_from

if TYPE_CHECKING:
    from ..config import Settings
    from ..data import Block
    from ..decisions import Decision, Decisions
    from ..inputs import Source
    from ..interactive.samples import RecordSource

decisions_app = typer.Typer(name="decisions", epilog=epilog("decisions"), no_args_is_help=True, rich_markup_mode=None)


@decisions_app.callback()
def _decisions() -> None:
    """Look at decisions, and check that they still match the pages.

    \b
    Example:
      cleaner decisions show
      cleaner decisions check pages/
      cleaner decisions merge ours.toml theirs.toml --out cleaner-decisions.toml
    """


@decisions_app.command(epilog=epilog("decisions show"))
def show(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The file; by default ./cleaner-decisions.toml.", show_default=False)
    ] = None,
    site: Annotated[str | None, typer.Option("--site", metavar="HOST", help="Only decisions about this site.")] = None,
    page: Annotated[str | None, typer.Option("--page", metavar="NAME", help="Only decisions about this file or record.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Show the decisions of a file, one per line, grouped by what they apply to.

    \b
    Example:
      cleaner decisions show
      cleaner decisions show cleaner-decisions.toml --site courier.example
    """
    from ..console.decisions import print_json, print_list

    with usage_checked():
        entries = _load(file).entries
    chosen = [entry for entry in entries if site in (None, entry.site) and page in (None, entry.file, entry.record)]
    (print_json if as_json else print_list)(chosen)


@decisions_app.command(epilog=epilog("decisions check"))
def check(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="The pages: files, folders, globs, or corpora of records.", show_default=False)
    ],
    url: Url = None,
    decisions: DecisionsFile = None,
    follow_symlinks: FollowSymlinks = False,
    config: Config = None,
) -> None:
    """List the decisions that no longer match a line of the pages, each with the most similar line.

    Exits with 1 if there is one. Decisions about pages that are not among the inputs are listed, too.

    \b
    Example:
      cleaner decisions check pages/
    """
    from ..console.decisions import print_unmet
    from ..console.skips import Skips
    from ..interactive.samples import LOOKED_AT, sources_of

    with usage_checked():
        settings = settings_from(DecidedOptions(config=config, decisions=decisions))
        made = _load(Path(settings.decisions) if settings.decisions else None)
        sources, problems = sources_of(inputs, LOOKED_AT, follow_symlinks, Skips())
    found = Checked(made)
    for name, decision, like in _unmet(sources, settings, made, url, found, problems):
        found.unmet += 1
        print_unmet(name, decision, like, made.path)
    elsewhere = [entry for entry in made.entries if any(entry.scope) and entry.scope not in found.seen]
    for entry in elsewhere:
        print_unmet(entry.file or entry.record or "", entry, None, made.path, "its page is not among the inputs")
    raise typer.Exit(ExitCode.FAILED if problems else ExitCode.FOUND if found.unmet or elsewhere else ExitCode.FINE)


class Checked:
    """The state of a check: the scopes (everywhere, and each page) seen so far, and the number of decisions without a matching line."""

    def __init__(self, made: Decisions) -> None:
        self.seen = {made.scope(None)}
        self.unmet = 0


def _unmet(
    sources: list[Source | RecordSource], settings: Settings, made: Decisions, url: str | None, found: Checked, problems: list[str]
) -> Iterator[tuple[str, Decision, Block | None]]:
    """(page, decision, most similar line) for each decision about a page that matches none of its lines. A page that fails is reported.

    Decisions that apply to many pages are left out: they need not match on each.
    """
    from ..console.errors import note, report
    from ..decisions import RECORD
    from ..errors import CleanerError
    from ..interactive.job import Job
    from ..interactive.page import PageModel

    for problem in problems:
        note(problem)
    for source in sources:
        found.seen.add(made.scope(source.name))
        if not any(entry.scope == made.scope(source.name) for entry in made.entries):
            continue
        try:
            model = PageModel(Job(source, settings, url, None, made).trace(), source.name)
        except CleanerError as error:
            report(error)
            problems.append(str(error))
            continue
        name = source.name.removeprefix(RECORD)
        yield from ((name, decision, like) for decision, like in model.unmet() if any(decision.scope))


@decisions_app.command(epilog=epilog("decisions merge"))
def merge(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files of decisions; a later one has priority.", show_default=False)
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="The file to write; by default stdout.")] = None,
    base: Annotated[
        Path | None,
        typer.Option("--base", metavar="FILE", help="The common ancestor of the files: a decision that one of them deleted stays deleted."),
    ] = None,
) -> None:
    """Merge files of decisions.

    If two decisions contradict each other, the one of the later file is used, both are printed, and the exit code is 1.

    \b
    Example:
      cleaner decisions merge ours.toml theirs.toml --out cleaner-decisions.toml
      cleaner decisions merge ours.toml theirs.toml --base before.toml -o ours.toml
    """
    from ..batch import write_whole
    from ..console.decisions import print_contradiction
    from ..console.stdout import write_bytes
    from ..decisions import dumps
    from ..decisions.merge import merge as merged

    with usage_checked():
        found = merged([_load(file) for file in files], _load(base) if base else None)
        text = dumps(found.decisions)
        if out is None:
            write_bytes(text.encode())
        else:
            write_whole(out, text)
    for before, after in found.contradictions:
        print_contradiction(before, after)
    raise typer.Exit(ExitCode.FOUND if found.contradictions else ExitCode.FINE)


def _load(file: Path | None) -> Decisions:
    """The decisions in a file, by default that of the working folder. Raises DecisionError."""
    from ..config import DECISIONS_NAME
    from ..decisions import load

    return load(file or Path(DECISIONS_NAME))
