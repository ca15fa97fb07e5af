"""Draw the README's pictures of one fixture page in `cleaner diff` and `cleaner preview`. Run: make screenshot"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import cleaner
from cleaner.config import Settings
from cleaner.console.diff import Look, diff
from cleaner.console.export import as_svg, recorder
from cleaner.console.preview.decision_keys import Preview
from cleaner.inputs import find
from cleaner.interactive.session import Session

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "fixtures" / "pages" / "scroll-two-stories" / "input.txt"
PICTURE = ROOT / "docs" / "diff.svg"
PREVIEW = ROOT / "docs" / "preview.svg"
WIDTH = 104
LINE = 30  # under the cursor of the preview: boilerplate of the second story
_FONT_FACE = re.compile(r"\s*@font-face \{[^}]*\}")  # so that the picture makes no network request for a font


def draw() -> str:
    """The diff as SVG text, which only depends on the rules and the release of rich."""
    screen = recorder(WIDTH)
    for piece in diff(cleaner.clean(PAGE.read_bytes()), "input.txt", screen, Look(side_by_side=False, context=1)):
        screen.print(piece)
    return as_svg(screen, f"cleaner diff {PAGE.name}")


def draw_preview(size: tuple[int, int] = (120, 36), light: bool = False) -> str:
    """The preview as SVG text, with the cursor where the second story begins, without decisions."""
    app = Preview(Session(find([str(PAGE)]), Settings(decisions=str(ROOT / "docs" / "none.toml"))), light)

    async def play() -> str:
        async with app.run_test(size=size) as pilot:
            while app.model is None:
                await pilot.pause(0.05)
            app.view.go_to(app.model.index_of(LINE))
            await pilot.pause(1.0)
            await app.workers.wait_for_complete()
            await pilot.pause()
            return app.export_screenshot(title=f"cleaner preview {PAGE.name}")

    return re.sub(r"terminal-\d+-", "preview-", _FONT_FACE.sub("", asyncio.run(play())))


if __name__ == "__main__":
    for picture, drawn in ((PICTURE, draw()), (PREVIEW, draw_preview())):
        picture.write_text(drawn, encoding="utf-8", newline="\n")
        print(picture.relative_to(ROOT))
