"""Read Markdown with markdown-it-py: its blocks with their lines, and the positions of links and images in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..languages.marks import NESTED_BULLETS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Kind = Literal["paragraph", "heading", "code", "fence", "html", "rule", "row"]
_CONTAINERS = ("bullet_list", "ordered_list", "blockquote", "table")
_DEEPEST = 20  # levels of nesting; anything deeper is read as text
_LONGEST = 8_000  # characters of the longest block that is searched for links, which takes more than linear time
_FOUND = "found"
_BROKEN = re.compile(
    r"\]\(<?https?://[^\s()<>\"]{1,2000}\n[^\s()<>\"]{1,2000}(?=[)\s])"
)  # an address that was wrapped at the width of the text


class Inline(NamedTuple):
    """A link or an image in a block's text: content[start:end]. A link's words are content[label_start:label_end]."""

    kind: Literal["link", "image"]
    start: int
    end: int
    label_start: int
    label_end: int


class Leaf(NamedTuple):
    """A block that contains no other block. Its lines are `first` up to, not including, `last`, counted from 0.

    `level`: of a heading 1 to 6. `item`: it begins a list item. `box`: number of the outermost list, quote or table around it; -1 for
    none. `content`: its text without block markup, line by line as in the source. Each cell of a table's row is a leaf.
    """

    kind: Kind
    first: int
    last: int
    content: str = ""
    level: int = 0
    item: bool = False
    box: int = -1
    depth: int = 0  # lists around it
    number: int | None = None  # of the first block of an item of a numbered list
    inlines: tuple[Inline, ...] = ()


def read(text: str) -> list[Leaf]:
    """The leaves of a text, in order. Link reference definitions are in no leaf."""
    parser = _parser()
    env: dict[str, Any] = {}
    leaves: list[Leaf] = []
    boxes: list[int] = []
    count = 0
    item, number = False, None
    lists = 0
    level, down_to = 0, 0
    kind: Kind = "paragraph"
    for token in parser.parse(text, env):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _CONTAINERS:
            count += token.nesting > 0
            boxes = [*boxes, count] if token.nesting > 0 else boxes[:-1]
            lists += token.nesting if name.endswith("list") else 0
        elif token.type == "list_item_open":
            item, number = True, int(token.info) if token.info.isdigit() else None
        elif token.type == "heading_open":
            kind, level, down_to = "heading", int(token.tag[1:]), token.map[1] if token.map else 0
        elif token.type == "tr_open":
            kind = "row"
        elif token.nesting < 0 and name in ("heading", "tr"):
            kind, level, down_to = "paragraph", 0, 0
        elif token.map is not None and (leaf := _leaf(token, kind, level, item, boxes)) is not None:
            leaf = leaf._replace(last=max(leaf.last, down_to), depth=lists, number=number)
            leaves.append(leaf._replace(inlines=_inlines(parser, leaf, env)))
            item, number = False, None
    return leaves


def _leaf(token: Token, kind: Kind, level: int, item: bool, boxes: Sequence[int]) -> Leaf | None:
    named: dict[str, Kind] = {"inline": kind, "code_block": "code", "fence": "fence", "html_block": "html", "hr": "rule"}
    if token.type not in named or token.map is None:
        return None
    first, last = token.map
    return Leaf(named[token.type], first, last, token.content, level, item, boxes[0] if boxes else -1)


def _inlines(parser: MarkdownIt, leaf: Leaf, env: dict[str, Any]) -> tuple[Inline, ...]:
    """The links and images of a leaf."""
    if leaf.kind not in ("paragraph", "heading", "row") or "[" not in leaf.content or len(leaf.content) > _LONGEST:
        return ()
    found: list[Inline] = []
    content = _BROKEN.sub(lambda address: address[0].replace("\n", "_"), leaf.content)
    parser.inline.parse(content, parser, {**env, _FOUND: (content, found)}, [])
    return tuple(sorted(found, key=lambda inline: inline.start))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough. Indented text is not code, because scraped text is indented for many reasons."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import image, link

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"]).disable("code")
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.inline.ruler.at("link", _noting("link", link))
    parser.inline.ruler.at("image", _noting("image", image))
    return parser


def _noting(kind: Literal["link", "image"], rule: Callable[[Any, bool], bool]) -> Callable[[Any, bool], bool]:
    """A rule of the parser that also records the positions of its matches, which tokens do not have."""

    def noting(state: Any, silent: bool) -> bool:
        start = state.pos
        opens = "![" if kind == "image" else "["
        if silent or not state.src.startswith(opens, start) or state.src != state.env.get(_FOUND, ("",))[0]:
            return rule(state, silent)
        label_start = start + len(opens)
        label_end = state.md.helpers.parseLinkLabel(state, label_start - 1, kind == "link")
        state.pos = start
        matched = rule(state, silent)
        if matched:
            state.env[_FOUND][1].append(Inline(kind, start, state.pos, label_start, label_end))
        return matched

    return noting


_TASK = re.compile(r"\[[ xX]\]\s")
_DEFINED = re.compile(r"\n:\s+")


def plain(text: str) -> str:
    """The words of a Markdown text: list items with a bullet or their number, the cells of a row separated by bars, without images.

    A blank line in `text` is a blank line in the result, and a line end a line end.
    """
    source = text.split("\n")
    out: list[str] = []
    end = 0
    for group in _rows(read(text)):
        leaf = group[0]
        words = _divided([_words(cell) for cell in group])
        if not words and not leaf.item:  # an image by itself
            continue
        if leaf.item:
            words = (
                f"{NESTED_BULLETS[min(max(leaf.depth, 1), len(NESTED_BULLETS)) - 1] if leaf.number is None else f'{leaf.number}.'} {words}"
            )
        if out:
            out.append("\n\n" if any(not line.strip(" \t>") for line in source[end : leaf.first]) else "\n")
        out.append(words)
        end = leaf.last
    return "".join(out)


def _divided(cells: Sequence[str]) -> str:
    """The words of a row's cells separated by bars; an empty cell adds no second blank, as in the text of an HTML page."""
    return (cells[0] + "".join(f" | {cell}" if cell else " |" for cell in cells[1:])).strip(" ") if len(cells) > 1 else cells[0]


def _rows(leaves: Sequence[Leaf]) -> list[list[Leaf]]:
    """The leaves, grouped by the row of a table; without thematic breaks."""
    found: list[list[Leaf]] = []
    for leaf in leaves:
        if leaf.kind == "row" and found and found[-1][0].kind == "row" and found[-1][0].first == leaf.first:
            found[-1].append(leaf)
        elif leaf.kind != "rule":
            found.append([leaf])
    return found


def _words(leaf: Leaf) -> str:
    """The words of a block."""
    if leaf.kind in ("fence", "code", "html"):
        return leaf.content.rstrip("\n")
    content = leaf.content
    if leaf.item and (task := _TASK.match(content)):
        content = content[task.end() :]
    tokens: list[Token] = []
    parser = _parser()
    parser.inline.parse(content, parser, {}, tokens)
    words = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type in ("softbreak", "hardbreak"):
            words = words.rstrip(" ") + "\n"
        elif token.type != "image":
            behind = before is not None and before.type == "image" and (not words or words[-1].isspace())
            words += token.content.lstrip(" ") if behind else token.content
    words = words.strip(" ")
    return _DEFINED.sub("\n\n", words) if leaf.kind == "paragraph" and "\n:" in content else words
