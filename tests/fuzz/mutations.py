"""Changes of a text or of bytes, drawn by a seed: the same everywhere, so that a round that failed fails again.

The environment variable FUZZ_ROUNDS multiplies the rounds of every fuzz test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

ROUNDS = max(1, int(os.environ.get("FUZZ_ROUNDS", "1")))
FIXTURES = Path(__file__).parents[2] / "fixtures"
MOST = 3_000  # times that a piece is repeated
TOKENS = (
    "\n", "\r\n", "\r", "\n\n\n\n", "\t", " ", "\u2028", "\x0b", "\x85", "\x00", "\x1b[31m", "\u200b", "\u202e", "\ufeff", "\ufffe", "\U0001f600", "́",
    "---\n", "---\r\n", "title: x\n", "language: ", "../../x", "[", "]", "{", "}", "((", "))", '"', "'", "''' ", '"""', "\\", "%s", "{0}", "#", "&amp;",
    "&#x0;", "&#99999999;", "<", ">", "</", "<p>", "<div>", "</div>", "<!--", "-->", "<![CDATA[", "<script>", "</script>", "<table><tr>", "<svg>", "<b>",
    "<h1>", "<article>", "<meta charset=x>", "<a href='http://[::1'>", "http://[::1", "Short Url", "Updated 5 sec ago", "By ", "。", "一", "٣", "ﷺ", "ß",
    "-" * 40, "=" * 40, "• ", "1. ", "@", "www.", "://", "[[rule]]\n", "1e999", "nan", "true", "1979-05-27", "(?:a+)+$", "(", "*", "\\p{L}",
)  # fmt: skip


def rounds(count: int, seed: int) -> Iterator[Random]:
    """A source of chance for each of `count` rounds, times FUZZ_ROUNDS."""
    for number in range(count * ROUNDS):
        yield Random(seed * 1_000_003 + number)


def mutated(text: str, rng: Random, others: Sequence[str] = ()) -> str:
    """`text` after one to six changes; `others` are texts that pieces are taken from."""
    for _ in range(rng.randint(1, 6)):
        a, b = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
        b = min(b, a + rng.choice((1, 10, 100, 10_000)))
        change = rng.randrange(8)
        if change == 0:
            text = text[:a] + text[b:]
        elif change == 1:
            text = text[:a] + rng.choice(TOKENS) + text[a:]
        elif change == 2:
            text = text[:a] + rng.choice(TOKENS) * rng.randint(2, MOST) + text[b:]
        elif change == 3:
            text = text[:b] + text[a:b] * rng.randint(1, 3) + text[b:]
        elif change == 4:
            text = text[:a] + text[a:b][::-1] + text[b:]
        elif change == 5:
            text = (
                text[:a]
                + "".join(chr(rng.choice((rng.randrange(128), rng.randrange(0xD800)))) for _ in range(rng.randint(1, 20)))
                + text[a:]
            )
        elif change == 6:
            other = rng.choice(others or (text,))
            at = rng.randint(0, len(other))
            text = text[:a] + other[at : at + rng.randint(0, 500)] + text[b:]
        else:
            text = text[:a]
        if len(text) > 200_000:
            text = text[:200_000]
    return text


def mutated_bytes(raw: bytes, rng: Random) -> bytes:
    """`raw` with some bytes changed, put in, or left out."""
    found = bytearray(raw)
    for _ in range(rng.randint(1, 20)):
        at = rng.randint(0, len(found))
        if rng.random() < 0.4 and at < len(found):
            found[at] = rng.randrange(256)
        elif rng.random() < 0.5:
            found[at:at] = rng.randbytes(rng.randint(1, 4))
        else:
            del found[at : at + rng.randint(1, 30)]
    return bytes(found)


def texts(pattern: str) -> list[str]:
    """The fixtures of that pattern, in a fixed order."""
    found = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(FIXTURES.glob(pattern))]
    assert found, pattern
    return found
