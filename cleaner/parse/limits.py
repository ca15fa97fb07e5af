"""Limits on HTML, enforced before any parser sees it: markup beyond what a real page needs is removed, shortened or flattened.

A parser silently drops all text that is nested too deeply, and takes minutes for a tag with a million attributes or for a million
tags. A quick scan checks upper bounds for everything but the depth, which shows only after parsing. A page that exceeds a bound is
rewritten in one pass over its markup.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MAX_CHARS = 10_000_000  # of markup without scripts and data: a long book is a third of that, and 10 MB of text take minutes
MAX_ELEMENTS = 50_000  # ten times a large page; an extractor's time grows faster than linearly with their number
DEEPEST = 255  # levels of a tree: libxml2 drops everything below, and other parsers' time is quadratic in the depth
MAX_DEPTH = 220  # levels that the rewriting pass leaves; the difference allows for elements that a parser adds itself
MAX_TAG = 100_000  # characters of one tag: long tags are inlined images or application state
MAX_ATTRIBUTES = 100  # that a tag above MAX_TAG keeps; a parser compares each with all others
MAX_VALUE = 10_000  # characters of an attribute that such a tag keeps
MAX_SCRIPT = 1_000_000  # characters of a script; a shorter one may hold the article's metadata
MAX_COPIES = 500_000  # elements that a parser may add where formatting is left open: about 200 MB
MAX_MARKS = 100_000  # & and < in text, and unmatched end tags; the parser records each as an error

_TOKEN = re.compile(
    r"""<(?:(?P<comment>!--|\?)
      | (?P<raw>script|style)\b[^<>]*+>                                    # what follows is no markup
      | (?P<end>/?)(?P<name>[a-z][^\s/<>]*+)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>)""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_LONG_TAG = re.compile(  # CDATA, or an ordinary script or style tag: it is the text after the tag that is long
    rb"""<(?:!\[CDATA\[|(?:script|style)(?:\s[\w:-]{1,40}(?:="[^"<>]{0,400}"|='[^'<>]{0,400}'|=[\w/+-]{1,400})?){0,20}\s?>)""",
    re.IGNORECASE,
)
_ENDS = {  # the ends of what is not parsed as markup; without one, it extends to the end of the page
    "!--": re.compile("-->|--!>|(?<=<!--)>|(?<=<!--)->"),
    "?": re.compile(">"),
    "script": re.compile(r"</[sS][cC][rR][iI][pP][tT]\s*>"),
    "style": re.compile(r"</[sS][tT][yY][lL][eE]\s*>"),
}
_ATTRIBUTE = re.compile(r"""\s(?P<name>[^\s"'<>/=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?""")
_SURROGATE = re.compile("[\ud800-\udfff]")  # an undecodable byte; parsers reject it
_CONTROLS = bytes((*range(9), 11, *range(14, 32), 127))  # parsers reject these, and U+FFFE and U+FFFF
_SPACES = bytes.maketrans(b"\f", b" ")
_FEW = 20  # processing instructions that do not make a page need the rewriting pass


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID = _names("area base br col embed frame hr img input link meta param source track wbr")
_IMPLIED = _names("p li dt dd td th tr option")  # a start tag closes an open element of the same name
_SCOPES = _names("html body div section article main aside header footer nav table ul ol dl select blockquote form figure details fieldset")
_FORMATTING = _names("b big code em font i nobr s small strike strong tt u")  # left open, it is reopened in every block that follows
_BLOCKS = _IMPLIED | _SCOPES | _names("h1 h2 h3 h4 h5 h6 pre address figcaption caption thead tbody tfoot hr br")


class Tamed(NamedTuple):
    """Markup within the limits, a flag for each limit that changed it, and `copies`: an upper bound for the elements that
    a standard HTML parser adds when it reopens unclosed formatting in later blocks.
    """

    markup: str
    remarks: tuple[str, ...] = ()
    copies: int = 0


def _may_format() -> NDArray[np.bool_]:
    """For each value of the two bytes after `<`, whether the tag may be a formatting tag; shape (65536,)."""
    may = np.zeros(1 << 16, bool)
    for name in _FORMATTING:
        for first in {name[0], name[0].upper()}:
            for second in {name[1], name[1].upper()} if name[1:] else "\t\n\r />":
                may[ord(first) << 8 | ord(second)] = True
    return may


_MAY_FORMAT = _may_format()


class TooDeep(Exception):
    """The tree of a page reaches DEEPEST, or would be far larger than its markup: parse the result of `flatten` instead."""


def tame(markup: str) -> Tamed:
    """`markup` within all limits but that of depth. A page within them is unchanged, except for characters that parsers reject."""
    markup, raw = _readable(markup)
    if len(raw) > MAX_SCRIPT:
        return _Tamer().run(markup)
    cells = np.frombuffer(raw, np.uint8)
    tags = np.flatnonzero(cells[:-2] == ord("<"))
    names = cells[tags + 1].astype(np.uint16) << np.uint16(8) | cells[tags + 2]
    if not _is_plain(raw, tags, names):
        return _Tamer().run(markup)
    return Tamed(markup, copies=int(np.count_nonzero(_MAY_FORMAT[names])) * len(tags))


def flatten(markup: str) -> Tamed:
    """`markup` within all limits, including MAX_DEPTH."""
    return _Tamer().run(_readable(markup)[0])


def _readable(markup: str) -> tuple[str, bytes]:
    """`markup` without the characters that parsers reject, as str and as UTF-8."""
    try:
        raw = markup.encode()
    except UnicodeEncodeError:
        markup = _SURROGATE.sub("\ufffd", markup)
        raw = markup.encode()
    kept = raw.translate(_SPACES, _CONTROLS)
    if not markup.isascii() and ("\ufffe" in markup or "\uffff" in markup):
        kept = kept.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    return (markup if kept == raw else kept.decode()), kept


def _is_plain(raw: bytes, tags: NDArray[np.intp], names: NDArray[np.uint16]) -> bool:
    """Whether a quick upper bound shows that no limit but that of depth can be exceeded.

    `tags` are the offsets of `<` in `raw`, `names` the two bytes that follow each.
    """
    if len(tags) > MAX_ELEMENTS or raw.count(b"&") + len(tags) > MAX_MARKS or np.count_nonzero(names >> 8 == ord("?")) > _FEW:
        return False
    lengths = np.diff(tags, append=len(raw))  # of each tag with the text after it
    return all(_NO_LONG_TAG.match(raw, at) for at in tags[lengths > MAX_TAG].tolist())


class _Tamer:
    """The rewriting pass over one page. `open`: names of the open elements, outermost first; `over`: counts of open elements that are too deep."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.over: Counter[str] = Counter()
        self.elements = 0
        self.marks = 0
        self.flattened = False
        self.fresh = False  # whether a paragraph that replaces deeper elements was opened and has no text yet

    def run(self, markup: str) -> Tamed:
        kept: list[str] = []
        at = size = 0
        remarks = []
        while token := _TOKEN.search(markup, at):
            text = self._text(markup[at : token.start()])
            at = token.end()
            self.fresh = self.fresh and not text.strip()
            if token["name"]:
                tag = self._tag(token)
            else:
                at = _end_of(token)
                tag = markup[token.start() : at] if token["raw"] and at - token.start() <= MAX_SCRIPT else ""
            kept += (text, tag)
            size += len(text) + len(tag)
            if size > MAX_CHARS or self.elements > MAX_ELEMENTS:
                break
        else:
            kept.append(self._text(markup[at:]))
            size += len(kept[-1])
        if self.elements > MAX_ELEMENTS:
            remarks.append(f"the HTML has over {MAX_ELEMENTS:,} elements; what follows was not read")
        elif size > MAX_CHARS:
            remarks.append(f"the HTML is over {MAX_CHARS:,} characters long; what follows was not read")
        if self.flattened:
            remarks.append(f"the HTML is nested over {MAX_DEPTH} elements deep; what lies deeper was read without its structure")
        return Tamed("".join(kept)[:MAX_CHARS], tuple(remarks))

    def _text(self, text: str) -> str:
        """The text between two tags; beyond the limit of marks, with `&` and `<` escaped so that the parser records no error."""
        self.marks += text.count("&") + text.count("<")
        return text if self.marks <= MAX_MARKS else escape(unescape(text), quote=False)

    def _tag(self, token: re.Match[str]) -> str:
        """The markup that replaces a tag."""
        name = token["name"].lower()
        return self._closed(name, token[0]) if token["end"] else self._opened(name, token[0])

    def _opened(self, name: str, tag: str) -> str:
        empty = name in _VOID or tag.endswith("/>")
        ends = self._close_open(name) if name in _IMPLIED else ""
        if not empty and len(self.open) >= MAX_DEPTH:
            self.over[name] += 1
            return ends + self._flat(name)
        if not empty:
            self.open.append(name)
        self.elements += 1
        self.fresh = False
        self.marks += tag.count("&")
        short = _short(tag, name)
        return ends + (short if self.marks <= MAX_MARKS else short.replace("&", "&amp;"))

    def _closed(self, name: str, tag: str) -> str:
        if self.over[name]:
            self.over[name] -= 1
            return self._flat(name)
        ends = ""
        if name not in self.open:
            self.marks += 1
            if self.marks > MAX_MARKS:
                return ""
        elif name in _BLOCKS or not self._block_above(name):
            ends = self._close(_last(self.open, name))
        self.fresh = False
        return ends + (tag if len(tag) <= MAX_TAG else f"</{name}>")

    def _flat(self, name: str) -> str:
        """The replacement of a tag below the maximum depth: the start of a paragraph, which the next one closes, or nothing."""
        self.flattened = True
        if self.fresh or name not in _BLOCKS:
            return ""
        self.fresh = True
        self.elements += 1
        return "<p>"

    def _close_open(self, name: str) -> str:
        """Close the innermost open element of that name, unless a container was opened inside it."""
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i] == name:
                return self._close(i)
            if self.open[i] in _SCOPES:
                return ""
        return ""

    def _close(self, at: int) -> str:
        """Close the open element at index `at` and all inside it; returns end tags for formatting that a parser would otherwise reopen."""
        inner = self.open[:at:-1]
        del self.open[at:]
        self.over.clear()
        return "".join(f"</{name}>" for name in inner if name in _FORMATTING)

    def _block_above(self, name: str) -> bool:
        """Whether a container was opened after the last element of that name: an inline end tag does not close a container."""
        return any(other in _SCOPES for other in self.open[_last(self.open, name) :])


def _end_of(token: re.Match[str]) -> int:
    """The offset at which the comment, declaration or script that begins with `token` ends."""
    kind = (token["comment"] or token["raw"]).lower()
    end = _ENDS[kind].search(token.string, token.end())
    return end.end() if end else len(token.string)


def _last(names: list[str], name: str) -> int:
    return len(names) - 1 - names[::-1].index(name)


def _short(tag: str, name: str) -> str:
    """The start tag; if it exceeds MAX_TAG, only with its first short attributes."""
    if len(tag) <= MAX_TAG:
        return tag
    kept: list[str] = []
    for attribute in _ATTRIBUTE.finditer(tag):
        if len(attribute[0]) <= MAX_VALUE:
            kept.append(attribute[0])
        if len(kept) == MAX_ATTRIBUTES:
            break
    return f"<{name}{''.join(kept)}>"
