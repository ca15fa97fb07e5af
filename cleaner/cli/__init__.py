"""The command line. `main` is the program `cleaner`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .. import __version__, collector
from ..console.errors import report as report_error  # imported early: without free file descriptors it could not be loaded later
from . import streams
from .clean import clean
from .config import config_app
from .decisions import decisions_app
from .diff import diff
from .evaluate import evaluate
from .exits import ExitCode, epilog
from .fit import fit
from .preview import preview
from .report import report
from .restore import restore
from .review import review
from .rules import rules_app
from .stats import stats
from .why import why

__all__ = ["app", "main"]

app = typer.Typer(
    name="cleaner",
    epilog=epilog(),
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: quick to show, and readable at any width
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command, short in (  # one line each that fits into 80 columns
    (clean, "Clean pages and write each article to its own file."),
    (diff, "Show pages before and after, each change with its rule."),
    (why, "Explain why a line is removed or kept."),
    (preview, "Look at pages and decide, line by line, before writing."),
    (review, "Look at pages and decide, in a browser on this machine."),
    (report, "Show a whole run on one HTML page."),
    (restore, "Rebuild inputs byte for byte from what a run wrote."),
):
    app.command(epilog=epilog(command.__name__), short_help=short)(command)
app.command(epilog=epilog("fit"))(fit)
app.command("eval", epilog=epilog("eval"))(evaluate)
app.command(epilog=epilog("stats"), short_help="Show the figures of a run in the terminal.")(stats)
app.add_typer(rules_app, name="rules")
app.add_typer(config_app, name="config")
app.add_typer(decisions_app, name="decisions")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def _cleaner(
    version: Annotated[bool, typer.Option("--version", "-V", help="Show the version and exit.", callback=_version, is_eager=True)] = False,
) -> None:
    """Clean scraped pages and split them into articles. Every change is recorded and can be undone.

    \b
    Example:
      cleaner diff page.txt                     look at what would change
      cleaner why page.txt:12                   ask why a line is removed or kept
      cleaner clean pages/ --out clean/         clean a folder
      cleaner report clean/                     see what was removed, in a browser
      cleaner restore clean/ --out back/        undo it, byte for byte
      cleaner preview pages/                    decide line by line, in the terminal
      cleaner review pages/                     the same in a browser
      cleaner clean crawl.jsonl.gz --out rows/ --format parquet
                                                clean a corpus, on all cores
      cleaner clean pages/ --out clean/ --rules my-pack.toml
                                                with rules of your own; see cleaner rules -h
    """


def main() -> None:
    """Run the command line. A closed or full stream gives a message and an exit code, not a traceback."""
    streams.prepare()
    collector.seldom()
    try:
        try:
            app()
        finally:
            streams.close()
    except BrokenPipeError:  # the reader is gone
        streams.give_up()
        sys.exit(1)
    except OSError as error:
        streams.give_up()
        report_error(streams.fault(error))
        sys.exit(ExitCode.USAGE)
