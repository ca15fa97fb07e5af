"""An HTML page to its text: every block in reading order, each with the probability that it is article text, and the articles' fields.

`read_html` runs the steps in this order:

1. `tree` parses the markup; `outline` walks the tree and yields the `blocks` of text and the boxes that hold them.
2. `features` describes every block; `block_model` estimates its probability, and decides with `lists` which blocks stay.
3. `articles` finds where further articles begin on the page; `one_document` keeps the sections of one document together.
4. `fields` chooses title, authors and dates; `page_type` names the type of the page.
5. `script_data` is a fallback: text in the data of the page's scripts, for pages that show little.

`fast` and `trafilatura_reader` are the two other readers. What is not article text is kept with its probability, so that it is on record.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from ...data import Place, Style
from ...models import Matrix
from ..reader_result import USUAL, PageText, Reading, Story, TextBlock
from . import tree
from .article_gap_features import Weighed
from .articles import Article, find_articles
from .block_model import Choice, choose, close_gaps, probabilities, sizes
from .blocks import Outline, TreeBlock
from .features import PageContext
from .features.page_context import words_of
from .fields import byline_blocks, headline_text, read_fields, read_fields_of, stories_of
from .lists import close_lists
from .outline import read_outline
from .page_type import is_one_document, page_type
from .script_data import payload_blocks
from .style import Holders, OutlineHolders, styled

__all__ = ["read_html"]

FROM_DATA = "the page shows little: its text was read from the data that it carries for its scripts"
_LITTLE = 400  # expected characters of visible text below which a page's embedded data is examined
_MUCH_MORE = 3  # the text in the data must be at least this many times as long as the expected visible text
_PROBABLE = 0.5  # probability below which visible text is dropped beside the text in the data


def read_html(markup: str, url: str | None = None, how: Reading = USUAL) -> PageText:
    """The text of a page, and where its articles begin; the page's own metadata are the first article's fields.

    Raises TooDeep for a page that may not have been parsed to its end, unless `how.flat`.
    """
    page = tree.load(markup, how.flat)
    if page is None:
        return PageText()
    outline = read_outline(page, how.alts)
    given = read_fields(page, url, outline, how.fetched)
    if not outline.blocks:
        return _from_data(page, (), given, how) or PageText(stories=(Story(given=given),))
    context = PageContext.of(page, outline, url, how.hidden == "keep", how.type)
    probability = probabilities(context)
    if how.hidden == "drop":
        probability[[block.hidden for block in outline.blocks]] = 0
    whole = context.types_found is not None and is_one_document(context.types_found)
    articles = [] if whole else find_articles(Weighed(outline, probability))
    choice = _choose(probability, sizes(context), [article.first for article in articles[1:]])
    kept = close_lists(context, close_gaps(context, choice.kept))
    kept[byline_blocks(outline.blocks, given.get("authors", ()))] = False
    blocks = _text_blocks(outline, probability, kept)
    little = not articles and float((context.length * probability)[kept].sum()) < _LITTLE and how.hidden != "drop"
    if little and (data := _from_data(page, blocks, given, how)):
        return data
    kind = page_type(context.types_found) if context.types_found is not None else None
    found = PageText(blocks, _stories(page, outline, articles, given, how.fetched), quality=choice.quality)
    return found._replace(type=kind.name, type_confidence=kind.probability) if kind else found


def _from_data(page: HtmlElement, shown: Sequence[TextBlock], given: Mapping[str, Any], how: Reading) -> PageText | None:
    """A page with little visible text, with the text in its embedded data appended below.

    None if that text is not much longer than the visible text can be expected to be. Hidden blocks are dropped unless `how.hidden` is
    keep: they are meant for browsers without scripts. So is visible text that is more probably none: without the data, little was better
    than nothing.
    """
    found = [block for block in payload_blocks(page) if block.text]
    expected = sum(len(block.text) * block.place.probability for block in shown if block.place is not None and block.place.kept)
    if sum(len(block.text) for block in found) < max(_LITTLE, _MUCH_MORE * expected):
        return None
    words = {words_of(block.text) for block in found}

    def is_out(block: TextBlock) -> bool:
        place = block.place
        doubtful = place is not None and (place.probability < _PROBABLE or (how.hidden != "keep" and place.hidden))
        return doubtful or words_of(block.text) in words

    above = [block._replace(place=_out(block)) if is_out(block) else block for block in shown]
    hidden = (block._replace(hidden=True) for block in found)
    holders = Holders()
    data: list[TextBlock] = []
    for number, block in enumerate(hidden, len(above)):
        text, style = styled(block, number, holders)
        data.append(TextBlock(text, _place(block, style, number, 1.0, True), block.soft))
    return PageText([*above, *data], (Story(given=given),), (FROM_DATA,))


def _out(block: TextBlock) -> Place | None:
    return block.place._replace(kept=False) if block.place is not None else None


def _choose(probability: Matrix, size: Matrix, starts: Sequence[int]) -> Choice:
    """The blocks to keep, chosen for each article separately: a page's later articles get lower probabilities than the first."""
    if not starts:
        return choose(probability, size)
    cuts = [0, *starts, len(probability)]
    parts = [choose(probability[a:b], size[a:b]) for a, b in itertools.pairwise(cuts) if b > a]
    return Choice(np.concatenate([part.kept for part in parts]), min(part.quality for part in parts))


def _text_blocks(outline: Outline, probability: Matrix, kept: NDArray[np.bool_]) -> list[TextBlock]:
    """The outline's blocks as text blocks, list items with their markers."""
    rounded = np.round(probability.astype(float), 3).tolist()
    holders = OutlineHolders(outline.boxes)
    found: list[TextBlock] = []
    above: TreeBlock | None = None
    for number, (block, value, stays) in enumerate(zip(outline.blocks, rounded, kept.tolist(), strict=True)):
        text, style = styled(block, number, holders)  # of dropped blocks, too: a decision may keep them
        same_list = block.kind == "item" and above is not None and above.kind == "item" and _same_list(above, block, holders)
        found.append(TextBlock(text, _place(block, style, number, value, stays), block.soft or same_list))
        above = block
    return found


def _same_list(above: TreeBlock, block: TreeBlock, holders: Holders) -> bool:
    """Whether two list items are in the same outermost list."""
    return holders.list_around(above) == holders.list_around(block)


def _place(block: TreeBlock, style: Style, number: int, probability: float, kept: bool) -> Place:
    element = block.element
    return Place(
        element.tag, element.sourceline or 0, probability, kept, block.kind, block.level, block.number, block.hidden, number, style
    )


def _stories(
    page: HtmlElement, outline: Outline, articles: Sequence[Article], given: Mapping[str, Any], fetched: str | None
) -> tuple[Story, ...]:
    """Where stories begin, each with its fields. The page's own metadata are the first story's."""
    if not articles:
        return (Story(given=given),)
    linked = stories_of(page)
    boxes = [outline.boxes.elements[article.box] for article in articles]
    headless = page.find(".//h1") is None  # the page's title may be that of none of its stories
    first = {**given, "title": title} if headless and (title := headline_text(boxes[0])) else given
    further = (
        Story(article.first, article.probability, read_fields_of(box, linked, given.get("language"), fetched))
        for article, box in zip(articles[1:], boxes[1:], strict=True)
    )
    return (Story(given=first), *further)
