"""Draw the explanation's drawings as SVG. Run: make screenshot"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent / "drawings"
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1c2733}.t{font-weight:600}.s{font-size:11.5px;fill:#52606d}"
    ".b{fill:#eef4fb;stroke:#3b6ea5}.g{fill:#e9f6ee;stroke:#2f855a}.r{fill:#fdecea;stroke:#b83b2e}.y{fill:#fff7e0;stroke:#b7811d}"
    ".a{stroke:#52606d;stroke-width:1.5;fill:none;marker-end:url(#h)}"
)
_HEAD = '<marker id="h" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#52606d"/></marker>'


def box(x: int, y: int, width: int, height: int, title: str, notes: Sequence[str] = (), kind: str = "b") -> str:
    """A box with its top left corner at (x, y): a title, and lines of notes below it."""
    lines = [f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="7"/>']
    middle, first = x + width // 2, y + (22 if notes else height // 2 + 5)
    lines.append(f'<text class="t" x="{middle}" y="{first}" text-anchor="middle">{escape(title)}</text>')
    for number, note in enumerate(notes, 1):
        lines.append(f'<text class="s" x="{middle}" y="{first + 17 * number}" text-anchor="middle">{escape(note)}</text>')
    return "".join(lines)


def arrow(*points: tuple[int, int]) -> str:
    """An arrow along `points`."""
    return f'<path class="a" d="M{"L".join(f"{x} {y}" for x, y in points)}"/>'


def label(x: int, y: int, text: str, anchor: str = "start") -> str:
    """Small text."""
    return f'<text class="s" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def picture(width: int, height: int, about: str, *parts: str) -> str:
    """A drawing with a description for screen readers."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">'
        f"<title>{escape(about)}</title><defs>{_HEAD}</defs><style>{_STYLE}</style>"
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def stages() -> str:
    """The six stages."""
    names = [
        ("ingest", ("decode,", "recognise HTML")),
        ("parse", ("lines or blocks,", "exact places")),
        ("scan", ("rules and models", "give findings")),
        ("segment", ("boundaries", "between stories")),
        ("stitch", ("apply findings,", "fill fields")),
        ("write", ("Markdown, text,", "rows, audit")),
    ]
    parts = []
    for number, (name, notes) in enumerate(names):
        x = 20 + number * 142
        parts.append(box(x, 40, 118, 74, name, notes, "g" if name == "stitch" else "b"))
        if number:
            parts.append(arrow((x - 24, 77), (x - 2, 77)))
    parts += [label(20, 24, "a page: bytes or text"), label(848, 24, "articles, and the record of every change", "end")]
    parts += [label(375, 142, "nothing is changed before stitch", "middle"), label(647, 142, "the only stage that changes text", "middle")]
    return picture(868, 158, "Six stages: ingest, parse, scan, segment, stitch, write. Only stitch changes text.", *parts)


def findings() -> str:
    """Findings first, changes later."""
    return picture(
        720,
        238,
        "Rules, models and decisions made by hand give findings; stitch applies them; the audit keeps them, and restore rebuilds the page from it.",
        box(10, 16, 170, 52, "rules", ("phrases, patterns, context",)),
        box(10, 92, 170, 52, "models", ("lines that no rule matches",)),
        box(10, 168, 170, 52, "decisions", ("made by hand, overrule",), "y"),
        box(270, 74, 170, 88, "findings", ("position, action, rule,", "reason, confidence"), "y"),
        arrow((180, 42), (220, 42), (220, 100), (268, 100)),
        arrow((180, 118), (268, 118)),
        arrow((180, 194), (220, 194), (220, 136), (268, 136)),
        box(530, 18, 180, 68, "stitch", ("applies findings,", "makes articles"), "g"),
        box(530, 152, 180, 60, "audit", ("the whole page, in pieces",), "b"),
        arrow((440, 100), (490, 100), (490, 54), (528, 54)),
        arrow((440, 136), (490, 136), (490, 182), (528, 182)),
        label(620, 232, "restore: the page, byte for byte", "middle"),
    )


def splitting() -> str:
    """Boundaries between stories."""
    lines = [
        ("headline", "b", 120),
        ("text", "g", 230),
        ("text", "g", 210),
        ("12 comments", "r", 90),
        ("© notice", "r", 110),
        ("headline", "b", 130),
        ("5 min ago", "r", 80),
        ("text", "g", 220),
        ("text", "g", 190),
    ]
    parts = []
    for number, (name, kind, width) in enumerate(lines):
        y = 20 + number * 26
        parts += [f'<rect class="{kind}" x="20" y="{y}" width="{width}" height="18" rx="3"/>', label(26, y + 13, name)]
    boundary = 20 + 5 * 26 - 5
    parts.append(f'<path d="M14 {boundary}H300" stroke="#b83b2e" stroke-width="2" stroke-dasharray="6 4"/>')
    parts.append(label(306, boundary + 4, "boundary"))
    evidence = (
        "the end of a page above",
        "a headline and a time below",
        "blank lines",
        "change of vocabulary",
        "what the file does elsewhere",
    )
    parts.append(box(400, 40, 230, 126, "evidence at each line", evidence, "y"))
    parts.append(arrow((515, 166), (515, 194)))
    parts.append(box(400, 196, 230, 48, "model", ("probability that a story begins",)))
    parts.append(arrow((400, 220), (340, 220), (340, boundary + 10)))
    return picture(
        650, 264, "Every line is a candidate; evidence becomes a probability, and a boundary is drawn where the model is sure.", *parts
    )


def corpus() -> str:
    """A run over a corpus."""
    parts = [label(20, 22, "inputs"), label(190, 22, "shards, the same in every run"), label(430, 22, "workers"), label(600, 22, "output")]
    for number, name in enumerate(("crawl-1.jsonl", "crawl-2.warc.gz", "crawl-3.parquet")):
        y = 36 + number * 62
        parts += [box(20, y, 130, 44, name), arrow((150, y + 22), (188, y + 22)), box(190, y, 150, 44, "shard", ("a range of records",))]
        parts += [arrow((340, y + 22), (428, y + 22)), box(430, y, 90, 44, "worker", (), "y"), arrow((520, y + 22), (598, y + 22))]
        parts.append(box(600, y, 190, 44, "rows, then a marker", ("temporary name, then renamed",), "g"))
    parts.append(label(405, 236, "after a stop, the next run does the shards that have no valid marker", "middle"))
    return picture(
        810, 250, "Inputs are divided into shards; workers write rows under a temporary name, rename them, and leave a marker.", *parts
    )


DRAWINGS = {"stages": stages, "findings": findings, "splitting": splitting, "corpus": corpus}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, drawn in DRAWINGS.items():
        (FOLDER / f"{name}.svg").write_text(drawn(), encoding="utf-8", newline="\n")
