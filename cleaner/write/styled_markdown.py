"""Write lines of an HTML page with their structure (headings, lists, tables, code, quotes) as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..data import Style, Styled
from ..languages.marks import NESTED_BULLETS
from .escape import at_line_start, escaped_cell, image, inline

_PLAIN = Style()
_LEAST = 2  # the level of the highest heading, since the title is level 1
_SAME = ("paragraph", "caption", "button", "summary", "item", "term", "definition")


class _Out:
    """Collects Markdown blocks, with the quote markers of each line."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.quoted = 0

    def add(self, text: str, quoted: int, tight: bool, broken: bool = False) -> None:
        """Add a block of one or more lines at quote depth `quoted`.

        tight: no blank line between it and the block above. broken: it continues the paragraph above after a hard line break.
        """
        signs = "> " * quoted
        if self.pieces:
            if broken:
                self.pieces.append("  \n")
            else:
                self.pieces.append("\n" if tight and quoted == self.quoted else f"\n{('> ' * min(quoted, self.quoted)).rstrip()}\n")
        self.pieces.append("\n".join(f"{signs}{line}".rstrip(" ") if not line else signs + line for line in text.split("\n")))
        self.quoted = quoted

    def text(self) -> str:
        return "".join(self.pieces)


def markdown_of(layout: Sequence[Styled]) -> str:
    """The lines of an article as Markdown, with the emphasis, links and images that their marks hold."""
    shift = max(0, _LEAST - min((line.place.level for line in layout if line.place.kind == "heading"), default=_LEAST))
    out = _Out()
    indents: list[tuple[int, int]] = []  # (nesting level, indent in columns) of the open list items
    group = -1  # the list of the open items
    at = first = end = 0  # layout[first:end] is one code block or table, or a line
    while at < len(layout):
        line = layout[at]
        kind, style = line.place.kind, line.place.style or _PLAIN
        if at >= end:
            end = _end(layout, at)
            first = end - _table_length(layout[at:end]) if kind == "row" else at
        if style.group != group if kind == "item" else not (style.soft and line.tight and indents):
            indents = []
        group = style.group if kind == "item" else group
        write = _WRITERS.get(kind) if at == first else None
        if write is not None:
            lines = layout[first:end]
            out.add(write(lines), style.quoted, line.tight)
            for part in lines:
                _images(out, part, style.quoted)
            at = end
            continue
        if kind == "heading":
            out.add(f"{'#' * min(6, line.place.level + shift)} {inline(line)}", style.quoted, line.tight)
        elif kind == "item":
            out.add(_item(line, indents), style.quoted, line.tight)
        elif kind == "definition" and at and layout[at - 1].place.kind in ("term", "definition"):
            out.pieces.append("\n")
            out.pieces.append("> " * style.quoted + f": {inline(line)}")
        else:
            broken = bool(at) and line.tight and layout[at - 1].place.kind in _SAME
            indent = " " * sum(columns for _, columns in indents)
            out.add(indent + at_line_start(inline(line)), style.quoted, line.tight, broken)
        _images(out, line, style.quoted)
        at += 1
    return out.text()


def _images(out: _Out, line: Styled, quoted: int) -> None:
    """Add the images that follow a line as blocks of their own."""
    for mark in line.marks:
        if mark.kind == "image" and mark.start < 0 and mark.target:
            out.add(image(mark), quoted, False)


def _end(layout: Sequence[Styled], at: int) -> int:
    """The index after the last line of the code block or table that begins at `at`; `at + 1` for other lines."""
    first = layout[at]
    end = at + 1
    while end < len(layout):
        line = layout[end]
        if first.place.kind == "code" and not (line.place.kind == "code" and line.place.block == first.place.block):
            break
        if first.place.kind == "row" and not (line.place.kind == "row" and _group(line) == _group(first) and line.tight):
            break
        if first.place.kind not in ("code", "row"):
            break
        end += 1
    return end


def _group(line: Styled) -> int:
    return (line.place.style or _PLAIN).group


def _item(line: Styled, indents: list[tuple[int, int]]) -> str:
    """A list item with its marker, indented below the items in which it is nested."""
    style = line.place.style or _PLAIN
    while indents and indents[-1][0] >= line.place.level:
        indents.pop()
    mark = f"{line.place.number}." if line.place.number is not None else "-"
    outer = _outer_levels(line, indents)
    task = "" if style.task is None else "[x] " if style.task else "[ ] "
    before = " " * sum(columns for _, columns in indents)
    indents += [*((level, len("- ")) for level in outer), (line.place.level, len(mark) + 1)]
    prefix = style.prefix if len(line.text) > style.prefix else 0
    return f"{before}{'- ' * len(outer)}{mark} {task}{at_line_start(inline(line, prefix))}"


def _outer_levels(line: Styled, indents: Sequence[tuple[int, int]]) -> range:
    """The nesting levels around an item that need a marker in front of its own, because the items of these levels are not in the article.

    A bullet is read back by its depth; a number is the same at any.
    """
    depth = min(line.place.level, len(NESTED_BULLETS)) if line.place.number is None else 0
    return range(line.place.level - max(0, depth - len(indents) - 1), line.place.level)


def _code(lines: Sequence[Styled]) -> str:
    """A code block between fences that are longer than any fence in it."""
    text = "".join(("" if not i else "\n" if line.tight else "\n\n") + line.text for i, line in enumerate(lines))
    fence = "```"
    while fence in text:
        fence += "`"
    language = (lines[0].place.style or _PLAIN).language
    return f"{fence}{language}\n{text}\n{fence}"


def _table_length(lines: Sequence[Styled]) -> int:
    """How many of a table's last rows are a Markdown table: those with as many cells as the last one; 0 if rows or cells are too few."""
    counts = [len(line.place.style.cells) + 1 if line.place.style and _is_divided(line) else 0 for line in reversed(lines)]
    length = next((number for number, count in enumerate(counts) if count != counts[0]), len(counts))
    return length if length >= 2 and counts[0] >= 2 else 0


def _table(lines: Sequence[Styled]) -> str:
    """Rows as a Markdown table with the first row as header."""
    rows = [list(_cells(line)) for line in lines]
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, f"|{' --- |' * len(rows[0])}", *body])


def _is_divided(line: Styled) -> bool:
    """Whether a bar is before each of a row's cells but the first."""
    return all(line.text[cell - 3 : cell] == " | " for cell in (line.place.style or _PLAIN).cells)


def _cells(line: Styled) -> Iterator[str]:
    style = line.place.style or _PLAIN
    ends = [cell - 3 for cell in style.cells] + [len(line.text)]
    for start, end in zip([0, *style.cells], ends, strict=True):
        marks = tuple(
            mark._replace(start=mark.start - start, end=mark.end - start) for mark in line.marks if start <= mark.start and mark.end <= end
        )
        yield escaped_cell(inline(line._replace(text=line.text[start:end], marks=marks)))


_WRITERS: dict[str, Callable[[Sequence[Styled]], str]] = {"code": _code, "row": _table}
