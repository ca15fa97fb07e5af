"""What a reviewer should look at on a page: the lines, boundaries and fields about which the models are unsure."""

from __future__ import annotations

from functools import lru_cache

from ..data import Article
from ..models import using
from ..segment.boundary import possible
from .page import PageModel
from .rows import LEFT_OUT

_REMEMBERED = 8  # pages
_UNSURE = 0.3, 0.7  # a line is unsure if the model's probability that it is text is between these
_POSSIBLE = 0.2  # minimum probability of a boundary that is shown although it was not drawn
_DOUBTFUL = 0.7  # a field with a lower confidence is doubtful


@lru_cache(_REMEMBERED)
def unsure_lines(page: PageModel) -> dict[int, float]:
    """The lines about which a model is unsure: their numbers, and the probabilities that they are text.

    A line that a rule or a decision settles is not among them, nor is the line of a title.
    """
    scan = page.traced.scan
    judged = {line.block.line: line.block.place.probability if line.block.place else line.probability for line in scan.lines}
    judged |= {block.line: block.place.probability for block in scan.left_out if block.place}
    low, high = _UNSURE
    return {number: probability for number, probability in judged.items() if low <= probability <= high and _is_open(page, number)}


@lru_cache(_REMEMBERED)
def possible_boundaries(page: PageModel) -> dict[int, float]:
    """The lines of a text on which a story may begin, though no boundary was drawn there: their numbers and probabilities."""
    if page.page.document.html:
        return {}
    lines = page.traced.scan.lines
    with using(page.traced.settings.models):
        found = possible(lines, _POSSIBLE)
    numbers = {lines[index].block.line: probability for index, probability in found}
    stops = {number: page.stop(number) for number in numbers}
    return {number: numbers[number] for number, stop in stops.items() if not (stop.boundary or stop.first or stop.decisions)}


def doubtful_fields(article: Article) -> dict[str, float]:
    """The fields whose values may be wrong: their names and confidences. Values that were decided by hand have none."""
    return {name: sure for name, sure in article.field_confidence.items() if sure < _DOUBTFUL and getattr(article, name, None)}


def _is_open(page: PageModel, number: int) -> bool:
    """Whether only a model, or nothing, settles whether a line stays."""
    stop = page.stop(number)
    if stop.decisions or any(story.title == stop.text for story in page.page.stories):
        return False
    return stop.rule is None or stop.rule == LEFT_OUT or stop.rule.startswith("weights.")
