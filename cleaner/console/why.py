"""Why one line is removed or kept, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..data import Article, Block
from ..decisions.decision import VERBS
from ..errors import InputError
from ..flow import Trace
from ..interactive import by_hand
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

_DONE = {"drop": "Dropped", "lift": "Moved"}
_SHOWN = 500  # characters of a line


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the entries below it; an entry that begins with a tab belongs to the one above."""

    title: str
    entries: tuple[str, ...]


def explain(traced: Trace, number: int, name: str) -> list[Section]:
    """The explanation of line `number` (from 1). Raises InputError if the page has fewer lines."""
    last = last_line(traced.page.text)
    if number > last:
        raise InputError(f"the text has {last} line{'' if last == 1 else 's'}", place=f"{name}:{number}", remedy="Name an existing line.")
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
    """Print an explanation, with entries indented below their headings."""
    for n, section in enumerate(sections):
        if n:
            drawn.print()
        drawn.print(rich_text(section.title, "bold cyan" if n else "bold"))
        for entry in section.entries:
            for line in indented(drawn, rich_text(entry.lstrip("\t")), 6 if entry.startswith("\t") else 2):
                drawn.print(line)


def _without_text(traced: Trace, number: int) -> str:
    if number <= traced.page.text[: traced.page.document.body_start].count("\n"):
        return "Front matter: its fields are read, and no rule is applied to it."
    return f"A blank line: no rule is applied to it. {_article_of(traced, number)}"


def _about(traced: Trace, i: int, block: Block, name: str) -> Iterator[Section]:
    """The explanation of `block`, which is line i of the scan or a part of it."""
    line = traced.scan.lines[i]
    text = block.text.replace("\t", " ")
    yield Section(name, (text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …",))
    yield Section("Decision", tuple(_decision(traced, line, block)))
    yield Section("By hand", tuple(_by_hand(traced, line)))
    yield Section("Rules that match", tuple(_rules(line, block)))
    yield Section("Model", tuple(_model(traced, line)))
    yield Section("Features", tuple(_features(line)))
    yield Section("Boundary", tuple(_boundary(traced, i)))


def _left_out(traced: Trace, block: Block, name: str) -> list[Section]:
    """The explanation of a block of an HTML page that was removed before the rules were applied."""
    return [
        Section(name, (block.text[:_SHOWN],)),
        Section("Decision", (f"Dropped by {HTML_RULE.id}: {HTML_RULE.about} ({html_reason(block)}).", _article_of(traced, block.line))),
        Section("Block model", tuple(_block_model(traced, block))),
    ]


def _block_model(traced: Trace, block: Block) -> list[str]:
    """The block model's probability for a block, and the features that count most."""
    place = block.place
    if place is None:
        return []
    source = f", on line {place.line} of the HTML" if place.line else ""
    verdict = "kept" if place.kept else "removed"
    entries = [f"probability of text {place.probability:.2f}: {verdict}; in <{place.tag}>{source}"]
    if traced.settings.reader == "full":
        from ..parse.html.block_model import explain_block

        page = traced.page.document
        entries += [f"{weight:+.1f}  {words}" for words, weight in explain_block(page.markup, page.url, place.block)]
    return entries


def _decision(traced: Trace, line: Line, block: Block) -> list[str]:
    """What was done with the line, and by which rule."""
    article = _article_of(traced, line.block.line)
    titles = by_hand.titles(traced)
    if block.line in titles.written:
        return [f"Title, set by hand. It is not repeated in the text. {article}"]
    if block.line in titles.replaced:
        return [f"The page’s own title, in neither the title nor the text: another title was set by hand. {article}"]
    if line.taken is not None:
        rule = line.taken.rule
        into = f" into {', '.join(line.taken.value)}" if rule.action == "lift" and line.taken.value else ""
        changed = [
            f"The field {name} was changed by hand."
            for name in sorted(by_hand.fields(traced, block.line).intersection(line.taken.value or ()))
        ]
        return [f"{_DONE.get(rule.action, 'Removed')}{into} by {rule.id}: {_reason(line.taken)}.", *changed, article]
    changed = [f"Changed inside by {rule.id}: {_sentence(rule.about)}" for rule in _rules_inside(line, block)]
    if len(line.blocks) > 1:
        changed.append(f"It is one paragraph with lines {line.block.line} to {line.last_line}.")
    if any(decision.verb == "keep" for decision in traced.scan.decisions.of_line(line)):
        return [*changed, f"Kept by hand. {_kept(traced, line)}"]
    if not line.text:
        return [*changed, "Nothing is left of the line.", article]
    if changed:
        return [*changed, f"The rest is kept. {_kept(traced, line)}"]
    if not line.hits:
        return [f"Kept: no rule matches this line. {_kept(traced, line)}"]
    if any(hit.rule.action == "boundary" for hit in line.hits):
        return [f"Kept: it may separate two stories, and no boundary is drawn beside it. {_kept(traced, line)}"]
    if all(hit.rule.action == "mark" for hit in line.hits):
        return [f"Kept: the rules that match are evidence for other lines and remove nothing. {_kept(traced, line)}"]
    return [f"Kept: the rule that would remove it lacks context near the line, or the line is not at its place. {_kept(traced, line)}"]


def _by_hand(traced: Trace, line: Line) -> list[str]:
    """What a person decided about the line, and where that is written."""
    decisions = traced.scan.decisions
    titled = line.block.line in by_hand.titles(traced).written
    return [
        f"{'Title, set by hand' if titled and decision.verb == 'drop' else VERBS[decision.verb]} ({decisions.where(decision)})."
        + (f" {decision.note}" if decision.note else "")
        for decision in decisions.of_line(line)
    ]


def _rules_inside(line: Line, block: Block) -> list[Rule]:
    return list(dict.fromkeys(piece.hit.rule for piece in _edits(line, block) if piece.hit))


def _edits(line: Line, block: Block) -> list[Piece]:
    """The changes in `block` and at its ends."""
    return [piece for piece in line.edits() if piece.end >= block.start and piece.start <= block.end]


def _rules(line: Line, block: Block) -> Iterator[str]:
    """Each rule that matches, its result, and its properties."""
    if line.taken is not None:
        yield from _match(line.taken.rule, "accepted, the whole line is removed", _reason(line.taken))
    for piece in _edits(line, block):
        if piece.hit:
            change = f"accepted, replaces a part by {piece.text!r}" if piece.text else "accepted, removes a part"
            yield from _match(piece.hit.rule, change, _reason(piece.hit))
    for hit in line.hits:
        if line.taken is None or hit.rule is not line.taken.rule:
            yield from _match(hit.rule, _result(line, hit.rule), _reason(hit))


def _match(rule: Rule, result: str, reason: str) -> Iterator[str]:
    yield f"{rule.id}: {result}"
    yield f"\t{reason}."
    yield f"\t{rule.action.capitalize()}, {rule.kind}, confidence {rule.confidence:g}.{_conditions(rule)}"


def _result(line: Line, rule: Rule) -> str:
    """What a match led to that did not remove the line."""
    if rule.action == "boundary" and line.taken is None:
        return "evidence for a boundary"
    if rule.action == "mark":
        return "mark, evidence that removes nothing"
    if line.taken is not None:
        return "matches, too, but the line is already removed"
    return "lacks context near the line, or the line is not at its place" if rule.waits else "matches"


def _reason(hit: Hit) -> str:
    about = hit.rule.about.rstrip(".")
    return f"{about} ({hit.because})" if hit.because else about


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def _conditions(rule: Rule) -> str:
    """What the rule requires besides its own match."""
    needed = [f"a place at the {rule.place} of the text"] if rule.place else []
    if rule.near:
        count = f"{rule.near.count} lines" if rule.near.count > 1 else "a line"
        needed.append(f"{count} within {rule.near.within} that one of {', '.join(rule.near.rules)} matches")
    if rule.max_words:
        needed.append(f"at most {rule.max_words} words")
    return f" It needs {' and '.join(needed)}." if needed else ""


def _model(traced: Trace, line: Line) -> list[str]:
    """The model's probability for a line that no rule removes, if the model was used on the page. Joined lines were judged one by one."""
    if line.block.place is not None:
        return _block_model(traced, line.block)
    if len(line.blocks) > 1 or line.ruled_out or not any(other.removed_by_model or other.probability < 1 for other in traced.scan.lines):
        return []
    from ..scan.text_model import explain

    reasons = explain(traced.scan.lines, line, traced.page.language)
    return [f"probability of text {line.probability:.2f}", *(f"{weight:+.1f}  {words}" for words, weight in reasons)]


def _features(line: Line) -> list[str]:
    shape = line.shape
    words = f"{shape.words} word{'' if shape.words == 1 else 's'}, {shape.chars} character{'' if shape.chars == 1 else 's'}"
    features = {
        "running text": shape.prose,
        "ends as a sentence": shape.stop,
        "begins with a list mark": shape.bullet,
        "in capitals": shape.upper,
        "has a digit": shape.digits,
    }
    gap = f"{line.block.gap} blank line{'' if line.block.gap == 1 else 's'} above"
    return [f"{words}, {gap}", "; ".join(f"{feature}: {'yes' if value else 'no'}" for feature, value in features.items())]


def _boundary(traced: Trace, i: int) -> list[str]:
    """The evidence for a story that begins on this line; empty if none could."""
    drawn = next((span.boundary for span in traced.spans if span.first == i and span.boundary), None)
    found = explain_boundary(traced.scan.lines, i)
    if found is None:
        return [f"a story begins here, confidence {drawn.confidence:.2f}", *drawn.reasons] if drawn else []
    confidence, reasons = found
    outcome = f"a story begins here, confidence {drawn.confidence:.2f}" if drawn else f"no story begins here, probability {confidence:.2f}"
    if confidence < traced.settings.min_confidence:
        outcome += f"; below {traced.settings.min_confidence:.2f}, none is drawn"
    return [outcome, *(f"{weight:+.1f}  {words}" for words, weight in reasons)]


def _at(articles: list[Article], number: int) -> Article | None:
    return next((article for article in articles if article.first_line <= number <= article.last_line), None)


def _article_of(traced: Trace, number: int) -> str:
    """The article that a line belongs to, in words."""
    article = _at(traced.page.articles, number)
    if article is None:
        left_out = _at(traced.page.left_out, number)
        why = {"main": "its story is the main one, which is left out", "appended": "its story is appended, and left out"}
        return f"It belongs to no article: {why[left_out.role] if left_out else 'the page has none'}."
    title = f" “{article.title}”" if article.title else ""
    return f"It belongs to article {traced.page.articles.index(article) + 1} of {len(traced.page.articles)},{title} ({article.role})."


def _kept(traced: Trace, line: Line) -> str:
    article = _at(traced.page.articles, line.block.line)
    if article is not None and line.text == article.title:
        return f"It is the headline. {_article_of(traced, line.block.line)}"
    return _article_of(traced, line.block.line)
