"""Draw docs/diff.svg, the README's picture: what `cleaner diff` shows of one fixture page. Run: make screenshot"""

from __future__ import annotations

import io
import re
from pathlib import Path

import cleaner
from cleaner.console.diff import Look, diff
from cleaner.console.screen import console

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "fixtures" / "pages" / "scroll-two-stories" / "input.txt"
PICTURE = ROOT / "docs" / "diff.svg"
WIDTH = 104
_FONT_FACE = re.compile(r"\s*@font-face \{[^}]*\}")


def draw() -> str:
    """The diff as SVG text: the same for the same rules and the same release of rich."""
    screen = console(color="always", width=WIDTH, stream=io.StringIO())
    screen.record = True
    for piece in diff(cleaner.clean(PAGE.read_bytes()), "input.txt", screen, Look(side_by_side=False, context=1)):
        screen.print(piece)
    svg = screen.export_svg(title=f"cleaner diff {PAGE.name}", unique_id="diff")
    return _FONT_FACE.sub("", svg)  # a picture that asks no other server for a font


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8", newline="\n")
    print(PICTURE.relative_to(ROOT))
