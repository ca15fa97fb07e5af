"""`cleaner rules`: listed, shown, tested."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.cli.exits import ExitCode
from cleaner.console import rules as console_rules
from cleaner.packs import all_packs
from cleaner.packs.listing import OWN, found, listed
from cleaner.scan import code_rules, html, text_model
from cleaner.segment import byline, title

from .invented_debris import PACK, Run
from .test_cli_help import IMPORTABLE


def test_list_is_tab_separated_without_a_terminal(run: Run, pack: Path) -> None:
    result = run("rules", "list", "--rules", pack, "--group", "zebra")
    assert result.exit_code == ExitCode.FINE
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert [row[0] for row in rows] == ["zebra.bars", "zebra.corner", "zebra.gallop", "zebra.herd", "zebra.photo"]
    assert rows[1] == ["zebra.corner", "drop", "phrase", "all", "The label of the zebra corner"]


def test_list_as_json(run: Run, pack: Path) -> None:
    found = json.loads(run("rules", "list", "--rules", pack, "--group", "goat", "--json").stdout)
    assert [(rule["id"], rule["kind"], rule["examples"]) for rule in found] == [("goat.sentence", "pattern", 2)]


def test_list_of_one_language(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(PACK.replace("about = ", 'lang = "xx"\nabout = ', 1))
    result = run("rules", "list", "--rules", "x.toml", "--lang", "xx")
    assert len(result.stdout.splitlines()) == 6


def test_list_as_a_table(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for width, about in (("120", True), ("60", False)):
        stream = Terminal()
        monkeypatch.setattr("sys.stdout", stream)
        monkeypatch.setenv("COLUMNS", width)
        console_rules.show_list([rule for rule in listed([str(pack)]) if rule.pack == str(pack)], False)
        assert "zebra.corner" in stream.getvalue()
        assert ("The label of the zebra corner" in stream.getvalue()) is about
        assert "6 rules" in stream.getvalue()


def test_show(run: Run, pack: Path) -> None:
    said = run("rules", "show", "zebra.gallop", "--rules", pack).stdout
    for wanted in (
        "about: A button that gallops",
        "kind: phrase",
        "  - Gallop",
        "near: 1 line within 3 that one of zebra.corner matches",
        "hits:",
        "  - Zebra corner\n    Gallop",
        "misses:",
        f"pack: {pack}:",
    ):
        assert wanted in said
    said = run("rules", "show", "zebra.bars", "--rules", pack).stdout
    assert r"(?<=[a-z])\|\|(?=[a-z])" in said
    assert "gives = new glass" in said


def test_show_of_a_built_in_rule(run: Run) -> None:
    assert "kind: repeat" in run("rules", "show", "headline.repeated").stdout


def test_show_prints_a_pattern_as_written_with_the_vocabulary_that_it_uses(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    rule = "id = 'goat.seen'\nabout = 'A goat'\naction = 'drop'\nkind = 'pattern'\nkeywords = ['goat']\nhits = ['A goat today']\nmisses = ['goats']\n"
    path.write_text(
        "about = 'A pack'\n[vocabulary]\nday = ['today', 'monday']\nother = 'x'\n"
        f"[[rule]]\n{rule}pattern = ['an? {{animal}} {{day}}', 'goat']\nvocabulary.animal = 'goat|kid'\n"
    )
    said = run("rules", "show", "goat.seen", "--rules", path).stdout
    assert "  - an? {animal} {day}\n  - goat\n" in said
    assert "vocabulary: animal = goat|kid\nday = today|monday\n" in said
    said = run("rules", "show", "share.network-da").stdout
    assert "{networks}" in said and "networks = facebook" in said


def test_usage_errors(run: Run, pack: Path) -> None:
    unknown = run("rules", "show", "zebra.galop", "--rules", pack)
    assert unknown.exit_code == ExitCode.USAGE
    assert "zebra.gallop" in unknown.stderr
    assert run("rules", "list", "--group", "nothing").exit_code == ExitCode.USAGE
    assert run("rules", "list", "--lang", "qq").exit_code == ExitCode.USAGE
    assert run("rules", "test", "nowhere.toml").exit_code == ExitCode.USAGE
    Path("bad.toml").write_text('about = "x"\n[[rule]]\nid = "odd.one"\n')
    bad = run("rules", "test", "bad.toml")
    assert bad.exit_code == ExitCode.USAGE
    assert "bad.toml:" in bad.stderr


def test_a_pack_that_holds(run: Run, pack: Path) -> None:
    result = run("rules", "test", pack)
    assert (result.exit_code, result.stdout) == (ExitCode.FINE, "6 rules, 12 examples, 0 failures\n")


def test_a_pack_that_fails_names_file_line_and_sample(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "failing.toml"
    path.write_text(
        PACK.replace('misses  = ["The zebra corner was empty."]', 'misses  = ["Zebra corner\\u001b[31m"]').replace(
            'hits    = ["Hooves on the road"]', 'hits    = ["Hooves off [red]the road"]'
        )
    )
    result = run("rules", "test", path)
    assert result.exit_code == ExitCode.FOUND
    line = path.read_text().splitlines().index('hits    = ["Hooves off [red]the road"]') + 1
    assert f"{path}:{line}: zebra.herd: does not match its own hit" in result.stdout
    assert "    | Hooves off [red]the road" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("6 rules, 12 examples, ")
    assert "\x1b" not in result.stdout


def test_a_built_in_pack_can_be_tested_by_its_path(run: Run) -> None:
    from cleaner.packs import builtin_folder

    path = builtin_folder() / "glitch.toml"
    result = run("rules", "test", path)
    assert result.exit_code in (ExitCode.FINE, ExitCode.FOUND)
    assert " rules, " in result.stdout.splitlines()[-1]


def test_an_id_that_is_taken_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "twice.toml").write_text(PACK.replace("zebra.corner", "headline.repeated", 1))
    result = run("rules", "test", "twice.toml")
    assert result.exit_code == ExitCode.USAGE
    assert "headline.repeated" in result.stderr


def test_rules_that_are_models_are_explained(run: Run) -> None:
    said = run("rules", "show", "weights.line").stdout
    for wanted in ("about: Boilerplate by its own look", "model: text: ", "fitted on: ", "score: 0.", "switched off by: --disable weights"):
        assert wanted in said
    assert re.search(r"measured: \d\d\.\d% of [\d,]+ findings on \d+ sites were right", said)
    assert "model: blocks: " in run("rules", "show", "html.boilerplate").stdout
    assert "weights.line" in [line.split("\t")[0] for line in run("rules", "list").stdout.splitlines()]


def test_rules_that_stand_in_no_pack_are_listed_as_they_are() -> None:
    code = [*code_rules.OWN, text_model.RULE, html.RULE, byline.CREDIT, title.COPY]
    told = {rule.id: rule for rule in listed() if rule.pack == str(OWN)}
    assert told.keys() == {rule.id for rule in code}
    for rule in code:
        assert (told[rule.id].about, told[rule.id].action, told[rule.id].kind) == (rule.about, rule.action, rule.kind)


def test_a_rule_is_shown_without_loading_what_cleans() -> None:
    script = "import sys\nfrom cleaner.cli import app\ntry: app(['rules', 'show', 'share.follow-button'])\nexcept SystemExit: pass\n"
    script += "print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=IMPORTABLE)
    assert "about: " in done.stdout
    for heavy in ("rich", "regex", "numpy", "cleaner.flow", "cleaner.packs.read", "cleaner.packs.kinds"):
        assert f"'{heavy}'" not in done.stderr, heavy


def test_a_list_is_what_the_packs_hold() -> None:
    by_id = {rule.id: rule for pack in all_packs() for rule in pack.rules}
    assert {rule.id for rule in listed() if rule.pack != str(OWN)} == by_id.keys()
    rule = found("share.follow-button")
    assert rule and (rule.line, rule.examples) == (by_id[rule.id].line, len(by_id[rule.id].hits) + len(by_id[rule.id].misses))


def test_a_pack_with_a_long_pattern_gets_advice_and_passes(run: Run, pack: Path) -> None:
    text = pack.read_text(encoding="utf-8")
    long = "|".join(f"corner {number}" for number in range(100))
    pack.write_text(
        f'{text}\n[[rule]]\nid = "zebra.corners"\nabout = "Links to corners"\naction = "drop"\nkind = "pattern"\n', encoding="utf-8"
    )
    with pack.open("a", encoding="utf-8") as file:
        file.write(f"pattern = '(?:{long})'\nkeywords = ['corner']\nhits = ['Corner 7']\nmisses = ['Around the corner']\n")
    result = run("rules", "test", pack.name)
    assert result.exit_code == ExitCode.FINE
    assert f"`pattern` of the rule 'zebra.corners' has a string of {len(long) + 4:,} characters" in result.stderr
    assert "vocabulary.part" in result.stderr
