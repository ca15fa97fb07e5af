"""`cleaner report`: what is counted, which pages are shown and how, what is refused, and that hostile text stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

import cleaner
from cleaner.cli.exits import ExitCode
from cleaner.config import Settings
from cleaner.report import Survey, find, read
from cleaner.report.page_data import LINE, ROOM, kind_of_flag, sheet
from cleaner.web import as_json

from .invented_debris import CLEAN, GOATS, HOSTILE, PAGE, SECOND, Run

Batch = Callable[..., Result]


@pytest.fixture
def batch(run: Run, pack: Path) -> Batch:
    """Clean pages, given as name=text, into the folder `clean`."""

    def made(**pages: str) -> Result:
        Path("pages").mkdir(exist_ok=True)
        for name, text in pages.items():
            Path("pages", f"{name}.txt").write_text(text, encoding="utf-8")
        return run("clean", "pages", "--out", "clean", "--rules", pack, "--quiet")

    return made


def data(path: str = "report.html") -> dict[str, Any]:
    """What the report's script reads."""
    html = Path(path).read_text(encoding="utf-8")
    found, pages = (
        json.loads(html.partition(f'<script id="{name}" type="application/json">')[2].partition("</script>")[0])
        for name in ("data", "data-pages")
    )
    return {**found, "pages": pages}


def test_a_page_that_does_not_change_is_counted_and_shown_as_it_is(run: Run, batch: Batch) -> None:
    batch(quiet=CLEAN)
    result = run("report", "clean")
    assert (result.exit_code, result.stdout) == (ExitCode.FINE, "")
    assert result.stderr == "report.html: 1 page counted, 1 shown\n"
    (page,) = data()["pages"]
    assert {row["s"] for row in page["rows"] if "s" in row} == {"k"}
    assert (page["loss"], page["flags"], page["title"]) == (0.0, [], CLEAN.splitlines()[0])


def test_totals_rules_and_losses(run: Run, batch: Batch) -> None:
    batch(a=PAGE + SECOND, b=PAGE, c=CLEAN, d=GOATS)
    run("report", "clean", "-o", "r.html")
    found = data("r.html")
    totals = {name: value for name, value, _ in found["totals"]}
    assert (totals["pages"], totals["pages flagged"], totals["pages changed"]) == (4, 2, 3)
    rules = {rule["id"]: rule for rule in found["rules"]}
    assert found["rules"][0]["id"] == "goat.sentence"
    assert (rules["goat.sentence"]["dropped"], rules["zebra.corner"]["pages"], rules["zebra.photo"]["lifted"]) == (5, 2, 2)
    assert rules["zebra.corner"]["about"] == "The label of the zebra corner"
    assert totals["lines dropped"] == sum(rule["dropped"] for rule in found["rules"])
    assert [count for _, count in found["losses"]] == [3, *[0] * 9, 1]
    assert sum(count for _, count in found["languages"]) == 4


def test_the_most_telling_pages_come_first_and_the_others_are_counted(run: Run, batch: Batch) -> None:
    batch(a=CLEAN, b=PAGE, c=CLEAN.replace("harbour", "river"), d=GOATS)
    run("report", "clean", "--pages", 2)
    found = data()
    assert [Path(page["name"]).name for page in found["pages"]] == ["d.txt", "b.txt"]
    assert found["count"] == 4
    run("report", "clean", "--pages", 0)
    assert data()["pages"] == []
    assert run("report", "clean", "--pages", 6000).exit_code == ExitCode.USAGE


def test_a_row_tells_what_became_of_it_and_why(run: Run, batch: Batch) -> None:
    batch(a=PAGE)
    run("report", "clean")
    rows = data()["pages"][0]["rows"]
    head, *lines = rows
    assert head["head"].startswith("article 1 of 1")
    assert ["captions", "Zebra photo: the wall at dusk"] in head["fields"]
    by_number = {row["n"]: row for row in lines}
    assert by_number[3]["s"] == "d"
    assert by_number[3]["notes"] == [["zebra.corner", "The label of the zebra corner; confidence 0.9"]]
    assert by_number[8]["s"] == "l"
    assert ["-", "||"] in by_number[10]["parts"]
    assert ["+", "\N{OPEN BOX}"] in by_number[10]["parts"]


def test_what_is_told_is_what_a_diff_tells(batch: Batch, pack: Path) -> None:
    text = PAGE + SECOND + "\n" + HOSTILE
    batch(a=text)
    page = cleaner.clean(text.encode(), settings=Settings(rules=(str(pack),)))
    (path,) = find(Path("clean"))
    told = read(path)
    changes = [finding for finding in page.findings if finding.action != "mark"]
    assert [(f.rule, f.start, f.end, f.text, f.replacement, f.line) for f in told.page.findings] == [
        (f.rule, f.start, f.end, f.text, f.replacement, f.line) for f in changes
    ]
    assert told.page.text == page.text
    assert [(article.title, article.first_line, article.last_line) for article in told.page.articles] == [
        (article.title, article.first_line, article.last_line) for article in page.articles
    ]
    assert told.loss == pytest.approx(page.loss, abs=1e-4)


def test_an_audit_of_an_older_version_is_shown_without_what_it_does_not_tell(run: Run, batch: Batch) -> None:
    batch(a=PAGE)
    path = Path("clean/a.audit.json")
    record = json.loads(path.read_text())
    del record["loss"], record["language"]
    for article in record["articles"]:
        article.pop("fields", None)
    path.write_text(json.dumps(record))
    assert run("report", "clean").exit_code == ExitCode.FINE
    assert data()["pages"][0]["loss"] is None
    assert data()["unknownLoss"] == 1


def test_a_bad_audit_is_told_and_the_others_are_shown(run: Run, batch: Batch) -> None:
    batch(a=PAGE, b=CLEAN)
    for name, text in {"x": "{", "y": "[]", "z": '{"audit": 1}'}.items():
        Path(f"clean/{name}.audit.json").write_text(text)
    result = run("report", "clean")
    assert result.exit_code == ExitCode.FAILED
    assert result.stderr.count("not a complete audit file") == 3
    assert "clean/x.audit.json" in result.stderr
    assert data()["count"] == 2
    assert ["audits not read", 3, "look"] in data()["totals"]


def test_an_audit_that_was_edited_by_hand_is_shown_as_it_is(run: Run, batch: Batch) -> None:
    batch(a=PAGE)
    path = Path("clean/a.audit.json")
    record = json.loads(path.read_text())
    drop = {"rule": "by.hand", "action": "drop", "line": 99, "text": "gone\n\n", "reason": "", "confidence": 1}
    for pieces in ([], [drop], ["kept\n", drop], [drop, drop]):
        path.write_text(json.dumps(record | {"pieces": pieces, "articles": []}))
        assert run("report", "clean").exit_code == ExitCode.FINE
        assert len(data()["pages"]) == 1


def test_what_is_no_good_is_refused(run: Run, batch: Batch) -> None:
    batch(a=PAGE)
    Path("empty").mkdir()
    before = Path("clean/a.audit.json").read_bytes()
    for arguments, words in {
        ("nowhere",): "no such folder",
        ("empty",): "no audits in this folder",
        ("clean/a.md",): "a file, not a folder",
        ("clean", "-o", "empty"): "a folder, not a file",
        ("clean", "-o", "clean/a.audit.json"): "would overwrite an audit",
    }.items():
        result = run("report", *arguments)
        assert result.exit_code == ExitCode.USAGE, arguments
        assert words in result.stderr, arguments
    assert Path("clean/a.audit.json").read_bytes() == before
    assert not Path("report.html").exists()


def test_the_policy_allows_its_own_style_and_script_and_nothing_else(run: Run, batch: Batch) -> None:
    batch(a=PAGE)
    run("report", "clean")
    html = Path("report.html").read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy and policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]
    for tag in ("style", "script"):
        (allowed,) = re.findall(rf"{tag}-src ([^;]+)", policy[1])
        codes = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert allowed.split() == [f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in codes]
    assert not re.search(r"\b(?:src|href)=\"(?!#)|url\(|@import|\sstyle=|\son\w+=", html)


def test_no_text_of_a_page_ends_the_data(run: Run, batch: Batch) -> None:
    hostile = "</script><script>alert(1)</script><!-- & <img src=x onerror=alert(2)> \u2028 \u202e turned \x07"
    batch(a=CLEAN + "\n" + hostile + "\n", b=f"{hostile}\n\n{CLEAN}")
    run("report", "clean")
    html = Path("report.html").read_text(encoding="utf-8")
    assert html.count("</script>") == 2 + html.count("<script>")
    assert "onerror" not in html.replace("\\u003cimg src=x onerror=alert(2)\\u003e", "")
    assert not re.search("[\u2028\u2029\u202e\x07]", html)
    texts = {text for page in data()["pages"] for row in page["rows"] for _, text in row.get("parts", ())}
    assert any("</script><script>alert(1)</script><!-- & <img" in text for text in texts)
    assert any("<U+202E> turned ␇" in text or "turned" in text for text in texts)


def test_as_json_is_json_still() -> None:
    text = "</script> <!-- & \u2028\u2029 ü \\u003c"
    assert json.loads(as_json([text])) == [text]
    assert not re.search("[<>&\u2028\u2029]", as_json([text]))


def test_what_is_long_is_cut(batch: Batch, pack: Path) -> None:
    long = "word " * 200_000
    batch(
        a=f"Headline of a long page\n\n{long}\n\nZebra corner\n",
        b="\n".join(f"Line {n} is here, and says something quiet." for n in range(9000)),
    )
    for path in find(Path("clean")):
        made = sheet(read(path))
        size = sum(len(text) for row in made["rows"] for _, text in row.get("parts", ()))
        assert size <= ROOM + LINE + 100
        assert len(json.dumps(made)) < 1_000_000
    assert made["hidden"] > 5000


def test_a_survey_keeps_no_page_but_the_wanted_ones(batch: Batch) -> None:
    batch(**{f"page{n}": PAGE for n in range(7)})
    survey = Survey(3)
    for path in find(Path("clean")):
        survey.add(path, read(path))
    assert survey.pages == 7
    assert [stored.path.name for stored in survey.chosen()] == [f"page{n}.audit.json" for n in range(3)]


def test_flags_of_one_kind_are_one() -> None:
    assert kind_of_flag("73% of the text would go") == kind_of_flag("9% of the text would go") == "Much of the text would go"


def test_the_same_batch_gives_the_same_report(run: Run, batch: Batch) -> None:
    batch(a=PAGE, b=SECOND, c=GOATS)
    run("report", "clean", "-o", "1.html")
    run("report", "clean", "-o", "2.html")
    assert Path("1.html").read_bytes() == Path("2.html").read_bytes()


def test_the_run_its_failures_types_hosts_and_quality_are_in_it(run: Run, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["cleaner", "clean", "pages", "--lang", "en", "--url", "https://www.courier.example/a b"])
    batch(a=PAGE, none="")
    Path("pages/story.html").write_text(
        f"<html><body><article><h1>Lanterns</h1><p>{'Glass is made by hand in the upper town, said a maker. ' * 9}</p></article></body></html>"
    )
    batch_of = ("clean", "pages", "--out", "clean", "--lang", "en", "--url", "https://www.courier.example/story", "--quiet")
    assert run(*batch_of).exit_code == ExitCode.FAILED
    run("report", "clean")
    found = data()
    assert found["command"] == "cleaner clean pages --lang en --url 'https://www.courier.example/a b'"
    assert found["settings"] == [["language", "en"]]
    assert [(name, status) for name, status, _ in found["failures"]] == [("pages/none.txt", "failed")]
    assert "the file is empty" in found["failures"][0][2]
    assert found["hosts"] == [["www.courier.example", 2]]
    assert dict(map(tuple, found["types"]))["text"] == 1
    assert sum(count for _, count in found["types"]) == 2
    assert sum(count for _, count in found["qualities"]) + found["unknownQuality"] == 2
    page = next(page for page in found["pages"] if page["html"])
    assert page["type"]
    assert (page["host"], 0 <= page["quality"] <= 1) == ("www.courier.example", True)


def test_the_record_of_a_run_may_be_missing_or_damaged(run: Run, batch: Batch) -> None:
    batch(a=CLEAN)
    record = Path("clean/_cleaner/last-run.jsonl")
    for text in ("", "{", "[]", '{"command": 1}', '{"command": [], "settings": []}', '{}\n{"kind": "failed"}', "[" * 100_000):
        record.write_text(text)
        result = run("report", "clean")
        assert result.exit_code == ExitCode.FAILED, text[:99]
        assert "the record of the last run cannot be read" in result.stderr
        assert (data()["command"], data()["failures"], data()["count"]) == ("", [], 1)
    record.write_text('{"failed": 1}\n{"kind": "failed", "name": "a.txt", "why": "it is empty"}\n')  # as older versions wrote it
    assert run("report", "clean").exit_code == ExitCode.FINE
    assert (data()["command"], data()["settings"], data()["failures"]) == ("", [], [["a.txt", "failed", "it is empty"]])
    record.unlink()
    assert run("report", "clean").exit_code == ExitCode.FINE
    assert (data()["command"], data()["failures"]) == ("", [])


def test_failures_beyond_those_that_are_named_are_counted(run: Run, batch: Batch) -> None:
    batch(a=CLEAN)
    named = "".join(json.dumps({"kind": "failed", "name": f"{n}.txt", "why": "it is empty"}) + "\n" for n in range(400))
    Path("clean/_cleaner/last-run.jsonl").write_text(json.dumps({"failed": 5_000, "skipped": 2}) + "\n" + named)
    result = run("report", "clean")
    assert result.stderr == "report.html: 1 page counted, 1 shown; 5,002 failed or left out\n"
    assert (len(data()["failures"]), data()["moreFailures"], data()["failed"]) == (300, 4_702, 5_000)
    assert ["inputs failed", 5_000, "look"] in data()["totals"]


def test_pages_link_to_the_files_beside_their_audit_and_to_no_others(run: Run, batch: Batch) -> None:
    batch(**{"a b?#<x>%20": PAGE + SECOND})
    Path("sub").mkdir()
    run("report", "clean", "-o", "sub/r.html")
    links = dict(map(tuple, data("sub/r.html")["pages"][0]["links"]))
    assert list(links) == ["a b?#<x>%20-1.md", "a b?#<x>%20-2.md", "a b?#<x>%20.audit.json"]
    assert links["a b?#<x>%20-1.md"] == "./../clean/a%20b%3F%23%3Cx%3E%2520-1.md"
    (audit,) = Path("clean").glob("*.audit.json")
    told = json.loads(audit.read_text())
    for name in ("../pages/a b?#<x>%20.txt", "javascript:alert(1)", "https://lamp.example/", "/etc/hosts", "nothing.md", ""):
        told["articles"][0]["file"] = name
        audit.write_text(json.dumps(told))
        run("report", "clean", "-o", "sub/r.html")
        assert name not in dict(map(tuple, data("sub/r.html")["pages"][0]["links"]))
