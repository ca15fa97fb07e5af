"""Data in the benchmark's form: gzip JSON lines with `text`, `gold` {title, paragraphs, ...} and, where known, `lang`, `url`, `group`."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
TOKEN = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
SHINGLE = 4  # tokens; the usual size of the article extraction benchmarks

Shingles = Counter[tuple[str, ...]]


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a .jsonl or .jsonl.gz file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def shingles(text: str) -> Shingles:
    """The runs of four tokens in a text, counted; a Chinese, Japanese or Korean character is a token of its own."""
    tokens = TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1))) if tokens else Counter()


def scores(gold: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a found text, by shared shingles."""
    one, other = shingles(gold), shingles(found)
    shared = (one & other).total()
    precision = shared / other.total() if other else float(not one)
    recall = shared / one.total() if one else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def labels(lines: list[str], paragraphs: list[str]) -> list[float]:
    """For each line the share of its tokens that stand in a shingle of the gold text; -1 for a line without a token."""
    gold = shingles("\n".join(paragraphs))
    tokens: list[str] = []
    owners: list[int] = []
    for number, line in enumerate(lines):
        own = TOKEN.findall(line)
        tokens += own
        owners += [number] * len(own)
    covered = [False] * len(tokens)
    for i in range(len(tokens) - SHINGLE + 1):
        if tuple(tokens[i : i + SHINGLE]) in gold:
            covered[i : i + SHINGLE] = [True] * SHINGLE
    all_tokens, gold_tokens = Counter(owners), Counter(owner for owner, hit in zip(owners, covered, strict=True) if hit)
    return [gold_tokens[i] / all_tokens[i] if all_tokens[i] else -1.0 for i in range(len(lines))]


def sizes(lines: list[str]) -> list[int]:
    """Tokens in each line."""
    return [len(TOKEN.findall(line)) for line in lines]
