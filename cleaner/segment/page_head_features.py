"""Features of a candidate for the headline from the whole page.

The line model's probabilities around it, its copies and breadcrumbs, the words it shares with the text, and the words in the URL.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from ..field_checks import is_url
from ..lines.line import Line
from ..models import FeatureGroup, Matrix, side_by_side
from ..text.cache import CachedByLine
from ..text.cohesion import Words, words
from .line_arrays import FileLines
from .url_slug import words as address_words

_NEAR = tuple(range(-3, 7))
_MEANS = (4, 10, 30)  # lines below, and above
_BODY = 40  # lines of text below that are searched for a candidate's words
_PARTED = re.compile(r"\s[|–—·»›>:/-]+\s|[|_»›]")
_FAR = 60  # lines
_LONGEST = 300  # characters of the longest line that is searched for a candidate
_CRUMB = 12  # lines above that are searched for a path to the page (breadcrumb)

COLUMNS = (
    *((f"probability@{offset}", f"probability of the line at {offset:+d} as text") for offset in _NEAR),
    *((f"mean-below-{reach}", f"mean probability of {reach} lines below") for reach in _MEANS),
    *((f"mean-above-{reach}", f"mean probability of {reach} lines above") for reach in _MEANS),
    *((f"mean-rise-{reach}", f"rise of the mean probability of {reach} lines") for reach in _MEANS),
    ("from-rise", "lines from where the text begins by probabilities"), ("probability-rank", "candidates with a higher probability"),
    ("probability-over", "its probability minus the highest of all candidates"),
    ("index", "candidates above"), ("index-share", "share of the candidates above"), ("line", "lines above, at most 60"),
    ("kept-above", "lines above that are kept"), ("unruled-above", "lines above that no rule removes"),
    ("times-above", "copies above"), ("times-below", "copies below"),
    ("crumb", "a line shortly above ends with it"), ("starts-other", "a longer line begins with it"), ("ends-other", "a longer line ends with it"),
    ("head-starts", "the page's first line begins with it"), ("head-ends", "the page's first line ends with it"), ("head-share", "share of the page's first line"),
    ("parted", "holds a separator before an outlet's name"), ("tail-known", "the text after its last separator is a line of the page"),
    ("body-share", "share of its words in the text below"), ("body-count", "its words in the text below"), ("body-times", "how often its words are in the text below"),
    ("body-rank", "candidates with a greater share"), ("lead-share", "share of its words in the two paragraphs below"),
    ("rare-share", "share of its words in the text below, those that are rare on the page counting most"),
    ("next-share", "share of its words in the line below"),
    ("path-share", "share of its words in the URL's path"), ("last-share", "share of its words in the last part of the URL's path"),
    ("of-last", "share of the words of the path's last part in it"), ("host", "it is in the host name, or the host name in it"), ("address", "the URL is known"),
    ("mark", "number of heading marks before it"), ("clean", "nothing on the page is removed"), ("removed", "share of lines that are removed"),
    ("lines", "lines of the page, as a power of 2"), ("mean-words", "mean number of words of the page's lines"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class PageContext:
    """The lines of a page; the candidates, at the indexes `able`, have one row each. The text begins at line `text`."""

    lines: list[Line]
    able: list[int]
    text: int
    url: str | None
    file: FileLines

    @cached_property
    def at(self) -> NDArray[np.intp]:
        return np.array(self.able, np.intp)


def _matrix(page: PageContext) -> Matrix:
    parts = [_probabilities(page), _places(page), _copies(page), _words(page), _address(page), _page(page)]
    return np.concatenate(parts, axis=1, dtype=np.float32)


def _probabilities(page: PageContext) -> Matrix:
    own, at = page.file.chances.astype(np.float64), page.at
    n = len(own)
    padded = np.full(n + 2 * max(_NEAR), -1.0)
    padded[max(_NEAR) : n + max(_NEAR)] = own
    near = padded[at[:, None] + np.array(_NEAR) + max(_NEAR)]
    total = np.concatenate([[0.0], np.cumsum(own)])
    below = [_mean(total, at + 1, np.minimum(at + 1 + reach, n)) for reach in _MEANS]
    above = [_mean(total, np.maximum(at - reach, 0), at) for reach in _MEANS]
    rise = [b - a for b, a in zip(below, above, strict=True)]
    gain = np.concatenate([np.cumsum((own - own.mean())[::-1])[::-1], [0.0]])  # gain of taking all lines from here on as text
    begin = int(np.argmax(gain))
    mine = own[at]
    return side_by_side([*near.T, *below, *above, *rise, np.clip(at - begin, -_FAR, _FAR), _rank(mine), mine - mine.max()])


def _mean(total: NDArray[np.float64], first: NDArray[np.intp], end: NDArray[np.intp]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = (total[end] - total[first]) / np.maximum(1, end - first)
    return found


def _rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each value how many are higher, at most 20."""
    ordered = np.sort(-values)
    found: NDArray[np.float64] = np.minimum(np.searchsorted(ordered, -values, side="left"), 20)
    return found


def _places(page: PageContext) -> Matrix:
    at, count = page.at, len(page.able)
    kept = np.concatenate([[0], np.cumsum([not line.gone for line in page.lines])])
    unruled = np.concatenate([[0], np.cumsum([not line.ruled_out for line in page.lines])])
    index = np.arange(count)
    found = [np.minimum(index, _FAR), index / count, np.minimum(at, _FAR), np.minimum(kept[at], 20), np.minimum(unruled[at], 40)]
    return side_by_side(found)


def _copies(page: PageContext) -> Matrix:
    keys = [line.shape.key or line.block.text.casefold() for line in page.lines]
    counts: Counter[str] = Counter()
    before: list[int] = []
    for key in keys:
        before.append(counts[key])
        counts[key] += 1
    pool = sorted({key for key in keys[: page.able[-1] + 1] if len(key) < _LONGEST})
    reversed_pool = sorted(key[::-1] for key in pool)
    long_ones = any(len(key) >= _LONGEST for key in keys[: page.able[-1]])  # lines that the pool lacks
    head = keys[0]
    rows = []
    for i in page.able:
        key = keys[i]
        name, parted = _outlet(page.lines[i].text or page.lines[i].block.text)
        ends = _begins_longer(reversed_pool, key[::-1])
        rows.append(
            (
                min(before[i], 5),
                min(counts[key] - before[i] - 1, 5),
                (ends or long_ones) and any(other.endswith(key) and len(other) > len(key) for other in keys[max(0, i - _CRUMB) : i]),
                _begins_longer(pool, key),
                ends,
                i > 0 and head.startswith(key),
                i > 0 and head.endswith(key),
                min(1.0, len(key) / max(1, len(head))) if key in head else 0,
                parted,
                parted and name in counts,
            )
        )
    return np.array(rows, np.float32)


def _read_outlet(text: str) -> tuple[str, bool]:
    pieces = _PARTED.split(text)
    return pieces[-1].strip().casefold(), len(pieces) > 1


_outlet: Callable[[str], tuple[str, bool]] = CachedByLine(_read_outlet).__getitem__
"""(the text after the last separator of an outlet's name, case-folded; whether there is such a separator)."""


def _begins_longer(ordered: list[str], key: str) -> bool:
    """Whether one of the texts, which are sorted and unique, is longer than `key` and begins with it."""
    at = bisect_right(ordered, key)
    return at < len(ordered) and ordered[at].startswith(key)


def _words(page: PageContext) -> Matrix:
    lines = page.lines
    wanted = [words(lines[i].text or lines[i].block.text) for i in page.able]
    any_wanted = frozenset[int]().union(*wanted)
    present = [any_wanted & words(line.block.text) for line in lines]  # for each line, its words that a candidate has
    times = Counter(chain.from_iterable(present))
    kept = [i for i, line in enumerate(lines) if not line.gone and line.shape.words >= 6]
    places: dict[int, list[int]] = {}  # word -> which of the kept lines hold it
    for place, i in enumerate(kept):
        line = lines[i]
        for word in present[i] if line.pieces is None else any_wanted & words(line.text):
            places.setdefault(word, []).append(place)
    present.append(frozenset())
    rows = []
    for i, mine in zip(page.able, wanted, strict=True):
        rows.append(_shared(mine, bisect_right(kept, i), places, times, present[i + 1]))
    out = np.array(rows, np.float32)
    ranks = _rank(out[:, 0].astype(np.float64))
    return np.insert(out, 3, ranks, axis=1).astype(np.float32)


def _shared(mine: Words, first: int, places: dict[int, list[int]], times: Counter[int], following: Words) -> tuple[float, ...]:
    """Measures of the words that a candidate shares with the kept lines from number `first` on; `places` maps a word to such numbers."""
    if not mine:
        return (-1.0,) * 6
    below = lead = total = 0
    rare = rarity = 0.0
    for word in mine:
        weight = 1 / (1 + times[word])
        rarity += weight
        found = places.get(word, ())
        at = bisect_left(found, first)
        count = bisect_left(found, first + _BODY, at) - at
        if count:
            below += 1
            total += count
            lead += found[at] < first + 2
            rare += weight
    return (
        below / len(mine),
        min(below, 20),
        min(total, 60) / len(mine),
        lead / len(mine),
        rare / rarity,
        len(following & mine) / len(mine),
    )


def _address(page: PageContext) -> Matrix:
    if not page.url or not is_url(page.url):
        return np.zeros((len(page.able), 5), np.float32)
    split = urlsplit(page.url)
    parts = [address_words(part) for part in unquote(split.path).split("/") if part]
    path = {word for part in parts for word in part}
    last = parts[-1] if parts else ()
    host = max((split.hostname or "").split("."), key=len, default="")
    rows = []
    for i in page.able:
        own = address_words((page.lines[i].text or page.lines[i].block.text)[:300])
        squeezed = "".join(own)
        rows.append(
            (
                sum(word in path for word in own) / max(2, len(own)),
                sum(word in last for word in own) / max(1, len(own)),
                sum(word in own for word in last) / max(1, len(last)),
                len(host) > 3 and len(squeezed) > 3 and (squeezed in host or host in squeezed),
                True,
            )
        )
    return np.array(rows, np.float32)


def _page(page: PageContext) -> Matrix:
    lines = page.lines
    texts = (line.text or line.block.text for line in (lines[i] for i in page.able))
    marks = [min(len(text) - len(text.lstrip("#")), 6) for text in texts]
    shared = (
        all(line.taken is None for line in lines),
        sum(line.gone for line in lines) / len(lines),
        float(np.round(np.log2(len(lines) + 1))),
        min(40.0, sum(line.shape.words for line in lines) / len(lines)),
    )
    return np.array([(mark, *shared) for mark in marks], np.float32)


GROUP: FeatureGroup[PageContext] = FeatureGroup("page-head", 1, COLUMNS, _matrix)
