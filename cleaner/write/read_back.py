"""Markdown from which an article's text can be read back: a line whose structure prevents that is written with less of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ..backends.markdown import plain
from ..data import Place, Styled
from .styled_markdown import markdown_of

_DEPENDENT = ("item", "row", "code", "term", "definition")  # kinds whose Markdown depends on the lines above
_WORST = 3  # the last step of `_lessened`
_ROUNDS = 24  # most attempts at a section
_LINES = 20_000  # most lines that are read back in the attempts at a section


def readable_markdown(layout: Sequence[Styled], text: str) -> str | None:
    """The lines of an article as Markdown, each with as much of its structure as `text`, the article's text, can be read back with.

    None if `text` cannot be read back whatever structure is left out.
    """
    body = markdown_of(layout)
    if plain(body) == text:
        return body
    if "".join(_joined(layout)) != text:
        return None
    body = markdown_of([line for section in _sections(layout) for line in _readable(section)])
    return body if plain(body) == text else None


def _sections(layout: Sequence[Styled]) -> Iterator[Sequence[Styled]]:
    """The lines in stretches whose Markdown is read independently of the lines around them."""
    starts = [at for at, line in enumerate(layout) if not at or _is_independent(line)]
    for start, end in zip(starts, [*starts[1:], len(layout)], strict=True):
        yield layout[start:end]


def _is_independent(line: Styled) -> bool:
    quoted = line.place.style is not None and line.place.style.quoted
    return not line.tight and not quoted and line.place.kind not in _DEPENDENT


def _readable(section: Sequence[Styled]) -> list[Styled]:
    """The lines of a section, with less structure for those that are not read back as they are."""
    steps = [0] * len(section)
    for _ in range(max(_WORST + 1, min(_ROUNDS, _LINES // len(section)))):
        lines = [_lessened(line, step) for line, step in zip(section, steps, strict=True)]
        wrong = _misread(lines)
        if not wrong:
            return lines
        lessened = [at for at in wrong if steps[at] < _WORST]
        if not lessened:  # a line that has no structure left is misread because of one above
            lessened = [at for at in range(min(wrong)) if steps[at] < _WORST][-1:]
        if not lessened:
            break
        for at in lessened:
            steps[at] += 1
    return [_lessened(line, _WORST - 1) for line in section]


def _misread(lines: Sequence[Styled]) -> set[int]:
    """Indexes of the lines that are read back as other text; where lines were joined or divided, of the first one."""
    texts = _joined(lines)
    wanted, found = "".join(texts).split("\n"), plain(markdown_of(lines)).split("\n")
    different = [number for number, (one, other) in enumerate(zip(wanted, found, strict=False)) if one != other]
    if len(wanted) != len(found):
        different = different[:1] or [min(len(wanted) - 1, len(found))]
    ends = list(accumulate(text.count("\n") for text in texts))  # for each line, the number of its last text line
    return {bisect_left(ends, number) for number in different}


def _joined(lines: Sequence[Styled]) -> list[str]:
    """The lines' texts, each with the line ends in front of it."""
    return [("" if not at else "\n" if line.tight else "\n\n") + line.text for at, line in enumerate(lines)]


def _lessened(line: Styled, step: int) -> Styled:
    """A line with less structure by each step: whole, without marks, as a paragraph, and as text that is shown as it is."""
    if step == 0:
        return line
    if step == 1:
        return line._replace(marks=())
    place = Place(line.place.tag, line.place.line, line.place.probability, block=line.place.block)
    return Styled(line.text, place if step < _WORST else place._replace(kind="code"), (), line.tight)
