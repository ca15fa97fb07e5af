"""The progress of a run over pages: a bar on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from .safe import visible

Item = TypeVar("Item")
_NAME = 40  # characters of a file's name


def followed(items: Iterable[Item], total: int, name: Callable[[Item], str]) -> Iterator[Item]:
    """`items` unchanged, with a bar that disappears at their end and shows the `name` of the last one."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from .screen import console

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[name]}", markup=False))
    bar = Progress(*columns, console=console(stream=sys.stderr), transient=True, redirect_stdout=False, redirect_stderr=False)
    with bar as progress:
        task = progress.add_task("", total=total, name="")
        for item in items:
            progress.update(task, advance=1, name=_end(visible(name(item))))
            yield item


def _end(name: str) -> str:
    """The end of a name that is too long."""
    return name if len(name) <= _NAME else f"…{name[-_NAME + 1 :]}"
