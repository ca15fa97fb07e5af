"""Finished rows: other options are refused, a replacement is complete before anything is removed, and only own files are removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner import corpus
from cleaner.config import Settings
from cleaner.corpus import Job, Reading, Settled, Shard, ShardResult, settling
from cleaner.corpus.job_hash import describe
from cleaner.errors import OutputError

from . import invented_corpora

PACK = 'about = "a"\n[[rule]]\nid = "oak.a"\nabout = "a"\naction = "drop"\nkind = "phrase"\nphrases = ["Oak"]\nhits = ["Oak"]\nmisses = ["An oak."]\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(4, 4 * number)))
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out"


def run(inputs: Sequence[Path], job: Job, fresh: bool = False) -> tuple[list[ShardResult], Settled]:
    shards = corpus.plan(map(str, inputs), job.output)
    job = corpus.opened(job, fresh)
    todo, before = corpus.missing(shards, job)
    results = corpus.check([*before, *corpus.inline(todo, job)], job)
    return results, corpus.settle(shards, results, job)


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def ids(first: int, last: int) -> list[tuple[str, int]]:
    return sorted((f"r{number}", 1) for number in range(first, last))


@pytest.fixture
def site_files(tmp_path: Path) -> Path:
    folder = tmp_path / "sites"
    folder.mkdir()
    (folder / "courier.example.txt").write_text("title: //h1\n")
    return folder


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    (tmp_path / "own.toml").write_text(PACK)
    path = tmp_path / "decisions.toml"
    path.write_text('packs = ["own.toml"]\n\n[[decision]]\noff = "share.follow-button"\n')
    return path


# Other options over finished rows


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"settings": Settings(appended="drop")}, "appended was keep and is drop"),
        ({"settings": Settings(disable=("share",))}, "disable was none and is share"),
        ({"reading": Reading(content=("body",))}, "the field for content was text, html and is body"),
        ({"reading": Reading(max_record=9_999)}, "the limit of a record was 16777216 and is 9999"),
        ({"format": "parquet"}, "the format was jsonl and is parquet"),
    ],
    ids=["appended", "disable", "field", "limit", "format"],
)
def test_other_options_are_refused_and_change_nothing(changed: dict[str, object], message: str, source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    before = everything(output)
    job = Job(str(output), **changed)  # type: ignore[arg-type]
    shards = corpus.plan([str(source)], str(output))
    for dry_run in (True, False):
        with pytest.raises(OutputError) as error:
            corpus.missing(shards, corpus.opened(job, dry_run=dry_run), dry_run)
        assert message in error.value.problem
        assert "--fresh" in error.value.remedy
    assert everything(output) == before


def test_another_version_is_refused(source: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([source], Job(str(output)))
    monkeypatch.setattr("cleaner.corpus.job_hash.__version__", "99.0")
    with pytest.raises(OutputError, match=r"the version of cleaner was .* and is 99\.0"):
        run([source], Job(str(output)))


def test_rows_of_an_early_version_are_refused(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    for path in (output / "_cleaner").glob("*.json"):
        message = json.loads(path.read_text())
        path.write_text(json.dumps({name: value for name, value in message.items() if name != "description"} | {"mark": "other"}))
    with pytest.raises(OutputError, match="by an early version of cleaner"):
        run([source], Job(str(output)))


@pytest.mark.parametrize("kind", ["site_config", "decisions", "rules", "packs of decisions"])
def test_files_count_by_content(kind: str, source: Path, output: Path, site_files: Path, decisions: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.toml"
    pack.write_text(PACK.replace("oak.a", "elm.a"))
    settings = {
        "site_config": Settings(site_config=str(site_files)),
        "rules": Settings(rules=(str(pack),)),
    }.get(kind, Settings(decisions=str(decisions)))
    file = {"site_config": site_files / "courier.example.txt", "decisions": decisions, "rules": pack}.get(kind, tmp_path / "own.toml")
    run([source], Job(str(output), settings=settings))
    file.write_text(file.read_text() + "# another line\n")
    with pytest.raises(OutputError, match=r"the content of the .* changed"):
        run([source], Job(str(output), settings=settings))


def test_location_of_files_does_not_count(tmp_path: Path, site_files: Path, decisions: Path) -> None:
    pack = tmp_path / "pack.toml"
    pack.write_text(PACK)
    before = describe(Settings(site_config=str(site_files), rules=(str(pack),), decisions=str(decisions)), Reading(), "jsonl")
    away = tmp_path / "away"
    away.mkdir()
    for path in (site_files, pack, decisions, tmp_path / "own.toml"):
        path.rename(away / path.name)
    settings = Settings(site_config=str(away / "sites"), rules=(str(away / "pack.toml"),), decisions=str(away / "decisions.toml"))
    assert describe(settings, Reading(), "jsonl") == before
    (away / "sites" / "courier.example.txt").rename(away / "sites" / "herald.example.txt")
    assert describe(settings, Reading(), "jsonl") != before


# Replacement


def test_old_rows_are_removed_after_the_new_ones_are_complete(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    before = invented_corpora.files(output)
    job = corpus.opened(Job(str(output), "parquet"), fresh=True)
    shards = corpus.plan([str(source)], str(output))
    todo, _ = corpus.missing(shards, job)
    assert len(todo) == 3
    results = list(corpus.inline(todo, job))
    assert invented_corpora.files(output) == before
    removed = corpus.settle(shards, results, job).removed
    assert sorted(removed) == sorted(before)
    assert {path.suffix for path in output.iterdir() if path.is_file()} == {".parquet"}
    assert invented_corpora.keys(output) == ids(0, 12)
    assert not (output / settling.STAGE).exists()


@pytest.mark.parametrize("format", ["jsonl", "md"])
def test_interrupted_replacement_is_resumed(format: str, source: Path, output: Path) -> None:
    run([source], Job(str(output), format))
    before = invented_corpora.files(output)
    other = Job(str(output), format, Settings(appended="drop"))
    shards = corpus.plan([str(source)], str(output))
    first = corpus.opened(other, fresh=True)
    list(corpus.inline(corpus.missing(shards, first)[0][:2], first))
    assert invented_corpora.files(output) == before
    again = corpus.opened(other, fresh=True)
    todo, done = corpus.missing(shards, again)
    assert (len(todo), len(done)) == (1, 2)
    assert corpus.missing(shards, corpus.opened(other))[0] == todo
    results = [*done, *corpus.inline(todo, again)]
    assert corpus.settle(shards, results, again).kept == ""
    assert run([source], other)[1] == Settled()
    undisturbed = output.with_name("undisturbed")
    run([source], replace(other, output=str(undisturbed)))
    assert invented_corpora.files(output) == invented_corpora.files(undisturbed)


@pytest.mark.parametrize("step", range(11))
def test_replacement_killed_in_its_last_step_is_completed(step: int, source: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at each move of a file; for each shard, its rows, audits and marker are moved."""
    run([source], Job(str(output)))
    other = Job(str(output), "parquet")
    with monkeypatch.context() as patch:
        moves: Iterator[int] = iter(range(100))
        local = type(settling.store_of(str(output)))
        move = local.rename

        def killed(self: object, *rest: object) -> None:
            if next(moves) == step:
                raise SystemExit
            move(self, *rest)  # type: ignore[arg-type]

        patch.setattr(local, "rename", killed)
        try:
            run([source], other, fresh=True)
        except SystemExit:
            assert step < 9
        else:
            assert step >= 9
    results, settled = run([source], other)
    assert [result.state for result in results] == ["done"] * 3
    assert settled == Settled()
    assert {path.suffix for path in output.iterdir() if path.is_file()} == {".parquet"}
    assert invented_corpora.keys(output) == ids(0, 12)
    assert sorted(path.name for path in (output / "_cleaner").iterdir()) == sorted(
        f"{result.key}{end}" for result in results for end in (".audits.gz", ".files", ".json")
    )


def test_run_in_which_every_record_fails_replaces_nothing(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    before = everything(output)
    _, settled = run([source], Job(str(output), reading=Reading(content=("body",))), fresh=True)
    assert "all 12 records failed" in settled.kept
    assert everything(output) == before


def test_old_rows_of_a_failed_shard_are_kept_until_it_succeeds(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    before = invented_corpora.files(output)
    other = Job(str(output), settings=Settings(appended="drop"))
    shards = corpus.plan([str(source)], str(output))
    job = corpus.opened(other, fresh=True)
    results = list(corpus.inline(corpus.missing(shards, job)[0], job))
    lost = [replace(results[0], state="aside", message="its worker ended"), *results[1:]]
    assert "earlier rows are kept" in corpus.settle(shards, lost, job).kept
    assert invented_corpora.files(output) == before
    assert corpus.settle(shards, results, job).kept == ""
    assert corpus.missing(shards, corpus.opened(other)) == ([], results)


def test_rows_of_an_input_that_now_fails_are_kept(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    before = invented_corpora.files(output)
    (source / "1.jsonl").write_text('{"id": "r4", "text": 7}\n{"id": "r5"}\n')
    results, settled = run([source], Job(str(output)))
    (lost,) = [result for result in results if result.state != "done"]
    assert "none of its 2 records can be cleaned any more" in lost.message
    assert settled == Settled()
    assert invented_corpora.files(output) == before
    (source / "1.jsonl").write_text('{"id": "r4", "text": 7}\n' + invented_corpora.jsonl(invented_corpora.records(1, 5)).decode())
    results, _ = run([source], Job(str(output)))
    assert [result.state for result in results] == ["done"] * 3
    assert invented_corpora.keys(output) == sorted([*ids(0, 4), ("r4", 0), ("r5", 1), *ids(8, 12)])


# Removal


@pytest.mark.parametrize("named", ["folder", "glob"])
def test_rows_of_a_removed_input_are_removed_and_reported(named: str, source: Path, output: Path) -> None:
    inputs = [source if named == "folder" else source / "*.jsonl"]
    run(inputs, Job(str(output)))
    (gone,) = [name for name in invented_corpora.files(output) if name.startswith("1.jsonl")]
    (source / "1.jsonl").unlink()
    _, settled = run(inputs, Job(str(output)))
    assert settled.removed == (gone,)
    assert invented_corpora.keys(output) == sorted([*ids(0, 4), *ids(8, 12)])
    assert run(inputs, Job(str(output)))[1] == Settled()


def test_edited_rows_are_kept(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    (gone,) = [output / name for name in invented_corpora.files(output) if name.startswith("1.jsonl")]
    gone.write_text("edited by hand\n")
    (source / "1.jsonl").unlink()
    assert run([source], Job(str(output)))[1] == Settled()
    assert gone.read_text() == "edited by hand\n"


def test_files_of_others_beside_the_articles_are_kept(source: Path, output: Path) -> None:
    run([source], Job(str(output), "md"))
    (folder,) = [path for path in output.iterdir() if path.name.startswith("1.jsonl")]
    note = folder / "notes" / "mine.txt"
    note.parent.mkdir()
    note.write_text("mine")
    articles = sorted(path.name for path in folder.glob("*.md"))
    edited = folder / articles[3]
    edited.write_text("edited by hand")
    (source / "1.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(2, 4)))
    run([source], Job(str(output), "md"))
    assert sorted(path.name for path in folder.glob("*.md")) == [*articles[:2], articles[3]]
    assert (note.read_text(), edited.read_text()) == ("mine", "edited by hand")
    (source / "1.jsonl").unlink()
    run([source], Job(str(output), "md"))
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*")) == [articles[3], "notes/mine.txt"]


def test_file_list_cannot_reach_outside_the_folder(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    mine = output.parent / "mine.txt"
    mine.write_text("mine")
    (path,) = (output / "_cleaner").glob("1.jsonl*.files")
    message = json.loads(path.read_text())
    message["now"]["../mine.txt"] = [4, hashlib.sha256(b"mine").hexdigest()]
    path.write_text(json.dumps(message))
    (source / "1.jsonl").unlink()
    run([source], Job(str(output)))
    assert mine.exists()


def test_rows_of_pages_are_not_removed_with_those_of_other_pages(tmp_path: Path, output: Path) -> None:
    for attempt in range(20):  # a hash of the page's path may end a group; here all three must be in one
        folder = tmp_path / f"pages{attempt}"
        folder.mkdir()
        for number in range(3):
            (folder / f"{number}.txt").write_text(invented_corpora.text(number))
        if len(corpus.plan([str(folder / f"{number}.txt") for number in range(3)], str(output))) == 1:
            break
    run([folder / "0.txt", folder / "1.txt", folder / "2.txt"], Job(str(output)))
    before = everything(output)
    for inputs in ([folder / "0.txt"], [folder / "1.txt"]):
        shards = corpus.plan(map(str, inputs), str(output))
        with pytest.raises(OutputError, match="together with those of 2 others"):
            corpus.missing(shards, Job(str(output)))
    assert everything(output) == before
    (folder / "2.txt").unlink()
    run([folder / "0.txt", folder / "1.txt"], Job(str(output)))
    assert sorted(Path(id).name for id, _ in invented_corpora.keys(output)) == ["0.txt", "1.txt"]


def test_shard_is_guarded_if_rows_exist_for_it(source: Path, output: Path) -> None:
    def guarded() -> list[bool]:
        shards: list[Shard] = corpus.plan([str(source)], str(output))
        return [shard.guarded for shard in corpus.missing(shards, Job(str(output)))[0]]

    assert guarded() == [False] * 3
    run([source], Job(str(output)))
    (source / "2.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(1, 40)))
    assert guarded() == [True]
