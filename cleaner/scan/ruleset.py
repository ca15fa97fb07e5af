"""The rules that apply to one page, selected by language, site and settings, and indexed for matching."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from ..config import Settings
from ..errors import ConfigError
from ..field_checks import host_of
from ..languages.marks import CJK
from ..packs import Pack, builtin, ensure_unique, known_packs, load, site_packs, stamp, stored
from ..packs.catalogue import States
from ..packs.rule import Hit, LineMatches, Rule, ShapeTest
from ..text.cache import LineCache
from ..text.lazy_pattern import LazyPattern
from ..text.shape import Shape, fold, with_numbers_marked
from .code_rules import OWN
from .fragments import JOIN
from .pattern_tiers import TIERS, Tier, keyword_index

WEIGHTS = frozenset({"weights", "weights.*", "weights.line"})  # names by which the models are disabled
UNTIMED = 400  # characters; on shorter lines the built-in patterns run without a timeout, because tests show that they are fast
_MOST_MEASURES = 20_000  # most cached combinations of a line's measures
_FIRST_MEASURE, _END_OF_MEASURES = Shape._fields.index("words"), Shape._fields.index("prose")  # those that shape tests read
_SPOKEN = re.compile(r"[\"“„«‹‘『「].*[\"“”»›’』」]$|[—–].*[^—–]$")  # a line of dialogue is not a label
_LABELS_LENGTH = 120
_WIDE = LazyPattern(f"[{CJK}]")
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
        self._tiers = [Tier(self.patterns, length) for length in TIERS]
        self._triggers, self._trigger_rules = keyword_index((rule.spec.triggers, rule) for rule in self.repairs)
        self.sound: LineCache[bool] = LineCache()  # lines that no repair changes
        self._memory: LineCache[LineMatches] = LineCache()
        self._fitting: dict[tuple[object, ...], int] = {}
        self._unmatched: dict[tuple[str | None, int], LineMatches] = {}

    def match_line(self, text: str, shape: Shape, tired: set[str]) -> LineMatches:
        """The matches of the rules on one line. A rule that times out is added to `tired` and skipped from then on."""
        known = self._memory.entries.get(text)
        if known is None:
            hits = self._hits(text, shape, tired)
            known = self._without_hits(self._label(shape), self._fits(shape))
            if hits:
                known = self._with_hits(known, hits, len(text))
            if not tired:
                self._memory.keep(text, known)
        return known

    def _fits(self, shape: Shape) -> int:
        """The bits of the shape tests that a line passes; cached by the measures that tests read, which many lines share."""
        measures = shape[_FIRST_MEASURE:_END_OF_MEASURES]
        known = self._fitting.get(measures)
        if known is None:
            if len(self._fitting) >= _MOST_MEASURES:
                self._fitting.clear()
            known = self._fitting[measures] = sum([bit for test, bit in self._shapes.items() if test.accepts(shape)])
        return known

    def _without_hits(self, label: str | None, fits: int) -> LineMatches:
        """The matches of a line without a hit; one object for all such lines, because most lines are."""
        known = self._unmatched.get((label, fits))
        if known is None:
            known = self._unmatched[label, fits] = LineMatches(label=label, fits=fits)
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
        wide = not text.isascii() and _WIDE.match(text) is not None
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
        length, first = len(text), text[0]
        tier = self._tiers[bisect_left(TIERS, length)]
        hits: list[Hit] = []
        for rule, reach, shut, known in tier.candidates(text):
            if first in shut or length > reach or (tired and rule.id in tired):
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
