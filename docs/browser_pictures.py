"""Take pictures of the review, the report, the exported diff and the preview, of fixture pages. Run: make screenshot (needs Chromium)

They are looked at before a release, at both widths, light and dark.
"""

from __future__ import annotations

import base64
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from screenshot import draw_preview

from cleaner.cli import app
from cleaner.config import Settings
from cleaner.interactive.samples import sources_of
from cleaner.interactive.session import Session
from cleaner.review.guard import Keys
from cleaner.review.server import serve

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PAGES = ("scroll-two-stories/input.txt", "audio-app-prompts/input.txt", "captions-between-paragraphs/input.txt", "french-page/input.txt",
         "debris-alone/input.txt", "html-comments-tr/input.html", "html-listing-fr/input.html", "html-question-answers/input.html")  # fmt: skip
LOOKS = [(width, height, scheme) for width, height in ((1280, 800), (400, 800)) for scheme in ("light", "dark")]
sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    """Write all pictures."""
    from console.browser import Browser

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        Path("pages").mkdir()
        for page in PAGES:
            source = ROOT / "fixtures" / "pages" / page
            shutil.copy(source, Path("pages", source.parent.name + source.suffix))
        _run("clean", "pages", "--out", "clean", "--quiet")
        _run("report", "clean", "--quiet")
        _run("diff", "pages/scroll-two-stories.txt", "-o", "diff.html", "--width", "120", "--unified")
        with Browser(Path(name, "browser")) as browser:
            for width, height, scheme in LOOKS:
                for file in ("report", "diff"):
                    browser.open(Path(f"{file}.html"), width, height, scheme)
                    _take(browser, f"{file}-{width}-{scheme}")
            _review(browser)
    for width, height in ((80, 24), (140, 40)):
        for light in (False, True):
            picture = PICTURES / f"preview-{width}x{height}-{'light' if light else 'dark'}.svg"
            picture.write_text(draw_preview((width, height), light), encoding="utf-8", newline="\n")
            print(picture.relative_to(ROOT))


def _review(browser: Any) -> None:
    """Pictures of the review of the folder, served by this process: a finding under the cursor, a proposed rule, the original page."""
    sources, _ = sources_of(["pages"])
    listening = socket.create_server(("127.0.0.1", 0))
    begun = threading.Event()
    address: list[str] = []

    def opened(found: str) -> None:
        address.append(found)
        begun.set()

    threading.Thread(target=serve, args=(Session(sources, Settings()), listening, Keys(), opened), daemon=True).start()
    begun.wait(30)
    for width, height, scheme in LOOKS:
        browser.visit(address[0], width, height, scheme)
        browser.until("state.page !== null && state.left === 0")
        browser.run("openPage([...state.pages.values()].find((page) => page.name.includes('scroll-two')).n)")
        browser.until("state.page.name.includes('scroll-two') && !document.querySelector('[aria-busy]')")
        browser.press("ArrowRight", "ArrowRight")
        browser.until("document.getElementById('why').dataset.of === `${state.current}:${state.line}`")
        _take(browser, f"review-{width}-{scheme}")
    browser.visit(address[0], 1280, 800, "light")
    browser.until("state.page !== null && state.left === 0")
    browser.run("openPage([...state.pages.values()].find((page) => page.name.includes('comments-tr')).n)")
    browser.until("state.page.html && !document.querySelector('[aria-busy]')")
    browser.press("o")
    browser.until("document.querySelector('#original iframe') !== null")
    browser.until("performance.getEntriesByType('resource').some((entry) => entry.name.includes('/original/'))")
    time.sleep(1)  # a frame of another origin does not signal when it is drawn
    _take(browser, "review-original-1280-light")
    browser.press("o", "Enter", "ArrowDown", "m", "R")
    browser.until("document.querySelector('#ask .status')?.textContent.includes('8 of 8')")
    _take(browser, "review-rule-1280-light")


def _run(*arguments: str) -> None:
    sys.argv = ["cleaner", *arguments]  # the command that the report shows
    app(list(arguments), standalone_mode=False)


def _take(browser: Any, name: str) -> None:
    """The screen as a small picture."""
    found = browser.call("Page.captureScreenshot", format="webp", quality=70)
    picture = PICTURES / f"{name}.webp"
    picture.write_bytes(base64.b64decode(found["data"]))
    print(picture.relative_to(ROOT))


if __name__ == "__main__":
    main()
