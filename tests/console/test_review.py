"""The review's server, request by request: who is let in, what is decided, and that hostile values stay values."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the review needs starlette")

from starlette.testclient import TestClient

from cleaner.config import Settings
from cleaner.interactive import doubts
from cleaner.interactive.job import Job
from cleaner.interactive.samples import sources_of
from cleaner.interactive.session import Session
from cleaner.parse.html.sanitize import harmless
from cleaner.review.guard import HEADER, MAX_BODY, Keys
from cleaner.review.server import application

from .invented_debris import Run
from .invented_html import KITES as HTML
from .preview_driver import FERRY, TIDE

HOST = "127.0.0.1:8000"
KEYS = Keys("token-of-the-address", "key-of-the-page")
DECISIONS = Path("cleaner-decisions.toml")
BYLINE = """<html lang="en"><head><title>Lamp oil is scarce again</title></head><body><article><h1>Lamp oil is scarce again</h1>
<p class="byline">By Oda Finch</p><p>The last barrel on the island was opened on Monday, the keeper of the store said at noon.</p>
<p>A boat with twelve more is due on Friday, and until then each house may have a cup a day.</p></article></body></html>"""


class Client:
    """A browser's requests, played; `post` sends what the page itself would send."""

    def __init__(self, *inputs: str | Path, settings: Settings | None = None, url: str | None = None) -> None:
        sources, problems = sources_of([str(path) for path in inputs], 50)
        assert not problems
        app, self.state = application(Session(sources, settings or Settings(), url), KEYS, [HOST])
        self.http = TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=True)

    def get(self, path: str) -> Any:
        answer = self.http.get(f"/{KEYS.token}/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, path: str, body: Any, **headers: str) -> Any:
        own = {"origin": f"http://{HOST}", HEADER: KEYS.request, "content-type": "application/json", "sec-fetch-site": "same-origin"}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.http.post(f"/{KEYS.token}/{path}", content=raw, headers=own | headers)

    def post(self, path: str, body: Any) -> Any:
        answer = self.send(path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def decide(self, line: int, action: str, **more: Any) -> Any:
        return self.post("api/pages/0/decide", {"line": line, "action": action} | more)


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Make a review of pages given as name -> text."""
    clients: list[Client] = []

    def made(pages: dict[str, str] | None = None, **options: Any) -> Client:
        folder = tmp_path / "pages"
        folder.mkdir(exist_ok=True)
        for name, text in (pages or {"ferry.txt": FERRY}).items():
            (folder / name).write_text(text, encoding="utf-8")
        clients.append(Client(folder, **options))
        return clients[-1]

    yield made
    for client in clients:
        client.state.close()


# who is let in


@pytest.mark.parametrize("path", ["", "api/pages", "api/pages/0", "original/0", "static/style.css", "nothing"])
def test_without_the_token_there_is_nothing(review: Callable[..., Client], path: str) -> None:
    http = review().http
    for address in (
        f"/{path}",
        f"/{KEYS.token[:-1]}/{path}",
        f"/{KEYS.token}x/{path}",
        f"//{path}",
        f"/é/{path}",
        f"/{KEYS.token}".upper(),
    ):
        answer = http.get(address)
        assert answer.status_code == 404
        assert KEYS.token not in answer.text
        assert "Ferry" not in answer.text


@pytest.mark.parametrize("host", ["lamp.example", "127.0.0.1", "127.0.0.1:8001", "localhost:8000.lamp.example", ""])
def test_a_name_that_leads_here_is_no_key(review: Callable[..., Client], host: str) -> None:
    answer = review().http.get(f"/{KEYS.token}/api/pages", headers={"host": host})
    assert answer.status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://lamp.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://127.0.0.1:8001"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {HEADER: ""},
        {HEADER: KEYS.token},
    ],
    ids=str,
)
def test_what_changes_something_must_come_from_the_page_itself(review: Callable[..., Client], headers: dict[str, str]) -> None:
    client = review()
    assert client.send("api/pages/0/decide", {"line": 9, "action": "drop"}, **headers).status_code == 403
    assert not DECISIONS.exists()
    assert client.http.get(f"/{KEYS.token}/api/pages/0/decide").status_code == 405
    assert client.http.delete(f"/{KEYS.token}/api/pages/0").status_code == 405


def test_every_answer_forbids_what_is_not_its_own(review: Callable[..., Client]) -> None:
    client = review({"a.html": HTML})
    base = f"/{KEYS.token}/"
    answers = [client.http.get(path) for path in (base, f"{base}static/keys.js", f"{base}api/pages", f"{base}api/pages/9", f"{base}x", "/")]
    answers += [client.send("api/pages/0/undo", b"{"), client.send("api/pages/0/undo", {}, origin="null")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
    home = client.http.get(base).text
    assert not re.search(r"https?://|<script>|\son\w+=|style=", home)
    original = client.http.get(f"{base}original/0")
    assert original.headers["content-security-policy"].startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")


# hostile values


def test_requests_that_do_not_hold_are_refused_and_change_nothing(review: Callable[..., Client]) -> None:
    client = review()
    bodies: list[Any] = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 60_000, b" " * (MAX_BODY + 1), {}]
    bodies += [{"line": line, "action": "drop"} for line in (None, "9", 9.5, True, -1, 1 << 40, [9], {"a": 1})]
    bodies += [{"line": 9, "action": action} for action in (None, 3, "", "write", "__class__", "x" * 20_000, ["drop"])]
    bodies += [{"line": 8, "action": "off", "rule": rule, "scope": "everywhere"} for rule in (None, "", "share", "no.rule", "../x")]
    bodies += [{"line": 8, "action": "off", "rule": "advertising.label", "scope": scope} for scope in (None, "", "world", 3)]
    bodies += [
        {"line": 8, "action": "field", "field": "colour", "text": "x"},
        {"line": 8, "action": "field", "field": "published", "text": "soon"},
    ]
    for body in bodies:
        answer = client.send("api/pages/0/decide", body)
        assert (answer.status_code, bool(answer.json()["error"])) == (422, True), body
    for path in ("api/pages/1/decide", "api/pages/99999999999999999999999/decide"):
        assert client.send(path, {"line": 9, "action": "drop"}).status_code == 422
    for lines in (None, [], "9", [True], ["9"], list(range(500)), [-1]):
        assert client.send("api/pages/0/rule", {"lines": lines}).status_code == 422
    for path in ("api/pages/-1", "api/pages/x", "static/../guard.py", "static/%2e%2e/guard.py", "static/index.html", "original/a"):
        assert client.http.get(f"/{KEYS.token}/{path}").status_code == 404, path
    assert not DECISIONS.exists()
    assert client.decide(10_000, "drop")["said"] == "there is nothing on this line"
    assert not DECISIONS.exists()


def test_text_of_a_page_arrives_as_visible_text(review: Callable[..., Client]) -> None:
    hostile = FERRY.replace("Advertisement", "</script><script>x</script> \x1b[31m \u202eturned \ufeff \x07")
    client = review({"\u202eevil <b>.txt": hostile})
    client.decide(8, "drop")
    texts = json.dumps([client.get("api/pages"), client.get("api/pages/0"), client.get("api/pages/0/why/8")], ensure_ascii=False)
    assert "<U+202E>turned" in texts
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\ufeff]", texts)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufeff]", DECISIONS.read_text(encoding="utf-8"))


def test_the_original_neither_runs_nor_asks(review: Callable[..., Client]) -> None:
    shown = review({"a.html": HTML}).http.get(f"/{KEYS.token}/original/0").text
    assert "The kite makers of the county met in Oxholm" in shown
    assert "Contact" in shown
    assert not re.search(r"lamp\.example|javascript:|pwned|<script|<link|<meta|<base|<iframe|<img[^>]*src|\bon\w+=|href|action=", shown)


@pytest.mark.parametrize(
    "markup", ["", "<", "<p>" * 5000, "<svg><script xlink:href=//x.example/a></script><a xlink:href=x>t</a></svg>", "\x00\udc80<p>t"]
)
def test_any_markup_becomes_harmless(markup: str) -> None:
    assert not re.search("script|href|//", harmless(markup))


# what is decided


HEADLINE, SECOND = "Night ferry to sail again from Monday", "Bakery fire in Elmsund leaves nobody hurt"
CASES: dict[str, tuple[dict[str, Any], str, Callable[[list[dict[str, Any]]], object]]] = {
    "reject": ({"line": 8, "action": "reject"}, 'keep  = "Advertisement"', lambda rows: "Advertisement" in rows[0]["text"]),
    "keep": ({"line": 5, "action": "keep"}, 'keep  = "Follow"', lambda rows: "Follow" in rows[0]["text"]),
    "drop": ({"line": 9, "action": "drop"}, 'drop  = "Tickets', lambda rows: "Tickets" not in rows[0]["text"]),
    "run": ({"line": 11, "action": "reject run"}, 'keep  = "Facebook"', lambda rows: "Facebook" in rows[0]["text"] and "Share" in rows[0]["text"]),
    "off here": ({"line": 8, "action": "off", "scope": "file"}, 'file  = "pages/ferry.txt"', lambda rows: "Advertisement" in rows[0]["text"]),
    "off on the site": ({"line": 8, "action": "off", "scope": "site"}, 'site  = "courier.example"', lambda rows: "Advertisement" in rows[0]["text"]),
    "off everywhere": ({"line": 8, "action": "off", "scope": "everywhere"}, 'off   = "advertising.', lambda rows: "Advertisement" in rows[0]["text"]),
    "join": ({"line": 16, "action": "boundary"}, f'join  = "{SECOND}"', lambda rows: len(rows) == 1),
    "begin": ({"line": 22, "action": "boundary"}, 'begin = "The shop will', lambda rows: len(rows) == 3),
    "move": ({"line": 21, "action": "move"}, 'begin = "A fire in a bakery', lambda rows: rows[1]["first_line"] == 21),
    "title": ({"line": 9, "action": "title", "text": "Ferry <b>back</b>"}, 'title = "Ferry <b>back</b>"', lambda rows: rows[0]["title"] == "Ferry <b>back</b>"),
    "field": ({"line": 9, "action": "field", "field": "authors", "text": "Pelle Brandt\n Nadia Orrell "}, 'field = "authors"', lambda rows: rows[0]["authors"] == ["Pelle Brandt", "Nadia Orrell"]),
    "date": ({"line": 9, "action": "field", "field": "published", "text": "2025-03-02"}, 'to    = "2025-03-02"', lambda rows: rows[0].get("published") == "2025-03-02"),
    "cleared": ({"line": 9, "action": "field", "field": "authors", "text": ""}, 'to    = ""', lambda rows: not rows[0].get("authors")),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_decided_is_written_at_once_shown_obeyed_by_clean_and_can_be_undone(
    review: Callable[..., Client], run: Run, case: str
) -> None:
    body, toml, holds = CASES[case]
    address = "https://www.courier.example/ferry"

    def rows() -> list[dict[str, Any]]:
        result = run("clean", "pages/ferry.txt", "--format", "jsonl", "--url", address)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    client = review(url="https://courier.example/ferry")
    before = rows()
    assert not holds(before)
    if body["action"] == "off":
        body = body | {"rule": next(note for row in client.get("api/pages/0")["rows"] if row.get("n") == 8 for note, _ in row["notes"])}
    found = client.decide(**body)
    assert toml in DECISIONS.read_text(encoding="utf-8")
    assert holds(rows())
    assert found["page"] == client.get("api/pages/0"), "the answer holds the page as it is now"
    client.post("api/pages/0/undo", {})
    assert not DECISIONS.exists()
    assert rows() == before
    client.post("api/pages/0/redo", {})
    assert holds(rows())


def test_a_left_out_block_of_an_html_page_is_kept(review: Callable[..., Client], run: Run) -> None:
    client = review({"kites.html": HTML})
    page = client.get("api/pages/0")
    row = next(row for row in page["rows"] if row.get("parts") == [["-", "About us Contact"]])
    assert row["notes"][0][0] == "html.boilerplate"
    assert "hand" in next(kept for kept in client.decide(row["n"], "keep")["page"]["rows"] if kept.get("n") == row["n"])
    run("clean", "pages", "--out", "out")
    assert "About us" in Path("out/kites.md").read_text(encoding="utf-8")


def test_a_corpus_is_reviewed_by_a_sample_and_its_decisions_are_obeyed(run: Run) -> None:
    texts = [FERRY.replace("Night ferry", f"Ferry number {n}") for n in range(1, 9)]
    rows = [json.dumps({"id": f"../r{n}\u202e", "text": text}) for n, text in enumerate(texts)]
    Path("crawl.jsonl").write_text("\n".join(rows), encoding="utf-8")
    sources, problems = sources_of(["crawl.jsonl"], 3)
    assert (len(sources), problems) == (3, [])
    assert [source.name for source in sources] == [source.name for source in sources_of(["crawl.jsonl"], 3)[0]]
    client = Client("crawl.jsonl")
    assert len(client.get("api/pages")["pages"]) == 8
    client.decide(9, "drop")
    assert 'record = "../r0\\u202e"' in DECISIONS.read_text(encoding="utf-8")
    assert run("clean", "crawl.jsonl", "--out", "rows", "--workers", 1).exit_code == 0
    cleaned = [json.loads(line) for path in Path("rows").glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in cleaned if "Advert" not in row["text"] and row["part"] == 1 and "Tickets" not in row["text"]] == [
        "../r0\u202e"
    ]
    client.state.close()


def test_the_list_tells_what_changed_and_how_far_one_is(review: Callable[..., Client]) -> None:
    client = review({"a.txt": FERRY, "b.txt": TIDE, "c.txt": ""})
    while (found := client.get("api/pages"))["left"]:
        pass
    by_name = {Path(page["name"]).name: page for page in found["pages"]}
    assert by_name["c.txt"]["status"] == "failed"
    assert "the file is empty" in by_name["c.txt"]["error"]
    assert by_name["a.txt"]["articles"] == 2
    assert 0 <= by_name["b.txt"]["doubt"] <= 1
    assert (found["count"], found["decided"], found["steps"]) == (3, 0, [0, 0])
    assert client.get(f"api/pages?since={found['clock']}")["pages"] == []
    assert "the file is empty" in client.get("api/pages/2")["error"]
    client.decide(9, "drop")
    later = client.get(f"api/pages?since={found['clock']}")
    (entry,) = later["pages"]
    assert (entry["n"], entry["decided"]) == (0, False)
    assert entry["open"] > 5, "begun, and not decided: findings are open"
    assert (later["decided"], later["steps"]) == (0, [1, 0])
    client.decide(9, "accept page")
    later = client.get(f"api/pages?since={later['clock']}")
    assert [(page["n"], page["decided"], "open" in page) for page in later["pages"]] == [(0, True, False)]
    assert (later["decided"], later["steps"]) == (1, [2, 0])
    client.post("api/pages/0/undo", {})
    assert client.get("api/pages")["decided"] == 0


def test_a_page_that_was_decided_in_an_earlier_review_stays_decided_until_it_is_touched(review: Callable[..., Client]) -> None:
    first = review()
    first.decide(9, "drop")
    again = review()
    again.get("api/pages/0")
    assert again.get("api/pages")["decided"] == 1, "what was accepted is not stored, so that a page is not known to be begun"
    again.decide(22, "drop")
    found = again.get("api/pages")
    assert (found["decided"], found["pages"][0]["open"] > 5) == (0, True)


def test_a_line_is_made_the_title_and_not_repeated_in_the_text(review: Callable[..., Client], run: Run) -> None:
    client = review({"a.txt": TIDE})
    line = next(row["n"] for row in client.get("api/pages/0")["rows"] if "Nobody was hurt" in str(row.get("parts")))
    assert client.decide(1, "title from line")["said"] == "it is the title"
    assert not DECISIONS.exists(), "it was the title already"
    client.decide(line, "title from line")
    story = next(row for row in client.get("api/pages/0")["rows"] if "head" in row)
    assert story["whole"].startswith("Nobody was hurt")
    assert run("clean", "pages/a.txt", "--out", "out").exit_code == 0
    text = Path("out/a.md").read_text(encoding="utf-8")
    assert text.count("Nobody was hurt") == 1
    client.post("api/pages/0/undo", {})
    assert not DECISIONS.exists(), "one step"


def test_a_line_on_which_a_story_may_begin_is_shown_until_it_is_decided(
    review: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubts, "possible", lambda lines, least: [(0, 0.9), *((i, 0.43) for i in range(1, len(lines)))])

    def begins() -> dict[int, float]:
        return {row["n"]: row["begins"] for row in client.get("api/pages/0")["rows"] if "begins" in row}

    client = review()
    assert begins()[9] == 0.43
    assert not {1, 16} & set(begins()), "the first story, and one whose boundary is drawn"
    client.decide(9, "boundary")
    assert 9 not in begins()
    assert "Possible" not in str(review({"kites.html": HTML}).get("api/pages/1"))


def test_a_field_that_may_be_wrong_is_shown_until_it_is_written(review: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "_DOUBTFUL", 1.1)  # whatever the model says

    def story() -> Any:
        return next(row for row in client.get("api/pages/0")["rows"] if "head" in row)

    client = review({"a.html": BYLINE})
    assert isinstance(story()["doubt"], float)
    assert isinstance({name: sure for name, _, sure in story()["fields"]}["authors"], float)
    line = story()["line"]
    client.decide(line, "field", field="authors", text="Oda Finch")
    assert ["authors", "Oda Finch", None] in story()["fields"], "a value that was written by hand is not the model's"


def test_accepted_findings_are_shown_and_a_run_is_one_step(review: Callable[..., Client]) -> None:
    client = review()
    assert client.decide(4, "accept")["page"]["accepted"] == [4]
    assert not DECISIONS.exists()
    numbers = client.decide(12, "accept run")["page"]["accepted"]
    assert numbers[0] == 4
    client.post("api/pages/0/undo", {})
    assert client.get("api/pages/0")["accepted"] == [4]


def test_undo_and_redo_say_what_and_where(review: Callable[..., Client]) -> None:
    client = review({"a.txt": FERRY, "b.txt": TIDE})
    client.decide(9, "drop")
    client.decide(4, "accept")
    client.post("api/pages/1/rule/add", {"lines": [4]})
    assert client.decide(9, "drop")["said"] == "already dropped", "which is no step"
    found = client.post("api/pages/0/undo", {})
    assert re.match("undone on [^ ]*pages/b.txt, line 4: own.listen-to-the-bell was added to cleaner-rules.toml$", found["said"])
    assert (found["page"]["n"], found["line"]) == (1, 4)
    told = [client.post("api/pages/1/undo", {}) for _ in range(3)]
    said = [answer["said"].replace(f"{Path.cwd()}/", "") for answer in told]
    assert said == ["undone on pages/a.txt, line 4: accepted", "undone on pages/a.txt, line 9: dropped", "nothing to undo"]
    assert [(answer["page"]["n"], answer["line"]) for answer in told] == [(0, 4), (0, 9), (1, 0)]
    found = client.post("api/pages/1/redo", {})
    assert found["said"].endswith("pages/a.txt, line 9: dropped")
    assert (found["page"]["n"], found["line"]) == (0, 9)
    assert found["page"] == client.get("api/pages/0")


def test_several_lines_are_decided_as_one_step(review: Callable[..., Client]) -> None:
    client = review()
    assert client.post("api/pages/0/decide", {"line": 9, "lines": [9, 21], "action": "drop"})["said"] == "dropped 2 lines"
    assert client.get("api/pages")["steps"] == [1, 0]
    assert client.post("api/pages/0/decide", {"line": 9, "lines": [9, 21], "action": "keep"})["said"] == "kept 2 lines"
    assert not DECISIONS.exists()
    assert client.post("api/pages/0/decide", {"line": 9, "lines": [9, 21], "action": "keep"})["said"] == "these lines are already kept"
    assert client.post("api/pages/0/decide", {"line": 4, "lines": [4, 5, 9], "action": "accept"})["page"]["accepted"] == [4, 5]
    for body in (
        {"lines": [], "action": "keep"},
        {"lines": "9", "action": "drop"},
        {"lines": [9], "action": "title"},
        {"lines": [-1], "action": "keep"},
    ):
        assert client.send("api/pages/0/decide", {"line": 9, **body}).status_code == 422


def test_a_rule_shows_its_effect_on_the_other_pages_before_it_is_added(review: Callable[..., Client], run: Run) -> None:
    wind = TIDE.replace("Spring tide", "West wind").replace("Thursday", "Friday")
    client = review({"a.txt": TIDE, "b.txt": wind, "c.txt": FERRY})
    wanted = {"lines": [4]}
    rule = client.post("api/pages/0/rule", wanted)
    assert 'phrases = ["Listen to the bell"]' in rule["toml"]
    assert (rule["kind"], rule["near"], rule["site"], rule["problems"]) == ("phrase", True, False, [])
    assert client.post("api/pages/0/rule", wanted | {"kind": "pattern", "near": False})["kind"] == "pattern"
    for _ in range(100):
        effect = client.post("api/pages/0/rule/effect", wanted)
        if effect["done"] == effect["count"]:
            break
    assert (effect["lines"], effect["pages"]) == (2, 2)
    assert {Path(name).name for name, _, _ in effect["found"]} == {"a.txt", "b.txt"}
    assert not Path("cleaner-rules.toml").exists()
    assert "was added to cleaner-rules.toml" in client.post("api/pages/0/rule/add", wanted)["said"]
    run("clean", "pages", "--out", "out")
    assert "bell" not in Path("out/b.md").read_text(encoding="utf-8")
    client.post("api/pages/0/undo", {})
    assert not Path("cleaner-rules.toml").exists()


# "Read the book" is the last line of a list whose label is too far above it to be a condition of a rule
LIST = "Most read\nA mill is for sale in Elmsund\nRope prices fall again\nQuay wall to be mended\nOld school sold\nRead the book\n"
READ = FERRY.replace("Share\n", LIST)


def test_a_rule_is_proposed_with_options_with_which_it_can_be_added(review: Callable[..., Client]) -> None:
    client = review({"read.txt": READ})
    line = READ.split("\n").index("Read the book") + 1
    rule = client.post("api/pages/0/rule", {"lines": [line]})
    assert (rule["problems"], rule["near"], rule["context"]) == ([], False, ["related"])
    forced = client.post("api/pages/0/rule", {"lines": [line], "kind": "phrase", "near": True, "site": False})
    assert "does not match its own hit" in forced["problems"][0]
    assert forced["remedy"] == "near"


def test_what_the_tree_of_a_page_says_is_no_condition_of_a_rule(review: Callable[..., Client]) -> None:
    foot = "<footer><p>Rope Lane Works</p><p>Mill Press House</p><p>Old Quay Road</p></footer></body></html>"
    client = review({"kites.html": f"{HTML.split('<footer>')[0]}{foot}"})
    row = next(row for row in client.get("api/pages/0")["rows"] if row.get("parts") == [["-", "Old Quay Road"]])
    assert row["notes"][0][0] == "html.boilerplate"
    rule = client.post("api/pages/0/rule", {"lines": [row["n"]]})
    assert (rule["problems"], rule["near"], rule["context"]) == ([], False, [])


def test_a_decision_that_matches_no_line_is_shown_with_the_nearest_one(review: Callable[..., Client]) -> None:
    DECISIONS.write_text(
        '[[decision]]\ndrop = "Tickets went on sale at the old quay, and cost what they did in spring."\nfile = "pages/ferry.txt"\n'
    )
    (unmet,) = review().get("api/pages/0")["unmet"]
    assert unmet["near"] == 9
    assert unmet["like"].startswith("Tickets are on sale")


def test_a_file_of_decisions_that_another_program_changes_is_read_again(review: Callable[..., Client]) -> None:
    client = review()
    client.decide(8, "reject")
    DECISIONS.write_text("[[decision]]\ndrop = 'Tickets'\n", encoding="utf-8")
    answer = client.send("api/pages/0/decide", {"line": 9, "action": "drop"})
    assert (answer.status_code, "changed by another program" in answer.json()["error"]) == (422, True)
    client.decide(8, "reject")
    assert "Tickets" in DECISIONS.read_text(encoding="utf-8")


# the command


def test_without_the_library_the_message_names_the_command(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("review", page)
    assert result.exit_code == 2
    assert "pip install 'pagecleaner[review]'" in " ".join(result.output.split())


def test_inputs_that_cannot_be_reviewed_are_refused(run: Run, page: Path) -> None:
    Path("empty").mkdir()
    for arguments, words in ((["-"], "Save it to a file first"), (["empty"], "there is no page"), (["nowhere"], "no such file")):
        result = run("review", *arguments, input="x")
        assert result.exit_code == 2
        assert words in " ".join(result.output.split())


def test_the_command_serves_on_loopback_until_it_is_interrupted(page: Path) -> None:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "cleaner", "review", str(page), "--no-browser"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)
    try:
        assert server.stderr is not None
        told = server.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", told)
        assert address, told
        with urllib.request.urlopen(f"{address[0]}api/pages", timeout=60) as answer:
            assert json.load(answer)["count"] == 1
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=60)
    assert server.returncode == 0


def test_the_first_list_starts_no_cleaning_so_that_the_first_page_does_not_wait(review: Callable[..., Client]) -> None:
    client = review({"a.txt": FERRY, "b.txt": TIDE})
    first = client.get("api/pages")
    assert (first["left"], first["count"]) == (2, 2)
    assert all("status" not in page for page in first["pages"])
    client.get("api/pages/0")
    later = client.get(f"api/pages?since={first['clock']}")
    assert (later["pages"][0]["n"], later["pages"][0]["status"]) == (0, "cleaned")
    assert later["left"] <= 1, "the page that was opened is not cleaned again"
    while client.get("api/pages")["left"]:
        pass


def test_unsure_lines_are_those_that_only_a_model_settles(review: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "_UNSURE", (-1.0, 2.0))  # whatever the models say

    def unsure() -> set[str]:
        rows = [row for row in client.get("api/pages/0")["rows"] if "unsure" in row]
        return {"".join(text for _, text in row["parts"]) for row in rows}

    client = review({"a.txt": TIDE})
    assert "Nobody was hurt, and the stalls will open again on Saturday, the market’s warden said." in unsure()
    assert "Spring tide floods the lower market" not in unsure(), "a title"
    assert "Updated 06 March 2025" not in unsure(), "removed by a rule"
    line = next(row["n"] for row in client.get("api/pages/0")["rows"] if "Nobody was hurt" in str(row.get("parts")))
    client.decide(line, "drop")
    assert not any("Nobody was hurt" in text for text in unsure()), "decided by hand"


def test_a_page_that_is_requested_while_it_is_cleaned_is_cleaned_once(
    review: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = review({"a.txt": FERRY})
    begun, go = threading.Event(), threading.Event()
    names: list[str] = []
    trace = Job.trace

    def slow(job: Job) -> Any:
        names.append(job.source.name)
        begun.set()
        assert go.wait(60)
        return trace(job)

    monkeypatch.setattr(Job, "trace", slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(client.state.page, 0)
        assert begun.wait(60)
        second = pool.submit(client.state.page, 0)
        go.set()
        assert first.result(60) is second.result(60)
    assert len(names) == 1
