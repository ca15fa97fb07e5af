"""How much of an HTML page is read, seen to before any parser meets it: what no real page needs is taken out, cut or made flat.

A parser gives up on a page that is nested too deeply, without a word and with all the text below; one tag with a million
attributes, or a million tags, keeps it busy for minutes. Here one pass over the markup puts a bound to each.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from typing import NamedTuple

MAX_CHARS = 10_000_000  # of markup without scripts and data: a long book is a third of that, and 10 MB of text take minutes
MAX_ELEMENTS = 50_000  # ten times a large page; the time that an extractor takes grows faster than their number
MAX_DEPTH = 220  # libxml2 drops everything from depth 256 on; the rest is for elements that it adds itself
MAX_TAG = 100_000  # characters of one tag: images written into the page, state of a program
MAX_ATTRIBUTES = 100  # that a tag above MAX_TAG keeps; a parser compares each with all others
MAX_VALUE = 10_000  # characters of an attribute that such a tag keeps
MAX_SCRIPT = 1_000_000  # characters of a script; a shorter one may hold what the page states of its article
MAX_MARKS = 100_000  # & and < in text, and end tags of nothing; the parser keeps a record of each that is wrong

_TOKEN = re.compile(
    r"""<(?:(?P<comment>!--|\?)
      | (?P<raw>script|style)\b[^<>]*+>                                    # what follows is no markup
      | (?P<end>/?)(?P<name>[a-z][^\s/<>]*+)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>)""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS = {  # of what is not read as markup; an end that is missing is the page's
    "!--": re.compile("-->|--!>|(?<=<!--)>|(?<=<!--)->"),
    "?": re.compile(">"),
    "script": re.compile(r"</[sS][cC][rR][iI][pP][tT]\s*>"),
    "style": re.compile(r"</[sS][tT][yY][lL][eE]\s*>"),
}
_NAME = re.compile(  # of a tag; comments, instructions and scripts are passed over, since what looks like a tag in them is none
    r"<(?:!--(?!-?>).*?(?:-->|--!>|\Z)|\?[^>]*|(?P<raw>script|style)\b.*?(?:</(?P=raw)|\Z)|(/?)([a-z][a-z0-9]*))", re.IGNORECASE | re.DOTALL
)
_ATTRIBUTE = re.compile(r"""\s(?P<name>[^\s"'<>/=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?""")
_SURROGATE = re.compile("[\ud800-\udfff]")  # a byte that could not be decoded; no parser takes one
_CONTROLS = [*map(chr, (*range(9), 11, *range(14, 32), 127, 0xFFFE, 0xFFFF))]
_CONTROL = re.compile(f"[{''.join(_CONTROLS)}]")


_FEW = 20  # instructions of a program or of XML, on a page that needs no second look


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID = _names("area base br col embed frame hr img input link meta param source track wbr")
_IMPLIED = _names("p li dt dd td th tr option")  # one that follows another of its name closes it
_SCOPES = _names("html body div section article main aside header footer nav table ul ol dl select blockquote form figure details fieldset")
_BLOCKS = _IMPLIED | _SCOPES | _names("h1 h2 h3 h4 h5 h6 pre address figcaption caption thead tbody tfoot hr br")


class Tamed(NamedTuple):
    """Markup within the limits, and a remark for each limit that changed what is read."""

    markup: str
    remarks: tuple[str, ...]


def tame(markup: str) -> Tamed:
    """`markup` within all limits. A page that keeps them comes back as it is, but for characters that no parser takes."""
    markup = markup.replace("\f", " ")
    if any(map(markup.__contains__, _CONTROLS)):  # a look for each is quicker than one pattern for all
        markup = _CONTROL.sub("", markup)
    try:
        markup.encode()
    except UnicodeEncodeError:
        markup = _SURROGATE.sub("\ufffd", markup)
    return Tamed(markup, ()) if _is_plain(markup) else _Tamer().run(markup)


def _is_plain(markup: str) -> bool:
    """Whether a quick look shows that no limit can be broken: a bound for each, from above."""
    if (
        len(markup) > MAX_SCRIPT
        or markup.count("<") > MAX_ELEMENTS
        or markup.count("&") + markup.count("<") > MAX_MARKS
        or markup.count("<?") > _FEW
    ):
        return False
    at = 0
    while len(markup) - at > MAX_TAG:
        at = markup.rfind("<", at, at + MAX_TAG) + 1
        if at == 0:
            return False
    open_now = dict.fromkeys((*_VOID, ""), -MAX_ELEMENTS)  # which have no end, and hold nothing; nor has what was passed over
    depth = 0
    for _, end, name in _NAME.findall(markup):
        held = open_now.get(name, 0)
        if held < 0:
            continue
        if not end:
            open_now[name] = held + 1
            depth += 1
            if depth > MAX_DEPTH:
                return False
        elif held:
            open_now[name] = held - 1
            depth -= 1
    return True


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
        if name in _IMPLIED:
            self._close_open(name)
        if not empty and len(self.open) >= MAX_DEPTH:
            self.over[name] += 1
            return self._flat(name)
        if not empty:
            self.open.append(name)
        self.elements += 1
        self.fresh = False
        self.marks += tag.count("&")
        short = _short(tag, name)
        return short if self.marks <= MAX_MARKS else short.replace("&", "&amp;")

    def _closed(self, name: str, tag: str) -> str:
        if self.over[name]:
            self.over[name] -= 1
            return self._flat(name)
        if name not in self.open:
            self.marks += 1
            if self.marks > MAX_MARKS:
                return ""
        elif name in _BLOCKS or not self._block_above(name):
            del self.open[_last(self.open, name) :]
            self.over.clear()
        self.fresh = False
        return tag if len(tag) <= MAX_TAG else f"</{name}>"

    def _flat(self, name: str) -> str:
        """What a tag below the depth becomes: the start of a paragraph, which the next one closes, or nothing."""
        self.flattened = True
        if self.fresh or name not in _BLOCKS:
            return ""
        self.fresh = True
        self.elements += 1
        return "<p>"

    def _close_open(self, name: str) -> None:
        """Close the open element of that name, unless a container stands between."""
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i] == name:
                del self.open[i:]
                self.over.clear()
                return
            if self.open[i] in _SCOPES:
                return

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
