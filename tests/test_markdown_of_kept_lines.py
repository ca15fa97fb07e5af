"""Lines of an HTML page that a decision keeps: written as Markdown with their own structure, and the rest of the page as without them."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner import Settings
from cleaner.backends.markdown import plain
from cleaner.data import Page, Place, Style, Styled, TextMark
from cleaner.decisions import Decision, Decisions, dumps
from cleaner.flow import trace
from cleaner.write import to_markdown
from cleaner.write.read_back import readable_markdown

ONE = "The rope works at Tarnholm will spin its last hawser in April, after a hundred and ten years in the long shed by the river."
TWO = "Eleven people work there today, and most of them learned the craft from an uncle or a neighbour who walked the same planks."
THREE = "The county wants to keep the shed as a museum, and has asked the owners to leave the oldest of the four machines where it stands."
FOUR = "A decision is expected before the summer, said the head of the county's office for old buildings, who was born next door."
LINKS = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("Harbour", "Schools", "Weather", "Letters"))
NESTED = '<ul><li><a href="/s">Sport</a><ul><li><a href="/r">Rowing</a></li><li><a href="/k">Skating</a></li></ul></li></ul>'
ORDERED = "<ol><li><a href='/1'>Ferry late again</a></li><li><a href='/2'>Mill sold</a></li><li><a href='/3'>Owl found</a></li></ol>"
TABLE = "<table><tr><th>Town</th><th>Low tide</th></tr><tr><td>Tarnholm</td><td>4:10</td></tr><tr><td>Ulm</td><td>4:25</td></tr></table>"
FOOT = f"""<footer class="footer"><nav class="menu"><ul>{LINKS}</ul></nav><nav class="menu">{NESTED}</nav>
<div class="most-read"><h4>Most read <em>this</em> week</h4>{ORDERED}</div><div class="widget tides">{TABLE}</div>
<div class="comments"><blockquote><p>I was born in that shed.</p></blockquote></div>
<div class="widget"><pre><code class="language-html">&lt;a href="/rope"&gt;embed&lt;/a&gt;</code></pre></div>
<div class="widget"><figure><figcaption>Advert: ropes <b>by post</b></figcaption></figure></div>
<dl class="contact"><dt>Desk</dt><dd>Quay 4, <i>Tarnholm</i></dd></dl><p>Write to <em>the desk</em> today</p></footer>"""
PAGE = f"""<!doctype html><html lang="en"><head><title>Rope works to close</title></head><body>
<main><article><h1>Rope works to close</h1><p>{ONE} It is <strong>very</strong> long.</p><h2>Who works there</h2><p>{TWO} They make:</p>
<ul><li>hawsers for tugs and ferries</li><li>bell ropes for the churches of the county</li></ul><p>{THREE}</p><p>{FOUR}</p></article></main>
{FOOT}</body></html>"""
FOOT_LINES = {
    "first item": (("• Harbour",), "- Harbour"),
    "middle item": (("• Weather",), "- Weather"),
    "last item": (("• Letters",), "- Letters"),
    "two items": (("• Harbour", "• Schools"), "- Harbour\n- Schools"),
    "nested item": (("◦ Rowing",), "- - Rowing"),
    "nested items": (("◦ Rowing", "◦ Skating"), "- - Rowing\n  - Skating"),
    "nested item with the one around it": (("• Sport", "◦ Rowing"), "- Sport\n  - Rowing"),
    "first ordered item": (("1. Ferry late again",), "1. Ferry late again"),
    "last ordered item": (("3. Owl found",), "3. Owl found"),
    "heading": (("Most read this week",), "#### Most read *this* week"),
    "rows": (
        ("Town | Low tide", "Tarnholm | 4:10", "Ulm | 4:25"),
        "| Town | Low tide |\n| --- | --- |\n| Tarnholm | 4:10 |\n| Ulm | 4:25 |",
    ),
    "quote": (("I was born in that shed.",), "> I was born in that shed."),
    "code": (('<a href="/rope">embed</a>',), '```html\n<a href="/rope">embed</a>\n```'),
    "caption": (("Advert: ropes by post",), "Advert: ropes **by post**"),
    "definition": (("Desk", "Quay 4, Tarnholm"), "Desk\n: Quay 4, *Tarnholm*"),
    "emphasis": (("Write to the desk today",), "Write to *the desk* today"),
}


def kept(*lines: str) -> Page:
    decisions = Decisions(Path("decisions.toml"))
    for line in lines:
        decisions = decisions.with_one(Decision("keep", line))
    return trace(PAGE, decisions=decisions).page


def body(page: Page) -> str:
    """The Markdown of a page's one article, which is read back as the same article and written in the same way again."""
    (article,) = page.articles
    text = to_markdown(article, page)
    assert "generator: cleaner article 2\n" in text
    again = cleaner.clean(text)
    (same,) = again.articles
    assert (same.title, same.text) == (article.title, article.text) and again.findings == []
    written = text.partition("---\n\n")[2]
    assert to_markdown(same, again).partition("---\n\n")[2] == written
    return written


def test_nothing_of_the_foot_is_in_the_text_without_a_decision() -> None:
    written = body(cleaner.clean(PAGE))
    assert written.startswith(f"{ONE} It is **very** long.\n\n## Who works there\n\n") and "\n- hawsers for tugs" in written
    assert written.endswith(f"{FOUR}\n")


@pytest.mark.parametrize(("lines", "expected"), FOOT_LINES.values(), ids=FOOT_LINES)
def test_a_kept_line_has_its_own_structure_and_the_rest_is_unchanged(lines: tuple[str, ...], expected: str) -> None:
    assert body(kept(*lines)) == f"{body(cleaner.clean(PAGE))}\n{expected}\n"


def test_kept_lines_of_many_kinds_stand_beside_each_other() -> None:
    several = [FOOT_LINES[name] for name in ("middle item", "nested item", "heading", "rows", "quote", "emphasis")]
    written = body(kept(*(line for lines, _ in several for line in lines)))
    assert written == f"{body(cleaner.clean(PAGE))}\n" + "\n\n".join(expected for _, expected in several) + "\n"


@pytest.mark.parametrize("name", ["middle item", "nested item", "rows"])
def test_a_decisions_file_has_the_same_effect(name: str, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from cleaner.cli import app

    lines, expected = FOOT_LINES[name]
    source, file, out = tmp_path / "rope.html", tmp_path / "decisions.toml", tmp_path / "out"
    source.write_text(PAGE, encoding="utf-8")
    decisions = Decisions(file)
    for line in lines:
        decisions = decisions.with_one(Decision("keep", line, file="rope.html"))
    file.write_text(dumps(decisions), encoding="utf-8")
    wanted = f"{body(cleaner.clean(PAGE))}\n{expected}\n"
    assert body(cleaner.clean(PAGE, settings=Settings(decisions=str(file)), name=str(source))) == wanted
    done = CliRunner().invoke(app, ["clean", str(source), "--decisions", str(file), "--out", str(out)])
    assert done.exit_code == 0, done.output
    head, _, written = (out / "rope.md").read_text(encoding="utf-8").partition("---\n\n")
    assert written == wanted and "generator: cleaner article 2\n" in head


def test_emphasis_that_cannot_be_read_back_is_left_out_of_its_line_alone() -> None:
    """Asterisks between a colon and a letter are no emphasis in Markdown."""
    page = PAGE.replace("They make:", "<b>Note:</b>they make:")
    written = body(cleaner.clean(page))
    assert "\n- hawsers for tugs" in written and "## Who works there" in written
    assert f"{ONE} It is **very** long." in written and f"{TWO} Note:they make:" in written


def styled(text: str, kind: str = "paragraph", level: int = 0, style: Style | None = None, tight: bool = False, bold: int = 0) -> Styled:
    marks = (TextMark(0, bold, "strong"),) if bold else ()
    return Styled(text, Place("p", 1, 1.0, kind=kind, level=level, style=style), marks, tight)


BULLET = Style(prefix=2)


def test_only_the_line_that_cannot_be_read_back_loses_its_structure() -> None:
    layout = [
        styled("Tools", "heading", 2),
        styled("• a mallet", "item", 1, BULLET),
        styled("a fid without its bullet", "item", 1, BULLET._replace(prefix=0), tight=True),
        styled("◦ a small knife", "item", 2, BULLET, tight=True),
        styled("Bold words at its beginning", bold=4),
    ]
    text = "Tools\n\n• a mallet\na fid without its bullet\n◦ a small knife\n\nBold words at its beginning"
    written = readable_markdown(layout, text)
    assert written is not None
    assert written.startswith("## Tools\n\n- a mallet  \na fid") and written.endswith(
        "\n- - a small knife\n\n**Bold** words at its beginning"
    )


def test_an_indented_line_is_written_as_it_is() -> None:
    layout = [styled("Roses", "heading", 2), styled("  red as rope"), styled("  blue as tar", tight=True), styled("Violets", "heading", 3)]
    text = "Roses\n\n  red as rope\n  blue as tar\n\nViolets"
    assert readable_markdown(layout, text) == "## Roses\n\n```\n  red as rope\n  blue as tar\n```\n\n### Violets"


def test_a_row_with_an_empty_cell_is_read_back() -> None:
    cells = Style(cells=(7, 9), group=1)
    layout = [styled("Town | Tide | Moon", "row", 0, Style(cells=(7, 14), group=1)), styled("Ulm. | | full", "row", 0, cells, tight=True)]
    assert (
        readable_markdown(layout, "Town | Tide | Moon\nUlm. | | full") == "| Town | Tide | Moon |\n| --- | --- | --- |\n| Ulm. |  | full |"
    )


def test_a_text_of_other_words_has_no_markdown() -> None:
    assert readable_markdown([styled("Tools", "heading", 2)], "Something else") is None


def test_many_lines_that_cannot_be_read_back_take_few_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = []

    def counted(text: str) -> str:
        attempts.append(text)
        return plain(text)

    monkeypatch.setattr("cleaner.write.read_back.plain", counted)
    layout = [styled(f"item {number}", "item", 1, Style(), tight=number > 0) for number in range(500)]
    written = readable_markdown([*layout, styled("End", "heading", 2)], "\n".join(f"item {number}" for number in range(500)) + "\n\nEnd")
    assert written is not None and written.endswith("\n\n## End") and len(attempts) < 10


def test_rows_of_as_many_cells_as_the_last_are_a_table() -> None:
    cells = Style(cells=(7, 14), group=1)
    layout = [
        styled("Tides | in March", "row", 0, Style(cells=(8,), group=1)),
        styled("Town | Tide | Moon", "row", 0, cells, tight=True),
        styled("Ulms | 4:25 | full", "row", 0, cells, tight=True),
    ]
    expected = "Tides | in March\n| Town | Tide | Moon |\n| --- | --- | --- |\n| Ulms | 4:25 | full |"
    assert readable_markdown(layout, "\n".join(line.text for line in layout)) == expected
