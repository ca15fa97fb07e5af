"""Bytes to text and the way back: every byte sequence survives the round trip."""

import codecs

from ..data import Encoding
from ..doors import charsets
from ..errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BROKEN = Encoding("utf-8", "surrogateescape")  # gives back any bytes whatever
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"\x1f\x8b",
    b"BZh",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf",
    b"RIFF",
    b"OggS",
    b"\xd0\xcf\x11\xe0",
)


def decode(raw: bytes) -> tuple[str, Encoding]:
    """The text in `raw`, and the encoding that gives `raw` back."""
    for bom, codec in _BOMS:
        if raw.startswith(bom):
            found = _try(raw[len(bom) :], Encoding(codec, "strict", bom))
            if found:
                return found
    return _try(raw, Encoding("utf-8")) or _guess(raw) or (raw.decode(_BROKEN.codec, _BROKEN.errors), _BROKEN)


def refuse_binary(raw: bytes, place: str) -> None:
    """Raise InputError when `raw` is a known binary format or mostly control bytes: files only, the API takes any bytes."""
    if raw.startswith(_MAGIC) or _control_share(raw[:4096]) > 0.1:
        raise InputError("this is a binary file, not text or HTML", place=place, remedy="Leave it out, or extract its text first.")


def _control_share(head: bytes) -> float:
    if head.startswith(tuple(bom for bom, _ in _BOMS)):
        return 0.0
    return sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head) / max(1, len(head))


def _guess(raw: bytes) -> tuple[str, Encoding] | None:
    """A legacy character set, unless the bytes are UTF-8 but for a few broken ones."""
    text = raw.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= c <= "\udcff" for c in text)
    sound = sum(c > "\x7f" for c in text) - broken
    if b"\0" in raw or sound > broken:
        return None
    name = charsets.guess(raw)
    return _try(raw, Encoding(name)) if name else None


def _try(raw: bytes, encoding: Encoding) -> tuple[str, Encoding] | None:
    try:
        text = raw.decode(encoding.codec)
        return (text, encoding) if encoding.encode(text) == encoding.bom + raw else None
    except (UnicodeError, LookupError):
        return None
