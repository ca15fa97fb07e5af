"""The figures of the benchmark in the docs: from measurements into docs/benchmark.json, and from there into the marked tables.

python benchmarks/report.py record CHECK.json [--pages FILE...]   # of `check.py --json`; peers are run on the rows of --pages
python benchmarks/report.py write                                # fill the tables between `<!-- benchmark: NAME -->` and `<!-- /benchmark -->`

A table says which figures it shows, in TABLES below; no figure is typed by hand.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peers

from cleaner.evaluate.gold import records
from cleaner.models import load
from cleaner.training.registry import TRAINERS

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "benchmark.json"
DOCS = (ROOT / "README.md", ROOT / "docs" / "benchmark.md")
_REGION = re.compile(r"(<!-- benchmark: ([\w -]+?) -->\n).*?(<!-- /benchmark -->)", re.S)

LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fr": "French", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

# table -> (title of its first column, whether peers are shown, {figure: its name in the table})
TABLES: dict[str, tuple[str, bool, dict[str, str]]] = {
    "speed": (
        "speed, in processor time of one process",
        False,
        {
            "speed text MB/s warm": "scraped text whose lines come again, MB/s",
            "speed text MB/s cold": "scraped text of lines not seen before, MB/s",
            "speed html pages/s": "HTML pages a second",
            "speed html / trafilatura": "HTML pages a second, as a multiple of trafilatura's",
        },
    ),
    "text": (
        "text alone, no HTML: pages of many kinds and languages, held out",
        False,
        {
            "text wide": "F1",
            "text wide dump": "every visible block a line",
            "text wide soup": "a line break at every tag",
            "text wide main": "main content, light debris",
            "text wide read": "reader view, light debris",
            "text wide english": "English",
            "text wide other languages": "other languages",
            "text wide precision": "precision",
            "text wide recall": "recall",
            "text wide one document": "one document found in one page",
            "text wide title": "headline right",
            "text wide silent loss": "pages that lose over half, without a flag",
        },
    ),
    "splits": (
        "splitting: files of one to eight stories with the habits of many sites, held out",
        False,
        {
            "split anatomy several right": "several stories: files divided rightly",
            "split anatomy one right": "one story: left whole",
            "split anatomy precision": "boundaries drawn that are right",
            "split anatomy recall": "boundaries that are drawn",
            "split anatomy pk": "Pk (lower is better)",
            "split anatomy several articles": "F1 of the articles",
            "split anatomy titles": "headlines right",
        },
    ),
    "html": (
        "HTML: pages of many kinds and languages, held out",
        True,
        {
            "page wide": "F1",
            "page wide other languages": "the same, pages not in English",
            "page wcxb all word F1": "WCXB, word F1",
            "page wcxb article word F1": "WCXB articles",
            "page wcxb forum word F1": "WCXB forums",
            "page wcxb product word F1": "WCXB products",
            "page wcxb documentation word F1": "WCXB documentation",
            "page wcxb service word F1": "WCXB services",
            "page wcxb listing word F1": "WCXB listings",
            "page wcxb collection word F1": "WCXB collections",
            "page daniel": "news in five languages",
            "page cleaneval_en": "the general web of 2006",
            "page wide one document": "one document found in one page",
            "html several": "several articles on a page, news of these learned from: their F1",
            "html one": "one article on such a page, news learned from: its F1",
        },
    ),
    "fields": (
        "fields, held out",
        False,
        {
            "page wide title": "HTML: headline right",
            "page wide authors": "HTML: authors right",
            "page wide published": "HTML: date right",
            "text wide title": "text: headline right",
            "split anatomy titles": "split files: headlines right",
        },
    ),
    "summary": (
        "held out",
        True,
        {
            "page wide": "HTML pages of many kinds, F1",
            "page daniel": "HTML news in five languages, F1",
            "text wide": "text without HTML, F1",
            "split anatomy several right": "files of several stories divided rightly",
        },
    ),
}


def record(check: Path, pages: list[Path]) -> None:
    """Keep what was measured."""
    rows = (row for path in pages for _, row in records(path) if row.get("fold", "dev") == "dev")
    stored = {
        "figures": _rounded(json.loads(check.read_text(encoding="utf-8"))),
        "peers": peers.figures(rows) if pages else _known().get("peers", {}),
    }
    FILE.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _rounded(figures: dict[str, Any]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items() if isinstance(value, (int, float))}


def _known() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    return found


def table(name: str) -> str:
    """A table of the docs, from the measurements that were kept and the records of the models."""
    made = {"out-of-fold": _out_of_fold, "languages": _languages, "peers ahead": _peers_ahead}
    lines = _measured(*TABLES[name]) if name in TABLES else made[name]()
    return "\n".join(lines) + "\n"


def _measured(title: str, compared: bool, shown: dict[str, str]) -> Iterator[str]:
    stored = _known()
    others = stored.get("peers", {}) if compared else {}
    yield f"| {title} | cleaner | {' | '.join(others)} |" if others else f"| {title} | |"
    yield f"| --- | --- |{' --- |' * len(others)}"
    for figure, name in shown.items():
        if figure in stored.get("figures", {}):
            values = (stored["figures"], *others.values())
            yield f"| {name} | {' | '.join(f'{own[figure]:.3f}' if figure in own else '' for own in values)} |"


def _out_of_fold() -> Iterator[str]:
    yield "| model | measure | out-of-fold | rows |"
    yield "| --- | --- | --- | --- |"
    for trainer in TRAINERS:
        scores = load(trainer.name).record["scores"]
        yield f"| {trainer.name} | {scores['measure']} | {scores['all']:.3f} | {scores['rows']:,} |"


def _languages() -> Iterator[str]:
    """The scores by language that the records of the models for text and for HTML hold, largest first."""
    found = {name: load(name).record["scores"]["language"] for name in ("text", "blocks")}
    yield "| language | text: F1 | rows | HTML: F1 | rows |"
    yield "| --- | --- | --- | --- | --- |"
    for code in sorted(
        {*found["text"], *found["blocks"]}, key=lambda code: (-sum(scores.get(code, (0,))[0] for scores in found.values()), code)
    ):
        cells = (f"{scores[code][1]:.3f} | {scores[code][0]:,}" if code in scores else " | " for scores in found.values())
        yield f"| {LANGUAGES.get(code, code)} | {' | '.join(cells)} |"


def _peers_ahead() -> Iterator[str]:
    """The figures at which a peer is better than the cleaner."""
    stored, shown = _known(), TABLES["html"][2]
    yield "| on | peer | its figure | this program's |"
    yield "| --- | --- | --- | --- |"
    for figure, name in shown.items():
        for peer, figures in stored.get("peers", {}).items():
            if figures.get(figure, 0.0) > stored["figures"].get(figure, 1.0):
                yield f"| {name} | {peer} | {figures[figure]:.3f} | {stored['figures'][figure]:.3f} |"


def filled(text: str) -> str:
    """A document with its marked tables as they should be."""
    return _REGION.sub(lambda region: f"{region[1]}{table(region[2])}{region[3]}", text)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = options.add_subparsers(dest="command", required=True)
    kept = commands.add_parser("record")
    kept.add_argument("check", type=Path)
    kept.add_argument("--pages", type=Path, nargs="*", default=[])
    commands.add_parser("write")
    chosen = options.parse_args()
    if chosen.command == "record":
        record(chosen.check, chosen.pages)
    for path in DOCS if chosen.command == "write" else ():
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
