"""Authors and dates of a story, read from the boilerplate around its headline.

A byline and a date are between the headline and the text, or after the standfirst. If only a model removed such a line, no rule found
the context it requires. The line is no longer in the text either way, so misreading it costs nothing, and the patterns here are looser
than those of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from ..languages import any_of
from ..languages.marks import BULLETS, one_of
from ..lines.line import Line
from ..packs.rule import Hit, Rule
from ..text.cache import CachedByLine
from ..text.names import AGENCY, named
from .printed_dates import DATE, dates_on

_ABOVE = 4  # lines above the headline
_BELOW = 12  # lines below it, if boilerplate separates it from the text
_BEFORE = 30  # lines above the text
_PROSE = 3  # first paragraphs of the text; the byline may be between them
_DEPTH = 30  # lines below the beginning of the text
_LONGEST = 160  # characters of the longest line that is read
_MOST_WORDS = 20  # of a byline
_REACH = 2  # lines between a name on its own line and its date
_MOST_BESIDE = 60  # other characters on the line of a date
_FEW_BESIDE = 24  # the same, for a line that stays in the text

_BY = any_of("by", "by_in_text")
_GENRE = rf"(?:(?:{any_of('articles')})\s)?(?:{any_of('genres')})"
_BYLINE = re.compile(rf"(?:{_GENRE}\s+)?(?:{_BY})(?:\s*+[:：])?\s+(?P<who>\S.*)", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?:{_GENRE}\s+)?(?:{_BY}|{any_of('byline_labels')})\s*[:：]?",
    re.IGNORECASE,
)
_JOINT = re.compile(rf"[,&|/•·]|{any_of('and', 'and_small')}")
_MARK = re.compile(rf"^(?:{one_of(BULLETS, '|–—-')}\s*)+")
CREDIT = Rule(
    id="byline.about-headline",
    about="Authors and dates, read from a removed line near the headline",
    action="lift",
    kind="near",
    confidence=0.8,
)
NOTED = replace(CREDIT, about="Authors and dates, read from a line that stays in the text", action="mark")
_NO_NAMES = frozenset(  # groups of rules whose lines hold no author
    [
        "advertising",
        "button",
        "caption",
        "comments",
        "consent",
        "copyright",
        "label",
        "link",
        "nav",
        "newsletter",
        "paywall",
        "platform",
        "prompt",
        "related",
        "share",
        "tags",
    ]
)
Value = dict[str, list[str]]


def about(lines: list[Line], title: Line | None) -> tuple[Line, ...]:
    """The lines of an article near its headline and near the beginning of its text, in order."""
    at = next((i for i, line in enumerate(lines) if line is title), None) if title is not None else None
    prose = [i for i, line in enumerate(lines) if line.shape.prose and not line.gone and line is not title and (at is None or i > at)][
        :_PROSE
    ]
    wanted = set() if at is None else set(range(max(0, at - _ABOVE), at + _BELOW + 1))
    if prose:
        first = prose[0]
        wanted |= set(range(max(0, first - _BEFORE), min(prose[-1], first + _DEPTH) + 1))
    return tuple(lines[i] for i in sorted(wanted) if i < len(lines))


class Note(NamedTuple):
    """Values that were read from a line."""

    line: Line
    value: Value


def credit(lines: tuple[Line, ...], title: Line | None = None, stated: Collection[str] = ()) -> None:
    """Read authors and dates from the lines near a headline, and record them on the lines as findings.

    Fields that a rule extracted, or that the page `stated` ("authors", "published"), are not read. Dates are recorded before authors
    are read: a line with a date is no caption.
    """
    extracted = set(stated) | {
        name for line in lines if line.taken is not None and line.taken.rule.action == "lift" for name in line.taken.value or ()
    }
    _record(dates(lines, title, extracted))
    _record(authors(lines, title, extracted))


def dates(lines: Sequence[Line], title: Line | None, extracted: Set[str]) -> list[Note]:
    """The dates in the lines near a headline; [] if the one of publication is among the `extracted` fields. Changes nothing."""
    if "published" in extracted:
        return []
    above, below = _around(lines, title)
    found = _dates(below, extracted)
    return found if any("published" in note.value for note in found) else found + _dates(above, extracted)


def authors(lines: Sequence[Line], title: Line | None, extracted: Set[str]) -> list[Note]:
    """The authors in the lines near a headline, at most one note; [] if they are among the `extracted` fields. Changes nothing."""
    if "authors" in extracted:
        return []
    above, below = _around(lines, title)
    if not any(line.gone for line in lines):
        return _authors(below, (_dated,))
    kept = " ".join(line.text for line in lines if not line.gone and len(line.text) > _LONGEST)
    return _authors(below, _SURE) or _names_alone(below, kept) or _authors(above, _SURE)


def _around(lines: Sequence[Line], title: Line | None) -> tuple[list[Line], list[Line]]:
    """The lines above and below the headline that are short enough; without a headline, all are below."""
    able = [line for line in lines if line.text and len(line.text) <= _LONGEST]
    top = next((i for i, line in enumerate(able) if line is title), -1)
    return able[: max(top, 0)], able[top + 1 :]


def _record(notes: list[Note]) -> None:
    """Record values on their lines: by extracting them if the line is removed, else by a mark, which leaves the line in the text."""
    for line, value in notes:
        if line.taken is not None:
            line.taken = Hit(CREDIT, 0, len(line.text), {**(line.taken.value or {}), **value})
        else:
            line.matches = line.matches._replace(hits=(*line.matches.hits, Hit(NOTED, 0, len(line.text), value)))


def _open(line: Line) -> bool:
    """Whether no rule has extracted a value from the line yet."""
    return line.taken is None or line.taken.rule.action == "drop" or line.taken.rule is CREDIT


def _matched(line: Line, field: str) -> list[str]:
    """The values that an extracting rule matched on the line, even if it lacked its context."""
    return next((hit.value[field] for hit in line.hits if hit.rule.action == "lift" and hit.value and field in hit.value), [])


def _dates(lines: list[Line], extracted: Set[str]) -> list[Note]:
    """The dates on the lines, line by line, until one of publication is found."""
    notes: list[Note] = []
    for i, line in enumerate(lines):
        if not line.shape.digits or not _open(line) or not DATE.search(line.text):
            continue
        found = {name: texts for name in ("published", "updated") if (texts := _matched(line, name))}
        found = found or dates_on(line.text, _MOST_BESIDE if line.gone or _dated(lines, i) else _FEW_BESIDE)
        fresh = {name: texts for name, texts in found.items() if name not in extracted}
        if fresh:
            notes.append(Note(line, fresh))
            extracted = extracted | set(fresh)
        if "published" in extracted:
            break
    return notes


Reader = Callable[[list[Line], int], list[str]]


def _authors(lines: list[Line], readers: tuple[Reader, ...]) -> list[Note]:
    """The names that the first successful reader finds; the readers go through all lines one after the other."""
    for reader in readers:
        for i, line in enumerate(lines):
            found = reader(lines, i) if _open(line) else []
            if found:
                return [Note(line, {"authors": found})]
    return []


def _names_alone(lines: list[Line], text: str) -> list[Note]:
    """A name on a line of its own: one near a date, else the only one. A name that the text mentions is probably a caption."""
    beside = ((i, found) for i, line in enumerate(lines) if _open(line) and (found := _beside_date(lines, i)))
    for i, found in (*beside, _alone(lines)):
        if found and not any(name in text for name in found):
            return [Note(lines[i], {"authors": found})]
    return []


def _by_rule(lines: list[Line], i: int) -> list[str]:
    return _matched(lines[i], "authors") if lines[i].gone else []


def _by_word(lines: list[Line], i: int) -> list[str]:
    if not 2 <= lines[i].shape.words <= _MOST_WORDS:
        return []
    match = _BYLINE.fullmatch(_bare(lines[i].text))
    return named(_before_more(match["who"], labelled=True), labelled=True) if match else []


def _dated(lines: list[Line], i: int) -> list[str]:
    """The names of a byline with its date and time on one line. This form is safe even on a line that stays in the text."""
    if ":" not in lines[i].text or not any(":" in date for date in DATE.findall(lines[i].text)):
        return []
    return _by_word(lines, i) or named(_before_more(_bare(lines[i].text)))


def _below_label(lines: list[Line], i: int) -> list[str]:
    return _run(lines, i + 1, labelled=True)[0] if lines[i].shape.words <= 5 and _LABEL.fullmatch(_bare(lines[i].text)) else []


def _beside_date(lines: list[Line], i: int) -> list[str]:
    found, end = _name_line(lines, i)
    dated = any(_timed(other) for other in lines[max(0, i - _REACH) : end + _REACH])
    return found if dated else []


def _name_line(lines: list[Line], i: int) -> tuple[list[str], int]:
    """The names on a removed line that no rule explains otherwise, and the index after them."""
    line = lines[i]
    below = lines[i + 1].taken if i + 1 < len(lines) else None
    if not line.gone or line.shape.words > _MOST_WORDS or line.text[:1].islower() or any(hit.rule.group in _NO_NAMES for hit in line.hits):
        return [], i
    if below is not None and (below.rule.group == "caption" or below.rule.kind == "repeat"):
        return [], i  # the person in a picture; a kicker above a headline
    return _run(lines, i)


def _alone(lines: list[Line]) -> tuple[int, list[str]]:
    """The only line of names between the headline and the text, if it is next to one of them: its index and names, else (0, [])."""
    start = next((j for j, line in enumerate(lines) if line.shape.prose and not line.gone), len(lines))
    found = [(i, names) for i in range(start) if (names := _name_line(lines, i)[0])]
    return found[0] if len(found) == 1 and (found[0][0] <= 1 or start - found[0][0] <= _REACH) else (0, [])


_SURE: tuple[Reader, ...] = (_by_rule, _by_word, _below_label, _dated)


def _timed(line: Line) -> bool:
    return line.gone and (
        (line.shape.digits and DATE.search(line.text) is not None) or any(hit.rule.group in ("clock", "hour") for hit in line.hits)
    )


def _run(lines: list[Line], first: int, labelled: bool = False) -> tuple[list[str], int]:
    """The names on a line and on the lines directly below it that continue the list, and the index after them."""
    found: list[str] = []
    end = first
    for line in lines[first : first + 9]:
        text, more = _read(line.text, labelled=True) if labelled else _unlabelled(line.text)
        if _JOINT.fullmatch(text):
            continue
        if not (line.gone or labelled):
            more = ()
        if found and not more and AGENCY.fullmatch(text):
            more = (text,)
        if not more:
            break
        found += [name for name in more if name not in found]
        end = lines.index(line) + 1
    return found, end


def _read(text: str, labelled: bool = False) -> tuple[str, tuple[str, ...]]:
    """A line without what follows its names, and the names."""
    text = _before_more(_bare(text), labelled)
    return text, tuple(named(text, labelled))


def _bare(text: str) -> str:
    return _MARK.sub("", text).strip()


_MORE = re.compile(r"\s+[|•·–—-]\s+(?![^\W\d_]+\s[^\W\d_]+$)|\s+\(|\s+@|\s+\S+@\S+|\s{2,}|\t")
_OUTLET = re.compile(rf"(?<!\s)\s+(?:{any_of('for', 'before_outlet')})\s")


def _before_more(text: str, labelled: bool = False) -> str:
    """A byline without the date, outlet or address after the names."""
    date = DATE.search(text) if any(map(str.isdigit, text)) else None
    text = text[: date.start()] if date else text
    for behind in (_MORE, _OUTLET) if labelled else (_MORE,):
        more = behind.search(text)
        text = text[: more.start()] if more else text
    return text.rstrip(" ,|•·–—-")


_unlabelled: Callable[[str], tuple[str, tuple[str, ...]]] = CachedByLine(_read).__getitem__
