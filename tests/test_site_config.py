"""Files about sites: read line by line, found by host, and applied to a page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import html

import cleaner
from cleaner import Settings
from cleaner.cli.exits import ExitCode
from cleaner.errors import ConfigError
from cleaner.parse.site_config import Applied, apply, load, xpath_process
from cleaner.parse.site_config.page import TOO_LONG, _lines
from cleaner.parse.site_config.read import read

STORY = "The night ferry sails again from Monday, the county said, after eleven weeks in the dry dock."
OTHER = "Tickets are on sale at the quay in Sandeby, and cost what they did last autumn."
PAGE = f"""<html><head><title>Courier</title></head><body><h1 class="top">Night ferry to sail again</h1>
<div class="story"><p>{STORY}</p><aside class="box-promo-x">Win a trip</aside> and so on
<span class="who">Ilse Marrow</span> <i>said</i> <time datetime="2025-03-04">on Tuesday</time></div>
<div class="tides">Tide table</div><div class="story"><p>{OTHER}</p><img src="/ads/a.png" alt="x"></div></body></html>"""


def applied(text: str, page: str = PAGE) -> Applied:
    config = read(text, "courier.txt")
    return apply(config, html.document_fromstring(config.replace(page)))


def body(text: str, page: str = PAGE) -> str:
    return "\n\n".join(_lines(applied(text, page).body))


# ---- the format


def test_a_file_is_read_line_by_line() -> None:
    config = read(
        "\ufeff# the Courier\r\n\r\ntitle: //h1\nTitle : //title\nbody://div\n  # body: //p\nauthor:\nprune: no\n"
        "skip_json_ld: yes\nautodetect_on_failure: no\nhttp_header(user-agent): Reader/1.0\ntest_url: https://courier.example/a\n"
        "test_contains: ferry\nnext_page_link: //a\nsrc_lazy_load_attr: data-x\nparser: html5php\nnative_ad_clue: //b",
        "courier.txt",
    )
    assert [statement.value for statement in config.title] == ["//h1", "//title"]
    assert [(statement.value, statement.line) for statement in config.body] == [("//div", 5)]
    assert config.author == () and config.skip_json_ld and not config.autodetect_on_failure


def test_strings_are_replaced_in_pairs() -> None:
    config = read(
        "find_string: <b>\nfind_string: </b>\nreplace_string: <i>\nreplace_string: </i>\nreplace_string(a: b): c\nreplace_string(z):",
        "x.txt",
    )
    assert config.replaced == (("<b>", "<i>"), ("</b>", "</i>"), ("a: b", "c"), ("z", ""))
    assert config.replace("<b>a: b</b>z") == "<i>c</i>"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("bodi: //div", "there is no directive 'bodi'"),
        ("//div[@id='a']", "the line is no directive"),
        ("autodetect_on_failure: perhaps", "cannot be 'perhaps'"),
        ("wrap_in(a b): //p", "wrap_in names no element"),
        ("find_string: a", "find_string has no replace_string"),
        ("replace_string: a", "replace_string has no find_string"),
        ("body: //div[", "the XPath is not valid"),
        ("strip: //div[nosuch(.)]", "the XPath is not valid"),
        ("title: //re:x", "the XPath is not valid"),
    ],
)
def test_a_bad_line_is_named(line: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=r"courier\.txt:2") as error:
        applied(f"# the Courier\n{line}\n")
    assert problem in error.value.problem
    assert error.value.remedy


# ---- a page


def test_the_body_is_all_that_the_first_matching_path_names() -> None:
    assert body("body: //div[@id='gone']\nbody: //div[@class='story']\nbody: //body") == (
        f"{STORY}\n\nWin a trip\n\nand so on Ilse Marrow said on Tuesday\n\n{OTHER}"
    )


def test_an_element_within_another_counts_once() -> None:
    assert body("body: //div[@class='story'] | //p").count("night ferry") == 1


def test_the_text_between_two_parts_is_not_the_bodys() -> None:
    assert body("body: //p", "<body><p>one</p> two <p>three</p> four</body>") == "one\n\nthree"


@pytest.mark.parametrize(
    "line", ["strip: //aside", "strip_id_or_class: promo", "strip_id_or_class: 'box-promo'", "strip: //aside/text()", "strip_attr: //aside"]
)
def test_what_is_stripped_goes_and_what_follows_it_stays(line: str) -> None:
    found = body(f"body: //div[@class='story']\n{line}")
    assert "Win a trip" not in found and "and so on" in found


def test_images_are_stripped_by_their_address() -> None:
    tree = html.document_fromstring(PAGE)
    apply(read("strip_image_src: /ads/", "x.txt"), tree)
    assert not tree.xpath("//img")


def test_title_authors_and_date_are_found_and_leave_the_body() -> None:
    found = applied("title: //h2\ntitle: string(//h1)\nauthor: //span[@class='who']\ndate: //time/@datetime\nbody: //div[@class='story']")
    assert (found.title, found.authors, found.date) == ("Night ferry to sail again", ["Ilse Marrow"], "2025-03-04")
    assert "Ilse Marrow" not in " ".join(found.body.itertext()) and "on Tuesday" in " ".join(found.body.itertext())


def test_a_condition_belongs_to_the_line_above() -> None:
    assert "Tide table" not in body("body: //body\nstrip: //div[@class='tides']\nif_page_contains: //h1")
    assert "Tide table" in body("body: //body\nstrip: //div[@class='tides']\nif_page_contains: //h6")
    assert "Tide table" in body("body: //body\nsingle_page_link: //a\nif_page_contains: //h6")


def test_elements_are_wrapped_and_strings_replaced_before_all_else() -> None:
    assert applied("wrap_in(blockquote): //p\nbody: //blockquote").body.xpath("count(./blockquote/p)") == 2
    assert body("replace_string(tides): story\nbody: //div[@class='story']").count("Tide table") == 1


def test_nothing_found_is_nothing() -> None:
    assert applied("body: //div[@id='gone']\ntitle: count(//p)\nbody: //aside/@class") == Applied()
    assert applied("native_ad_clue: //h1").advert and not applied("native_ad_clue: //h6").advert


# ---- the folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "courier.example.txt").write_text("body: //div[@class='story']\nstrip: //aside\ntitle: //h1\n", encoding="utf-8")
    (tmp_path / ".courier.example.txt").write_text("body: //div[@class='tides']\n", encoding="utf-8")
    (tmp_path / "north.courier.example.txt").write_text("body: //h1\n", encoding="utf-8")
    (tmp_path / "www.south.example.txt").write_text("body: //p\n", encoding="utf-8")
    (tmp_path / "broken.example.txt").write_text("nonsense\n", encoding="utf-8")
    (tmp_path / "strict.example.txt").write_text("body: //h6\nautodetect_on_failure: no\n", encoding="utf-8")
    (tmp_path / "old.example.txt").write_text("body: //h6\nnative_ad_clue: //h1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("courier.example", "courier.example.txt"),
        ("WWW.Courier.Example.", "courier.example.txt"),
        ("north.courier.example", "north.courier.example.txt"),
        ("west.courier.example", ".courier.example.txt"),
        ("a.west.courier.example", ".courier.example.txt"),
        ("www.south.example", "www.south.example.txt"),
        ("south.example", None),
        ("example", None),
        ("", None),
        ("../courier.example", None),
        ("a/../courier.example", None),
        ("x" * 3000, None),
        ("bücher.example", None),
        ("\ud800.example", None),
    ],
)
def test_the_nearest_file_is_taken(folder: Path, host: str, name: str | None) -> None:
    found = load(str(folder), host)
    assert (found and Path(found.path).name) == name


def test_a_bad_file_harms_no_other_host(folder: Path) -> None:
    assert load(str(folder), "courier.example")
    with pytest.raises(ConfigError, match=r"broken\.example\.txt:1: the line is no directive"):
        load(str(folder), "broken.example")


def test_a_page_is_read_through_its_sites_file(folder: Path) -> None:
    settings = Settings(site_config=str(folder))
    for page, url in (
        (PAGE, "https://www.courier.example/a"),
        (PAGE.replace("<title>", "<link rel=canonical href=https://courier.example/a><title>"), None),
    ):
        found = cleaner.clean(page, url, settings=settings)
        (article,) = found.articles
        assert article.title == "Night ferry to sail again"
        assert STORY in article.text and OTHER in article.text and "Tide table" not in found.text
        assert found.restore() == page


def test_a_page_on_which_no_body_is_found_is_read_as_any_other(folder: Path) -> None:
    settings = Settings(site_config=str(folder))
    found = cleaner.clean(PAGE, "https://old.example/a", settings=settings)
    assert STORY in found.text
    assert found.flags == ("the site's file takes this page for an advertisement",)
    assert (
        cleaner.clean(PAGE, "https://elsewhere.example/a", settings=settings).text
        == cleaner.clean(PAGE, "https://elsewhere.example/a").text
    )


def test_unless_the_file_says_not_to(folder: Path) -> None:
    found = cleaner.clean(PAGE, "https://strict.example/a", settings=Settings(site_config=str(folder)))
    assert found.articles == [] and found.flags[0] == "no article was found in the HTML"


@pytest.mark.parametrize("page", ["<html></html>", "<html><body>", "<p></p>", "<!DOCTYPE html>", "<html>\0"])
def test_a_page_of_nothing_stays_nothing(folder: Path, page: str) -> None:
    assert cleaner.clean(page, "https://courier.example/a", settings=Settings(site_config=str(folder))).articles == []


# ---- the setting


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such folder"):
        Settings(site_config=str(tmp_path / "gone"))


def test_the_folder_in_a_settings_file_is_relative_to_it(folder: Path) -> None:
    from cleaner.config import from_file

    (folder.parent / "cleaner.toml").write_text(f'site_config = "{folder.name}"', encoding="utf-8")
    assert from_file(folder.parent / "cleaner.toml").settings.site_config == str(folder)


def test_the_command_line_takes_it(folder: Path) -> None:
    from typer.testing import CliRunner

    from cleaner.cli import app

    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    call = ["clean", str(folder / "page.html"), "--format", "txt", "--site-config", str(folder), "--url"]
    good, bad = (CliRunner().invoke(app, [*call, f"https://{host}.example/a"]) for host in ("courier", "broken"))
    assert good.exit_code == ExitCode.FINE and STORY in good.output and "Tide table" not in good.output
    assert bad.exit_code == ExitCode.FAILED and "broken.example.txt:1" in bad.output.replace("\n", "")
    for command in ("diff", "clean"):
        gone = CliRunner().invoke(app, [command, str(folder / "page.html"), "--site-config", str(folder / "gone")])
        assert gone.exit_code == ExitCode.USAGE


# ---- the time that an XPath may take

ENDLESS = [
    "//*[//*[//*[//*[//*[@x]]]]]",
    "//*[count(//*[count(//*[count(//*) = 1]) = 1]) = 1]",
    "//*[preceding::*[following::*[preceding::*[following::*[@x]]]]]",
    "//div[contains(string(/), string(//*[contains(string(/), concat(string(.), string(/), 'x'))]))]",
]
LONG_PAGE = PAGE.replace("</body>", "<p>A line of the page.</p>" * 3_000 + "</body>")


@pytest.mark.parametrize("directive", ["title", "body", "strip", "wrap_in(div)", "native_ad_clue"])
@pytest.mark.parametrize("xpath", ENDLESS[:2])
def test_an_xpath_has_a_time_limit(xpath: str, directive: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_limit(f"{directive}: {xpath}\n", tmp_path, monkeypatch)


@pytest.mark.parametrize("xpath", ENDLESS[2:])
def test_no_kind_of_xpath_is_without_a_limit(xpath: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_limit(f"body: {xpath}\n", tmp_path, monkeypatch)


def check_limit(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "courier.example.txt").write_text(text, encoding="utf-8")
    (folder / "other.example.txt").write_text("body: //div[@class='story']\n", encoding="utf-8")
    settings = Settings(site_config=str(folder))
    with monkeypatch.context() as patch:
        patch.setattr(xpath_process, "SECONDS", 0.5)
        page = cleaner.clean(LONG_PAGE, "https://courier.example/a", settings=settings)
    assert TOO_LONG in page.flags and STORY in page.text
    after = cleaner.clean(PAGE, "https://other.example/a", settings=settings)
    assert after.flags == () and after.text.startswith(STORY)


def test_a_bad_xpath_is_an_error_with_its_line_whatever_process_finds_it(tmp_path: Path) -> None:
    (tmp_path / "courier.example.txt").write_text("title: //h1\nbody: //div[\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"courier\.example\.txt:2"):
        cleaner.clean(PAGE, "https://courier.example/a", settings=Settings(site_config=str(tmp_path)))


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_helper_ends_with_its_parent(tmp_path: Path) -> None:
    (tmp_path / "courier.example.txt").write_text("body: //div[@class='story']\n", encoding="utf-8")
    code = (
        "import sys, time, cleaner; from cleaner.parse.site_config import xpath_process\n"
        "cleaner.clean(sys.argv[2], 'https://courier.example/a', settings=cleaner.Settings(site_config=sys.argv[1]))\n"
        "print(xpath_process._local.helper.process.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), PAGE], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for _ in range(600):
        if not alive(child):
            break
        time.sleep(0.1)
    assert not alive(child)


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody asked for does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
