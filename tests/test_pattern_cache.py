"""Compiled patterns are cached between runs, match like newly compiled ones, and an invalid file only costs time."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import regex

from cleaner.packs import pattern_cache as kept
from cleaner.packs.pattern_cache import compiled, save

SOURCE = r"(?P<published>\d{1,2} \p{Lu}\p{L}+)\s(?:at|um) \d\d:\d\d"
TEXT = "4 March AT 05:10"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of patterns, in a folder of its own."""
    path = tmp_path / "__pycache__" / "patterns.pickle"
    monkeypatch.setattr(kept, "_place", lambda: path)
    monkeypatch.setattr(kept, "_new", {})
    kept._kept.cache_clear()
    yield path
    kept._kept.cache_clear()


def test_a_pattern_is_loaded_and_not_compiled_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = compiled(SOURCE, regex.IGNORECASE)
    save()
    kept._kept.cache_clear()

    def refuse(*_: object) -> None:
        raise AssertionError("it was compiled again")

    monkeypatch.setattr(regex, "compile", refuse)
    second = compiled(SOURCE, regex.IGNORECASE)
    assert second.fullmatch(TEXT).group("published") == first.fullmatch(TEXT).group("published") == "4 March"  # type: ignore[union-attr]
    assert second.fullmatch(TEXT, timeout=1.0)
    with pytest.raises(AssertionError):
        compiled(SOURCE)  # other flags make another pattern


@pytest.mark.parametrize(
    "raw", [b"", b"no pickle", pickle.dumps([1]), pickle.dumps({f"0 {SOURCE}": b"?"}), pickle.dumps({f"0 {SOURCE}": 3})]
)
def test_a_file_that_is_no_good_is_passed_over(place: Path, raw: bytes) -> None:
    place.parent.mkdir()
    place.write_bytes(raw)
    assert compiled(SOURCE).fullmatch("4 March at 05:10")
    save()
    kept._kept.cache_clear()
    assert compiled(SOURCE).fullmatch("4 March at 05:10")


def test_a_pattern_under_the_name_of_another_is_not_taken(place: Path) -> None:
    place.parent.mkdir()
    place.write_bytes(pickle.dumps({f"0 {SOURCE}": pickle.dumps(regex.compile("x"))}))
    assert compiled(SOURCE).pattern == SOURCE


def test_a_folder_that_cannot_be_written_to_is_no_error(place: Path) -> None:
    place.parent.write_bytes(b"a file where the folder should be")
    assert compiled(SOURCE).fullmatch("4 March at 05:10")
    save()
    assert place.parent.is_file()


def test_what_others_have_kept_stays(place: Path) -> None:
    compiled("a+")
    save()
    compiled("b+")
    save()
    assert set(pickle.loads(place.read_bytes())) == {"0 a+", "0 b+"}


def test_what_is_no_pattern_is_an_error() -> None:
    with pytest.raises(regex.error):
        compiled("(")
