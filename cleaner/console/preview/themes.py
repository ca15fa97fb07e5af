"""The preview's two themes, in the colours of the HTML pages, and a minimum contrast for text in any theme."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color
from rich.style import Style
from textual.theme import Theme

ENOUGH = 4.5  # the contrast of text that WCAG 2 requires at level AA
_STEPS = 20  # tried between a colour and black or white


def _theme(
    name: str, dark: bool, ground: str, surface: str, panel: str, ink: str, soft: str, cursor: str, colours: dict[str, str]
) -> Theme:
    text = {f"text-{name}": colour for name, colour in colours.items()} | {"text-muted": soft, "text-disabled": soft}
    footer = {
        "footer-background": panel,
        "footer-key-foreground": colours["primary"],
        "footer-description-foreground": ink,
        "footer-description-background": panel,
    }
    own = {"primary-muted": cursor, "foreground-muted": soft, "foreground-disabled": soft}
    return Theme(name, foreground=ink, background=ground, surface=surface, panel=panel, dark=dark, variables=text | footer | own, **colours)  # type: ignore[arg-type]


_DARK = {
    "primary": "#8ab4ff", "secondary": "#7cc6f5", "accent": "#7cc6f5", "warning": "#f2c15c", "error": "#ff9d94", "success": "#7fdca4",
}  # fmt: skip
_LIGHT = {
    "primary": "#1f57c3", "secondary": "#0a5f94", "accent": "#0a5f94", "warning": "#7d5000", "error": "#a4231b", "success": "#14653a",
}  # fmt: skip
DARK = _theme("cleaner-dark", True, "#16181b", "#1e2125", "#24282e", "#e6e7e9", "#a0a7b2", "#24344f", _DARK)
LIGHT = _theme("cleaner-light", False, "#ffffff", "#f3f4f6", "#e6e8eb", "#1c1e21", "#565c66", "#dbe7fc", _LIGHT)


@lru_cache(maxsize=512)
def readable(style: Style) -> Style:
    """`style` with its colour moved towards black or white until the contrast is high enough; unchanged if it has no colours."""
    if style.color is None or style.bgcolor is None:
        return style
    ink = style.color.get_truecolor()
    for step in range(_STEPS + 1):
        for end in ((0, 0, 0), (255, 255, 255)):
            red, green, blue = (round(part + (to - part) * step / _STEPS) for part, to in zip(ink, end, strict=True))
            moved = Color.from_rgb(red, green, blue)
            if contrast(moved, style.bgcolor) >= ENOUGH:
                return style if step == 0 else style + Style(color=moved)
    return style


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours as defined by WCAG 2, from 1 to 21."""
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: Color) -> float:
    """The relative luminance of a colour, 0 to 1."""
    parts = [part / 255 for part in colour.get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
