"""Articles and restored inputs on stdout: exact bytes for a program, harmless text for a terminal."""

from __future__ import annotations

import sys

from .safe import visible_lines


def write_article(text: str, parted: bool = False) -> None:
    """Write an article, after a blank line if it is `parted` from one before it."""
    write_bytes((("\n" if parted else "") + text).encode("utf-8", "replace"))


def write_bytes(raw: bytes) -> None:
    """Write `raw` unchanged; on a terminal, with control characters as symbols."""
    if sys.stdout.isatty():
        sys.stdout.write(visible_lines(raw.decode("utf-8", "surrogateescape").replace("\r\n", "\n")))
        sys.stdout.flush()
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()
