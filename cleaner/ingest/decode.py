"""Decodes bytes to text so that every byte sequence survives the round trip."""

import codecs
import re

from ..backends import charsets
from ..data import Encoding
from ..errors import InputError
from .binary import kind_of_binary
from .charset_names import LEGACY
from .declared_charset import declared, utf_16_markup

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BROKEN = Encoding("utf-8", "surrogateescape")  # restores any byte sequence
_ESCAPED = re.compile("[\udc80-\udcff]")  # what an undecodable byte becomes
_FEW = 50  # a declared character set is accepted with at most one undecodable byte per 50 non-ASCII characters


def decode(raw: bytes) -> tuple[str, Encoding]:
    """The text in `raw`, and the encoding that restores `raw`.

    Tried in this order: a byte order mark, UTF-16 markup, valid UTF-8, the HTML page's own declaration, and detection by statistics.
    """
    for bom, codec in _BOMS:
        if raw.startswith(bom):
            found = _try(raw[len(bom) :], Encoding(codec, "strict", bom))
            if found:
                return found
    for candidate in (utf_16_markup(raw), "utf-8"):
        found = _try(raw, Encoding(candidate)) if candidate else None
        if found:
            return found
    found = None if _mostly_utf8(raw) else _as_declared(raw) or _guess(raw)
    return found or (raw.decode(_BROKEN.codec, _BROKEN.errors), _BROKEN)


def shows_its_encoding(raw: bytes) -> bool:
    """Whether the bytes themselves show their encoding, whatever a server says: by a byte order mark, or as UTF-8 beyond ASCII."""
    return raw.startswith(tuple(bom for bom, _ in _BOMS)) or (not raw.isascii() and _try(raw, Encoding("utf-8")) is not None)


def refuse_binary(raw: bytes, place: str) -> None:
    """Raise InputError when `raw` is a known binary format or over a tenth control bytes. For files only: the API takes any bytes."""
    kind = kind_of_binary(raw)
    if kind or _control_share(raw[:4096]) > 0.1:
        named = f" ({kind})" if kind else ""
        raise InputError(f"this is a binary file{named}, not text or HTML", place=place, remedy="Leave it out, or extract its text first.")


def _control_share(head: bytes) -> float:
    if head.startswith(tuple(bom for bom, _ in _BOMS)) or utf_16_markup(head):
        return 0.0
    return sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head) / max(1, len(head))


def _mostly_utf8(raw: bytes) -> bool:
    """Whether most non-ASCII characters are valid UTF-8."""
    text = raw.decode("utf-8", "surrogateescape")
    broken = len(_ESCAPED.findall(text))
    return sum(c > "\x7f" for c in text) - broken > broken


def _as_declared(raw: bytes) -> tuple[str, Encoding] | None:
    """Decoded as the page declares; None if more than a few bytes cannot be decoded that way."""
    codec = declared(raw)
    if codec is None:
        return None
    found = _try(raw, Encoding(codec)) or _try(raw, Encoding(codec, "surrogateescape"))
    return found if found and len(_ESCAPED.findall(found[0])) * _FEW <= sum(c > "\x7f" for c in found[0]) else None


def _guess(raw: bytes) -> tuple[str, Encoding] | None:
    """Decoded in the legacy character set that statistical detection finds."""
    name = charsets.guess(raw, LEGACY) if b"\0" not in raw else None
    return _try(raw, Encoding(name)) if name else None


def _try(raw: bytes, encoding: Encoding) -> tuple[str, Encoding] | None:
    try:
        text = raw.decode(encoding.codec, encoding.errors)
        return (text, encoding) if encoding.encode(text) == encoding.bom + raw else None
    except (UnicodeError, LookupError):
        return None
