"""Articles and rebuilt inputs on stdout: their exact bytes for a program, harmless text for a terminal."""

from __future__ import annotations

import sys

from .safe import visible_lines


def write_article(text: str, parted: bool = False) -> None:
    """One article, a blank line before it when it is `parted` from another."""
    write_bytes((("\n" if parted else "") + text).encode("utf-8", "replace"))


def write_bytes(raw: bytes) -> None:
    """`raw` as it is; on a terminal, with everything visible that the terminal would obey."""
    if sys.stdout.isatty():
        sys.stdout.write(visible_lines(raw.decode("utf-8", "surrogateescape").replace("\r\n", "\n")))
        sys.stdout.flush()
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()
