"""phrase: the whole line is one of a list of phrases."""

from dataclasses import dataclass
from typing import Any

from ...text.shape import fold, with_numbers_marked

KEYS = {"phrases": list, "field": str}
REQUIRED = ("phrases",)
FOLDED = "folded"  # in the cached table of a built-in pack: the phrases as `fold_phrase` makes them


@dataclass(frozen=True, slots=True)
class Phrases:
    folded: frozenset[str]
    field: str | None = None


def build(table: dict[str, Any]) -> Phrases:
    folded = frozenset(table[FOLDED] if FOLDED in table else map(fold_phrase, table["phrases"]))
    if "" in folded:
        raise ValueError("a phrase without a letter or digit")
    return Phrases(folded, table.get("field"))


def fold_phrase(phrase: str) -> str:
    """A phrase in the form in which lines are looked up: `#` is any number."""
    return with_numbers_marked(fold(phrase.replace("#", "0")))
