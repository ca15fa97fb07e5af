"""The weights of gaps between paragraphs of HTML pages: where one article of a page ends and another begins."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import additive
import boosted
import numpy as np

from cleaner.evaluate.gold import records
from cleaner.parse.html import parts
from cleaner.parse.html.blocks import TreeBlock, read_blocks
from cleaner.parse.html.tree import lighten, load
from cleaner.parse.html.weigh import key_of

_BEGINNING = 100  # characters of a paragraph by which it is known in the gold
_GROWTH = boosted.Growth(depth=2, ridge=5.0, features=0.3, leaf=10)  # there are few articles to learn from
_STRENGTH = [[name for name, _ in parts.FEATURES].index(name) for name in ("nearer", "less text")]


def fit(folder: Path, dry_run: bool) -> None:
    """Fit and, unless it is a dry run, write them."""
    pages = [record for name in ("html_streams", "pages") for _, record in records(folder / f"{name}.jsonl.gz")]
    rows = [row for row in map(_row, pages) if len(row["label"])]
    fold_of = additive.folds(row["publisher"] for row in rows)
    matrix = np.concatenate([row["matrix"] for row in rows])
    label = np.concatenate([row["label"] for row in rows])
    weight = np.ones(len(label))
    fold = np.concatenate([np.full(len(row["label"]), fold_of[row["publisher"]]) for row in rows])
    chances = 1 / (1 + np.exp(-boosted.unseen(matrix, label, weight, fold, _GROWTH)))
    scores = _score(rows, chances)
    print("parts: share of pages parted right, publishers left out of the fit", scores)
    if not dry_run:
        record = {
            "about": "Weights of the articles on an HTML page. Made by benchmarks/fit.py; not to be edited by hand.",
            "fitted": {"pages": len(rows), "gaps": len(label), "boundaries": int(label.sum()), "seed": additive.SEED},
            "scores": {"measure": "share of pages parted right, publishers left out of the fit", **scores},
            "part": boosted.trees(boosted.fit(matrix, label, weight, _GROWTH), parts.FEATURES),
        }
        additive.write(parts.FILE, record)


def _row(record: dict[str, Any]) -> dict[str, Any]:
    tree = load(record["html"])
    lighten(tree)
    blocks = read_blocks(tree)
    gaps = parts.describe(blocks)
    articles = record.get("articles") or [record["gold"]]
    owner = _owners([blocks[index] for index in gaps.paragraphs], articles)
    return {
        "publisher": urlsplit(record.get("url") or "").netloc or record["id"],
        "several": len(articles) > 1,
        "matrix": gaps.matrix,
        "owner": owner,
        "label": _labels(owner, gaps.matrix),
    }


def _owners(paragraphs: list[TreeBlock], articles: list[dict[str, Any]]) -> list[int]:
    """Which article each paragraph of the page belongs to; -1 for none."""
    texts = [f" {key_of(' '.join(article['paragraphs']))} " for article in articles]
    keys = [key_of(block.text)[:_BEGINNING] for block in paragraphs]
    return [next((number for number, text in enumerate(texts) if f" {key}" in text), -1) for key in keys]


def _labels(owner: list[int], matrix: np.ndarray) -> np.ndarray:
    """1 for the gap that parts two articles: of several between their paragraphs, the one where the tree holds most apart."""
    label = np.zeros(len(matrix))
    last = None
    for at, own in enumerate(owner):
        if own < 0:
            continue
        if last is not None and own != owner[last]:
            label[max(range(last, at), key=lambda gap: matrix[gap][_STRENGTH].tolist())] = 1
        last = at
    return label


def _score(rows: list[dict[str, Any]], chances: np.ndarray) -> dict[str, float]:
    right: dict[str, list[bool]] = {"one": [], "several": []}
    at = 0
    for row in rows:
        own = chances[at : at + len(row["label"])]
        at += len(row["label"])
        part = np.concatenate([[0], np.cumsum(own > parts._SURE)])
        pairs = {(owner, number) for owner, number in zip(row["owner"], part, strict=True) if owner >= 0}
        right["several" if row["several"] else "one"].append(len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs}))
    return {kind: round(float(np.mean(values)), 3) for kind, values in right.items()}
