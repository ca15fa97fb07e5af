"""Runs around known lines are sought from one known line to the next; every run that a search of all lines would find is found."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from types import SimpleNamespace
from typing import Any

import pytest

from cleaner.scan import runs

SPEC: Any = SimpleNamespace(shape=None, min_lines=3, max_lines=12, min_known=0.5)


def page(chance: random.Random, count: int) -> Any:
    """A page of `count` lines: some are removed, rules match some, and some kept lines cannot be part of a run."""
    gone = [chance.random() < 0.3 for _ in range(count)]
    known = [i for i in range(count) if gone[i] or chance.random() < 0.4]
    refused = [i for i in range(count) if not gone[i] and chance.random() < 0.15]
    heads = [i for i in range(count) if chance.random() < 0.05]
    return SimpleNamespace(
        lines=range(count),
        known=known,
        before=list(accumulate((not flag for flag in gone), initial=0)),
        refused=lambda shape: refused,
        story_heads=lambda groups: heads,
        knows=set(known).__contains__,
    )


def among_all_lines(view: Any) -> Iterator[tuple[int, int, str]]:
    """The runs between each two lines that cannot be part of one."""
    known, before, above = view.known, view.before, -1
    for end in (*view.refused(None), len(view.lines)):
        first, beyond = bisect_right(known, above), bisect_left(known, end)
        if beyond - first >= 2 and end - above > SPEC.min_lines and before[end] > before[above + 1]:
            yield from runs._known_between(SPEC, view, known[first:beyond], above, end)
        above = end


@pytest.mark.parametrize("count", [0, 1, 2, 3, 9, 60])
def test_no_run_is_missed(count: int) -> None:
    found = 0
    for seed in range(200):
        view = page(random.Random(seed), count)
        expected = list(among_all_lines(view))
        assert list(runs._known(SPEC, view)) == expected
        found += len(expected)
    assert found > 0 or count <= SPEC.min_lines
