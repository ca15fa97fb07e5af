"""Named parts of patterns: they are expanded, looked up in the nearest vocabulary, and refused with place and remedy."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex

from cleaner.errors import PackError
from cleaner.packs import builtin, parse
from cleaner.packs.advice import LONGEST, advice_for
from cleaner.packs.builtin_paths import vocabulary_path
from cleaner.packs.kinds import KINDS
from cleaner.packs.table_cache import cached_table
from cleaner.packs.vocabulary import NAME, Vocabulary, VocabularyError, names_in, of_pack, of_rule, shared

PACK = r"""about = "A pack for a test"

[vocabulary]
animals = ['zebra', 'okapi']
visit = '(?:visit|see) the {animals}'

[[rule]]
id = "zoo.visit"
about = "An invitation to the zoo"
action = "drop"
kind = "pattern"
pattern = PATTERN
keywords = ["zebra", "okapi"]
hits = ["Visit the zebra"]
misses = ["They met at the zebra crossing."]
"""


def pack(pattern: str, old: str = "", new: str = "") -> Any:
    return parse(PACK.replace("PATTERN", pattern).replace(old, new), "mine.toml").rules[0].spec


def refusal(pattern: str, old: str = "", new: str = "") -> PackError:
    with pytest.raises(PackError) as caught:
        pack(pattern, old, new)
    return caught.value


@pytest.mark.parametrize(
    ("pattern", "expanded"),
    [
        ("'{visit}!?'", "(?:(?:visit|see) the (?:zebra|okapi))!?"),
        ("'(?:{animals}){2,3}'", "(?:(?:zebra|okapi)){2,3}"),
        ("['{animals}', 'gnu']", "(?:zebra|okapi)|gnu"),
        (r"'\{animals\}[{visit}]\p{Lu}\N{COLON}'", r"\{animals\}[{visit}]\p{Lu}\N{COLON}"),
        ("'okapi(?:zebra){e}'", "okapi(?:zebra){e}"),  # one letter is fuzzy matching
        ("'(?x) a {visit}'", "(?x) a (?-x:(?:visit|see) the (?:zebra|okapi))"),
    ],
    ids=["name", "quantifier", "alternatives", "escaped", "fuzzy", "verbose"],
)
def test_names_and_alternatives_make_one_regular_expression(pattern: str, expanded: str) -> None:
    spec = pack(pattern)
    assert spec.source == expanded
    assert spec.compiled.pattern == expanded


def test_white_space_of_an_entry_counts_in_a_verbose_pattern() -> None:
    assert pack("'(?x) please \\s {visit}'").find("Please visit the okapi")


def test_the_nearest_entry_of_a_name_is_used() -> None:
    assert "facebook" in pack("'{networks}'").source
    own = pack("'{networks}'", "animals =", "networks = ['Quackr']\nanimals =")
    assert own.source == "(?:Quackr)"
    assert pack("'{animals}'\nvocabulary.animals = ['tapir', 'gnu']").source == "(?:tapir|gnu)"


def test_an_entry_of_a_rule_does_not_change_what_the_packs_entries_mean() -> None:
    assert pack("'{visit}'\nvocabulary.animals = ['tapir']").source == "(?:(?:visit|see) the (?:zebra|okapi))"


def test_an_entry_that_names_itself_extends_the_outer_one() -> None:
    assert pack("'{animals}'\nvocabulary.animals = ['{animals}', 'tapir']").source == "(?:(?:zebra|okapi)|tapir)"
    source = pack("'{networks}'", "animals =", "networks = ['{networks}', 'Quackr']\nanimals =").source
    assert "facebook" in source and source.endswith("|Quackr)")


def test_every_pattern_of_a_rule_can_be_a_list() -> None:
    text = r"""about = "A pack for a test"
[[rule]]
id = "zoo.archive"
about = "How the zoo's archive exports a story"
action = "boundary"
kind = "record"
keywords = ["ZOO"]
opens = ['ZOO \d+', '{zoo} \d+']
lines = ['-+', '=+']
labels = { Title = "title", Text = "body" }
vocabulary.zoo = 'VIVARIUM'
hits = ["ZOO 1\nTitle: One\nText: Two"]
misses = ["ZOO"]
"""
    spec = parse(text, "mine.toml").rules[0].spec
    assert (spec.opens, spec.lines) == (r"ZOO \d+|(?:VIVARIUM) \d+", "-+|=+")


@pytest.mark.parametrize(
    ("pattern", "old", "new", "line", "problem", "remedy"),
    [
        ("'{beasts}'", "", "", 12, "rule 'zoo.visit': {beasts} is in no vocabulary", "a literal brace is written \\{"),
        ("'{visit}'", "'zebra'", "'{visit}'", 4, "circular: animals -> visit -> animals", "part of itself"),
        ("'{visit}'", "'zebra'", "'zebra)'", 4, "`animals` does not compile", "by itself"),
        ("'{visit}'", "['zebra', 'okapi']", "[]", 4, "`animals` is no part of a pattern", "list of alternatives"),
        ("'{visit}'", "['zebra', 'okapi']", "['zebra', 5]", 4, "`animals` is no part of a pattern", "list of alternatives"),
        ("'{visit}'", "animals =", "Animals =", 4, "cannot have the name 'Animals'", "lower-case letters"),
        ("'{visit}'\nvocabulary.calls = '[a'", "", "", 13, "`calls` does not compile", "by itself"),
        ("'{visit}'\nvocabulary = 5", "", "", 13, "`vocabulary` must be a table", "Correct"),
        ("['zebra', 5]", "", "", 12, "`pattern` must be a list of strings", "quotation marks"),
        ("5", "", "", 12, "`pattern` must be a string or a list of strings", "Correct"),
        ("[]", "", "", 7, "matches an empty line", "rule format"),
    ],
    ids=["unknown", "circle", "bad", "empty", "number", "capital", "of-a-rule", "no-table", "mixed", "no-text", "no-alternative"],
)
def test_what_is_no_vocabulary_is_refused_with_place_and_remedy(
    pattern: str, old: str, new: str, line: int, problem: str, remedy: str
) -> None:
    error = refusal(pattern, old, new)
    assert error.place == f"mine.toml:{line}"
    assert problem in error.problem
    assert remedy in error.remedy


def test_entries_that_double_one_another_do_not_fill_the_memory() -> None:
    entries = {f"level{i}": f"{{level{i + 1}}}{{level{i + 1}}}" for i in range(60)} | {"level60": "abc"}
    with pytest.raises(VocabularyError, match="more than 100,000 characters"):
        Vocabulary(entries).expand("{level0}")


def test_a_changed_vocabulary_makes_the_cached_packs_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, words = tmp_path / "mine.toml", tmp_path / "vocabulary.toml"
    path.write_text(PACK.replace("PATTERN", "'{sounds} {animals}'"), encoding="utf-8")
    monkeypatch.setattr("cleaner.packs.table_cache.vocabulary_path", lambda: words)
    monkeypatch.setattr("cleaner.packs.vocabulary.vocabulary_path", lambda: words)
    for time, sound in ((1_000, "moo"), (2_000, "baa")):
        words.write_text(f'[vocabulary]\nsounds = ["{sound}"]\n', encoding="utf-8")
        os.utime(words, (time, time))
        shared.cache_clear()
        for _ in range(2):
            assert cached_table(path)[0]["rule"][0]["pattern"] == f"(?:{sound}) (?:zebra|okapi)"
    shared.cache_clear()
    assert "sounds" not in json.dumps(json.loads((tmp_path / "__pycache__" / "mine.json").read_bytes())["table"]["rule"])


def tables() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in builtin("*"):
        yield path.name, tomllib.loads(path.read_text(encoding="utf-8"))


def strings(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def test_no_string_of_a_built_in_pattern_is_long() -> None:
    """A long alternation is a list, and its parts have names."""
    found = {f"vocabulary.toml {name}": strings(entry) for name, entry in shared().entries.items()}
    for name, table in tables():
        found |= {f"{name} {entry}": strings(value) for entry, value in table.get("vocabulary", {}).items()}
        for rule in table["rule"]:
            found |= {f"{rule['id']} {entry}": strings(value) for entry, value in rule.get("vocabulary", {}).items()}
            for key in getattr(KINDS[rule["kind"]], "PATTERNS", ()):
                found[f"{rule['id']} {key}"] = strings(rule.get(key, ()))
    assert sum(map(len, found.values())) > 2_000
    assert {name: max(map(len, own)) for name, own in found.items() if own and max(map(len, own)) > LONGEST} == {}


def test_every_entry_of_the_built_in_vocabularies_is_used_and_none_hides_another() -> None:
    used: set[str] = set()
    for name, table in tables():
        outer = of_pack(table)
        own: set[str] = set()
        for rule in table["rule"]:
            patterns = [rule[key] for key in getattr(KINDS[rule["kind"]], "PATTERNS", ()) if key in rule]
            vocabulary = of_rule(rule, outer)
            named = {entry for pattern in patterns for entry in vocabulary.used(pattern)}
            assert set(rule.get("vocabulary", ())) <= named, rule["id"]
            own |= named
        assert set(table.get("vocabulary", ())) <= own, name
        used |= own
    assert set(shared().entries) <= used


def test_the_shared_vocabulary_is_sound() -> None:
    assert set(tomllib.loads(vocabulary_path().read_text(encoding="utf-8"))) == {"about", "vocabulary"}
    for name, entry in shared().entries.items():
        assert NAME.fullmatch(name)
        assert regex.compile(shared().expand(entry))


def test_names_in_a_pattern() -> None:
    assert list(names_in([r"{one} \{two}", "[{three}]{four}{2,3}"])) == ["one", "four"]


def test_advice_for_a_long_pattern_names_its_place_and_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(PACK.replace("PATTERN", "'{visit}'"), encoding="utf-8")
    assert list(advice_for(str(path))) == []
    long = "|".join(f"the {number}th zebra" for number in range(80))
    path.write_text(PACK.replace("PATTERN", f"['{{visit}}', '{long}']"), encoding="utf-8")
    (advice,) = advice_for(str(path))
    assert advice.startswith(f"{path}:12: `pattern` of the rule 'zoo.visit' has a string of {len(long):,} characters")
    assert "list of alternatives" in advice and "vocabulary.part = [" in advice and "{part}" in advice
    path.write_text(
        PACK.replace("PATTERN", "'{visit}|{deer}'").replace("keywords", f"vocabulary.deer = '{long}'\nkeywords"), encoding="utf-8"
    )
    (advice,) = advice_for(str(path))
    assert advice.startswith(f"{path}:13: the entry 'deer' of the rule 'zoo.visit' has a string of ")
    path.write_text(PACK.replace("PATTERN", "'{animals}'").replace("'okapi']", f"'{long}']", 1), encoding="utf-8")
    (advice,) = advice_for(str(path))
    assert advice.startswith(f"{path}:4: the entry 'animals' has a string of ")


GENERIC = {
    "appeal",
    "copy",
    "credit",
    "error",
    "footer",
    "form",
    "go",
    "label",
    "line",
    "moment",
    "notice",
    "note",
    "part",
    "pitch",
    "sign",
    "site",
}


@pytest.mark.parametrize("path", [vocabulary_path(), *map(Path, builtin("*"))], ids=lambda path: path.stem)
def test_names_of_built_in_entries_say_what_their_words_are(path: Path) -> None:
    """`{cookie_notice}`, not `{notice}`: the name is read in a pattern, far from its entry. No name has a number."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    names = [name for entries in (table, *table.get("rule", ())) for name in entries.get("vocabulary", ())]
    assert not [name for name in names if name in GENERIC or any(map(str.isdigit, name))]
