"""How much of an HTML page is read, seen to before any parser meets it: what no real page needs is taken out, cut or made flat.

A parser gives up on a page that is nested too deeply, without a word and with all the text below; one tag with a million
attributes, or a million tags, keeps it busy for minutes. A quick look puts a bound to all but the depth, which shows when the
page has been parsed; where it does not do, one pass over the markup takes out what is too much.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MAX_CHARS = 10_000_000  # of markup without scripts and data: a long book is a third of that, and 10 MB of text take minutes
MAX_ELEMENTS = 50_000  # ten times a large page; the time that an extractor takes grows faster than their number
DEEPEST = 255  # of a tree: libxml2 drops everything below, and other parsers take a time that grows with the square of the depth
MAX_DEPTH = 220  # of what is left by the pass over the markup; the rest is for elements that a parser adds itself
MAX_TAG = 100_000  # characters of one tag: images written into the page, state of a program
MAX_ATTRIBUTES = 100  # that a tag above MAX_TAG keeps; a parser compares each with all others
MAX_VALUE = 10_000  # characters of an attribute that such a tag keeps
MAX_SCRIPT = 1_000_000  # characters of a script; a shorter one may hold what the page states of its article
MAX_COPIES = 500_000  # elements that a parser may add where formatting is left open: about 200 MB
MAX_MARKS = 100_000  # & and < in text, and end tags of nothing; the parser keeps a record of each that is wrong

_TOKEN = re.compile(
    r"""<(?:(?P<comment>!--|\?)
      | (?P<raw>script|style)\b[^<>]*+>                                    # what follows is no markup
      | (?P<end>/?)(?P<name>[a-z][^\s/<>]*+)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>)""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_LONG_TAG = re.compile(  # data, or the tag of a script or a style as everybody writes it: what is long is the text that follows
    rb"""<(?:!\[CDATA\[|(?:script|style)(?:\s[\w:-]{1,40}(?:="[^"<>]{0,400}"|='[^'<>]{0,400}'|=[\w/+-]{1,400})?){0,20}\s?>)""",
    re.IGNORECASE,
)
_ENDS = {  # of what is not read as markup; an end that is missing is the page's
    "!--": re.compile("-->|--!>|(?<=<!--)>|(?<=<!--)->"),
    "?": re.compile(">"),
    "script": re.compile(r"</[sS][cC][rR][iI][pP][tT]\s*>"),
    "style": re.compile(r"</[sS][tT][yY][lL][eE]\s*>"),
}
_ATTRIBUTE = re.compile(r"""\s(?P<name>[^\s"'<>/=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?""")
_SURROGATE = re.compile("[\ud800-\udfff]")  # a byte that could not be decoded; no parser takes one
_CONTROLS = bytes((*range(9), 11, *range(14, 32), 127))  # no parser takes them, nor the last two code points
_SPACES = bytes.maketrans(b"\f", b" ")
_FEW = 20  # instructions of a program or of XML, on a page that needs no second look


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID = _names("area base br col embed frame hr img input link meta param source track wbr")
_IMPLIED = _names("p li dt dd td th tr option")  # one that follows another of its name closes it
_SCOPES = _names("html body div section article main aside header footer nav table ul ol dl select blockquote form figure details fieldset")
_FORMATTING = _names("b big code em font i nobr s small strike strong tt u")  # left open, it goes on in every block that follows
_BLOCKS = _IMPLIED | _SCOPES | _names("h1 h2 h3 h4 h5 h6 pre address figcaption caption thead tbody tfoot hr br")


class Tamed(NamedTuple):
    """Markup within the limits, a remark for each limit that changed what is read, and a bound from above for the elements that
    a parser of the HTML standard adds where formatting that was left open goes on in later blocks.
    """

    markup: str
    remarks: tuple[str, ...] = ()
    copies: int = 0


def _may_format() -> NDArray[np.bool_]:
    """By the first two bytes after `<`, whether a tag may be one of formatting."""
    may = np.zeros(1 << 16, bool)
    for name in _FORMATTING:
        for first in {name[0], name[0].upper()}:
            for second in {name[1], name[1].upper()} if name[1:] else "\t\n\r />":
                may[ord(first) << 8 | ord(second)] = True
    return may


_MAY_FORMAT = _may_format()


class TooDeep(Exception):
    """The tree of a page reaches DEEPEST, or would hold far more than its markup: it is to be parsed again from what `flatten` leaves."""


def tame(markup: str) -> Tamed:
    """`markup` within all limits but that of depth. A page that keeps them comes back as it is, but for characters that no parser takes."""
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
    """`markup` within all limits, and no deeper than MAX_DEPTH."""
    return _Tamer().run(_readable(markup)[0])


def _readable(markup: str) -> tuple[str, bytes]:
    """`markup` without the characters that no parser takes, and the same as bytes."""
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
    """Whether a quick look shows that no limit but that of depth can be broken: a bound for each, from above.

    `tags` are the places of `<` in `raw`, `names` the two bytes that follow each.
    """
    if len(tags) > MAX_ELEMENTS or raw.count(b"&") + len(tags) > MAX_MARKS or np.count_nonzero(names >> 8 == ord("?")) > _FEW:
        return False
    lengths = np.diff(tags, append=len(raw))  # of a tag and what follows it
    return all(_NO_LONG_TAG.match(raw, at) for at in tags[lengths > MAX_TAG].tolist())


class _Tamer:
    """One pass over a page. `open` are the names of the elements that are open, outermost first; `over` counts those too deep for it."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.over: Counter[str] = Counter()
        self.elements = 0
        self.marks = 0
        self.flattened = False
        self.fresh = False  # a paragraph that stands for something deeper was begun, and has no text yet

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
        """Text between two tags; past the bound, with every mark in it spelt so that it is no error."""
        self.marks += text.count("&") + text.count("<")
        return text if self.marks <= MAX_MARKS else escape(unescape(text), quote=False)

    def _tag(self, token: re.Match[str]) -> str:
        """What stays of a tag."""
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
        """What a tag below the depth becomes: the start of a paragraph, which the next one closes, or nothing."""
        self.flattened = True
        if self.fresh or name not in _BLOCKS:
            return ""
        self.fresh = True
        self.elements += 1
        return "<p>"

    def _close_open(self, name: str) -> str:
        """Close the open element of that name, unless a container stands between."""
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i] == name:
                return self._close(i)
            if self.open[i] in _SCOPES:
                return ""
        return ""

    def _close(self, at: int) -> str:
        """Close the open element `at` and all in it; the end tags of what would go on after it."""
        held = self.open[:at:-1]
        del self.open[at:]
        self.over.clear()
        return "".join(f"</{name}>" for name in held if name in _FORMATTING)

    def _block_above(self, name: str) -> bool:
        """Whether a container was opened after the last element of that name: an inline end tag does not close it."""
        return any(other in _SCOPES for other in self.open[_last(self.open, name) :])


def _end_of(token: re.Match[str]) -> int:
    """Where a comment, a declaration or a script ends that `token` begins."""
    kind = (token["comment"] or token["raw"]).lower()
    end = _ENDS[kind].search(token.string, token.end())
    return end.end() if end else len(token.string)


def _last(names: list[str], name: str) -> int:
    return len(names) - 1 - names[::-1].index(name)


def _short(tag: str, name: str) -> str:
    """A start tag; one that is far too long with the first of its attributes, and no long one."""
    if len(tag) <= MAX_TAG:
        return tag
    kept: list[str] = []
    for attribute in _ATTRIBUTE.finditer(tag):
        if len(attribute[0]) <= MAX_VALUE:
            kept.append(attribute[0])
        if len(kept) == MAX_ATTRIBUTES:
            break
    return f"<{name}{''.join(kept)}>"
