"""Lines that are kept although the model rejects them, because their neighbours show that they are text.

A closing sentence below running text, an item between kept items of its list, a numbered line among kept ones of its series, the heading
of a live blog's entry, and a line between two kept ones that the model only just rejects. Protected lines, such as a record's text, are
always kept; the others only if the model is not sure and no rule matches them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from ...lines.layout import adjacent
from ...lines.line import Line
from ...text.shape import is_unspaced

_SURE = 0.25  # share of the threshold below which the model is sure
_LESS_SURE = 0.5  # share of the threshold above which it is less sure
_NEARLY = 0.8  # share of the threshold above which a line is only just rejected
_BETWEEN = 3  # most lines between a paragraph and the text above
_REMOVED = 6  # most lines between the two that rules remove
_INSIDE = frozenset(  # groups of rules for boilerplate inside a text
    {"advertising", "caption", "share", "button", "link", "platform", "newsletter", "prompt"}
)
_LABEL = 3  # words
_SENTENCE = 4  # words
_UNSTOPPED = 8  # words, as shapes count them, of a sentence in a script without full stops
_ENTRIES = 2  # least number of kept headings of entries in a live blog
_NUMBERED = re.compile(r"\(?(\d{1,2})[.)]\s+\S")


def spare(lines: Sequence[Line], out: Sequence[Line], threshold: float) -> list[Line]:
    """The lines of `out`, which the model rejects, that are removed nevertheless. `lines` are the page's; `threshold` is the model's."""
    out = [line for line in out if not line.held and not line.named]
    going = {id(line) for line in out}
    stays = [line.taken is None and id(line) not in going for line in lines]
    able = {i for i, line in enumerate(lines) if id(line) in going and line.probability > threshold * _SURE and not line.matches.hits}
    if not able:
        return list(out)
    for i in sorted(able):
        if _closes(lines, stays, i, threshold):
            stays[i] = True
    spared = (
        {i for i in able if stays[i]}
        | set(_items(lines, stays, able))
        | set(_numbered(lines, stays, able))
        | set(_entries(lines, stays, able))
        | {i for i in able if lines[i].probability > threshold * _NEARLY and _is_between(stays, i)}
    )
    return [line for line in out if id(line) not in {id(lines[i]) for i in spared}]


def _closes(lines: Sequence[Line], stays: Sequence[bool], i: int, threshold: float) -> bool:
    """Whether line i is a sentence right below kept running text, or, if the model is less sure, a paragraph a few lines below it.

    Boilerplate inside a text (a caption, an advertisement's label, a link to another text), and a label next to it, does not separate
    them; boilerplate that ends a text, such as an author box, does.
    """
    shape = lines[i].shape
    if not (shape.prose or _is_sentence(lines[i])) or lines[i].text[-1] in ":;：；":
        return False
    reach = _BETWEEN if lines[i].probability > threshold * _LESS_SURE and shape.prose else 0
    near = range(i - 1, max(-1, i - 1 - _REMOVED - reach), -1)
    inside = any(_is_inside_text(lines[j]) for j in near[:2])
    above = [j for j in near if not _is_inside_text(lines[j]) and not (inside and not stays[j] and lines[j].shape.words <= _LABEL)]
    return any(stays[j] and _reads_on(lines[j]) for j in above[: 1 + reach])


def _is_inside_text(line: Line) -> bool:
    """Whether rules remove a line as boilerplate that may be between two paragraphs of one text."""
    if line.taken is None or not line.ruled_out:
        return False
    return line.taken.rule.group in _INSIDE or (line.taken.rule.group == "related" and line.taken.rule.kind in ("pattern", "phrase"))


def _is_sentence(line: Line) -> bool:
    """Whether a line reads as a sentence: by its end, or by its length in a script without full stops."""
    return (line.shape.stop and line.shape.words >= _SENTENCE) or (
        line.shape.words >= _UNSTOPPED and not line.shape.bullet and is_unspaced(line.text)
    )


def _reads_on(line: Line) -> bool:
    return line.shape.prose or (is_unspaced(line.text) and _is_sentence(line))


def _is_between(stays: Sequence[bool], i: int) -> bool:
    """Whether line i is directly between two kept ones."""
    return 0 < i < len(stays) - 1 and stays[i - 1] and stays[i + 1]


def _items(lines: Sequence[Line], stays: Sequence[bool], able: Set[int]) -> Iterator[int]:
    """Items between two kept ones, with no blank line around them."""
    for i in able:
        if _is_between(stays, i):
            above, line, below = lines[i - 1 : i + 2]
            alike = above.shape.bullet == line.shape.bullet == below.shape.bullet
            if alike and adjacent(above, line) and adjacent(line, below):
                yield i


def _numbered(lines: Sequence[Line], stays: Sequence[bool], able: Set[int]) -> Iterator[int]:
    """Numbered lines whose previous or next number is on a kept line."""
    numbers = {i: int(found[1]) for i, line in enumerate(lines) if (found := _NUMBERED.match(line.text))}
    kept = {number for i, number in numbers.items() if stays[i]}
    for i in able & numbers.keys():
        if numbers[i] - 1 in kept or numbers[i] + 1 in kept:
            yield i


def _entries(lines: Sequence[Line], stays: Sequence[bool], able: Set[int]) -> Iterator[int]:
    """Headings of entries, below a time and above running text, if enough other entries of the page keep theirs."""
    heads = [
        i
        for i in range(1, len(lines) - 1)
        if _is_clock(lines[i - 1]) and not lines[i].shape.prose and lines[i + 1].shape.prose and (stays[i] or i in able)
    ]
    if sum(stays[i] for i in heads) >= _ENTRIES:
        yield from (i for i in heads if i in able)


def _is_clock(line: Line) -> bool:
    return line.taken is not None and line.taken.rule.group in ("clock", "hour")
