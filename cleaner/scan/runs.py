"""Rules of kind `run`: find several lines in a row that belong together, such as a menu or the teasers below "Most read"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from ..languages.marks import HAN_AND_KANA
from ..packs.kinds.run import Run
from ..text.lazy_pattern import LazyPattern
from .page_lines import View

_HEADER_GROUPS = frozenset({"clock", "hour", "byline", "link", "reading-time"})  # boilerplate below a story's headline
_SURE_GROUPS = frozenset({"byline", "link"})  # the groups of those that are never used below a comment
_OUTWEIGHS = 3  # a section with more than this many times the running text above it is not comments below a story
Granted = Callable[[Sequence[int]], bool]  # whether a rule's conditions are met on any of the lines
_VERSE, _VERSE_LINE = 5, 15  # lines without stops that may be a text, and characters of one
_WIDE = LazyPattern(f"[{HAN_AND_KANA}]")
_CLOSING = ".,;:)!?”»"
_TAG = 2  # words
_CELL = 14  # characters
_TABLE = 3  # least number of such lines in a row that make a table or menu rather than headlines


def find(spec: Run, view: View, granted: Granted) -> Iterator[tuple[int, int, str]]:
    """Yield (first, last, reason) of each run, indexes inclusive, if its label, or one of its kept lines, meets the rule's conditions."""
    if not spec.labels:
        return (run for run in _known(spec, view) if granted([i for i in range(run[0], run[1] + 1) if not view.gone[i]]))
    found = _sections(spec, view) if spec.until == "story" else _below_labels(spec, view)
    return (run for run in found if granted(run[:1]))


def _below_labels(spec: Run, view: View) -> Iterator[tuple[int, int, str]]:
    """Lists below one of the rule's labels, including the label."""
    for i in view.labelled(spec.labels):
        if view.gone[i] and view.at(i, "head"):  # an entry of the menu that is a label elsewhere
            continue
        last = _extent(spec, view, i + 1)
        last = _spare_sub_headline(view, i, last)
        if _is_the_text(view, i + 1, last):
            continue
        if last - i >= spec.min_lines and view.removed_between(i, last) <= last - i:
            yield i, last, f"in the list below {view.lines[i].text[:40]!r}"


def _is_the_text(view: View, first: int, last: int) -> bool:
    """Whether the lines below a label are the page's text, without full stops, as in verse or diaries in Chinese: there is no other text."""
    if view.prose or last - first + 1 < _VERSE:
        return False
    texts = [line.text for line in view.lines[first : last + 1]]
    long = sum(len(text) >= _VERSE_LINE and _WIDE.match(text) is not None for text in texts)
    rest = sum(len(line.text) for j, line in enumerate(view.lines) if not view.gone[j] and not first <= j <= last)
    return long * 2 > len(texts) and sum(map(len, texts)) > 2 * rest


def _spare_sub_headline(view: View, label: int, last: int) -> int:
    """The last line of a list without a subheading of the text that follows; a line that is known, an item or set off is not one."""
    below = next((j for j in range(last + 1, len(view.lines)) if not view.is_removed(j)), None)
    if below is None or not view.lines[below].shape.prose:
        return last
    while last > label and view.is_removed(last):
        last -= 1
    line = view.lines[last]
    set_off = last - label >= 3 and line.block.gap == 0 and view.lines[below].block.gap > 0
    if last > label and not line.shape.bullet and not view.knows(last) and not set_off:
        last -= 1
    return last


def _known(spec: Run, view: View) -> Iterator[tuple[int, int, str]]:
    """Runs around lines that rules match; no other run can have enough known lines."""
    known, before = view.known, view.before
    refused, least = view.refused(spec.shape), max(2, spec.min_lines)
    at = 0
    while at < len(known) - 1:  # from one known line to the next, for most lines are not
        number = bisect_left(refused, known[at])
        above = refused[number - 1] if number else -1
        end = refused[number] if number < len(refused) else len(view.lines)
        size = bisect_left(known, end, at) - at
        if size >= 2 and end - above > least and before[end] > before[above + 1]:  # long enough, and there is something to remove
            yield from _known_between(spec, view, known[at : at + size], above, end)
        at += max(1, size)  # 0 for a known line that ends a run


def _known_between(spec: Run, view: View, known: list[int], above: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Runs around `known` lines between two lines that end a run. The beginning of a story's header also ends a run."""
    heads = view.story_heads(_HEADER_GROUPS)
    inside = heads[bisect_right(heads, above) : bisect_left(heads, end)]
    for limit in (*(i for i in inside if not view.knows(i)), end):
        below = bisect_left(known, limit)
        yield from _known_up_to(spec, view, known[:below])
        known = known[below:]


def _known_up_to(spec: Run, view: View, known: list[int]) -> Iterator[tuple[int, int, str]]:
    """Runs around `known` lines with no line between them that ends a run."""
    at, before = 0, view.before
    while at < len(known) - 1:
        start = known[at]
        beyond = bisect_left(known, start + spec.max_lines, at)
        count = beyond - at
        size = known[beyond - 1] - start + 1
        if size >= spec.min_lines and count >= max(2, spec.min_known * size) and before[start + size] > before[start]:
            yield start, start + size - 1, f"{count} of {size} lines in the run are known boilerplate"
            at = beyond
        else:  # the rest after the first line that no rule matches may still be a run
            at += 1
            while at < beyond and known[at] == known[at - 1] + 1:
                at += 1


def _sections(spec: Run, view: View) -> Iterator[tuple[int, int, str]]:
    """Sections from a label to the end of the file or the next story's header, including running text, if enough lines are known."""
    for i in view.labelled(spec.labels):
        if not view.prose or view.prose[0] > i:  # comments are below a story, not above it
            continue
        last = i
        while last + 1 < len(view.lines) and last - i < spec.max_lines and not _opens_story(view, last + 1):
            last += 1
        known = bisect_right(view.known, last) - bisect_right(view.known, i)
        kept = view.removed_between(i, last) <= last - i
        outweighed = _running(view, i + 1, last) > _OUTWEIGHS * _running(view, 0, i)  # the lines above may be the boilerplate
        if kept and not outweighed and last - i >= spec.min_lines and known >= max(2, spec.min_known * (last - i)):
            yield i, last, f"in the section below {view.lines[i].text[:40]!r}"


def _running(view: View, first: int, last: int) -> int:
    """Words of running text in the lines first to last, removed or not, so that a later round decides the same."""
    return sum(view.lines[j].shape.words for j in range(first, last + 1) if view.lines[j].shape.prose)


def _opens_story(view: View, i: int) -> bool:
    return not view.is_removed(i) and (view.lines[i].block.gap >= 2 or view.heads_story(i, _SURE_GROUPS))


def _extent(spec: Run, view: View, start: int) -> int:
    """Index of the last line of the list that starts at `start`; start - 1 if there is no list."""
    bit = view.rules.bit(spec.shape)
    compact = start < len(view.lines) and not _apart(view, start)  # a list without blank lines ends at the first
    end = min(len(view.lines), start + spec.max_lines)
    kept: list[int] = []
    headlines = False  # whether a line of the list has more words than a tag
    for i in range(start, end):
        headlines = headlines or view.shapes[i].words > _TAG
        if view.gone[i]:
            continue
        if not view.lines[i].matches.fits & bit or view.shapes[i].prose or (compact and i > start and _apart(view, i)):
            return i - 1
        if view.rules.is_label(view.shapes[i].key) or view.heads_story(i, _HEADER_GROUPS):
            return i - 1
        kept.append(i)
        if headlines and (others := _no_headlines(view, kept)) is not None:
            return kept[-others] - 1
    return end - 1


def _no_headlines(view: View, kept: list[int]) -> int | None:
    """How many of a list's last lines do not belong to it: a sentence broken over lines, or the cells of a table. None if all do.

    `kept` are the indexes of the list's lines so far, without those that an earlier round removed.
    """
    if _continues(view.lines[kept[-1]].text):
        return min(2, len(kept))  # the sentence began on the line above
    return _TABLE if len(kept) >= _TABLE and all(_is_cell(view, i) for i in kept[-_TABLE:]) else None


def _continues(text: str) -> bool:
    """Whether a line continues a sentence: it begins with a word in small letters or a closing mark, as no headline does."""
    return text[0] in _CLOSING or (text[0].islower() and len(text) > 1 and text.split(maxsplit=1)[0].isalpha() and text[:2].islower())


def _is_cell(view: View, i: int) -> bool:
    """Whether a line is as short as the cells of a table, and no rule matches it."""
    shape = view.shapes[i]
    return shape.words <= _TAG and shape.chars <= _CELL and not view.heard[i]


def _apart(view: View, i: int) -> bool:
    """Whether line i is after a blank line or a removed line."""
    return view.lines[i].block.gap > 0 or (i > 0 and view.is_removed(i - 1))
