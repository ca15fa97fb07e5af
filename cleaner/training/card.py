"""Writes the page about the models from their records: `python -m cleaner.training.card [DIR] > docs/models.md`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..models import Model, load
from .folds import RULE
from .registry import TRAINERS

_GROUPS = {"source": "Source", "language": "Language", "type": "Page type", "style": "Kind of text"}
_SHOWN = 12  # largest groups of each kind that are shown

_HEAD = f"""# Models

Made from the records in the models' files by `python -m cleaner.training.card`; not to be edited by hand.

Models are fitted by `cleaner fit DATA --out DIR`, in the order below. Rows of fold `dev` are never learned from. Folds: {RULE}.
All scores are out-of-fold: of each row by a model that has seen no page of its domain. A model that reads another's output was fitted
on that one's out-of-fold output.
"""


def page(directory: str | Path | None = None) -> str:
    """Markdown about the models in a folder, or the package's own models for None. Raises ModelError."""
    models = [load(trainer.name, directory) for trainer in TRAINERS]
    return "\n".join([_HEAD, _overview(models), *map(_section, models)])


def _overview(models: list[Model]) -> str:
    rows = ["| Model | Measure | Score | Rows | Domains | Features |", "| --- | --- | --- | --- | --- | --- |"]
    for model in models:
        scores, data = model.record["scores"], model.record["data"]
        features = sum(entry["count"] for entry in model.record["features"].values())
        rows.append(
            f"| [{model.name}](#{model.name}) | {scores['measure']} | {scores['all']:.3f} | {data['rows']:,} | {data['domains']:,} | {features} |"
        )
    return "\n".join(rows) + "\n"


def _section(model: Model) -> str:
    record = model.record
    parts = ", ".join(
        f"`{name}` ({part.get('kind')}, {_used(part)} of {record['features'].get(name, {}).get('count', 0)} features)"
        for name, part in model.fitted.items()
    )
    lines = [f"## {model.name}", "", record["about"], "", f"- Parts: {parts}."]
    if model.thresholds:
        lines.append(f"- Thresholds: {', '.join(f'`{name}` {value}' for name, value in model.thresholds.items())}.")
    lines += [f"- Reads {name}, {how}." for name, how in record["reads"].items()]
    lines += [f"- Known limit: {limit}" for limit in record["limits"]]
    if record["libraries"]:
        lines.append(f"- Libraries: {', '.join(f'{name} {version}' for name, version in record['libraries'].items())}.")
    lines.append(f"- Hashes: data `{record['data']['hash']}`, features on the probe `{record['probe']}`.")
    return "\n".join([*lines, "", *_scores(record["scores"]), "", *_sources(record["data"]["sources"]), ""])


def _used(part: Mapping[str, Any]) -> int:
    return sum(len(entry["columns"]) for entry in part.get("features", {}).values())


def _scores(scores: Mapping[str, Any]) -> list[str]:
    rows = [
        f"| {scores['measure']}, out-of-fold | Rows | Score |",
        "| --- | --- | --- |",
        f"| all | {scores['rows']:,} | {scores['all']:.3f} |",
    ]
    for by, title in _GROUPS.items():
        found = sorted(scores.get(by, {}).items(), key=lambda item: (-item[1][0], item[0]))[:_SHOWN]
        if len(found) > 1:
            rows += [f"| {title}: {_cell(name)} | {count:,} | {value:.3f} |" for name, (count, value) in found]
    return rows


def _cell(text: str) -> str:
    """A name from the data, safe in a Markdown table."""
    return " ".join(text.replace("|", "/").split())


def _sources(sources: Mapping[str, Any]) -> list[str]:
    rows = ["| Source | Rows | Domains | Licence |", "| --- | --- | --- | --- |"]
    return rows + [
        f"| {_cell(name)} | {entry['rows']:,} | {entry['domains']:,} | {_cell(entry['licence'])} |" for name, entry in sources.items()
    ]


if __name__ == "__main__":
    sys.stdout.write(page(sys.argv[1] if len(sys.argv) > 1 else None))
