"""Authors and dates read from the lines about a headline, and what must not be read as one."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.backends import dates
from cleaner.data import Block
from cleaner.lines.line import Line
from cleaner.packs.rule import Hit, Rule
from cleaner.segment.byline import about, credit
from cleaner.segment.byline import authors as read_authors
from cleaner.segment.byline import dates as read_dates
from cleaner.segment.title import COPY
from cleaner.stitch.fields import lifted
from cleaner.text.names import is_name, named

TITLE = "Night ferry to sail again from Monday"
PROSE = "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday, after a winter in the yard."
FURNITURE: Rule = COPY


def fields(*removed: str, kept: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """What an article says of itself when `removed` lines stood between its headline and its text, above the `kept` ones."""
    texts = [TITLE, *removed, *kept, PROSE, PROSE]
    lines = [Line(Block(text, 0, len(text), number, 0)) for number, text in enumerate(texts, 1)]
    for line in lines[1 : 1 + len(removed)]:
        line.take(Hit(FURNITURE, 0, len(line.text)))
    head = about(lines, lines[0])
    credit(head, lines[0])
    return lifted(lines, lines[0], head)


@pytest.mark.parametrize(
    "removed",
    [
        ("Latest Stories", "Coast & Harbour", "7 comments"),
        ("By accident or by design",),
        ("Elmsund Harbour, seen from the lighthouse on a clear day",),
        ("Sandeby – Elmsund in four hours",),
        ("Photo: Mara Ellingson",),
        ("Night Ferry", "Save Story"),
        ("The ferry ran aground on 4 March 2019 and lay there for the better part of a long and very wet spring",),
    ],
)
def test_boilerplate_that_names_nobody_is_no_byline(removed: tuple[str, ...]) -> None:
    assert fields(*removed) == {}


def test_a_caption_s_person_is_not_the_author() -> None:
    story = "Edith Crane, who has rowed across since the autumn, told the paper that she will keep her oars by the door, and that she has grown fond of the cold."
    assert fields("Edith Crane", "4 March 2025", kept=(story + " " + story,)) == {"published": ["4 March 2025"]}


@pytest.mark.parametrize(
    ("removed", "authors"),
    [
        (("By Mara Ellingson and Tobias Renn The Alder Courier",), ["Mara Ellingson", "Tobias Renn"]),
        (("Von Mara Ellingson, Elmsund",), ["Mara Ellingson"]),
        (("Kommentar von", "Mara Ellingson"), ["Mara Ellingson"]),
        (("Von", "Mara Ellingson", "und", "Tobias Renn", "Lesezeit"), ["Mara Ellingson", "Tobias Renn"]),
        (("• Par Mara de la Ellingson",), ["Mara de la Ellingson"]),
        (("Tekst: Mara Ellingson",), ["Mara Ellingson"]),
        (("Автор: Мара Эллинг",), ["Мара Эллинг"]),
        (("Author of the article:", "Tarn Wire"), ["Tarn Wire"]),
        (("Mara EllingsonReporter", "2 June 2025"), ["Mara Ellingson"]),
        (("Mara Ellingson Redakteurin", "02.06.2025, 10:15 Uhr"), ["Mara Ellingson"]),
        (("Mara Ellingson | Tobias Renn", "02.06.2025"), ["Mara Ellingson", "Tobias Renn"]),
        (("Mara Ellingson",), ["Mara Ellingson"]),
    ],
)
def test_authors_are_read(removed: tuple[str, ...], authors: list[str]) -> None:
    assert fields(*removed)["authors"] == authors


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Monday, 2 June 2025 at 10:15", {"published": ["2 June 2025 at 10:15"]}),
        ("2 minute readJune 2, 202510:15 AM", {"published": ["June 2, 2025 10:15 AM"]}),
        ("02.06.2025, 10:15 Uhr • Lesezeit: 4 Minuten", {"published": ["02.06.2025, 10:15"]}),
        ("2 de junio de 2025", {"published": ["2 de junio de 2025"]}),
        ("2025年6月2日", {"published": ["2025年6月2日"]}),
        ("Aktualisiert: 02.06.2025", {"updated": ["02.06.2025"]}),
        ("Erstellt 01.06.2025, aktualisiert 02.06.2025", {"published": ["01.06.2025"], "updated": ["02.06.2025"]}),
    ],
)
def test_dates_are_read(line: str, found: dict[str, list[str]]) -> None:
    assert fields(line) == found


def test_a_line_that_stays_is_read_and_stays() -> None:
    page = cleaner.clean(f"{TITLE}\nVon Mara Ellingson, Elmsund 22.06.2025, 10:15 Uhr\n{PROSE}\n{PROSE[:-1]} and a spring.")
    article = page.articles[0]
    assert (article.authors, article.published) == (["Mara Ellingson"], "2025-06-22T10:15:00")
    assert "Elmsund 22.06.2025" in article.text


def test_names() -> None:
    assert [text for text in ("Mara Ellingson", "MARA ELLINGSON", "Jan van der Meer", "Ana O’Dell") if not is_name(text)] == []
    assert [
        text for text in ("Mara", "Latest News", "The lamp was out", "Route 66", "Elmsund’s Lamps", "Yes Please. Go") if is_name(text)
    ] == []
    assert named("Mara Ellingson, four ferries and a very long winter") == []
    assert named("Eight Lamps, two oars") == []
    assert named("Mara Ellingson, editor") == ["Mara Ellingson"]
    assert named("Mara Ellingson Mara Ellingson") == ["Mara Ellingson"]


@pytest.mark.parametrize(
    ("text", "fetched", "language", "date"),
    [
        ("06/01/2026 - 13:55", "2026-01-06T15:00:00", "en", "2026-01-06T13:55:00"),  # not a June to come
        ("06/01/2025", "2026-01-06T15:00:00", "en", "2025-06-01"),
        ("06.05.2026", "2026-01-06T15:00:00", "de", None),
        ("4 months ago", "2026-01-06T15:00:00", "en", None),
        ("8 января, 17:46", "2026-01-08T17:20:00", "ru", "2026-01-08T17:46:00"),  # their clocks are ahead
        ("8 января, 17:46", "2026-01-03T17:20:00", "ru", "2025-01-08T17:46:00"),
    ],
)
def test_a_date_lies_behind_the_fetch(text: str, fetched: str, language: str, date: str | None) -> None:
    assert dates.read(text, fetched, language) == date


def test_reading_a_byline_changes_no_line() -> None:
    lines = [Line(Block(text, 0, len(text), number, 0)) for number, text in enumerate((TITLE, "By Ana Ruiz", "4 March 2025", PROSE), 1)]
    for line in lines[1:3]:
        line.take(Hit(FURNITURE, 0, len(line.text)))
    assert [note.value for note in read_dates(lines, lines[0], set())] == [{"published": ["4 March 2025"]}]
    assert [note.value for note in read_authors(lines, lines[0], set())] == [{"authors": ["Ana Ruiz"]}]
    assert [line.taken and line.taken.rule for line in lines] == [None, FURNITURE, FURNITURE, None]
    assert read_dates(lines, lines[0], {"published"}) == []
    assert read_authors(lines, lines[0], {"authors"}) == []
    credit(tuple(lines), lines[0])
    assert [line.taken and line.taken.value for line in lines] == [None, {"authors": ["Ana Ruiz"]}, {"published": ["4 March 2025"]}, None]
