"""Turns a page's tree into its outline: one traversal collects each block's text, and its emphasis, links and visibility."""

from __future__ import annotations

from lxml.html import HtmlElement

from .block_text import Words
from .blocks import BELOW, Boxes, Image, Mark, Outline, TreeBlock
from .elements import is_hidden, read
from .formulas import MATHJAX, doubles_formula, draws_formula, formula, is_tex
from .outline_elements import LINE_TAGS, is_double, is_word, item_number, preformatted
from .tables import is_data_table, rows_of

_DEEPEST = 200  # levels: anything nested deeper is read as plain text
_ADDRESS = 2_000  # characters of a URL or of an image's alternative text


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SKIPPED = _names(
    "script style svg iframe select textarea input object canvas map audio video source track param link meta base datalist progress"
    " meter area embed applet frame frameset head colgroup col rp rt optgroup option"
)
_DRAWN = _names(
    "svg iframe select textarea input object canvas audio video embed progress meter"
)  # rendered inline, so they separate words
_INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr picture q ruby rb s samp small span strike"
    " strong sub sup time tt u var wbr output"
)
_EMPHASIS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "del": "strike",
    "s": "strike",
    "strike": "strike",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = _names("ul ol menu dir")
_KINDS = {
    **dict.fromkeys(_HEADINGS, "heading"),
    "pre": "code",
    "dt": "term",
    "dd": "definition",
    "figcaption": "caption",
    "caption": "caption",
    "button": "button",
    "summary": "summary",
}


def read_outline(tree: HtmlElement, alts: bool = False) -> Outline:
    """The outline of a parsed page; with `alts`, images' alternative texts are part of the text. The tree is not changed."""
    body = tree.find("body")
    reader = _Reader(alts)
    reader.enter(tree if body is None else body, 0)
    return Outline(reader.blocks, reader.boxes)


class _Reader:
    """Traverses the tree once, collecting text until a block ends."""

    def __init__(self, alts: bool = False) -> None:
        self.alts = alts
        self.blocks: list[TreeBlock] = []
        self.boxes = Boxes()
        self.words = Words()
        self.open: list[tuple[int, str, str]] = []  # links and emphasis that are open: (start, kind, target)
        self.marks: list[Mark] = []
        self.images: list[Image] = []
        self.cells: list[int] = []
        self.owner = -1  # index of the box around the open block
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
        box = self.owner
        self.blocks.append(
            TreeBlock(
                text,
                self.boxes.elements[box],
                box,
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

    def _take_marks(self, text: str) -> tuple[tuple[Mark, ...], int, int]:
        """The marks of the block that ends, and its characters in links and in bold type. What is open goes on in the next block."""
        for start, kind, target in self.open:
            self._mark(start, len(text), kind, target)
        self.open = [(0, kind, target) for _, kind, target in self.open]
        marks = tuple([Mark(mark.start + 1, *mark[1:]) if text[mark.start] == " " else mark for mark in self.marks])
        self.marks = []
        linked = sum([mark.end - mark.start for mark in marks if mark.kind == "link"])
        bold = sum([mark.end - mark.start for mark in marks if mark.kind == "strong"])
        return marks, min(linked, len(text)), min(bold, len(text))

    def _mark(self, start: int, end: int, kind: str, target: str) -> None:
        if end > start:
            self.marks.append(Mark(start, end, kind, target))

    # --- elements

    def enter(self, element: HtmlElement, depth: int) -> None:
        """Read a block-level element: its own text and its children's, in order."""
        if depth > _DEEPEST:
            self.words.say(element.text_content())
            return
        properties = read(element)
        tag, hidden = properties.tag, properties.hidden
        soft = tag == "li" or tag == "tr"
        if self.words.length:
            self.close(soft)
        else:
            self.soft = self.soft and soft
        boxes, above = self.boxes, (self.owner, self.kind, self.level)
        index = len(boxes.elements)
        boxes.elements.append(element)
        boxes.named.append(properties)
        boxes.parents.append(self.owner)
        boxes.depths.append(depth)
        boxes.firsts.append(len(self.blocks))
        boxes.ends.append(0)
        self.owner = index
        self.kind, self.level = _KINDS.get(tag, "paragraph"), _HEADINGS.get(tag, 0)
        if self.kind == "paragraph" and above[1] in ("heading", "summary", "button", "term", "definition", "caption"):
            self.kind, self.level = above[1], above[2]
        nests, quotes = tag in _LISTS, tag == "blockquote"
        self.lists += nests
        self.quotes += quotes
        self.hidden += hidden
        if tag == "li":
            self.marker = (max(self.lists, 1), item_number(element))
        if tag == "table" and is_data_table(element):
            self._rows(element)
        elif tag == "pre":
            self.words.verbatim(preformatted(element))
        else:
            self._inside(element, depth)
        if self.words.length:
            self.close(soft)
        else:
            self.soft = self.soft and soft
        if tag == "li":
            self.marker = None
        self.lists -= nests
        self.quotes -= quotes
        self.hidden -= hidden
        self.owner, self.kind, self.level = above
        boxes.ends[index] = len(self.blocks)

    def _inside(self, element: HtmlElement, depth: int) -> None:
        words = self.words
        if element.text:
            words.say(element.text)
        for child in element:
            tag = child.tag
            if tag in _INLINE or (tag == "button" and is_word(child, element)):
                self._inline(child, tag, depth + 1)
            elif tag == "br":
                self.close(soft=not is_double(child))
            elif not isinstance(tag, str) or tag in _SKIPPED:
                if tag in _DRAWN:
                    words.part()
                elif tag == "script" and is_tex(child):
                    words.say(child.text or "")
            elif tag == "img":
                self._image(child)
            elif tag == "math":
                words.say(formula(child))
            elif tag == "template":
                if child.get("shadowrootmode") or child.get("shadowroot"):
                    self.enter(child, depth + 1)
            elif ":" in tag or tag in MATHJAX or ("-" in tag and (len(child) == 0 or element.tag in LINE_TAGS)):
                words.border()
                self._inside(child, depth + 1)
                words.border()
            else:
                self.enter(child, depth + 1)
            if child.tail:
                words.say(child.tail)

    def _inline(self, element: HtmlElement, tag: str, depth: int) -> None:
        """Read a link, emphasis or another inline element."""
        if depth > _DEEPEST:
            self.words.say(element.text_content())
            return
        attributes = dict(element.items())  # a single call into the tree
        hidden = is_hidden(tag, attributes)
        if (hidden or attributes.get("aria-hidden") == "true") and doubles_formula(element):
            return
        if hidden:
            if element.text_content().strip():
                self.enter(element, depth)
            return
        if tag != "sub":  # as in H2O
            self.words.border()
        target = attributes.get("href") if tag == "a" else None
        kind = "link" if target is not None else _EMPHASIS.get(tag)
        if kind is not None:
            self.open.append((self.words.length, kind, target or ""))
        self._inside(element, depth)
        if kind is not None:
            start, _, _ = self.open.pop()
            self._mark(start, self.words.length, kind, target or "")
        if tag != "sub":
            self.words.border()

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
        if not isinstance(cell.tag, str) or cell.tag in _SKIPPED:
            return
        self.words.part()
        if cell.text:
            self.words.say(cell.text)
        for child in cell:
            if child.tag == "a" and child.get("href") is not None:
                start = self.words.length
                self._cell(child)
                self._mark(start, self.words.length, "link", child.get("href"))
            else:
                self._cell(child)
            if child.tail:
                self.words.say(child.tail)
