"""record: the form in which an archive or a corpus exports each story: a line that opens it, labelled fields, a line that closes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from ...data import LIFT_FIELDS
from ..pattern_cache import compiled
from .pattern import time_limit

KEYS = {
    "keywords": list,
    "opens": (str, list),
    "closes": (str, list),
    "labels": dict,
    "form": str,
    "spread": str,
    "lines": (str, list),
    "min_labels": int,
    "free": list,
}
REQUIRED = ("keywords", "labels")
PATTERNS = ("opens", "closes", "lines")
FORMS = ("inline", "above")
SPREADS = ("head", "record")
TITLE, BODY, DROP = "title", "body", "drop"  # what a label's value is, if it is not an extracted field
_LONGEST = 300  # characters of a line that is tried
_LABEL = regex.compile(r"\s*+([^\s:：\t][^:：\t]{0,39}?)\s{0,20}+[:：\t]\s*+")
_HEAD_LINES = 40
_LONE = 12  # maximum of words of the value below a label without a value on its line


class Step(NamedTuple):
    """What is done with one line of a record: `role` is TITLE, BODY, DROP or a field; text[:start] is removed, or with `whole` the line."""

    line: int
    role: str
    start: int
    whole: bool
    opens: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Record:
    keywords: tuple[str, ...]
    opens: str | None
    closes: str | None
    labels: dict[str, str]  # folded
    form: str
    spread: str
    lines: str | None
    min_labels: int
    free: tuple[str, ...]

    @cached_property
    def compiled(self) -> tuple[regex.Pattern[str] | None, regex.Pattern[str] | None, regex.Pattern[str] | None]:
        """The patterns of lines that open a record, close it, and have no label."""
        first, last, rest = (compiled(source) if source else None for source in (self.opens, self.closes, self.lines))
        return first, last, rest


def build(table: dict[str, Any]) -> Record:
    form, spread = table.get("form", "inline"), table.get("spread", "head")
    if form not in FORMS:
        raise ValueError(f"form is one of {', '.join(FORMS)}")
    if spread not in SPREADS:
        raise ValueError(f"spread is one of {', '.join(SPREADS)}")
    unknown = sorted({*table["labels"].values(), *table.get("free", ())} - {TITLE, BODY, DROP, *LIFT_FIELDS})
    if unknown:
        raise ValueError(f"a label cannot be {unknown[0]!r}: it is {TITLE}, {BODY}, {DROP}, or one of {', '.join(LIFT_FIELDS)}")
    labels = {label.casefold(): role for label, role in table["labels"].items()}
    return Record(
        tuple(table["keywords"]),
        table.get("opens"),
        table.get("closes"),
        labels,
        form,
        spread,
        table.get("lines"),
        table.get("min_labels", 2),
        tuple(table.get("free", ())),
    )


def check(spec: Record) -> None:
    """Compile. Raises regex.error or ValueError."""
    if any(pattern is not None and pattern.fullmatch("") for pattern in spec.compiled):
        raise ValueError("a pattern matches an empty line")


def find(spec: Record, texts: Sequence[str]) -> Iterator[list[Step]]:
    """The steps of each record in a file. A record is recognised by a number of its labels. Raises TimeoutError."""
    first, last, _ = spec.compiled
    if first is None and last is None:
        yield from _runs(spec, texts)
        return
    opening = [i for i, text in enumerate(texts) if first is not None and _meets(first, text)]
    closing = [i for i, text in enumerate(texts) if last is not None and _meets(last, text)]
    starts = opening if first is not None else [0, *(i + 1 for i in closing if i + 1 < len(texts))]
    for begin, end in pairwise([*starts, len(texts)]):
        steps, labels = _record(spec, texts, begin, end)
        steps += _free(spec, steps, begin + (first is not None))
        closed = [i for i in closing if begin <= i < end]
        if len(labels) >= spec.min_labels and (first is not None or closed):
            yield _numbered([*steps, *(Step(i, DROP, 0, True) for i in closed if i != begin)], begin, first is not None)


def _runs(spec: Record, texts: Sequence[str]) -> Iterator[list[Step]]:
    """The labelled lines of records that no line opens or closes: each run of them ends a story."""
    steps, labels = _record(spec, texts, 0, len(texts))
    if len(labels) >= spec.min_labels:
        lines = {step.line for step in steps}
        yield [step._replace(ends=step.line + 1 not in lines) for step in steps]


def _numbered(steps: list[Step], begin: int, opened: bool) -> list[Step]:
    """One step a line, in order, with the record's first line as such."""
    own = {step.line: step for step in reversed(steps)}
    first = own.get(begin, Step(begin, DROP, 0, opened) if opened else Step(begin, BODY, 0, False))
    own[begin] = first._replace(opens=True)
    return [own[line] for line in sorted(own)]


def _record(spec: Record, texts: Sequence[str], begin: int, end: int) -> tuple[list[Step], set[str]]:
    """The labelled lines of the record in lines begin to end - 1, and the labels met."""
    steps: list[Step] = []
    met: set[str] = set()
    role: str | None = None  # of the label without a value on its line above
    stop = min(end, begin + _HEAD_LINES) if spec.spread == "head" else end
    first, _, dropped = spec.compiled
    for i in range(begin, stop):
        text = texts[i]
        label, start = _label(spec, text)
        if label is not None:
            met.add(label)
            role = spec.labels[label]
            value = start < len(text)
            steps.append(Step(i, role, start, not value or role not in (TITLE, BODY)))
            if value or spec.form == "inline":
                role = None
        elif dropped is not None and _meets(dropped, text):
            steps.append(Step(i, DROP, 0, True))
        elif role is not None and role != BODY and text.count(" ") < 4 * _LONE:
            steps.append(Step(i, role, 0, role != TITLE))
        elif spec.spread == "head" and not (i == begin and first is not None):
            break
        if role == BODY:
            role = None
    return steps, met


def _free(spec: Record, steps: Sequence[Step], begin: int) -> list[Step]:
    """The steps of the lines without a label from `begin` to the first labelled one: `free` are their roles, the last one's last."""
    labelled = next((step.line for step in steps if step.line >= begin), begin)
    lines = range(max(begin, labelled - len(spec.free)), labelled)
    return [Step(line, role, 0, role != TITLE) for line, role in zip(reversed(lines), reversed(spec.free), strict=False)]


def _label(spec: Record, text: str) -> tuple[str | None, int]:
    """The label that a line begins with, or is, and where its value begins."""
    if spec.form == "above":
        return (text.casefold(), len(text)) if text.casefold() in spec.labels else (None, 0)
    found = _LABEL.match(text[:_LONGEST])
    label = found[1].casefold() if found else ""
    return (label, found.end()) if found and label in spec.labels else (None, 0)


def _meets(pattern: regex.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and pattern.fullmatch(text, timeout=time_limit(text)) is not None
