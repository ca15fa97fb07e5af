"""From lines that somebody calls debris to a rule: what it would be, what it would hit, and where it is kept."""

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
from .page import PageModel
from .session import Job, Session

PACK = "cleaner-rules.toml"
_NUMBER = re.compile(r"\d(?:[\d.,' ]*\d)?(?:[km]\b)?")
_WITHIN = 4  # lines to a rule's company
_LONGEST_PHRASE = 110
_SAMPLES = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule before it is one. `company` and `host` are what it could ask for; `near` and `site` whether it does."""

    id: str
    about: str
    lines: tuple[str, ...]
    kind: str  # "phrase" or "pattern"
    company: tuple[str, ...]  # groups that speak near all of the lines
    host: str | None
    near: bool
    site: bool
    samples: tuple[str, ...]  # the lines, each with the company that stands above it

    def toml(self) -> str:
        """The rule as its table in a pack."""
        body = _phrases(self.lines) if self.kind == "phrase" else _pattern(self.lines)
        if self.near:
            body += f"near    = {{ rules = [{', '.join(quoted(f'{group}.*') for group in self.company)}], within = {_WITHIN} }}\n"
        hits = self.samples if self.near else self.lines
        return (
            f"[[rule]]\nid      = {quoted(self.id)}\nabout   = {quoted(self.about)}\n"
            f'action  = "drop"\nkind    = {quoted(self.kind)}\n{body}'
            f"hits    = [{', '.join(map(quoted, hits[:_SAMPLES]))}]\nmisses  = [{', '.join(map(quoted, _misses(self.lines, self.near)))}]\n"
        )

    @property
    def pack_name(self) -> str:
        """The file it goes to: a site's rules have a pack of their own, since a pack says where it applies."""
        return f"cleaner-rules-{self.host}.toml" if self.site else PACK

    def pack_text(self, before: str | None) -> str:
        """The pack with the rule at its end."""
        if before is not None:
            return f"{before.rstrip()}\n\n{self.toml()}"
        hosts = f"hosts = [{quoted(self.host or '')}]\n" if self.site else ""
        where = f"Furniture of {self.host}" if self.site else "Furniture that was marked by hand"
        return f"about = {quoted(where)}\n{hosts}\n{self.toml()}"


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A line that the rule would take, in some file."""

    index: int
    number: int
    text: str


def propose(page: PageModel, numbers: Sequence[int], taken: frozenset[str] = frozenset()) -> Proposal | None:
    """A rule for the lines of these numbers; None where they hold no words."""
    blocks = [block for block in (page.around(number, 0)[-1:] for number in sorted(numbers)) if block]
    lines = tuple(dict.fromkeys(block[0].text for block in blocks if fold(block[0].text)))
    if not lines:
        return None
    near = [_company(page, block[0]) for block in blocks]
    company = tuple(sorted(set.intersection(*(set(groups) for groups, _ in near)))) if near else ()
    samples = tuple(dict.fromkeys(sample for _, sample in near))
    alike = len(lines) > 1 and _common(lines) is not None
    fits = all(len(line) <= _LONGEST_PHRASE for line in lines)
    name = _slug(lines[0], taken)
    weak = bool(company) and min(len(line.split()) for line in lines) <= 6
    about = f"{'Lines' if alike else 'A line'} such as “{lines[0][:60]}”, marked as debris by hand"
    return Proposal(name, about, lines, "phrase" if fits and not alike else "pattern", company, page.host, weak, False, samples)


def turned(proposal: Proposal, what: str) -> Proposal:
    """The proposal with another kind, or with or without its company or site."""
    if what == "kind":
        able = proposal.kind == "pattern" and all(len(line) <= _LONGEST_PHRASE for line in proposal.lines)
        return replace(proposal, kind="phrase" if able else "pattern")
    if what == "near":
        return replace(proposal, near=not proposal.near and bool(proposal.company))
    return replace(proposal, site=not proposal.site and proposal.host is not None)


def check(proposal: Proposal, before: str | None, place: str) -> list[str]:
    """What speaks against adding it: a pack that is refused, or samples that do not hold."""
    try:
        pack = parse(proposal.pack_text(before), place)
        mine = [rule for rule in pack.rules if rule.id == proposal.id]
        company = [rule for known in known_packs() for rule in known.rules]
        return [f"{failure.problem}: {failure.sample.text!r}" for failure in run(mine, [*company, *pack.rules])]
    except CleanerError as error:
        return [error.problem]


def hits(proposal: Proposal, jobs: Iterator[tuple[int, Job]]) -> Iterator[TakenLine | int]:
    """What the rule would take that stays now, file by file; between them each file's index, when it is done."""
    folder = Path(tempfile.mkdtemp(prefix="cleaner-"))
    path = folder / f"{secrets.token_hex(6)}.toml"  # packs are known by their path
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
    if not any(alone.said(block.text, shape(block.text), set()).hits for block in blocks):
        return
    traced = replace(job, settings=replace(job.settings, rules=(*job.settings.rules, pack))).trace()
    for finding in traced.page.findings:
        if finding.rule == rule.id:
            yield TakenLine(index, finding.line, finding.text)


def home(proposal: Proposal, session: Session) -> tuple[Path, str | None]:
    """The pack that a rule goes to, the user's own where there is one, and what it holds so far. A site's rules have a pack of their own beside it."""
    path = Path(str(session.settings.decisions)).parent / proposal.pack_name
    if not proposal.site and session.settings.rules:
        path = Path(session.settings.rules[0])
    try:
        return path, path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return path, None


def _company(page: PageModel, block: Block) -> tuple[set[str], str]:
    """The groups of the rules that speak on the lines above, and those lines down to this one."""
    above = page.around(block.line, _WITHIN)[:-1]
    spoken = {
        other.line: {rule.partition(".")[0] for rule in page.rules_on(other.line)} - {"weights", "decision", "own"} for other in above
    }
    speaking = [other for other in above if spoken[other.line]]
    if not speaking:
        return set(), block.text
    return set().union(*spoken.values()), "\n".join(other.text for other in [*(o for o in above if o.line >= speaking[0].line), block])


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
    """A regular expression for the lines: what all begin and end with, and anything between."""
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
    """The whole words that all lines begin with, and end with; None where there are fewer than two."""
    if len(lines) < 2:
        return None
    words = [line.split(" ") for line in lines]
    least = min(map(len, words))
    head = next((n for n in range(least) if len({own[n].casefold() for own in words}) > 1), least)
    tail = next((n for n in range(least - head) if len({own[-1 - n].casefold() for own in words}) > 1), least - head)
    if head + tail < 2:
        return None
    first = words[0]
    return " ".join(first[:head]), " ".join(first[len(first) - tail :])


def _escaped(text: str) -> str:
    """`text` as a pattern, any number in place of each of its numbers."""
    pieces = _NUMBER.split(text)
    return r"\d[\d.,]*[km]?".join(re.escape(piece).replace(r"\ ", " ") for piece in pieces)


def _keyword(text: str) -> str:
    """The longest word without a digit."""
    words = re.findall(r"[^\W\d_]+", text.lower()) or text.lower().split()
    return max(words, key=len)


def _misses(lines: Sequence[str], near: bool) -> list[str]:
    """Good text that looks alike: the words inside a sentence, and, where company decides, on a line without it."""
    words = lines[0].strip()
    told = [f"The notice at the gate read “{words}”, and nobody had taken it down since the spring."]
    return [*told, f"Rope\n{words}\nA warm coat"] if near else told
