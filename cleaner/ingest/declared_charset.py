"""The character set that an HTML page declares, interpreted as browsers do."""

from __future__ import annotations

import re

from .charset_names import codec_in_page

_HEAD = 4_096  # bytes: browsers search the first 1,024, but some pages declare it later
_NOISE = re.compile(rb"<!--.*?(?:-->|\Z)|<(script|style|title|noscript)\b[^<>]*+>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']\s*(?P<label>[\w.:+-]+)\s*["']""", re.IGNORECASE)
_META = re.compile(rb"""<meta[\s/](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*+=\s*+[\"']?\s*+([^\s\"';]++)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""(?<![a-z-])(?P<name>[a-z-]++)\s*+=\s*+(?:"(?P<a>[^"]*+)"|'(?P<b>[^']*+)'|(?P<c>[^\s"'>]++))""", re.IGNORECASE)
_MARKUP_16_LE = re.compile(rb"(?:[\s]\0)*+<\0[!?\w]\0")
_MARKUP_16_BE = re.compile(rb"(?:\0[\s])*+\0<\0[!?\w]")


def declared(raw: bytes) -> str | None:
    """The codec declared in the page's XML declaration or a meta tag; None without a known declaration."""
    head = raw[:_HEAD]
    if b"<" not in head:
        return None
    stated = _XML.match(head)
    if stated:
        return codec_in_page(stated["label"].decode("ascii"))
    for meta in _META.finditer(_NOISE.sub(b"", head)):
        label = _label(meta[0])
        if label:
            return codec_in_page(label.decode("ascii", "replace"))
    return None


def _label(meta: bytes) -> bytes | None:
    """The character set label in a meta tag: its `charset` attribute, or the charset in its content type."""
    values = {found["name"].lower(): found["a"] or found["b"] or found["c"] or b"" for found in _ATTRIBUTE.finditer(meta)}
    if values.get(b"charset"):
        return values[b"charset"]
    stated = _CHARSET.search(values.get(b"content", b"")) if values.get(b"http-equiv", b"").lower() == b"content-type" else None
    return stated[1] if stated else None


def utf_16_markup(raw: bytes) -> str | None:
    """The codec of UTF-16 markup without a byte order mark: every other byte of its first tag is zero."""
    if _MARKUP_16_LE.match(raw[:64]):
        return "utf-16-le"
    return "utf-16-be" if _MARKUP_16_BE.match(raw[:64]) else None
