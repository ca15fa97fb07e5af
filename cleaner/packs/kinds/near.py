"""near: any line of a given shape, near other findings."""

from dataclasses import dataclass
from typing import Any

from ..rule import ShapeTest

KEYS = {"shape": dict, "field": str}
REQUIRED = ("shape", "near")


@dataclass(frozen=True, slots=True)
class Shaped:
    shape: ShapeTest
    field: str | None = None


def build(table: dict[str, Any]) -> Shaped:
    return Shaped(ShapeTest(**table["shape"]), table.get("field"))
