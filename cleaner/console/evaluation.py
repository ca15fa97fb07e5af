"""The report of `cleaner eval`: tables of figures, the worst rows and the comparison with an earlier run, or all of it as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from ..config import Settings
from ..evaluate import Bad, ByRule, Comparison, Group, Totals, Worst
from ..evaluate.scoring import FIELDS
from ..evaluate.totals import ordered
from .layout import Cell, lines
from .safe import rich_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_PAGES = {"precision": "precision", "recall": "recall", "f1": "F1"}
_STREAMS = {"right": "right", "boundary_precision": "prec.", "boundary_recall": "recall", "pk": "Pk", "window_diff": "WinDiff", "f1": "F1"}
_NONE = "–"


@dataclass(slots=True)
class Report:
    """All results of one run."""

    gold: str
    settings: Settings
    totals: Totals
    worst: Worst
    comparison: Comparison | None = None
    rules: ByRule | None = None


def as_json(report: Report, exit_code: int) -> str:
    """The report as one JSON object, in plain ASCII whatever the rows contain."""
    record: dict[str, Any] = {"gold": report.gold, "settings": asdict(report.settings), **report.totals.record()}
    record["failures"] = [{"line": score.line, "id": score.id, "error": score.error} for score in report.totals.failures]
    record["worst"] = [bad.record() for bad in report.worst.found()]
    record["against"] = report.comparison.record() if report.comparison else None
    if report.rules:
        record["rules"] = report.rules.record()
    return json.dumps(record | {"exit_code": int(exit_code)})


def show(report: Report, drawn: Console) -> None:
    """Print the report for people."""
    drawn.print(rich_text(report.gold, "bold") + rich_text(f": {_rows(report.totals.rows)}, mean F1 {report.totals.f1:.3f}"))
    if changed := _settings(asdict(report.settings)):
        drawn.print(rich_text(changed, "dim"))
    show_totals(report.totals, drawn)
    if report.rules:
        _show_rules(report.rules, drawn)
    for bad in report.worst.found():
        _show_bad(bad, drawn)
    if report.comparison:
        _show_comparison(report.comparison, drawn)


def show_totals(totals: Totals, drawn: Console) -> None:
    """Print the figures of pages and of files of several articles, each as a table, and the rows that failed."""
    if totals.pages:
        drawn.print(_table("pages", _PAGES, totals.pages))
        _show_fields(totals.pages["all", ""], drawn)
    if totals.streams:
        drawn.print(_table("streams", _STREAMS, totals.streams))
    for score in totals.failures:
        drawn.print(rich_text("failed: ", "red") + rich_text(f"{score.id} (line {score.line}): ", "bold") + rich_text(score.error))
    if totals.failed > len(totals.failures):
        drawn.print(rich_text(f"failed: {totals.failed - len(totals.failures)} more", "red"))


def _table(name: str, columns: Mapping[str, str], groups: dict[tuple[str, str], Group]) -> Table:
    """A table with one line per group and one column per figure."""
    table = _empty_table(name, "rows", *columns.values())
    for by, group_name, group in ordered(groups):
        figures = group.figures()
        label = "all" if by == "all" else f"{by} {group_name}"
        table.add_row(rich_text(label), f"{group.rows:,}", *(_figure(figures.get(column)) for column in columns))
    return table


def _show_fields(group: Group, drawn: Console) -> None:
    """Print the share of correct values per field, over the pages whose gold has the field."""
    table = _empty_table("fields", "rows", "right")
    for name in (*FIELDS, "one_document"):
        if group.count(name):
            table.add_row(rich_text(name.replace("_", " ")), f"{group.count(name):,}", _figure(group.figures()[name]))
    drawn.print(table)


def _show_rules(rules: ByRule, drawn: Console) -> None:
    """Print what each rule and model removed, with those that lost the most words first."""
    table = _empty_table("rules and models", "findings", "wrong", "precision", "words lost", "sites")
    for name, rule in rules.ordered():
        counts = (f"{count:,}" for count in (rule.findings, rule.wrong))
        table.add_row(rich_text(name), *counts, _figure(rule.precision), f"{rule.words:,}", f"{len(rule.sites):,}")
    drawn.print(table)


def _empty_table(first: str, *others: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right")
    return table


def _show_bad(bad: Bad, drawn: Console) -> None:
    documents = f" · documents {bad.documents}, gold {bad.wanted}" if bad.documents != bad.wanted else ""
    style = f"{bad.style} · " if bad.style else ""
    drawn.print(rich_text(bad.id, "bold") + rich_text(f"  {style}line {bad.line} · F1 {bad.f1:.3f}{documents}", "dim"))
    if bad.error:
        _show_line(drawn, f"failed: {bad.error}", "red")
    for name, excerpt, look in (("boilerplate kept", bad.debris, "yellow"), ("text lost", bad.lost, "red")):
        if excerpt.count:
            more = f", the first {len(excerpt.lines)}" if excerpt.count > len(excerpt.lines) else ""
            _show_line(drawn, f"{name}: {excerpt.count} line{'' if excerpt.count == 1 else 's'}{more}", look)
            for text in excerpt.lines:
                _show_line(drawn, text, mark="|")
    drawn.print()


def _show_line(drawn: Console, text: str, style: str = "", mark: str = "") -> None:
    """Print a line indented by two columns, with a hanging indent after a `mark`."""
    for line in lines(
        drawn, [Cell(rich_text(mark), len(mark), 2), Cell(rich_text(text, style), drawn.width - 2 - 2 * len(mark), len(mark))]
    ):
        drawn.print(line)


def _show_comparison(found: Comparison, drawn: Console) -> None:
    """Print the means of both runs, the numbers of changed rows, and the largest changes."""
    saved = found.saved
    about = " · ".join(part for part in (saved.gold, f"cleaner {saved.release}", _settings(saved.settings)) if part)
    drawn.print(rich_text(f"against {about}", "bold"))
    table = _empty_table("means", "before", "after", "change")
    for name, (before, after) in found.means().items():
        table.add_row(rich_text(name.replace("_", " ")), _figure(before), _figure(after), f"{after - before:+.3f}")
    drawn.print(table)
    drawn.print(rich_text(f"{_rows(found.better)} better, {found.worse:,} worse, {found.same:,} the same"))
    if found.new or found.missing:
        drawn.print(rich_text(f"{_rows(found.new)} only in this run, {found.missing:,} only in the saved one", "yellow"))
    for change in found.changes:
        name = f"{change.id}  {change.style}".rstrip()
        text = f"{change.by:+.3f}  {change.before:.3f} → {change.after:.3f}  {name} (line {change.line})"
        _show_line(drawn, text, "green" if change.by > 0 else "red")


def _settings(given: Mapping[str, Any]) -> str:
    """The settings that differ from the defaults, on one line."""
    plain = asdict(Settings())
    names = [field.name for field in fields(Settings) if field.name in given and given[field.name] not in (plain[field.name], [])]
    return ", ".join(f"{name} = {_value(given[name])}" for name in names)


def _value(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _figure(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"
