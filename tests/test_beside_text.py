"""Boxes beside an article: comments, teasers and credits go though they are longer than it; what is a page's own text stays."""

from __future__ import annotations

import pytest

import cleaner

FERRY = [
    "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday, after eleven weeks in the dry dock.",
    "“We missed her more than we let on,” harbour master Pelle Brandt told reporters on the quay, where some forty people had come to look.",
    "Tickets are on sale at the quay, and cost what they did last autumn. The first boat leaves at twenty to ten, and the last one at two.",
]
REMARKS = [
    "My uncle steered her for nine winters and never once rang the bell, which is why the gulls of Elmsund still do not know what it means. Nine winters!",
    "Two crowns more for a boat that is older than my mother, and no warm soup on board any longer. I shall take the bridge, thank you, as I did in March.",
    "Whoever painted the funnel green should be made to look at it every morning, as we are, from the kitchen window, with the sun right behind it.",
    "Well done to the yard. We heard her come round the point last night, or rather we did not hear her at all, and that is the whole of the good news.",
]
TEASERS = [
    ("Bakery fire leaves nobody hurt", "A fire in a bakery on Mill Street was put out within an hour on Wednesday morning. The shop will open again on Friday, with bread from a friend’s kitchen, its owner said, and with cake from his mother’s."),
    ("Museum buys the last lantern", "The museum of lamps has bought the last gas lantern of the old pier, which had stood in a garden for sixty years. It will be shown from May, lit with a small electric lamp, on every day but Monday."),
]  # fmt: skip


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str) -> str:
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "Harbour", "Weather", "Sport"))
    return f'<!doctype html><html lang="en"><head><title>Night ferry to sail again</title></head><body><nav><ul>{menu}</ul></nav>{body}</body></html>'


def text_of(body: str) -> str:
    (article,) = cleaner.clean(page(body)).articles
    return article.text


def comments(name: str, texts: list[str]) -> str:
    posts = "".join(f'<div class="comment"><b>reader{i}</b><span>4 March 2025</span><p>{text}</p></div>' for i, text in enumerate(texts))
    return f'<div id="{name}" class="{name}"><h3>{len(texts)} comments</h3>{posts}</div>'


def teasers(name: str) -> str:
    cards = "".join(
        f'<article class="card"><h3><a href="/{i}">{title}</a></h3><div class="excerpt"><p>{text}</p></div></article>'
        for i, (title, text) in enumerate(TEASERS)
    )
    return f'<section class="{name}"><h3>More</h3>{cards}</section>'


@pytest.mark.parametrize("name", ["comments", "kommentare", "disqus"])
def test_comments_that_are_longer_than_the_article_go(name: str) -> None:
    story = f'<div class="text"><h1>Night ferry to sail again</h1>{paragraphs(FERRY[:2])}</div>'
    assert text_of(f"<main>{story}{comments(name, REMARKS)}</main>") == "\n\n".join(FERRY[:2])


@pytest.mark.parametrize("name", ["related-posts", "recommended", "more-stories", "you-may-like"])
def test_teasers_that_are_longer_than_the_article_go(name: str) -> None:
    story = f'<div class="text"><h1>Night ferry to sail again</h1>{paragraphs(FERRY)}</div>'
    found = text_of(f"<main>{story}{teasers(name)}</main>")
    assert found == "\n\n".join(FERRY)


def test_what_no_article_stands_above_is_not_taken_for_teasers() -> None:
    found = cleaner.clean(page(f"<main>{teasers('related-posts')}</main>"))
    kept = "\n".join(article.text for article in found.articles)
    assert all(text in kept for _, text in TEASERS)


@pytest.mark.parametrize("name", ["credit", "photo-credit", "image_credit", "caption credits"])
def test_a_credit_in_a_box_of_that_name_goes(name: str) -> None:
    picture = f'<div class="picture"><img src="1.jpg" alt=""><p class="{name}">Courier / Tove Lind</p></div>'
    found = text_of(
        f"<main><article><h1>Night ferry to sail again</h1>{paragraphs(FERRY[:1])}{picture}{paragraphs(FERRY[1:])}</article></main>"
    )
    assert found == "\n\n".join(FERRY)


def test_a_sentence_in_such_a_box_stays() -> None:
    sentence = "To her credit, the engineer had said so in a letter nine months before, and had signed it with her full name and the hour of the day."
    found = text_of(
        f'<main><article><h1>Night ferry to sail again</h1>{paragraphs(FERRY[:2])}<p class="credit">{sentence}</p>{paragraphs(FERRY[2:])}</article></main>'
    )
    assert sentence in found


@pytest.mark.parametrize("label", ["READ MORE:", "SEE ALSO:", "RELATED:"])
def test_a_label_and_a_linked_headline_between_paragraphs_go(label: str) -> None:
    teaser = f'<div class="block"><span><strong>{label} </strong></span><a href="/x"><strong>Museum buys the last lantern of the pier</strong></a></div>'
    found = text_of(
        f"<main><article><h1>Night ferry to sail again</h1>{paragraphs(FERRY[:2])}{teaser}{paragraphs(FERRY[2:])}</article></main>"
    )
    assert found == "\n\n".join(FERRY)
