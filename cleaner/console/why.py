"""What decided about one line, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..data import Article, Block
from ..decisions.decision import VERBS
from ..errors import InputError
from ..flow import Trace
from ..lines.edits import Piece
from ..lines.line import Line
from ..models import using
from ..packs.rule import Hit, Rule
from ..parse.text_lines import last_line
from ..scan.html import RULE as HTML_RULE
from ..scan.html import reason as html_reason
from ..segment.boundary import explain as explain_boundary
from .layout import indented
from .safe import rich_text

if TYPE_CHECKING:
    from rich.console import Console

_FATES = {"drop": "Dropped", "lift": "Lifted"}
_SHOWN = 500  # characters of a line


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; what begins with a tab belongs to the entry above."""

    title: str
    entries: tuple[str, ...]


def explain(traced: Trace, number: int, name: str) -> list[Section]:
    """Everything there is to say about line `number`. Raises InputError when the page is shorter."""
    last = last_line(traced.page.text)
    if number > last:
        raise InputError(f"the text has {last} line{'' if last == 1 else 's'}", place=f"{name}:{number}", remedy="Name a line that it has.")
    found = [(i, block) for i, line in enumerate(traced.scan.lines) for block in line.blocks if block.line == number]
    if not found:
        left_out = next((block for block in traced.scan.left_out if block.line == number), None)
        if left_out is not None:
            with using(traced.settings.models):
                return _left_out(traced, left_out, f"{name}:{number}")
        return [Section(f"{name}:{number}", (_without_text(traced, number),))]
    with using(traced.settings.models):
        return [section for i, block in found for section in _about(traced, i, block, f"{name}:{number}") if section.entries]


def show(sections: list[Section], drawn: Console) -> None:
    """Print an explanation, entries hanging below their headings."""
    for n, section in enumerate(sections):
        if n:
            drawn.print()
        drawn.print(rich_text(section.title, "bold cyan" if n else "bold"))
        for entry in section.entries:
            for line in indented(drawn, rich_text(entry.lstrip("\t")), 6 if entry.startswith("\t") else 2):
                drawn.print(line)


def _without_text(traced: Trace, number: int) -> str:
    if number <= traced.page.text[: traced.page.document.body_start].count("\n"):
        return "Front matter: its fields are read, and no rule looks at it."
    return f"A blank line: no rule looks at it. {_home(traced, number)}"


def _about(traced: Trace, i: int, block: Block, name: str) -> Iterator[Section]:
    """What there is to say about line i of the scan, which `block` is or is joined into."""
    line = traced.scan.lines[i]
    text = block.text.replace("\t", " ")
    yield Section(name, (text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …",))
    yield Section("Decision", tuple(_decision(traced, line, block)))
    yield Section("By hand", tuple(_by_hand(traced, line)))
    yield Section("Rules that spoke", tuple(_rules(line, block)))
    yield Section("Weights", tuple(_weights(traced, line)))
    yield Section("Measures", tuple(_measures(line)))
    yield Section("Boundary", tuple(_boundary(traced, i)))


def _left_out(traced: Trace, block: Block, name: str) -> list[Section]:
    """What there is to say about a block of an HTML page that went without being asked about."""
    return [
        Section(name, (block.text[:_SHOWN],)),
        Section("Decision", (f"Dropped by {HTML_RULE.id}: {HTML_RULE.about} ({html_reason(block)}).", _home(traced, block.line))),
        Section("Block model", tuple(_block_model(traced, block))),
    ]


def _block_model(traced: Trace, block: Block) -> list[str]:
    """What the block model makes of a block, and what tips it."""
    place = block.place
    if place is None:
        return []
    source = f", on line {place.line} of the HTML" if place.line else ""
    stays = "stays" if place.kept else "does not stay"
    said = [f"probability of text {place.probability:.2f}: it {stays}; in <{place.tag}>{source}"]
    if traced.settings.reader == "full":
        from ..parse.html.block_model import explain_block

        page = traced.page.document
        said += [f"{weight:+.1f}  {words}" for words, weight in explain_block(page.markup, page.url, place.block)]
    return said


def _decision(traced: Trace, line: Line, block: Block) -> list[str]:
    """What became of the line, and by whose word."""
    home = _home(traced, line.block.line)
    if line.taken is not None:
        rule = line.taken.rule
        into = f" into {', '.join(line.taken.value)}" if rule.action == "lift" and line.taken.value else ""
        return [f"{_FATES.get(rule.action, 'Taken')}{into} by {rule.id}: {_reason(line.taken)}.", home]
    changed = [f"Changed inside by {rule.id}: {_sentence(rule.about)}" for rule in _rules_inside(line, block)]
    if len(line.blocks) > 1:
        changed.append(f"It is one paragraph with lines {line.block.line} to {line.last_line}.")
    if any(decision.verb == "keep" for decision in traced.scan.rulings.of_line(line)):
        return [*changed, f"Kept by hand. {_kept(traced, line)}"]
    if not line.text:
        return [*changed, "Nothing is left of the line.", home]
    if changed:
        return [*changed, f"The rest is kept. {_kept(traced, line)}"]
    if not line.hits:
        return [f"Kept: no rule spoke on this line. {_kept(traced, line)}"]
    if any(hit.rule.action == "boundary" for hit in line.hits):
        return [f"Kept: it may separate two stories, and no boundary is drawn beside it. {_kept(traced, line)}"]
    if all(hit.rule.action == "mark" for hit in line.hits):
        return [f"Kept: what spoke is evidence for other lines and removes nothing. {_kept(traced, line)}"]
    return [f"Kept: what would remove it waits for company or a place that it did not get. {_kept(traced, line)}"]


def _by_hand(traced: Trace, line: Line) -> list[str]:
    """What a person decided about the line, and where that is written."""
    rulings = traced.scan.rulings
    return [
        f"{VERBS[decision.verb]} ({rulings.where(decision)})." + (f" {decision.note}" if decision.note else "")
        for decision in rulings.of_line(line)
    ]


def _rules_inside(line: Line, block: Block) -> list[Rule]:
    return list(dict.fromkeys(piece.hit.rule for piece in _edits(line, block) if piece.hit))


def _edits(line: Line, block: Block) -> list[Piece]:
    """The changes in `block` and at its ends."""
    return [piece for piece in line.edits() if piece.end >= block.start and piece.start <= block.end]


def _rules(line: Line, block: Block) -> Iterator[str]:
    """Each rule that spoke, how it fared, and what it is."""
    if line.taken is not None:
        yield from _spoke(line.taken.rule, "accepted, the whole line goes", _reason(line.taken))
    for piece in _edits(line, block):
        if piece.hit:
            change = f"accepted, puts {piece.text!r} in place of a piece" if piece.text else "accepted, takes a piece out"
            yield from _spoke(piece.hit.rule, change, _reason(piece.hit))
    for hit in line.hits:
        if line.taken is None or hit.rule is not line.taken.rule:
            yield from _spoke(hit.rule, _fared(line, hit.rule), _reason(hit))


def _spoke(rule: Rule, fate: str, reason: str) -> Iterator[str]:
    yield f"{rule.id}: {fate}"
    yield f"\t{reason}."
    yield f"\t{rule.action.capitalize()}, {rule.kind}, confidence {rule.confidence:g}.{_conditions(rule)}"


def _fared(line: Line, rule: Rule) -> str:
    if rule.action == "boundary" and line.taken is None:
        return "evidence for a boundary"
    if rule.action == "mark":
        return "mark, evidence that removes nothing"
    if line.taken is not None:
        return "spoke too, but the line was gone already"
    return "waiting for company or a place that it did not get" if rule.waits else "spoke"


def _reason(hit: Hit) -> str:
    about = hit.rule.about.rstrip(".")
    return f"{about} ({hit.because})" if hit.because else about


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def _conditions(rule: Rule) -> str:
    """What the rule asks for besides its own match."""
    asked = [f"to stand at the {rule.place} of the text"] if rule.place else []
    if rule.near:
        count = f"{rule.near.count} lines" if rule.near.count > 1 else "a line"
        asked.append(f"for {count} within {rule.near.within} on which one of {', '.join(rule.near.rules)} speaks")
    if rule.max_words:
        asked.append(f"for at most {rule.max_words} words")
    return f" It asks {' and '.join(asked)}." if asked else ""


def _weights(traced: Trace, line: Line) -> list[str]:
    """What the weights made of a line that no rule removes, on a page where they were asked. Joined lines were weighed apart."""
    if line.block.place is not None:
        return _block_model(traced, line.block)
    if len(line.blocks) > 1 or line.ruled_out or not any(other.removed_by_model or other.probability < 1 for other in traced.scan.lines):
        return []
    from ..scan.text_model import explain

    reasons = explain(traced.scan.lines, line, traced.page.language)
    told = [f"{weight:+.1f}  {words}" for words, weight in reasons]
    return [f"probability of text {line.probability:.2f}", *told]


def _measures(line: Line) -> list[str]:
    shape = line.shape
    words = f"{shape.words} word{'' if shape.words == 1 else 's'}, {shape.chars} character{'' if shape.chars == 1 else 's'}"
    traits = {
        "reads as running text": shape.prose,
        "ends as a sentence": shape.stop,
        "begins with a list mark": shape.bullet,
        "in capitals": shape.upper,
        "holds a digit": shape.digits,
    }
    gap = f"{line.block.gap} blank line{'' if line.block.gap == 1 else 's'} above"
    return [f"{words}, {gap}", "; ".join(f"{trait}: {'yes' if holds else 'no'}" for trait, holds in traits.items())]


def _boundary(traced: Trace, i: int) -> list[str]:
    """The evidence for a story that begins on this line; nothing where none would."""
    drawn = next((span.boundary for span in traced.spans if span.first == i and span.boundary), None)
    found = explain_boundary(traced.scan.lines, i)
    if found is None:
        return [f"a story begins here, confidence {drawn.confidence:.2f}", *drawn.reasons] if drawn else []
    confidence, reasons = found
    outcome = f"a story begins here, confidence {drawn.confidence:.2f}" if drawn else f"no story begins here, chance {confidence:.2f}"
    if confidence < traced.settings.min_confidence:
        outcome += f"; below {traced.settings.min_confidence:.2f}, none is drawn"
    return [outcome, *(f"{weight:+.1f}  {words}" for words, weight in reasons)]


def _at(articles: list[Article], number: int) -> Article | None:
    return next((article for article in articles if article.first_line <= number <= article.last_line), None)


def _home(traced: Trace, number: int) -> str:
    """Which article a line belongs to."""
    article = _at(traced.page.articles, number)
    if article is None:
        left_out = _at(traced.page.left_out, number)
        why = {"main": "its story is the main one, and left out", "appended": "its story is appended, and left out"}
        return f"It goes into no article: {why[left_out.role] if left_out else 'the page is debris alone'}."
    title = f" “{article.title}”" if article.title else ""
    return f"Its place is article {traced.page.articles.index(article) + 1} of {len(traced.page.articles)},{title} ({article.role})."


def _kept(traced: Trace, line: Line) -> str:
    article = _at(traced.page.articles, line.block.line)
    if article is not None and line.text == article.title:
        return f"It reads as the headline. {_home(traced, line.block.line)}"
    return _home(traced, line.block.line)
