"""Propose a rule from lines that were marked as debris: its table, its matches on other pages, and the pack it goes to."""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..data import Block
from ..decisions.file import quoted
from ..errors import CleanerError, PackError
from ..field_checks import host_of
from ..ingest import ingest
from ..models import using
from ..packs import known_packs, load, parse
from ..packs.rule import Rule
from ..parse import parse as parse_page
from ..rule_examples import run
from ..scan.ruleset import RuleSet
from ..text.shape import fold, shape, with_numbers_marked
from .job import Job
from .page import PageModel
from .session import Session

PACK = "cleaner-rules.toml"
_NUMBER = re.compile(r"\d(?:[\d.,' ]*\d)?(?:[km]\b)?")
_WITHIN = 4  # lines above in which neighbouring findings count as context
_LONGEST_PHRASE = 110  # characters
_SAMPLES = 4
_WITHOUT_PACK = frozenset(
    {"weights", "decision", "own", "html"}
)  # groups of findings that a rule's condition cannot name: no built-in pack has them


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed rule. `context` and `host` are conditions it could have; `near` and `site` say whether it has them."""

    id: str
    about: str
    lines: tuple[str, ...]
    kind: str  # "phrase" or "pattern"
    context: tuple[str, ...]  # rule groups with findings near all of the lines
    host: str | None
    near: bool
    site: bool
    samples: tuple[str, ...]  # the lines, each with the context above it

    def toml(self) -> str:
        """The rule as a TOML table of a pack."""
        body = _phrases(self.lines) if self.kind == "phrase" else _pattern(self.lines)
        if self.near:
            body += f"near    = {{ rules = [{', '.join(quoted(f'{group}.*') for group in self.context)}], within = {_WITHIN} }}\n"
        hits = self.samples if self.near else self.lines
        return (
            f"[[rule]]\nid      = {quoted(self.id)}\nabout   = {quoted(self.about)}\n"
            f'action  = "drop"\nkind    = {quoted(self.kind)}\n{body}'
            f"hits    = [{', '.join(map(quoted, hits[:_SAMPLES]))}]\nmisses  = [{', '.join(map(quoted, _misses(self.lines, self.near)))}]\n"
        )

    @property
    def pack_name(self) -> str:
        """The file name of its pack. A site's rules have their own pack, since hosts are stated per pack."""
        return f"cleaner-rules-{self.host}.toml" if self.site else PACK

    def pack_text(self, before: str | None) -> str:
        """The text of the pack with the rule appended; `before` is its present text, None for a new pack."""
        if before is not None:
            return f"{before.rstrip()}\n\n{self.toml()}"
        hosts = f"hosts = [{quoted(self.host or '')}]\n" if self.site else ""
        about = f"Debris of {self.host}" if self.site else "Debris that was marked by hand"
        return f"about = {quoted(about)}\n{hosts}\n{self.toml()}"


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A line that the rule would drop: the index of its file, its number and its text."""

    index: int
    number: int
    text: str


def propose(page: PageModel, numbers: Sequence[int], taken: frozenset[str] = frozenset()) -> Proposal | None:
    """Propose a rule for the lines of these numbers; `taken` are the ids in use. None if the lines have no words."""
    blocks = [block for block in (page.around(number, 0)[-1:] for number in sorted(numbers)) if block]
    lines = tuple(dict.fromkeys(block[0].text for block in blocks if fold(block[0].text)))
    if not lines:
        return None
    contexts = [_context(page, block[0]) for block in blocks]
    context = tuple(sorted(set.intersection(*(set(groups) for groups, _ in contexts)))) if contexts else ()
    samples = tuple(dict.fromkeys(sample for _, sample in contexts))
    has_common = len(lines) > 1 and _common(lines) is not None
    is_short = all(len(line) <= _LONGEST_PHRASE for line in lines)
    name = _slug(lines[0], taken)
    weak = bool(context) and min(len(line.split()) for line in lines) <= 6
    about = f"{'Lines' if has_common else 'A line'} such as “{lines[0][:60]}”, marked as debris by hand"
    return Proposal(name, about, lines, "phrase" if is_short and not has_common else "pattern", context, page.host, weak, False, samples)


def turned(proposal: Proposal, what: str) -> Proposal:
    """The proposal with `what` toggled: its `kind`, or its condition `near` or `site`."""
    if what == "kind":
        is_phrase = proposal.kind == "pattern" and all(len(line) <= _LONGEST_PHRASE for line in proposal.lines)
        return replace(proposal, kind="phrase" if is_phrase else "pattern")
    if what == "near":
        return replace(proposal, near=not proposal.near and bool(proposal.context))
    return replace(proposal, site=not proposal.site and proposal.host is not None)


def check(proposal: Proposal, before: str | None, place: str) -> list[str]:
    """The reasons against adding it: the pack would be invalid, or examples fail. Empty if there are none."""
    try:
        pack = parse(proposal.pack_text(before), place)
        proposed = [rule for rule in pack.rules if rule.id == proposal.id]
        builtin = [rule for known in known_packs() for rule in known.rules]
        return [f"{failure.problem}: {failure.sample.text!r}" for failure in run(proposed, [*builtin, *pack.rules])]
    except CleanerError as error:
        return [error.problem]


def passing(proposal: Proposal, session: Session) -> Proposal:
    """The proposal, or if it cannot be added, the first variant that can be; itself if there is none."""

    def problems(variant: Proposal) -> list[str]:
        path, before = home(variant, session)
        return check(variant, before, str(path))

    if not problems(proposal):
        return proposal
    variants = [turned(proposal, "near"), turned(proposal, "kind"), turned(turned(proposal, "near"), "kind")]
    return next((variant for variant in variants if variant != proposal and not problems(variant)), proposal)


def remedy(proposal: Proposal, session: Session) -> str:
    """The option whose change makes a proposal with problems pass: `near`, `site` or `kind`; empty if no single one does."""
    for what in ("near", "kind", "site"):
        other = turned(proposal, what)
        path, before = home(other, session)
        if other != proposal and not check(other, before, str(path)):
            return what
    return ""


def hits(proposal: Proposal, jobs: Iterator[tuple[int, Job]]) -> Iterator[TakenLine | int]:
    """Yield the lines that the rule would drop, file by file, and after each file its index."""
    folder = Path(tempfile.mkdtemp(prefix="cleaner-"))
    path = folder / f"{secrets.token_hex(6)}.toml"  # packs are cached by path
    try:
        path.write_text(replace(proposal, site=False).pack_text(None), encoding="utf-8")
        (rule,) = load(str(path)).rules
        alone = RuleSet([rule], exhaustive=True)
        for index, job in jobs:
            yield from _in_file(index, job, rule, alone, str(path), proposal.host if proposal.site else None)
            yield index
    except PackError:
        return
    finally:
        path.unlink(missing_ok=True)
        folder.rmdir()


def _in_file(index: int, job: Job, rule: Rule, alone: RuleSet, pack: str, host: str | None) -> Iterator[TakenLine]:
    settings = job.settings
    try:
        with using(settings.models):
            document, blocks = parse_page(ingest(job.read(), job.url, job.fetched), settings)
    except CleanerError:
        return
    if host is not None and host_of(document.url) != host:
        return
    if not any(alone.match_line(block.text, shape(block.text), set()).hits for block in blocks):
        return
    traced = replace(job, settings=replace(job.settings, rules=(*job.settings.rules, pack))).trace()
    for finding in traced.page.findings:
        if finding.rule == rule.id:
            yield TakenLine(index, finding.line, finding.text)


def home(proposal: Proposal, session: Session) -> tuple[Path, str | None]:
    """The pack that a rule goes to, and its present text: the user's first pack, or a new one beside the decisions; a site has its own."""
    path = Path(str(session.settings.decisions)).parent / proposal.pack_name
    if not proposal.site and session.settings.rules:
        path = Path(session.settings.rules[0])
    try:
        return path, path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return path, None


def _context(page: PageModel, block: Block) -> tuple[set[str], str]:
    """The groups of the rules with findings on the lines above, and the text from the first of these lines down to this one."""
    above = page.around(block.line, _WITHIN)[:-1]
    groups = {other.line: {rule.partition(".")[0] for rule in page.rules_on(other.line)} - _WITHOUT_PACK for other in above}
    neighbours = [other for other in above if groups[other.line]]
    if not neighbours:
        return set(), block.text
    return set().union(*groups.values()), "\n".join(other.text for other in [*(o for o in above if o.line >= neighbours[0].line), block])


def _slug(line: str, taken: frozenset[str]) -> str:
    words = re.findall("[a-z0-9]+", fold(line))[:4]
    base = name = f"own.{'-'.join(words) or 'line'}"
    number = 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _phrases(lines: Sequence[str]) -> str:
    return f"phrases = [{', '.join(quoted(phrase) for phrase in dict.fromkeys(with_numbers_marked(line.strip()) for line in lines))}]\n"


def _pattern(lines: Sequence[str]) -> str:
    """A regular expression for the lines: their common beginning and end with anything between, or else alternatives."""
    common = _common(lines)
    if common is None:
        alternatives = list(dict.fromkeys(map(_escaped, lines)))
        source = alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"
        keywords = tuple(dict.fromkeys(_keyword(line) for line in lines))
    else:
        head, tail = common
        longest = max(len(line) for line in lines) - len(head) - len(tail)
        source = f"{_escaped(head)}.{{0,{max(20, 2 * longest)}}}{_escaped(tail)}"
        keywords = (_keyword(max(head, tail, key=len)),)
    extra = f"max_chars = {max(map(len, lines)) * 2}\n" if max(map(len, lines)) > 200 else ""
    return f"pattern = {quoted(source)}\nkeywords = [{', '.join(map(quoted, keywords))}]\n{extra}"


def _common(lines: Sequence[str]) -> tuple[str, str] | None:
    """The common leading and trailing words of the lines; None if there are fewer than two in total."""
    if len(lines) < 2:
        return None
    words = [line.split(" ") for line in lines]
    least = min(map(len, words))
    head = next((n for n in range(least) if len({words_of_line[n].casefold() for words_of_line in words}) > 1), least)
    tail = next((n for n in range(least - head) if len({words_of_line[-1 - n].casefold() for words_of_line in words}) > 1), least - head)
    if head + tail < 2:
        return None
    first = words[0]
    return " ".join(first[:head]), " ".join(first[len(first) - tail :])


def _escaped(text: str) -> str:
    """`text` as a pattern that allows any number in place of each of its numbers."""
    pieces = _NUMBER.split(text)
    return r"\d[\d.,]*[km]?".join(re.escape(piece).replace(r"\ ", " ") for piece in pieces)


def _keyword(text: str) -> str:
    """The longest word without digits, for the keyword index."""
    words = re.findall(r"[^\W\d_]+", text.lower()) or text.lower().split()
    return max(words, key=len)


def _misses(lines: Sequence[str], near: bool) -> list[str]:
    """Similar good text: the words inside a sentence, and, for a rule that needs context, the words alone without it."""
    words = lines[0].strip()
    misses = [f"The notice at the gate read “{words}”, and nobody had taken it down since the spring."]
    return [*misses, f"Rope\n{words}\nA warm coat"] if near else misses
