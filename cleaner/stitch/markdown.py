"""Join the kept lines of a Markdown text: with their original marks and the original line ends between them."""

from __future__ import annotations

import re
from itertools import pairwise

from ..lines.line import Line

_END = re.compile(r"\r\n|\r|\n")
_EMPHASIS = re.compile(r"(?<![\\\w*_])(\*{1,3}|_{1,3}|`{1,2}|~~)(?=\S)([^*_`~]*?\S)\1(?![\w*_])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MOST = 2  # most line ends between two blocks
_CODE_BLANKS = 4  # most line ends between two lines of code


def join_markdown(source: str, lines: list[Line]) -> str:
    """The Markdown of an article's lines, each with its marks: a blank line between blocks, the original line ends inside a block."""
    if not lines:
        return ""
    out = [_marked(source, lines[0])]
    for upper, lower in pairwise(lines):
        out += [_between(source, upper, lower), _marked(source, lower)]
    return "".join(out).strip("\n")


def _marked(source: str, line: Line) -> str:
    """A line with the marks before and after it."""
    block = line.block
    if block.markup is None:
        return line.text
    lead = source[block.start - block.markup.lead : block.start]
    return _END.sub("\n", lead + line.text + source[block.end : block.end + block.markup.tail])


def _between(source: str, upper: Line, lower: Line) -> str:
    """The line ends between two kept lines."""
    above, below = upper.block.markup, lower.block.markup
    if above is None or below is None or above.box != below.box or (above.box < 0 and above.leaf != below.leaf):
        return "\n\n"
    between = source[upper.block.end + above.tail : lower.block.start - below.lead]
    if between.strip(" \t\r\n>"):  # something was removed there
        return "\n"
    marks = _END.sub("\n", between)
    most = _CODE_BLANKS if above.kind == "code" else _MOST
    return "\n" * most if marks.count("\n") > most else marks


def unmarked(title: str) -> str:
    """A headline without marks of emphasis and backslashes.

    >>> unmarked("**Harbour** opens \\\\*again\\\\*")
    'Harbour opens *again*'
    """
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", title))
