"""Pages as data for the browser: the list, one page with the decisions on each line, and the explanation of a line.

All text is made visible (`console.safe`) and has a limited length; the browser receives it as JSON and inserts it as text.
"""

from __future__ import annotations

from typing import Any

from ..console.safe import visible
from ..console.why import explain
from ..data import Article
from ..decisions import FIELDS, RECORD, Decision
from ..decisions.decision import VERBS
from ..interactive import by_hand
from ..interactive.doubts import doubtful_fields, possible_boundaries, unsure_lines
from ..interactive.page import PageModel
from ..interactive.rows import Heading, PageRow
from ..report.page_data import FEW, label, shown_rows
from .state import State

_ROOM = 400_000  # characters of one page's rows
_ROWS = 8_000
_VALUE = 4_000  # characters of a field that can be edited


def listing(state: State, since: int) -> dict[str, Any]:
    """The entries of the list that changed after the time `since`, and the progress of the review."""
    left = state.polled()
    with state.lock:
        progress = state.session.progress
        begun, decided = progress.begun(), progress.decided()
        return {
            "clock": state.clock,
            "left": left,
            "decided": len(decided),
            "count": len(state.session.sources),
            "steps": state.session.history.steps,
            "pages": [_entry(state, index, index in begun, index in decided) for index in state.touched(since)],
        }


def _entry(state: State, index: int, begun: bool, decided: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"n": index, "name": shown_name(state.session.sources[index].name), "decided": decided}
    if begun and not decided:
        shown["open"] = state.session.progress.open(index)
    found = state.session.results.get(index)
    if found is None:
        return shown
    return shown | {
        "status": found.status,
        "error": label(found.error),
        "title": label(found.title),
        "flags": [label(flag) for flag in found.flags[:FEW]],
        "look": state.session.flagged(index),
        "host": label(found.host, 120),
        "lang": label(found.language or "unknown", 20),
        "type": found.type or "text",
        "quality": found.quality,
        "doubt": round(found.doubt, 4),
        "articles": found.articles,
        "dropped": sum(found.dropped.values()),
    }


def shown_name(name: str) -> str:
    """A page's name as shown; for a record, its id."""
    return label(name.removeprefix(RECORD))


def page(state: State, index: int, model: PageModel) -> dict[str, Any]:
    """One page: its rows, the fields of its articles, and the decisions about it."""
    stories = model.page.stories
    items = [item for item in model.items if isinstance(item, (PageRow, Heading))]
    rows, hidden = shown_rows(items, lambda number: {}, _ROOM, _ROWS)
    headings = iter(stories)
    for item, row in zip(items, rows, strict=False):
        if isinstance(item, Heading):
            row |= _story(model, next(headings, None))
        else:
            row |= _line(model, item) | _by_hand(model, item, row)
    accepted = state.session.history.now.accepted
    return {
        "n": index,
        "name": shown_name(model.name),
        "title": label(model.result.title),
        "url": label(model.page.document.url or ""),
        "host": label(model.host or ""),
        "html": model.page.document.html,
        "lang": label(model.page.language or "unknown", 20),
        "type": model.page.type or "",
        "quality": model.page.quality,
        "loss": model.page.loss,
        "flags": [label(flag) for flag in model.page.flags[:FEW]],
        "rows": rows,
        "hidden": hidden,
        "stops": model.stops,
        "accepted": sorted(line for name, line in accepted if name == model.name),
        "unmet": [_unmet(decision, block and (block.line, block.text)) for decision, block in model.unmet()],
    }


def _story(model: PageModel, story: Article | None) -> dict[str, Any]:
    """The data of a story besides its heading: its first line, and the values of its fields for editing."""
    if story is None:
        return {"line": 0, "values": {}, "hand": []}
    values = {name: getattr(story, name) for name in FIELDS}
    doubtful = doubtful_fields(story)
    texts = {name: "\n".join(value) if isinstance(value, list) else value or "" for name, value in values.items()}
    return {
        "line": story.first_line,
        "values": {name: _plain(text) for name, text in texts.items()},
        "fields": [[name, label(text.replace("\n", "; ")), doubtful.get(name)] for name, text in texts.items() if text],
        "doubt": doubtful.get("title"),
        "hand": sorted({_of_story(decision) for decision in model.title_anchor(story.first_line)[1]}),
        "whole": _plain(story.title or ""),
    }


def _plain(text: str) -> str:
    """Text for editing: visible, with its line ends kept."""
    return "\n".join(map(visible, text[:_VALUE].split("\n")))


def _line(model: PageModel, row: PageRow) -> dict[str, Any]:
    """The decisions about a line, or what a model is unsure of: how likely it is text, and how likely a story begins on it."""
    made = model.stop(row.number).decisions
    if made:
        return {"hand": sorted({VERBS[decision.verb] for decision in made})}
    unsure = None if row.number in model.titles.replaced else unsure_lines(model).get(row.number)
    doubts = {"unsure": unsure, "begins": possible_boundaries(model).get(row.number)}
    return {name: round(probability, 2) for name, probability in doubts.items() if probability is not None}


def _by_hand(model: PageModel, row: PageRow, shown: dict[str, Any]) -> dict[str, Any]:
    """What a title or a field written by hand changes in the data of a line. `about`: what became of the line.

    A line that is the title written by hand is shown like any other title, though it is removed from the text.
    """
    if row.number in model.titles.written:
        rules = [note for note in shown.get("notes", ()) if not note[0].startswith("decision.")]
        parts = [["=", text] for kind, text in shown["parts"] if kind != "+"]
        return {"s": "k", "parts": parts, "notes": [*rules, ["title", ""]], "hand": ["title, set by hand"], "titled": True}
    if row.number in model.titles.replaced:
        return {"about": ["the page’s own title: in neither the title nor the text now"], "replaced": True}
    fields = {name for finding in row.findings if finding.action == "lift" for name in finding.value or ()}
    changed = sorted(fields & by_hand.fields(model.traced, row.number)) if fields else []
    return {"about": [f"{', '.join(changed)}: changed by hand"]} if changed else {}


def _of_story(decision: Decision) -> str:
    """What of a story was written by hand: its title, or a field."""
    return "title" if decision.verb == "title" else label(decision.what, 40)


def _unmet(decision: Decision, like: tuple[int, str] | None) -> dict[str, Any]:
    return {
        "what": f"{VERBS[decision.verb]}: {label(decision.anchor, 160)}",
        "line": decision.line,
        "near": like[0] if like else 0,
        "like": label(like[1], 160) if like else "",
    }


def why(model: PageModel, number: int) -> list[dict[str, Any]]:
    """The explanation of a line, in sections. Raises InputError for a line that the page does not have."""
    sections = explain(model.traced, max(1, number), model.name)
    return [
        {"title": label(section.title), "entries": [[entry.startswith("\t"), label(entry.lstrip("\t"))] for entry in section.entries[:FEW]]}
        for section in (sections[1:] or sections)[:FEW]
    ]
