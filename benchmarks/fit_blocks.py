"""The weights of blocks of HTML pages: which of the main text, and of what stands about it, is text of the article."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import additive
import boosted
import numpy as np

from cleaner.evaluate.gold import records
from cleaner.parse.html import weigh
from cleaner.parse.html.blocks import TreeBlock, read_blocks
from cleaner.parse.html.describe import FEATURES, describe
from cleaner.parse.html.extract import extract
from cleaner.parse.html.tree import lighten, load

_RUN = 4  # words: a block that is no paragraph of the gold is text when most of its runs of words are
_MOST = 0.6
_GROWTH = boosted.Growth(depth=5, trees=120)  # measured against depths 2 to 4 and means of several fits
_PART = 20  # characters from which on a block may be a part of a gold paragraph


def fit(folder: Path, dry_run: bool) -> None:
    """Fit and, unless it is a dry run, write them."""
    rows = [row for _, record in records(folder / "pages.jsonl.gz") if (row := _row(record)) is not None]
    fold_of = additive.folds(row["publisher"] for row in rows)
    matrix = np.concatenate([row["matrix"] for row in rows])
    label = np.concatenate([row["label"] for row in rows])
    weight = np.concatenate([row["weight"] for row in rows])
    fold = np.concatenate([np.full(len(row["label"]), fold_of[row["publisher"]]) for row in rows])
    odds = boosted.unseen(matrix, label, weight, fold, _GROWTH)
    right = float(np.average((odds > 0) == (label > 0), weights=weight))
    print(f"blocks: {len(label)} of {len(rows)} pages; share of the weight told rightly, publishers left out of the fit: {right:.3f}")
    if not dry_run:
        record = {
            "about": "Weights of blocks of HTML pages. Made by benchmarks/fit.py; not to be edited by hand.",
            "fitted": {"pages": len(rows), "blocks": len(label), "text": int(label.sum()), "seed": additive.SEED},
            "scores": {"measure": "share of blocks told rightly, by length; publishers left out of the fit", "right": round(right, 3)},
            "block": boosted.trees(boosted.fit(matrix, label, weight, _GROWTH), FEATURES),
        }
        additive.write(weigh.FILE, record)


def _row(record: dict[str, Any]) -> dict[str, Any] | None:
    tree = load(record["html"])
    lighten(tree)
    blocks = read_blocks(tree)
    keys = [weigh.key_of(block.text) for block in blocks]
    taken = np.zeros(len(blocks), np.float32)
    taken[[at for at in weigh.match(extract(tree, record.get("url")), keys) if at is not None]] = 1
    stretch = weigh.asked(taken)
    if stretch.stop == 0:
        return None
    asked = blocks[stretch]
    label = _labels(asked, keys[stretch], record["gold"]["paragraphs"])
    size = np.sqrt([len(block.text) + 5 for block in asked])
    return {
        "publisher": urlsplit(record.get("url") or "").netloc or record["id"],
        "matrix": describe(blocks, keys, taken, stretch),
        "label": label,
        "weight": size / (size[label > 0].sum() + 20) * 100,  # each page counts alike
    }


def _labels(blocks: list[TreeBlock], keys: list[str], paragraphs: list[str]) -> np.ndarray:
    """1 for blocks whose words stand in the gold."""
    gold = [weigh.key_of(text) for text in paragraphs]
    whole, known = f" {' '.join(gold)} ", set(gold)
    return np.array([float(bool(key) and _is_text(key, whole, known)) for key in keys])


def _is_text(key: str, whole: str, known: set[str]) -> bool:
    if key in known or (len(key) > _PART and f" {key} " in whole):
        return True
    words = key.split()
    runs = [" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)] if len(words) >= 2 * _RUN else []
    return bool(runs) and sum(run in whole for run in runs) > _MOST * len(runs)
