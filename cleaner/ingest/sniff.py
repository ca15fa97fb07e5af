"""HTML or scraped text: told by the head of the input."""

import re

_HEAD = 2_000  # characters
_DOCUMENT = re.compile(r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--.*?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FRAGMENT = re.compile(r"\s*<(?:article|main|section|div|p|h[1-6]|header|table|ul|ol)\b[^>]*>", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:article|main|section|div|p|h[1-6]|header|table|ul|ol)>", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """Whether `text` is an HTML page, or a fragment that opens with a block's tag and closes one."""
    head = text[:_HEAD].lstrip("\ufeff")
    if not head.lstrip().startswith("<"):
        return False
    return bool(_DOCUMENT.match(head)) or bool(_FRAGMENT.match(head) and _CLOSING.search(text))
