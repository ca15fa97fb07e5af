"""The weights of boundaries: which line a story would begin with in each gap, and whether one begins there at all.

They are fitted on files of several articles (streams) and on pages of one (texts); the publisher of an article in a stream is
found by its paragraphs in the texts.
"""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import additive
import boosted
import numpy as np

from cleaner.evaluate.gold import records
from cleaner.flow import scanned
from cleaner.measure import folded, split
from cleaner.segment import boundary, evidence, starts
from cleaner.segment.facts import Facts
from cleaner.segment.gaps import Gaps

_BRIEF = (2, 5)  # lines of text that are left of a story in a brief
_ONE, _OTHERWISE = 2.0, 0.5  # the weight of a gap in a page of one story, and in a variant
_VARIED = ("one ", "brief ", "even ", "dressed ")  # kinds beside those of the streams
_BLANK = -1
_HEADER = ("By Ilse Marrow", "12 March 2024", "Share", "Updated 5 min ago")
_END = 10**9  # a line below every file's last


@dataclass
class File:
    """A file, its articles (first and last line from 0, folded title), and what the gold says of its gaps and lines."""

    kind: str
    articles: list[tuple[int, int, str]]
    facts: Facts
    able: starts.Starts
    fold: np.ndarray  # of each gap
    rows: np.ndarray = field(init=False)  # what `able` tells of each line
    begins: np.ndarray = field(init=False)  # gaps: 1 a story begins, 0 none does, -1 another gap of the same stretch stands for it
    opens: np.ndarray = field(init=False)  # lines: 1 between two stories' texts and not below the later one's headline, 0 not, -1 unasked
    heads: np.ndarray = field(init=False)  # lines: 1 the headline of a story, 0 not, -1 unasked
    matrix: np.ndarray = field(init=False)
    gaps: Gaps = field(init=False)

    def __post_init__(self) -> None:
        self.rows = self.able.matrix()
        self.begins = np.zeros(len(self.facts.upper))
        self.opens = np.full(len(self.able.lines), -1.0)
        self.heads = np.full(len(self.able.lines), -1.0)
        for above, below in itertools.pairwise(self.articles):
            self._label(above[1], below[0], below[2])

    @property
    def numbers(self) -> np.ndarray:
        """The line number of each line, from 0."""
        return np.array([line.block.line - 1 for line in self.facts.lines])

    def _label(self, low: int, high: int, title: str) -> None:
        """A story begins behind line `low` and not behind `high`."""
        at = self.numbers
        possible = (at[self.facts.upper] < high) & (at[self.facts.lower] > low)
        self.begins[possible] = -1
        titles = [i for i in np.flatnonzero((at > low) & (at <= high)) if title and folded(self.facts.lines[i].text) == title]
        gap = int(np.searchsorted(self.facts.lower, titles[-1])) if titles else -1
        if not 0 <= gap < len(possible):
            later = [i for i in np.flatnonzero(possible) if at[self.facts.lower[i]] >= high]
            if not later:
                return
            gap = int(later[0])
        self.begins[gap] = 1
        own = np.flatnonzero(self.able.gaps == gap)
        lines = at[self.able.lines[own]]
        named = [
            line
            for line in lines
            if low < line <= high and title and folded(self.facts.lines[int(np.flatnonzero(at == line)[0])].text) == title
        ]
        self.opens[own] = (lines > low) & (lines <= (min(named) if named else high))
        if named:
            self.heads[own] = lines == max(named)

    def score(self, odds: np.ndarray) -> bool:
        """Whether the best split over the gaps' odds is the gold one."""
        chosen = boundary.chosen(self.gaps, odds)
        if len(self.articles) == 1:
            return not chosen
        begun = self.numbers[self.gaps.start[chosen]] if chosen else []
        return split([(first, last) for first, last, _ in self.articles], [int(line) for line in begun]).right


def load(folder: Path) -> list[File]:
    """Every file that holds two paragraphs or more."""
    publisher: dict[str, str] = {}
    texts = [record for _, record in records(folder / "texts.jsonl.gz")]
    for record in texts:
        publisher.update(dict.fromkeys(record["gold"]["paragraphs"][:6], record["group"]))
    fold = additive.folds(record["group"] for record in texts)
    streams = [record for _, record in records(folder / "streams.jsonl.gz")]
    chance = random.Random(additive.SEED)
    varied = [change(record, chance) for change in (_brief, _even) for record in streams]
    varied += [_even(record, chance) for record in varied[: len(streams)]]
    dressed = [_dressed(record, chance) for record in streams if record["kind"] != "dump"]
    varied += dressed + [_even(_brief(record, chance), chance) for record in dressed]
    files = (_file(record, publisher, fold) for record in itertools.chain(streams, varied, texts))
    return [file for file in files if file is not None]


def _brief(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same file with each story cut to its first lines, as briefs and previews are: what holds for long stories alone is no rule."""
    shown = set(range(record["text"].count("\n") + 1))
    for article in record["articles"]:
        body = range(article["first_line"], article["last_line"] + 1)
        held = [i for i in body if record["text"].split("\n")[i].strip()]
        shown -= {i for i in body if i > held[: chance.randint(*_BRIEF)][-1]}
    return _rewritten(record, "brief", [[i] for i in sorted(shown)])


def _even(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same file with one distance between all its lines: a scraper may have left no blank line, or set one behind every line."""
    lines, blank = record["text"].split("\n"), chance.random() < 0.5
    held = [i for i, line in enumerate(lines) if line.strip()]
    return _rewritten(record, "even", [[i, _BLANK] if blank else [i] for i in held])


def _dressed(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same file with a byline, a date or buttons below each headline, as many sites print them."""
    lines, articles, shift = record["text"].split("\n"), [], 0
    kept: list[str] = []
    shown = [line for line in _HEADER if chance.random() < 0.5] or [_HEADER[1]]
    blank = chance.random() < 0.5
    at = 0
    for article in record["articles"]:
        title = folded(article["title"] or "")
        named = [i for i in range(at, article["first_line"]) if title and folded(lines[i]) == title]
        below = named[-1] + 1 if named else article["first_line"]
        kept += lines[at:below]
        header = [part for line in shown for part in ([line, ""] if blank else [line])] if named else []
        kept += [*([""] if blank and header else []), *header]
        shift = len(kept) - below
        kept += lines[below : article["last_line"] + 1]
        articles.append(article | {"first_line": article["first_line"] + shift, "last_line": article["last_line"] + shift})
        at = article["last_line"] + 1
    return record | {"kind": f"dressed {record['kind']}", "text": "\n".join(kept + lines[at:]), "articles": articles}


def _rewritten(record: dict[str, Any], name: str, shown: list[list[int]]) -> dict[str, Any]:
    """The file with the lines `shown` alone, by their numbers, and the articles' places in it."""
    lines, order = record["text"].split("\n"), [i for group in shown for i in group]
    place = {line: at for at, line in enumerate(order)}
    articles = []
    for article in record["articles"]:
        body = [place[i] for i in range(article["first_line"], article["last_line"] + 1) if i in place]
        articles.append(article | {"first_line": body[0], "last_line": body[-1]})
    text = "\n".join("" if i == _BLANK else lines[i] for i in order)
    return record | {"kind": f"{name} {record['kind']}", "text": text, "articles": articles}


def _file(record: dict[str, Any], publisher: dict[str, str], fold: dict[str, int]) -> File | None:
    facts = Facts(scanned(record["text"], url=record.get("url"))[1].lines)
    if not len(facts.upper):
        return None
    gold = record.get("articles") or [record["gold"] | {"first_line": 0, "last_line": _END}]
    articles = [(article["first_line"], article["last_line"], folded(article["title"] or "")) for article in gold]
    folds = [next((fold[publisher[text]] for text in article["paragraphs"] if text in publisher), 0) for article in gold]
    ends = np.array([last for _, last, _ in articles[:-1]])
    owner = np.searchsorted(ends, [facts.lines[i].block.line - 1 for i in facts.upper], side="right")
    return File(record.get("kind") or f"one {record['style']}", articles, facts, starts.Starts(facts), np.array(folds)[owner])


def fit(folder: Path, dry_run: bool) -> None:
    """Fit and, unless it is a dry run, write them."""
    files = load(folder)
    rows = np.concatenate([file.rows for file in files])
    row_fold = np.concatenate([file.fold[file.able.gaps] for file in files])
    opening, opening_odds = _of_lines(rows, np.concatenate([file.opens for file in files]), row_fold)
    heading, heading_odds = _of_lines(rows, np.concatenate([file.heads for file in files]), row_fold)
    for file, (a, b) in zip(files, _bounds(len(file.rows) for file in files), strict=True):
        file.gaps = Gaps(file.facts, file.able, opening_odds[a:b], heading_odds[a:b])
        file.matrix = evidence.describe(file.gaps)
    matrix = np.concatenate([file.matrix for file in files])
    label = np.concatenate([file.begins for file in files])
    weight = (label >= 0) * np.repeat([_weight(file.kind) for file in files], [len(file.begins) for file in files])
    fold = np.concatenate([file.fold for file in files])
    odds = boosted.unseen(matrix, label, weight, fold)
    scores = _report(files, odds)
    print("boundaries: share of files split right, publishers left out of the fit", scores)
    if not dry_run:
        record = {
            "about": "Weights of boundaries. Made by benchmarks/fit.py; not to be edited by hand.",
            "fitted": {"files": len(files), "gaps": len(label), "boundaries": int((label > 0).sum()), "seed": additive.SEED},
            "scores": {"measure": "share of files split right, publishers of the later article left out of the fit", **scores},
            "opening": opening,
            "heading": heading,
            "boundary": boosted.trees(boosted.fit(matrix, label, weight), evidence.FEATURES),
        }
        additive.write(boundary.FILE, record)


def _weight(kind: str) -> float:
    """A false split of one story is worse than a missed one; variants are the same stories again."""
    return _ONE if kind.startswith("one ") else _OTHERWISE if kind.startswith(_VARIED) else 1.0


def _of_lines(rows: np.ndarray, label: np.ndarray, fold: np.ndarray) -> tuple[dict[str, Any], np.ndarray]:
    """Weights for lines, and the odds of all lines by weights that have not seen their publisher."""
    asked = (label >= 0).astype(float)
    cut = additive.cuts(rows[asked > 0])
    pieces = additive.pieces(rows, cut)
    chances = additive.unseen(pieces, label, asked, fold)
    odds = np.log(chances / (1 - chances)).astype(np.float32)
    return additive.steps(additive.fit(pieces, label, asked), cut, starts.FEATURES), odds


def _report(files: list[File], odds: np.ndarray) -> dict[str, float]:
    right: dict[str, list[bool]] = defaultdict(list)
    for file, (a, b) in zip(files, _bounds(len(file.begins) for file in files), strict=True):
        found = file.score(odds[a:b])
        right[file.kind].append(found)
        if not file.kind.startswith(_VARIED):
            right["all"].append(found)
    return {kind: round(float(np.mean(values)), 3) for kind, values in sorted(right.items())}


def _bounds(sizes: Iterator[int]) -> Iterator[tuple[int, int]]:
    return itertools.pairwise(itertools.accumulate(sizes, initial=0))
