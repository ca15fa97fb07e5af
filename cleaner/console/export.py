"""What a terminal would show, as a file for a browser: an HTML page or an SVG picture that holds all it needs.

Text has gone through `safe` before it is drawn, and rich escapes what markup would take for its own. The page forbids every
script, and every style but its own; the picture is left without the address of a font that rich puts there.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch import write_whole
from .safe import visible
from .screen import console

if TYPE_CHECKING:
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme

Shade = tuple[int, int, int]
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_FONT_FACE = re.compile(r"(?<!\s)\s*@font-face \{[^{}]*+\}")
_PARTS = "{stylesheet}\0{code}"
# ground, ink, and the eight colours of a terminal: black, red, green, yellow, blue, magenta, cyan, white
_LIGHT: tuple[Shade, ...] = (
    *((255, 255, 255), (0, 0, 0)),
    *((0, 0, 0), (164, 35, 27), (20, 101, 58), (125, 80, 0), (31, 87, 195), (111, 58, 156), (10, 95, 148), (96, 96, 96)),
)
_DARK: tuple[Shade, ...] = (
    *((22, 24, 27), (240, 240, 240)),
    *((70, 70, 70), (255, 157, 148), (127, 220, 164), (242, 193, 92), (138, 180, 255), (211, 168, 245), (124, 198, 245), (255, 255, 255)),
)


def recorder(width: int, color: bool = True) -> Console:
    """A console that shows nothing and keeps what is printed on it."""
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
    """The page of what was printed on a `recorder`, in light and dark."""
    light, text = drawn.export_html(theme=_theme(_LIGHT), code_format=_PARTS, clear=False).split("\0", 1)
    dark, _ = drawn.export_html(theme=_theme(_DARK), code_format=_PARTS, clear=False).split("\0", 1)
    style = _filled("diff.css", light=f"{_ground(_LIGHT)}\n{light}", dark=f"{_ground(_DARK)}\n{dark}")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _filled("diff.html", hash=digest, title=escape(visible(title)), style=style, text=text)


def as_svg(drawn: Console, title: str) -> str:
    """The picture of what was printed on a `recorder`, with the frame of a window about it."""
    svg = drawn.export_svg(title=visible(title), unique_id="diff", clear=False)
    return _FONT_FACE.sub("", svg)  # a picture that asks no other server for a font


def _filled(template: str, **values: str) -> str:
    """A template of this folder, with each {{name}} replaced; what is put in is not looked at again."""
    text = (files(__package__) / template).read_text(encoding="utf-8").replace("\r\n", "\n")
    return _PLACE.sub(lambda match: values[match[1]], text)


def _theme(shades: tuple[Shade, ...]) -> TerminalTheme:
    from rich.terminal_theme import TerminalTheme

    ground, ink, *colours = shades
    return TerminalTheme(ground, ink, list(colours))


def _ground(shades: tuple[Shade, ...]) -> str:
    return f"body {{ margin: 0; background: rgb{shades[0]}; color: rgb{shades[1]}; }}"
