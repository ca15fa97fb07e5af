"""Bytes to text: by mark, as UTF-8, as the page says, by a guess; and back to the same bytes whatever they are."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.ingest.charset_names import LEGACY, codec_of
from cleaner.ingest.declared_charset import declared
from cleaner.ingest.decode import decode

GREEK, JAPANESE, RUSSIAN = "Η γέφυρα άνοιξε ξανά", "港の灯りがともる", "Мост снова открыт"
PAGE = "<html><head>{head}</head><body><p>{text}</p></body></html>"


def page(text: str, head: str, codec: str) -> bytes:
    return PAGE.format(head=head, text=text).encode(codec)


@pytest.mark.parametrize(
    ("raw", "codec"),
    [
        (page("café", "", "utf-8"), "utf-8"),
        (page("café", '<meta charset="iso-8859-1">', "utf-8"), "utf-8"),  # what the bytes are goes before what they are said to be
        (page("plain", '<meta charset="shift_jis">', "ascii"), "utf-8"),
        (b"\xff\xfe" + page("café", '<meta charset="utf-8">', "utf-16-le"), "utf-16-le"),
        (page("café", '<meta charset="utf-16">', "utf-16-le"), "utf-16-le"),
        (page("café", "", "utf-16-be"), "utf-16-be"),
        (page("“café”", "<meta charset=iso-8859-1>", "cp1252"), "cp1252"),
        (page("“café”", "<META CHARSET='Latin1'/>", "cp1252"), "cp1252"),
        (page(GREEK, '<meta name="a"><meta charset="iso-8859-7">', "iso8859-7"), "iso8859-7"),
        (page(GREEK, '<meta content="text/html; charset=windows-1253" http-equiv="Content-Type">', "cp1253"), "cp1253"),
        (page(RUSSIAN, '<meta http-equiv="content-type" content="text/html;charset=koi8-r">', "koi8-r"), "koi8-r"),
        (page(JAPANESE, '<meta charset="x-sjis">', "cp932"), "cp932"),
        (page(JAPANESE, '<meta charset="euc-jp">', "euc-jp"), "euc_jp"),
        (b'<?xml version="1.0" encoding="ISO-8859-7"?>' + page(GREEK, "", "iso8859-7"), "iso8859-7"),
        (page("港口的灯亮了", '<meta charset="gb2312">', "gbk"), "gb18030"),
        (page("다리가 다시 열렸다", '<meta charset="euc-kr">', "cp949"), "cp949"),
    ],
)
def test_each_way_to_know(raw: bytes, codec: str) -> None:
    text, encoding = decode(raw)
    assert encoding.codec == codec
    assert encoding.encode(text) == raw


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="shift_jis">',  # which these bytes are not
        '<meta charset="utf-8">',
        '<meta charset="no-such-set">',
        '<meta charset="utf-16">',  # it was read as far as here, so it is not
        '<meta charset="base64"><meta charset="rot13">',
        '<meta charset="utf-7">',
        '<!-- <meta charset="koi8-r"> -->',
        "<script>'<meta charset=\"koi8-r\">'</script>",
        '<meta name="description" content="charset=koi8-r">',
        '<meta charset="">',
    ],
)
def test_what_is_declared_wrongly_is_guessed(head: str) -> None:
    raw = page("Le café près de la gare a rouvert à l’été, après des années de travaux très coûteux. " * 8, head, "cp1252")
    text, encoding = decode(raw)
    assert encoding.codec in ("cp1252", "cp1254", "cp1250", "latin_1"), encoding
    assert "été" in text
    assert encoding.encode(text) == raw


def test_a_few_broken_bytes_do_not_undo_a_declaration() -> None:
    raw = page(JAPANESE * 40, '<meta charset="shift_jis">', "cp932").replace(b"<p>", b"<p>\xff")
    text, encoding = decode(raw)
    assert encoding.codec == "cp932" and JAPANESE in text
    assert encoding.encode(text) == raw
    found = cleaner.clean(raw)
    assert JAPANESE in found.text and found.restore() == raw


def test_broken_utf_8_stays_utf_8_whatever_is_declared() -> None:
    raw = page("Ærø, Malmö, Ålesund", '<meta charset="iso-8859-1">', "utf-8") + b"\xff"
    text, encoding = decode(raw)
    assert encoding.codec == "utf-8" and "Malmö" in text
    assert encoding.encode(text) == raw


def test_text_that_is_no_page_declares_nothing() -> None:
    assert declared(b"charset=koi8-r says the manual") is None
    assert declared(b"") is None


@pytest.mark.parametrize(
    "head",
    [b"<meta ", b"<meta charset='", b"<!--", b"<script", b"<?xml encoding='koi8", b'<meta content="charset=\' " http-equiv=content-type>'],
)
def test_a_broken_head_declares_nothing(head: bytes) -> None:
    assert declared(head * 600 + b"\xe9") is None


def test_the_names_are_those_of_browsers() -> None:
    assert [codec_of(label) for label in ("ASCII", " latin1 ", "iso-8859-9", "TIS-620", "Big5", "UTF8", "hex", "oem")] == [
        "cp1252", "cp1252", "cp1254", "cp874", "big5hkscs", "utf-8", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["shift_jis", "gb2312", "big5", "euc-kr", "iso-2022-jp", "hz-gb-2312", "utf-7", "utf-16", "iso-8859-8-i"])
def test_any_bytes_come_back(label: str) -> None:
    raw = f'<meta charset="{label}"><p>'.encode() + bytes(range(256)) * 3 + b"\x1b$B\x81"
    text, encoding = decode(raw)
    assert encoding.encode(text) == raw
    assert cleaner.clean(raw).restore() == raw


NO_CHARSETS = ["unicode_escape", "raw-unicode-escape", "punycode", "idna", "undefined", "rot13", "base64", "cp037", "utf-7", "utf-32"]


@pytest.mark.parametrize("label", NO_CHARSETS)
def test_a_codec_of_python_is_no_character_set(label: str) -> None:
    assert codec_of(label) is None
    raw = page(r"The caf\u00e9 by the quay \x3cb\x3e " + "opened again in the été. " * 8, f'<meta charset="{label}">', "cp1252")
    text, encoding = decode(raw)
    assert r"caf\u00e9" in text and "été" in text
    assert encoding.encode(text) == raw


@pytest.mark.parametrize("label", ["", "koi8-r\0", "koi8\u2010r", "x" * 10_000, "../koi8-r", "%s", "{0}"])
def test_what_is_no_name_is_no_character_set(label: str) -> None:
    assert codec_of(label) is None


def test_a_guess_is_a_character_set_of_the_web() -> None:
    for codec in ("cp037", "utf_7", "cp500"):
        raw = (JAPANESE if codec == "utf_7" else "The night ferry sails again. " * 9).encode(codec)
        _, encoding = decode(raw)
        assert encoding.codec == "utf-8" or encoding.codec.replace("_", "-") in {name.replace("_", "-") for name in LEGACY}
