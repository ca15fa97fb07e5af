"""A block of a page: its text, its place in the source, and how it is written."""

from __future__ import annotations

from typing import NamedTuple


class TextMark(NamedTuple):
    """A link, emphasis or image in a line: text[start:end] of the line as it was read.

    kind: link, strong, em, code, strike or image. target: the address of a link or an image. alt: what describes an image.
    """

    start: int
    end: int
    kind: str
    target: str = ""
    alt: str = ""


class Style(NamedTuple):
    """How a block of an HTML page is written, beside its kind: how deep it is quoted, its marks, the language of code, the offsets
    at which a table's cells are divided, the number of the first block of its table or list, and the number of blocks of line breaks.
    """

    quoted: int = 0
    marks: tuple[TextMark, ...] = ()
    language: str = ""
    cells: tuple[int, ...] = ()
    group: int = -1
    head: bool = False  # a table's row of headings
    prefix: int = 0  # characters of the mark of a list item in front of its text
    task: bool | None = None  # for an item of a task list: whether it is done
    soft: bool = False  # separated from the block above only by a line break


class Place(NamedTuple):
    """A block of an HTML page in the page's tree, and what the block model decided.

    kind: paragraph, heading, item, row, code, term, definition, caption, button or summary. level: of a heading 1 to 6, of an item how
    many lists it is nested in. block: its number on the page, from 0.
    """

    tag: str  # of the innermost block-level element around it
    line: int  # of the HTML source that this element begins on, from 1; 0 when not known
    probability: float  # of being text of the article
    kept: bool = True
    kind: str = "paragraph"
    level: int = 0
    number: int | None = None  # of an item of a numbered list
    hidden: bool = False  # not visible before a script acts
    block: int = 0
    style: Style | None = None


class Change(NamedTuple):
    """A change made while the document was read: the rule `rule` replaces text[start:end] by `replacement`."""

    start: int
    end: int
    replacement: str
    rule: str


class Markup(NamedTuple):
    """A line's place among the blocks of a Markdown text.

    kind: paragraph, heading, item (the first line of one), code, html, rule, row or reference (the target of a link). level: of a heading
    1 to 6. leaf: number of the block that the line belongs to. box: number of the outermost list, quote or table around it, -1 for none.
    lead, tail: characters before and behind the line's text that are its marks (number signs, quotation marks, fences, indents).
    goes_on: the paragraph of the line above goes on in it. linked: nothing but links and images stands on it. depth: of a list item, columns of its indent.
    """

    kind: str
    level: int = 0
    leaf: int = 0
    box: int = -1
    lead: int = 0
    tail: int = 0
    goes_on: bool = False
    linked: bool = False
    depth: int = 0


class Block(NamedTuple):
    """One line of text with its exact place: text[start:end] of the document, stripped of white space.

    `changes` are those that reading found necessary, in order, none overlapping another.
    """

    text: str
    start: int
    end: int
    line: int  # 1-based line of the document's text
    gap: int  # blank lines directly above
    place: Place | None = None  # in the tree of an HTML page
    markup: Markup | None = None  # in a Markdown text
    changes: tuple[Change, ...] = ()
