"""HTML or scraped text, decided by the input's markup.

Pages do not always begin with a doctype: comments, scripts, a server's warnings or a stray quote may come first. Text, on the other
hand, may have some tags in it, and a Markdown file some HTML.
"""

import re
from html import unescape

_HEAD = 50_000  # characters that are looked at
_OPENING = 300  # characters within which a page that does not begin with a tag opens its first
_MANY = 8  # tags of a page that begins with a tag
_DENSE = 20  # tags of one that does not
_SPARSE = 400  # characters a tag: fewer tags than that are markup left in a text
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_START = re.compile(r"\s*+(?:<\?xml[^<>]*+>\s*+)?(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FRAGMENT = re.compile(r"\s*+<(?:article|main|section|div|p|h[1-6]|header|table|ul|ol)\b[^<>]*+>", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:article|main|section|div|p|h[1-6]|header|table|ul|ol)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|body|br|button|center|dd|div|dl|dt|em|figure|font|footer|form|h[1-6]|head|header|hr|html"
    r"|i|iframe|img|input|li|link|main|meta|nav|noscript|ol|option|p|script|section|select|small|span|strong|style|table|tbody|td|th"
    r"|thead|title|tr|ul)\b[^<>]*+>|<!--",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Whether `text` is an HTML page, or a fragment that opens with a block's tag and closes one."""
    head = text[:_HEAD].lstrip("\ufeff")
    if "<" not in head[: _OPENING + 1] and not _DOCUMENT.search(head[: 4 * _OPENING]):
        return False
    if _START.match(head):
        return True
    tags = sum(1 for _ in _TAG.finditer(head))
    if tags * _SPARSE < len(head):
        return False
    if head.lstrip().startswith("<"):
        return (tags >= _MANY and bool(_DOCUMENT.search(head))) or tags >= _DENSE or bool(_FRAGMENT.match(head) and _CLOSING.search(text))
    return tags >= _DENSE and bool(_DOCUMENT.search(head[: 4 * _OPENING]))


_ESCAPED = re.compile(r"\s*+&lt;(?:!doctype\s+html|html|body|article|main|section|div|p|h[1-6]|figure|table|ul|ol|span)\b", re.IGNORECASE)


def looks_escaped(text: str) -> bool:
    """Whether `text` is HTML of which every sign of a tag was escaped, as feeds carry it."""
    head = text[:_HEAD].lstrip("\ufeff")
    return _ESCAPED.match(head) is not None and head.count("<") * _MANY < head.count("&lt;") and looks_like_html(unescape(head))
