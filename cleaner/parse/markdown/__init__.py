"""Splits a Markdown text into lines, each with its place among the blocks and the changes that remove link and image markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ...backends import markdown
from ...backends.markdown import Inline, Leaf
from ...data import Block, Change, Markup
from ...languages.marks import COMMON_ENDS, HINDI_AND_ARABIC_ENDS, QUOTES_OR_BRACKET, one_of

__all__ = ["IMAGE", "LINK", "markdown_lines"]

# ids of the rules that remove link targets, images and emphasis marks from a line; emphasis is restored in kept lines
LINK, IMAGE, EMPHASIS = "markdown.link", "markdown.image", "markdown.emphasis"
_EMPHASIS = re.compile(r"(?<![\\\w*])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]{0,400}?[^\s*_\\])\1(?![\w*])")
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_WORD = re.compile(r"\w")
_REFERENCE = re.compile(r"\s{0,3}\[[^\[\]]{1,999}\]:\s*\S")
_ITEM_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:\s+\[[ xX]\])?\s+")
_QUOTES = re.compile(r"[\s>]*")
_INDENT = re.compile(r"\s*")
_CODE_INDENT = 4  # blanks of indent with which a line may be code
_DEFINES = re.compile(r"[:~]\s")  # the definition in a definition list
_STOPPED = re.compile(rf"{one_of(COMMON_ENDS, HINDI_AND_ARABIC_ENDS, ':')}{one_of(QUOTES_OR_BRACKET, '*_')}*$")


class _Line(NamedTuple):
    """A line of the source: its offset, and its text without the line end."""

    start: int
    text: str


def markdown_lines(text: str, start: int = 0, images: str = "drop") -> list[Block]:
    """The blocks of text[start:], one per line. Line ends are LF, CRLF or CR. `images`: how images are treated (drop, keep or alt)."""
    source = list(_lines(text, start))
    above = len(list(_lines(text[:start], 0))) if start else 0
    found = _Reader(source, images).blocks(markdown.read("\n".join(line.text for line in source)))
    out: list[Block] = []
    blank_from = 0
    for number, block in sorted((entry for entry in found if entry[1].text), key=lambda entry: entry[0]):
        gap = sum(not line.text.strip() for line in source[blank_from:number])
        out.append(block._replace(line=above + number + 1, gap=gap))
        blank_from = number + 1
    return out


def _lines(text: str, start: int) -> Iterator[_Line]:
    while start < len(text) and (found := _LINE.match(text, start)):
        yield _Line(start, found[0].rstrip("\r\n"))
        start = found.end()


class _Reader:
    """Turns Markdown leaves into blocks, line by line."""

    def __init__(self, source: Sequence[_Line], images: str) -> None:
        self.source = source
        self.images = images
        self.covered: set[int] = set()

    def blocks(self, leaves: Sequence[Leaf]) -> list[tuple[int, Block]]:
        """(line index, block) of each line with text."""
        found: list[tuple[int, Block]] = []
        grouped = groupby(leaves, key=lambda leaf: (leaf.kind, leaf.first) if leaf.kind == "row" else (leaf.kind, leaf.first, leaf.last))
        for number, (_, group) in enumerate(grouped):
            found += self._of_leaf(number, list(group))
        missing = (i for i, line in enumerate(self.source) if line.text.strip(" \t>") and i not in self.covered)
        for i in missing:
            kind = "reference" if _REFERENCE.match(self.source[i].text) else "paragraph"
            found.append((i, self._block(i, Markup(kind, leaf=-1 - i))))
        return found

    def _of_leaf(self, number: int, leaves: list[Leaf]) -> list[tuple[int, Block]]:
        leaf = leaves[0]
        last = min(leaf.last, len(self.source))
        self.covered.update(range(leaf.first, last))
        markup = Markup("item" if leaf.item and leaf.kind == "paragraph" else leaf.kind, leaf.level, number, leaf.box)
        if leaf.kind == "fence":
            return self._fence(leaf.first, last, markup._replace(kind="code"))
        if leaf.kind == "heading" and "\n" not in leaf.content:
            return self._heading(leaf, last, markup)
        if leaf.kind == "heading":  # most writers mean a paragraph, not a heading, by several lines above a line of dashes
            found = self._paragraph(
                [i for i in range(leaf.first, last - 1) if self.source[i].text.strip()], leaf, markup._replace(kind="paragraph")
            )
            end = self.source[last - 1].start + len(self.source[last - 1].text)
            return [*found[:-1], (found[-1][0], _marked(found[-1][1], tail=end - found[-1][1].end))] if found else []
        if leaf.kind == "row":
            return [(leaf.first, self._row(leaf.first, leaves, markup))]
        lines = [i for i in range(leaf.first, last) if self.source[i].text.strip()]
        if leaf.kind != "paragraph":
            return [(i, self._block(i, markup)) for i in lines]
        return self._paragraph(lines, leaf, markup)

    def _block(self, i: int, markup: Markup, start: int | None = None) -> Block:
        """The block of line `i` from offset `start`; by default, from after its indent and quote markers."""
        line = self.source[i]
        start = _start(line.text) if start is None else start
        text = line.text[start:].strip()
        begin = line.start + start + (len(line.text[start:]) - len(line.text[start:].lstrip()))
        tail = 2 if line.text.endswith("  ") else 0
        return Block(text, begin, begin + len(text), 0, 0, None, markup._replace(lead=begin - line.start, tail=tail))

    def _fence(self, first: int, last: int, markup: Markup) -> list[tuple[int, Block]]:
        """The lines of a fenced code block: the fences are part of the markup of its first and last lines."""
        closed = last - first > 1 and self.source[last - 1].text.lstrip(" >").startswith(("```", "~~~"))
        inner = [i for i in range(first + 1, last - closed) if self.source[i].text.strip()]
        found = [(i, self._block(i, markup)) for i in inner]
        if not found:
            return [(first, self._block(first, markup))]
        i, block = found[0]
        found[0] = (i, _marked(block, lead=block.start - self.source[first].start))
        if closed:
            i, block = found[-1]
            end = self.source[last - 1].start + len(self.source[last - 1].text)
            found[-1] = (i, _marked(block, tail=end - block.end))
        return found

    def _heading(self, leaf: Leaf, last: int, markup: Markup) -> list[tuple[int, Block]]:
        """A heading on one line; its number signs or the underline below are its markup."""
        content = leaf.content.split("\n")[0].strip()
        line = self.source[leaf.first]
        at = line.text.find(content)
        if not content or at < 0:
            return [(leaf.first, self._block(leaf.first, markup._replace(kind="paragraph")))]
        changes, linked = self._changes(leaf, [leaf.first])
        block = self._block(leaf.first, markup, at)
        block = block._replace(text=content, end=block.start + len(content))
        block = block._replace(changes=tuple(_tidy([*changes, *_emphasis(block)])))
        end = self.source[last - 1].start + len(self.source[last - 1].text.rstrip())
        return [(leaf.first, _marked(block, tail=max(0, end - block.end))._replace(text=content))] if not linked or content else []

    def _row(self, i: int, leaves: list[Leaf], markup: Markup) -> Block:
        """A table row; the delimiter line below the header row is part of that row's markup."""
        changes: list[Change] = []
        linked = True
        at = 0
        for leaf in leaves:
            found, alone = self._changes(leaf, [i], at)
            changes += found
            linked = linked and (alone or not leaf.content.strip())
            place = self.source[i].text.find(leaf.content, at)
            at = place + len(leaf.content) if place >= 0 else at
        block = self._block(i, markup._replace(linked=linked and bool(changes)))._replace(changes=tuple(changes))
        below = i + 1
        if below < len(self.source) and below not in self.covered and "-" in self.source[below].text:
            self.covered.add(below)
            block = _marked(block, tail=self.source[below].start + len(self.source[below].text) - block.end)
        return block

    def _paragraph(self, lines: list[int], leaf: Leaf, markup: Markup) -> list[tuple[int, Block]]:
        changes, linked = self._changes(leaf, lines)
        out: list[tuple[int, Block]] = []
        widest = max((len(self.source[i].text) for i in lines), default=0)
        for i in lines:
            first = not out
            line_markup = markup if first or markup.kind != "item" else markup._replace(kind="paragraph")
            block = self._block(i, line_markup)
            if markup.kind == "item":
                line_markup = line_markup._replace(depth=block.start - self.source[i].start)
            block = block._replace(changes=tuple(change for change in changes if block.start <= change.start < block.end))
            goes_on = not first and self._goes_on(i, block, out[-1][1], widest)
            alone = linked or _links_alone(block)
            block = block._replace(changes=tuple(_tidy([*block.changes, *_emphasis(block)])))
            assert block.markup is not None
            out.append((i, block._replace(markup=block.markup._replace(goes_on=goes_on, linked=alone, depth=line_markup.depth))))
        return out

    def _goes_on(self, i: int, block: Block, above: Block, widest: int) -> bool:
        """Whether a line continues the sentence above: that one does not end, and the break between them is not intended."""
        assert above.markup is not None
        links = [change for change in above.changes if change.rule == LINK]
        if links and (links[-1].end > above.end or links[-1].end - links[-1].start == 1):  # a link spans both lines
            return True
        indent = _INDENT.match(self.source[i].text)
        if above.markup.tail or above.text.endswith("\\") or _DEFINES.match(block.text):
            return False
        if indent is not None and indent.end() >= _CODE_INDENT and above.markup.kind != "item" and above.markup.depth == 0:
            return False
        long = len(above.text) >= _HARD_WRAP or (widest >= _WIDE and block.text[0].islower())
        return long and not _STOPPED.search(above.text[-8:]) and not _links_alone(above)

    def _changes(self, leaf: Leaf, lines: Sequence[int], at: int = 0) -> tuple[tuple[Change, ...], bool]:
        """The changes that remove link and image markup from a leaf, and whether the leaf has nothing else."""
        if not leaf.inlines:
            return (), False
        spots = self._spots(leaf, lines, at)
        if spots is None:
            return (), False
        changes: list[Change] = []
        rest = list(leaf.content)
        down_to = 0
        for inline in leaf.inlines:
            rest[inline.start : inline.end] = " " * (inline.end - inline.start)
            if inline.start < down_to:
                continue
            changes += self._cut(inline, leaf, spots)
            down_to = inline.end if inline.kind == "image" or _is_wordless(inline, leaf) else down_to
        shown = self.images != "drop" and all(inline.kind == "image" for inline in leaf.inlines)
        return tuple(_tidy(changes)), not _WORD.search("".join(rest)) and not shown

    def _cut(self, inline: Inline, leaf: Leaf, spots: Sequence[int]) -> Iterator[Change]:
        """The changes that remove the markup of one link or image."""
        if inline.kind == "image" or _is_wordless(inline, leaf):
            if self.images == "keep" and (inline.kind == "image" or "![" in leaf.content[inline.start : inline.end]):
                return
            shown = leaf.content[inline.label_start : inline.label_end] if self.images == "alt" and inline.kind == "image" else ""
            apart = not shown and leaf.content[inline.start - 1 : inline.start] == " " == leaf.content[inline.end : inline.end + 1]
            yield Change(spots[inline.start], spots[inline.end - 1] + 1 + apart, " ".join(shown.split()), IMAGE)
            return
        glued = leaf.content[inline.end : inline.end + 1] in ("[", "!")
        yield Change(spots[inline.start], spots[inline.label_start], "", LINK)
        yield Change(spots[inline.label_end], spots[inline.end - 1] + 1, " " if glued else "", LINK)

    def _spots(self, leaf: Leaf, lines: Sequence[int], at: int) -> list[int] | None:
        """The source offset of each character of a leaf's text; None if the leaf's text differs from the source."""
        spots: list[int] = []
        for i, content in zip(lines, leaf.content.split("\n"), strict=False):
            line = self.source[i]
            bare = content.strip()
            place = line.text.find(bare, at)
            if place < 0:
                return None
            lead = len(content) - len(content.lstrip())
            spots += [line.start + place] * lead
            spots += range(line.start + place, line.start + place + len(bare))
            spots += [line.start + place + len(bare)] * (len(content) - lead - len(bare) + 1)
        return spots if len(spots) > len(leaf.content) else None


_HARD_WRAP = 40  # characters: a shorter line was broken for another reason
_WIDE = 60  # characters of the widest line: beside such a line, a shorter one may be broken before a long word


def _emphasis(block: Block) -> Iterator[Change]:
    """Changes that remove emphasis marks, so that rules see only the words."""
    if "*" not in block.text and "_" not in block.text:
        return
    for found in _EMPHASIS.finditer(block.text):
        for start, end in (found.span(1), (found.end(2), found.end())):
            yield Change(block.start + start, block.start + end, "", EMPHASIS)


def _start(text: str) -> int:
    """The offset of a line's text after its indent and quote markers."""
    found = _QUOTES.match(text)
    return found.end() if found and found.end() < len(text) else len(text) - len(text.lstrip())


def _marked(block: Block, lead: int | None = None, tail: int | None = None) -> Block:
    assert block.markup is not None
    markup = block.markup._replace(lead=block.markup.lead if lead is None else lead, tail=block.markup.tail if tail is None else tail)
    return block._replace(markup=markup)


def _links_alone(block: Block) -> bool:
    """Whether a line has nothing but links and images."""
    if not block.changes:
        return False
    inside, at, rest = False, block.start, ""
    for change in block.changes:
        if not inside:
            rest += block.text[at - block.start : change.start - block.start]
        opens = (
            change.rule == LINK
            and change.end - change.start == 1
            and block.text[change.start - block.start : change.end - block.start] == "["
        )
        inside, at = opens, change.end
    if not inside:
        rest += block.text[max(0, at - block.start) :]
    return not _WORD.search(_ITEM_MARK.sub("", rest, count=1))


def _is_wordless(inline: Inline, leaf: Leaf) -> bool:
    """Whether a link has no words, or nothing but an image."""
    images = [other for other in leaf.inlines if other.kind == "image" and inline.start < other.start < inline.end]
    label = list(leaf.content[inline.label_start : inline.label_end])
    for image in images:
        label[image.start - inline.label_start : image.end - inline.label_start] = " "
    return not _WORD.search("".join(label))


def _tidy(changes: Sequence[Change]) -> list[Change]:
    """The changes in order, without those that overlap an earlier one."""
    out: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.start, -change.end)):
        if not out or change.start >= out[-1].end:
            out.append(change)
    return out
