"""phrase: the whole line is one of a list of phrases."""

from dataclasses import dataclass
from typing import Any

from ...text.shape import fold, with_numbers_marked

KEYS = {"phrases": list, "field": str}
REQUIRED = ("phrases",)


@dataclass(frozen=True, slots=True)
class Phrases:
    folded: frozenset[str]
    field: str | None = None


def build(table: dict[str, Any]) -> Phrases:
    folded = frozenset(fold_phrase(phrase) for phrase in table["phrases"])
    if "" in folded:
        raise ValueError("a phrase without a letter or digit")
    return Phrases(folded, table.get("field"))


def fold_phrase(phrase: str) -> str:
    """A phrase in the form in which lines are looked up: `#` is any number."""
    return with_numbers_marked(fold(phrase.replace("#", "0")))
