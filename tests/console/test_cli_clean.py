"""`cleaner clean`: where articles go, what is said about it, and the exit codes."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from cleaner.batch import Result
from cleaner.cli.exits import ExitCode
from cleaner.console.progress import followed
from cleaner.console.summary import add, show
from cleaner.run_summary import RunSummary

from .invented_debris import CLEAN, GOATS, HOSTILE, PACK, PAGE, SECOND, Run


def test_a_folder_is_mirrored_with_audits(run: Run, tmp_path: Path, pack: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "one.txt").write_text(PAGE)
    (tmp_path / "in" / "deep" / "two.txt").write_text(PAGE + SECOND)
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG")
    result = run("clean", "in", "--out", "out", "--rules", pack)
    assert result.exit_code == ExitCode.FINE, result.output
    found = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*") if "_cleaner" not in path.parts)
    assert found == ["deep/two-1.md", "deep/two-2.md", "deep/two.audit.json", "one.audit.json", "one.md"]
    assert "Zebra corner" not in (tmp_path / "out" / "one.md").read_text()


def test_the_summary_is_plain_without_a_terminal(run: Run, page: Path, pack: Path) -> None:
    result = run("clean", page, "--out", "out", "--rules", pack)
    assert result.stdout == ""
    sentence, changes = result.stderr.splitlines()[:2]
    assert re.fullmatch(r"Read 1 page and wrote 1 article to out/ in \d+\.\d s\. (1 page to look at|Next): cleaner report out/", sentence)
    assert changes == "2 lines dropped (zebra 2), 1 repair, 1 moved into fields."


def test_one_input_goes_to_stdout(run: Run, page: Path, pack: Path) -> None:
    result = run("clean", page, "--format", "txt", "--rules", pack)
    assert result.exit_code == ExitCode.FINE
    assert result.stdout == CLEAN


def test_jsonl_stands_between_two_programs(run: Run, tmp_path: Path) -> None:
    result = run("clean", "-", "--format", "jsonl", "--quiet", "--url", "https://paper.example/a", input=PAGE + SECOND)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["role"] for record in records] == ["main", "appended"]
    assert records[0]["url"] == "https://paper.example/a"
    assert result.stderr == ""
    (tmp_path / "a.txt").write_text(PAGE)
    (tmp_path / "b.txt").write_text(PAGE)
    several = run("clean", "a.txt", "b.txt", "--format", "jsonl")
    assert len(several.stdout.splitlines()) == 2


def test_appended_stories_can_be_dropped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CLEAN + SECOND)
    result = run("clean", "a.txt", "--format", "jsonl", "--appended", "drop")
    assert len(result.stdout.splitlines()) == 1


def test_appended_stories_can_be_taken_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CLEAN + SECOND)
    (tmp_path / "b.txt").write_text(CLEAN)
    result = run("clean", "a.txt", "b.txt", "--out", "out", "--format", "txt", "--appended", "only")
    assert sorted(path.name for path in Path("out").glob("*.*")) == ["a.audit.json", "a.txt", "b.audit.json"]
    assert Path("out/a.txt").read_text().startswith("Bakers in the lower town")
    assert "no article" not in result.stderr
    (story,) = json.loads(Path("out/b.audit.json").read_text())["left_out"]
    assert story["role"] == "main"
    assert run("restore", "out/b.audit.json").stdout == CLEAN


def test_a_story_that_is_not_sure_enough_stays_with_the_one_above(run: Run, unsure: None) -> None:
    def told(*options: object) -> list[str]:
        result = run("clean", "-", "--format", "jsonl", *options, input=CLEAN + SECOND)
        return [json.loads(line)["text"] for line in result.stdout.splitlines()]

    assert len(told()) == len(told("--min-confidence", 0.6)) == 2
    (together,) = told("--min-confidence", 0.61)
    assert all(words in together for words in ("kiln", "better bread"))
    Path("cleaner.toml").write_text("min_confidence = 0.61\n")
    assert len(told()) == 1
    assert len(told("--min-confidence", 0)) == 2


def test_the_headline_of_a_story_that_stays_with_the_one_above_stays_too(run: Run, unsure: None) -> None:
    result = run("clean", "-", "--format", "jsonl", "--min-confidence", 0.61, input=CLEAN + SECOND)
    assert "Bakers in the lower town share" in json.loads(result.stdout)["text"]


def test_a_rule_is_switched_off_by_its_name_or_group(run: Run, page: Path, pack: Path) -> None:
    for name in ("zebra.corner", "zebra"):
        result = run("clean", page, "--format", "txt", "--rules", pack, "--disable", name, "--disable", "weights")
        assert "Zebra corner" in result.stdout


def test_settings_come_from_the_file_and_give_way_to_the_command_line(run: Run, page: Path, pack: Path, tmp_path: Path) -> None:
    Path("cleaner.toml").write_text('rules = ["zebra.toml"]\nappended = "drop"\n')
    assert run("clean", page, "--format", "txt").stdout == CLEAN
    (tmp_path / "other.toml").write_text("max_loss = 0.9\n")
    assert "Zebra corner" in run("clean", page, "--format", "txt", "--config", "other.toml").stdout
    both = run("clean", "-", "--format", "jsonl", "--appended", "keep", input=PAGE + SECOND)
    assert len(both.stdout.splitlines()) == 2


def test_a_dry_run_writes_nothing_and_names_what_it_would_write(run: Run, page: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    result = run("clean", page, "--out", "out", "--dry-run", "--json")
    assert result.exit_code == ExitCode.FINE
    assert sorted(tmp_path.rglob("*")) == before
    assert json.loads(result.stdout)["results"][0]["outputs"] == [str(Path("out", "page.md"))]
    result = run("clean", page, "--dry-run")
    assert result.stdout == ""
    assert "Nothing was written, because of --dry-run." in result.stderr


def test_json_is_one_object_with_totals_and_files(run: Run, page: Path, pack: Path) -> None:
    Path("bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    result = run("clean", page, "bad.txt", "--out", "out", "--rules", pack, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == found["exit_code"] == ExitCode.FAILED
    assert (found["read"], found["articles"], found["dropped_by_group"], found["failed"]) == (2, 1, {"zebra": 2}, 1)
    assert [entry["status"] for entry in found["results"]] == ["cleaned", "failed"]
    assert "binary" in found["results"][1]["error"]


def test_no_audit(run: Run, page: Path, tmp_path: Path) -> None:
    run("clean", page, "--out", "out", "--no-audit")
    assert [path.name for path in (tmp_path / "out").glob("*.*")] == ["page.md"]


def test_quiet_says_only_what_went_wrong(run: Run, page: Path) -> None:
    assert run("clean", page, "--out", "out", "--quiet").output == ""
    Path("empty.txt").write_text("")
    result = run("clean", page, "empty.txt", "--out", "out", "--quiet")
    assert result.output.startswith("failed: empty.txt: the file is empty")


def test_debris_alone_is_told(run: Run, pack: Path) -> None:
    text = "Zebra corner\nGallop\n\nZebra corner\n"
    result = run("clean", "-", "--format", "txt", "--rules", pack, input=text)
    assert (result.exit_code, result.stdout) == (ExitCode.FINE, "")
    assert "no article: -: " in result.stderr
    (row,) = map(json.loads, run("clean", "-", "--format", "jsonl", "--rules", pack, input=text).stdout.splitlines())
    assert (row["id"], row["part"], row["status"]) == ("-", 0, "no article")


def test_a_page_that_would_lose_too_much_is_flagged_and_strict_refuses_it(run: Run, pack: Path) -> None:
    text = CLEAN + "\n" + GOATS
    flagged = run("clean", "-", "--format", "txt", "--rules", pack, input=text)
    assert flagged.exit_code == ExitCode.FINE
    assert "flagged: -: " in flagged.stderr
    refused = run("clean", "-", "--format", "txt", "--rules", pack, "--strict", input=text)
    assert refused.exit_code == ExitCode.FOUND
    assert refused.stdout == ""
    assert "refused: -: " in refused.stderr


def test_a_bad_file_does_not_stop_the_others(run: Run, page: Path, tmp_path: Path) -> None:
    Path("broken.txt").write_bytes(b"\x7fELF\x00\x00\x00")
    result = run("clean", "broken.txt", page, "--out", "out")
    assert result.exit_code == ExitCode.FAILED
    assert (tmp_path / "out" / "page.md").exists()
    assert "failed: broken.txt: this is a binary file" in result.stderr


def test_a_fault_of_the_program_fails_one_page_only(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise TypeError("odd")

    monkeypatch.setattr("cleaner.flow.clean", fail)
    result = run("clean", page, "--out", "out")
    assert result.exit_code == ExitCode.FAILED
    assert "TypeError: odd" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.txt", "--out", "out"], "nowhere.txt: there is no such file"),
        (["page.txt", "--fetched", "yesterday"], "ISO 8601"),
        (["page.txt", "--lang", "english"], "ISO 639-1"),
        (["page.txt", "--url", "paper"], "URL"),
        (["page.txt", "--disable", "no.such-rule"], "there is no rule or group 'no.such-rule'"),
        (["page.txt", "--rules", "missing.toml"], "missing.toml"),
        (["page.txt", "--rules", "bad.toml"], "bad.toml:2: "),
        (["page.txt", "--config", "missing.toml"], "missing.toml"),
        (["page.txt", "--config", "odd.toml"], "unknown key `colour`"),
        (["page.txt", "--out", "."], "the output folder is the input's folder"),
        (["page.txt", "--out", "page.txt"], "this is a file, not a folder"),
        (["page.txt", "--format", "pdf"], "--format"),
        (["page.txt", "--appended", "some"], "--appended"),
        (["page.txt", "--min-confidence", "1.5"], "--min-confidence"),
        (["page.txt", "--config", "unsure.toml"], "min_confidence cannot be -0.5"),
        (["page.txt", "other.txt"], "--out"),
        (["page.txt", "--json"], "--json"),
        (["empty", "--out", "out"], "no text or HTML file"),
        (["page.txt", "--no-such-option"], "--no-such-option"),
        ([], "Missing argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_usage_errors(run: Run, page: Path, arguments: list[str], said: str) -> None:
    Path("other.txt").write_text(PAGE)
    Path("bad.toml").write_text('about = "x"\n[[rule]]\nid = "wrong"\n')
    Path("odd.toml").write_text('colour = "blue"\n')
    Path("unsure.toml").write_text("min_confidence = -0.5\n")
    Path("empty").mkdir()
    result = run("clean", *arguments)
    assert result.exit_code == ExitCode.USAGE, result.output
    assert said in " ".join(result.stderr.split()).replace("│ ", "") or said in result.stderr
    assert "Traceback" not in result.output
    assert not Path("out").exists()


def test_hostile_names_and_texts_stay_on_their_line(run: Run, pack: Path) -> None:
    name = "a\x1b[31m\u202eb\n.txt"
    Path(name).write_bytes(b"\x7fELF\x00")
    result = run("clean", name, "--out", "out")
    assert result.exit_code == ExitCode.FAILED
    assert "a␛[31m<U+202E>b␊.txt" in result.stderr
    assert "\x1b" not in result.output


def test_hostile_text_is_written_as_it_is_to_a_program(run: Run) -> None:
    result = run("clean", "-", "--format", "txt", "--disable", "glitch", input=CLEAN + "\n" + HOSTILE)
    assert "[red]the[/]" in result.stdout


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_summary_is_a_table_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    summary = RunSummary()
    add(summary, Result("b.txt", "cleaned", articles=1200, flags=("odd",)))
    add(summary, Result("[red]a[/]\x1b.txt", "failed", error="no [bold]text[/]"))
    stream = Terminal()
    show(summary, stream)
    drawn = stream.getvalue()
    assert "1,200" in drawn
    assert "[red]a[/]␛.txt" in drawn
    assert "no [bold]text[/]" in drawn
    assert drawn.index("failed:") < drawn.index("flagged:"), "the worst comes first"


def test_the_bar_hands_every_result_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    outcomes = [(Result("[/]\x1b.txt", "cleaned"), None), (Result("b.txt", "failed"), None)]
    assert list(followed(outcomes, 2, lambda outcome: outcome[0].name)) == outcomes


def test_the_pack_of_these_tests_holds(run: Run, pack: Path) -> None:
    assert pack.read_text() == PACK
    assert run("rules", "test", pack).exit_code == ExitCode.FINE
