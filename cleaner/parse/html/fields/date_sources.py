"""Candidate sources of dates: JSON-LD, meta tags, microdata, <time>, marked elements, visible text and the address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from ..blocks import TreeBlock
from . import dates
from .date_labels import BEFORE, UPDATE_WORDS, label_before, label_behind, label_of_key
from .date_text import DIGIT, LONGEST, TextDate, find_dates
from .field_page import FieldPage, FieldPosition
from .metadata import DATE_MARKS
from .strings import one_line, visible

_MOST_ON_LINE = 12  # elements
_MOST_BLOCKS, _MOST_ELEMENTS, _MOST_NODES = 60, 60, 40
_BEGINNING, _END = 120, 60  # characters of a long block in which a dateline, or a date in brackets, is
_TINY = 12  # maximum of characters of a block that may be part of a date
_ANY_DIGIT, _ASCII_DIGIT = re.compile(r"\d"), re.compile("[0-9]")  # the second takes less time
_FOR_MACHINES = (
    "datetime",
    "content",
    "ts",
    "data-datetime",
    "data-date",
    "data-time",
    "data-timestamp",
    "data-utime",
    "data-published",
    "created-timestamp",
)
_DATE_CLASS = re.compile(r"dat[eu]|time|publi|fecha|posted|datum", re.IGNORECASE)
PUBLISHED_NAMES = frozenset(
    (
        "article:published_time", "datepublished", "og:published_time", "article:published", "parsely-pub-date", "sailthru.date",
        "citation_publication_date", "citation_date", "citation_online_date", "dc.date.issued", "dcterms.created", "dcterms.issued",
        "dc.date.created", "dcterms.date", "date.issued", "pubdate", "publishdate", "publish-date", "publish_date", "article.published",
        "datecreated", "og:article:published_time", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "originalpublicationdate",
        "publication_date", "publicationdate", "published_time", "rnews:datepublished", "article.created", "article_date_original",
        "bt:pubdate", "vr:published_time", "doc_date", "og:pubdate", "displaydate", "prism.publicationdate", "shareaholic:article_published_time",
    )
)  # fmt: skip
UPDATED_NAMES = frozenset(
    (
        "article:modified_time", "datemodified", "og:updated_time", "article:modified", "dcterms.modified", "dc.date.modified", "last-modified",
        "lastmod", "updated_time", "modified", "revision_date", "dateupdated", "article.updated", "rnews:datemodified",
    )
)  # fmt: skip
_PLAIN_NAMES = frozenset(("date", "dc.date", "dc:date", "created", "timestamp", "time", "eprints.date", "web_publication_date"))
_NAMED = re.compile(r"dat[eu]|time|publi|modif|creat|issued", re.IGNORECASE)
_IN_ADDRESS = re.compile(
    r"(?:^|[/_=-]|(?<=/t))(?P<year>(?:19|20)\d\d)(?:(?P<mark>[/_-])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>0?[1-9]|[12]\d|3[01])"
    r"|(?P<month2>0[1-9]|1[0-2])/?(?P<day2>0[1-9]|[12]\d|3[01]))(?!\d)"
)
_DAY_FIRST_IN_ADDRESS = re.compile(
    r"[/_-](?P<day>0[1-9]|[12]\d|3[01])(?P<mark>[/_-])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<year>(?:19|20)\d\d)(?=[/_.-]|$)"
)
_LONGEST_SCRIPTS = 1_000_000  # characters
_IN_SCRIPT = re.compile(r"""(?:19|20)\d\d[-/]\d\d?[-/]\d\d?[0-9T:.+Z -]{0,20}""")
_KEY = re.compile(r"""([a-z_]{0,20}(?:publi|creat|modif|updat|postdate|pubdate|date)[a-z_]{0,20})\\?["']?\s*[:=]\s*\\?$""", re.IGNORECASE)
_QUOTED_YEARS = ('"20', "'20")
_MOST_IN_SCRIPTS = 100


class Mention(NamedTuple):
    """One mention of a day. iso: the day, with its time if one is given. source: one of SOURCES.

    label: published, updated, other or empty. place: of a visible mention. machine: whether it is machine-readable. alone: the
    share of its block's text that is the date. doubt: day and month could be the other way round; swapped: it is read that other way.
    """

    day: date
    iso: str
    source: str
    label: str = ""
    place: FieldPosition | None = None
    machine: bool = True
    alone: float = 1.0
    length: int = 0
    doubt: bool = False
    swapped: bool = False
    text: str = ""


SOURCES = (
    "linked main", "linked story", "linked page", "linked other", "meta published", "meta updated", "meta date", "meta other", "microdata", "time", "marked",
    "text", "address", "picture", "script",
)  # fmt: skip


def mentions(page: FieldPage) -> list[Mention]:
    """All mentions, grouped by source."""
    out = [*_linked(page), *_metas(page), *_elements(page), *_in_text(page), *_in_address(page), *_in_pictures(page)]
    if not any(one.machine and one.label == "published" and not one.source.endswith("other") for one in out):
        out += _in_scripts(page)
    return [one for one in out if page.now is None or (one.day - page.now.date()).days <= 1]


def _linked(page: FieldPage) -> Iterator[Mention]:
    main = page.story
    for node in page.found.nodes[:_MOST_NODES]:
        source = "linked main" if node is main else "linked other" if node.other else "linked page" if node.page else "linked story"
        for label, text in (("published", node.published), ("updated", node.updated), ("", node.created)):
            if one := _stated(page, text, source, label):
                yield one


def _metas(page: FieldPage) -> Iterator[Mention]:
    for name, values in page.found.metas.items():
        if not _NAMED.search(name):
            continue
        if name in PUBLISHED_NAMES:
            source, label = "meta published", "published"
        elif name in UPDATED_NAMES:
            source, label = "meta updated", "updated"
        elif name in _PLAIN_NAMES:
            source, label = "meta date", ""
        else:
            source, label = "meta other", "updated" if UPDATE_WORDS.search(name) else "other" if "expir" in name or "event" in name else ""
        for value in values[:3]:
            if one := _stated(page, value, source, label):
                yield one


def _stated(page: FieldPage, text: str, source: str, label: str) -> Mention | None:
    iso = dates.iso(text, page.language) if text else None
    if iso is None and text:
        found = find_dates(text, page.languages, page.month_first)
        iso = _iso(found[0].day, found[0].time) if found else None
    return Mention(date.fromisoformat(iso[:10]), iso, source, label, text=text[:80]) if iso else None


def _iso(day: date, time: str) -> str:
    return f"{day.isoformat()}T{time}" if time else day.isoformat()


def _elements(page: FieldPage) -> Iterator[Mention]:
    """<time>, microdata, and elements with a class of dates."""
    seen: set[Any] = set()
    for element in [*page.found.times, *islice(filter(_is_dated, page.found.dated), _MOST_ELEMENTS)]:
        if element in seen:
            continue
        seen.add(element)
        prop = (element.get("itemprop") or "").lower()
        source = "time" if element.tag == "time" else "microdata" if "date" in prop else "marked"
        stated = next((value for name in _FOR_MACHINES if (value := one_line(element.get(name), 60))), "") or _titled(element)
        shown = visible(element, LONGEST)
        place = page.place_of(element)
        label = "updated" if "modified" in prop else "published" if "publi" in prop or element.get("pubdate") is not None else ""
        label = label or (page.blocks and place and _on_line(page.blocks[place.block].text, shown)) or _said(element)
        if stated and (one := _stated(page, stated, source, label)):
            yield one._replace(place=place, length=len(shown))
        elif shown and DIGIT.search(shown):
            yield from _shown(shown, find_dates(shown, page.languages, page.month_first), source, place, label, len(shown))


def _is_dated(element: Any) -> bool:
    """Whether an element has attributes of a date."""
    prop = element.get("itemprop")
    if prop is not None:
        return "date" in prop.lower() or "publi" in prop.lower()
    names = element.keys()
    if "title" in names and "class" in names and _is_date_class(element.get("class")):
        return True
    return not DATE_MARKS.isdisjoint(names)


@lru_cache(maxsize=20_000)
def _is_date_class(names: str) -> bool:
    return _DATE_CLASS.search(names[:300]) is not None


def _titled(element: Any) -> str:
    """The date in the tooltip of text such as "3 hours ago"."""
    text = one_line(element.get("title"), 60)
    return text if DIGIT.search(text) else ""


def _on_line(line: str, shown: str) -> str:
    """The label of `shown` by the words around it on its line."""
    at = line.find(shown) if shown and len(line) <= LONGEST else -1
    return label_before(line[:at]) or label_behind(line[at + len(shown) :]) if at >= 0 else ""


def _shown(
    text: str, dates: Sequence[TextDate], source: str, place: FieldPosition | None, otherwise: str, length: int
) -> Iterator[Mention]:
    """The mentions of `dates` in a visible text. `otherwise`: their label if the text has none. `length`: characters of the block."""
    before = 0
    for found in dates[:3]:
        label = label_before(text[before : found.start]) or label_behind(text[found.end :]) or otherwise
        before = found.end
        alone, doubt = (found.end - found.start) / len(text), found.other is not None
        one = Mention(found.day, _iso(found.day, found.time), source, label, place, False, alone, length, doubt, text=text[:80])
        yield one
        if found.other is not None:
            yield one._replace(day=found.other, iso=_iso(found.other, found.time), swapped=True)


def _said(element: Any) -> str:
    """The label of a date by the words in front of its element and by the element's class."""
    parent, before = element.getparent(), element.getprevious()
    texts = [element.get("class"), parent.get("class") if parent is not None else "", parent.text if parent is not None else ""]
    texts += [before.tail, before.text] if before is not None and isinstance(before.tag, str) else []
    return label_before(" ".join(text[-80:] for text in texts if text))


def _in_text(page: FieldPage) -> Iterator[Mention]:
    dated = 0
    above = ""
    languages, month_first = page.languages, page.month_first
    for number, block in enumerate(page.blocks):
        line = block.text
        if (len(line) > LONGEST or (_ASCII_DIGIT if line.isascii() else _ANY_DIGIT).search(line)) and not block.hidden:
            for text in (line,) if _TINY < len(line) <= LONGEST else _looked_at(page, number):
                if not DIGIT.search(text) or not (found := find_dates(text, languages, month_first)):
                    continue
                otherwise = label_before(above) if found[0].start < 6 and len(above) < BEFORE else ""
                source = "marked" if len(block.text) <= LONGEST and _has_date_class(block) else "text"
                yield from _shown(text, found, source, page.place(number), otherwise, len(block.text))
                dated += 1
            if dated >= _MOST_BLOCKS:
                return
        above = block.text


def _looked_at(page: FieldPage, number: int) -> list[str]:
    """The parts of a block that are searched for dates: a line; the beginning and end of a long text; a tiny block with the blocks after it, as in
    a calendar sheet, whose day, month and year are boxes of their own."""
    text = page.blocks[number].text
    if len(text) > LONGEST:
        return [text[:_BEGINNING], text[-_END:]]
    if len(text) <= _TINY and not DIGIT.search(text):
        behind = [block.text for block in page.blocks[number + 1 : number + 3]]
        leaf = " ".join([text, *behind])
        return [leaf] if len(leaf) <= 3 * _TINY else []
    return [text]


def _has_date_class(block: TreeBlock) -> bool:
    """Whether an element on the line has a date's class."""
    return any(_is_date_class(name) for element in islice(block.element.iter(), _MOST_ON_LINE) if (name := element.get("class")))


def _in_address(page: FieldPage) -> Iterator[Mention]:
    for url in dict.fromkeys(filter(None, (page.found.canonical, page.url))):
        yield from _days_of(islice(_IN_ADDRESS.finditer(url[:500]), 2), "address")
        yield from _days_of(islice(_DAY_FIRST_IN_ADDRESS.finditer(url[:500]), 1), "address")


def _in_pictures(page: FieldPage) -> Iterator[Mention]:
    """The dates in the URL of the page's image: news sites store images by day."""
    for url in page.found.all("og:image", "twitter:image", "og:image:url")[:2]:
        yield from _days_of(islice(_IN_ADDRESS.finditer(url[:500]), 1), "picture")


def _days_of(matches: Iterator[re.Match[str]], source: str) -> Iterator[Mention]:
    """The mentions in a URL, from the named groups of its matches."""
    for match in matches:
        part = match.groupdict()
        month, day = part["month"] or part.get("month2"), part["day"] or part.get("day2")
        if iso := dates.iso(f"{part['year']}-{month:0>2}-{day:0>2}"):
            yield Mention(date.fromisoformat(iso), iso, source, text=match[0])


def _in_scripts(page: FieldPage) -> Iterator[Mention]:
    """Dates in the data of scripts. This is the slowest source, read only if no other states a publication."""
    left = _LONGEST_SCRIPTS
    for script in page.root.iter("script"):
        text = script.text
        if not text or len(text) > left or "ld+json" in (script.get("type") or ""):
            continue
        left -= len(text)
        for start in islice(_year_places(text), _MOST_IN_SCRIPTS):
            match, key = _IN_SCRIPT.match(text, start), _KEY.search(text[max(0, start - 60) : start - 1])
            if match and key and (one := _stated(page, match[0].strip(), "script", label_of_key(key[1]))):
                yield one


def _year_places(text: str) -> Iterator[int]:
    """The offsets at which a quoted string begins with a year."""
    for quoted in _QUOTED_YEARS:
        at = text.find(quoted)
        while at >= 0:
            yield at + 1
            at = text.find(quoted, at + 1)
