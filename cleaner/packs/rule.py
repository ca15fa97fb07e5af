"""A rule as data: the frozen record that a table in a pack becomes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any, Literal, NamedTuple

from ..data import Action
from ..text.shape import Shape
from .renamed_rules import current

RuleAction = Action | Literal["boundary"]  # the finding of a boundary rule is a drop, a lift or a mark
BEGINS = ("below", "here")


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Context that a rule requires: findings of `rules` on `count` different lines within `within` kept lines."""

    rules: tuple[str, ...]
    within: int = 4
    count: int = 1
    names: tuple[str, ...] = field(init=False)  # the ids and groups meant

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(current(name.removesuffix(".*")) for name in self.rules))


@dataclass(frozen=True, slots=True)
class ShapeTest:
    """Bounds on a line's measures."""

    min_words: int = 0
    max_words: int = 1_000_000
    min_chars: int = 0
    max_chars: int = 1_000_000
    end: str = "any"
    case: str = "any"
    bullet: bool | None = None
    digits: bool | None = None

    def accepts(self, shape: Shape) -> bool:
        return (
            self.min_words <= shape.words <= self.max_words
            and self.min_chars <= shape.chars <= self.max_chars
            and (self.end == "any" or shape.stop == (self.end == "stop"))
            and (self.case == "any" or (shape.upper if self.case == "upper" else shape.title))
            and self.bullet in (None, shape.bullet)
            and self.digits in (None, shape.digits)
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """One example of a rule: a text, and the expected result if the pack states it."""

    text: str
    gives: str | dict[str, list[str]] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: what all kinds have in common, and in `spec` what its kind adds."""

    id: str
    about: str
    action: RuleAction
    kind: str
    confidence: float
    spec: Any = None  # None for a rule that is code
    languages: frozenset[str] = frozenset()  # empty: every language
    near: Near | None = None
    place: str | None = None
    max_words: int | None = None
    begins: str = "below"  # of a boundary rule: whether a story begins on the line or below it
    decisive: bool = False  # of a boundary rule: whether it draws the boundary by itself
    hits: tuple[Sample, ...] = ()
    misses: tuple[Sample, ...] = ()
    pack: str = ""
    line: int = 0
    group: str = field(init=False)  # the id up to its dot
    removes: bool = field(init=False)
    waits: bool = field(init=False)  # whether a hit needs context or a place to decide

    def __post_init__(self) -> None:
        object.__setattr__(self, "group", self.id.partition(".")[0])
        object.__setattr__(self, "removes", self.action in ("drop", "lift"))
        object.__setattr__(self, "waits", self.near is not None or self.place is not None)

    def doing(self, action: Action) -> Rule:
        """The rule with another action: the finding of a boundary rule is a drop, a lift or a mark."""
        return replace(self, action=action)

    def named_by(self, names: tuple[str, ...]) -> bool:
        """Whether one of `names` (ids, groups, `group.*`) matches this rule."""
        return any(name in (self.id, self.group) or fnmatchcase(self.id, name) for name in map(current, names))


class Hit(NamedTuple):
    """A match of a rule: line.text[start:end], with the fields that it extracts."""

    rule: Rule
    start: int
    end: int
    value: dict[str, list[str]] | None = None
    because: str = ""


class Begin(NamedTuple):
    """A match of a rule of action `boundary`: a story begins on the line, or below it."""

    rule: Rule
    below: bool


class LineMatches(NamedTuple):
    """The rules that match a line by its text alone; computed once for a repeated line."""

    hits: tuple[Hit, ...] = ()
    groups: frozenset[str] = frozenset()  # of the rules that match
    names: tuple[str, ...] = ()  # ids and groups of the rules that match, as far as others require them as context
    removing: tuple[Hit, ...] = ()  # the hits that remove text, extractions first
    inner: Hit | None = None  # the first unconditional hit that removes only part of the line
    label: str | None = None  # if the line is the label of a list: the label
    fits: int = 0  # a bit for each rule's shape test that the line passes


NO_MATCHES = LineMatches()
