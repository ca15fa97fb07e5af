"""gap: a control character in the white space above a line, by which printers and file formats separate pages and records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KEYS = {"holds": list}
REQUIRED = ("holds",)


@dataclass(frozen=True, slots=True)
class Gap:
    holds: tuple[str, ...]

    def meets(self, space: str) -> bool:
        return any(mark in space for mark in self.holds)


def build(table: dict[str, Any]) -> Gap:
    holds = tuple(table["holds"])
    if not all(isinstance(mark, str) and mark and not mark.strip() for mark in holds):
        raise ValueError("`holds` are characters of white space, such as a form feed")
    return Gap(holds)
