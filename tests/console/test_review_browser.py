"""The review in Debian's Chromium: by keyboard alone, at every width, and deaf to what hostile pages say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the review needs starlette")

from cleaner.decisions import load

from .browser import PROGRAM, Browser
from .invented_debris import Run
from .invented_html import FOLDED
from .invented_html import KITES as HTML
from .preview_driver import FERRY, TIDE
from .review_driver import DECISIONS, cursor, entries, press, said, show, to, to_fold
from .test_report_browser import HOSTILE
from .test_review import READ

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed: apt-get install chromium")
EVIL = """<script>window.pwned = 9</script><style>@import url(https://lamp.example/a.css); body { background: url(https://lamp.example/b.png) }</style>
<img src=x onerror="parent.pwned = 10"><a href="https://lamp.example/" id=way>way</a><form action=https://lamp.example/><button>go</button></form>
<link rel=stylesheet href=https://lamp.example/c.css><svg onload="window.pwned = 11"></svg><video src=https://lamp.example/d.mp4></video></article>"""


def test_a_review_by_keyboard_alone_is_obeyed_by_clean(opened: Callable[..., Browser], run: Run) -> None:
    browser = opened({"ferry.txt": FERRY, "tide.txt": TIDE})
    browser.press("Tab")
    assert browser.run("document.activeElement.className || document.activeElement.id")
    press(browser, "/", *"night", "Enter")
    browser.until("state.shown.length <= 2")
    press(browser, "ArrowDown", "ArrowUp", "Enter")
    browser.until("document.activeElement.id === 'view'")
    browser.run("document.getElementById('search').value = ''; drawList()")
    if "Night" not in browser.run("state.page.title"):
        press(browser, ".")
    to(browser, "Advertisement")
    press(browser, "n")
    assert "Kept" in said(browser)
    to(browser, "Tickets are on sale")
    press(browser, "d")
    assert said(browser) == "Dropped."
    press(browser, "u")
    assert "drop" not in DECISIONS.read_text(encoding="utf-8")
    press(browser, "U")
    to(browser, "Facebook")
    press(browser, "x")
    browser.until("document.getElementById('ask').open")
    browser.press("f")
    browser.until("!document.getElementById('ask').open && !state.busy")
    to(browser, "Share")
    press(browser, "K", "t")
    browser.until("document.activeElement.matches('#ask input')")
    browser.press("Home", *"Late: ", "Enter")
    browser.until("!document.getElementById('ask').open && !state.busy")
    to(browser, "Bakery fire")
    press(browser, "b")
    assert "Joined" in said(browser)
    verbs = {(entry.verb, entry.what.split()[0]) for entry in load(DECISIONS).entries}
    assert {("keep", "Advertisement"), ("drop", "Tickets"), ("title", "Late:"), ("join", "Bakery")} < verbs
    assert any(verb == "off" for verb, _ in verbs)
    press(browser, "c")
    assert "1 decided" in browser.run("document.getElementById('progress').textContent")
    assert run("clean", "pages/ferry.txt", "--out", "out").exit_code == 0
    text = Path("out/ferry.md").read_text(encoding="utf-8")
    assert "Late: Night ferry" in text
    assert "Advertisement" in text
    assert "Share" in text
    assert "Tickets" not in text


def test_a_walk_through_findings_goes_on_to_the_next_page(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    first = browser.run("state.current")
    for _ in range(30):
        if browser.run("state.current") != first:
            break
        press(browser, "ArrowRight")
    assert browser.run("state.current") != first
    press(browser, ",")
    assert browser.run("state.current") == first
    press(browser, "y", "y")
    assert browser.run("state.page.accepted.length") == 2
    press(browser, "?")
    assert browser.run("document.getElementById('help').open")
    assert "undo the last step" in browser.run("document.getElementById('help').innerText")
    browser.press("Escape")
    browser.until("document.activeElement.id === 'view'")


def test_keys_pressed_while_a_step_or_a_page_is_on_its_way_act_after_it(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": FERRY.replace("ferry", "train")})
    browser.press("y", "y", "y")
    browser.until("waiting.length === 0 && !state.busy")
    assert browser.run("state.page.accepted.length") == 3
    first = browser.run("state.current")
    press(browser, "End")
    browser.press(".", "n")
    browser.until(f"state.page.n !== {first} && !state.busy && waiting.length === 0")
    (decision,) = load(DECISIONS).entries
    assert decision.file == browser.run("state.page.name")
    assert decision.what == "By Ilse Marrow", "the first finding of the page that came"


def test_a_late_answer_about_a_page_does_not_cover_the_one_that_was_opened_meanwhile(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    press(browser, "y", ".")
    second = browser.run("state.current")
    browser.run("""{ const ask = window.fetch;
      window.fetch = async (path, ...rest) => { const found = await ask(path, ...rest); if (path.endsWith("undo")) await new Promise((done) => { window.go = done; }); return found; }; }""")
    browser.press("u", "p", "Home")
    browser.until(f"window.go && state.page.n !== {second}")
    browser.run("go()")
    browser.until("!state.busy")
    assert browser.run("state.page.n === state.current")
    assert browser.run("state.page.n") != second


def test_an_answer_goes_on_to_what_is_still_open(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": FERRY.replace("ferry", "train")})
    first = browser.run("state.current")
    to(browser, "Share")
    press(browser, "Y")
    assert browser.run("state.page.accepted.length") > 1, "these lines are one run"
    assert browser.run("openStops(state.page).includes(state.line)")
    press(browser, "c")
    assert browser.run("state.current") != first
    assert "1 decided" in browser.run("document.getElementById('progress').textContent")
    press(browser, ",")
    assert browser.run("openStops(state.page)") == []
    press(browser, "u")
    assert browser.run("openStops(state.page).length") > 0
    press(browser, "Home")
    assert browser.run("document.getElementById('view').scrollTop") == 0, "the heading above the first line is in sight"


def test_a_key_that_can_do_nothing_says_so(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": TIDE})
    to(browser, "Updated")
    press(browser, "d")
    assert "dropped already" in said(browser)
    press(browser, "j")
    assert said(browser) == ""
    to(browser, "Nobody was hurt")
    press(browser, "K")
    assert "kept already" in said(browser)
    press(browser, "x")
    assert said(browser) == "No rule changes this line."
    assert not DECISIONS.exists()


def test_the_help_names_the_file_and_a_dialog_is_saved_from_any_field(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    press(browser, "?")
    assert str(DECISIONS) in browser.run("document.getElementById('help').innerText")
    browser.press("Escape")
    browser.until("state.left === 0")
    press(browser, "/", *"tide", "Enter")
    browser.until("state.page.name.endsWith('b.txt') && document.activeElement.id === 'pages'")
    press(browser, "/", "Escape", "Escape")
    assert browser.run("state.shown.length") == 2
    assert browser.run("document.activeElement.id") == "view"
    press(browser, "e")
    browser.until("document.activeElement.matches('#ask textarea')")
    browser.press("End", "Enter", *"Wren Castellane")
    for kind in ("rawKeyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="Enter", windowsVirtualKeyCode=13, modifiers=2)
    browser.until("!document.getElementById('ask').open && !state.busy")
    assert "Wren Castellane" in DECISIONS.read_text(encoding="utf-8")
    assert "by hand: authors" in browser.run("document.getElementById('view').innerText")


def test_a_rule_is_made_of_marked_lines(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": TIDE, "b.txt": TIDE.replace("Spring tide", "West wind")})
    to(browser, "Listen to the bell")
    press(browser, "m")
    assert "●" in cursor(browser)
    press(browser, "R")
    browser.until("document.querySelector('#ask .status')?.textContent.includes('2 of 2 searched')")
    assert "It would remove 2 more lines on 2 pages" in browser.run("document.querySelector('#ask .status').textContent")
    assert not Path("cleaner-rules.toml").exists()
    browser.press("Enter")
    browser.until("!document.getElementById('ask').open && !state.busy")
    assert "Listen to the bell" in Path("cleaner-rules.toml").read_text(encoding="utf-8")
    assert browser.run("[...document.querySelectorAll('#view tr.d')].some((row) => row.innerText.includes('Listen to the bell'))")


def test_a_rule_is_added_only_after_its_effect_is_shown(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": TIDE, "b.txt": TIDE.replace("Spring tide", "West wind")})
    browser.run("""{ const ask = window.fetch;
      window.fetch = async (path, ...rest) => { const found = await ask(path, ...rest); if (path.endsWith("effect")) await new Promise((done) => { window.go = done; }); return found; }; }""")
    to(browser, "Listen to the bell")
    press(browser, "R")
    browser.until("document.getElementById('ask').open && Boolean(window.go)")
    add = "document.querySelector('#ask-buttons [value=add]')"
    assert browser.run(f"{add}.getAttribute('aria-disabled')") == "true"
    assert browser.pale() == []
    browser.press("Enter")
    assert browser.run("document.getElementById('ask').open")
    assert browser.run("document.getElementById('ask-problem').textContent") == "Wait until its effect is shown."
    browser.run("document.querySelector('[data-turn=near]').focus(); window.go = null")
    browser.press(" ")
    browser.until("Boolean(window.go) && !state.busy")
    assert browser.run("document.activeElement.dataset.turn") == "near", "the focus stays on the option"
    assert not browser.run("document.activeElement.checked")
    browser.press("Enter")
    assert browser.run("document.getElementById('ask').open")
    while browser.run(f"{add}.getAttribute('aria-disabled')") == "true":
        browser.run("{ const go = window.go; window.go = null; go?.(); }")
    assert "2 of 2 searched" in browser.run("document.querySelector('#ask .status').textContent")
    assert not Path("cleaner-rules.toml").exists()
    browser.press("Enter")
    browser.until("!document.getElementById('ask').open && !state.busy")
    assert "near" not in Path("cleaner-rules.toml").read_text(encoding="utf-8")


def test_a_rule_that_cannot_be_added_says_which_option_to_untick(opened: Callable[..., Browser]) -> None:
    browser = opened({"read.txt": READ})
    to(browser, "Read the book")
    press(browser, "R")
    browser.until("document.querySelector('#ask .status')?.textContent.includes('searched')")
    assert browser.run("document.querySelector('#ask .problem:not(#ask-problem)') === null")
    assert not browser.run("document.querySelector('[data-turn=near]').checked")
    browser.run("document.querySelector('[data-turn=near]').click()")
    browser.until("document.querySelector('#ask .problem:not(#ask-problem)') !== null")
    problem = browser.run("document.querySelector('#ask .problem:not(#ask-problem)').textContent")
    assert "Untick “only within four lines below other boilerplate (related)”" in problem
    press(browser, "Escape")


def test_undo_goes_to_the_page_and_line_of_the_step(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    browser.until("state.left === 0")
    if "Night" not in browser.run("state.page.title"):
        press(browser, ",", ".")
    to(browser, "Tickets are on sale")
    press(browser, "d")
    page, line = browser.run("[state.page.n, state.line]")
    press(browser, "," if browser.run("state.shown.indexOf(state.current)") else ".")
    assert browser.run("state.page.n") != page
    press(browser, "u")
    assert browser.run("[state.page.n, state.current, state.line]") == [page, page, line]
    assert "Tickets are on sale" in cursor(browser)
    assert said(browser) == f"Undone on pages/a.txt, line {line}: dropped."
    assert browser.run(f"document.querySelector('#pages [aria-selected=true]').id === 'page-{page}'")


IN_SIGHT = """(([own, box]) => own.top >= box.top && own.bottom <= box.bottom)
  ([document.querySelector('#pages [aria-selected=true]'), document.getElementById('pages')].map((one) => one.getBoundingClientRect()))"""


def test_the_list_scrolls_to_the_open_page(opened: Callable[..., Browser]) -> None:
    names = ("Sandeby", "Elmsund", "Oxholm", "Tarn", "Wick", "Holt", "Marsh", "Ford", "Stow", "Lea", "Brook", "Firth")
    browser = opened({f"{name}.txt": FERRY.replace("ferry", f"ferry of the harbour at {name} and its islands") for name in names})
    browser.until("state.left === 0")
    for key in (".", ","):
        for _ in names:
            browser.until(IN_SIGHT)
            press(browser, key)


def test_a_page_that_arrives_is_put_where_it_belongs(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE, "c.txt": FERRY.replace("ferry", "train")})
    browser.until("state.left === 0")
    browser.run("""{
      const doubts = [0.03, 0.5, 0.11];
      placed.clear();
      for (const n of [0, 1, 2]) state.pages.set(n, { ...state.pages.get(n), look: false, doubt: doubts[n], status: n === 2 ? undefined : "cleaned" });
      state.pages.get(2).doubt = undefined;
      state.current = 0;
      sortPages(false);
    }""")
    assert browser.run("order") == [1, 0, 2]
    browser.run("state.pages.set(2, { ...state.pages.get(2), doubt: 0.11, status: 'cleaned' }); sortPages(true)")
    assert browser.run("order") == [1, 2, 0], "above the open page, since it is less sure"
    browser.run("state.pages.set(1, { ...state.pages.get(1), doubt: 0 }); sortPages(true)")
    assert browser.run("order") == [1, 2, 0], "a decision moves no page"
    browser.run("seen.add(1); state.pages.set(0, { ...state.pages.get(0), status: undefined }); placed.get(0).status = undefined")
    browser.run("state.pages.set(0, { ...state.pages.get(0), doubt: 0.9, status: 'cleaned' }); sortPages(true)")
    assert browser.run("order") == [1, 0, 2], "below the pages at the top that were opened, so that it comes next"


def test_with_a_filter_the_header_says_of_which_pages_it_counts(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    browser.until("state.left === 0")
    press(browser, "c", "c")
    assert browser.run("document.getElementById('progress').textContent") == "2 of 2, 2 decided"
    press(browser, "/", *"tide", "Enter")
    browser.until("state.shown.length === 1 && state.page.n === state.shown[0]")
    assert browser.run("document.getElementById('progress').textContent") == "1 of 1 in the filtered list; of all 2 pages, 2 decided"


def test_the_footer_says_how_to_move_open_and_undo(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY})
    shown = browser.run("document.querySelector('.bar-bottom').innerText")
    assert all(word in shown for word in ("↓", "↑", "Enter", "opens a fold", "undo"))
    assert browser.run("document.querySelector('.ways').getBoundingClientRect().right <= innerWidth")
    assert browser.run("document.querySelector('.ways').getBoundingClientRect().height < 30"), "on one line"


BLOCKS = ("Imprint of the Oxholm kite house", "About us Contact", "Rope Lane Works", "Mill Press House", "Old Quay Road")


def test_a_closed_fold_is_marked_and_unmarked_as_a_whole(opened: Callable[..., Browser]) -> None:
    browser = opened({"kites.html": FOLDED})
    to_fold(browser)
    press(browser, "m")
    assert said(browser).startswith("5 lines marked")
    assert "5 blocks of boilerplate left out" in cursor(browser)
    assert "●" in cursor(browser)
    assert browser.pale() == []
    press(browser, "Enter")
    assert browser.run("document.querySelectorAll('#view tr.marked').length") == 5
    shown = browser.run("document.getElementById('view').innerText")
    assert all(block in shown for block in BLOCKS)
    press(browser, "Enter")
    to_fold(browser)
    press(browser, "m")
    assert said(browser) == "No line is marked."
    assert "●" not in cursor(browser)
    press(browser, "Enter", "j", "m")
    assert said(browser).startswith("1 line marked"), "in an open fold, one line"


SLOW = """{ const ask = window.fetch;
  window.fetch = async (path, ...rest) => {
    const found = await ask(path, ...rest);
    if (new RegExp("api/pages/[0-9]+$").test(path)) await new Promise((done) => { window.go = done; });
    return found;
  }; }"""


def test_a_page_that_arrives_late_leaves_the_focus_in_a_field(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    browser.until("state.left === 0")
    first = browser.run("state.page.n")
    browser.run(SLOW)
    browser.press("p", "ArrowDown", "Enter", "/", *"wi")
    browser.until("Boolean(window.go)")
    browser.run("go()")
    browser.until(f"state.page.n !== {first} && !document.querySelector('#view[aria-busy]')")
    browser.press(*"nd")
    assert browser.run("document.activeElement.id") == "search"
    assert browser.run("document.activeElement.value") == "wind"
    assert not DECISIONS.exists()


def test_a_page_that_arrives_late_leaves_the_focus_in_a_dialog_and_where_enter_put_it(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    browser.until("state.left === 0")
    first = browser.run("state.page.n")
    browser.run(SLOW)
    browser.press("p", "ArrowDown", "Enter", "?")
    browser.until("window.go && document.getElementById('help').open")
    browser.run("go()")
    browser.until(f"state.page.n !== {first} && !document.querySelector('#view[aria-busy]')")
    assert browser.run("document.activeElement.matches('#help button')")
    browser.press("Escape")
    browser.until("document.activeElement.id === 'view'")


def test_the_last_decision_on_a_page_is_told_beside_the_next_page(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    browser.until("state.left === 0")
    for place in range(2):
        assert browser.run("state.shown.indexOf(state.current)") == place
        while browser.run("openStops(state.page).length") > 1:
            press(browser, "y")
        browser.press("n")
        browser.until("said.textContent.startsWith('Kept, against')")
        if place == 0:
            assert browser.run("state.page.n === state.shown[0] && openStops(state.page).length === 0"), "the effect is shown for a while"
        browser.until("!state.busy && !document.querySelector('#view[aria-busy]')")
        assert said(browser).startswith("Kept, against")
        assert ("next page" in said(browser)) == (place == 0)
    assert "All 2 pages are decided" in said(browser)
    assert "cleaner clean" in said(browser)
    assert str(DECISIONS) in said(browser)


def test_a_second_enter_closes_a_fold(opened: Callable[..., Browser]) -> None:
    browser = opened({"kites.html": FOLDED})
    to_fold(browser)
    press(browser, "Enter")
    assert "Imprint" in cursor(browser)
    press(browser, "j", "j", "Enter")
    assert "5 blocks of boilerplate left out" in cursor(browser)
    press(browser, "Enter")
    assert "Imprint" in cursor(browser)


@pytest.mark.parametrize("key", ["K", "n"])
def test_a_closed_fold_is_kept_as_a_whole_and_one_undo_takes_it_back(opened: Callable[..., Browser], key: str) -> None:
    browser = opened({"kites.html": FOLDED, "a.txt": TIDE})
    browser.run("openPage(order.find((n) => state.pages.get(n).name.endsWith('kites.html')))")
    browser.until("state.page.html && !document.querySelector('#view[aria-busy]')")
    to_fold(browser)
    press(browser, key)
    assert "Kept 5 lines" in said(browser)
    assert entries() == {("keep", block) for block in BLOCKS}
    press(browser, "u")
    assert entries() == set()
    press(browser, "U")
    assert len(entries()) == 5


def test_a_closed_fold_of_text_is_dropped_as_a_whole(opened: Callable[..., Browser]) -> None:
    lines = [f"The ferry to island {name} sailed again on Monday, and its captain said that the sea was calm." for name in "ABCDEFGHIJKL"]
    browser = opened(
        {"a.txt": "Twelve ferries sail again\n\n" + "\n".join(lines) + "\nAdvertisement\nThe last boat is due at ten, the county said.\n"}
    )
    press(browser, "Home")
    while not browser.run("document.querySelector('#view .cursor.fold') !== null"):
        press(browser, "j")
    count = browser.run("linesHere().length")
    assert count > 3
    press(browser, "d")
    assert said(browser) == f"Dropped {count} lines."
    assert len(entries()) == count
    press(browser, "u")
    assert entries() == set()


def test_the_hostile_page_runs_and_asks_where_nothing_guards_against_it(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "evil.html"
    page.write_text(f"<!DOCTYPE html><body>{EVIL}", encoding="utf-8")
    browser.requests.clear()
    browser.open(page)
    browser.until("window.pwned !== undefined")
    assert {address.rpartition("/")[2] for address in browser.requests if "lamp.example" in address} >= {"a.css", "c.css", "d.mp4"}
    browser.visit("data:text/html,")


def test_a_hostile_corpus_stays_text(opened: Callable[..., Browser]) -> None:
    page = HTML.replace("</article>", EVIL)
    pages = {"<img src=x onerror=alert(1)>.txt": HOSTILE, "evil.html": page, "long.txt": "Rope " * 30_000, "none.txt": "", "b.txt": FERRY}
    browser = opened(pages)
    texts = ""
    for _ in range(len(pages)):
        for _ in range(20):
            press(browser, "j")
            if browser.run("document.querySelector('#view .cursor.fold') !== null"):
                press(browser, "Enter")
        browser.until("document.getElementById('why').textContent !== ''")
        texts += browser.run("document.body.textContent")
        press(browser, ".")
    assert "<script>window.pwned = 1; alert('script')</script>" in texts
    assert "<img src=x onerror=alert(1)>.txt" in texts
    assert "the file is empty" in texts
    assert not any(character in texts for character in "\u202e\u2066\u2028\x07\x1b\ufeff")
    assert browser.run("document.querySelectorAll('#view img, #view a, #view script, #pages img, base').length") == 0
    press(browser, "/", *"kite makers", "Enter", "Enter")
    browser.until("state.page.html")
    press(browser, "o")
    browser.until("document.querySelector('#original iframe') !== null")
    frame = browser.run(
        "(() => { const frame = document.querySelector('#original iframe'); return [frame.getAttribute('sandbox'), frame.contentDocument === null]; })()"
    )
    assert frame == ["", True], "the original has no scripts, and an origin of its own"
    browser.until("performance.getEntriesByType('resource').some((entry) => entry.name.includes('/original/'))")
    browser.messages = [
        message for message in browser.messages if "Content Security Policy" not in message
    ]  # of the styles that it may not load


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_is_in_sight_and_readable_at_every_width(opened: Callable[..., Browser], scheme: str) -> None:
    browser = opened({"a.txt": FERRY, "kites.html": HTML, "none.txt": ""})
    browser.until("state.left === 0")
    for width in (320, 400, 768, 1280, 1920):
        show(browser, width, 700, scheme)
        press(browser, "x", "e", "t", "b", "m", "R", "n")  # the page that failed is the first one
        assert browser.pale() == []
        press(browser, "j", "m")
        assert browser.run("document.documentElement.scrollWidth <= innerWidth"), width
        assert browser.run("document.getElementById('view').scrollWidth <= document.getElementById('view').clientWidth + 1"), width
        assert browser.pale() == []
        press(browser, "p")
        assert browser.run("document.getElementById('pages').checkVisibility()"), width
        assert browser.pale() == []
        press(browser, "Escape", "i")
        assert browser.run(
            "(([side, bars]) => bars.every((bar) => side.bottom <= bar.top + 1 || side.top >= bar.bottom - 1))"
            "([document.getElementById('side').getBoundingClientRect(), [...document.querySelectorAll('.bar-top, .bar-bottom')].map((bar) => bar.getBoundingClientRect())])"
        ), f"what is beside the page covers no button at {width}"
        press(browser, "Escape", "?")
        assert browser.run("document.getElementById('help').scrollTop") == 0
        press(browser, "Escape", "e")
        browser.until("document.getElementById('ask').open")
        assert browser.run("document.getElementById('ask').getBoundingClientRect().right <= innerWidth"), width
        assert browser.pale() == []
        press(browser, "Escape")
