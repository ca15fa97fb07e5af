"""Texts that are made from HTML pages to learn from: their styles, and which pages they are made of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cleaner.parse.html import tree
from cleaner.training.data import Data
from cleaner.training.page_texts import dump, rendered, soup

PAGE = """<html><head><title>Weir mended &amp; open</title><script>var weir = 1;</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li>Boats</li></ul></nav>
<article><h1>Weir mended</h1><p>The <b>old</b> weir at
Tornby is open.<br>Boats pass <i>again</i>.</p><div>By a reporter</div><table><tr><td>Gates</td><td>4</td></tr></table></article>
<style>p { color: red }</style><noscript>Turn scripts on</noscript></body></html>"""


def test_a_soup_has_every_piece_between_tags_on_a_line() -> None:
    assert soup(tree.load(PAGE)).split("\n") == [
        "Weir mended & open", "Home", "Boats", "Weir mended", "The", "old", "weir at", "Tornby is open.", "Boats pass", "again", ".", "By a reporter", "Gates", "4",
    ]  # fmt: skip


def test_a_dump_has_a_block_a_line_and_blank_lines_about_paragraphs() -> None:
    assert dump(tree.load(PAGE)) == (
        "• Home\n• Boats\n\nWeir mended\n\nThe old weir at Tornby is open.\nBoats pass again.\n\nBy a reporter\n\nGates\n4"
    )


def _row(name: str, **content: Any) -> dict[str, Any]:
    return {"id": name, "gold": {"title": "Weir mended", "paragraphs": ["The old weir at Tornby is open."]}, **content}


def test_pages_that_the_data_have_no_text_of_are_rendered(tmp_path: Path) -> None:
    rows = [
        _row("scraped", html=PAGE), _row("scraped", text="Weir mended", style="soup"), _row("bare", html=PAGE), _row("doubtful", html=PAGE),
        _row("held-out", html=PAGE, fold="dev"), _row("empty", html="<p></p>"),
    ]  # fmt: skip
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "doubtful.json").write_text('{"gold is cut short": ["doubtful"]}', encoding="utf-8")
    made = list(rendered(Data.of([path])))
    assert [(example.id, example.style, example.kind) for example in made] == [
        ("bare", "soup", "text"),
        ("bare", "dump", "text"),
    ]
    assert made[0].articles[0].title == "Weir mended" and made[1].text == dump(tree.load(PAGE))


def test_a_page_too_deep_to_read_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(_row("deep", html="<div>" * 400 + "<p>Weir</p>")) + "\n", encoding="utf-8")
    assert list(rendered(Data.of([path]))) == []
