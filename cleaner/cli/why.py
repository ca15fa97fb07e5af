"""`cleaner why`: why one line is removed or kept."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from .exits import ExitCode, usage_checked
from .option_groups import PageOptions, grouped
from .options import Fetched, Url
from .settings import settings_from


class FieldName(StrEnum):
    """The fields that have candidates."""

    TITLE = "title"
    AUTHORS = "authors"
    PUBLISHED = "published"
    UPDATED = "updated"


@grouped
def why(
    place: Annotated[
        str,
        typer.Argument(
            metavar="FILE:LINE", help="A file and one of its lines, such as page.txt:12; with --field, only a file.", show_default=False
        ),
    ],
    field: Annotated[
        FieldName | None, typer.Option("--field", help="Explain this field of an HTML page: its candidates, and why one was chosen.")
    ] = None,
    *,
    options: PageOptions,
    url: Url = None,
    fetched: Fetched = None,
) -> None:
    """Explain why a line is removed or kept, or why a field has its value.

    Shows the decision, every rule that matches the line, and the line's features. Where a story may begin, it also shows the evidence for
    and against a boundary. Lines of an HTML page are those of the text that was read from it, as `cleaner diff --all` numbers them.

    \b
    Example:
      cleaner why page.txt:12
      cleaner why --field published page.html
    """
    from dataclasses import replace

    from ..console.errors import report
    from ..console.screen import console
    from ..console.why import explain, show
    from ..console.why_field import explain_field
    from ..errors import CleanerError
    from ..flow import trace
    from ..inputs import find, read

    with usage_checked():
        name, line = (place, 0) if field is not None else _split(place)
        settings = settings_from(options)
        settings = replace(settings, strict=False)
        found = find([name])
        if len(found) != 1:
            raise typer.BadParameter("this is not a single file", param_hint="FILE:LINE")
    try:
        traced = trace(read(found[0]), url, fetched, settings, found[0].name)
    except CleanerError as error:
        report(error)
        raise typer.Exit(ExitCode.FAILED) from error
    with usage_checked():
        explanation = explain_field(traced, field.value, found[0].name) if field is not None else explain(traced, line, found[0].name)
    show(explanation, console())


def _split(place: str) -> tuple[str, int]:
    name, _, number = place.rpartition(":")
    if not name or not (number.isascii() and number.isdigit()) or int(number[:9]) < 1:
        raise typer.BadParameter("give a file and a line number, such as page.txt:12", param_hint="FILE:LINE")
    return name, int(number[:9])
