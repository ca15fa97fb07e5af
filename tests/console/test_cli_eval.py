"""`cleaner eval`: figures, the worst rows, two runs side by side, and the exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from cleaner.cli.exits import ExitCode

from .invented_debris import CLEAN, HOSTILE, PAGE, SECOND, Run

TITLE, *PARAGRAPHS = [line for line in CLEAN.split("\n") if line]
GOLD: dict[str, Any] = {"title": TITLE, "paragraphs": PARAGRAPHS}
LOST = "A paragraph that no page of this test has ever held, whatever it is asked."


def words(text: str) -> str:
    return " ".join(text.split())


def write(*records: dict[str, Any], path: str = "gold.jsonl") -> Path:
    Path(path).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return Path(path)


@pytest.fixture
def gold() -> Path:
    second = [line for line in SECOND.split("\n") if len(line) > 80]
    return write(
        {"id": "lanterns", "style": "dump", "text": PAGE, "gold": GOLD},
        {"id": "lost", "style": "read", "lang": "xx", "text": CLEAN, "gold": GOLD | {"paragraphs": [*PARAGRAPHS, LOST]}},
        {"id": "two", "kind": "card", "text": PAGE + SECOND, "articles": [{"paragraphs": PARAGRAPHS}, {"paragraphs": second}]},
    )


def test_figures_are_shown_by_style_and_language(run: Run, gold: Path, pack: Path) -> None:
    result = run("eval", gold, "--rules", pack)
    assert result.exit_code == ExitCode.FINE, result.output
    said = words(result.stdout)
    assert "gold.jsonl: 3 rows, mean F1 0." in said
    assert f"rules = {pack}" in "".join(result.stdout.splitlines())
    assert "all 2 1.000 0." in said
    assert "style dump 1 1.000 1.000 1.000" in said
    assert "language xx 1 1.000 0." in said
    assert "title 2 1.000" in said
    assert "one document 2 1.000" in said
    assert "style card 1 – – – – – 1.000" in said
    assert "boilerplate kept" not in said


def test_json(run: Run, gold: Path, pack: Path) -> None:
    result = run("eval", gold, "--rules", pack, "--json", "--worst", 3)
    found = json.loads(result.stdout)
    assert (found["rows"], found["failed"], found["exit_code"], found["against"]) == (3, 0, 0, None)
    assert found["settings"]["rules"] == [str(pack)]
    assert found["pages"]["style"]["dump"]["f1"] == found["streams"]["all"]["f1"] == 1
    assert [(bad["id"], bad["lost"]["lines"]) for bad in found["worst"]] == [("lost", [LOST])]


def test_settings_count(run: Run, gold: Path, pack: Path) -> None:
    def f1(*options: object) -> float:
        return json.loads(run("eval", gold, "--json", *options).stdout)["f1"]

    best = f1("--rules", pack)
    assert f1("--rules", pack, "--disable", "zebra", "--disable", "weights") < best
    assert f1("--rules", pack, "--appended", "drop") < best


def test_the_worst_rows_are_shown_with_what_went_wrong(run: Run, gold: Path) -> None:
    said = words(run("eval", gold, "--worst", 2, "--disable", "weights").stdout)
    assert "lost read · line 2 · F1 0." in said
    assert f"text lost: 1 line | {LOST}" in said
    assert "lanterns dump · line 1 · F1 0." in said
    assert "boilerplate kept: 3 lines | Zebra corner | Gallop | Zebra photo: the wall at dusk" in said


def test_a_run_is_saved_and_held_against_another(run: Run, gold: Path, pack: Path) -> None:
    assert run("eval", gold, "--save", "before.jsonl", "--disable", "weights").exit_code == ExitCode.FINE
    head, *saved = [json.loads(line) for line in Path("before.jsonl").read_text().splitlines()]
    assert head["run"]["settings"]["disable"] == ["weights"]
    assert [row["id"] for row in saved] == ["lanterns", "lost", "two"]
    result = run("eval", gold, "--rules", pack, "--against", "before.jsonl", "--save", "before.jsonl")
    assert result.exit_code == ExitCode.FINE
    said = words(result.stdout)
    assert "against gold.jsonl · cleaner" in said
    assert "disable = weights" in said
    assert "2 rows better, 0 worse, 1 the same" in said
    assert "→ 1.000 lanterns dump (line 1)" in said
    worse = json.loads(run("eval", gold, "--disable", "weights", "--against", "before.jsonl", "--json").stdout)["against"]
    assert (worse["better"], worse["worse"], worse["same"], worse["new"], worse["missing"]) == (0, 2, 1, 0, 0)
    assert worse["means"]["f1"]["after"] < worse["means"]["f1"]["before"]
    same = words(run("eval", gold, "--rules", pack, "--against", "before.jsonl").stdout)
    assert "0 rows better, 0 worse, 3 the same" in same


def test_rows_that_only_one_run_has_are_told(run: Run, gold: Path) -> None:
    run("eval", gold, "--save", "before.jsonl")
    write({"id": "lanterns", "style": "dump", "text": PAGE, "gold": GOLD}, {"id": "new", "text": PAGE, "gold": GOLD})
    assert "1 row only in this run, 2 only in the saved one" in words(run("eval", gold, "--against", "before.jsonl").stdout)


def test_a_mean_below_the_wanted_one_exits_with_1(run: Run, gold: Path) -> None:
    assert run("eval", gold, "--min-f1", "0.5").exit_code == ExitCode.FINE
    assert run("eval", gold, "--min-f1", "1").exit_code == ExitCode.FOUND
    assert json.loads(run("eval", gold, "--min-f1", "1", "--json").stdout)["exit_code"] == ExitCode.FOUND


def test_a_row_that_fails_is_told_and_the_others_are_measured(run: Run, gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.flow import clean

    def fail(source: str, *others: Any) -> Any:
        if source == CLEAN:
            raise TypeError("odd \x1b[31m")
        return clean(source, *others)

    monkeypatch.setattr("cleaner.evaluate.scoring.clean", fail)
    result = run("eval", gold, "--worst", 1)
    assert result.exit_code == ExitCode.FAILED
    said = words(result.stdout)
    assert "failed: lost (line 2): the program failed on it (TypeError: odd ␛[31m)" in said
    assert "3 rows" in said


@pytest.mark.parametrize("as_json", [False, True])
def test_hostile_rows_stay_harmless(run: Run, as_json: bool) -> None:
    sentence = HOSTILE.strip() + " and nobody on the quay knew what they were for."
    row = {"id": "a\x1b[2J\u202eb\nc", "style": "[red]x[/]\x07", "lang": "\x9b2J", "text": f"{TITLE}\n\n{sentence}\n"}
    gold = write(row | {"gold": {"title": TITLE, "paragraphs": [f"{LOST} \x1b]8;;x\x07 [bold]"]}})
    options = ["--worst", 1, "--disable", "glitch", "--disable", "weights", "--save", "saved.jsonl", *(["--json"] if as_json else [])]
    results = [run("eval", gold, *options)]
    Path("saved.jsonl").write_text(Path("saved.jsonl").read_text().replace('"f1": 0.', '"f1": 1.'))
    results.append(run("eval", gold, *options[:-1] if as_json else options, "--against", "saved.jsonl"))
    for result in results:
        assert result.exit_code == ExitCode.FINE, result.output
        assert all(c == "\n" or c.isprintable() for c in result.output)
    if not as_json:
        assert "a␛[2J<U+202E>b␊c" in results[0].stdout
        assert "[red]x[/]␇" in results[0].stdout
        assert "Lamps␛[31m of [red]the[/] coast<U+202E> evil␇" in words(results[0].stdout)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_any_width_holds(gold: Path, width: int) -> None:
    from cleaner.config import Settings
    from cleaner.console.evaluation import Report, show
    from cleaner.evaluate import Totals, Worst, rows, score_all

    report = Report(str(gold), Settings(), Totals(), Worst(3))
    for row, score, page in score_all(rows(gold), Settings()):
        report.totals.add(score)
        report.worst.add(row, score, page)
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, highlight=False)
    show(report, console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.jsonl"], "nowhere.jsonl: there is no such file"),
        (["bad.jsonl"], "bad.jsonl:2: the row has no gold"),
        (["broken.jsonl"], "broken.jsonl:1: the line is not JSON"),
        (["gold.jsonl", "--against", "nowhere.jsonl"], "nowhere.jsonl: there is no such file"),
        (["gold.jsonl", "--against", "gold.jsonl"], "gold.jsonl: this is not a saved evaluation"),
        (["gold.jsonl", "--against", "saved.jsonl"], "saved.jsonl:2: the row has no scores"),
        (["gold.jsonl", "--save", "gold.jsonl"], "the scores would overwrite the gold"),
        (["gold.jsonl", "--save", "."], "this is a folder"),
        (["gold.jsonl", "--save", "gold.jsonl/x"], "the file cannot be written"),
        (["gold.jsonl", "--disable", "no.such-rule"], "there is no rule or group 'no.such-rule'"),
        (["gold.jsonl", "--min-f1", "7"], "--min-f1"),
        ([], "Missing argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_usage_errors(run: Run, gold: Path, arguments: list[str], said: str) -> None:
    write({"text": "a", "gold": {"paragraphs": []}}, {"text": "a"}, path="bad.jsonl")
    Path("broken.jsonl").write_text("{")
    Path("saved.jsonl").write_text('{"run": {"settings": {}}}\n{"id": "a"}\n')
    before = sorted(Path().iterdir())
    result = run("eval", *arguments)
    assert result.exit_code == ExitCode.USAGE, result.output
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert sorted(Path().iterdir()) == before


def test_a_run_that_breaks_off_saves_nothing(run: Run, gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("cleaner.evaluate.scoring.clean", interrupted)
    run("eval", gold, "--save", "saved.jsonl")
    assert [path.name for path in Path().iterdir() if "saved" in path.name] == []
