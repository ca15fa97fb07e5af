"""`cleaner diff`: what is shown, at which width, in which colours, and the exit codes."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

import cleaner
from cleaner.cli.exits import ExitCode
from cleaner.config import Settings
from cleaner.console.diff import Look, diff
from cleaner.console.screen import page_through
from cleaner.data import Page
from cleaner.interactive.rows import Fold, Heading, PageRow, fold, rows

from .invented_debris import CLEAN, HOSTILE, PAGE, SECOND, Run


@pytest.fixture
def cleaned(pack: Path) -> Page:
    return cleaner.clean(PAGE + SECOND, settings=Settings(rules=(str(pack),)))


def drawn(page: Page, width: int, look: Look | None = None, colour: bool = False) -> str:
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        markup=False,
        highlight=False,
    )
    for piece in diff(page, "page.txt", console, look or Look()):
        console.print(piece)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_unified(run: Run, page: Path, pack: Path) -> None:
    result = run("diff", page, "--rules", pack)
    assert result.exit_code == ExitCode.FOUND
    lines = result.stdout.splitlines()
    assert lines[0] == str(page)[: len(lines[0])]
    text = result.stdout
    assert " 3 - Zebra corner" in text
    assert "zebra.corner" in text
    assert "zebra.photo → captions" in text
    assert "new[-||-]{+␣+}glass" in text
    assert "article 1 of 1 · main · lines 1–10 ---" in text
    assert "\x1b" not in text
    assert not any(line.endswith(" ") for line in lines)


def test_nothing_to_change(run: Run) -> None:
    Path("a.txt").write_text(CLEAN)
    result = run("diff", "a.txt")
    assert (result.exit_code, result.stdout) == (ExitCode.FINE, "a.txt\nnothing would change\n\n")
    assert "kiln" in run("diff", "a.txt", "--all").stdout


def test_engine_options_count(run: Run, page: Path, pack: Path) -> None:
    assert "zebra" not in run("diff", page, "--rules", pack, "--disable", "zebra").stdout
    assert run("diff", page, "--fetched", "soon").exit_code == ExitCode.USAGE
    assert run("diff", "nowhere").exit_code == ExitCode.USAGE


def test_a_story_that_is_left_out_counts_as_a_change(run: Run) -> None:
    Path("cleaner.toml").write_text('appended = "drop"\n')
    result = run("diff", "-", input=CLEAN + SECOND)
    assert result.exit_code == ExitCode.FOUND
    assert "an appended story, left out" in result.stdout
    assert " x Four bakers" in result.stdout


def test_a_main_story_that_is_left_out_counts_as_one_too(run: Run) -> None:
    Path("cleaner.toml").write_text('appended = "only"\n')
    for text in (CLEAN, CLEAN + SECOND):
        result = run("diff", "-", input=text)
        assert result.exit_code == ExitCode.FOUND
        assert "the main story, left out" in result.stdout
        assert " x The harbour wall" in result.stdout


def test_a_boundary_that_is_not_sure_enough_is_not_drawn(run: Run, unsure: None) -> None:
    assert "article 2 of 2" in run("diff", "-", input=CLEAN + SECOND).stdout
    assert "article 2" not in run("diff", "-", "--min-confidence", 0.8, input=CLEAN + SECOND).stdout


def test_a_refused_page_is_shown_all_the_same(run: Run, page: Path, pack: Path) -> None:
    Path("cleaner.toml").write_text("strict = true\nmax_loss = 0.0\n")
    assert run("diff", page, "--rules", pack).exit_code == ExitCode.FOUND


def test_a_bad_file_is_told_and_the_others_are_shown(run: Run, page: Path) -> None:
    Path("bad.txt").write_bytes(b"\x7fELF\x00")
    result = run("diff", "bad.txt", page)
    assert result.exit_code == ExitCode.FAILED
    assert "error: bad.txt: this is a binary file" in result.stderr
    assert "Lanterns" in result.stdout or "nothing would change" in result.stdout


def test_boundaries_are_rules_across_the_page(cleaned: Page) -> None:
    text = drawn(cleaned, 90)
    rule = next(line for line in text.splitlines() if line.startswith("article 2 of 2"))
    assert "appended" in rule
    assert "confidence 0." in rule or "confidence 1." in rule
    assert rule.endswith("---")
    below = text[text.index(rule) :].splitlines()
    assert below[1] == "Bakers in the lower town share one oven for a week"
    assert below[2].startswith("  because: ")


def test_side_by_side_from_120_columns(cleaned: Page) -> None:
    wide, narrow = drawn(cleaned, 120), drawn(cleaned, 119)
    first = "The harbour wall in Port Alder"
    assert any(line.count(first) == 2 for line in wide.splitlines())
    assert not any(line.count(first) == 2 for line in narrow.splitlines())
    assert drawn(cleaned, 120, Look(side_by_side=False)).count(first) == 1
    assert drawn(cleaned, 100, Look(side_by_side=True)).count(first) == 2


@pytest.mark.parametrize("width", [40, 41, 57, 71, 72, 80, 119, 120, 200])
@pytest.mark.parametrize("beside", [True, False])
def test_any_width_holds(cleaned: Page, width: int, beside: bool) -> None:
    text = drawn(cleaned, width, Look(side_by_side=beside))
    assert max(cell_len(line) for line in text.splitlines()) <= width
    together = "".join(text.split())
    assert "zebra.corner" in together
    assert "zebra.photo→captions" in together


def test_wide_letters_keep_their_columns(pack: Path) -> None:
    page = cleaner.clean("Zebra corner\n\n" + "港の壁に灯りが戻る。" * 12 + "\n", settings=Settings(rules=(str(pack),)))
    assert max(cell_len(line) for line in drawn(page, 60).splitlines()) <= 60


def test_long_stretches_are_folded(pack: Path) -> None:
    text = (
        "Headline of a long and quiet story\n\n"
        + "".join(f"Sentence number {n} of the story says something quiet.\n" for n in range(20))
        + "Zebra corner\n"
    )
    page = cleaner.clean(text, settings=Settings(rules=(str(pack),)))
    assert "… 16 lines …" in drawn(page, 80)
    assert "… 22 lines …" in drawn(page, 80, Look(context=0))
    everything = drawn(page, 80, Look(context=None))
    assert "…" not in everything
    assert "number 9 " in everything


def test_long_lines_are_cut_unless_all_is_shown(pack: Path) -> None:
    long = "quiet words " * 200
    page = cleaner.clean(f"Headline\n\n{long}new||glass {long}\n\nZebra corner\n", settings=Settings(rules=(str(pack),)))
    short, full = drawn(page, 80), drawn(page, 80, Look(context=None))
    assert "new[-||-]{+␣+}glass" in short
    assert len(short) < 1500 < len(full)
    assert full.count("quiet") == 400


def test_colours(cleaned: Page) -> None:
    coloured = drawn(cleaned, 80, colour=True)
    assert "\x1b[31mZebra corner" in coloured
    assert "[-" not in coloured
    assert "─" in coloured
    assert "\x1b" not in drawn(cleaned, 80)


def test_colour_can_be_asked_for(run: Run, page: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("diff", page, "--rules", pack)
    assert "\x1b[31m" in run(*arguments, "--color", "always").stdout
    assert "\x1b" not in run(*arguments, "--color", "never").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run(*arguments).stdout
    assert run(*arguments, "--color", "sometimes").exit_code == ExitCode.USAGE


def test_hostile_text_is_harmless_and_whole(run: Run, pack: Path) -> None:
    for colour in ("never", "always"):
        result = run(
            "diff",
            "-",
            "--all",
            "--width",
            200,
            "--unified",
            "--color",
            colour,
            "--rules",
            pack,
            "--disable",
            "glitch",
            input=PAGE + "\n" + HOSTILE,
        )
        assert "Lamps␛[31m of [red]the[/] coast<U+202E> evil␇ and [/] more<U+009B>2J" in result.stdout
        assert "\u202e" not in result.stdout
        assert "\x07" not in result.stdout
    plain = run("diff", "-", "--all", "--rules", pack, input=PAGE + "\n" + HOSTILE).stdout
    assert all(c == "\n" or c.isprintable() for c in plain)


def test_broken_bytes_are_shown(run: Run) -> None:
    result = run("diff", "-", "--all", input=CLEAN.encode() + b"\nTail with a broken \xff byte in it, and more words to follow.\n")
    assert result.exit_code in (ExitCode.FINE, ExitCode.FOUND)
    assert "broken" in result.stdout


def test_the_pager_takes_what_is_longer_than_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cleaned: Page) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    script = tmp_path / "pager.py"
    script.write_text("import sys; open(sys.argv[1], 'w', encoding='utf-8').write(sys.stdin.buffer.read().decode())")
    seen = tmp_path / "seen.txt"
    monkeypatch.setenv("PAGER", f"{sys.executable} {script} {seen}")

    def show(height: int, paged: bool | None) -> str:
        seen.unlink(missing_ok=True)
        stream = Terminal()
        console = Console(file=stream, width=80, height=height, markup=False, highlight=False)
        page_through(console, diff(cleaned, "page.txt", console, Look()), paged)
        return stream.getvalue()

    assert show(10, None) == ""
    assert "Zebra corner" in seen.read_text(encoding="utf-8")
    assert "Zebra corner" in show(500, None)
    assert not seen.exists()
    assert "Zebra corner" in show(10, False)
    assert not seen.exists()
    assert show(500, True) == ""
    monkeypatch.setenv("PAGER", "no-such-pager-here")
    assert "Zebra corner" in show(10, None)


def test_rows_hold_every_line_once(cleaned: Page) -> None:
    found = [row for row in rows(cleaned) if isinstance(row, PageRow)]
    text = ["".join(part.text for part in row.before) for row in found]
    assert text == (PAGE + SECOND).splitlines()
    assert [row.number for row in found] == list(range(1, len(found) + 1))


def test_rows_after_are_the_articles_text(cleaned: Page) -> None:
    after = ["".join(part.text for part in row.after).strip() for row in rows(cleaned) if isinstance(row, PageRow)]
    kept = [line for line in after if line]
    wanted = [line for article in cleaned.articles for line in [article.title, *article.text.split("\n")] if line]
    assert kept == wanted


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_rows_know_every_line_end(ending: str, pack: Path) -> None:
    page = cleaner.clean(PAGE.replace("\n", ending), settings=Settings(rules=(str(pack),)))
    found = [row for row in rows(page) if isinstance(row, PageRow)]
    assert [row.state for row in found if row.number in (3, 4)] == ["dropped", "dropped"]
    assert len(found) == PAGE.count("\n")


def test_a_page_of_debris_alone_has_no_article(pack: Path) -> None:
    page = cleaner.clean("Zebra corner\n\nOdd\n\nZebra corner\n\nGallop\n", settings=Settings(rules=(str(pack),)))
    if page.articles:
        pytest.skip("the engine finds an article here")
    found = rows(page)
    assert found[0] == Heading("no article: only debris")
    assert {row.state for row in found if isinstance(row, PageRow) and row.parts} == {"dropped", "left out"}


def test_fold_keeps_short_stretches() -> None:
    kept = [PageRow(n, "kept", ()) for n in range(1, 8)]
    changes = [Heading("a"), *kept, PageRow(8, "dropped", ())]
    assert list(fold(changes, 3)) == changes
    assert Fold(3) in list(fold(changes, 2))
