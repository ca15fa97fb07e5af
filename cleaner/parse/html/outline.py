"""Turns a page's tree into its outline: one traversal collects each block's text, and its emphasis, links and visibility."""

from __future__ import annotations

from lxml.html import HtmlElement

from .block_text import Words
from .blocks import BELOW, Boxes, Image, Mark, OpenedBox, Outline, TreeBlock
from .elements import hides, read
from .formulas import doubles_formula, draws_formula, formula, is_tex
from .outline_elements import is_double, is_word, item_number, preformatted
from .outline_tags import EMPHASIS, HANDED_DOWN, HEADINGS, KINDS, LINE_TAGS, LISTS, MORE_THAN_BOXES, NOT_READ, ROLES, Role
from .tables import is_data_table, rows_of

_DEEPEST = 200  # levels: anything nested deeper is read as plain text
_ADDRESS = 2_000  # characters of a URL or of an image's alternative text
_BOX, _INLINE, _SKIPPED, _DRAWN, _BREAK, _IMAGE = Role.BOX, Role.INLINE, Role.SKIPPED, Role.DRAWN, Role.BREAK, Role.IMAGE
_BUTTON, _SCRIPT, _FORMULA, _TEMPLATE, _FOREIGN, _CUSTOM = Role.BUTTON, Role.SCRIPT, Role.FORMULA, Role.TEMPLATE, Role.FOREIGN, Role.CUSTOM


def read_outline(tree: HtmlElement, alts: bool = False) -> Outline:
    """The outline of a parsed page; with `alts`, images' alternative texts are part of the text. The tree is not changed."""
    body = tree.find("body")
    top = tree if body is None else body
    reader = _Reader(top, alts)
    reader.enter(top, str(top.tag), 0)
    return Outline(reader.blocks, Boxes.of(reader.opened, reader.ends))


class _Reader:
    """Traverses the tree once, collecting text until a block ends."""

    def __init__(self, top: HtmlElement, alts: bool = False) -> None:
        self.alts = alts
        self.blocks: list[TreeBlock] = []
        self.opened: list[OpenedBox] = []
        self.ends: list[int] = []  # for each box, the number of blocks up to its end
        self.words = Words()
        self.open: list[tuple[int, str, str]] = []  # links and emphasis that are open: (start, kind, target)
        self.marks: list[Mark] = []
        self.images: list[Image] = []
        self.cells: list[int] = []
        self.owner, self.element = -1, top  # index and element of the box around the open block
        self.kind = "paragraph"
        self.level = 0
        self.marker: tuple[int, int | None] | None = None  # (nesting, number) of a list item that has no block yet
        self.lists = 0
        self.quotes = 0
        self.hidden = 0
        self.soft = False  # whether only a line break divides the next block from the one above

    # --- blocks

    def close(self, soft: bool = False) -> None:
        """End the open block; with `soft`, only a line break divides it from the next one."""
        if not self.words.length:
            self.soft = self.soft and soft
            if self.images and self.blocks:  # images without text around them
                above = self.blocks[-1]
                self.blocks[-1] = above._replace(images=(*above.images, *(image._replace(at=BELOW) for image in self.images)))
                self.images = []
            return
        text = self.words.take()
        marks, linked, bold = self._take_marks(text) if self.open or self.marks else ((), 0, 0)
        kind, level, number = self.kind, self.level, None
        if self.marker is not None and kind == "paragraph":
            kind, (level, number) = "item", self.marker
        self.marker = None
        self.blocks.append(
            TreeBlock(
                text,
                self.element,
                self.owner,
                kind,
                level,
                number,
                linked,
                bold,
                self.quotes > 0,
                self.hidden > 0,
                self.soft and bool(self.blocks),
                marks,
                tuple([image._replace(at=min(image.at, len(text))) for image in self.images]) if self.images else (),
                tuple(self.cells),
                self.quotes,
            )
        )
        self.images, self.cells = [], []
        self.soft = soft

    def _border(self, soft: bool) -> None:
        """A block-level element begins or ends here; with `soft`, it divides blocks as a line break does."""
        if self.words.length:
            self.close(soft)
        elif not soft:
            self.soft = False

    def _take_marks(self, text: str) -> tuple[tuple[Mark, ...], int, int]:
        """The marks of the block that ends, and its characters in links and in bold type. What is open goes on in the next block."""
        if self.open:
            for start, kind, target in self.open:
                if len(text) > start:
                    self.marks.append(Mark(start, len(text), kind, target))
            self.open = [(0, kind, target) for _, kind, target in self.open]
        linked = bold = 0
        marks = self.marks
        for number, (start, end, kind, target) in enumerate(marks):
            if text[start] == " ":
                start += 1
                marks[number] = Mark(start, end, kind, target)
            if kind == "link":
                linked += end - start
            elif kind == "strong":
                bold += end - start
        self.marks = []
        return tuple(marks), min(linked, len(text)), min(bold, len(text))

    # --- elements

    def enter(self, element: HtmlElement, tag: str, depth: int) -> None:
        """Read a block-level element: its own text and its children's, in order."""
        if depth > _DEEPEST:
            self.words.say(element.text_content())
            return
        properties = read(tag, element.items())
        soft = tag == "li" or tag == "tr"
        if self.words.length:
            self.close(soft)
        elif not soft:
            self.soft = False
        owner, around, kind_around, level_around = self.owner, self.element, self.kind, self.level
        index = len(self.ends)
        self.owner, self.element = index, element
        self.opened.append((element, properties, owner, depth, len(self.blocks)))
        self.ends.append(0)
        kind = KINDS.get(tag)
        if kind is not None:
            self.kind, self.level = kind, HEADINGS.get(tag, 0)
        elif kind_around not in HANDED_DOWN:
            self.kind, self.level = "paragraph", 0
        if properties.hidden or tag in MORE_THAN_BOXES:
            self._inside_special(element, tag, depth, properties.hidden)
        else:
            self._inside(element, tag, depth)
            if self.words.length:
                self.close(soft)
            elif not soft:
                self.soft = False
        self.owner, self.element, self.kind, self.level = owner, around, kind_around, level_around
        self.ends[index] = len(self.blocks)

    def _inside_special(self, element: HtmlElement, tag: str, depth: int, hidden: bool) -> None:
        """Read what is in a hidden element, a list, a list item, a quote, a table or preformatted text."""
        nests, quotes, item = tag in LISTS, tag == "blockquote", tag == "li"
        self.lists += nests
        self.quotes += quotes
        self.hidden += hidden
        if item:
            self.marker = (max(self.lists, 1), item_number(element))
        if tag == "table" and is_data_table(element):
            self._rows(element)
        elif tag == "pre":
            self.words.verbatim(preformatted(element))
        else:
            self._inside(element, tag, depth)
        self._border(item or tag == "tr")
        if item:
            self.marker = None
        self.lists -= nests
        self.quotes -= quotes
        self.hidden -= hidden

    def _inside(self, element: HtmlElement, own_tag: str, depth: int) -> None:
        words = self.words
        if text := element.text:
            words.say(text)
        depth += 1
        for child in element:
            tag = child.tag
            role = ROLES[tag]
            if role is _BOX:
                self.enter(child, tag, depth)
            elif role is _INLINE:
                self._inline(child, tag, depth)
            elif role is _IMAGE:
                self._image(child)
            elif role is _BREAK:
                self.close(soft=not is_double(child))
            elif role is _DRAWN:
                words.space = True
            elif role is not _SKIPPED:
                self._rare(child, tag, role, own_tag, depth)
            if (tail := child.tail) is None:
                continue
            if tail.isspace():  # most texts between tags
                words.space = True
            else:
                words.say(tail)

    def _rare(self, element: HtmlElement, tag: str, role: Role, around: str, depth: int) -> None:
        """Read an element that is inline or a box by its place or its attributes, inside one with the tag `around`."""
        if role is _SCRIPT:
            if is_tex(element):
                self.words.say(element.text or "")
        elif role is _FORMULA:
            self.words.say(formula(element))
        elif role is _BUTTON and is_word(element, around):
            self._inline(element, tag, depth)
        elif role is _FOREIGN or (role is _CUSTOM and (len(element) == 0 or around in LINE_TAGS)):
            self.words.border()
            self._inside(element, tag, depth)
            self.words.border()
        elif role is not _TEMPLATE or element.get("shadowrootmode") or element.get("shadowroot"):
            self.enter(element, tag, depth)

    def _inline(self, element: HtmlElement, tag: str, depth: int) -> None:
        """Read a link, emphasis or another inline element."""
        if depth > _DEEPEST:
            self.words.say(element.text_content())
            return
        hidden = hides(element)
        if (hidden or element.get("aria-hidden") == "true") and doubles_formula(element):
            return
        if hidden:
            if element.text_content().strip():
                self.enter(element, tag, depth)
            return
        target = element.get("href") if tag == "a" else None
        words = self.words
        divides = tag != "sub"  # as in H2O
        if divides:
            words.borders = True
        kind = "link" if target is not None else EMPHASIS.get(tag)
        if kind is None:
            self._inside(element, tag, depth)
        else:
            self.open.append((words.length, kind, target or ""))
            self._inside(element, tag, depth)
            start, _, _ = self.open.pop()
            if words.length > start:
                self.marks.append(Mark(start, words.length, kind, target or ""))
        if divides:
            words.borders = True

    def _image(self, element: HtmlElement) -> None:
        """Record an image; that of a formula, or any with `alts`, is read as its alternative text."""
        if draws_formula(element):
            self.words.say(element.get("alt") or "")
        elif self.alts:
            self.words.part()
            self.words.say((element.get("alt") or "")[:_ADDRESS])
            self.words.part()
        else:
            self.words.part()
            source = element.get("src") or element.get("data-src") or ""
            if source and len(source) <= _ADDRESS and not source.startswith("data:"):
                self.images.append(Image(self.words.length, source, " ".join((element.get("alt") or "").split())[:_ADDRESS]))

    def _rows(self, table: HtmlElement) -> None:
        """Read a data table: one block per row, its cells separated by bars."""
        for row in rows_of(table):
            self.close(soft=True)
            self.kind, self.level = ("caption", 0) if row.tag == "caption" else ("row", 0)
            for number, cell in enumerate(row if row.tag == "tr" else [row]):
                if number:
                    self.words.say(" | ")
                    self.cells.append(self.words.length + 1)  # a blank follows
                self._cell(cell)
        self.close(soft=True)

    def _cell(self, cell: HtmlElement) -> None:
        """Read a table cell as one line, including the text of block-level elements in it."""
        if ROLES[cell.tag] in NOT_READ:
            return
        self.words.part()
        if cell.text:
            self.words.say(cell.text)
        for child in cell:
            if child.tag == "a" and child.get("href") is not None:
                start = self.words.length
                self._cell(child)
                if self.words.length > start:
                    self.marks.append(Mark(start, self.words.length, "link", child.get("href")))
            else:
                self._cell(child)
            if child.tail:
                self.words.say(child.tail)
