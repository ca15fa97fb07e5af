"""What others reach on the rows that `check.py` measures of HTML pages, by the same measures.

Each peer is run as its documentation recommends for articles. One that is not installed is left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cleaner.measure import match

Peer = Callable[[str, str | None], str]
NEWS = ("scrapinghub", "fundus", "readability")  # sources of the first set
_WORD = re.compile(r"\w+")


def peers() -> dict[str, Peer]:
    """Those that are installed, by their names."""
    found: dict[str, Peer] = {}
    try:
        import trafilatura

        found["trafilatura"] = lambda html, url: trafilatura.extract(html, url=url, include_comments=False) or ""
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda html, url: extract_plain_text(html, main_content=True)
    except ImportError:
        pass
    return found


def figures(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """For each peer its figures by the names that `check.py` uses."""
    sums: dict[str, defaultdict[str, list[float]]] = {name: defaultdict(list) for name in peers()}
    for row in rows:
        gold = "\n".join(row["gold"]["paragraphs"])
        for name, peer in peers().items():
            try:
                text = peer(row["html"], row.get("url"))
            except Exception:  # a page on which a peer fails counts as one where it found nothing
                text = ""
            for key, value in _scores(row, gold, text):
                sums[name][key].append(value)
    return {name: {key: round(sum(values) / len(values), 4) for key, values in sorted(found.items())} for name, found in sums.items()}


def _scores(row: dict[str, Any], gold: str, text: str) -> Iterator[tuple[str, float]]:
    group = "all" if row["source"] in NEWS else "wide"
    for key in (group, row["source"], *([] if row["lang"] == "en" else [f"{'' if group == 'all' else 'wide '}other languages"])):
        yield f"page {key}", match(gold, text).f1
    if row["source"] == "wcxb":
        for key in ("all", row["type"]):
            yield f"page wcxb {key} word F1", _word_f1(gold, text)


def _word_f1(gold: str, text: str) -> float:
    """F1 over bags of words, letter case aside: the measure of WCXB's leaderboard."""
    wanted, found = (Counter(_WORD.findall(own.lower())) for own in (gold, text))
    both = (wanted & found).total()
    return 2 * both / (wanted.total() + found.total()) if wanted or found else 1.0
