"""Damage that a whole text shows: each kind is repaired in place, with a finding, and text about such damage is not changed."""

from __future__ import annotations

import random
import textwrap

import pytest

import cleaner

TEXT = (
    "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said, after eleven weeks in the dry dock.",
    "The harbour master, Pelle Brandt, told reporters on the quay that forty people had come to look at her, and that six of them wept.",
    "Tickets are on sale at the quay, and cost what they did last autumn, when the boat was taken out of the water for her engine.",
)
BODY = "\n\n".join(TEXT)


def cleaned(text: str) -> str:
    page = cleaner.clean(text)
    assert page.restore() == text
    (article,) = page.articles
    return article.text


def repaired_by(text: str) -> set[str]:
    return {finding.rule for finding in cleaner.clean(text).findings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The reeds of the bay hold more silica than any other, the labo-\nratory found, and a long-\nterm study is under way there.", "laboratory found, and a long-term study"),
        ("They hold n-\ntridecanal, which smells of oranges, and the whole of the win-\nter fund was spent on masks for the cutters.", "n-tridecanal, which smells of oranges, and the whole of the winter fund"),
        ("Der Stadtrat von Marlow hat am Abend beschlossen, das Frei-\nbad offen zu halten, und die Nord- \nund Südbecken werden ab-\nwechselnd geheizt.", "das Freibad offen zu halten, und die Nord- und Südbecken werden abwechselnd"),
    ],
)  # fmt: skip
def test_a_word_broken_at_the_end_of_a_line_is_whole_again(text: str, expected: str) -> None:
    source = f"What the paper says\n\n{text}\n\n{TEXT[0]}"
    assert expected in cleaned(source)


def test_a_long_text_that_was_wrapped_has_a_line_a_paragraph() -> None:
    paragraphs = [f"{upper} {lower}" for upper, lower in zip(TEXT, TEXT[1:] + TEXT[:1], strict=True)]
    text = "Night ferry\n\n" + "\n\n".join(textwrap.fill(paragraph, 60) for paragraph in paragraphs)
    assert cleaned(text) == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        "A letter from Skarn\n\nDear Ilse,\n\nthank you for the parcel, which came on the Thursday boat together\nwith the newspapers and a crate of onions.\n\nYour Pelle",
        "To do\n\n- paint the hull of the ferry before the winter comes to the bay\n- mend the lamp over the gate of the harbour, and the one be-\n  low it",
    ],
)
def test_short_texts_keep_their_lines(text: str) -> None:
    assert cleaner.clean(text).articles[0].text.count("\n") == text.partition("\n\n")[2].count("\n")


@pytest.mark.parametrize("end", ["\\n\\n", "\\r\\n\\r\\n"])
def test_line_ends_that_were_written_out_part_paragraphs(end: str) -> None:
    text = f"Night ferry to sail again{end}By Ilse Marrow{end}{end.join(TEXT)}\\xa0{end}Share\\n"
    page = cleaner.clean(text)
    (article,) = page.articles
    assert (article.title, article.authors, article.text) == ("Night ferry to sail again", ["Ilse Marrow"], BODY)
    assert page.restore() == text and "debris.escape" in {finding.rule for finding in page.findings}


def test_text_about_escapes_keeps_them() -> None:
    text = f"How lines end\n\n{TEXT[0]}\n\nIn a program \\n stands for the end of a line, and \\t for a tab; C:\\new\\notes is a path.\n\n{TEXT[1]}"
    assert "\\n stands for the end of a line, and \\t for a tab; C:\\new\\notes is a path." in cleaned(text)


def test_letters_written_out_in_words_are_read() -> None:
    text = f"Night ferry to sail again\n\n{TEXT[0]}\n\nThe caf\\u00e9 on the quay opens \\u201cgladly\\u201d at five, said Zo\\u00eb Marrow.\n\n{TEXT[1]}"
    assert "The café on the quay opens “gladly” at five, said Zoë Marrow." in cleaned(text)
    assert "debris.escape" in repaired_by(text)


def test_text_about_such_letters_keeps_them() -> None:
    text = f"How letters are written\n\n{TEXT[0]}\n\nIn a program \\u00e9 stands for an e with an accent, and \\u201c for a quotation mark.\n\n{TEXT[1]}"
    assert "\\u00e9 stands for an e with an accent, and \\u201c for a quotation mark." in cleaned(text)


def test_a_single_paragraph_between_its_tags_loses_them() -> None:
    text = f"Night ferry to sail again\n\n<p>{TEXT[0]} <b>Come</b><br/> early.</p>\n\n{TEXT[1]}\n\n{TEXT[2]}"
    assert "<" not in cleaned(text) and "Come" in cleaned(text)


def test_tags_left_in_a_text_go() -> None:
    text = f'Night ferry to sail again\n\n<p>{TEXT[0]}</p>\n<p>{TEXT[1]}<br />{TEXT[2]} <a href="https://courier.example/x">The plan</a> is open.</p>\n'
    assert cleaned(text).split() == f"{TEXT[0]} {TEXT[1]} {TEXT[2]} The plan is open.".split()


def test_text_about_tags_keeps_them() -> None:
    text = f"How pages are written\n\n{TEXT[0]}\n\nThe <b>bold</b> element is older than <strong>, and <br> stands alone.\n\n{TEXT[1]}"
    assert "The <b>bold</b> element is older than <strong>, and <br> stands alone." in cleaned(text)


def test_escaped_html_is_read_as_html() -> None:
    text = "&lt;div&gt;\n" + "\n".join(f"&lt;p&gt;{paragraph} Fish &amp;amp; chips.&lt;/p&gt;" for paragraph in TEXT) + "\n&lt;/div&gt;"
    page = cleaner.clean(text.encode())
    assert page.articles[0].text == "\n\n".join(f"{paragraph} Fish & chips." for paragraph in TEXT) and page.restore() == text.encode()


def test_posts_in_two_columns_are_put_in_order() -> None:
    wrapped = [("\n" + " " * 31).join(textwrap.wrap(paragraph, 66)) for paragraph in TEXT]
    text = f"""Where does the night ferry sail?

harrow                                                    « on: March 04, 2025, 07:15:00 AM »
Newbie
Posts: 4                       {wrapped[0]}

pike                                                      « Reply #1 on: March 04, 2025, 08:02:11 AM »
Senior member
Posts: 2180                    {wrapped[1]}
"""
    kept = cleaned(text)
    assert all(paragraph in " ".join(kept.split()) for paragraph in TEXT[:2])
    assert not [label for label in ("Newbie", "Posts:", "Senior member", "«") if label in kept]


def test_a_table_of_figures_keeps_its_cells() -> None:
    table = "Town           Boats   Crews\nSandeby            4       9\nElmsund            2       3\nSkarn              1       1"
    assert table in cleaned(f"How many boats there are\n\n{TEXT[0]}\n\n{table}\n\n{TEXT[1]}")


@pytest.mark.parametrize("form", ["0:{:02d}\n{}", "(0:{:02d}) {}", "00:00:{:02d},000 --> 00:00:59,000\n{}"])
def test_the_times_of_a_transcript_go(form: str) -> None:
    said = [
        "hello everybody, thank you for coming",
        "to my talk about the mill",
        "today I want to show you how the wheel",
        "comes round again in spring",
    ]
    text = "How the mill is driven\n\n" + "\n".join(form.format(4 * i, line) for i, line in enumerate(said))
    assert " ".join(cleaned(text).split()) == " ".join(said)


def test_a_page_on_one_line_loses_the_labels_around_its_text() -> None:
    head = "Skip to content Home News Sport Search Night ferry to sail again By Ilse Marrow 4 March 2025 Share Facebook X Email "
    tail = " Subscribe to our newsletter Privacy Policy Terms of Use Contact us © 2025 Courier Ltd. All rights reserved."
    text = " ".join(TEXT * 2)
    assert cleaned(head + text + tail) == text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The o\ufb03ce of \ufb01sheries has shut its doors for the winter, its clerk said.", "The office of fisheries has shut its doors for the winter, its clerk said."),
        ("The mill was built in 1802.[1] It burnt down twice.[2][3]", "The mill was built in 1802. It burnt down twice."),
        ("The council voted to keep the [7]mill open after a [8]petition.", "The council voted to keep the mill open after a petition."),
        ("The mayor , who had come late , sat down with the others.", "The mayor, who had come late, sat down with the others."),
    ],
)  # fmt: skip
def test_damage_inside_a_line_is_repaired(line: str, expected: str) -> None:
    assert cleaned(f"Night ferry\n\n{TEXT[0]}\n\n{line}\n\n{TEXT[1]}").split("\n\n")[1] == expected


@pytest.mark.parametrize(
    "source",
    [
        random.Random(7).randbytes(300),
        random.Random(7).randbytes(4000),
        random.Random(7).randbytes(3000).decode("latin-1"),
        random.Random(7).randbytes(3000).decode("utf-8", "replace"),
        BODY.replace("e", "\ufffd"),
    ],
    ids=["few bytes", "many bytes", "read as Latin-1", "read with replacements", "a damaged text"],
)
def test_what_nobody_can_read_is_flagged(source: str | bytes) -> None:
    page = cleaner.clean(source)
    assert any("cannot be read" in flag for flag in page.flags)
    assert page.restore() == source


@pytest.mark.parametrize("text", [BODY, f"{BODY}\x0c{BODY}", BODY.replace(" of ", " \ufffd ", 1), f"\x1b[1m{TEXT[0]}\x1b[0m\n\n{BODY}"])
def test_a_text_with_few_unreadable_characters_is_not_flagged(text: str) -> None:
    assert not any("cannot be read" in flag for flag in cleaner.clean(text).flags)
