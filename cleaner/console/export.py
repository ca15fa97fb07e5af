"""Terminal output as a self-contained file for a browser: an HTML page or an SVG picture.

Text has gone through `safe` before it is drawn, and rich escapes markup. The page's policy forbids every script, and every style
but its own; the font URL that rich puts into a picture is removed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch import write_whole
from ..web import asset, filled, policy
from .safe import visible
from .screen import console

if TYPE_CHECKING:
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme

Shade = tuple[int, int, int]
_FONT_FACE = re.compile(r"(?<!\s)\s*@font-face \{[^{}]*+\}")
_PARTS = "{stylesheet}\0{code}"
# background, text colour and the eight colours of a terminal: the light colours of the style sheet, and their names there
_SHADES: dict[str, tuple[Shade, str]] = {
    "ground": ((255, 255, 255), "paper"),
    "ink": ((28, 30, 33), "ink"),
    "black": ((0, 0, 0), "ink"),
    "red": ((164, 35, 27), "drop"),
    "green": ((20, 101, 58), "new"),
    "yellow": ((125, 80, 0), "look"),
    "blue": ((31, 87, 195), "accent"),
    "magenta": ((111, 58, 156), "out"),
    "cyan": ((10, 95, 148), "lift"),
    "white": ((91, 97, 107), "soft"),
}
_COLOUR = re.compile("#[0-9a-f]{6}")


def recorder(width: int, color: bool = True) -> Console:
    """A console that shows nothing and records what is printed on it."""
    drawn = console("always" if color else "never", width, io.StringIO())
    drawn.record = True
    return drawn


def save(drawn: Console, title: str, wanted: Iterable[tuple[str, Path]]) -> Iterator[Path]:
    """Write what was printed on a `recorder` to files, each given as its form (html or svg) and path. Raises OutputError."""
    forms = {"html": as_html, "svg": as_svg}
    for form, path in wanted:
        write_whole(path, forms[form](drawn, title))
        yield path


def as_html(drawn: Console, title: str) -> str:
    """An HTML page, in light and dark, of what was printed on a `recorder`."""
    colours, text = drawn.export_html(theme=_theme(), code_format=_PARTS, clear=False).split("\0", 1)
    names = {_hex(shade): f"var(--{name})" for shade, name in _SHADES.values()}
    own = _COLOUR.sub(lambda match: names.get(match[0], "var(--soft)"), colours)  # any other colour becomes the dimmed one
    style = f"{asset('style.css')}{asset('diff.css', __package__)}{own}"
    return filled(asset("diff.html", __package__), policy=policy([style]), title=escape(visible(title)), style=style, text=text)


def as_svg(drawn: Console, title: str) -> str:
    """An SVG picture of what was printed on a `recorder`, in the frame of a window."""
    svg = drawn.export_svg(title=visible(title), unique_id="diff", clear=False)
    return _FONT_FACE.sub("", svg)  # so that the picture makes no network request for a font


def _theme() -> TerminalTheme:
    from rich.terminal_theme import TerminalTheme

    ground, ink, *colours = (shade for shade, _ in _SHADES.values())
    return TerminalTheme(ground, ink, list(colours))


def _hex(shade: Shade) -> str:
    return "#{:02x}{:02x}{:02x}".format(*shade)
