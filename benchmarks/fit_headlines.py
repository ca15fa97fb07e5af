"""The weights of headlines, on pages that hold the gold one as a line of its own; the lines' weights must be fitted before."""

from __future__ import annotations

import itertools
from pathlib import Path

import additive
import numpy as np

from cleaner.evaluate.gold import records
from cleaner.flow import scanned
from cleaner.measure import folded
from cleaner.segment import headline
from cleaner.segment.address import spelled
from cleaner.segment.wording import worded


def fit(folder: Path, dry_run: bool) -> None:
    """Fit and, unless it is a dry run, write them."""
    matrices, labels_, groups = [], [], []
    for _, record in records(folder / "texts.jsonl.gz"):
        wanted = folded(record["gold"]["title"])
        lines = scanned(record["text"], url=record.get("url"))[1].lines
        if all(line.taken is None for line in lines):  # clean text: its headline is not weighed
            continue
        address = spelled(record.get("url"))
        able = headline.rivals(lines)
        right = [folded(worded(i, lines, address)) == wanted for i in able]
        if wanted and any(right):
            matrices.append(headline.describe(lines, able, record.get("url")))
            labels_.append(np.array(right, float))
            groups.append(record["group"])
    matrix, label = np.concatenate(matrices), np.concatenate(labels_)
    owner = np.repeat(np.arange(len(matrices)), [len(part) for part in matrices])
    of = additive.folds(groups)
    fold = np.array([of[group] for group in groups])[owner]
    weight = np.ones(len(label))
    cut = additive.cuts(matrix)
    chances = additive.unseen(additive.pieces(matrix, cut), label, weight, fold)
    bounds = np.cumsum([0] + [len(part) for part in matrices])
    share = float(np.mean([label[a:b][np.argmax(chances[a:b])] for a, b in itertools.pairwise(bounds)]))
    print(f"headlines: {share:.3f} of {len(matrices)} pages right, their publishers left out of the fit")
    if not dry_run:
        record = {
            "about": "Weights of headlines. Made by benchmarks/fit.py; not to be edited by hand.",
            "fitted": {"pages": len(matrices), "publishers": len(of), "seed": additive.SEED},
            "scores": {"measure": "share of pages whose headline is found, publishers left out of the fit", "all": round(share, 4)},
            "headline": additive.steps(additive.fit(additive.pieces(matrix, cut), label, weight), cut, headline.FEATURES),
        }
        additive.write(headline.FILE, record)
