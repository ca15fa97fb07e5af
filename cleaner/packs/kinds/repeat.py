"""repeat: a repeated headline or paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KEYS = {"of": str, "min_words": int}
REQUIRED = ("of",)
OF = ("headline", "paragraph")


@dataclass(frozen=True, slots=True)
class Repeat:
    of: str
    min_words: int


def build(table: dict[str, Any]) -> Repeat:
    if table["of"] not in OF:
        raise ValueError(f"of is one of {', '.join(OF)}")
    return Repeat(table["of"], table.get("min_words", 3 if table["of"] == "headline" else 14))
