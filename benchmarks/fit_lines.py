"""The weights of lines: text or furniture. The second look is fitted on what the first says of pages it has not seen."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import additive
import numpy as np
import scipy.sparse as sparse

from cleaner.config import Settings
from cleaner.evaluate.gold import records
from cleaner.flow import scanned
from cleaner.measure import coverage, match, tokens
from cleaner.scan.weigh import context, describe, model


@dataclass
class Row:
    """One page: its lines, their features, and what the gold says of each."""

    style: str
    group: str
    language: str
    lines: list[str]
    gold: str
    matrix: np.ndarray
    label: np.ndarray
    weight: np.ndarray


def load(folder: Path) -> list[Row]:
    """Every page that holds text, with the rules applied and the weights left out."""
    rows = []
    for _, record in records(folder / "texts.jsonl.gz"):
        _, found, language = scanned(record["text"], url=record.get("url"), settings=Settings(disable=("weights", "fragment")))
        lines = [line for line in found.lines if line.text]
        if not lines:
            continue
        texts = [line.block.text for line in lines]
        gold = "\n".join(record["gold"]["paragraphs"])
        label = np.array(coverage(texts, gold))
        size = np.array([len(tokens(text)) for text in texts], float)
        gold_size = max(1.0, size[label >= 0.5].sum())
        # a page counts as a page, and a line in it by its share of the text
        weight = np.where(label < 0, 0.0, np.sqrt(np.minimum(size, 200) / gold_size) * 5 + 0.02)
        rows.append(Row(record["style"], record["group"], record["lang"], texts, gold, describe(lines, language), label, weight))
    return rows


def report(rows: list[Row], chances: np.ndarray, keep: float) -> dict[str, float]:
    """Mean F1 by style and language when lines from `keep` on stay; lines that rules remove are gone."""
    found: dict[str, list[float]] = {}
    gone = [name for name, _ in context.names()].index("gone")
    at = 0
    for row in rows:
        own = chances[at : at + len(row.lines)]
        at += len(row.lines)
        text = "\n".join(line for line, chance, out in zip(row.lines, own, row.matrix[:, gone], strict=True) if chance >= keep and not out)
        score = match(row.gold, text).f1
        for name in ("all", row.style, "english" if row.language == "en" else "other languages"):
            found.setdefault(name, []).append(score)
    return {name: round(float(np.mean(values)), 4) for name, values in found.items()}


def fit(folder: Path, dry_run: bool) -> None:
    """Fit and, unless it is a dry run, write them."""
    rows = load(folder)
    matrix = np.concatenate([row.matrix for row in rows])
    label = np.concatenate([row.label for row in rows])
    weight = np.concatenate([row.weight for row in rows])
    of = additive.folds(row.group for row in rows)
    fold = np.repeat([of[row.group] for row in rows], [len(row.lines) for row in rows])
    first_cuts = additive.cuts(matrix)
    first = additive.pieces(matrix, first_cuts)
    first_chances = additive.unseen(first, label, weight, fold)
    bounds = np.cumsum([0] + [len(row.lines) for row in rows])
    around = np.concatenate([context.around(first_chances[a:b].astype(np.float32), matrix[a:b, 0]) for a, b in itertools.pairwise(bounds)])
    both_cuts = first_cuts + additive.cuts(around)
    both = sparse.hstack([first, additive.pieces(around, both_cuts[len(first_cuts) :])]).tocsr()
    second_chances = additive.unseen(both, label, weight, fold)
    by_keep = {keep: report(rows, second_chances, keep) for keep in (0.3, 0.35, 0.4, 0.45, 0.5)}
    keep = max(by_keep, key=lambda value: by_keep[value]["all"])
    for value, scored in by_keep.items():
        print("keep", value, scored)
    if dry_run:
        return
    record = {
        "about": "Weights of lines: text or furniture. Made by benchmarks/fit.py; not to be edited by hand.",
        "fitted": {
            "pages": len(rows),
            "publishers": len({row.group for row in rows}),
            "lines": len(label),
            "seed": additive.SEED,
            "pieces": additive.PIECES,
            "penalty": additive.PENALTY,
        },
        "scores": {"measure": "mean F1 of shingles on pages of publishers left out of the fit", **by_keep[keep]},
        "keep": keep,
        "first": additive.steps(additive.fit(first, label, weight), first_cuts, context.names()),
        "second": additive.steps(additive.fit(both, label, weight), both_cuts, context.names() + context.around_names()),
    }
    additive.write(model.FILE, record)
