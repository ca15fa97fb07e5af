"""The rules that apply to one page, selected by language, site and settings, and indexed for matching."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

from ..backends.keywords import Keywords
from ..config import Settings
from ..errors import ConfigError
from ..field_checks import host_of
from ..languages.marks import CJK
from ..packs import Pack, builtin, ensure_unique, is_general, known_packs, load, site_packs, stamp, stored
from ..packs.catalogue import States
from ..packs.rule import Hit, LineMatches, Rule, ShapeTest
from ..text.cache import LineCache
from ..text.shape import Shape, fold, with_numbers_marked
from .code_rules import OWN
from .fragments import JOIN

WEIGHTS = frozenset({"weights", "weights.*", "weights.line"})  # names by which the models are disabled
T = TypeVar("T")
_TIERS = (160, 240, sys.maxsize)  # characters
UNTIMED = 400  # characters; on shorter lines the built-in patterns run without a timeout, because tests show that they are fast
_FEW, _ORDERS = 8, 20_000  # most keywords of a line whose candidates are cached, and most cached entries
_SPOKEN = re.compile(r"[\"“„«‹‘『「].*[\"“”»›’』」]$|[—–].*[^—–]$")  # a line of dialogue is not a label
_LABELS_LENGTH = 120
_WIDE = re.compile(f"[{CJK}]")
_WIDE_BREAK = re.compile(r"\s*[|·•/›»]\s*|\s+")  # in scripts that write no spaces between words
_LABEL_MARK = re.compile("[|·•/›»]")
_LABEL_BREAK = re.compile(r"\s*[|·•/›»]\s*|\s{2,}|\t")


class RuleSet:
    """Rules indexed by how they are looked up, with a cache of their matches by line text."""

    def __init__(
        self,
        rules: Iterable[Rule],
        weighing: bool = False,
        joining: bool = False,
        exhaustive: bool = False,
        off: frozenset[str] = frozenset(),
    ) -> None:
        self.rules = tuple(rules)
        self.weighing = weighing
        self.joining = joining
        self.off = off  # ids of disabled rules that are in no pack
        self.exhaustive = exhaustive  # match every rule even after one has decided; for the tests of rules
        by_kind: dict[str, list[Rule]] = {}
        for rule in self.rules:
            by_kind.setdefault(rule.kind, []).append(rule)
        self.repeats = by_kind.get("repeat", [])
        self.shaped = by_kind.get("near", []) + by_kind.get("position", [])
        self.runs = by_kind.get("run", [])
        self.patterns = by_kind.get("pattern", [])
        self.repairs = by_kind.get("repair", [])
        self.records = by_kind.get("record", [])
        self.gaps = by_kind.get("gap", [])
        self.matching = [rule for rule in self.rules if hasattr(rule.spec, "matches")]  # other kinds that match on a line by itself
        self.choosing = [rule for rule in self.rules if hasattr(rule.spec, "choose")]  # or that choose among all lines
        self._phrases: dict[str, list[Rule]] = {}
        for rule in by_kind.get("phrase", []):
            for phrase in rule.spec.folded:
                self._phrases.setdefault(phrase, []).append(rule)
        self._labels = frozenset(label for rule in self.runs for label in rule.spec.labels)
        self._asked = frozenset(name for rule in self.rules if rule.near for name in rule.near.names)
        self._shapes = _numbered({rule.spec.shape: None for rule in (*self.shaped, *self.runs)})
        self._tiers = [_Tier(self.patterns, length) for length in _TIERS]
        self._triggers, self._trigger_rules = _index((rule.spec.triggers, rule) for rule in self.repairs)
        self._memory: LineCache[LineMatches] = LineCache()

    def match_line(self, text: str, shape: Shape, tired: set[str]) -> LineMatches:
        """The matches of the rules on one line. A rule that times out is added to `tired` and skipped from then on."""
        known = self._memory.entries.get(text)
        if known is None:
            hits = self._hits(text, shape, tired)
            known = LineMatches(label=self._label(shape), fits=sum([bit for test, bit in self._shapes.items() if test.accepts(shape)]))
            if hits:
                known = self._with_hits(known, hits, len(text))
            if not tired:
                self._memory.keep(text, known)
        return known

    def _with_hits(self, matches: LineMatches, hits: tuple[Hit, ...], length: int) -> LineMatches:
        """`matches` with the hits of a line of `length` characters added."""
        removing = sorted((hit for hit in hits if hit.rule.removes), key=lambda hit: hit.rule.action != "lift")
        names = dict.fromkeys(name for hit in hits for name in self.names(hit.rule))
        groups = frozenset([hit.rule.group for hit in hits])
        inner = next((hit for hit in hits if hit.rule.removes and not hit.rule.waits and hit.end - hit.start < length), None)
        return LineMatches(hits, groups, tuple(names), tuple(removing), inner, matches.label, matches.fits)

    def names(self, rule: Rule) -> list[str]:
        """The rule's id and group, each only if some rule requires it as context."""
        return [name for name in (rule.id, rule.group) if name in self._asked]

    def bit(self, test: ShapeTest) -> int:
        """The bit of `LineMatches.fits` that is set if a line passes the test."""
        return self._shapes[test]

    def _hits(self, text: str, shape: Shape, tired: set[str]) -> tuple[Hit, ...]:
        """The hits of the rules that match on a line by itself."""
        spoken = _SPOKEN.match(text) is not None
        phrases = [] if spoken else self._phrase_rules(shape.key)
        found = [Hit(rule, 0, len(text), rule.spec.field and {rule.spec.field: [text]}) for rule in phrases]
        if not found and not spoken and len(text) <= _LABELS_LENGTH:
            found = self._several_labels(text)
        if self.exhaustive or not any(_decides(hit, len(text)) for hit in found):
            found += self._pattern_hits(text, tired)
        for rule in self.matching:
            found += [Hit(rule, start, end, fields) for start, end, fields in rule.spec.matches(text, shape)]
        return tuple(hit for hit in found if hit.rule.max_words is None or shape.words <= hit.rule.max_words)

    def is_label(self, key: str) -> bool:
        """Whether a folded line is the label of a list for some run rule."""
        return key in self._labels

    def is_debris(self, key: str) -> bool:
        """Whether a folded line is a phrase that some rule drops."""
        return any(rule.action == "drop" for rule in self._phrase_rules(key)) or key in self._labels

    def _label(self, shape: Shape) -> str | None:
        """The label of a list that a line is, with its number masked; None if it is none."""
        if shape.key in self._labels:
            return shape.key
        if not shape.digits or len(shape.key) > _LABELS_LENGTH:
            return None
        numbered = with_numbers_marked(shape.key)
        return numbered if numbered in self._labels else None

    def repairs_in(self, text: str) -> list[tuple[int, Rule]]:
        """(offset, rule) for each position in a text where a repair may apply; one pass over the text."""
        return [(start, rule) for index, start, _ in self._triggers.find(text) for rule in self._trigger_rules[index]]

    def _phrase_rules(self, key: str) -> list[Rule]:
        if len(key) > 120:
            return []
        return self._phrases.get(key) or self._phrases.get(with_numbers_marked(key)) or []

    def _several_labels(self, text: str) -> list[Hit]:
        """A hit on a line of nothing but known labels, such as "Subscribe now | Log in", which are context for one another."""
        wide = _WIDE.match(text) is not None
        if (
            not wide and _LABEL_MARK.search(text) is None and "  " not in text and text.isprintable()
        ):  # white space other than a space is not printable
            return []
        split = (_WIDE_BREAK if wide else _LABEL_BREAK).split(text)
        if len(split) < 2:
            return []
        parts = list(map(fold, split))
        if not all(parts) or len(set(parts)) < 2:
            return []
        rules = [self._phrase_rules(part) for part in parts]
        removing = next((rule for found in rules for rule in found if rule.removes and rule.action == "drop"), None)
        if removing is None or not all(rules):
            return []
        return [Hit(removing, 0, len(text), None, "the line holds several labels")]

    def _pattern_hits(self, text: str, tired: set[str]) -> list[Hit]:
        length = len(text)
        tier = self._tiers[bisect_left(_TIERS, length)]
        hits: list[Hit] = []
        for rule, reach, known in tier.candidates(text):
            if length > reach or (tired and rule.id in tired):
                continue
            try:
                found = rule.spec.find(text, timed=not known or length > UNTIMED)
            except TimeoutError:
                tired.add(rule.id)
                continue
            if found:
                hits += [Hit(rule, start, end, fields) for start, end, fields in found]
                if not self.exhaustive and _decides(hits[-1], length):
                    break
        return hits


def _numbered(tests: Iterable[ShapeTest]) -> dict[ShapeTest, int]:
    """One bit per test."""
    return {test: 1 << number for number, test in enumerate(tests)}


def _decides(hit: Hit, length: int) -> bool:
    """Whether a hit removes its whole line and requires no context, so that no other rule need be matched."""
    return hit.rule.removes and not hit.rule.waits and hit.start == 0 and hit.end == length and hit.rule.max_words is None


class _Candidate(NamedTuple):
    """A pattern rule for lines of at most `reach` characters. `known` marks a built-in one, which tests show to be fast on short lines."""

    rule: Rule
    reach: int
    known: bool


class _Tier:
    """The patterns for lines of at most `length` characters that are too long for the tier below; few patterns match on long lines."""

    def __init__(self, patterns: list[Rule], length: int) -> None:
        below = max((tier for tier in _TIERS if tier < length), default=0)
        self._able = able = [rule for rule in patterns if rule.spec.max_chars > below or rule.spec.scope == "start"]
        self._longest = max((rule.spec.max_chars for rule in able), default=0)
        self._rank = {
            rule: (rule.waits, rule.action != "lift") for rule in able
        }  # those that need no context first, extracting ones before drops
        self._candidates = {rule: _Candidate(rule, rule.spec.reach, is_general(rule.pack)) for rule in able}
        self._orders: dict[tuple[int, ...], list[_Candidate]] = {}

    @cached_property
    def _index(self) -> tuple[Keywords, list[list[Rule]]]:
        """The keywords, and the rules of each; made for the first line of this length, because it takes a while."""
        return _index((rule.spec.keywords, rule) for rule in self._able)

    def candidates(self, text: str) -> list[_Candidate]:
        """The patterns with a keyword in the line, in the order to try them; those of the first keyword come first."""
        keywords, known_by = self._index
        found = tuple(dict.fromkeys([index for index, _, _ in keywords.find(text[: self._longest].lower())]))
        known = self._orders.get(found)
        if known is None:
            rules = sorted(dict.fromkeys([rule for index in found for rule in known_by[index]]), key=self._rank.__getitem__)
            known = [self._candidates[rule] for rule in rules]
            if len(found) <= _FEW:
                if len(self._orders) >= _ORDERS:
                    self._orders.clear()
                self._orders[found] = known
        return known


def _index(entries: Iterable[tuple[Iterable[str], T]]) -> tuple[Keywords, list[list[T]]]:
    words: dict[str, list[T]] = {}
    for strings, value in entries:
        for string in strings:
            words.setdefault(string, []).append(value)
    return Keywords(list(words)), list(words.values())


def rules_for(settings: Settings, language: str | None, url: str | None, text: str) -> RuleSet:
    """The rule set for one page. Raises PackError for a broken pack, and ConfigError for a rule or group that does not exist."""
    states = tuple(map(stamp, settings.rules))
    sites = tuple(pack.path for pack in site_packs(settings.rules, states) if _meets(pack, url, text))
    return _ruleset(settings.rules, states, settings.disable, language, sites)


@lru_cache(maxsize=64)
def _ruleset(extra: tuple[str, ...], states: States, disable: tuple[str, ...], language: str | None, sites: tuple[str, ...]) -> RuleSet:
    packs = [*map(stored, builtin(language)), *map(load, extra)]
    ensure_unique(packs)
    rules = [rule for pack in packs if not pack.hosts or pack.path in sites for rule in pack.rules]
    wanted = {language, "en"}
    weighing = not WEIGHTS & set(disable)
    applying = (rule for rule in rules if (not rule.languages or rule.languages & wanted) and not rule.named_by(disable))
    off = frozenset(rule.id for rule in OWN if rule.named_by(disable))
    return RuleSet(applying, weighing, joining=JOIN.id not in off, off=off)


def check_names(names: tuple[str, ...], extra: tuple[str, ...]) -> None:
    """Check the names of rules to disable. Raises ConfigError for a name that is neither a rule's id nor a group."""
    rules = [*OWN, *(rule for pack in known_packs(extra) for rule in pack.rules)]
    for name in set(names) - WEIGHTS:
        if not any(rule.named_by((name,)) for rule in rules):
            groups = ", ".join(sorted({rule.group for rule in rules}))
            raise ConfigError(
                f"there is no rule or group {name!r}", place="disable", remedy=f"Groups are {groups}; `cleaner rules list` shows all rules."
            )


def _meets(pack: Pack, url: str | None, text: str) -> bool:
    host = host_of(url)
    if host:
        return any(host == name or host.endswith("." + name) for name in pack.hosts)
    return any(known in text for known in pack.known_by)


NO_RULES = RuleSet((), off=frozenset(rule.id for rule in OWN))  # for text that is already clean
