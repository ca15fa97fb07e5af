"""The weights of headlines, on pages that hold the gold one on a line; the lines' weights must be fitted before.

Each page is learnt from with its address and, at a small weight, without: else the weights would rest on an address that often is not known.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import additive
import numpy as np

from cleaner.evaluate.gold import records
from cleaner.flow import scanned
from cleaner.line import Line
from cleaner.measure import folded
from cleaner.segment import headline
from cleaner.segment.address import spelled
from cleaner.segment.traits import FEATURES
from cleaner.segment.wording import worded

WITHOUT_ADDRESS = 0.1  # weight of a page without its address, against 1 with it


class Rivals(NamedTuple):
    """The lines of one page that could be its headline."""

    matrix: np.ndarray
    right: np.ndarray
    publisher: str
    weight: float


def fit(folder: Path, dry_run: bool) -> None:
    """Fit and, unless it is a dry run, write them."""
    pages = _pages(folder)
    matrix, label = np.concatenate([page.matrix for page in pages]), np.concatenate([page.right for page in pages])
    of = additive.folds(page.publisher for page in pages)
    fold = np.concatenate([np.full(len(page.right), of[page.publisher]) for page in pages])
    weight = np.concatenate([np.full(len(page.right), page.weight) for page in pages])
    cut = additive.cuts(matrix)
    chances = additive.unseen(additive.pieces(matrix, cut), label, weight, fold)
    bounds = np.cumsum([len(page.right) for page in pages])[:-1]
    hits = [(page.weight == 1, page.right[np.argmax(own)]) for page, own in zip(pages, np.split(chances, bounds), strict=True)]
    known, unknown = ([hit for with_address, hit in hits if with_address is told] for told in (True, False))
    share = float(np.mean(known))
    print(
        f"headlines: {share:.3f} of {len(known)} pages right, {np.mean(unknown):.3f} without address, their publishers left out of the fit"
    )
    if not dry_run:
        record = {
            "about": "Weights of headlines. Made by benchmarks/fit.py; not to be edited by hand.",
            "fitted": {"pages": len(known), "publishers": len(of), "seed": additive.SEED},
            "scores": {
                "measure": "share of pages whose headline is found, publishers left out of the fit",
                "all": round(share, 4),
                "without address": round(float(np.mean(unknown)), 4),
            },
            "headline": additive.steps(additive.fit(additive.pieces(matrix, cut), label, weight), cut, FEATURES),
        }
        additive.write(headline.FILE, record)


def _pages(folder: Path) -> list[Rivals]:
    pages = []
    for _, record in records(folder / "texts.jsonl.gz"):
        wanted, url = folded(record["gold"]["title"]), record.get("url")
        if not wanted:
            continue
        lines = scanned(record["text"], url=url)[1].lines
        if all(line.taken is None for line in lines):  # clean text: its headline is not weighed
            continue
        for address, weight in ((url, 1.0), (None, WITHOUT_ADDRESS)) if url else ((None, 1.0),):
            page = _rivals(lines, wanted, address, record["group"], weight)
            if page.right.any():
                pages.append(page)
    return pages


def _rivals(lines: list[Line], wanted: str, url: str | None, publisher: str, weight: float) -> Rivals:
    able, address = headline.rivals(lines), spelled(url)
    right = np.array([folded(worded(i, lines, address)) == wanted for i in able], float)
    return Rivals(headline.describe(lines, able, url) if able else np.empty((0, 0)), right, publisher, weight)
