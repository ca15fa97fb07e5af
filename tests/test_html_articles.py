"""HTML pages of one article and of several: what the tree shows to be a story of its own, and what never is one."""

from __future__ import annotations

import numpy as np
import pytest

import cleaner
from cleaner import Settings
from cleaner.parse.html.block_model import close_gaps
from cleaner.parse.html.blocks import Outline
from cleaner.parse.html.contexts import page_context
from cleaner.parse.html.one_document import follows_key_points, goes_on
from cleaner.write import audit

FERRY = [
    "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday, after eleven weeks in the dry dock.",
    "“We missed her more than we let on,” harbour master Pelle Brandt told reporters on the quay, where some forty people had come to look.",
    "Tickets are on sale at the quay, and cost what they did last autumn. The first boat leaves at twenty to ten, and the last one at two.",
    "The yard at Elmsund has put in a new engine, which uses a third less fuel than the old one and can be heard from half as far away.",
]
BAKERY = [
    "A fire in a bakery on Mill Street was put out within an hour on Wednesday morning, and nobody was hurt, the fire brigade said.",
    "The baker, Ruan Petrik, had noticed smoke behind the large oven when he came in at three, and had sent his two apprentices out at once.",
    "The shop will open again on Friday, its owner said, with bread from a friend’s kitchen, and with cake from his mother’s for as long as it lasts.",
    "It is the second fire in the street this year. The town council wants to have all chimneys looked at before the winter comes.",
]
MUSEUM = [
    "The museum of lamps in Port Alder has bought the last gas lantern of the old pier, which had stood in a garden for sixty years.",
    "Its keeper, Nadia Orrell, said that she had asked for it every spring, and that this time the owner had simply handed her the key.",
    "The lantern will be shown from May, lit with a small electric lamp. Gas, she said, would be against the rules of the house by now.",
    "Visitors can see it on every day but Monday. Those who bring a lamp of their own from before the war come in without paying.",
]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str) -> str:
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "Harbour", "Weather", "Sport"))
    return f'<!doctype html><html lang="en"><head><title>Sandeby Courier</title></head><body><nav><ul>{menu}</ul></nav>{body}</body></html>'


def texts(markup: str) -> list[str]:
    return [article.text for article in cleaner.clean(markup).articles]


def outlined(body: str) -> tuple[Outline, list[str]]:
    """The outline of a page with this body, and the texts of its blocks."""
    found = page_context(page(body), None)
    assert found is not None
    return found.outline, [block.text for block in found.blocks]


STORIES = [("Night ferry to sail again", FERRY), ("Bakery fire leaves nobody hurt", BAKERY), ("Museum buys the last lantern", MUSEUM)]


def feed(element: str, heading: str, name: str = "story") -> str:
    return "".join(f'<{element} class="{name}"><{heading}>{title}</{heading}>{paragraphs(body)}</{element}>' for title, body in STORIES)


@pytest.mark.parametrize(("element", "heading"), [("article", "h1"), ("article", "h2"), ("div", "h1"), ("section", "h1")])
def test_a_form_that_repeats_itself_holds_an_article_each(element: str, heading: str) -> None:
    found = cleaner.clean(page(f"<main>{feed(element, heading)}</main>")).articles
    assert [article.text for article in found] == ["\n\n".join(body) for _, body in STORIES]
    assert [article.title for article in found] == [title for title, _ in STORIES]
    assert [article.role for article in found] == ["main", "appended", "appended"]
    assert all(article.boundary is None or article.boundary.reasons for article in found)


@pytest.mark.parametrize(
    ("page_type", "articles"), [("forum", 1), ("documentation", 1), ("product", 1), ("service", 1), ("article", 3), ("listing", 3)]
)
def test_a_page_whose_type_is_one_document_is_not_divided(page_type: str, articles: int) -> None:
    found = cleaner.clean(page(f"<main>{feed('article', 'h2')}</main>"), settings=Settings(page_type=page_type)).articles
    assert len(found) == articles
    assert all(sentence in "\n".join(article.text for article in found) for _, body in STORIES for sentence in body)


def test_a_page_of_very_many_articles_is_read_as_one() -> None:
    markup = "".join(f"<article><h1>Story {number}</h1>{paragraphs(FERRY)}</article>" for number in range(120))
    assert len(texts(page(markup))) == 1


def test_each_article_states_fields_of_its_own() -> None:
    times = ("2025-03-04T06:00:00+01:00", "2025-03-05T07:30:00+01:00")
    markup = "".join(
        f'<article><h1>{title}</h1><time datetime="{time}">today</time><p class="byline">By {name}</p>{paragraphs(body)}</article>'
        for (title, body), time, name in zip(STORIES, times, ("Ilse Marrow", "Tomas Weil"), strict=False)
    )
    found = cleaner.clean(page(markup)).articles
    assert [article.published and article.published[:10] for article in found] == ["2025-03-04", "2025-03-05"]
    assert [article.authors for article in found] == [["Ilse Marrow"], ["Tomas Weil"]]


def test_sections_of_an_article_stay_in_it() -> None:
    sections = "".join(f"<section><h2>{title}</h2>{paragraphs(body)}</section>" for title, body in STORIES[1:])
    found = texts(page(f"<article><h1>A week in Sandeby</h1>{paragraphs(FERRY)}{sections}</article>"))
    assert len(found) == 1
    assert all(text in found[0] for text in (*FERRY, *BAKERY, *MUSEUM))


def test_a_comment_thread_is_no_article() -> None:
    thread = "".join(f'<div class="comment"><b>Guest {number}</b><p>{text}</p></div>' for number, text in enumerate(BAKERY))
    markup = page(
        f'<article><h1>Night ferry to sail again</h1>{paragraphs(FERRY)}</article><section class="comments"><h2>Comments</h2>{thread}</section>'
    )
    assert texts(markup) == ["\n\n".join(FERRY)]


def test_teaser_cards_are_no_articles() -> None:
    cards = "".join(
        f'<article class="card"><h2><a href="/{i}">{title}</a></h2><p>{body[0]}</p></article>'
        for i, (title, body) in enumerate(STORIES[1:])
    )
    markup = page(
        f'<main><article><h1>Night ferry to sail again</h1>{paragraphs(FERRY)}</article><aside class="related">{cards}</aside></main>'
    )
    assert texts(markup) == ["\n\n".join(FERRY)]


def test_entries_of_a_live_blog_stay_together() -> None:
    entries = "".join(f'<div class="entry"><h3>{10 + i}:30</h3><p>{text}</p></div>' for i, text in enumerate((*FERRY, *BAKERY)))
    found = texts(page(f"<article><h1>The storm as it passed</h1>{entries}</article>"))
    assert len(found) == 1 and all(text in found[0] for text in (*FERRY, *BAKERY))


def test_what_stands_below_the_headline_is_read_and_goes() -> None:
    head = '<h1>Night ferry to sail again</h1><div class="tools"><span>Short Url</span><button>Follow</button></div><div>Updated 4 March 2025</div>'
    (article,) = cleaner.clean(page(f"<article>{head}{paragraphs(FERRY)}</article>")).articles
    assert article.text == "\n\n".join(FERRY)
    assert article.title == "Night ferry to sail again" and article.updated == "2025-03-04"


def test_lines_know_their_place_in_the_source() -> None:
    markup = page(f"<article>\n<h1>Night ferry to sail again</h1>\n{paragraphs(FERRY[:2])}\n{paragraphs(FERRY[2:])}</article>")
    from cleaner.flow import trace

    lines = trace(markup).scan.lines
    places = {line.text: line.block.place for line in lines}
    assert [(places[text].tag, places[text].line) for text in (FERRY[0], FERRY[2])] == [("p", 3), ("p", 4)]  # type: ignore[union-attr]


def test_an_html_page_is_rebuilt_from_its_audit() -> None:
    raw = page(f"<main>{feed('article', 'h1')}</main>").encode("utf-16")
    found = cleaner.clean(raw)
    assert found.restore() == raw and cleaner.restore(audit(found, "page.html", [])) == raw


def test_the_fast_reader_finds_the_text_and_the_headline() -> None:
    pytest.importorskip("resiliparse")
    markup = page(f"<main><article><h1>Night ferry to sail again</h1>{paragraphs(FERRY)}</article></main>")
    (article,) = cleaner.clean(markup, settings=Settings(reader="fast")).articles
    assert article.title == "Night ferry to sail again"
    assert article.text == "\n\n".join(FERRY)


WELL = [
    "Whoever digs a well has to know where the water stands, and how deep the rock above the water lies, before the crew sets up its derrick.",
    "This chapter says what our crew has learnt about wells in forty years.",
]
SECTIONS = [
    ("The place of the well", "The crew digs the well where the water stands highest in a dry summer, and not where the road to the well is shortest."),
    ("The depth of the shaft", "The crew drives the shaft three yards below the water, so that the well is not empty in a dry summer, and looks at the rock as it goes."),
    ("The test of the water", "The crew looks at the water of the well after three days, when the shaft has settled and the rock in the water has sunk."),
]  # fmt: skip


@pytest.mark.parametrize("times", [1, 4, 8])
@pytest.mark.parametrize("element", ["section", 'div class="section"', 'div class="sect2"'])
def test_sections_inside_the_one_that_the_headline_opens_stay_in_it(element: str, times: int) -> None:
    inner = "".join(
        f"<{element}><h1>{title}</h1>{paragraphs([f'{body} That was so in year {year}.' for year in range(1980, 1980 + times)])}</{element.split()[0]}>"
        for title, body in SECTIONS
    )
    found = cleaner.clean(
        page(f'<main><section class="chapter"><h1>On digging wells</h1>{paragraphs(WELL)}{inner}</section></main>')
    ).articles
    assert [article.title for article in found] == ["On digging wells"]
    assert all(title in found[0].text for title, _ in SECTIONS)


@pytest.mark.parametrize(
    ("between", "expected"),
    [("", True), ('<time datetime="2025-03-04">March 4</time>', False), ('<p class="byline">By Ilse Marrow</p>', False)],
)
def test_a_section_with_a_date_or_a_byline_of_its_own_may_be_a_story(between: str, expected: bool) -> None:
    inner = f"<section><h1>{SECTIONS[0][0]}</h1>{between}{paragraphs([SECTIONS[0][1]])}</section>"
    outline, blocks = outlined(f"<main><section><h1>On digging wells</h1>{paragraphs(WELL)}{inner}</section></main>")
    assert goes_on(outline, blocks.index(WELL[1]), blocks.index(SECTIONS[0][1])) is expected


def test_sections_side_by_side_are_not_inside_one_another() -> None:
    outline, blocks = outlined(f"<main>{feed('section', 'h1')}</main>")
    assert not goes_on(outline, blocks.index(FERRY[-1]), blocks.index(BAKERY[0]))


@pytest.mark.parametrize(
    "box",
    [
        '<div class="facts"><h3>At a glance</h3><ul><li>Built in 1911, in the yard at Elmsund.</li><li>Carries forty passengers and a dog.</li></ul></div>',
        '<div class="ad">Advert</div>',
        "",
    ],
)
def test_a_body_in_parts_under_one_headline_goes_on(box: str) -> None:
    body = f'<div class="body">{paragraphs(FERRY[:2])}</div>{box}<div class="body">{paragraphs(FERRY[2:])}</div>'
    outline, blocks = outlined(f"<main><article><h1>Night ferry to sail again</h1>{body}</article></main>")
    assert goes_on(outline, blocks.index(FERRY[1]), blocks.index(FERRY[2]))


def test_a_headline_between_two_bodies_opens_a_story() -> None:
    body = f'<div class="body">{paragraphs(FERRY)}</div><h2>Bakery fire leaves nobody hurt</h2><div class="body">{paragraphs(BAKERY)}</div>'
    outline, blocks = outlined(f"<main><article><h1>Night ferry to sail again</h1>{body}</article></main>")
    assert not goes_on(outline, blocks.index(FERRY[-1]), blocks.index(BAKERY[0]))


@pytest.mark.parametrize("name", ["key-points", "article__takeaways", "tldr", "story-highlights"])
def test_key_points_above_the_body_are_no_article(name: str) -> None:
    body = f'<div class="{name}">{paragraphs(FERRY)}</div><div class="copy">{paragraphs(BAKERY)}</div>'
    found = cleaner.clean(page(f'<main><article class="story"><h1>Night ferry to sail again</h1>{body}</article></main>')).articles
    assert [article.title for article in found] == ["Night ferry to sail again"]
    assert found[0].text == "\n\n".join([*FERRY, *BAKERY])


def test_a_box_below_a_headline_of_its_own_is_not_said_to_be_key_points() -> None:
    body = f'<div class="key-points">{paragraphs(FERRY)}</div><h2>Bakery fire leaves nobody hurt</h2><div class="copy">{paragraphs(BAKERY)}</div>'
    outline, blocks = outlined(f"<main><article><h1>Night ferry to sail again</h1>{body}</article></main>")
    assert not follows_key_points(outline, blocks.index(FERRY[-1]), blocks.index(BAKERY[0]))


GLOSSARY = "<dl><dt>Dry dock</dt><dd>A basin that can be pumped empty.</dd><dt>Slip</dt><dd>A ramp into the water.</dd></dl>"


def test_a_heading_like_that_of_the_section_above_stays_with_the_list_before_it() -> None:
    sections = [
        f"<h1>{heading}</h1>{paragraphs([text])}" for heading, text in zip(("In the dock", "On the quay", "At sea"), FERRY[1:], strict=True)
    ]
    body = f"{paragraphs(FERRY[:1])}{sections[0]}{sections[1]}{GLOSSARY}{sections[2]}"
    (article,) = cleaner.clean(
        page(f'<main><article><header><h1>Night ferry to sail again</h1></header><div class="text">{body}</div></article></main>')
    ).articles
    assert all(heading in article.text for heading in ("In the dock", "On the quay", "At sea"))
    assert "Dry dock" in article.text
    assert "A ramp into the water." in article.text


def chosen(markup: str, *dropped: str) -> list[str]:
    """The texts of the blocks that stay where the model keeps all but those with the texts `dropped`."""
    found = page_context(page(markup), None)
    assert found is not None
    kept = np.array([block.text not in dropped for block in found.blocks], bool)
    return [block.text for block, stays in zip(found.blocks, close_gaps(found, kept), strict=True) if stays]


def test_a_paragraph_between_two_kept_ones_of_its_box_stays() -> None:
    assert FERRY[1] in chosen(f"<main>{paragraphs(FERRY)}</main>", FERRY[1])


@pytest.mark.parametrize(
    "middle",
    [
        f"<aside><p>{BAKERY[0]}</p></aside>",
        f'<p><a href="/bakery">{BAKERY[0]}</a></p>',
    ],
    ids=["in a box", "a link"],
)
def test_a_paragraph_of_another_kind_between_two_kept_ones_goes(middle: str) -> None:
    assert BAKERY[0] not in chosen(f"<main>{paragraphs(FERRY[:2])}{middle}{paragraphs(FERRY[2:])}</main>", BAKERY[0])


def test_a_heading_without_a_kept_one_like_it_above_goes() -> None:
    body = f"{paragraphs(FERRY[:1])}<h3>On the quay</h3>{paragraphs(FERRY[1:2])}<h2>At sea</h2>{paragraphs(FERRY[2:])}"
    assert "At sea" not in chosen(f"<main>{body}</main>", "At sea")
    assert "At sea" in chosen(f"<main>{body.replace('h3', 'h2')}</main>", "At sea")
