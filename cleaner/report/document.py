"""The report as one HTML document: template, style, scripts and data, and the policy that forbids everything else.

Text of pages is never part of the markup. It is in a block of JSON, where no character can end the block, and a script inserts it as
text. The policy lists the hashes of style and scripts: even if the escaping failed, no other script would run and no request would be
made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from .. import __version__
from ..run_summary import WRONG
from ..web import as_json, asset, filled, policy
from .page_data import label
from .runs import WITHOUT, Run
from .survey import STEPS, Survey

_SHARED = ("base.js", "rows.js")
_SCRIPTS = ("data.js", "charts.js", "list.js", "page.js", "keys.js")  # in this order: each uses definitions of those before it
_SHOWN_RULES = 1_000
_SHOWN_COUNTS = 50
_SHOWN_FAILURES = 300


def document(name: str, survey: Survey, sheets: Iterable[dict[str, Any]], run: Run | None = None) -> str:
    """The report on the output folder `name`. `sheets` are the data of the pages to show, in order; `run` is the record of the run."""
    pages = ",".join(map(as_json, sheets))  # serialised one by one: the text takes a tenth of the memory
    style = asset("style.css") + _template("report.css")
    scripts = [*map(asset, _SHARED), *map(_template, _SCRIPTS)]
    values = {
        "policy": policy([style], scripts),
        "style": style,
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
        "data": as_json(_data(name, survey, run or Run())),
        "pages": f"[{pages}]",
    }
    return filled(_template("report.html"), **values)


def _template(name: str) -> str:
    return asset(f"template/{name}", __package__)


def _data(name: str, survey: Survey, run: Run) -> dict[str, Any]:
    rules = survey.by_lines()
    return {
        "version": __version__,
        "batch": label(name),
        "count": survey.pages,
        "totals": _totals(survey, run),
        "rules": [
            {"id": label(rule), "about": label(count.about)}
            | {"dropped": count.dropped, "repaired": count.repaired, "lifted": count.lifted, "pages": count.pages}
            for rule, count in rules[:_SHOWN_RULES]
        ],
        "moreRules": max(len(rules) - _SHOWN_RULES, 0),
        "losses": [[_step(n), count] for n, count in enumerate(survey.losses)],
        "unknownLoss": survey.unknown_loss,
        "languages": _most(survey.languages),
        "types": _most(survey.types),
        "hosts": _most(survey.hosts),
        "moreHosts": max(len(survey.hosts) - _SHOWN_COUNTS, 0),
        "qualities": [[f"{n * 100 // STEPS}–{(n + 1) * 100 // STEPS}%", count] for n, count in enumerate(survey.qualities)],
        "unknownQuality": survey.unknown_quality,
        "command": label(run.command, 2_000),
        "settings": [[label(setting), label(value)] for setting, value in run.settings],
        "failures": [[label(name), kind, label(why)] for kind, name, why in run.without[:_SHOWN_FAILURES]],
        "moreFailures": max(run.count(*WITHOUT) - min(len(run.without), _SHOWN_FAILURES), 0),
        "failed": run.count(*WRONG),
    }


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return [(label(name, 120), count) for name, count in counts.most_common(_SHOWN_COUNTS)]


def _totals(survey: Survey, run: Run) -> list[tuple[str, int, str]]:
    """(name, value, kind) of each total. The kind is "look" for inputs that need a look; most totals of 0 are left out."""
    totals = [
        ("pages", survey.pages, ""),
        ("articles", survey.articles, ""),
        ("stories left out", survey.left_out, ""),
        ("pages changed", survey.changed, ""),
        ("lines dropped", survey.total("dropped"), ""),
        ("moved into fields", survey.total("lifted"), ""),
        ("repairs", survey.total("repaired"), ""),
        ("pages flagged", survey.flagged, "look"),
        ("pages without an article", survey.debris_alone, "look"),
        *((f"inputs {kind}", count, "look") for kind, count in run.counts),
        ("audits not read", survey.failed, "look"),
    ]
    always = {"pages", "articles", "lines dropped", "pages flagged"}
    return [(name, value, kind if value else "") for name, value, kind in totals if value or name in always]


def _step(n: int) -> str:
    """The label of the n-th bar of the loss chart."""
    return "none" if n == 0 else f"{(n - 1) * 100 // STEPS}–{n * 100 // STEPS}%"
