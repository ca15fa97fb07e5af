"""Markdown is read as Markdown: its marks are no words, links alone are no text, and what stays comes out as it went in."""

from __future__ import annotations

import subprocess
import sys

import pytest

import cleaner
from cleaner import Settings
from cleaner.backends import markdown
from cleaner.data import Boundary
from cleaner.flow import scanned
from cleaner.ingest.sniff_markdown import looks_like_markdown
from cleaner.segment.markdown_sections import without_sections
from cleaner.write import to_markdown

TEXT = (
    "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said, after eleven weeks in the dry dock.",
    "“We missed her more than we let on,” harbour master Pelle Brandt told reporters on the quay, where forty people had come to look.",
    "Tickets are on sale at the quay, and cost what they did last autumn, when the boat was taken out of the water for her engine.",
)
BODY = "\n\n".join(TEXT)
NAV = """[Skip to content](https://courier.example/#main)

[![Courier](https://courier.example/logo.svg)](https://courier.example/)

* [Home](https://courier.example/)
* [World](https://courier.example/world)
* [Sport](https://courier.example/sport)

"""


def read(text: str, **given: str) -> cleaner.Article:
    page = cleaner.clean(text, **given)  # type: ignore[arg-type]
    assert page.restore() == text
    assert all(page.text[finding.start : finding.end] == finding.text for finding in page.findings)
    (article,) = page.articles
    return article


@pytest.mark.parametrize(
    "text",
    [
        "See the [map](https://courier.example/map) of the bay.",
        "# A headline\n\nA paragraph of text.",
        "A headline\n==========\n\nA paragraph of text.",
        "**A headline in bold**\n\nA paragraph of text.",
        "Run this:\n\n```sh\nmake test\n```\n",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "See [the map][1].\n\n[1]: https://courier.example/map",
    ],
)
def test_markdown_is_known_by_its_marks(text: str) -> None:
    assert looks_like_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "# make the tools\nmake tools\n# test them\nmake test\n",
        "* one egg\n* two spoons of flour\n* a pinch of salt",
        "He wrote a[1](b) and then stopped.",
        "First story\n\n=====\n\nSecond story\n\n-----\n\nThird story",
        "#harbour #ferry\n\nThe ferry sails.",
        "One * two * three is six, and _ is a line.",
        "[Laughter] (He leaves.)",
    ],
)
def test_plain_text_is_none(text: str) -> None:
    assert not looks_like_markdown(text)


def test_a_file_named_so_holds_markdown() -> None:
    text = "Ferries\n\n* one\n* two"
    assert cleaner.clean(text, name="a/b.MD").document.markdown and not cleaner.clean(text, name="a/b.txt").document.markdown


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("# Night ferry to sail again\n\nBy Ilse Marrow\n\n", ["Ilse Marrow"]),
        ("Night ferry to sail again\n=========================\n\n*By Ilse Marrow*\n\n", ["Ilse Marrow"]),
        (
            "# [Night ferry to sail again](https://courier.example/ferry)\n\nBy [Ilse Marrow](https://courier.example/ilse)\n\n",
            ["Ilse Marrow"],
        ),
        (NAV + "# Night ferry to **sail** again\n\n", []),
        ("**Night ferry to sail again**\n\n", []),
    ],
)
def test_the_headline_has_no_marks(head: str, authors: list[str]) -> None:
    article = read(head + BODY)
    assert article.title == "Night ferry to sail again" and article.authors == authors and article.text == BODY


def test_menus_bars_and_teasers_go_and_a_list_that_is_announced_stays() -> None:
    inns = "These are the inns by the quay:\n\n* [The Anchor](https://inns.example/1)\n* [The Three Hares](https://inns.example/2)"
    tail = "### Read more\n\n* [Bakery fire](https://courier.example/fire)\n* [Tide tables](https://courier.example/tide)\n\n"
    foot = "[Privacy](https://courier.example/p) | [Terms](https://courier.example/t)\n"
    article = read(f"{NAV}# Night ferry to sail again\n\n{BODY}\n\n{inns}\n\n{TEXT[0][:-1]}, its captain told the board.\n\n{tail}{foot}")
    kept = "These are the inns by the quay:\n\n* The Anchor\n* The Three Hares"
    assert article.text == f"{BODY}\n\n{kept}\n\n{TEXT[0][:-1]}, its captain told the board."


STRUCTURE = """Tea needs **hot** water, and a pot that holds at least *four* cups, as everybody in Sandeby knows since the war.

## Tools

1. A kettle
2. A pot
   - with a lid
   - or without
3. Cups

- [x] boil
- [ ] pour

| Tea | Minutes |
| --- | ---: |
| Black | 4 |

```python
water = boil(100)

if water[0]:
    print("ready")  # [no link](x)
```

> The water must sing,
> not scream.
>
> It is an old saying of the island.

Roses are red,$
violets are blue,$
the tea is ready,$
and so are you.

The leaves can be used twice, the keeper of the inn by the quay says, if nobody is looking.[^1]

[^1]: She says so only in winter.""".replace("$", "  ")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_stays_keeps_every_mark(end: str) -> None:
    article = read(f"# How to brew tea\n\n{STRUCTURE}\n".replace("\n", end))
    assert article.title == "How to brew tea" and article.text == STRUCTURE


def test_cleaning_the_body_again_changes_nothing() -> None:
    page = cleaner.clean(f"{NAV}# How to brew tea\n\n{STRUCTURE}\n")
    (article,) = page.articles
    assert [again.text for again in cleaner.clean(to_markdown(article, page)).articles] == [STRUCTURE]
    assert [again.text for again in cleaner.clean(f"# {article.title}\n\n{article.text}\n").articles] == [STRUCTURE]


def test_a_link_loses_its_target_wherever_that_is_broken() -> None:
    text = (
        '# How the mill is driven\n\nThe brewery helps us to drive the wheel of oak that was hung in\nour [old\nmill](https://mill.example/a "The\nmill" )'
        " in spring, and a [small\nbrook](https://mill.example/hire?model=kubo-\nx12) does the rest of the work in winter."
    )
    assert read(text).text == (
        "The brewery helps us to drive the wheel of oak that was hung in our old mill in spring, and a small brook does the rest of the work in winter."
    )


def test_reference_links_lose_their_targets() -> None:
    text = f"# Night ferry\n\n{BODY}\n\nRead the [timetable] and the [map][2] before you come, since the boats of the winter leave an hour earlier.\n\n"
    article = read(text + "[timetable]: https://courier.example/time\n[2]: https://courier.example/map 'Map'\n")
    assert article.text == f"{BODY}\n\nRead the timetable and the map before you come, since the boats of the winter leave an hour earlier."


@pytest.mark.parametrize(
    "head",
    [
        "Title: Night ferry to sail again\n\nURL Source: https://courier.example/ferry\n\nPublished Time: 2025-03-04T07:15:00+00:00\n\nMarkdown Content:\n",
        "---\ntitle: Night ferry to sail again\nsourceURL: https://courier.example/ferry\nog:image: https://courier.example/f.png\ndate: 2025-03-04\n---\n\n",
    ],
)
def test_what_other_programs_put_above_is_read(head: str) -> None:
    page = cleaner.clean(f"{head}{NAV}# Night ferry to sail again\n\n{BODY}\n")
    (article,) = page.articles
    assert (article.title, article.published and article.published[:10], article.text) == ("Night ferry to sail again", "2025-03-04", BODY)
    assert page.document.url == "https://courier.example/ferry"


def test_rules_about_markdown_can_be_switched_off() -> None:
    text = f"# Night ferry\n\n{BODY}\n\nRead the [timetable](https://courier.example/time) before you come, since the boats of the winter leave earlier."
    (article,) = cleaner.clean(text, settings=Settings(disable=("markdown.link",))).articles
    assert "[timetable](https://courier.example/time)" in article.text


@pytest.mark.parametrize(
    "piece", ["[", "![", "[a](", "[a](<b", "[](", "> ", "*a_ ", "`", "- ", "|a", "[x]", "[a]: x\n", "<a ", "\\[", "# a\n"]
)
def test_no_text_keeps_the_reader_busy(piece: str) -> None:
    code = "import sys; from cleaner.parse.markdown import markdown_lines; markdown_lines(sys.stdin.read())"
    subprocess.run([sys.executable, "-c", code], input=piece * (60_000 // len(piece)), text=True, check=True, timeout=120)


def test_the_parser_says_where_links_are() -> None:
    (leaf,) = markdown.read("See [the *map*](m) and ![a bay](b.png).")
    assert [(inline.kind, leaf.content[inline.start : inline.end]) for inline in leaf.inlines] == [
        ("link", "[the *map*](m)"),
        ("image", "![a bay](b.png)"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p>One paragraph.</p>\n\n<p>Another one.</p>",
        "The reeds hold more silica than any other plant of the coast, the labo-\nratory found, and a long-\nterm study is under way.",
        "One\\n\\nTwo.\\n\\nThree.\\n",
        "* [Home](https://courier.example/)\n\n![A pot](pot.jpg)",
    ],
)
def test_an_article_that_was_written_is_not_mended(body: str) -> None:
    page = cleaner.clean(f"---\ntitle: Reeds\ngenerator: cleaner article 1\n---\n\n{body}\n")
    assert [article.text for article in page.articles] == [body] and page.findings == []


@pytest.mark.parametrize(
    "text", ["\x0c\r\n[\r\n---\n**bold**\n\n", "One line\nand another\n---\n\n* [a](b)\n\n\u2028\n", "> \n>\n# \n```\n\n"]
)
def test_odd_lines_are_read(text: str) -> None:
    page = cleaner.clean(text, name="a.md")
    assert page.restore() == text


SECTIONS = "\n\n".join(f"## {heading}\n{text}" for heading, text in zip(("In the dock", "On the quay", "Tickets"), TEXT, strict=True))


@pytest.mark.parametrize("blank", ["\n", "\n\n\n\n"])
@pytest.mark.parametrize("head", ["# Ferries", "Ferries\n======="])
def test_sections_of_a_document_are_no_articles(head: str, blank: str) -> None:
    article = read(f"{NAV}{head}\n{TEXT[0]}\n\n{SECTIONS.replace('## ', f'{blank}## ')}\n")
    assert article.title == "Ferries"
    assert all(heading in article.text for heading in ("In the dock", "On the quay", "Tickets"))


def opened(text: str, *headings: str) -> list[str]:
    """The headings at which an article begins if the boundary model draws a boundary at each of `headings`."""
    lines = scanned(text, settings=Settings())[1].lines
    starts = [i for i, line in enumerate(lines) if line.text.lstrip("# ") in headings]
    assert len(starts) == len(headings)
    found = without_sections(lines, [(start, Boundary(lines[start].block.line, 0.9, ("blank lines above",))) for start in starts])
    return [lines[start].text.lstrip("# ") for start, _ in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"# Ferries\n\n{TEXT[0]}\n\n## Quay\n\n{TEXT[1]}\n\n## Fares\n\n{TEXT[2]}", []),
        (f"# Ferries\n\n{TEXT[0]}\n\n### Quay\n\n{TEXT[1]}\n\n### Fares\n\n{TEXT[2]}", []),
        (f"# Ferries\n\n## Quay\n\n{TEXT[1]}\n\n## Fares\n\n{TEXT[2]}", ["Quay", "Fares"]),
        (f"# Ferries\n\n{TEXT[0]}\n\n# Quay\n\n{TEXT[1]}\n\n# Fares\n\n{TEXT[2]}", ["Quay", "Fares"]),
        (f"## Ferries\n\n{TEXT[0]}\n\n## Quay\n\n{TEXT[1]}\n\n# Fares\n\n{TEXT[2]}", ["Quay", "Fares"]),
        (f"# Ferries\n\n{TEXT[0]}\n\n## Quay\n\nBy Ilse Marrow\n\n{TEXT[1]}\n\n## Fares\n\n4 March 2025\n\n{TEXT[2]}", ["Quay", "Fares"]),
    ],
    ids=["sections", "deeper sections", "a heading for all stories", "one level", "higher headings", "signed and dated"],
)
def test_only_a_heading_below_text_of_a_higher_heading_opens_a_section(text: str, expected: list[str]) -> None:
    assert opened(text, "Quay", "Fares") == expected
