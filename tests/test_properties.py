"""What must hold for any input at all."""

from __future__ import annotations

import itertools

from hypothesis import example, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.write import to_markdown
from cleaner.write.audit import audit, rebuild
from cleaner.write.text import to_text

BREAKS = ["\n", "\n\n", "\n\n\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", " ", "\t"]
FURNITURE = [
    "Short Url", "Follow", "Updated 5 sec ago", "Updated 04 March 2025", "Share", "Facebook", "Share this article", "Advertisement",
    "Home", "News", "Sport", "Most read", "Related articles", "Read more", "By Ana Ruiz", "© 2025 Harbour Post. All rights reserved.",
    "We use cookies to improve your experience.", "Accept all", "12 comments", "Leave a comment", "4 min read", "Tags: harbour, boats",
    "• A key point of the story that was told", "① The first point;", "Photo: Ana Ruiz/Harbour Post", "Subscribe", "Newsletter", "Skip to content",
]  # fmt: skip
TEXT = [
    "The harbour opens again", "Harbour opens again after the storm - Harbour Post", "COOPERATION", "Step 3", "“No.”", "The river runs",
    "The harbour of Esk opens again on Monday after a storm that had closed it for nine days, the council said.",
    "Sources saidThe council met,Then it ended.The vote。It was U.S. -based..", "He said &amp;quot;no&amp;quot; and cafÃ© \u200bcame \x1b[31mred\x1b[0m.",
    "一艘船在周一早上离开了港口，船上有三十名乘客和九名船员。", "Die Fähre nach Sandeby bleibt bis Montag im Hafen, teilte die Reederei am Freitag mit.",
    "---", "title: x", "[red]bold[/]", "1. First things first", "# A heading", "Q: Why?",
]  # fmt: skip
FRAGMENTS = [
    "The harbour board said on Monday that", "the night ferry", "would sail again (", "see timetable", "), and", "Ottilie", ", the oldest boat,",
    "comes first.", ".", ",", "(", "”", "she said “", "T", "he board met on a Friday that nobody had wished for.", "A", "’s captain",
    "The board, which meets on every other Friday in the hall beside the quay, has asked for a report about the", "Harbour Post", "reported",
    "went on: the men", "and", "船长说（", "见时刻表", "），渡轮", "。", "في الميناء", "، قال", "3", "rd", "www.harbour.example", "Follow us on", "Read more (",
]  # fmt: skip
_BEFORE_HEADLINE = ":|–—·•▪■●►"  # marks that a headline is shown without
LINES = st.one_of(st.sampled_from(FURNITURE), st.sampled_from(TEXT), st.sampled_from(FRAGMENTS), st.text(max_size=30))


def joined(parts: list[tuple[str, str]]) -> str:
    return "".join(line + end for line, end in parts)


SOUP = st.lists(st.tuples(st.one_of(st.sampled_from(FRAGMENTS), LINES), st.sampled_from(BREAKS[:4])), min_size=3, max_size=30).map(joined)
PAGES = st.one_of(st.lists(st.tuples(LINES, st.sampled_from(BREAKS)), max_size=25).map(joined), SOUP)
MANY = settings(max_examples=250, deadline=None, derandomize=True)  # the same examples everywhere


@MANY
@given(st.one_of(PAGES, st.text()))
@example("\ufeffA\r\nB\rC\u2028D\x00")
def test_text_is_restored(source: str) -> None:
    page = cleaner.clean(source)
    assert page.restore() == source
    assert cleaner.restore(audit(page, "x", [])) == source


@MANY
@given(st.one_of(st.binary(), PAGES.map(lambda text: text.encode("utf-8", "surrogatepass")), PAGES.map(lambda text: text.encode("utf-16"))))
@example(b"\xef\xbb\xbfA headline\r\n\r\nbad \xff byte, NUL \x00 and \xed\xa0\x80")
@example(b"\xff\xfe\x00\xd8")
def test_bytes_are_restored(source: bytes) -> None:
    page = cleaner.clean(source)
    assert page.restore() == source
    assert rebuild(audit(page, "x", [])) == source


@MANY
@given(PAGES)
@example("\n".join((TEXT[0], TEXT[6], "Facebook", TEXT[0], "Follow", TEXT[0])))
@example("\n".join(("Short Url", TEXT[0], TEXT[0], TEXT[6])))
@example("\n".join((TEXT[0], TEXT[6], "News", TEXT[0], "Updated 5 sec ago", "Short Url Short Url")))
@example(":AA¹\n\nMost read\n")
def test_cleaning_plain_text_again_adds_nothing(source: str) -> None:
    """Plain text does not say that this program wrote it, so a model may read it anew and lines that a headline parted may be joined;
    Markdown does, see below."""
    for article in cleaner.clean(source).articles:
        first = ["".join(line.split()) for line in to_text(article).split("\n")]
        whole = {
            "".join(first[a:b]) for a in range(len(first)) for b in range(a + 1, len(first) + 1)
        }  # lines, and lines that follow one another joined
        whole |= {line.lstrip(_BEFORE_HEADLINE) for line in whole}
        again = [line for second in cleaner.clean(to_text(article)).articles for line in to_text(second).split("\n")]
        assert {"".join(line.split()) for line in again} <= whole | {""}


@MANY
@given(PAGES)
def test_cleaning_the_markdown_again_changes_nothing(source: str) -> None:
    page = cleaner.clean(source)
    for article in page.articles:
        again = cleaner.clean(to_markdown(article, page)).articles
        assert [(a.title, a.authors, a.captions, a.summary, a.text) for a in again] == [
            (article.title, article.authors, article.captions, article.summary, article.text)
        ]


@MANY
@given(st.one_of(PAGES, st.text()))
def test_findings_stand_in_order_and_apart(source: str) -> None:
    page = cleaner.clean(source)
    changes = [finding for finding in page.findings if finding.action != "mark"]
    for finding in changes:
        assert page.text[finding.start : finding.end] == finding.text
        assert 0 <= finding.confidence <= 1 and finding.rule and finding.reason
    for one, two in itertools.pairwise(changes):
        assert one.end <= two.start


@MANY
@given(st.one_of(PAGES, st.text()))
def test_the_articles_lines_cover_the_file(source: str) -> None:
    page = cleaner.clean(source)
    if page.articles:
        assert page.articles[0].first_line == 1
        assert page.articles[-1].last_line >= page.text.count("\n")
        for one, two in zip(page.articles, page.articles[1:], strict=False):
            assert two.first_line == one.last_line + 1


@MANY
@given(PAGES)
def test_clean_text_holds_nothing_that_moves_a_terminal(source: str) -> None:
    for article in cleaner.clean(source).articles:
        assert not any(ord(c) < 32 and c not in "\n\t" for c in article.text + (article.title or ""))
