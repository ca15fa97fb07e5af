"""Decides by the markup whether an input is HTML or scraped text.

Pages do not always begin with a doctype: comments, scripts, a server's warnings or a stray quote may come first. Text, on the other
hand, may contain some tags, and a Markdown file some HTML.
"""

import re
from html import unescape

_HEAD = 50_000  # characters that are examined
_OPENING = 300  # characters within which a page that does not begin with a tag has its first tag
_MANY = 8  # minimum tags of a page that begins with a tag
_DENSE = 20  # minimum tags of a page that does not
_SPARSE = 400  # characters per tag: sparser tags are markup left in a text
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
    """Whether `text` is an HTML page, or a fragment that begins with a block-level start tag and has a block-level end tag."""
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
    """Whether `text` is HTML with its tags escaped, as in feeds."""
    head = text[:_HEAD].lstrip("\ufeff")
    return _ESCAPED.match(head) is not None and head.count("<") * _MANY < head.count("&lt;") and looks_like_html(unescape(head))
