"""Dynamic programming over the scored gaps of a file: the split with the highest total score."""

from __future__ import annotations

import numpy as np

from ..models import Matrix

ENOUGH = 60  # words of running text; a shorter article costs a penalty
SHORT = 3.0  # penalty for an article without running text, in log odds; it falls linearly to 0 at ENOUGH words


def best_split(odds: Matrix, words: Matrix) -> list[int]:
    """The gaps at which to split the file, ascending: those that maximize the sum of `odds` minus the penalties of short articles.

    `odds` holds the log odds of a boundary in each gap, shape (gaps,); `words` the words of running text in each paragraph, shape
    (gaps + 1,). Takes time linear in the gaps: only starts fewer than ENOUGH words above are compared one by one.
    """
    before = np.concatenate([[0.0], np.cumsum(words)])  # words above paragraph k
    worth = [0.0]  # value of the best split with a boundary in gap k - 1; the first entry is the start of the file
    came: list[int] = [-1]  # for each entry, the previous boundary of that split
    ahead = (0.0, 0)  # the best value and start among those at least ENOUGH words above
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
