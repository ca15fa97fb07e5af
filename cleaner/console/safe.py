"""Hostile text made harmless to look at: the one way from a page, a pack or a file name to a screen.

Escape codes, control characters, characters that reorder a line and characters that cannot be seen are
shown as symbols, so that nothing a page holds can colour, move, hide or clear what is on the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

_TAB = 4
_UNSEEN = (
    *range(0x80, 0xA0),  # C1 controls: some terminals obey them
    0xAD,
    0x61C,
    0x180E,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),  # separators, and what turns the reading direction
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xFFFE, 0x10000),  # no characters at all: no XML may hold them
    0xE0001,
    *range(0xE0020, 0xE0080),  # tags: a whole hidden alphabet
)
_SYMBOLS: dict[int, str] = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | {0x7F: "\N{SYMBOL FOR DELETE}"}
    | {code: f"<U+{code:04X}>" for code in _UNSEEN}
    | {code: f"<U+{code:04X}>" for code in range(0xD800, 0xE000)}
    | {code: f"\\x{code - 0xDC00:02x}" for code in range(0xDC80, 0xDD00)}  # bytes that are no UTF-8
)


def visible(text: str) -> str:
    """`text` on one line, as it may be printed anywhere.

    >>> visible("a\\x1b[31mb\\u202ec")
    'a␛[31mb<U+202E>c'
    """
    return text.expandtabs(_TAB).translate(_SYMBOLS)


def visible_lines(text: str) -> str:
    """As `visible`, but line feeds stay line feeds: for messages that hold several lines on purpose."""
    return "\n".join(visible(line) for line in text.split("\n"))


def rich_text(text: str, style: str = "") -> Text:
    """`text` for rich: visible, and with square brackets that mean nothing but themselves."""
    from rich.text import Text

    return Text(visible(text), style)
