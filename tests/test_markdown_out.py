"""Markdown of an HTML page: a renderer shows the structure of the page, and reading it back gives the same words."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

import cleaner
from cleaner import Settings
from cleaner.backends.markdown import plain
from cleaner.write import to_markdown

LEAD = "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said, after eleven weeks in the dry dock."
NEXT = "Tea needs hot water and a pot that holds four cups at the least, as everybody in the villages around the harbour knows."
THEN = "The keeper of the inn by the quay uses her leaves twice when nobody is looking, and says so only in the winter months."
LAST = "All of it was written down by her aunt, who had the book bound in red cloth and hung it on a chain beside the stove."
PAGE = f"""<!doctype html><html lang="en"><head><title>How to brew tea</title></head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<main><article><h1>How to brew tea</h1><p>{LEAD} It is <strong>very</strong> <em>good</em> <a href="/n_(1)">news</a>.</p>
<h2>What is needed</h2><p>{NEXT} These are the things that you will want to have at hand before you begin:</p>
<ol><li>A kettle</li><li>A pot<ul><li>with a <b>lid</b></li><li>or without one</li></ul></li><li>Cups</li></ol>
<p>{THEN}</p><h3>Times</h3><table><tr><th>Tea</th><th>Minutes</th></tr><tr><td>Black</td><td>4</td></tr><tr><td>Green | white</td><td>2</td></tr></table>
<p>{LAST}</p><pre><code class="language-python">water = boil(100)

if water[0]:
    print("ready")  # *no* mark
</code></pre><blockquote><p>The water must sing, not scream, when it is poured over the leaves in the warm pot.</p></blockquote>
<p>{LEAD[:-1]}, with two men less.</p><figure><img src="/pot.jpg" alt="A [small] pot"></figure><p>Roses are red,<br>violets are blue,<br>the tea is ready,<br>and so are you.</p>
<p>{NEXT[:-1]}, and children too.</p></article></main></body></html>"""


def article(page: str = PAGE, **settings: str) -> tuple[cleaner.Article, str]:
    found = cleaner.clean(page, url="https://tea.example/brew", settings=Settings(**settings))  # type: ignore[arg-type]
    (one,) = found.articles
    text = to_markdown(one, found)
    (again,) = cleaner.clean(text).articles
    assert again.text == one.text and again.title == one.title
    return one, text.partition("---\n\n")[2]


def rendered(body: str) -> str:
    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(body))


def inner(html: str, tag: str) -> list[str]:
    """The words of each element of a name."""
    return [" ".join(re.sub(r"<[^>]+>", " ", found).split()) for found in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", html, re.S)]


def test_a_renderer_shows_the_structure_of_the_page() -> None:
    html = rendered(article()[1])
    assert inner(html, "h2") == ["What is needed"] and inner(html, "h3") == ["Times"] and "<h1" not in html
    assert inner(html, "li")[0] == "A kettle" and html.count("<ol") == 1 and html.count("<ul") == 1
    assert inner(html, "th") == ["Tea", "Minutes"] and inner(html, "td")[:2] == ["Black", "4"]
    assert '<code class="language-python">water = boil(100)\n\nif water[0]:\n    print(' in html
    assert inner(html, "strong") == ["very", "lid"] and inner(html, "em") == ["good"]
    assert html.count("<br />") == 3 and inner(html, "blockquote")[0].startswith("The water must sing")
    assert "<a" not in html and "<img" not in html


def test_links_and_images_are_kept_when_asked() -> None:
    _, body = article(links="keep", images="keep")
    html = rendered(body)
    assert '<a href="https://tea.example/n_%281%29">news</a>' in html
    assert '<img src="https://tea.example/pot.jpg" alt="A [small] pot" />' in html
    page = PAGE.replace("with two men less", '<img src="two.png" alt="two"> men less')
    assert f"{LEAD[:-1]}, two men less." in article(page, images="alt")[0].text


@pytest.mark.parametrize(
    "words",
    [
        "1986. It was a great year for tea, said the keeper of the inn by the quay, who had been there since the war.",
        "# is the sign of a number in the book that hangs by the stove, said the keeper of the inn by the quay on Monday.",
        "- he said nothing more, and the keeper of the inn by the quay, who had been there since the war, asked no more.",
        "So 2 * 3 * 4 is *24*, a_b_c is a name, _x_ is none, R&amp;D; is a sign, and [a](b) or &lt;b&gt; or `c` is no mark at all here.",
        "A line \\* with a backslash, one at its end, and ~~two waves~~ that mean nothing to anybody who reads it aloud.",
    ],
)
def test_words_that_look_like_marks_are_words(words: str) -> None:
    page = PAGE.replace(THEN, words)
    one, body = article(page)
    from html import unescape

    assert unescape(words) in one.text
    assert unescape(words) in unescape(re.sub(r"<[^>]+>", "", rendered(body)))


def test_no_mark_is_added_to_text() -> None:
    text = f"Night ferry\n\n{LEAD}\n\n1986. A *great* year for tea, said the keeper of the inn by the quay, who had been there since the war.\n\n{THEN}"
    page = cleaner.clean(text)
    (one,) = page.articles
    body = to_markdown(one, page).partition("---\n\n")[2]
    assert body == f"{one.text}\n" and "1986. A *great* year" in body


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## Head\n\ntext *it* `a*b`", "Head\n\ntext it a*b"),
        ("- a\n- b\n  1. c\n\n- d", "• a\n• b\n1. c\n\n• d"),
        ("| a | b |\n| --- | --- |\n| 1 | 2\\|3 |", "a | b\n1 | 2|3"),
        ("```\nx = 1\n\ny\n```", "x = 1\n\ny"),
        ("> one\n> two\n\nthree", "one\ntwo\n\nthree"),
        ("Term\n: What it means", "Term\n\nWhat it means"),
        ("![a](b)\n\nword ![c](d) word", "word word"),
    ],
)
def test_the_words_of_markdown(markdown: str, words: str) -> None:
    assert plain(markdown) == words


def test_the_lists_and_tables_of_an_article_are_numbered_by_the_page_alone() -> None:
    """Not by addresses in memory, which differ from run to run: the same page gives the same outcome."""
    items = "".join(f"<li>The ferry stops at pier number {number} on every other day of the week.</li>" for number in range(1, 4))
    rows = "".join(f"<tr><td>Pier {number}</td><td>{number}:15</td></tr>" for number in range(1, 4))
    text = "<p>The night ferry between the two islands will sail again from Monday, the harbour office said on Friday morning.</p>"
    html = f"<html><body><article><h1>Night ferry to sail again</h1>{text}<ul>{items}</ul>{text}<ol>{items}</ol><table>{rows}</table></article></body></html>"
    (article,) = cleaner.clean(html).articles
    groups = [line.place.style.group for line in article.layout if line.place.style is not None and line.place.style.group >= 0]
    assert len(set(groups)) >= 2 and max(groups) < html.count("<")
    assert groups == sorted(groups)
