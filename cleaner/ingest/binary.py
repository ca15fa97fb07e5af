"""Known binary formats, identified by their first bytes, so that no picture or PDF is cleaned as if it were text; and text that is none."""

from __future__ import annotations

import re

_HEAD = 64  # bytes
_SAMPLE = 4096  # characters that are looked at for the share of unreadable ones
_UNREADABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\uf8ff\ufffd\ufffe\uffff]"
)  # controls, surrogates, private characters
_PREFIXES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or office file"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b\x08", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"OggS\x00", "an Ogg file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office file"),
)
_PATTERNS = (
    (re.compile(rb"BZh[1-9]1AY&SY"), "a bzip2 file"),
    (re.compile(rb"RIFF.{4}(?:WEBP|WAVE|AVI )", re.DOTALL), "a picture, sound or film"),
    (re.compile(rb".{4}ftyp[a-z0-9 ]{4}", re.DOTALL), "a picture, sound or film"),
)


def kind_of_binary(source: str | bytes) -> str | None:
    """The name of the binary format that `source` begins with, with its indefinite article; None for text and HTML.

    In a str, the first characters are encoded again, since a caller may have decoded binary bytes as Latin-1 or with replacements.
    """
    if isinstance(source, bytes):
        return _kind(source[:_HEAD])
    head = source[:_HEAD]
    return _kind(head.encode("latin-1", "ignore")) or _kind(head.encode("utf-8", "surrogateescape" if _escaped(head) else "surrogatepass"))


def unreadable_share(text: str) -> float:
    r"""The share of the first characters that nobody can read: controls, private characters, bytes that could not be decoded; 0 to 1.

    >>> unreadable_share("The old weir\t\n")
    0.0
    >>> unreadable_share("weir\x00\x01\ufffd\ufffd")
    0.5
    """
    head = text[:_SAMPLE]
    return len(_UNREADABLE.findall(head)) / max(1, len(head))


def _escaped(head: str) -> bool:
    """Whether all lone surrogates in `head` represent bytes that could not be decoded."""
    return not any("\ud800" <= c <= "\udfff" and not "\udc80" <= c <= "\udcff" for c in head)


def _kind(head: bytes) -> str | None:
    for prefix, name in _PREFIXES:
        if head.startswith(prefix):
            return name
    return next((name for pattern, name in _PATTERNS if pattern.match(head)), None)
