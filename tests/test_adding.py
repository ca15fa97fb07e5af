"""A rule kind, a format, a language and a field are added in two places each, as CONTRIBUTING says: a toy of each works."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from cleaner import Settings, clean, corpus, formats, languages
from cleaner.batch.page_outputs import render
from cleaner.cli.option_types import format_of
from cleaner.corpus import Job, Reading, Record
from cleaner.corpus.shards import Stats
from cleaner.corpus.streams import OpenFile, kind_of
from cleaner.data import Article, Page
from cleaner.packs.kinds import KINDS
from cleaner.scan.page_lines import View
from cleaner.text.shape import Shape

STORY = (
    "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday.\n"
    "It had been in the dry dock for eleven weeks, longer than anybody in the harbour office can remember."
)

PACK = """about = "A pack for a test"

[[rule]]
id     = "toy.{kind}"
about  = "A line of a toy kind"
action = "drop"
kind   = "{kind}"
{key}
hits   = ["x"]
misses = ["y"]
"""


@dataclass(frozen=True)
class Backwards:
    """A line that reads the same backwards."""

    least: int

    def matches(self, text: str, shape: Shape) -> Iterator[tuple[int, int, dict[str, list[str]] | None]]:
        if len(text) >= self.least and text.lower() == text.lower()[::-1]:
            yield 0, len(text), None


@dataclass(frozen=True)
class Shorter:
    """A line that is shorter than the line above by half."""

    def choose(self, view: View) -> Iterator[tuple[int, str]]:
        for i in range(1, len(view.lines)):
            if 2 * len(view.lines[i].text) < len(view.lines[i - 1].text):
                yield i, "is shorter than the line above by half"


def kind_of_rule(keys: dict[str, Any], record: Any) -> ModuleType:
    module = ModuleType("toy")
    module.__dict__.update(KEYS=keys, REQUIRED=tuple(keys), build=lambda table: record(**{key: table[key] for key in keys}))
    return module


@pytest.mark.parametrize(
    ("kind", "keys", "record", "key", "line", "reason"),
    [
        ("backwards", {"least": int}, Backwards, "least = 4", "Was it a car or a cat I saw".replace(" ", ""), ""),
        ("shorter", {}, Shorter, "", "Quay nine, second bench", "is shorter than the line above by half"),
    ],
)
def test_a_kind_of_rule(
    kind: str, keys: dict[str, Any], record: Any, key: str, line: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, kind, kind_of_rule(keys, record))
    pack = tmp_path / f"{kind}.toml"
    pack.write_text(PACK.format(kind=kind, key=key), encoding="utf-8")
    page = clean(f"{STORY}\n\n{line}\n\n{STORY.replace('Monday', 'Friday')}", settings=Settings(rules=(str(pack),), disable=("weights",)))
    found = [finding for finding in page.findings if finding.rule == f"toy.{kind}"]
    assert [(finding.text, reason in finding.reason) for finding in found] == [(line, True)]
    assert line not in "".join(article.text for article in page.articles)


def test_an_input_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(source: OpenFile, part: object, reading: Reading, stats: Stats) -> Iterator[Record]:
        for number, card in enumerate(source.stream().read().decode().removeprefix("CARDS\n").split("\n====\n")):
            yield Record(f"card-{number}", card)

    module = ModuleType("cleaner.corpus.readers.cards")
    module.__dict__["read"] = read
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(formats, "INPUTS", (*formats.INPUTS, formats.InputFormat("cards", "cards.read", (".cards",), ((0, b"CARDS\n"),))))
    source = tmp_path / "in" / "box.cards"
    source.parent.mkdir()
    source.write_text("CARDS\n" + "\n====\n".join([f"Night ferry\n\n{STORY}", f"Morning ferry\n\n{STORY}"]), encoding="utf-8")
    nameless = tmp_path / "nameless"
    nameless.write_bytes(source.read_bytes())
    assert kind_of(str(source)) == kind_of(str(nameless)) == "cards"
    job = Job(str(tmp_path / "out"), "jsonl")
    todo, _ = corpus.missing(corpus.plan([str(source.parent)], job.output), job)
    list(corpus.inline(todo, job))
    assert [line.count("card-") for path in Path(job.output).glob("*.jsonl") for line in path.read_text().splitlines()] == [1, 1]


def test_an_output_format_of_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def to_shout(article: Article, page: Page) -> str:
        return f"{article.title}!".upper()

    module = ModuleType("cleaner.write.shout")
    module.__dict__["to_shout"] = to_shout
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with pytest.raises(typer.BadParameter):
        format_of("shout")
    monkeypatch.setattr(formats, "OUTPUTS", (*formats.OUTPUTS, formats.OutputFormat("shout", "write.shout.to_shout", rows=False)))
    monkeypatch.setattr("cleaner.cli.option_types.OUTPUTS", formats.OUTPUTS)
    assert format_of("shout") == "shout"
    page = clean(f"Night ferry to sail\n\n{STORY}")
    assert render(page, "ferry", "shout") == {"ferry.shout": "NIGHT FERRY TO SAIL!"}
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"text": f"Night ferry to sail\n\n{STORY}"}), encoding="utf-8")
    job = Job(str(tmp_path / "out"), "shout")
    todo, _ = corpus.missing(corpus.plan([str(source)], job.output), job)
    list(corpus.inline(todo, job))
    assert [path.read_text() for path in Path(job.output).rglob("*.shout")] == ["NIGHT FERRY TO SAIL!"]


def test_an_output_format_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_titles(path: Path, cleaned: Any) -> None:
        path.write_text("".join(f"{row['title']}\n" for one in cleaned for row in one.rows), encoding="utf-8")

    module = ModuleType("cleaner.corpus.titles")
    module.__dict__["write_titles"] = write_titles
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(formats, "OUTPUTS", (*formats.OUTPUTS, formats.OutputFormat("titles", "corpus.titles.write_titles", rows=True)))
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"text": f"Night ferry to sail\n\n{STORY}"}), encoding="utf-8")
    job = Job(str(tmp_path / "out"), "titles")
    todo, _ = corpus.missing(corpus.plan([str(source)], job.output), job)
    list(corpus.inline(todo, job))
    assert [path.read_text() for path in Path(job.output).glob("*.titles")] == ["Night ferry to sail\n"]


def test_a_field_of_html_pages() -> None:
    program = """
import json, sys, types
from cleaner import schema

module = types.ModuleType("cleaner.parse.html.fields.section")
module.read_section = lambda page: page.found.meta("article:section")
sys.modules[module.__name__] = module
section = schema.Field("section", "string", "the section", ("article:section",), ("record", "front matter", "row", "audit"), "text", "section.read_section")
schema.FIELDS = (*schema.FIELDS, section)
schema.BY_NAME = {field.name: field for field in schema.FIELDS}

import copy, pickle
import cleaner
from cleaner.write import audit, to_markdown, to_record
from cleaner.write.rows import to_rows

html = "<html><head><title>Night ferry</title>{}</head><body><article><h1>Night ferry</h1>" + "<p>STORY</p>" * 4 + "</article></body></html>"
page = cleaner.clean(html.format("<meta property='article:section' content='Harbour'>"))
(article,) = page.articles
front = to_markdown(article, page)
shown = [to_record(article, page), to_rows(page, "a")[0], json.loads(audit(page, "a.html", ["a.md"]))["articles"][0]["fields"], article.to_dict()]
assert [one["section"] for one in shown] == ["Harbour"] * 4, shown
assert "section: Harbour" in front
assert article.section == pickle.loads(pickle.dumps(article)).section == copy.copy(article).section == "Harbour"
assert cleaner.clean(front).articles[0].section == "Harbour"
(without,) = cleaner.clean(html.format("")).articles
assert not hasattr(without, "section")
"""
    subprocess.run([sys.executable, "-X", "utf8", "-c", program.replace("STORY", STORY.replace("\n", " "))], check=True)


def test_the_words_of_a_language(tmp_path: Path) -> None:
    folder = tmp_path / "languages"
    shutil.copytree(Path(languages.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "fo.toml").write_text("# Faroese\n\nand = ['saman við']\n", encoding="utf-8")
    program = (
        f"import pathlib, cleaner.languages as languages; languages._FOLDER = pathlib.Path({str(folder)!r});"
        "from cleaner.text.names import names; print(names(['Ana Ruiz saman við Jon Poe', 'Mia Hale and Tom Hale']))"
    )
    for _ in range(2):  # read from TOML, then from the cache
        done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, encoding="utf-8", check=True)
        assert done.stdout.strip() == "['Ana Ruiz', 'Jon Poe', 'Mia Hale', 'Tom Hale']"
    assert (folder / "__pycache__" / "tables.json").is_file()


def test_a_language(tmp_path: Path) -> None:
    pack = tmp_path / "fo.toml"
    pack.write_text(
        'about = "Faroese"\nlang = "fo"\n\n[[rule]]\nid = "share.deil-fo"\nabout = "A share label"\naction = "drop"\nkind = "phrase"\n'
        'phrases = ["Deil søguna"]\nhits = ["Deil søguna"]\nmisses = ["Hon vil deil søguna við øll."]\n',
        encoding="utf-8",
    )
    text = f"{STORY}\n\nDeil søguna\n\n{STORY.replace('Monday', 'Friday')}"

    def rules_on(language: str) -> set[str]:
        return {finding.rule for finding in clean(text, settings=Settings(rules=(str(pack),), language=language)).findings}

    assert "share.deil-fo" in rules_on("fo")
    assert "share.deil-fo" not in rules_on("de")
