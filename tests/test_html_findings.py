"""What an HTML page leaves out is on record: a finding with its reason, seen by why and diff, undone by restore and by decisions."""

from __future__ import annotations

import json

import numpy as np
import pytest

import cleaner
from cleaner import Settings
from cleaner.console.why import explain
from cleaner.decisions import Decision, Decisions
from cleaner.flow import trace
from cleaner.interactive.rows import Fold, fold, rows
from cleaner.parse.html.block_model import choose, close_gaps
from cleaner.parse.html.contexts import page_context
from cleaner.parse.html.lists import close_lists
from cleaner.write import audit

STORY = [
    "The lock at Harrow Weir will be closed for six weeks from the first of March, the canal board said at its meeting on Tuesday.",
    "Its gates are of oak from the year 1911, and two of them have to be hung anew, for which the basin must be pumped dry.",
    "“Nobody alive has seen the floor of it,” said the board’s engineer, Sorrel Amsel, who expects to find more than one bicycle.",
    "Boats can wait above the weir at no charge, and a bus will take their crews to the shops in Pell and back twice a day.",
]
MENU = ["Home", "Canals", "Boats for hire", "Weather", "Locks", "Bridges", "Basins", "Moorings", "Tolls", "Archive", "Shop", "Imprint"]


def markup(body: str = "", head: str = "") -> str:
    menu = "".join(f'<li><a href="/{number}">{name}</a></li>' for number, name in enumerate(MENU))
    story = "".join(f"<p>{text}</p>" for text in STORY)
    return (
        f'<!doctype html><html lang="en"><head><title>Lock to close for six weeks</title>{head}</head><body><nav class="menu"><ul>{menu}</ul></nav>'
        f'<main><article><h1>Lock to close for six weeks</h1>\n{story}{body}</article></main><footer class="footer">© 2025 Weir Post</footer></body></html>'
    )


def test_every_block_is_in_the_text_and_what_goes_is_a_finding() -> None:
    page = cleaner.clean(markup())
    for text in [*MENU, *STORY, "© 2025 Weir Post"]:
        assert text in page.text
    assert [article.text for article in page.articles] == ["\n\n".join(STORY)]
    gone = {finding.text.removeprefix("• "): finding for finding in page.findings if finding.action == "drop"}
    for name in MENU[:5]:  # far from the text, where no rule is asked
        assert gone[name].rule == "html.boilerplate"
        assert "probability of text" in gone[name].reason
        assert page.text[gone[name].start : gone[name].end].endswith(name)
    assert [finding.start for finding in page.findings] == sorted(finding.start for finding in page.findings)


def test_pieces_and_audit_give_the_page_again() -> None:
    page = cleaner.clean(markup())
    assert "".join(piece if isinstance(piece, str) else piece.text for piece in page.pieces()) == page.text
    assert page.restore() == markup()
    assert cleaner.restore(audit(page, "page.html", [])) == markup()


def test_why_explains_a_block_that_goes_and_one_that_stays() -> None:
    traced = trace(markup())
    gone = next(block for block in traced.scan.left_out if block.text.endswith("Canals"))
    told = str(explain(traced, gone.line, "page.html"))
    assert "Dropped by html.boilerplate" in told
    assert ": removed; in <li>, on line 1 of the HTML" in told
    assert "names around it" in told or "links" in told
    stays = next(line.block.line for line in traced.scan.lines if line.text == STORY[1])
    told = str(explain(traced, stays, "page.html"))
    assert ": kept; in <p>, on line 2 of the HTML" in told


def test_a_diff_folds_runs_of_blocks_that_go() -> None:
    folded = [row for row in fold(rows(cleaner.clean(markup())), 3) if isinstance(row, Fold) and row.left_out]
    assert folded and folded[0].count >= 5


def test_a_decision_brings_a_block_back() -> None:
    decisions = Decisions(entries=(Decision("keep", "Canals"), Decision("keep", "© 2025 Weir Post")))
    (article,) = trace(markup(), decisions=decisions).page.articles
    assert "Canals" in article.text
    assert "© 2025 Weir Post" in article.text


@pytest.mark.parametrize(("hidden", "stays"), [("keep", True), ("drop", False)])
def test_hidden_text_is_kept_or_dropped_as_settings_say(hidden: str, stays: bool) -> None:
    more = "The towpath on the north bank is closed as well, and walkers are sent over the footbridge at the old ropeworks until April."
    page = cleaner.clean(markup(f'<div class="more" style="display:none"><p>{more}</p></div>'), settings=Settings(hidden=hidden))  # type: ignore[arg-type]
    assert (more in page.articles[0].text) is stays
    assert more in page.text, "it is on record either way"


def test_text_in_data_stands_in_for_a_page_that_shows_none() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Lock to close", "articleBody": "\n\n".join(STORY)})
    page = cleaner.clean(
        f'<html><head><title>Lock to close</title><script type="application/ld+json">{data}</script></head><body><p>Loading...</p></body></html>'
    )
    assert page.articles[0].text.endswith("\n\n".join(STORY))
    assert any("data that it carries" in flag for flag in page.flags)


def test_posts_in_an_attribute_are_read_as_html() -> None:
    cooked = "".join(f"<p>{text}</p>" for text in STORY)
    data = json.dumps({"topic_7": json.dumps({"post_stream": {"posts": [{"cooked": cooked}, {"cooked": f"<p>{STORY[0]} Twice.</p>"}]}})})
    from html import escape

    page = cleaner.clean(f'<html><body><div id="data-preloaded" data-preloaded="{escape(data)}"></div></body></html>')
    assert all(text in page.articles[0].text for text in STORY)
    assert "<p>" not in page.articles[0].text


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/json">{}</script>',
        "<script>window.__STATE__ = {};</script>",
        "<script>\nvar state = {}; start(state)</script>",
    ],
)
@pytest.mark.parametrize("short", ["The basin", "Nobody was asked."])
def test_paragraphs_in_data_are_one_text_with_the_short_ones_between(script: str, short: str) -> None:
    texts = [*STORY, short, f"{STORY[0]} {STORY[1]}", "It is dry now."]
    data = json.dumps({"menu": [{"label": "Boats for hire"}], "post": {"blocks": [{"type": "p", "text": text} for text in texts]}})
    page = cleaner.clean(f"<html><head><title>Lock</title></head><body><div id=root></div>{script.format(data)}</body></html>")
    assert [article.text for article in page.articles] == ["\n\n".join(texts)]


def test_paragraphs_none_of_which_is_long_are_read_from_data() -> None:
    data = json.dumps({"post": {"blocks": [{"text": text} for text in STORY]}})
    page = cleaner.clean(f'<html><body><div id=root></div><script id="__NEXT_DATA__" type="application/json">{data}</script></body></html>')
    assert [article.text for article in page.articles] == ["\n\n".join(STORY)]


def test_html_that_is_escaped_in_data_is_read() -> None:
    from html import escape

    data = json.dumps({"@type": "NewsArticle", "articleBody": escape("".join(f"<p>{text}</p>" for text in STORY))})
    page = cleaner.clean(f'<html><body><script type="application/ld+json">{data}</script></body></html>')
    assert [article.text for article in page.articles] == ["\n\n".join(STORY)]


def test_a_note_to_readers_without_scripts_does_not_stand_above_the_text_from_data() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Lock to close", "articleBody": "\n\n".join(STORY)})
    note = "<noscript><p>Powered by Quayside, which is best viewed in a browser that runs scripts.</p></noscript>"
    markup = f'<html><head><title>Lock to close</title><script type="application/ld+json">{data}</script></head><body>{note}</body></html>'
    page = cleaner.clean(markup)
    assert [article.text for article in page.articles] == ["\n\n".join(STORY)]
    assert "Powered by Quayside" in page.text, "it is on record"


def test_what_a_page_shows_around_its_spinner_does_not_hide_the_text_in_its_data() -> None:
    texts = [*STORY, *(f"{text} So it was the last time, too." for text in STORY)]
    data = json.dumps({"@type": "NewsArticle", "headline": "Lock to close", "articleBody": "\n\n".join(texts)})
    shown = "".join(f'<li><a href="/{name}">{name}: what to see in autumn</a></li>' for name in MENU)
    body = f'<main><div class="spinner">Loading …</div></main><aside><h3>Most read</h3><ul>{shown}</ul></aside><div class="cookie">We use cookies.</div>'
    head = f'<title>Lock to close</title><script type="application/ld+json">{data}</script>'
    page = cleaner.clean(f'<html lang="en"><head>{head}</head><body>{body}</body></html>')
    assert [article.text for article in page.articles] == ["\n\n".join(texts)]
    assert "what to see in autumn" in page.text, "it is on record"


@pytest.mark.parametrize(
    "attributes", ['class="preheader" style="display:none"', 'id="preheader" hidden', 'class="mail_pre-header" hidden']
)
def test_the_hidden_preview_of_an_email_for_the_inbox_goes(attributes: str) -> None:
    preview = "A drained basin, one bicycle and the best soup on the quay: the letter of this week, and what else there is to read."
    page = cleaner.clean(markup().replace("<main>", f"<div {attributes}>{preview}</div><main>"))
    assert preview not in page.articles[0].text
    assert preview in page.text, "it is on record"


TABLE = "<table><tr><th>Gate</th><th>Year</th></tr><tr><td>Upper</td><td>1911</td></tr></table>"


@pytest.mark.parametrize(
    ("above", "below", "stays"),
    [
        ("<h2>The gates</h2>", "<p>Both are of oak from the same wood.</p>", True),
        (f"<p>{STORY[0]}</p>", "<h2>The basin</h2>", True),
        ("<h2>The gates</h2>", "<p>Send a correction</p>", False),
        ("<p>Weir Post</p>", "<p>Both are of oak from the same wood.</p>", False),
    ],
)
def test_a_table_between_a_heading_and_text_stays(above: str, below: str, stays: bool) -> None:
    page = page_context(f"<article>{above}{TABLE}{below}</article>", None)
    assert page is not None and [block.kind for block in page.blocks][1:3] == ["row", "row"]
    assert close_lists(page, np.array([True, False, False, True])).tolist() == [True, stays, stays, True]


def test_a_short_page_without_data_has_a_type_and_a_quality_too() -> None:
    page = cleaner.clean(f'<html lang="en"><body><main><article><h1>Lock to close</h1><p>{STORY[0]}</p></article></main></body></html>')
    assert page.type is not None
    assert page.quality is not None


@pytest.mark.parametrize("item", ["<li>{}</li>", "<li><p>{}</p></li>", "<li><div><span>{}</span></div></li>"])
def test_items_of_a_list_are_on_lines_that_follow_one_another(item: str) -> None:
    texts = ["Lift the paddle by two turns and wait.", "Open the gate on the towpath side.", "Take the boat in slowly."]
    for tag, marks in (("ul", ("• ", "• ", "• ")), ("ol", ("1. ", "2. ", "3. "))):
        steps = f"<{tag}>{''.join(item.format(text) for text in texts)}</{tag}>"
        text = cleaner.clean(markup(f"{steps}<p>{STORY[0]} So it said.</p>")).text
        assert "\n".join(mark + text for mark, text in zip(marks, texts, strict=True)) in text


def test_two_lists_stay_apart() -> None:
    text = cleaner.clean(markup("<ul><li><p>Plums, ripe ones</p></li></ul><ul><li><p>Flour of rye</p></li></ul>")).text
    assert "• Plums, ripe ones\n\n• Flour of rye" in text


def test_a_page_has_a_type_and_a_quality() -> None:
    page = cleaner.clean(markup())
    assert page.type == "article"
    assert page.type_confidence is not None and 0.4 < page.type_confidence <= 1
    assert page.quality is not None and 0.7 < page.quality <= 1
    assert cleaner.clean(markup(), settings=Settings(page_type="forum")).type == "forum"
    assert cleaner.clean("A line of text.\n\nAnd another one.").type is None


def test_a_type_that_is_none_is_refused() -> None:
    with pytest.raises(cleaner.errors.ConfigError, match="page_type cannot be"):
        Settings(page_type="poem")


def test_the_trafilatura_reader_keeps_its_choice_and_records_the_rest() -> None:
    page = cleaner.clean(markup(), settings=Settings(reader="trafilatura"))
    assert all(text in page.articles[0].text for text in STORY)
    assert any(finding.text.endswith("Boats for hire") for finding in page.findings)


def test_blocks_are_chosen_by_expected_f1() -> None:
    size = np.ones(4, np.float32)
    assert choose(np.array([0.9, 0.9, 0.1, 0.05], np.float32), size).kept.tolist() == [True, True, False, False]
    assert choose(np.array([0.4, 0.35, 0.3, 0.02], np.float32), size).kept.tolist() == [True, True, True, False], (
        "an unsure page keeps more"
    )
    sure = choose(np.array([0.99, 0.98, 0.01, 0.01], np.float32), size).quality
    assert sure > 0.95 > choose(np.array([0.6, 0.5, 0.5, 0.4], np.float32), size).quality


def test_no_item_vanishes_from_the_middle_of_a_list() -> None:
    page = page_context("<ul><li>Plums<li>Flour<li>Salt</ul><p>Knead it.</p>", None)
    assert page is not None
    kept = np.array([True, False, True, False])
    assert close_gaps(page, kept).tolist() == [True, True, True, False]
    linked = page_context("<ul><li>Plums<li><a href=/f>Flour</a><li>Salt</ul><p>Knead it.</p>", None)
    assert linked is not None
    assert close_gaps(linked, kept).tolist() == [True, False, True, False]


@pytest.mark.parametrize("opening", ['<div role="dialog">', '<div id="onetrust-banner">', '<aside class="cookie-notice">'])
def test_a_consent_notice_goes_unless_it_is_the_page(opening: str) -> None:
    notice = "We and our partners keep small files on your device to count visits. You may change your mind at any time in the settings."
    page = cleaner.clean(markup(f"{opening}<h2>Before you go on</h2><p>{notice}</p></div>"))
    assert [article.text for article in page.articles] == ["\n\n".join(STORY)]
    alone = cleaner.clean(
        f'<html><body><div role="dialog"><h1>Lock closed</h1>{"".join(f"<p>{text}</p>" for text in STORY)}</div></body></html>'
    )
    assert all(text in alone.articles[0].text for text in STORY)


def test_a_question_stays_with_its_answer() -> None:
    page = page_context("<button>How long will it be closed?</button><p>For six weeks from the first of March, and not a day longer, if the oak comes in time and the weather holds.</p><button>Menu</button>", None)  # fmt: skip
    assert page is not None
    assert close_gaps(page, np.array([False, True, False])).tolist() == [True, True, False]


def test_code_stays_with_the_text_around_it() -> None:
    page = page_context(
        "<article><p>Set the gate to four.</p><pre>gate = 4</pre><pre>gate.hold()</pre><p>Then wait.</p></article>"
        "<pre>track()</pre><p>Terms</p>",
        None,
    )
    assert page is not None and [block.kind for block in page.blocks] == ["paragraph", "code", "code", "paragraph", "code", "paragraph"]
    kept = np.array([True, False, False, True, False, True])
    assert close_gaps(page, kept).tolist() == [True, True, True, True, False, True], "the last code is in another box"
    assert not close_gaps(page, kept & (np.arange(6) != 3))[1:3].any(), "what follows is left out"


def test_the_sign_of_a_link_to_itself_is_no_part_of_a_heading() -> None:
    page = cleaner.clean(markup('<h2>Boats that wait<a class="headerlink" href="#boats">¶</a></h2><p>They lie above the weir until the gates are hung and the basin is full again, which the board expects in April.</p>'))  # fmt: skip
    assert "¶" not in page.articles[0].text
    assert page.restore() is not None
