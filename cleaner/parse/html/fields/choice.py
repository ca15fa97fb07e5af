"""Choose among the candidates for a field by the model of fields, with reasons.

Two parts of the model score each candidate: the log odds that it is right, and its rank among the candidates of its page. The
probabilities follow from their sum by a conditional logit with "none of them" as one more choice (McFadden, "Conditional logit analysis
of qualitative choice behavior", 1974).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ....languages import any_of
from ....models import FeatureSet, Matrix, Model, TreeGroup, Trees, load, once
from ....models.features import strongest
from .author_features import FEATURES as AUTHOR_FEATURES
from .author_sources import Byline, bylines
from .authors import like_a_person
from .candidates import DatedPage, SignedPage
from .date_features import FEATURES as DATE_FEATURES
from .date_sources import Mention, mentions
from .field_page import FieldPage
from .strings import tokens
from .title import is_outlet
from .title_features import FEATURES as TITLE_FEATURES
from .title_features import TitledPage
from .title_sources import Wording, wordings

NAME = "fields"
FEATURES: dict[str, FeatureSet[Any]] = {"published": DATE_FEATURES, "title": TITLE_FEATURES, "authors": AUTHOR_FEATURES}
RANKS = {name: f"{name} rank" for name in FEATURES}  # the part of the model that ranks a field's candidates
_REASONS = 6
_RIGHT_BELOW = 9  # blocks below a headline within which its text begins
_FEW_WORDS = 4  # maximum of words of a site's name
_HEAD_SOURCES = frozenset(("tab", "tab part", "shared", "shared part", "tweeted"))
_ANY_SITE = re.compile(rf"(?<!\s)\s+[|–—·-]\s+(?:{any_of('own_site')})$", re.IGNORECASE)  # what templates call a site without a name
_WORDING_ORDER = (
    "h1",
    "h2",
    "heading",
    "marked",
    "line",
    "linked headline",
    "shared",
    "tab",
    "meta",
    "linked name",
    "tweeted",
    "microdata",
)
_DATE_ORDER = ("linked main", "meta published", "linked story", "microdata", "time", "linked page", "meta date", "marked", "text")
_UPDATE_ORDER = ("linked main", "meta updated", "linked story", "linked page", "microdata", "time", "marked", "text")
_FIRM_SOURCES = ("linked main", "meta published", "microdata")
_UPDATE_NEAR = 15  # blocks from the headline within which a visible update counts


class Chosen(NamedTuple):
    """A field's value and the probability that it is right."""

    value: Any
    confidence: float


class Candidate(NamedTuple):
    """A possible value of a field, its probability, its sources, and the features with the most influence: (description, log odds)."""

    value: Any
    probability: float
    places: Sequence[str]
    reasons: Sequence[tuple[str, float]]


def choose_title(page: FieldPage) -> Chosen | None:
    """The most probable wording; None if the page has none."""
    titled = TitledPage.of(page, wordings(page))
    best = _best("title", titled, len(titled.keys), able_titles(titled))
    return Chosen(title_text(titled.wordings[best[0]]), best[1]) if best else None


def able_titles(titled: TitledPage) -> list[bool]:
    """Which wordings can be the title: all; but if an <h1> is above the article's text, no few words of the page's head without a word of the <h1>."""
    blocks, prose = titled.page.blocks, set(titled.page.prose)
    heads = [
        block
        for number, block in enumerate(blocks)
        if block.kind == "heading"
        and block.level == 1
        and not block.hidden
        and not prose.isdisjoint(range(number + 1, number + _RIGHT_BELOW))
    ]
    if not heads or next(heads[0].element.iterancestors("article", "main"), None) is None:
        return [True] * len(titled.keys)
    headline = set(tokens(heads[0].shown))
    return [
        len(key) > _FEW_WORDS or bool(headline & set(key)) or any(one.source not in _HEAD_SOURCES for one in group)
        for key, group in zip(titled.keys, titled.wordings, strict=True)
    ]


def choose_published(page: FieldPage, found: Sequence[Mention]) -> Chosen | None:
    """The most probable day, with its time if stated; None if none is probable."""
    dated = DatedPage.of(page, found)
    best = _best("published", dated, len(dated.days), able_days(dated))
    return Chosen(date_text(dated.mentions[best[0]]), best[1]) if best else None


def able_days(dated: DatedPage) -> list[bool]:
    """Which days can be the publication. If data state a publication: no day that only data, or data and the page, call an update.

    An update that is visible beside the headline and not in the data remains: people who record a page's date often take it.
    """
    every = [one for group in dated.mentions for one in group]
    stated = any(one.source in _FIRM_SOURCES and one.label == "published" and _is_own(one) for one in every)
    of_story = any(one.source == "linked main" and one.label == "published" for one in every)
    able = []
    for group in dated.mentions:
        update = all(one.label == "updated" for one in group)
        beside = any(one.place is not None and _is_own(one) for one in group)
        known = any(one.source in ("linked main", "meta updated") for one in group)
        able.append(not (update and ((stated and not beside) or (of_story and known))))
    return able


def choose_authors(page: FieldPage) -> Chosen | None:
    """The most probable set of names, in the page's order; None if none is probable."""
    signed = SignedPage.of(page, bylines(page))
    best = _best("authors", signed, len(signed.keys), able_authors(signed))
    return Chosen(author_names(signed.bylines[best[0]]), best[1]) if best else None


def able_authors(signed: SignedPage) -> list[bool]:
    """Which sets can be the authors: all; but if machine-readable data state people, no organisation and not the site."""
    outlets = signed.page.found.outlets()
    bodies = [all(one.bodies for one in group) or all(is_outlet(name, outlets) for name in group[0].names) for group in signed.bylines]
    persons = [
        not body and all(map(like_a_person, group[0].names)) and any(one.place is None or one.source == "microdata" for one in group)
        for body, group in zip(bodies, signed.bylines, strict=True)
    ]
    return [not body for body in bodies] if any(persons) else [True] * len(bodies)


def choose_updated(found: Sequence[Mention], published: str | None) -> Chosen | None:
    """The update stated by the best source, not before the publication. The confidence is the share of the page's updates that agree."""
    able = [
        one
        for one in found
        if one.label == "updated" and one.source in _UPDATE_ORDER and _is_own(one) and one.iso[:10] >= (published or "")[:10]
    ]
    if not able:
        return None
    best = min(able, key=lambda one: (_UPDATE_ORDER.index(one.source), abs(one.place.gap) if one.place else 0))
    return Chosen(best.iso, sum(one.day == best.day for one in able) / len(able))


def _is_own(one: Mention) -> bool:
    """Whether an update is about the page's own article: machine-readable, or beside its headline."""
    place = one.place
    return place is None or (abs(place.gap) <= _UPDATE_NEAR and not place.is_in("comments", "related", "footer") and not one.swapped)


def candidates(page: FieldPage, name: str) -> list[Candidate]:
    """All candidates for a field, the most probable first, with reasons. `name` is title, authors, published or updated."""
    if name == "title":
        titled = TitledPage.of(page, wordings(page))
        return _explained(name, titled, titled.wordings, title_text, able_titles(titled))
    if name == "authors":
        signed = SignedPage.of(page, bylines(page))
        return _explained(name, signed, signed.bylines, author_names, able_authors(signed))
    dated = DatedPage.of(page, mentions(page))
    if name == "published":
        return _explained(name, dated, dated.mentions, date_text, able_days(dated))
    stated = [(group, [one for one in group if one.label == "updated"]) for group in dated.mentions]
    return [Candidate(date_text(own), len(own) / len(group), _places(own), ()) for group, own in stated if own]


def title_text(group: Sequence[Wording]) -> str:
    """A title as the reader sees it, unless that is in capitals and another wording is not."""
    order = {source: rank for rank, source in enumerate(_WORDING_ORDER)}
    ranked = sorted(group, key=lambda one: (one.text.isupper(), order.get(one.source, len(order))))
    return _ANY_SITE.sub("", ranked[0].text)


def date_text(group: Sequence[Mention]) -> str:
    """A day as ISO 8601, with the time and zone of a mention that is not labelled as an update, if one has them."""
    order = {source: rank for rank, source in enumerate(_DATE_ORDER)}
    ranked = sorted(
        group,
        key=lambda one: (
            one.label == "updated",
            "T" not in one.iso,
            order.get(one.source, len(order)),
            len(one.iso) < len("2024-05-31T00:00:00+00:00"),
        ),
    )
    return ranked[0].iso


def author_names(group: Sequence[Byline]) -> list[str]:
    """The names as in the first mention that does not have them all in capitals."""
    mention = next((one.names for one in group if not any(name.isupper() for name in one.names)), group[0].names)
    return list(mention)


def _best(name: str, context: Any, count: int, able: Sequence[bool]) -> tuple[int, float] | None:
    """(number, probability) of the most probable candidate; None if none is probable enough."""
    model = load(NAME)
    if not count or name not in model.fitted:
        return None
    matrix = FEATURES[name].matrix(context)
    odds, ranks = _scorers(model)[name].scores(matrix)
    probability = probabilities(odds, ranks, able)
    best = int(np.argmax(probability))
    return (best, float(probability[best])) if probability[best] >= model.threshold(name) else None


def probabilities(odds: Matrix, ranks: Matrix, able: Sequence[bool]) -> Matrix:
    """The probability of each of at least one candidate to be the right one, (candidates,); their sum is below 1.

    odds: the log odds of each by itself. ranks: scores of which only the differences count. able: which ones can be chosen; if none can, all.
    """
    can = np.array(able, bool) if any(able) else np.ones(len(odds), bool)
    score = np.where(can, odds + ranks - ranks[can].max(), -np.inf)
    most = max(0.0, float(score.max()))  # keeps the exponentials finite; 0 is the score of "none of them"
    weight = np.exp(score - most)
    return np.asarray(weight / (np.exp(-most) + weight.sum()), np.float32)


@once
def _scorers(model: Model) -> dict[str, TreeGroup]:
    """For each field that the model was fitted on, the trees of its odds and those of its ranks."""
    return {
        name: TreeGroup.of([model.part(name, Trees, features), model.part(RANKS[name], Trees, features)])
        for name, features in FEATURES.items()
        if name in model.fitted
    }


def _explained(name: str, context: Any, groups: Sequence[Sequence[Any]], text: Any, able: Sequence[bool]) -> list[Candidate]:
    features = FEATURES[name]
    matrix = features.matrix(context)
    model = load(NAME)
    if not len(matrix) or name not in model.fitted:
        return []
    one, two = _scorers(model)[name].parts
    probability = probabilities(one.scores(matrix), two.scores(matrix), able)
    return [
        Candidate(
            text(groups[number]),
            float(probability[number]),
            _places(groups[number]),
            strongest(one.contributions(matrix[number]) + two.contributions(matrix[number]), features.descriptions, _REASONS, 0.05),
        )
        for number in np.argsort(-probability, kind="stable").tolist()
        if able[number] or not any(able)
    ]


def _places(group: Iterable[Any]) -> list[str]:
    """The sources of a candidate, each once, with its count."""
    counts: dict[str, int] = {}
    for one in group:
        words = f"{one.source} ({one.label})" if getattr(one, "label", "") else one.source
        counts[words] = counts.get(words, 0) + 1
    return [f"{words} x {count}" if count > 1 else words for words, count in counts.items()]
