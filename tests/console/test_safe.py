"""Hostile text made harmless."""

from __future__ import annotations

import io
import unicodedata

import pytest
from rich.console import Console

from cleaner.console.errors import note, report
from cleaner.console.safe import rich_text, visible, visible_lines
from cleaner.console.stdout import write_bytes
from cleaner.errors import PackError


@pytest.mark.parametrize(
    "text", ["plain words", "naïve café, 港の壁", "שלום", "[red]not red[/] [/] [[", "a ‘quoted’ — dash …", "👩‍🚀", "می‌خواهم"]
)
def test_good_text_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b]8;;x\x07", "␛[2J␛]8;;x␇"),
        ("a\x00b\x08c\x7fd", "a␀b␈c␡d"),
        ("a\rb\nc", "a␍b␊c"),
        ("a\tb", "a   b"),
        ("\x9b31m\x85", "<U+009B>31m<U+0085>"),
        ("\u202eabc\u202c\u2066x\u2069", "<U+202E>abc<U+202C><U+2066>x<U+2069>"),
        ("a\u200bb\ufeff\u00adc", "a<U+200B>b<U+FEFF><U+00AD>c"),
        ("\u2028\u2029", "<U+2028><U+2029>"),
        ("\udcff\ud800", "\\xff<U+D800>"),
        ("\U000e0041", "<U+E0041>"),
    ],
)
def test_hostile_text_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_no_control_or_direction_is_left() -> None:
    every = "".join(map(chr, range(0x3000))) + "\ud800\udfff\ufeff\U000e0001"
    shown = visible(every)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")]


def test_lines_can_stay_lines() -> None:
    assert visible_lines("a\x1b\nb\r") == "a␛\nb␍"


def test_markup_means_nothing_to_rich() -> None:
    console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system="standard")
    console.print(rich_text("[red]a[/] [link=x]b[/link] :smile: \x1b[31m"), highlight=False)
    assert console.file.getvalue() == "[red]a[/] [link=x]b[/link] :smile: ␛[31m\n"  # type: ignore[attr-defined]


def test_errors_name_place_and_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    report(PackError("unknown key `colour`\n    3 | colour = \x1b[31m1\n", place="a\u202e.toml:3", remedy="Known here: id."))
    assert capsys.readouterr().err == "error: a<U+202E>.toml:3: unknown key `colour`\n    3 | colour = ␛[31m1\n  Known here: id.\n"
    note("a\x1b")
    assert capsys.readouterr().err == "a␛\n"


def test_a_terminal_is_never_given_raw_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr("sys.stdout", stream)
    write_bytes(b"one\x1b[2J\r\ntwo\xff\n")
    assert stream.getvalue() == "one␛[2J\ntwo\\xff\n"
