"""The verdicts of rules and models: changes of the text, and where one article ends and the next begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Action = Literal["drop", "repair", "lift", "mark"]
LIFT_FIELDS = ("authors", "published", "updated", "captions", "summary", "agency", "place")


class Finding(NamedTuple):
    """One change, or one piece of evidence, with its rule and its place.

    `start` and `end` are offsets in characters into `page.text`; `text` is the text between them.
    `replacement` is the text that replaces it ("" for drop and lift). `value` holds the
    fields that are extracted (action lift), each a list of strings. `confidence` is from 0 to 1.
    """

    rule: str
    action: Action
    start: int
    end: int
    text: str
    replacement: str = ""
    reason: str = ""
    confidence: float = 1.0
    line: int = 0
    value: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where one article ends and the next begins: the 1-based line the later one starts on."""

    line: int
    confidence: float
    reasons: tuple[str, ...]
