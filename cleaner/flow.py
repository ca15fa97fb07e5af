"""The way of the data, all of it: ingest -> parse -> scan -> segment -> stitch (-> write, at the edge)."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from . import budget, collector
from . import decisions as by_hand
from .backends import languages
from .config import Settings
from .data import Article, Block, Document, Page
from .decisions import Decisions
from .errors import ConfigError, DecisionError, LossError, WrongTypeError
from .ingest import ingest
from .lines.spans import Span
from .models import using
from .packs import known_packs
from .parse import empty_pages, parse
from .parse.strip_tags import bare
from .parse.text_lines import last_line
from .scan import Scan, put_marks_back, rules_for, scan, scan_again, settle_again
from .scan.ruleset import NO_RULES, check_names
from .segment import credit, head, split
from .stitch import EMPHASIS, stitch
from .text.shape import shape
from .time_fallbacks import Way, in_time

logger = logging.getLogger("cleaner")  # flags of pages as information, counts for debugging
logger.addHandler(logging.NullHandler())
_PROSE = 80  # characters; a shorter block is not running text
# Expected F1 below which an HTML page is flagged: out-of-fold one page in nine, and four of five of those that lose half their text.
_DOUBTFUL = 0.8
# Confidence below which scraped text is flagged as hardly an article: with a line of running text, and without one.
_HARDLY, _HARDLY_WITHOUT_PROSE = 0.4, 0.5
_WRITTEN = {"keep": ("main", "appended"), "drop": ("main",), "only": ("appended",)}  # the roles that are written, by the setting `appended`


def clean(
    source: str | bytes, url: str | None = None, fetched: str | None = None, settings: Settings | None = None, name: str | None = None
) -> Page:
    """Clean one page: scraped text or HTML, as str or bytes.

    `url` chooses site packs and is kept as the articles' source; `fetched`, the ISO 8601 time of the
    fetch, turns relative times into dates; `name` is the file's, to which decisions refer. Bytes in
    any encoding are read, also damaged ones.
    Raises PackError, ConfigError or DecisionError for invalid settings, WrongTypeError for arguments of other types, LossError
    in strict mode, TooSlowError for a page that takes longer than `max_seconds` with every fallback.
    """
    with collector.paused():  # until the lines of the page are freed, which the collector need not visit
        return trace(source, url, fetched, settings, name).page


@dataclass(frozen=True, slots=True)
class Trace:
    """A page and how it was made: the scanned lines with every match of a rule, and the articles' spans."""

    page: Page
    scan: Scan
    spans: list[Span]
    settings: Settings


def scanned(
    source: str | bytes,
    url: str | None = None,
    fetched: str | None = None,
    settings: Settings | None = None,
    name: str | None = None,
    decisions: Decisions | None = None,
    text_only: bool = False,
) -> tuple[Document, Scan, str | None]:
    """The first three stages: (document, scanned lines, language code). Models are fitted on these."""
    settings = settings or Settings()
    with using(settings.models):
        return _scanned(source, url, fetched, settings, name, decisions, text_only)


def _scanned(
    source: str | bytes,
    url: str | None,
    fetched: str | None,
    settings: Settings,
    name: str | None,
    decisions: Decisions | None,
    text_only: bool,
) -> tuple[Document, Scan, str | None]:
    ingested = ingest(source, url, fetched, name)
    budget.check()
    document, blocks = bare(ingested) if text_only else parse(ingested, settings)
    budget.check()
    language = settings.language or _language(document, blocks)
    decisions = decided(settings) if decisions is None else decisions
    on_page = by_hand.on_page(decisions, blocks, name, document.url)
    rules = NO_RULES if document.as_is else rules_for(_ruled(settings, decisions, on_page.off), language, document.url, document.text)
    found = scan(document.text, blocks, rules, language, on_page)
    return document.on_lines([line.block.line for line in found.lines]), found, language


def decided(settings: Settings) -> Decisions:
    """The decisions that settings name. Raises DecisionError."""
    return by_hand.load(Path(settings.decisions)) if settings.decisions else by_hand.NONE


def check_decisions(settings: Settings) -> None:
    """Raise DecisionError or PackError where the decisions that settings name do not hold: a pack, or a rule that is no more."""
    decisions = decided(settings)
    packs = _ruled(settings, decisions, ()).rules
    for decision in decisions.entries:
        if decision.verb == "off":
            try:
                check_names((decision.what,), packs)
            except ConfigError as error:
                remedy = "Remove the decision, or name a rule that `cleaner rules list` shows."
                raise DecisionError(error.problem, place=f"{decisions.path}:{decision.line}", remedy=remedy) from error
    if decisions.packs:
        known_packs(packs)


def _ruled(settings: Settings, decisions: Decisions, off: tuple[str, ...]) -> Settings:
    """The settings with the packs of the decisions, and without the rules that decisions or the setting `links` switch off."""
    if settings.links == "keep":
        off = (*off, "markdown.reference")
    if not off and not decisions.packs:
        return settings
    known = {Path(pack).resolve() for pack in settings.rules}
    packs = tuple(pack for pack in decisions.pack_paths() if Path(pack).resolve() not in known)
    return replace(settings, rules=settings.rules + packs, disable=settings.disable + off)


def trace(
    source: str | bytes,
    url: str | None = None,
    fetched: str | None = None,
    settings: Settings | None = None,
    name: str | None = None,
    decisions: Decisions | None = None,
) -> Trace:
    """Like `clean`, with the results of the stages, for `cleaner why`, the preview and tests. `decisions` replace those of the settings."""
    _check_types(settings, name)
    settings = settings or Settings()

    def traced(way: Way) -> Trace:
        return _traced(source, url, fetched, way.settings, name, decisions, way)

    with using(settings.models), collector.paused():
        found = in_time(traced, settings)
    page = found.page
    logger.debug("%s: %d articles, %d findings", name or url or "a page", len(page.articles), len(page.findings))
    for flag in page.flags:
        logger.info("%s: %s", name or url or "a page", flag)
    return found


def _traced(
    source: str | bytes,
    url: str | None,
    fetched: str | None,
    settings: Settings,
    name: str | None,
    decisions: Decisions | None,
    way: Way,
) -> Trace:
    """All stages, in one of the ways to take them."""
    document, found, language = scanned(source, url, fetched, settings, name, decisions, way.text_only)
    budget.check()
    spans = _whole(found) if document.as_is else _spans(document, found, language, settings)
    budget.check()
    put_marks_back(found.lines, settings.links == "keep")
    stories = stitch(document, found.lines, spans, last_line(document.text), language, _marks(settings))
    quality = document.quality if document.html else found.quality
    stories = stories if document.as_is else _weighed(stories, quality)
    articles = [story for story in stories if story.role in _WRITTEN[settings.appended]]
    left_out = [story for story in stories if story.role not in _WRITTEN[settings.appended]]
    loss = _loss(found)
    flags = (
        way.flags
        + document.flags
        + _unread(document, stories)
        + _flags(found, loss, document.quality, settings)
        + _no_article(document, stories)
    )
    if settings.strict and flags:
        raise LossError(flags[0], remedy="Look at it with `cleaner diff`, switch a rule off, or run without strict mode.")
    return Trace(
        Page(document, articles, found.findings(), flags, language, left_out, loss, quality, found.decisions.met),
        found,
        spans,
        settings,
    )


def _weighed(stories: list[Article], quality: float | None) -> list[Article]:
    """The stories, the first with the expected F1 of the page as its confidence: that it is an article at all."""
    if quality is None or not stories:
        return stories
    first = replace(stories[0], confidence=round(min(max(quality, 0.0), stories[0].confidence), 3))
    return [first, *stories[1:]]


def _no_article(document: Document, stories: list[Article]) -> tuple[str, ...]:
    """A remark on a page that is hardly an article, or that has none."""
    if document.html or document.as_is or document.binary or not document.text.strip():  # HTML has remarks of its own
        return ()
    if not stories:
        return ("no article found: all of it is boilerplate",)
    confidence = stories[0].confidence
    if confidence >= _HARDLY_WITHOUT_PROSE or (confidence >= _HARDLY and any(shape(line).prose for line in stories[0].text.split("\n"))):
        return ()
    return (f"this is hardly an article: the confidence that it is one is {confidence:.2f}",)


def _check_types(settings: object, name: object) -> None:
    """Raise WrongTypeError for arguments that `ingest` does not see."""
    for label, value, kind in (("settings", settings, Settings), ("name", name, str)):
        if value is not None and not isinstance(value, kind):
            problem = f"`{label}` is {kind.__name__} or None, not {type(value).__name__}"
            raise WrongTypeError(problem, place=label, remedy=f"Give a {kind.__name__}, or leave it out.")


def _marks(settings: Settings) -> frozenset[str]:
    """The kinds of marks that Markdown keeps of an HTML page."""
    return EMPHASIS | {kind for kind, kept in (("link", settings.links), ("image", settings.images)) if kept == "keep"}


def _spans(document: Document, found: Scan, language: str | None, settings: Settings) -> list[Span]:
    """The span and headline of each article. Rules that depend on these are applied to the lines."""
    decisions = found.decisions
    begins, joins = decisions.begins(found.lines), decisions.joins(found.lines)
    parts = split(found.lines, settings.min_confidence, document.openings, begins, joins)
    if len(parts) > 1:
        for part in parts:
            scan_again(found.lines[part.first : part.last + 1], found.rules, language)
    if decisions.lines:
        parts = [part._replace(stretches=None) for part in parts]
    decisions.settle(found.lines)
    spans = head(found.lines, parts, document)
    for number, span in enumerate(spans):
        if span.title is not None:
            settle_again(found.lines[span.first : span.last + 1], span.title, found.rules)
        credit(span.head, span.title, document.stated(number, found.lines[span.first].block.line))
    decisions.settle(found.lines)
    return [_by_hand(span, found) for span in spans]


def _whole(found: Scan) -> list[Span]:
    """The span of a file that is one article as it is, with the headline that it states; only decisions can change it."""
    decisions = found.decisions
    parts = split(found.lines, known=(), begins=decisions.begins(found.lines))
    decisions.settle(found.lines)
    return [_by_hand(Span(part.first, part.last, part.boundary), found) for part in parts]


def _by_hand(span: Span, found: Scan) -> Span:
    """The span with the title and fields that decisions state for its article."""
    own = found.lines[span.first : span.last + 1]
    return span._replace(stated=found.decisions.title(own), written=found.decisions.fields(own))


def _language(document: Document, blocks: list[Block]) -> str | None:
    """The language that front matter states. For an HTML page, that of the text comes first, because templates often state a wrong one."""
    stated: str | None = document.given.get("language")
    if document.as_is:
        return stated
    return (not document.html and stated) or languages.identify(_sample(blocks)) or stated


def _sample(blocks: list[Block]) -> str:
    """The longest lines: text rather than menus."""
    kept = [block.text[:300] for block in blocks if block.place is None or block.place.kept][:400]
    return "\n".join(sorted(kept, key=len, reverse=True)[:4])


def _loss(scanned: Scan) -> float:
    """The share of the page's running text that is removed, in characters."""
    prose = [(line.block.end - line.block.start, line.gone) for line in scanned.lines if line.shape.prose]
    prose += [(len(block.text), True) for block in scanned.left_out if len(block.text) > _PROSE and shape(block.text).prose]
    total = sum(chars for chars, _ in prose)
    return sum(chars for chars, gone in prose if gone) / total if total else 0.0


def _unread(document: Document, stories: list[Article]) -> tuple[str, ...]:
    """Remarks on an HTML page without text in the result."""
    text = "\n".join(story.text for story in stories)
    return empty_pages.remarks(document.markup, text) if document.html and len(text) < empty_pages.MUCH else ()


def _flags(scanned: Scan, loss: float, quality: float | None, settings: Settings) -> tuple[str, ...]:
    """Reasons to have a look at this page."""
    flags = []
    if quality is not None:
        if quality < _DOUBTFUL:
            flags.append(f"uncertain: about {quality:.0%} of the text is expected to be right")
    elif loss > settings.max_loss and sum(line.gone for line in scanned.lines if line.shape.prose) >= 3:
        flags.append(f"{loss:.0%} of the page's running text would go")
    if scanned.in_doubt and scanned.quality is not None:
        flags.append(f"the model of lines is in doubt: it expects an F1 of {scanned.quality:.2f} of what stays")
    flags += [f"rule {rule} ran out of time and was left out" for rule in scanned.tired]
    return tuple(flags)
