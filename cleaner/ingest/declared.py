"""The character set that an HTML page states of itself, as browsers understand its name."""

from __future__ import annotations

import codecs
import re

_HEAD = 4_096  # bytes: browsers look for it in the first 1,024, pages put it later
_NOISE = re.compile(rb"<!--.*?(?:-->|\Z)|<(script|style|title|noscript)\b[^<>]*+>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']\s*(?P<label>[\w.:+-]+)""", re.IGNORECASE)
_META = re.compile(rb"""<meta[\s/](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*+=\s*+[\"']?\s*+([^\s\"';]++)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""(?<![a-z-])(?P<name>[a-z-]++)\s*+=\s*+(?:"(?P<a>[^"]*+)"|'(?P<b>[^']*+)'|(?P<c>[^\s"'>]++))""", re.IGNORECASE)
_MARKUP_16_LE = re.compile(rb"(?:[\s]\0)*+<\0[!?\w]\0")
_MARKUP_16_BE = re.compile(rb"(?:\0[\s])*+\0<\0[!?\w]")

# Names that mean more in a page than they say, and names that Python does not know. A page in one of these is nearly always in the
# larger set that grew out of it.
_LARGER = {
    "cp1252": "ascii us-ascii iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 latin-1 l1 x-cp1252 cp819 ibm819 ansi_x3.4-1968",
    "cp1254": "iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5 x-cp1254",
    "cp874": "iso-8859-11 iso8859-11 iso885911 tis-620 dos-874",
    "gb18030": "gb2312 gb_2312 gb_2312-80 gbk x-gbk csgb2312 chinese iso-ir-58",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "cp932": "shift_jis shift-jis sjis x-sjis csshiftjis ms_kanji ms932 windows-31j",
    "cp949": "euc-kr euckr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean windows-949 cseuckr",
    "cp1250": "x-cp1250",
    "cp1251": "x-cp1251",
    "iso8859-8": "iso-8859-8-i iso-8859-8-e logical",
    "koi8-u": "koi8-ru",
    "euc_jp": "x-euc-jp",
    "mac_roman": "x-mac-roman",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "utf-8": "utf8 unicode-1-1-utf-8 x-unicode20utf8 utf-16 utf-16le utf-16be unicode ucs-2",  # a name that could be read is not in UTF-16
}
_CODECS = {label: codec for codec, labels in _LARGER.items() for label in labels.split()}
_NO_CHARSETS = (
    "utf-7",
    "utf-16",
    "utf-32",
    "idna",
    "punycode",
    "unicode",
    "raw",
    "undefined",
    "mbcs",
    "oem",
)  # no page that says so is in one


def declared(raw: bytes) -> str | None:
    """The codec for what the page says of itself in its XML declaration or a meta tag; None when it says nothing that is known."""
    head = raw[:_HEAD]
    if b"<" not in head:
        return None
    stated = _XML.match(head)
    if stated:
        return codec_of(stated["label"].decode("ascii"))
    for meta in _META.finditer(_NOISE.sub(b"", head)):
        label = _label(meta[0])
        if label:
            return codec_of(label.decode("ascii", "replace"))
    return None


def _label(meta: bytes) -> bytes | None:
    """The name of a character set in a meta tag: its own attribute, or a part of the content type."""
    values = {found["name"].lower(): found["a"] or found["b"] or found["c"] or b"" for found in _ATTRIBUTE.finditer(meta)}
    if values.get(b"charset"):
        return values[b"charset"]
    stated = _CHARSET.search(values.get(b"content", b"")) if values.get(b"http-equiv", b"").lower() == b"content-type" else None
    return stated[1] if stated else None


def codec_of(label: str) -> str | None:
    """The Python codec that reads what pages call `label`; None for a name that no character set has."""
    name = label.strip().lower()
    name = _CODECS.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return None if info.name.startswith(_NO_CHARSETS) or not getattr(info, "_is_text_encoding", True) else name


def utf_16_markup(raw: bytes) -> str | None:
    """The codec of markup in UTF-16 that has no byte order mark: every other byte of its first tag is zero."""
    if _MARKUP_16_LE.match(raw[:64]):
        return "utf-16-le"
    return "utf-16-be" if _MARKUP_16_BE.match(raw[:64]) else None
