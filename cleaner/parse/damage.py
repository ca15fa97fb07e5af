"""Repairs damage that only the whole text shows: leftover tags, line ends written as a backslash and n, timestamps, two columns.

Each kind is detected by how often its signs occur in the text, so that a text about tags or escapes keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..data import Block, Change

TAG, ESCAPE, TIME = "debris.tag", "debris.escape", "debris.time"  # ids of the rules that remove them
_TAGS = [
    "p",
    "br",
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "center",
    "cite",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
]
_TAG = re.compile(rf"</?(?:{'|'.join(_TAGS)})(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_BREAKS = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|tr|table|blockquote|figure|figcaption|hr)\b", re.IGNORECASE)
_AT_EDGE = re.compile(
    r"\s*<(?:p|div|h[1-6]|li|figure|blockquote)(?:\s[^<>]{0,2000})?>|.{0,100000}(?:</(?:p|div|h[1-6]|li|blockquote)>|<br\s*/?>)\s*$",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"<(p|div|li|blockquote)(?:\s[^<>]{0,2000})?>.{80,100000}</\1>", re.IGNORECASE)  # a whole paragraph with its tags
_MOST_OF = 3  # at least one line in this many begins or ends with a tag
_LEAST = 2  # minimum of such lines

_WRITTEN = re.compile(r"(?:\\r)?\\n")
_END_WRITTEN = re.compile(r"(?:(?<=[.!?:;,\"'”’»)\]\w])|(?<=\\n))(?:\\r)?\\n(?=\\n|\\r|\s|$|[A-Z\"'“„«(\[–—•*-]|[^\x00-\x7f])")
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})|(?P<quote>[\"'/])|(?P<blank>[tr]))")
_GLUED = re.compile(r"(?<=\w)\\u[0-9a-fA-F]{4}|\\u[0-9a-fA-F]{4}(?=\w)")  # an escaped character inside or next to a word
_GLUED_LEAST = 2
_WRITTEN_LEAST = 3  # minimum of escaped line ends

_TIME = re.compile(r"[\[(]?(?:(?P<hour>\d{1,2}):)?(?P<minute>\d{1,2}):(?P<second>\d{2})(?:[.,]\d{1,3})?[\])]?(?:\s*[-–:]\s+|\s*)(?=\D)")
_TIMES = 4  # minimum of timed lines in a transcript
_GAP = "    "  # the shortest one between two columns
_RIGHT = re.compile(rf"^(?P<left>\S(?:.{{0,40}}\S)?)?(?P<gap>{_GAP} *)(?P<right>\S.*)$")
_RUNNING = 4  # minimum of blanks in a line of running text: a table's cells have fewer
_COLUMN = 16  # minimum of characters before a right-hand column


class _Piece(NamedTuple):
    """A part of a block that becomes a block of its own, and the changes within it."""

    start: int
    end: int
    changes: tuple[Change, ...] = ()


def mend(text: str, blocks: list[Block]) -> list[Block]:
    """`blocks`, the lines of `text`, repaired: split at escaped line breaks and column borders, with changes that remove tags."""
    for shows, parts in ((_shows_escapes, _at_escapes), (_shows_tags, _at_tags)):
        if shows(text, blocks):
            return [part for block in blocks for part in _parted(text, block, parts)]
    if _shows_times(blocks):
        return [block._replace(changes=tuple(_time(block))) for block in blocks]
    column = _column(text, blocks)
    return [part for block in blocks for part in _in_columns(text, block, column)] if column else blocks


def _parted(text: str, block: Block, parts: Callable[[str, Block], Iterator[_Piece]]) -> Iterator[Block]:
    """Split one block into the non-blank pieces that `parts` gives."""
    gap = block.gap
    for start, end, changes in parts(text, block):
        raw = text[start:end]
        if not raw.strip():
            continue
        lead, bare = len(raw) - len(raw.lstrip()), raw.strip()
        begin = start + lead
        yield Block(bare, begin, begin + len(bare), block.line, gap, None, None, changes)
        gap = int(_words(bare, begin, changes) != "" and _is_double(raw))


def _words(bare: str, begin: int, changes: Sequence[Change]) -> str:
    """The text of a piece after its changes, without their replacement texts."""
    out, at = "", begin
    for change in changes:
        out += bare[at - begin : change.start - begin]
        at = change.end
    return (out + bare[at - begin :]).strip()


def _is_double(raw: str) -> bool:
    """Whether the break is a paragraph break rather than a line break."""
    return len(_WRITTEN.findall(raw)) > 1 or "</p>" in raw.lower() or raw.lower().count("<br") > 1


# --- escaped line ends


def _shows_escapes(text: str, blocks: Sequence[Block]) -> bool:
    """Whether escapes are damage: escaped line ends are many, end sentences and outnumber real ones, or words contain escaped letters."""
    codes = text.count("\\u")
    if codes and max(_GLUED_LEAST, codes / 2) <= len(_GLUED.findall(text)):  # a text about escapes keeps them apart from its words
        return True
    if "\\n" not in text:
        return False
    written = len(_END_WRITTEN.findall(text))
    return written >= _WRITTEN_LEAST and written > len(blocks) and written * 2 >= len(_WRITTEN.findall(text))


def _at_escapes(text: str, block: Block) -> Iterator[_Piece]:
    at = start = block.start
    breaks: list[Change] = []
    for found in [*_WRITTEN.finditer(text, block.start, block.end), None]:
        stop = found.start() if found else block.end
        if found and (not text[at:stop].strip()) and breaks:
            breaks.append(Change(found.start(), found.end(), "", ESCAPE))
            at = found.end()
            continue
        if breaks and text[at:stop].strip():
            yield _Piece(start, at, (*_escapes(text, start, breaks[0].start), *breaks))
            start, breaks = at, []
        if found is None:
            yield _Piece(start, stop, (*_escapes(text, start, breaks[0].start if breaks else stop), *breaks))
        else:
            breaks.append(Change(found.start(), found.end(), "", ESCAPE))
            at = found.end()


def _escapes(text: str, start: int, end: int) -> Iterator[Change]:
    if (
        text[start:end].startswith('"') and not text[:start].strip() and text.rstrip().endswith('"')
    ):  # the whole text is a quoted string literal
        yield Change(start, start + 1, "", ESCAPE)
    for found in _ESCAPE.finditer(text, start, end):
        code = found["code"] or found["byte"]
        new = found["quote"] or (" " if found["blank"] else chr(int(code, 16)))
        if code and (0xD800 <= int(code, 16) <= 0xDFFF or int(code, 16) < 0x20):
            continue
        yield Change(found.start(), found.end(), " " if new == "\xa0" else new, ESCAPE)
    if (
        end == len(text.rstrip())
        and text[:end].endswith('"')
        and text.lstrip().startswith('"')
        and not text[end - 2 : end].startswith("\\")
    ):
        yield Change(end - 1, end, "", ESCAPE)


# --- tags


def _shows_tags(text: str, blocks: Sequence[Block]) -> bool:
    """Whether the page's tags were left in the text: enough lines begin or end with a block-level tag."""
    if "<" not in text:
        return False
    edges = sum(_AT_EDGE.match(block.text) is not None for block in blocks if "<" in block.text)
    edges += sum(_WHOLE.fullmatch(block.text) is not None for block in blocks if block.text.startswith("<"))
    return edges >= _LEAST and edges * _MOST_OF >= len(blocks)


def _at_tags(text: str, block: Block) -> Iterator[_Piece]:
    start, cut, words = block.start, block.start, False
    changes: list[Change] = []
    for found in _TAG.finditer(text, block.start, block.end):
        words = words or bool(text[cut : found.start()].strip())
        if words and _BREAKS.match(found[0]) and not found[0].startswith("</"):
            if not found[0][1:3].lower().startswith("br"):
                yield _Piece(start, found.start(), tuple(changes))
                start, changes, words = found.start(), [], False
            changes.append(Change(found.start(), found.end(), "", TAG))
            if found[0][1:3].lower().startswith("br"):
                yield _Piece(start, found.end(), tuple(changes))
                start, changes, words = found.end(), [], False
        else:
            changes.append(Change(found.start(), found.end(), "", TAG))
        cut = found.end()
    if start < block.end:
        yield _Piece(start, block.end, tuple(changes))


# --- timestamps at the start of a transcript's lines


def _shows_times(blocks: Sequence[Block]) -> bool:
    """Whether lines begin with timestamps: most do, the first is in the first minute, and they never decrease."""
    times = [_seconds(found) for block in blocks if (found := _TIME.match(block.text)) and found.end() < len(block.text)]
    rising = all(upper <= lower for upper, lower in pairwise(times))
    return len(times) >= _TIMES and len(times) * 10 >= len(blocks) * 6 and times[0] < 60 and rising


def _seconds(found: re.Match[str]) -> int:
    return int(found["hour"] or 0) * 3600 + int(found["minute"]) * 60 + int(found["second"])


def _time(block: Block) -> Iterator[Change]:
    found = _TIME.match(block.text)
    if found is not None and found.end() < len(block.text):
        yield Change(block.start, block.start + found.end(), "", TIME)


# --- columns


def _column(text: str, blocks: Sequence[Block]) -> int:
    """The character offset at which the right-hand column of a two-column text begins; 0 for any other text."""
    if _GAP not in text:
        return 0
    counts: dict[int, int] = {}
    both = 0
    for block in blocks:
        line = _whole(text, block)
        found = _RIGHT.match(line)
        if found is not None and found.start("right") >= _COLUMN and found["right"].count(" ") >= _RUNNING and "  " not in found["right"]:
            counts[found.start("right")] = counts.get(found.start("right"), 0) + 1
            both += found["left"] is not None
    if not counts or not both:
        return 0
    column, count = max(counts.items(), key=lambda entry: entry[1])
    return column if count >= _LEAST + 1 and both >= _LEAST else 0


def _whole(text: str, block: Block) -> str:
    """The block's line including its indent."""
    start = block.start
    while start and text[start - 1] in " \t":
        start -= 1
    return text[start : block.end]


def _in_columns(text: str, block: Block, column: int) -> list[Block]:
    """The block split into its two cells; the block itself if it has only one."""
    line = _whole(text, block)
    found = _RIGHT.match(line)
    if found is None or not found["left"] or found.start("right") < _COLUMN:
        return [block]
    left, at = found["left"], block.end - len(line)
    right = found["right"].strip()
    begin = at + found.start("right")
    return [
        Block(left, block.start, block.start + len(left), block.line, block.gap),
        Block(right, begin, begin + len(right), block.line, 0),
    ]
