"""What speaks for and against a boundary: one small function a piece of evidence, each giving a number for every gap.

The numbers are weighed together; `best_split.py` draws the boundaries. The words beside each name are those of `why`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..models import FeatureGroup, FeatureSet, Matrix
from .facts import CLASSED, CLASSES, GONE, RETURNS, TITLES, median
from .gaps import Gaps
from .openers import looks_back
from .peaks import peak, rank

Column = NDArray[Any] | float  # one number or truth value a gap, or one for all
_FAR = 2_000  # words of running text above or below that are as good as more


def blank_run(gaps: Gaps) -> Column:
    return np.minimum(gaps.blank, 5)


def blank_over_usual(gaps: Gaps) -> Column:
    """Against the lines of the whole file, those of paragraphs above all."""
    return (gaps.blank - gaps.facts.usual_blank).clip(-2, 4)


def blank_rank(gaps: Gaps) -> Column:
    """The share of gaps with at least as many blank lines."""
    order = np.sort(gaps.blank)
    return 1 - np.searchsorted(order, gaps.blank, side="left") / max(1, gaps.count)


def blank_at_headline(gaps: Gaps) -> Column:
    return np.minimum(gaps.facts.blanks[gaps.head], 5)


def blank_below_headline(gaps: Gaps) -> Column:
    return np.where(gaps.head == gaps.lower, -1, np.minimum(gaps.facts.blanks[gaps.below_head], 5))


def blank_against_below(gaps: Gaps) -> Column:
    """Blank lines above the headline less those below: a headline is set off, or a break in a file's own way of setting it."""
    return np.where(gaps.head == gaps.lower, 0, gaps.facts.blanks[gaps.head] - gaps.facts.blanks[gaps.below_head])


def headline_unusual(gaps: Gaps) -> Column:
    """Blank lines above the start against the paragraphs of the file."""
    return gaps.facts.blanks[gaps.head] - gaps.facts.usual_blank


def lines_between(gaps: Gaps) -> Column:
    return np.minimum(gaps.lower - gaps.upper - 1, 60)


def removed_between(gaps: Gaps) -> Column:
    return np.minimum(gaps.counts[:, GONE], 60)


def start_odds(gaps: Gaps) -> Column:
    return gaps.opening


def headline_odds(gaps: Gaps) -> Column:
    return gaps.heading


def headline(gaps: Gaps) -> Column:
    return gaps.facts.titles[gaps.head]


def headline_words(gaps: Gaps) -> Column:
    return np.where(gaps.head == gaps.lower, 0, np.minimum(gaps.facts.words[gaps.head], 40))


def headlines(gaps: Gaps) -> Column:
    return np.minimum(gaps.counts[:, TITLES], 12)


def headline_again(gaps: Gaps) -> Column:
    return gaps.starts.again[gaps.heads, 0]


def headline_bare(gaps: Gaps) -> Column:
    """1 for a headline in capitals, 2 for one that ends as a question, else 0."""
    lines = gaps.facts.lines
    return gaps.each(lambda i: 1.0 if lines[i].shape.upper else 2.0 if lines[i].text.endswith("?") else 0.0, gaps.head)


def headline_rarity(gaps: Gaps) -> Column:
    """The share of gaps that hold a headline: a story with sub-headlines has many."""
    return np.count_nonzero(gaps.counts[:, TITLES]) / gaps.count


def headline_in_text(gaps: Gaps) -> Column:
    return gaps.starts.shared[gaps.heads, 0]


def headline_in_text_above(gaps: Gaps) -> Column:
    return gaps.starts.shared[gaps.heads, 1]


def headline_fits(gaps: Gaps) -> Column:
    return gaps.starts.shared[gaps.heads, 0] - gaps.starts.shared[gaps.heads, 1]


def furniture_returns(gaps: Gaps) -> Column:
    return np.minimum(gaps.counts[:, RETURNS], 30)


def break_3(gaps: Gaps) -> Column:
    return gaps.breaks[:, 0]


def break_6(gaps: Gaps) -> Column:
    return gaps.breaks[:, 1]


def break_10(gaps: Gaps) -> Column:
    return gaps.breaks[:, 2]


def break_25(gaps: Gaps) -> Column:
    return gaps.breaks[:, 3]


def break_wide(gaps: Gaps) -> Column:
    return gaps.broad[:, 3]


def break_widest(gaps: Gaps) -> Column:
    return gaps.broad[:, 4]


def break_usual(gaps: Gaps) -> Column:
    """Against the file's median."""
    return gaps.breaks[:, 1] - median(gaps.breaks[:, 1])


def break_usual_wide(gaps: Gaps) -> Column:
    return gaps.broad[:, 3] - median(gaps.broad[:, 3])


def break_rank(gaps: Gaps) -> Column:
    """0 for the sharpest break of the neighbourhood."""
    return rank(gaps.breaks[:, 1])


def break_rank_wide(gaps: Gaps) -> Column:
    return rank(gaps.broad[:, 3])


def break_peak(gaps: Gaps) -> Column:
    """How far the break rises above those at the gaps about it (after TextTiling's depth, Hearst 1997)."""
    return peak(gaps.breaks[:, 1], 3)


def break_peak_near(gaps: Gaps) -> Column:
    return peak(gaps.breaks[:, 0], 2)


def break_peak_wide(gaps: Gaps) -> Column:
    return peak(gaps.broad[:, 3], 4)


def looks_back_below(gaps: Gaps) -> Column:
    return gaps.each(lambda i: float(looks_back(gaps.facts.lines[i].text)), gaps.lower)


def lead_words(gaps: Gaps) -> Column:
    return np.minimum(gaps.facts.words[gaps.lower], 80)


def lead_opens(gaps: Gaps) -> Column:
    """How the paragraph below begins: 1 a small letter, 2 a quotation, 3 a digit or mark, 0 a capital."""

    def kind(i: int) -> float:
        first = gaps.facts.lines[i].text[:1]
        return 1.0 if first.islower() else 2.0 if first in "\"“”„«‘'「" else 0.0 if first.isalpha() else 3.0

    return gaps.each(kind, gaps.lower)


def end_words(gaps: Gaps) -> Column:
    return np.minimum(gaps.facts.words[gaps.upper], 80)


def cut_above(gaps: Gaps) -> Column:
    return ~gaps.facts.stops[gaps.upper]


def text_above(gaps: Gaps) -> Column:
    return np.minimum(gaps.words_before, _FAR)


def text_below(gaps: Gaps) -> Column:
    return np.minimum(gaps.words_after, _FAR)


def chance_below(gaps: Gaps) -> Column:
    return gaps.facts.chances[gaps.lower]


def chance_above(gaps: Gaps) -> Column:
    return gaps.facts.chances[gaps.upper]


def page_removed(gaps: Gaps) -> Column:
    return np.count_nonzero(gaps.facts.gone) / len(gaps.facts.gone)


def page_gaps(gaps: Gaps) -> Column:
    return min(gaps.count, 200)


def page_blank(gaps: Gaps) -> Column:
    """The share of paragraphs with a blank line above."""
    return np.count_nonzero(gaps.facts.blanks[gaps.lower]) / gaps.count


EVIDENCE: dict[Callable[[Gaps], Column], str] = {
    blank_run: "blank lines above",
    blank_over_usual: "more blank lines than usual",
    blank_rank: "as many blank lines as elsewhere",
    blank_at_headline: "blank lines right above the headline",
    blank_below_headline: "blank lines below the headline",
    blank_against_below: "blank lines above and below the headline",
    headline_unusual: "an unusual distance above the headline",
    lines_between: "lines between the paragraphs",
    removed_between: "furniture between the paragraphs",
    start_odds: "a line that opens a story",
    headline_odds: "a line that reads as a story's headline",
    headline: "a headline",
    headline_words: "length of the headline",
    headlines: "headlines between the paragraphs",
    headline_again: "the headline is printed again",
    headline_bare: "form of the headline",
    headline_rarity: "headlines in the file",
    headline_in_text: "the headline's words in the text below",
    headline_in_text_above: "the headline's words in the text above",
    headline_fits: "the headline fits the text below better than that above",
    furniture_returns: "furniture of the page comes again",
    break_3: "the words change, from three paragraphs to three",
    break_6: "the words change",
    break_10: "the words change for long",
    break_25: "the words change for very long",
    break_wide: "the whole vocabulary changes",
    break_widest: "the whole vocabulary changes for good",
    break_usual: "the words change more than elsewhere",
    break_usual_wide: "the vocabulary changes more than elsewhere",
    break_rank: "the sharpest change of words",
    break_rank_wide: "the sharpest change of vocabulary",
    break_peak: "the words change here rather than about it",
    break_peak_near: "the words change right here",
    break_peak_wide: "the vocabulary changes here rather than about it",
    looks_back_below: "the text refers back",
    lead_words: "length of the first paragraph",
    lead_opens: "beginning of the first paragraph",
    end_words: "length of the last paragraph",
    cut_above: "the text above is cut off",
    text_above: "running text above",
    text_below: "running text below",
    chance_below: "the paragraph below reads as text",
    chance_above: "the paragraph above reads as text",
    page_removed: "furniture in the file",
    page_gaps: "paragraphs in the file",
    page_blank: "blank lines between the file's paragraphs",
}
COLUMNS = (
    *((function.__name__, words) for function, words in EVIDENCE.items()),
    *((f"{name}_above", f"furniture above: {name}") for name in CLASSES),
    *((f"{name}_below", f"furniture below: {name}") for name in CLASSES),
    *((f"{name}_in", f"at the paragraph below: {name}") for name in CLASSES),
)


def _matrix(gaps: Gaps) -> Matrix:
    """One row of COLUMNS a gap, laid out column by column, as it is filled and as the trees read it."""
    facts = gaps.facts
    out = np.empty((len(COLUMNS), gaps.count), np.float32)
    for row, function in zip(out, EVIDENCE, strict=False):
        row[:] = function(gaps)
    above, below, inside = out[len(EVIDENCE) :].reshape(3, len(CLASSES), gaps.count)
    above[:] = np.minimum(facts.counts(gaps.upper + 1, gaps.head)[:, CLASSED], 6).T
    below[:] = np.minimum(facts.counts(gaps.head, gaps.lower)[:, CLASSED], 6).T
    inside[:] = facts.classes[gaps.lower].T
    return out.T


FEATURES = FeatureSet([FeatureGroup("gaps", 1, COLUMNS, _matrix)])
