"""Rule packs: the built-in ones are valid and match their examples; invalid ones are refused with place and remedy."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from cleaner.config import Settings
from cleaner.errors import ConfigError, PackError
from cleaner.flow import clean
from cleaner.packs import Pack, all_packs, builtin, ensure_unique, load, parse
from cleaner.packs.cached_packs import _stored, stored
from cleaner.packs.kinds.phrase import fold_phrase
from cleaner.rule_examples import run
from cleaner.scan.ruleset import check_names

BAD = sorted((Path(__file__).parents[1] / "fixtures" / "bad-packs").glob("*.toml"))
BUILTIN = [str(path) for path in builtin("*")]


def test_there_are_packs() -> None:
    assert len(BUILTIN) >= 20
    assert len(BAD) >= 20


@pytest.mark.parametrize("path", BUILTIN, ids=lambda path: Path(path).stem)
def test_builtin_packs_are_sound_and_their_examples_hold(path: str) -> None:
    pack = load(path)  # not trusted: every pattern compiles
    context = [rule for other in all_packs() for rule in other.rules]
    own = [rule for rule in context if rule.pack == path]
    assert len(own) == len(pack.rules)
    assert [str(failure) for failure in run(own, context)] == []


def test_builtin_ids_are_unique() -> None:
    ensure_unique([load(path) for path in BUILTIN])


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_pack_is_refused_with_place_and_remedy(path: Path) -> None:
    stated = re.match(r"# refused at line (\d+): (.*) \| (.*)\n", path.read_text(encoding="utf-8"))
    assert stated
    with pytest.raises(PackError) as caught:
        load(str(path))
    assert caught.value.place == f"{path}:{stated[1]}"
    assert stated[2] in caught.value.problem
    assert f"{stated[1]} | " in caught.value.problem
    assert stated[3] in caught.value.remedy


TWO = """about = "A pack for a test"

{first}
id = "zoo.crossing"
about = "A line of boilerplate"
action = "drop"
kind = "phrase"
phrases = ["Zebra crossing"]
hits = ["Zebra crossing", '''
[[rule]]
Zebra crossing
''']
misses = ["They met at the zebra crossing. # [[rule]]"]

{second}
id = "zoo.gate"
about = "Another line of boilerplate"
action = "drop"
kind = "phrase"
phrases = ["Zoo gate"]
hits = ["Zoo gate"]
misses = ["They met at the zoo gate."]
"""
HEADERS = ["[[rule]]", "[[ rule ]]", "[[rule]] # the second", "  [[rule]]\t", '[["rule"]]', "[['rule']]", "[[\trule]]"]


@pytest.mark.parametrize("header", HEADERS)
def test_no_rule_is_lost_however_its_table_begins(header: str) -> None:
    for first, second in ((header, "[[rule]]"), ("[[rule]]", header)):
        pack = parse(TWO.format(first=first, second=second), "mine.toml")
        assert [(rule.id, rule.line) for rule in pack.rules] == [("zoo.crossing", 3), ("zoo.gate", 15)]


def test_a_store_that_lacks_a_rule_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TWO.format(first="[[rule]]", second="[[ rule ]]"), encoding="utf-8")
    assert len(stored(path).rules) == 2
    place = tmp_path / "__pycache__" / "mine.json"
    record = json.loads(place.read_text(encoding="utf-8"))
    record["starts"].pop()
    place.write_text(json.dumps(record), encoding="utf-8")
    _stored.cache_clear()
    assert [rule.line for rule in stored(path).rules] == [3, 15]


def test_the_cached_phrases_are_those_that_lines_are_looked_up_by() -> None:
    phrases = {}
    for path in builtin("*"):
        cached = {rule.id: rule.spec for rule in stored(path).rules if rule.kind == "phrase"}
        assert cached == {rule.id: rule.spec for rule in load(str(path)).rules if rule.kind == "phrase"}
        phrases.update(cached)
    assert any("#" in phrase for spec in phrases.values() for phrase in spec.folded)


@pytest.mark.parametrize("name", ["no-such-pack.toml", "a\x00b.toml", "x" * 5_000])
def test_a_name_of_no_file_is_refused(name: str) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        clean(TEXT, settings=Settings(rules=(name,)))


def test_a_missing_pack_is_refused() -> None:
    with pytest.raises(PackError, match="cannot be read"):
        load("no-such-pack.toml")


PACK = """
about = "A pack for a test"
{head}
[[rule]]
id = "{id}"
about = "A line of boilerplate"
action = "drop"
kind = "phrase"
phrases = ["Zebra crossing"]
hits = ["{hit}"]
misses = ["They met at the zebra crossing."]
"""
TEXT = "The headline\n\nZebra crossing\n\nThe council met on Monday and spoke at length about the harbour and its walls.\n"


def write(folder: Path, name: str, id: str, head: str = "", hit: str = "Zebra crossing") -> str:
    path = folder / name
    path.write_text(PACK.format(id=id, head=head, hit=hit), encoding="utf-8")
    return str(path)


def rules_that_matched(settings: Settings, url: str | None = None, text: str = TEXT) -> set[str]:
    return {finding.rule for finding in clean(text, url=url, settings=settings).findings}


def test_a_users_pack_extends_the_builtin_ones(tmp_path: Path) -> None:
    pack = write(tmp_path, "mine.toml", "zoo.crossing")
    assert "zoo.crossing" in rules_that_matched(Settings(rules=(pack,)))
    assert rules_that_matched(Settings()) == set()


@pytest.mark.parametrize("name", ["zoo.crossing", "zoo", "zoo.*"])
def test_rules_are_switched_off_by_id_or_group(tmp_path: Path, name: str) -> None:
    pack = write(tmp_path, "mine.toml", "zoo.crossing")
    assert rules_that_matched(Settings(rules=(pack,), disable=(name,))) == set()


def test_one_id_in_two_packs_is_refused(tmp_path: Path) -> None:
    packs = (write(tmp_path, "a.toml", "zoo.crossing"), write(tmp_path, "b.toml", "zoo.crossing"))
    with pytest.raises(PackError, match=r"a\.toml:4"):
        clean(TEXT, settings=Settings(rules=packs))


def test_a_name_that_no_rule_has_is_refused() -> None:
    with pytest.raises(ConfigError, match="there is no rule or group 'sahre'"):
        check_names(("sahre",), ())
    check_names(("glitch", "glitch.entity"), ())


def test_a_site_pack_applies_on_its_hosts_and_by_its_boilerplate(tmp_path: Path) -> None:
    pack = write(tmp_path, "site.toml", "zoo.crossing", 'hosts = ["zoo.example"]\nknown_by = ["The Zoo Herald app"]')
    settings = Settings(rules=(pack,))
    assert "zoo.crossing" in rules_that_matched(settings, url="https://www.zoo.example/a")
    assert rules_that_matched(settings, url="https://notzoo.example/a") == set()
    assert rules_that_matched(settings) == set()
    assert "zoo.crossing" in rules_that_matched(settings, text=TEXT + "\nThe Zoo Herald app\n")


def test_an_example_that_does_not_hold_is_named_with_its_line(tmp_path: Path) -> None:
    pack: Pack = load(write(tmp_path, "mine.toml", "zoo.crossing", hit="Something else"))
    (failure,) = run(pack.rules, pack.rules)
    assert str(failure).startswith(f"{pack.path}:10: zoo.crossing: does not match its own hit")
    assert "Something else" in str(failure)


@pytest.mark.parametrize("path", builtin("*"), ids=lambda path: Path(path).stem)
def test_no_phrase_is_written_twice_in_a_rule(path: Path) -> None:
    """Phrases are compared without letter case, edge punctuation and the form of apostrophes: "Copier l'URL" is "copier l’url"."""
    for rule in tomllib.loads(Path(path).read_text(encoding="utf-8"))["rule"]:
        for key in ("phrases", "labels"):
            entries = rule.get(key, [])
            folded = [fold_phrase(entry) for entry in entries] if isinstance(entries, list) else []
            assert not [entry for entry, count in Counter(folded).items() if count > 1], rule["id"]
