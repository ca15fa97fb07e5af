"""The report in Debian's Chromium: by keyboard, in silence, without asking anybody, and deaf to what hostile pages say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .browser import PROGRAM, Browser
from .invented_debris import CLEAN, GOATS, PACK, PAGE, SECOND, Run

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed: apt-get install chromium")

SCRIPTS = (
    "<script>window.pwned = 1; alert('script')</script>",
    "</script><script>window.pwned = 2</script>",
    "<img src=x onerror='window.pwned = 3'> <svg onload=window.pwned=4> <a href='javascript:window.pwned=5'>read on</a>",
    "<!-- <script> --> ]]> &lt;script&gt; {{data}} ${window.pwned = 6} `window.pwned = 7`",
    "<link rel=stylesheet href=https://lamp.example/a.css> <iframe src=https://lamp.example/></iframe> <base href=https://lamp.example/>",
    "Lamps \u202eturned round\u202c and \u2066apart\u2069, a bell \x07, an escape \x1b[31m, a line\u2028end, a nought \ufeff",
)
HOSTILE = "\n\n".join(["Lamps of the <b>coast</b> <script>window.pwned = 8</script>", "Zebra corner", *SCRIPTS, CLEAN, ""])
HUGE = "huge " * 400_000


@pytest.fixture
def report(run: Run, pack: Path) -> Path:
    Path("pages").mkdir()
    long = "\n\n".join(f"On day {n} of the work, the boats brought {n * 7} stones to the harbour." for n in range(9))
    pages = {"a": f"{CLEAN}\n{long}\n", "b": PAGE + SECOND, "goats": GOATS, "hostile": HOSTILE + HUGE, "<img src=x onerror=alert(1)>": PAGE}
    for name, text in pages.items():
        Path("pages", f"{name}.txt").write_text(text, encoding="utf-8")
    run("clean", "pages", "--out", "clean", "--rules", pack, "--disable", "glitch")
    assert run("report", "clean", "-o", "report.html").exit_code == 0
    return Path("report.html")


@pytest.fixture
def opened(browser: Browser, report: Path) -> Iterator[Browser]:
    """The report, opened; at the end of each test nothing was said, and nobody asked."""
    browser.messages.clear()
    browser.requests.clear()
    browser.open(report)
    yield browser
    assert not browser.messages, browser.messages
    assert set(browser.requests) == {report.resolve().as_uri()}
    assert browser.run("window.pwned") is None


def titles(browser: Browser) -> list[str]:
    return list(browser.run("[...document.querySelectorAll('#pages [role=option]')].map(item => item.innerText.split('\\n')[0])"))


def focused(browser: Browser) -> str:
    return str(browser.run("document.activeElement.id || document.activeElement.className || document.activeElement.tagName"))


def chosen(browser: Browser) -> str:
    """The id of the chosen page in the list; the view shows its title."""
    found = str(browser.run("document.getElementById('pages').getAttribute('aria-activedescendant')"))
    assert browser.run(f"document.getElementById('{found}').ariaSelected") == "true"
    title, view = browser.run(f"[document.querySelector('#{found} .title').textContent, document.getElementById('view-title').textContent]")
    assert view in (title, "Without a headline")
    return found


def test_all_of_it_is_drawn(opened: Browser) -> None:
    assert opened.run("document.querySelectorAll('#totals dd').length") >= 4
    assert opened.run("document.querySelectorAll('#rules tr').length") >= 3
    assert opened.run("document.querySelectorAll('#losses rect').length") == 11
    assert opened.run("document.getElementById('rules').querySelector('rect').getBoundingClientRect().width") > 50
    assert len(titles(opened)) == 5
    assert opened.run("document.querySelector('#pages .flag') !== null")
    assert "goat" in str(opened.run("document.getElementById('view').innerText"))


def test_what_to_look_at_first_stands_on_top_and_leads_to_the_page(opened: Browser) -> None:
    assert opened.run("document.querySelector('main section:not([hidden]) h2').textContent") == "To look at first"
    opened.run("document.querySelector('#first-list button').focus()")
    name = opened.run("document.activeElement.textContent")
    opened.press("Enter")
    opened.until("document.activeElement.id === 'view'")
    assert opened.run("document.getElementById('view-title').textContent") in (name, "Without a headline")
    assert opened.run("document.querySelector('#view .files a').getAttribute('href')").startswith("./clean/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(browser: Browser, report: Path, scheme: str) -> None:
    for width in (400, 1280):
        browser.open(report, width, 900, scheme)
        assert browser.pale() == []


def test_a_way_by_keyboard_from_the_first_tab_to_the_last_change(opened: Browser) -> None:
    opened.press("Tab")
    assert focused(opened) == "skip"
    opened.press("Enter")
    opened.until("document.activeElement.id === 'pages'")
    seen = [chosen(opened)]
    for _ in range(4):
        opened.press("ArrowDown")
        seen.append(chosen(opened))
    assert seen == [f"page-{n}" for n in range(5)]
    opened.press("ArrowDown")
    assert chosen(opened) == seen[-1]
    opened.press("Home")
    assert chosen(opened) == seen[0]
    opened.press("End", "ArrowUp")
    assert chosen(opened) == seen[-2]
    opened.press("Home", "Enter")
    assert focused(opened) == "view"
    opened.press("n", "n")
    assert opened.run("document.activeElement.matches('tr.d')")
    second = opened.run("document.activeElement.innerText")
    opened.press("n", "p")
    assert opened.run("document.activeElement.innerText") == second
    opened.press("Escape")
    assert focused(opened) == "pages"
    opened.press("/")
    assert focused(opened) == "search"


def test_the_text_filter_finds_words_and_shows_them(opened: Browser) -> None:
    opened.run("document.getElementById('pages').focus()")
    opened.press("/", *"four bakers")
    opened.until("document.querySelectorAll('#pages [role=option]').length === 1")
    assert "1 of 5 pages" in opened.run("document.getElementById('status').textContent")
    opened.press("Enter")
    assert focused(opened) == "pages"
    opened.run("document.getElementById('whole').click()")
    assert opened.run("document.querySelector('#view mark').textContent") == "Four bakers"
    opened.run("document.getElementById('search').focus()")
    opened.press(*"zzz")
    opened.until("document.querySelectorAll('#pages [role=option]').length === 0")
    assert "No page" in opened.run("document.getElementById('pages').innerText")
    opened.press("Tab", "Tab", "Tab", "Tab")
    opened.press("Enter")
    opened.until("document.querySelectorAll('#pages [role=option]').length === 5")


def test_the_flag_and_rule_filters_work_by_keyboard(opened: Browser) -> None:
    opened.run("document.getElementById('flag').focus()")
    opened.press("ArrowDown")
    opened.until("document.querySelectorAll('#pages [role=option]').length < 5")
    assert titles(opened), "some pages are flagged"
    assert opened.run("document.getElementById('flag').value") == "flagged"
    opened.press("ArrowUp")
    opened.until("document.querySelectorAll('#pages [role=option]').length === 5")
    opened.run("document.querySelector('#rules button').focus()")
    rule = opened.run("document.activeElement.textContent")
    opened.press("Enter")
    assert opened.run("document.getElementById('rule').value") == rule
    assert focused(opened) == "pages"
    assert 0 < len(titles(opened)) < 5
    assert opened.run("document.querySelector('#view .hit') !== null")


def test_a_fold_opens_by_keyboard(opened: Browser) -> None:
    opened.run("document.getElementById('pages').focus()")
    for _ in range(4):
        if not opened.run("document.querySelector('.fold button') !== null"):
            opened.press("ArrowDown")
    rows = opened.run("document.querySelectorAll('.rows tr').length")
    opened.run("document.querySelector('.fold button').focus()")
    opened.press("Enter")
    assert opened.run("document.querySelectorAll('.rows tr').length") > rows
    assert opened.run("document.activeElement.matches('.rows tr')")


def test_hostile_text_is_text(opened: Browser) -> None:
    opened.run("document.getElementById('whole').click(); document.getElementById('pages').focus()")
    texts = ""
    for _ in range(5):
        texts += opened.run("document.getElementById('view').textContent")
        opened.press("ArrowDown")
    for script in SCRIPTS[:5]:
        assert script in texts
    assert "<U+202E>turned round<U+202C>" in texts
    assert "␇" in texts
    assert "characters more" in texts
    assert "<img src=x onerror=alert(1)>.txt" in texts
    assert opened.run("document.querySelectorAll('img, iframe, base, link, svg[onload], #view a:not(.files a), #view script').length") == 0
    assert not any(character in texts for character in "\u202e\u2066\u2028\x07\x1b\ufeff")


def test_the_policy_holds_should_the_escaping_fail(browser: Browser, report: Path) -> None:
    browser.open(report)
    browser.messages.clear()
    browser.requests.clear()
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=https://lamp.example/a.png onerror=\"window.pwned = 1\">')")
    browser.run("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.pwned = 2' }))")
    browser.run("fetch('https://lamp.example/').catch(() => { window.refused = true })")
    browser.until("window.refused")
    assert browser.run("window.pwned") is None
    assert any("Content Security Policy" in message for message in browser.messages)


@pytest.mark.parametrize("width", [320, 375, 768, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width(browser: Browser, report: Path, width: int, scheme: str) -> None:
    browser.open(report, width, 700, scheme)
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert browser.run(
        "document.documentElement.scrollHeight <= Math.max(innerHeight, document.body.getBoundingClientRect().bottom + scrollY + 40)"
    ), "the page ends with its text"
    assert browser.run("document.getElementById('view').scrollWidth <= document.getElementById('view').clientWidth + 1")
    light = browser.run("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(part => part > 200)")
    assert light == (scheme == "light")


def test_a_diff_that_was_written_to_a_file_is_deaf_too(browser: Browser, run: Run) -> None:
    Path("zebra.toml").write_text(PACK, encoding="utf-8")
    Path("hostile.txt").write_text(HOSTILE, encoding="utf-8")
    run("diff", "hostile.txt", "--all", "--rules", "zebra.toml", "--disable", "glitch", "-o", "diff.html", "-o", "diff.svg")
    for name in ("diff.html", "diff.svg"):
        browser.messages.clear()
        browser.requests.clear()
        browser.open(Path(name))
        shown = browser.run("document.documentElement.textContent").replace("\u00a0", " ")
        assert "<script>window.pwned = 1;" in shown
        assert browser.run("window.pwned") is None
        assert not browser.messages, browser.messages
        assert set(browser.requests) == {Path(name).resolve().as_uri()}
    browser.open(Path("diff.html"), scheme="dark")
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 27)"
