"""`cleaner diff --out FILE.html` and `.svg`: the same as on the terminal, safe, whole, and never over an input."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cleaner.cli.exits import ExitCode

from .invented_debris import CLEAN, HOSTILE, PAGE, Run


def texts(path: str) -> str:
    """The words of an SVG picture, or of the page's `pre`."""
    text = Path(path).read_text(encoding="utf-8")
    if path.endswith(".html"):
        text = text.partition("<pre")[2].partition("</pre>")[0].partition(">")[2]
        return "".join(ElementTree.fromstring(f"<pre>{text}</pre>").itertext())
    return "".join(ElementTree.fromstring(text).itertext()).replace("\u00a0", " ")


def test_a_page_that_does_not_change(run: Run) -> None:
    Path("a.txt").write_text(CLEAN)
    result = run("diff", "a.txt", "--out", "a.html")
    assert (result.exit_code, result.stdout, result.stderr) == (ExitCode.FINE, "", "a.html\n")
    assert texts("a.html").split() == ["a.txt", "nothing", "would", "change"]


def test_the_files_hold_what_the_terminal_shows(run: Run, page: Path, pack: Path) -> None:
    arguments = ("diff", page, "--rules", pack, "--width", 100)
    shown = run(*arguments, "--color", "never").stdout
    result = run(*arguments, "--color", "never", "-o", "d.html", "-o", "d.svg")
    assert (result.exit_code, result.stdout) == (ExitCode.FOUND, "")
    assert texts("d.html").rstrip("\n") == shown.rstrip("\n")
    for word in ("zebra.corner", "Lanterns", "glass"):
        assert word in texts("d.svg")


def test_colours_are_in_the_files_unless_they_are_unwanted(run: Run, page: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    run("diff", page, "--rules", pack, "-o", "d.html")
    assert 'class="r' in Path("d.html").read_text(encoding="utf-8")
    assert "[-" not in texts("d.html")
    run("diff", page, "--rules", pack, "-o", "d.html", "--color", "never")
    assert "[-||-]" in texts("d.html")


def test_hostile_text_is_text_and_nothing_is_loaded(run: Run, pack: Path) -> None:
    script = "<script>alert(1)</script></pre><img src=x onerror=alert(2)> {code} {{text}} & \ufffe"
    Path("<b>.txt").write_text(f"{PAGE}\n{HOSTILE}\n{script}\n", encoding="utf-8")
    run(
        "diff",
        "<b>.txt",
        "--all",
        "--width",
        200,
        "--unified",
        "--rules",
        pack,
        "--disable",
        "glitch",
        "-o",
        "d.html",
        "-o",
        "d.svg",
    )
    for name in ("d.html", "d.svg"):
        raw = Path(name).read_text(encoding="utf-8")
        assert "<script" not in raw
        assert "<img" not in raw
        assert not re.search(r"@import|url\((?!#)|https?://(?!www\.w3\.org/)", re.sub(r"<!--.*?-->", "", raw))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", raw)
        assert "<script>alert(1)</script></pre><img src=x onerror=alert(2)> {code} {{text}} &" in texts(name)
    assert "default-src 'none'; style-src 'sha256-" in Path("d.html").read_text(encoding="utf-8")


def test_no_input_is_written_over(run: Run, page: Path, pack: Path) -> None:
    page = page.rename("page.html")
    before = page.read_bytes()
    Path("folder.svg").mkdir()
    for arguments, words in {
        ("-o", str(page)): "would overwrite an input",
        ("-o", "x.svg", "-o", "x.svg"): "or another output",
        ("-o", "folder.svg"): "a folder, not a file",
        ("-o", "page.html/below.svg"): "cannot be written",
        ("-o", "x.pdf"): "neither .html nor .svg",
    }.items():
        result = run("diff", page, "--rules", pack, *arguments)
        assert result.exit_code == ExitCode.USAGE, arguments
        assert words in result.stderr
    assert page.read_bytes() == before
    assert not list(Path().glob("x.*"))


def test_the_former_options_work_and_say_what_they_are_called_now(run: Run, page: Path, pack: Path) -> None:
    result = run("diff", page, "--rules", pack, "--html", "old.html", "--svg", "old")
    assert result.exit_code == ExitCode.FOUND
    assert "warning: --html FILE is now called --out FILE.html" in result.stderr
    assert "warning: --svg FILE is now called --out FILE.svg" in result.stderr
    run("diff", page, "--rules", pack, "-o", "new.html")
    assert texts("old.html") == texts("new.html")
    assert Path("old").read_text(encoding="utf-8").startswith("<svg")
