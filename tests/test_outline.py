"""The outline of an HTML page: every block of text in reading order, with its structure, and no word glued to another."""

from __future__ import annotations

import pytest

from cleaner.data import Place
from cleaner.parse.html import tree
from cleaner.parse.html.blocks import Outline, TreeBlock
from cleaner.parse.html.fields import byline_blocks
from cleaner.parse.html.outline import read_outline
from cleaner.parse.html.style import Holders, OutlineHolders, styled
from cleaner.parse.text_lines import lines


def outline(body: str) -> Outline:
    page = tree.load(f"<!doctype html><html><body>{body}</body></html>")
    assert page is not None
    return read_outline(page)


def blocks(body: str) -> list[TreeBlock]:
    return list(outline(body).blocks)


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>The ferry <b>sails</b> at  ten.</p>", ["The ferry sails at ten."]),
        ("<p>W<span>ord</span>s of <i>one</i>line</p>", ["Words of oneline"]),
        ("<p><span>12 May</span><span>By Ilse Marrow</span></p>", ["12 May By Ilse Marrow"]),
        ("<p><a href='/a'>Harbour</a><a href='/b'>Weather</a></p>", ["Harbour Weather"]),
        ("<div>Loose text<p>A paragraph</p>and more</div>", ["Loose text", "A paragraph", "and more"]),
        ("Text in the body<br>and a second line", ["Text in the body", "and a second line"]),
        ("<div><img src=a.png>One<img src=b.png>two</div>", ["One two"]),
        ("<p>He said<o:p> so</o:p>.</p>", ["He said so."]),
        ("<p>The <st1:place>Sandeby</st1:place> ferry</p>", ["The Sandeby ferry"]),
        ("<p>a<script>var b = 1</script>b <svg><text>no</text></svg>c</p>", ["ab c"]),
        ("<p><ruby>港<rp>(</rp><rt>minato</rt><rp>)</rp></ruby>の朝</p>", ["港の朝"]),
        ("<p>So <math><mi>x</mi><mo>=</mo><mn>2</mn></math> holds.</p>", ["So x=2 holds."]),
        ("<p>So <img class='latex' src='f.png' alt='x^2'> holds.</p>", ["So x^2 holds."]),
        ("<p>Water is H<sub>2</sub>O.</p>", ["Water is H2O."]),
        ("<p>The <x-term><i>adze</i></x-term> is sharp.</p>", ["The adze is sharp."]),
        ("<x-tabs><x-tab>Fares</x-tab><x-tab>Times</x-tab></x-tabs>", ["Fares Times"]),
        ("<my-card><h2>Night ferry</h2><my-text>It sails.</my-text></my-card>", ["Night ferry", "It sails."]),
    ],
)
def test_text_of_blocks(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_tex_of_a_formula_is_said_once() -> None:
    mathml = '<span class="katex-mathml"><math><mi>x</mi><annotation encoding="application/x-tex">x_1</annotation></math></span>'
    drawn = '<span class="katex-html" aria-hidden="true"><span>x</span><span>1</span></span>'
    assert texts(f'<p>Let <span class="katex">{mathml}{drawn}</span> be one.</p>') == ["Let x_1 be one."]


WIKI = '<span class="mwe-math-mathml-inline" style="display: none;"><math><annotation encoding="application/x-tex">x_1</annotation></math></span>'
IMAGE = '<img src="/svg/7" class="mwe-math-fallback-image-inline" alt="x_1">'
DRAWN = '<nobr aria-hidden="true"><span class="math">x1</span></nobr><span class="MJX_Assistive_MathML"><math><mi>x</mi><mn>1</mn></math></span>'


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (f'<span class="mwe-math-element">{WIKI}{IMAGE}</span>', "x_1"),
        (f'<span class="MathJax">{DRAWN}</span><script type="math/tex">x_1</script>', "x1"),
        ('<script type="math/tex">x_1</script>', "x_1"),
        ('<span class="MathJax_Preview"></span><script type="math/tex">x_1</script>', "x_1"),
        ('<script type="math/tex; mode=display">x_1</script>', "x_1"),
        ("<mjx-container><svg></svg><mjx-assistive-mml><math><mi>x</mi></math></mjx-assistive-mml></mjx-container>", "x"),
    ],
)
def test_a_formula_is_read_once_and_parts_no_paragraph(formula: str, said: str) -> None:
    assert texts(f"<p>Let {formula} be one.</p>") == [f"Let {said} be one."]


def test_line_breaks_in_code_are_line_ends() -> None:
    assert texts("<pre>first<br>  <b>second</b><br/>third</pre>") == ["first\n  second\nthird"]


def test_lists_are_numbered_and_nested() -> None:
    found = blocks("<ol start=3><li>Knead.<li>Rest.<ul><li>for an hour</ul><li value=9>Bake.</ol><ul><li><p>Plums</p><p>ripe ones</p></ul>")
    assert [(block.text, block.kind, block.level, block.number) for block in found] == [
        ("Knead.", "item", 1, 3),
        ("Rest.", "item", 1, 4),
        ("for an hour", "item", 2, None),
        ("Bake.", "item", 1, 9),
        ("Plums", "item", 1, None),
        ("ripe ones", "paragraph", 0, None),
    ]
    assert [block.soft for block in found[:2]] == [False, True]


def test_headings_definitions_quotes_and_captions_have_their_kind() -> None:
    body = (
        "<h2>Tools</h2><dl><dt>Adze<dd>An axe for planing.</dl><blockquote><p>It is sharp.</p></blockquote>"
        "<figure><figcaption>The adze</figcaption></figure><details><summary>How old?</summary>Very.</details><button>More</button>"
    )
    assert [(block.text, block.kind, block.level, block.quoted) for block in blocks(body)] == [
        ("Tools", "heading", 2, False),
        ("Adze", "term", 0, False),
        ("An axe for planing.", "definition", 0, False),
        ("It is sharp.", "paragraph", 0, True),
        ("The adze", "caption", 0, False),
        ("How old?", "summary", 0, False),
        ("Very.", "paragraph", 0, False),
        ("More", "button", 0, False),
    ]


def test_code_keeps_its_lines_and_indents() -> None:
    found = blocks("<pre><code>def f(x):\n    if x:\n        return 1   \n\n    return 2\n</code></pre>")
    assert [(block.text, block.kind) for block in found] == [("def f(x):\n    if x:\n        return 1\n\n    return 2", "code")]


def test_a_table_of_data_is_read_row_by_row() -> None:
    found = blocks(
        "<table><caption>Fares</caption><tr><th>From<th>Fare<tr><td><a href=/s>Sandeby</a><td>4<tr><td>Elmsund<td><p>6</p></table>"
    )
    assert [(block.text, block.kind) for block in found] == [
        ("Fares", "caption"),
        ("From | Fare", "row"),
        ("Sandeby | 4", "row"),
        ("Elmsund | 6", "row"),
    ]
    assert found[2].linked == len("Sandeby")


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><a href=/>Home</a><td><p>A paragraph.</p><p>Another one.</p></table>",
        "<table role=presentation><tr><td>Menu<td>Text<tr><td>Foot<td>Imprint</table>",
        "<table><tr><td><table><tr><td>a</table><td>b<tr><td>c<td>d</table>",
    ],
)
def test_a_table_of_layout_is_read_block_by_block(table: str) -> None:
    assert not any(" | " in text for text in texts(table)[:1])
    assert len(texts(table)) >= 2


def test_line_breaks_divide_softly_and_two_of_them_part_paragraphs() -> None:
    found = blocks("<p>The tide comes in<br>and the tide goes out<br><br>and the boats stay.</p>")
    assert [(block.text, block.soft) for block in found] == [
        ("The tide comes in", False),
        ("and the tide goes out", True),
        ("and the boats stay.", False),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display: none"><p>Later.</p></div>',
        "<div hidden>Later.</div>",
        "<noscript>Later.</noscript>",
        '<p>Now <span style="display:none">Later.</span></p>',
    ],
)
def test_hidden_text_is_read_and_marked(hidden: str) -> None:
    assert [(block.text, block.hidden) for block in blocks(hidden) if block.text == "Later."] == [("Later.", True)]


def test_declared_shadow_trees_are_read_and_templates_are_not() -> None:
    assert texts("<x-page><template shadowrootmode=open><p>Shown.</p></template></x-page><template><p>Never.</p></template>") == ["Shown."]


def test_links_and_emphasis_are_marked_where_they_are() -> None:
    (block,) = blocks("<p>  See <a href='/t'>the <b>new</b> timetable</a>, please.</p>")
    assert block.text == "See the new timetable, please."
    assert [(block.text[mark.start : mark.end], mark.kind, mark.target) for mark in block.marks] == [
        ("new", "strong", ""),
        ("the new timetable", "link", "/t"),
    ]
    assert block.linked == len("the new timetable")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<h2>Locks<a class=headerlink href='#locks'>¶</a></h2>", "Locks"),
        ("<h2><a href='/guide#locks'>#</a> Locks</h2>", "Locks"),
        ("<h2>Notes in C<a href='/c-sharp'>#</a></h2>", "Notes in C#"),
        ("<h2>The pilcrow ¶</h2>", "The pilcrow ¶"),
        ("<p>See <a href='#note'>§</a> and <a href='#fare'>the fares</a></p>", "See § and the fares"),
        ("<p><a href='#top'>¶</a></p>", "¶"),
    ],
)
def test_a_link_to_the_heading_itself_is_not_written_out(body: str, shown: str) -> None:
    (block,) = blocks(body)
    assert block.shown == shown


def test_boxes_hold_ranges_of_blocks() -> None:
    found = outline("<main><h1>Title</h1><section><p>One.</p><p>Two.</p></section></main><footer>Imprint</footer>")
    held = {box.tag: (found.boxes.firsts[i], found.boxes.ends[i]) for i, box in enumerate(found.boxes.elements)}
    assert held["main"] == (0, 3)
    assert held["section"] == (1, 3)
    assert held["footer"] == (3, 4)


def test_deep_nesting_loses_nothing() -> None:
    assert "The end." in " ".join(texts("<div>" * 230 + "The end." + "</div>" * 230))


@pytest.mark.parametrize("from_boxes", [False, True])
def test_the_outermost_list_is_the_same_for_all_items_in_it_however_deep(from_boxes: bool) -> None:
    found = outline("<ol><li>Knead.<li><div>Rest.<ul><li>an hour</ul></div></ol><p>Plums.</p><ul>loose<li>ripe</ul><li>alone")
    holders = OutlineHolders(found.boxes) if from_boxes else Holders()
    block = {block.text: block for block in found.blocks}
    of = {text: holders.list_of(block[text]) for text in block}
    assert of["Knead."] == of["Rest."] == of["an hour"] is not None
    assert of["loose"] == of["ripe"] is not None and of["loose"] != of["Knead."]
    assert of["Plums."] is of["alone"] is None
    assert holders.list_around(block["an hour"]) == of["Knead."]
    assert holders.list_around(block["loose"]) is None and holders.list_around(block["ripe"]) == of["loose"]
    numbers = [holders.first(block[text], number) for number, text in enumerate(("an hour", "Knead.", "ripe", "Plums.", "Rest."))]
    assert numbers == [0, 0, 2, -1, 0]


@pytest.mark.parametrize(("item", "done"), [("<li>Sift", None), ("<li><p><input type=checkbox checked>Sift</p>", True)])
def test_a_task_is_an_item_with_a_box_to_check(item: str, done: bool | None) -> None:
    found = outline(f"<ul><li><input type=checkbox> Weigh{item}</ul>")
    block = next(block for block in found.blocks if block.text == "Sift")
    assert styled(block, 1, OutlineHolders(found.boxes))[1].task is done


@pytest.mark.parametrize(
    "line", ["Ana Ruiz and Jon Poe", "JON POE, ANA RUIZ", "Ana Ru&#105;z, Jon Poe", "Ana Ru\u200biz, Reporter, and Jon Poe"]
)
def test_blocks_that_hold_the_authors_are_found_however_they_are_written(line: str) -> None:
    found = [TreeBlock(text, blocks("<p>x")[0].element, 0) for text in ("Home", "Jon Poe", line, "Ana Ruiz and Jon Poem")]
    assert byline_blocks(found, ["Ana Ruiz", "Jon Poe"]) == [2]


def test_each_line_of_a_page_has_a_place() -> None:
    place = Place("p", 1, 0.5)
    assert [block.place for block in lines("One\n\nTwo\n", places=[place, None])] == [place, None]
    for places in ([], [place], [place] * 3):
        with pytest.raises(ValueError, match="2 blocks"):
            lines("One\n\nTwo\n", places=places)
