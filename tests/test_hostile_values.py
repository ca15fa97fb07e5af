"""Values that a page states, and arguments of wrong types: none reaches a path, a glob or a module's name, and none ends in a traceback."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.backends import languages
from cleaner.config import Settings
from cleaner.errors import AuditError, CleanerError, ConfigError, WrongTypeError
from cleaner.write import to_markdown
from cleaner.write.audit import audit

BODY = "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday."
MARK = "zq7"  # in every hostile value, and nowhere else
HOSTILE = [
    f"../../{MARK}",
    f"/{MARK}",
    f"*{MARK}*",
    f"[{MARK}]",
    f"{{{MARK}}}",
    f"%({MARK})s",
    f"{MARK}\\..\\x",
    f"..{MARK}",
    f"{MARK}.toml",
]
FIELDS = ["language", "source", "site", "authors", "published", "updated", "role", "agency", "place", "captions", "generator"]
touched: list[str] | None = None  # what was opened, listed or imported, while it is watched


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if touched is not None and event in ("open", "os.listdir", "os.scandir", "glob.glob", "import", "os.mkdir", "os.rename", "os.remove"):
        touched.append(repr(args[:1]))


sys.addaudithook(_watch)


@pytest.fixture
def watched() -> Iterator[list[str]]:
    global touched
    touched = []
    yield touched
    touched = None


def of_front_matter(field: str, value: str) -> str:
    return f"---\ntitle: Night ferry to sail\nsite: Courier\n{field}: {value!r}\n---\n\n{BODY}\n"


def of_html(field: str, value: str) -> str:
    head = {
        "language": "",
        "source": f'<link rel="canonical" href="{value}"><meta property="og:url" content="{value}">',
        "site": f'<meta property="og:site_name" content="{value}">',
    }.get(field, f'<meta name="{field}" content="{value}">')
    lang = f' lang="{value}"' if field == "language" else ""
    return f"<!doctype html><html{lang}><head><title>Night ferry</title>{head}</head><body><article><h1>Night ferry</h1><p>{BODY}</p></article></body></html>"


@pytest.mark.parametrize("make", [of_front_matter, of_html])
@pytest.mark.parametrize("field", FIELDS)
def test_no_value_of_a_page_reaches_a_path(make: Any, field: str, watched: list[str], tmp_path: Path) -> None:
    settings = Settings(site_config=str(tmp_path))
    for value in HOSTILE:
        for options in (None, settings):
            page = cleaner.clean(make(field, value), settings=options)
            for article in page.articles:
                assert article.language is None or len(article.language) == 2
                to_markdown(article, page)
            audit(page, "x", [])
    assert watched and not [name for name in watched if MARK in name]


@pytest.mark.parametrize("url", [f"http://{value}/a" for value in HOSTILE] + [f"http://courier.example/{value}" for value in HOSTILE])
def test_no_address_reaches_a_path(url: str, watched: list[str], tmp_path: Path) -> None:
    page = f"<html><body><h1>Night ferry</h1><p>{BODY}</p></body></html>"
    for source in (BODY, page):
        cleaner.clean(source, url=url, settings=Settings(site_config=str(tmp_path)))
    assert not [name for name in watched if MARK in name and ("http" in name or ".." in name or "*" in name or f"/{MARK}" in name)]


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a]b/", "http://[x]:y/", "http://ferry.example:port/", "http://\u2100.example/", "x" * 20_000]
)
def test_a_malformed_address_costs_the_address(url: str) -> None:
    html = f"<html><body><h1>Night ferry to sail</h1><p>{BODY}</p></body></html>"
    for source in (f"Night ferry to sail\n\n{BODY}\n", html):
        page = cleaner.clean(source, url=url)
        assert page.document.url is None
        assert BODY in page.articles[0].text
        assert any("address" in flag for flag in page.flags)


@pytest.mark.parametrize("reader", ["default", "fast"])
def test_a_malformed_address_in_a_page_costs_the_address(reader: Any) -> None:
    html = (
        '<html><head><meta property="og:url" content="http://[::1"><link rel="canonical" href="http://[::1"></head>'
        f"<body><h1>Night ferry to sail</h1><p>{BODY}</p><p>{BODY}</p></body></html>"
    )
    page = cleaner.clean(html, settings=Settings(html=reader))
    assert page.document.url is None and BODY in page.articles[0].text


@pytest.mark.parametrize("source", [None, 5, ["text"], bytearray(b"text"), Path("x"), {"text": "x"}])
def test_a_source_of_the_wrong_type_is_an_error_of_both_kinds(source: Any) -> None:
    with pytest.raises(WrongTypeError) as caught:
        cleaner.clean(source)
    assert isinstance(caught.value, CleanerError) and isinstance(caught.value, TypeError)
    assert type(source).__name__ in caught.value.problem and caught.value.place == "source" and caught.value.remedy


@pytest.mark.parametrize("name", ["url", "fetched", "name", "settings"])
def test_an_argument_of_the_wrong_type_is_named(name: str) -> None:
    arguments: dict[str, Any] = {name: 5}
    with pytest.raises(WrongTypeError) as caught:
        cleaner.clean(BODY, **arguments)
    assert caught.value.place == name and isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02", "PNG"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "PDF"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00word/document.xml", "zip"),
        (b"GIF89a\x01\x00\x01\x00", "GIF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "gzip"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "picture"),
    ],
)
def test_a_binary_file_gives_a_flagged_page_without_articles(raw: bytes, kind: str) -> None:
    for source in (raw, raw.decode("latin-1"), raw.decode("utf-8", "surrogateescape")):
        page = cleaner.clean(source)
        assert page.articles == [] and page.findings == []
        assert any(kind in flag for flag in page.flags)
        assert page.restore() == source


@pytest.mark.parametrize(
    "text", ["RIFF is a word here.", "BZh stands for a band.", "GIF8 was the name of the file.", "PK, said the sign.", "%PDF is a mark."]
)
def test_text_that_opens_like_one_is_text(text: str) -> None:
    page = cleaner.clean(f"{text}\n\n{BODY}\n".encode())
    assert page.flags == () and BODY in page.articles[0].text


@pytest.mark.parametrize("guess", ["pcm", "wuu", "zxx"])
def test_a_language_that_has_no_code_of_two_letters_is_the_likeliest_that_has_one(guess: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import py3langid

    monkeypatch.setattr(py3langid, "classify", lambda text: (guess, -1.0))
    monkeypatch.setattr(py3langid, "rank", lambda text: [(guess, -1.0), ("nn", -2.0), ("fr", -3.0)])
    languages.identify.cache_clear()
    assert languages.identify("Un traversier de nuit quitte le port") == "no"
    languages.identify.cache_clear()


@pytest.mark.parametrize("code", ["../../x", "english", "*", "", "e"])
def test_a_language_in_the_settings_is_a_known_code(code: str) -> None:
    with pytest.raises(ConfigError, match="ISO 639-1"):
        Settings(language=code)


@pytest.mark.parametrize(
    "text", ["a\ud83d\ude00b", f"Night ferry\n\n{BODY} \udbff\udfff", "\ud800\udc00", "\ud83d", "\ude00\ud83d", "\U0001f600\ud83d"]
)
def test_halves_of_a_character_come_back_from_the_audit(text: str) -> None:
    page = cleaner.clean(text)
    assert page.restore() == text
    assert cleaner.restore(audit(page, "x", [])) == text


@pytest.mark.parametrize("kind", [None, "str"])
def test_an_audit_whose_source_is_of_no_known_type_is_refused(kind: str | None) -> None:
    record = json.loads(audit(cleaner.clean(b"\xff\xfe caf\xe9"), "x", []))
    record["source"]["type"] = kind
    if kind is None:
        del record["source"]["type"]
    with pytest.raises(AuditError, match="unknown type"):
        cleaner.restore(json.dumps(record))
