"""Makes hostile text harmless to show. All text of pages, packs and file names passes through here on its way to a screen.

Escape codes, control characters, characters that reorder a line and invisible characters are shown as symbols, so that no text of
a page can colour, move, hide or clear what is on the screen.
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
    *range(0x2028, 0x202F),  # separators, and controls of the reading direction
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xFFFE, 0x10000),  # noncharacters, which XML does not allow
    0xE0001,
    *range(0xE0020, 0xE0080),  # tags: an invisible alphabet
)
_SYMBOLS: dict[int, str] = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | {0x7F: "\N{SYMBOL FOR DELETE}"}
    | {code: f"<U+{code:04X}>" for code in _UNSEEN}
    | {code: f"<U+{code:04X}>" for code in range(0xD800, 0xE000)}
    | {code: f"\\x{code - 0xDC00:02x}" for code in range(0xDC80, 0xDD00)}  # bytes that are no UTF-8
)


def visible(text: str) -> str:
    """`text` on one line, safe to print anywhere.

    >>> visible("a\\x1b[31mb\\u202ec")
    'a␛[31mb<U+202E>c'
    """
    return text.expandtabs(_TAB).translate(_SYMBOLS)


def visible_lines(text: str) -> str:
    """Like `visible`, but line feeds are kept: for messages that have several lines on purpose."""
    return "\n".join(visible(line) for line in text.split("\n"))


def rich_text(text: str, style: str = "") -> Text:
    """`text` for rich: visible, and without any markup."""
    from rich.text import Text

    return Text(visible(text), style)
