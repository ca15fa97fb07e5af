"""Hostile and broken HTML: every page gives a clear result, within bounded memory, and comes back byte for byte.

Run as a program, this module is the child that reads the pages, under a limit of its address space.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

import cleaner
from cleaner.parse import NO_ARTICLE
from cleaner.parse.html.tree import load
from cleaner.parse.limits import MAX_COPIES, MAX_DEPTH, MAX_ELEMENTS, MAX_MARKS, MAX_TAG, flatten, tame

ROOM = 3 << 30  # bytes of address space for the child, shared libraries and all
PATIENCE = 900  # seconds for all pages together, far more than they need

TOPICS = ("ferry", "bakery", "harbour", "lighthouse", "market", "orchard", "chapel", "quarry", "windmill")
STORY = "".join(
    f"<p>The {topic} of Sandeby opened again on Tuesday, and people came from all over the county to see it.</p>" for topic in TOPICS
)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html>\n<html><head><title>Sandeby opens again</title>{head}</head><body>{body}</body></html>"


def laughs() -> str:
    entities = "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha">{entities}]><html><head><title>Ha</title></head><body>{STORY}<p>&i;</p></body></html>'


WHOLE: dict[str, Callable[[], str | bytes]] = {  # the story is read
    "plain": lambda: page(STORY),
    "100,000 nested elements": lambda: page("<div>" * 100_000 + STORY + "</div>" * 100_000),
    "100,000 nested elements that are never closed": lambda: page("<div>" * 100_000 + STORY),
    "100,000 nested elements within a line": lambda: page("<span>" * 100_000 + STORY + "</span>" * 100_000),
    "a story below what is nested too deeply": lambda: page("<div>" * 1_000 + "</div>" * 1_000 + f"<article>{STORY}</article>"),
    "formatting left open before every paragraph": lambda: page(
        f"<div>{''.join(f'<b id={i}>' for i in range(2_000))}</div><p>x</p>" + "<p>x</p>" * 10_000 + f"<article>{STORY}</article>"
    ),
    "tables in tables": lambda: page("<table><tr><td>" * 5_000 + STORY + "</td></tr></table>" * 5_000),
    "lists in lists": lambda: page("<ul><li>" * 5_000 + STORY),
    "entities that expand": laughs,
    "a million attributes": lambda: page(f"<div {' '.join(f'a{i}=1' for i in range(1_000_000))}>{STORY}</div>"),
    "an attribute of megabytes": lambda: page(f"<div title='{'x' * 12_000_000}'>{STORY}</div>"),
    "an image written into the page": lambda: page(f'{STORY}<img src="data:image/png;base64,{"QUJD" * 4_000_000}">'),
    "a comment of megabytes, never closed": lambda: page(f"<article>{STORY}</article><!--" + " x" * 5_000_000),
    "a script of megabytes, never closed": lambda: page(f"<article>{STORY}</article><script>" + "x=1;<p>" * 2_000_000),
    "200,000 tiny elements": lambda: page(f"<article>{STORY}{'<b>x</b>' * 200_000}</article>"),
    "zero bytes": lambda: page(STORY.replace("Sandeby", "San\0deby")),
    "broken bytes": lambda: page(STORY).encode().replace(b"people", b"peo\xff\xfeple"),
    "lone surrogates": lambda: page(STORY.replace("people", "peo\ud800\udc80ple")),
    "xhtml": lambda: (
        f'<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><div>{STORY}</div></body></html>'
    ),
    "utf-16 without a mark": lambda: page(STORY, '<meta charset="utf-16">').encode("utf-16-le"),
    "utf-16 without a mark, big end first": lambda: page(STORY, '<meta charset="utf-16">').encode("utf-16-be"),
    "a wrong character set": lambda: page(STORY, '<meta charset="shift_jis">').encode() + b"<p>caf\xe9</p>",
    "structured data nested too deeply": lambda: page(STORY, f'<script type="application/ld+json">{"[" * 100_000}</script>'),
}
FLAGGED: dict[str, tuple[Callable[[], str | bytes], str]] = {  # something is not, and the page says what
    "no body": (lambda: "<!DOCTYPE html><html><head><title>Sandeby</title></head></html>", NO_ARTICLE),
    "an empty body": (lambda: page(""), NO_ARTICLE),
    "frames only": (lambda: '<html><frameset cols="1,2"><frame src="a.html"><frame src="b.html"></frameset></html>', NO_ARTICLE),
    "a comment that opens before the story": (lambda: page(f"<!-- {'x ' * 1_000_000}{STORY}"), NO_ARTICLE),
    "a script that opens before the story": (lambda: page(f"<script>{'x;' * 1_000_000}{STORY}"), NO_ARTICLE),
    "50 MB in a line": (lambda: page(f"<article>{STORY * (50_000_000 // len(STORY))}</article>"), "what follows was not read"),
    "200,000 line breaks": (lambda: page(f"<article>{STORY}{'<br>' * 200_000}</article>"), "50,000 elements; what follows was not read"),
}
MARKS: dict[str, Callable[[], str | bytes]] = {  # no error record of gigabytes
    "a million ampersands": lambda: page(f"<p>{'&' * 1_000_000}</p>{STORY}"),
    "a million angle brackets": lambda: f"<html><body>{STORY}<p>{'<' * 1_000_000}</p>",
    "a million end tags of nothing": lambda: page(f"{'</b>' * 1_000_000}{STORY}"),
    "bytes of every value": lambda: b"<html><body><p>" + bytes(range(256)) * 400,
}
MENU = "lists in lists"  # for the extractor of the fast reader a menu, and so left out
PAGES: dict[str, Callable[[], str | bytes]] = WHOLE | {name: make for name, (make, _) in FLAGGED.items()} | MARKS


def child(reader: Literal["full", "fast"]) -> None:
    """Read every page with the `reader`, and print what came of it, a line each."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    settings = cleaner.Settings(reader=reader)
    for name, make in PAGES.items():
        source = make()
        found = cleaner.clean(source, settings=settings)
        text = "\n".join(article.text for article in found.articles)
        told = {"topics": sum(topic in text for topic in TOPICS), "flags": found.flags, "restored": found.restore() == source}
        print(json.dumps({"name": name, **told}), flush=True)


@pytest.fixture(scope="module", params=["full", "fast"])
def html(request: pytest.FixtureRequest) -> str:
    """The reader."""
    if request.param == "fast":
        pytest.importorskip("resiliparse", reason="the fast reader is not installed")
    return str(request.param)


@pytest.fixture(scope="module")
def results(html: str) -> Iterator[dict[str, Any]]:
    """The result of the child process for each page, as far as it got."""
    pytest.importorskip("resource", reason="the system sets no limits")
    run = subprocess.run(
        [sys.executable, __file__, html], capture_output=True, text=True, timeout=PATIENCE, cwd=Path(__file__).parents[1], check=False
    )
    told = {row["name"]: row for row in map(json.loads, run.stdout.splitlines())}
    yield {name: told.get(name, {"error": run.stderr[-2_000:] or f"exit code {run.returncode}"}) for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_comes_to_a_result_and_back(name: str, results: dict[str, Any]) -> None:
    assert "error" not in results[name], results[name]["error"]
    assert results[name]["restored"]


@pytest.mark.parametrize("name", WHOLE)
def test_the_story_is_read(name: str, results: dict[str, Any], html: str) -> None:
    if (name, html) == (MENU, "fast"):
        assert results[name]["flags"]
        return
    assert results[name].get("topics") == len(TOPICS), results[name]
    assert NO_ARTICLE not in results[name]["flags"]


@pytest.mark.parametrize("name", FLAGGED)
def test_what_is_not_read_is_said(name: str, results: dict[str, Any]) -> None:
    assert any(FLAGGED[name][1] in flag for flag in results[name].get("flags", ())), results[name]


# ---- the limits, one by one


@pytest.mark.parametrize("markup", [page(STORY), page("<ul>" + "<li>a" * 1_000), page("<p>1 < 2 & 3 <!-- x --> </i>")])
def test_markup_within_the_limits_stays(markup: str) -> None:
    assert tame(markup)[:2] == (markup, ())


def test_what_is_nested_too_deeply_becomes_paragraphs() -> None:
    found, (remark,), _ = flatten("<div>" * (MAX_DEPTH + 5) + "<h2>One</h2>two <b>three</b></div><div>four" + "</div>" * (MAX_DEPTH + 5))
    assert found == "<div>" * MAX_DEPTH + "<p>One<p>two three<p>four" + "<p>" + "</div>" * MAX_DEPTH
    assert "nested" in remark


def test_elements_that_close_each_other_are_not_nested() -> None:
    assert flatten("<ul>" + "<li>a<p>b" * MAX_DEPTH * 2).remarks == ()
    assert flatten("<table>" + "<tr><td>a" * MAX_DEPTH * 2).remarks == ()


def test_an_inline_end_tag_closes_no_container() -> None:
    assert flatten("<b><div></b>" * MAX_DEPTH).remarks != ()


def test_what_follows_too_many_elements_is_cut() -> None:
    found, (remark,), _ = tame("<br>" * (MAX_ELEMENTS + 10) + "end")
    assert found == "<br>" * (MAX_ELEMENTS + 1)
    assert "elements" in remark


def test_a_tag_that_is_far_too_long_keeps_its_short_attributes() -> None:
    found = tame(f"""<img class="a" src="data:{"x" * MAX_TAG}" alt='b > c' id=d hidden>""").markup
    assert found == """<img class="a" alt='b > c' id=d hidden>"""


def test_marks_past_the_bound_are_spelt_out_and_mean_the_same() -> None:
    found = tame(f"<p>{'&' * (MAX_MARKS + 1)}</p><p>a &amp; b &eacute; < c</p><a href='?a&b'>").markup
    assert found.endswith("</p><p>a &amp; b é &lt; c</p><a href='?a&amp;b'>")


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("a<!-->b<!--->c<!-- <p> -->d<!-- <p> --!>e<!-- <p>f", "abcde"),
        ('<?xml version="1.0"?><p>a', "<p>a"),
        ("<p>a<SCRIPT>b<p></ScRipt >c<style><p>", "<p>a<SCRIPT>b<p></ScRipt >c<style><p>"),
        ("a\fb\0c\ud800d", "a bc\ufffdd"),
    ],
)
def test_what_no_parser_needs_goes(markup: str, left: str) -> None:
    assert flatten(markup).markup == left
    assert tame("<?x>" * 21 + markup).markup == left  # so many that a quick look does not do


@pytest.mark.parametrize("piece", ["<a ", "<", "<!--", "<script", "<a '", "</", "<?", '<a "', "&", "<p>", "<b><div></b>"])
def test_one_piece_again_and_again(piece: str) -> None:
    for limit in (tame, flatten):
        assert len(limit(piece * 200_000).markup) <= 10_000_000


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("<div><b><i>a</div>b", "<div><b><i>a</i></b></div>b"),
        ("<p><b>a<p>b", "<p><b>a</b><p>b"),
        ("<i><b>a</i>b", "<i><b>a</b></i>b"),
        ("<div><span>a</div>b", "<div><span>a</div>b"),
    ],
)
def test_formatting_left_open_ends_with_what_holds_it(markup: str, left: str) -> None:
    assert flatten(markup).markup == left


def test_formatting_that_may_be_copied_is_counted_from_above() -> None:
    assert tame("<p><b>a</b> <i class=x>b</i><p>c <br><section>").copies == 2 * 8
    assert tame("<b>" * 1_000 + "<p>a" * 1_000).copies > MAX_COPIES
    assert flatten("<b>" * 1_000 + "<p>a" * 1_000).copies == 0


@pytest.mark.parametrize("beginning", ['<!DOCTYPE html\n PUBLIC "-//W3C//DTD XHTML 1.0//EN"\n>\n<html>', '\n\n\n<html lang="en" />'])
def test_a_beginning_that_leads_the_parser_astray_moves_no_line(beginning: str) -> None:
    tree = load(f"{beginning}<body>\n{STORY}</body>")
    assert tree is not None
    first = tree.find(".//p")
    assert first is not None and first.sourceline == 5 and len(tree.findall(".//p")) == len(TOPICS)


def test_a_binary_file_named_html_is_refused(tmp_path: Path) -> None:
    from cleaner.batch import Output, Writer, run
    from cleaner.config import Settings
    from cleaner.inputs import find

    (tmp_path / "page.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (tmp_path / "wide.html").write_bytes(page(STORY).encode("utf-16-le"))
    binary, wide = (result for result, _ in run(find([str(tmp_path)]), Writer(Output(None, dry_run=True)), Settings()))
    assert binary.status == "failed" and "binary file" in binary.error and "Leave it out" in binary.error
    assert wide.status == "cleaned"


@pytest.mark.parametrize(
    "nested",
    [
        "<div><!--</div>-->",
        "<div><?</div>>",
        "<div><script></div></script>",
        "<div><style></div></style>",
        "<!--><div>",
        "<!---><div>",
        "<DIV></x>",
    ],
)
def test_what_looks_like_an_end_hides_no_depth(nested: str) -> None:
    _, remarks, _ = flatten(f"<html><body>{nested * 2_000}<p>The night ferry will sail again.</p></body></html>")
    assert any("nested" in remark for remark in remarks)


if __name__ == "__main__":
    child("fast" if "fast" in sys.argv else "full")
