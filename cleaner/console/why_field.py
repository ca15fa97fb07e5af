"""Why a field of an HTML page has its value: its candidates, where each is stated, and the features that count most."""

from __future__ import annotations

from typing import Any

from ..errors import InputError
from ..flow import Trace
from ..models import using
from .why import Section

NAMES = ("title", "authors", "published", "updated")
_MOST = 8  # candidates shown
_LONGEST = 200  # characters of a value


def explain_field(traced: Trace, field: str, name: str) -> list[Section]:
    """The value of a field of the page's first article, and the candidates for it. Raises InputError for a page that is not HTML."""
    from ..parse.html.contexts import field_page_of
    from ..parse.html.fields.choice import candidates

    document = traced.page.document
    if not document.html:
        raise InputError(
            "only fields of HTML pages have candidates",
            place=name,
            remedy=f"Name a line of the text, such as {name}:1, and `why` explains it.",
        )
    with using(traced.settings.models):
        page = field_page_of(document.markup, document.url, document.fetched)
        found = candidates(page, field) if page is not None else []
    sections = [Section(f"{name}: {field}", (_outcome(traced, field),))]
    for candidate in found[:_MOST]:
        entries = [f"stated in {', '.join(candidate.places)}"]
        entries += [f"\t{weight:+.1f}  {words}" for words, weight in candidate.reasons]
        sections.append(Section(f"{candidate.probability:.2f}  {_text(candidate.value)}", tuple(entries)))
    if len(found) > _MOST:
        sections.append(Section(f"and {len(found) - _MOST} less likely", ()))
    return sections


def _outcome(traced: Trace, field: str) -> str:
    article = next(iter(traced.page.articles), None)
    value = getattr(article, field, None)
    if not value:
        return "None: no candidate is likely enough."
    confidence = article.field_confidence.get(field) if article is not None else None
    origin = f", confidence {confidence:.2f}" if confidence is not None else ", from the text of the page, not from a candidate below"
    return f"{_text(value)}{origin}"


def _text(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
