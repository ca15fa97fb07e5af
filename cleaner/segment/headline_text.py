"""The text of a headline: its line without an outlet's name or kicker that is joined to it, or with the kicker above if the URL has both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..languages import any_of
from ..lines.line import Line
from ..text.shape import SUFFIX, fold
from .url_slug import words

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_QUOTES = "\"'“”„‟«»‹›‘’"
_SLUG = re.compile(
    rf"(?:(?:{any_of('wire_tags')})(?: \d{{1,2}})?[-–—:] ?)+(?=(?![a-z])\S+ \S)"
)  # a news agency's prefix of a repeated or updated headline
_PARTED_BY = frozenset("|–—·»«:-/•<>")  # marks between a headline and an outlet's or a section's name
_UNSPACED_SUFFIX = re.compile(r"\s?(?:_{1,3}|――|——)[^_―—|]{1,20}$")  # an outlet's or a section's name in scripts without spaces
_SPACED = 6  # characters per space; scripts that separate words by spaces have fewer
_PATH = re.compile(r"\s[»›>]\s")
_HEADING = re.compile(r"^#{1,6}\s+(?=\S)")  # the marks before a Markdown heading
_SECTIONS = 2  # separators that make a line a path to the page (breadcrumb)
_SHORTEST = 8  # characters of the shortest line that is searched for in the page's title
_SPELLED = 0.7  # share of words that a URL and the headline it spells have in common
_ALIKE = 10  # first letters that a URL and the headline it spells have in common
_KICKER_WORDS = 7


def worded(at: int, lines: list[Line], address: tuple[str, ...]) -> str:
    """The text of the headline on line `at` of an article; `address` are the words in the page's URL."""
    text = _below_menu(lines[at])
    text = _HEADING.sub("", text, count=1)
    text = text.lstrip(":|–—·•▪■●► ") or text
    text = _SLUG.sub("", text, count=1)
    path = _PATH.split(text)
    if len(path) > _SECTIONS:
        text = path[-1]
    first = at == 0 and any(line.taken is not None for line in lines)
    if address:
        text = _from_address(text, address, lines, first)
        kicker = _kicker(at, text, lines, address)
        if kicker:
            return f"{kicker}: {text}"
    return _without_outlet(text, lines, address) if first else text


def _below_menu(line: Line) -> str:
    """The text of a line. If the line was joined from several, only those below the last row of links."""
    texts = [block.text for block in line.blocks]
    below = next((i + 1 for i in range(len(texts) - 2, -1, -1) if texts[i].rstrip().endswith("»") or " | " in texts[i]), 0)
    return " ".join(texts[below:]) if below else line.text


def _without_outlet(text: str, lines: list[Line], address: tuple[str, ...]) -> str:
    """A page title without the outlet's name before or after it. Text that the page repeats or the URL spells is not such a name."""
    shown = _shown_within(text, lines)
    if shown is not None:
        return shown
    cuts = list(_cuts(text))
    keys = {line.shape.key for line in lines[1:]}
    for cut in cuts:
        if fold(cut) in keys:
            return cut
    if not cuts or fold(text) in keys:
        return text
    tail = text[len(cuts[0]) :].strip(" |–—·»:-")
    own, before = words(tail), words(cuts[0])
    is_headline = (tail[:1].islower() and tail.count(" ") > 1) or sum(word in address and word not in before for word in own) > len(own) / 2
    several = any(mark in text[len(cuts[-1]) :][:2] for mark in "|_")  # sections and the outlet
    return text if is_headline else cuts[-1] if several else cuts[0]


def without_shared_ending(headlines: Sequence[str | None]) -> list[str | None]:
    """The headlines of a file's stories without the ending, after a separator, that most of them share: the outlet's name.

    >>> without_shared_ending(["Mill sold to a baker | The Herald", "Ferry an hour late | The Herald", None])
    ['Mill sold to a baker', 'Ferry an hour late', None]
    """
    present = [headline for headline in headlines if headline]
    endings = Counter(headline[len(cut) :] for headline in present for cut in _cuts(headline))
    shared = [ending for ending, count in endings.items() if count > 1 and 2 * count >= len(present)]
    ending = max(shared, key=len, default="")
    return [headline.removesuffix(ending) if headline else headline for headline in headlines]


def _shown_within(text: str, lines: list[Line]) -> str | None:
    """The longest line of the page that is the beginning of a page title, before a separator, or its end, after one; None if there is none.

    An end counts only if it is at least as long as what comes before it; a shorter one is the outlet's name.
    """
    found: str | None = None
    for line in lines[1:]:
        own = line.text
        if not (_SHORTEST <= len(own) < len(text) and " " in own and own in text):
            continue
        before, _, after = text.partition(own)
        if after and (after[0] == ":" or after.lstrip()[:1] not in _PARTED_BY):
            continue
        if before and (before.rstrip()[-1:] not in _PARTED_BY or len(before) > len(own)):
            continue
        if found is None or (not before, len(own)) > (text.startswith(found), len(found)):
            found = own
    return found


def _cuts(text: str) -> Iterator[str]:
    """The text without its last piece after a separator, then without the last two, and so on."""
    while (found := SUFFIX.search(text) or (_UNSPACED_SUFFIX.search(text) if _SPACED * text.count(" ") < len(text) else None)) is not None:
        text = text[: found.start()]
        if not text:
            return
        yield text


class _Seam(NamedTuple):
    """Where one piece of a line may end and the next begin."""

    end: int
    start: int
    glued: bool  # with no space between


def _seams(text: str) -> Iterator[_Seam]:
    stop = 0
    for found in _WORD.finditer(text):
        start = found.start()
        if stop:
            between = text[stop:start]
            yield _Seam(stop, start - _opening(between), not any(map(str.isspace, between)))
        for i in range(start + 3, found.end() - 3):
            if text[i - 1].islower() and text[i].isupper():
                yield _Seam(i, i, True)
        stop = found.end()


def _opening(between: str) -> int:
    """How many quotes before a word belong to it."""
    bare = between.rstrip(_QUOTES)
    return len(between) - len(bare) if bare[-1:].isspace() else 0


def _from_address(text: str, address: tuple[str, ...], lines: list[Line], first: bool) -> str:
    """The text without a kicker that the URL leaves out; a page title also without everything after the words in the URL."""
    own = "".join(words(text))
    if _beginning(address) not in (own if first else own[1:]):  # on the first line there may be no kicker
        return text
    for seam in _seams(text):
        head, rest = words(text[: seam.end]), words(text[seam.start :])
        if not head or not rest:
            continue
        if _leaves_out(address, head, rest) and _is_seam(text, seam, lines):
            return text[seam.start :]
        if first and head == address and text[seam.end] in ",|" and text[seam.start].isupper():
            return text[: seam.end]
    return text


def _leaves_out(address: tuple[str, ...], head: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Whether the URL's words begin with `rest`, and at most half of the words of `head` are among them."""
    begins = "".join(rest).startswith(_beginning(address))
    return begins and 2 * sum(word in address for word in head) <= len(head) and _spells(address, rest)


def _beginning(address: tuple[str, ...]) -> str:
    return "".join(address)[:_ALIKE]


def _spells(address: tuple[str, ...], own: tuple[str, ...]) -> bool:
    return sum(word in own for word in address) >= _SPELLED * len(address) and sum(word in address for word in own) >= _SPELLED * len(own)


def _is_seam(text: str, seam: _Seam, lines: list[Line]) -> bool:
    """Whether two pieces were joined here.

    They were if there is no space between them, if the page repeats one of them as a line of its own, or if the first one is all names.
    """
    if seam.glued:
        return True
    head, rest = text[: seam.end], text[seam.start :]
    if any(mark in text[seam.end : seam.start] for mark in ":,;|–—-"):
        return _is_line(rest, lines)
    if not rest.lstrip(_QUOTES)[:1].isupper() or not any(word[:1].islower() for word in rest.split()):
        return False
    names = [word[:1].isupper() for word in head.split()]
    return (all(names) and len(names) > 1) or _is_line(head, lines)


def _is_line(text: str, lines: list[Line]) -> bool:
    key = fold(text)
    return any(line.shape.key == key for line in lines)


def _kicker(at: int, text: str, lines: list[Line], address: tuple[str, ...]) -> str | None:
    """The kicker: a removed line of few words directly above the headline, with which the words in the URL begin. None if there is none."""
    own = words(text)
    if not at or not own or not lines[at - 1].gone:
        return None
    above = lines[at - 1].text.rstrip(": ")
    head = words(above)
    if not 0 < len(head) <= _KICKER_WORDS or address[: len(head) + 1] != (*head, own[0]):
        return None
    return above if _spells(address[len(head) :], own) else None
