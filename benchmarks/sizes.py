"""Time and peak memory over the size of one file: does the cost grow in a straight line? Run: python benchmarks/sizes.py [MB ...]

The file is made up: stories of invented words, each under its headline and among a site's boilerplate, no two alike. Every size is
cleaned in a process of its own, since the peak of a process never falls.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import accumulate

import cleaner

SIZES = (1, 10, 100)  # MB of text
SYLLABLES = [
    "ba",
    "den",
    "fir",
    "gol",
    "hu",
    "jen",
    "kal",
    "lor",
    "mi",
    "nov",
    "pel",
    "qua",
    "ran",
    "sil",
    "tor",
    "ulm",
    "ven",
    "wes",
    "yar",
    "zen",
]
SMALL = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "was",
    "on",
    "as",
    "with",
    "by",
    "at",
    "from",
    "his",
    "her",
    "not",
    "were",
    "had",
    "but",
    "they",
    "which",
]
HEAD = ("Short Url", "Follow")
FOOT = ("Share", "Facebook", "12 comments", "Advertisement", "All rights reserved.")


def made_up(size: int, seed: int = 7) -> str:
    """About `size` characters of stories, a dozen for each screenful of boilerplate, as on real pages."""
    pieces, length = [], 0
    for story in _stories(random.Random(seed)):
        pieces.append(story)
        length += len(story)
        if length >= size:
            break
    return "".join(pieces)


def _stories(chance: random.Random) -> Iterator[str]:
    words = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))) for _ in range(4000)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(120)))
    for number in range(sys.maxsize):
        topic = chance.sample(words, 120)  # each story has words of its own, some far more often than others
        title = " ".join(chance.choices(topic, cum_weights=weights, k=8)).capitalize()
        clock = f"Updated {1 + number % 28:02} March 2025"
        body = (_paragraph(chance, topic, weights) for _ in range(chance.randint(5, 20)))
        yield "\n".join((title, "", *HEAD, clock, "", title, "", *body, "", *FOOT, "\n\n"))


def _paragraph(chance: random.Random, topic: list[str], weights: list[float]) -> str:
    sentences = []
    for _ in range(chance.randint(1, 4)):
        rare = chance.choices(topic, cum_weights=weights, k=chance.randint(5, 12))
        sentence = [word for one in rare for word in (chance.choice(SMALL), one)]
        sentences.append(" ".join(sentence).capitalize() + ".")
    return " ".join(sentences)


def measure(megabytes: float) -> None:
    """Clean one file of that size and print what it cost."""
    cleaner.clean(made_up(20_000))  # rules are read and patterns compiled once a process, whatever the file
    text = made_up(int(megabytes * 1e6))
    before = _peak()
    start = time.perf_counter()
    page = cleaner.clean(text)
    seconds = time.perf_counter() - start
    print(
        f"{megabytes:6g} MB {seconds:9.1f} s {megabytes / seconds:8.2f} MB/s   peak {_peak():6.0f} MB (before: {before:.0f} MB)   "
        f"{len(page.articles)} articles",
        flush=True,
    )


def _peak() -> float:
    """The peak memory of this process, in MB (Linux counts it in kB, macOS in bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> int:
    """Each size in a process of its own."""
    if sys.argv[1:2] == ["--one"]:
        measure(float(sys.argv[2]))
        return 0
    for size in sys.argv[1:] or SIZES:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
