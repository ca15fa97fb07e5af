"""The tables of words: each is valid, every key is read, and no Python file holds words of a language or a set of marks again."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from cleaner import languages
from cleaner.languages import any_of, codes_with, facts, marks, words
from cleaner.languages.keys import FACTS, KEYS

PACKAGE = Path(languages.__file__).parents[1]
RANGES = {"CIRCLED_NUMBERS", "HAN_AND_KANA", "COMPATIBILITY_HAN", "HANGUL", "CJK", "WIDE_FORMS", "THAI", "THAI_TO_KHMER"}
TABLES = sorted(Path(languages.__file__).parent.glob("*.toml"))
FOREIGN = re.compile(
    r"[^\W\d_\x00-\u02ff\u2000-\u2bff]{2}|[à-öø-ÿ][a-z]|[a-z][à-öø-ÿ]"
)  # two letters of another script, or Latin ones with marks
EXCEPT = {  # forms of dates and classes of HTML elements, which are no words of a text
    "cleaner/parse/html/elements.py",
    "cleaner/parse/html/fields/calendars.py",
    "cleaner/parse/html/fields/date_text.py",
    "cleaner/segment/byline.py",
    "cleaner/segment/line_form_features.py",
}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_is_well_formed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"# [A-Z][\w, ]+\n\n\S", text), "a table begins with the language's name"
    table = tomllib.loads(text)
    assert table.keys() <= KEYS.keys()
    assert list(table) == [key for key in KEYS if key in table], "keys are in the order of keys.py"
    for key, entries in table.items():
        if key not in FACTS:
            assert entries
            assert len(set(entries)) == len(entries), key
            for entry in entries:
                assert entry.strip()
                re.compile(entry)
        elif "months" in key:
            assert len(entries) == 12


def test_every_key_is_used() -> None:
    held = {key for path in TABLES for key in tomllib.loads(path.read_text(encoding="utf-8"))}
    assert held == set(KEYS)
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.parent.name != "languages")
    assert not [key for key in KEYS if f'"{key}"' not in code and f"'{key}'" not in code]


def literals(source: str) -> list[str]:
    """The string literals of a module as they are written, without docstrings."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs]
    return [ast.get_source_segment(source, node) or "" for node in found if not node.value.isascii()]


def test_no_python_file_holds_words_of_another_language() -> None:
    found = {
        name: words
        for path in PACKAGE.rglob("*.py")
        if (name := path.relative_to(PACKAGE.parent).as_posix()) not in EXCEPT and path.parent.name != "training"
        if (words := [text for text in literals(path.read_text(encoding="utf-8")) if FOREIGN.search(text)])
    }
    assert not found


def test_words_of_one_language_and_of_all() -> None:
    assert words("by", "de") == ("von",)
    assert set(words("by")) > {"by", "von", "par"}
    assert words("by", "xx") == ()
    assert {"fr", "it"} <= codes_with("elided")
    assert "de" in facts("closed_compounds")
    assert "en" not in facts("closed_compounds")


def test_alternatives_try_the_longest_first() -> None:
    found = any_of("by", "by_in_text").split("|")
    assert found == sorted(found, key=len, reverse=True)
    assert re.match(rf"(?:{any_of('by', 'by_in_text')})", "autorin")[0] == "autorin"  # type: ignore[index]


def test_marks_are_sets_of_single_characters() -> None:
    """`one_of` gives a set of just the marks, also of those with a meaning in regular expressions."""
    for name, own in vars(marks).items():
        if name.isupper() and name not in RANGES:
            assert len(set(own)) == len(own), name
            found = re.compile(marks.one_of(own))
            assert all(found.fullmatch(mark) for mark in own), name
            assert not found.fullmatch("a")
    assert re.findall(marks.one_of("]-", "^a"), "b-]^a\\") == ["-", "]", "^", "a"]


def test_sets_of_marks_are_written_once() -> None:
    """A module that spells out sentence ends, bullets or a range of scripts has a set of its own that nobody will find."""
    found = {
        path.relative_to(PACKAGE).as_posix(): texts
        for path in PACKAGE.rglob("*.py")
        if path.name != "marks.py"
        if (texts := [text for text in literals(path.read_text(encoding="utf-8")) if any(set_ in text for set_ in ("。！？", "•◦▪", "।؟"))])
    }
    assert not found
