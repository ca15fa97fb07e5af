"""The best split of a whole file over the weighed gaps, found by dynamic programming."""

from __future__ import annotations

import numpy as np

from ..models import Matrix

ENOUGH = 60  # words of running text from which on an article costs nothing
SHORT = 3.0  # what an article without any would cost, in the unit of the odds


def best_split(odds: Matrix, words: Matrix) -> list[int]:
    """The gaps at which to part the file: those for which the sum of `odds` less the cost of short articles is highest.

    `odds` has one number a gap, above zero for a boundary; `words` the words of running text in each paragraph, one
    more than gaps. Costs time in proportion to the gaps: only articles under ENOUGH words look back one by one.
    """
    before = np.concatenate([[0.0], np.cumsum(words)])  # words above paragraph k
    worth = [0.0]  # of the best split that has a boundary in gap k - 1; the file's own start comes first
    came: list[int] = [-1]
    ahead = (0.0, 0)  # the best among those that are ENOUGH words above
    settled = 0
    for gap in range(len(odds) + 1):
        end = before[gap + 1]
        while settled < len(worth) and end - before[settled] >= ENOUGH:
            ahead = max(ahead, (worth[settled], settled)) if settled else (worth[0], 0)
            settled += 1
        options = [(worth[k] - SHORT * (1 - (end - before[k]) / ENOUGH), k) for k in range(settled, len(worth))]
        if settled:
            options.append(ahead)
        value, start = max(options, key=lambda option: option[0])
        worth.append(value + (float(odds[gap]) if gap < len(odds) else 0.0))
        came.append(start)
    found, at = [], came[-1]
    while at > 0:
        found.append(at - 1)
        at = came[at]
    return found[::-1]
