"""Draw docs/diff.svg, the README's picture: what `cleaner diff` shows of one fixture page. Run: make screenshot"""

from __future__ import annotations

from pathlib import Path

import cleaner
from cleaner.console.diff import Look, diff
from cleaner.console.export import as_svg, recorder

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "fixtures" / "pages" / "scroll-two-stories" / "input.txt"
PICTURE = ROOT / "docs" / "diff.svg"
WIDTH = 104


def draw() -> str:
    """The diff as SVG text: the same for the same rules and the same release of rich."""
    screen = recorder(WIDTH)
    for piece in diff(cleaner.clean(PAGE.read_bytes()), "input.txt", screen, Look(side_by_side=False, context=1)):
        screen.print(piece)
    return as_svg(screen, f"cleaner diff {PAGE.name}")


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8", newline="\n")
    print(PICTURE.relative_to(ROOT))
