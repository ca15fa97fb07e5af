"""What a run came to: counted as results come in, shown as a table, as plain lines or as JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from ..batch import Result
from .safe import rich_text, visible

KINDS = ("flagged", "debris alone", "refused", "failed", "removed")
_SHOWN = 20  # pages of one kind that are named one by one


@dataclass
class Tally:
    """The totals of a run. Keeps the results that call for a look; the others are only counted."""

    files: int = 0
    articles: int = 0
    duplicates: int = 0
    repairs: int = 0
    lifted: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    flagged: list[Result] = field(default_factory=list)
    debris: list[Result] = field(default_factory=list)
    refused: list[Result] = field(default_factory=list)
    failed: list[Result] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)  # paths of files that were out of date

    def add(self, result: Result) -> None:
        self.files += 1
        self.articles += result.articles
        self.duplicates += result.duplicates
        self.repairs += result.repairs
        self.lifted += result.lifted
        self.dropped += result.dropped
        if result.flags:
            self.flagged.append(result)
        kind = {"no article": self.debris, "refused": self.refused, "failed": self.failed}.get(result.status)
        if kind is not None:
            kind.append(result)

    def figures(self) -> list[tuple[str, str]]:
        """Name and value of each total, in the order in which they are shown."""
        out = [("files", _number(self.files)), ("articles", _number(self.articles))]
        out += [("duplicates", _number(self.duplicates))] if self.duplicates else []
        out += [("dropped", _number(self.dropped.total()))]
        out += [(f"  {group}", _number(count)) for group, count in self.dropped.most_common()]
        out += [("repairs", _number(self.repairs)), ("lifted", _number(self.lifted))]
        lists = zip(KINDS, (self.flagged, self.debris, self.refused, self.failed), strict=False)
        out += [("removed", _number(len(self.removed)))] if self.removed else []
        return out + [(name, _number(len(results))) for name, results in lists if results]

    def remarks(self, kinds: tuple[str, ...] = KINDS) -> list[tuple[str, str, str]]:
        """(kind, file, why) of each page that calls for a look; every failure, and the first few of the other kinds."""
        out = [("flagged", result.name, "; ".join(result.flags)) for result in self.flagged[:_SHOWN]]
        out += [("debris alone", result.name, "no article in it") for result in self.debris[:_SHOWN]]
        out += [("refused", result.name, result.error) for result in self.refused[:_SHOWN]]
        out += [("failed", result.name, result.error) for result in self.failed]
        out += [("removed", path, "it was out of date") for path in self.removed]
        return [remark for remark in out if remark[0] in kinds]


def show(tally: Tally, stream: TextIO | None = None) -> None:
    """The closing summary: a table on a terminal, `key: value` lines elsewhere."""
    stream = stream or sys.stderr
    if stream.isatty():
        _table(tally, stream)
    else:
        for name, value in tally.figures():
            print(f"{name}: {value}", file=stream)
        show_remarks(tally, stream=stream)


def show_remarks(tally: Tally, kinds: tuple[str, ...] = KINDS, stream: TextIO | None = None) -> None:
    """The pages that call for a look, a line each."""
    for kind, name, why in tally.remarks(kinds):
        print(f"{kind}: {visible(name)}: {visible(why)}", file=stream or sys.stderr)


def _table(tally: Tally, stream: TextIO) -> None:
    from rich import box
    from rich.table import Table

    from .screen import console

    drawn = console(stream=stream)
    table = Table(box=box.SIMPLE_HEAD, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for name, value in tally.figures():
        style = "dim" if name.startswith("  ") else "red" if name == "failed" else "yellow" if name in ("flagged", "refused") else ""
        table.add_row(rich_text(name), rich_text(value), style=style)
    drawn.print(table)
    for kind, name, why in tally.remarks():
        drawn.print(rich_text(f"{kind}: ", "red" if kind == "failed" else "yellow") + rich_text(f"{name}: ", "bold") + rich_text(why))


def as_json(tally: Tally, results: list[Result], exit_code: int, skipped: Sequence[str] = ()) -> str:
    """The summary as one object; plain ASCII, whatever the files are called."""
    record: dict[str, Any] = {
        "files": tally.files,
        "articles": tally.articles,
        "duplicates": tally.duplicates,
        "dropped": tally.dropped.total(),
        "dropped_by_group": dict(tally.dropped.most_common()),
        "repairs": tally.repairs,
        "lifted": tally.lifted,
        "flagged": len(tally.flagged),
        "debris_alone": len(tally.debris),
        "refused": len(tally.refused),
        "failed": len(tally.failed),
        "removed": tally.removed,
        "skipped": list(skipped),
        "exit_code": int(exit_code),
        "results": [_record(result) for result in results],
    }
    return json.dumps(record)


def _record(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        "status": result.status,
        "articles": result.articles,
        "duplicates": result.duplicates,
        "dropped": dict(result.dropped),
        "repairs": result.repairs,
        "lifted": result.lifted,
        "flags": list(result.flags),
        "outputs": list(result.outputs),
        "error": result.error,
    }


def _number(value: int) -> str:
    return f"{value:,}"
