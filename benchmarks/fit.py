"""Fit the weights anew from open data, in one command and with a fixed seed:

    python benchmarks/fit.py DATA_FOLDER            # holds texts.jsonl.gz in the benchmark's form
    python benchmarks/fit.py DATA_FOLDER --dry-run  # only tell how the weights would score

Each feature is cut at quantiles, a logistic regression weighs the pieces, and neighbouring pieces become steps. The
second look is fitted on what the first says of pages it has not seen: folds are by publisher, never by page.
Needs the extra `fit`: pip install 'pagecleaner[fit]'.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from cleaner import weights
from cleaner.config import Settings
from cleaner.evaluate.gold import records
from cleaner.flow import scanned
from cleaner.measure import coverage, folded, match, tokens
from cleaner.scan.weigh import context, describe, model
from cleaner.segment import headline

SEED = 7
FOLDS = 5
PIECES = 10
PENALTY = 0.05  # inverse strength of the ridge
TARGET = Path(weights.__file__).parent


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
        _, found, language = scanned(record["text"], url=record.get("url"), settings=Settings(disable=("weights",)))
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
        rows.append(
            Row(record["style"], record["group"], record["lang"], texts, gold, describe(lines, language), label, weight)
        )
    return rows


def folds(rows: list[Row]) -> np.ndarray:
    """The fold of each page; all pages of a publisher share one."""
    groups = sorted({row.group for row in rows})
    random.Random(SEED).shuffle(groups)
    number = {group: i % FOLDS for i, group in enumerate(groups)}
    return np.array([number[row.group] for row in rows])


def cuts(matrix: np.ndarray) -> list[np.ndarray]:
    """For each column the thresholds that cut it into pieces of about one size."""
    out = []
    for column in matrix.T:
        values = np.unique(column)
        quantiles = np.unique(np.quantile(column, np.linspace(0, 1, PIECES + 1)[1:-1]))
        out.append(
            (values[1:] + values[:-1]) / 2 if len(values) <= PIECES else quantiles[(quantiles >= values[0]) & (quantiles < values[-1])]
        )
    return out


def pieces(matrix: np.ndarray, thresholds: list[np.ndarray]) -> sparse.csr_matrix:
    """One column for each piece of each feature, 1 where the value lies in it."""
    at, offset = [], 0
    for column, cut in zip(matrix.T, thresholds, strict=True):
        at.append(np.searchsorted(cut, column, side="left") + offset)
        offset += len(cut) + 1
    indices = np.stack(at, axis=1).ravel()
    pointers = np.arange(0, len(indices) + 1, len(thresholds))
    return sparse.csr_matrix((np.ones(len(indices), np.float32), indices, pointers), shape=(len(matrix), offset))


def fit(matrix: sparse.csr_matrix, label: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    used = weight > 0
    return LogisticRegression(C=PENALTY, max_iter=400).fit(matrix[used], label[used] >= 0.5, sample_weight=weight[used])


def unseen(matrix: sparse.csr_matrix, label: np.ndarray, weight: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """The chance of each line by weights fitted without its publisher."""
    chances = np.zeros(len(label))
    for number in range(FOLDS):
        seen = fold != number
        chances[~seen] = fit(matrix[seen], label[seen], weight[seen]).predict_proba(matrix[~seen])[:, 1]
    return chances


def steps(fitted: LogisticRegression, thresholds: list[np.ndarray], names: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """The fitted pieces as a bias and steps: the weight of a piece less that of the piece below it."""
    weights, offset, bias = fitted.coef_[0], 0, float(fitted.intercept_[0])
    out: dict[str, list[list[float]]] = {}
    for (name, _), cut in zip(names, thresholds, strict=True):
        own = weights[offset : offset + len(cut) + 1]
        offset += len(cut) + 1
        bias += float(own[0])
        rises = [[round(float(threshold), 4), round(float(rise), 3)] for threshold, rise in zip(cut, np.diff(own), strict=True)]
        rises = [rise for rise in rises if rise[1]]
        if rises:
            out[name] = rises
    return {"bias": round(bias, 4), "steps": out}


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


def write(name: str, record: dict[str, Any]) -> None:
    path = TARGET / f"{name}.json"
    path.write_text(json.dumps(record, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    print("wrote", path)


def fit_lines(rows: list[Row], dry_run: bool) -> None:
    """The weights of lines: text or furniture."""
    matrix = np.concatenate([row.matrix for row in rows])
    label = np.concatenate([row.label for row in rows])
    weight = np.concatenate([row.weight for row in rows])
    fold = np.repeat(folds(rows), [len(row.lines) for row in rows])
    first_cuts = cuts(matrix)
    first = pieces(matrix, first_cuts)
    first_chances = unseen(first, label, weight, fold)
    bounds = np.cumsum([0] + [len(row.lines) for row in rows])
    around = np.concatenate([context.around(first_chances[a:b].astype(np.float32), matrix[a:b, 0]) for a, b in itertools.pairwise(bounds)])
    both_cuts = first_cuts + cuts(around)
    both = sparse.hstack([first, pieces(around, both_cuts[len(first_cuts) :])]).tocsr()
    second_chances = unseen(both, label, weight, fold)
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
            "seed": SEED,
            "pieces": PIECES,
            "penalty": PENALTY,
        },
        "scores": {"measure": "mean F1 of shingles on pages of publishers left out of the fit", **by_keep[keep]},
        "keep": keep,
        "first": steps(fit(first, label, weight), first_cuts, context.names()),
        "second": steps(fit(both, label, weight), both_cuts, context.names() + context.around_names()),
    }
    write(model.FILE, record)


def fit_headlines(folder: Path, dry_run: bool) -> None:
    """The weights of headlines, on pages that hold the gold one as a line of its own; the lines' weights must be fitted before."""
    matrices, labels_, groups = [], [], []
    for _, record in records(folder / "texts.jsonl.gz"):
        wanted = folded(record["gold"]["title"])
        lines = scanned(record["text"], url=record.get("url"))[1].lines
        if all(line.taken is None for line in lines):  # clean text: its headline is not weighed
            continue
        able = headline.rivals(lines)
        right = [folded(lines[i].text) == wanted for i in able]
        if wanted and any(right):
            matrices.append(headline.describe(lines, able, record.get("url")))
            labels_.append(np.array(right, float))
            groups.append(record["group"])
    matrix, label = np.concatenate(matrices), np.concatenate(labels_)
    owner = np.repeat(np.arange(len(matrices)), [len(part) for part in matrices])
    names = sorted(set(groups))
    random.Random(SEED).shuffle(names)
    fold = np.array([names.index(group) % FOLDS for group in groups])[owner]
    weight = np.ones(len(label))
    cut = cuts(matrix)
    chances = unseen(pieces(matrix, cut), label, weight, fold)
    bounds = np.cumsum([0] + [len(part) for part in matrices])
    share = float(np.mean([label[a:b][np.argmax(chances[a:b])] for a, b in itertools.pairwise(bounds)]))
    print(f"headlines: {share:.3f} of {len(matrices)} pages right, their publishers left out of the fit")
    if not dry_run:
        record = {
            "about": "Weights of headlines. Made by benchmarks/fit.py; not to be edited by hand.",
            "fitted": {"pages": len(matrices), "publishers": len(names), "seed": SEED},
            "scores": {"measure": "share of pages whose headline is found, publishers left out of the fit", "all": round(share, 4)},
            "headline": steps(fit(pieces(matrix, cut), label, weight), cut, headline.FEATURES),
        }
        write(headline.FILE, record)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--dry-run", action="store_true")
    options.add_argument("--only", choices=("lines", "headlines"))
    chosen = options.parse_args()
    if chosen.only != "headlines":
        fit_lines(load(chosen.data), chosen.dry_run)
    if chosen.only != "lines":
        fit_headlines(chosen.data, chosen.dry_run)


if __name__ == "__main__":
    main()
