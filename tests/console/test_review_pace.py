"""A newcomer at the review: the first page at once, what is unsure in sight, one key to the next page, and no key that acts on what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the review needs starlette")

from cleaner.decisions import load

from .browser import PROGRAM, Browser
from .invented_debris import Run
from .invented_html import FOLDED, KITES
from .preview_driver import FERRY, TIDE
from .review_driver import DECISIONS, cursor, entries, press, said, show, to, to_fold

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed: apt-get install chromium")
_ISLANDS = [f"The ferry to island {name} sailed again on Monday, and its captain said that the sea was calm." for name in "ABCDEFGHIJKL"]
LONG = "Twelve ferries sail again\n\n" + "\n".join(_ISLANDS) + "\nAdvertisement\nThe last boat is due at ten, the county said.\n"
GOAT = "The goat of the mill stood on the roof and looked down at the kites until the sun had gone behind the hills."
PROGRESS = "document.getElementById('progress').textContent"
CLEANING = "document.getElementById('cleaning').checkVisibility() ? document.getElementById('cleaning').innerText.trim() : ''"
ROW = "state.page.rows.find((row) => row.parts && before(row).includes({!r}))"


def to_closed_fold(browser: Browser) -> list[str]:
    """Put the cursor on the fold of unchanged lines; returns these lines."""
    press(browser, "Home")
    while not browser.run("foldHere()"):
        press(browser, "j")
    return list(browser.run("foldOf.get(state.line).map(before)"))


@pytest.mark.parametrize(("key", "verb"), [("b", "begin"), ("v", "move")])
def test_a_boundary_on_a_closed_fold_opens_it_and_waits_for_the_line(opened: Callable[..., Browser], key: str, verb: str) -> None:
    browser = opened({"a.txt": LONG})
    hidden = to_closed_fold(browser)
    press(browser, key)
    assert entries() == set(), "nothing is decided about a line that nobody saw"
    assert said(browser).startswith("The fold is open now: go to the line")
    assert said(browser).endswith(f"and press {key}.")
    assert hidden[0] in cursor(browser)
    assert not browser.run("foldHere()")
    press(browser, "j", "j", key)
    if verb == "begin":
        assert entries() == {("begin", hidden[2])}
    else:
        assert said(browser) == "There is no boundary to move."


def test_title_and_fields_on_a_closed_fold_are_those_of_its_story_and_it_stays_closed(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": LONG})
    to_closed_fold(browser)
    press(browser, "t")
    browser.until("document.activeElement.matches('#ask input')")
    assert browser.run("document.activeElement.value") == "Twelve ferries sail again"
    browser.press("Home", *"News: ", "Enter")
    browser.until("!document.getElementById('ask').open && !state.busy")
    assert browser.run("foldHere()")
    press(browser, "e")
    browser.until("document.activeElement.matches('#ask textarea')")
    browser.press(*"Wren Castellane")
    browser.call("Input.dispatchKeyEvent", type="rawKeyDown", key="Enter", windowsVirtualKeyCode=13, modifiers=2)
    browser.call("Input.dispatchKeyEvent", type="keyUp", key="Enter", windowsVirtualKeyCode=13, modifiers=2)
    browser.until("!document.getElementById('ask').open && !state.busy")
    assert {verb for verb, _ in entries()} == {"title", "field"}
    assert browser.run("foldHere()")


def test_a_closed_fold_shows_how_its_lines_begin(opened: Callable[..., Browser]) -> None:
    browser = opened({"kites.html": FOLDED})
    to_fold(browser)
    assert "Imprint of the Oxholm kite house · About us Contact · Rope Lane Works" in cursor(browser)
    assert browser.run("document.getElementById('view').scrollWidth <= document.getElementById('view').clientWidth + 1")
    assert browser.pale() == []


def test_a_few_unchanged_lines_are_not_folded_and_many_show_how_they_begin(opened: Callable[..., Browser]) -> None:
    few = "\n".join(_ISLANDS[:8])
    browser = opened(
        {"a.txt": LONG, "b.txt": f"Eight ferries sail again\n\nAdvertisement\n{few}\nAdvertisement\nThe last boat is due at ten.\n"}
    )
    browser.until("state.left === 0")
    browser.run("openPage(0)")
    browser.until("state.page.n === 0 && !document.querySelector('#view[aria-busy]')")
    hidden = to_closed_fold(browser)
    assert len(hidden) >= 8
    assert hidden[1][:30] in cursor(browser)
    browser.run("openPage(1)")
    browser.until("state.page.n === 1 && !document.querySelector('#view[aria-busy]')")
    shown = browser.run("document.getElementById('view').innerText")
    assert all(line in shown for line in _ISLANDS[:8])


def test_how_far_the_cleaning_is_stays_in_sight_until_it_is_done(opened: Callable[..., Browser]) -> None:
    browser = opened({f"{n}.txt": FERRY.replace("ferry", f"ferry {n}") for n in range(3)})
    assert browser.run("state.shown.length") == 3, "all pages are listed at once"
    browser.until("state.left === 0")
    browser.until(f"({CLEANING}) === ''")
    browser.run("Object.assign(state, { left: 24, count: 27 }); drawProgress()")
    assert browser.run(CLEANING) == "Cleaning: 3 of 27 done"
    assert browser.run("[document.getElementById('cleaned').value, document.getElementById('cleaned').max]") == [3, 27]
    assert browser.pale() == []


def test_pages_that_arrive_leave_the_focus_and_what_is_typed_and_chosen(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE, "c.txt": LONG})
    first, line = browser.run("[state.page.n, state.line]")
    arrive = "state.clock = -1; window.arrived = false; poll().then(() => { fillFilters(); sortPages(true); drawList(); window.arrived = true; })"
    press(browser, "/", *"wi")
    browser.run(arrive)
    browser.until("arrived")
    assert browser.run("[document.activeElement.id, document.activeElement.value]") == ["search", "wi"]
    browser.run("window.kept = document.getElementById('show').options[2]; document.getElementById('show').focus()")
    browser.run(arrive)
    browser.until("arrived")
    assert browser.run("document.activeElement.id === 'show' && kept.isConnected"), "an open list of choices is not replaced"
    assert browser.run("[state.page.n, state.line]") == [first, line]


def test_right_goes_to_the_next_page_without_a_decision_until_none_is_left(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE, "c.txt": LONG})
    browser.until("state.left === 0")
    shown = browser.run("state.shown")
    press(browser, ".", "c")
    assert browser.run("state.current") == shown[2]
    press(browser, "c")
    assert browser.run("state.current") == shown[0], "the one that was passed over"
    press(browser, "c")
    assert said(browser).startswith("The page is accepted. All 3 pages are decided. Go on with: cleaner clean")
    assert browser.run(PROGRESS) == "1 of 3, 3 decided"


def test_the_page_that_comes_next_is_prepared_while_one_reads(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    browser.until(
        "performance.getEntriesByType('resource').some((entry) => entry.name.endsWith(`api/pages/${openAfter(state.current)}?ahead`))"
    )
    press(browser, "c")
    press(browser, "c")
    assert browser.run("openAfter(state.current)") is None, "and none after the last one"


def test_a_review_that_is_opened_again_begins_with_the_first_page_without_a_decision(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    browser.until("state.left === 0")
    press(browser, "c")
    left = browser.run("state.shown.find((n) => !state.pages.get(n).decided)")
    show(browser)
    assert browser.run("state.page.n") == left


def test_the_walk_returns_to_a_finding_above_that_was_passed_over(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    first = browser.run("state.page.n")
    stops = browser.run("openStops(state.page)")
    while browser.run("state.line") != stops[-1]:
        press(browser, "ArrowRight")
    press(browser, "y")
    assert browser.run("[state.page.n, state.line]") == [first, stops[0]]
    assert said(browser) == "Accepted. A finding above is still open."


def test_the_head_of_a_page_says_how_many_findings_are_decided(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": FERRY, "b.txt": TIDE})
    chips = "document.querySelector('#top .chips').innerText"
    count = browser.run("state.page.stops.length")
    assert f"0 of {count} findings decided" in browser.run(chips)
    press(browser, "y")
    assert f"1 of {count} findings decided" in browser.run(chips)
    press(browser, "c", ",")
    assert f"✓ all {count} findings are decided" in browser.run(chips)
    assert browser.pale() == []


def test_unsure_lines_are_marked_and_never_folded_and_a_key_leads_from_one_to_the_next(opened: Callable[..., Browser]) -> None:
    browser = opened({"a.txt": LONG, "kites.html": FOLDED})
    browser.until("state.left === 0")
    for page, hidden, state in (("a.txt", "island F", "k"), ("kites.html", "Rope Lane", "d")):
        browser.run(f"openPage(order.find((n) => state.pages.get(n).name.endsWith({page!r})))")
        browser.until(f"state.page.name.endsWith({page!r}) && !document.querySelector('#view[aria-busy]')")
        browser.run(
            f"for (const row of state.page.rows) {{ delete row.unsure; delete row.begins; }} {ROW.format(hidden)}.unsure = 0.45; drawTop(); drawRows(); moveTo(1, true)"
        )
        assert "? 1 unsure line" in browser.run("document.querySelector('#top .chips').innerText")
        press(browser, "s")
        assert hidden in cursor(browser)
        assert "unsure: text with 45%" in cursor(browser)
        assert "?" in browser.run("document.querySelector('#view .cursor .sign').textContent")
        assert browser.run("currentRow().s") == state
        press(browser, "s")
        assert said(browser) == "There is no unsure line below."
        assert browser.pale() == []
        press(browser, "End", "S")
        assert hidden in cursor(browser)


def test_a_rule_that_is_rejected_for_a_site_keeps_its_lines_on_all_pages_of_that_site(
    opened: Callable[..., Browser], run: Run, pack: Path
) -> None:
    def page(site: str, name: str) -> str:
        text = KITES.replace("<head>", f'<head><link rel="canonical" href="https://{site}/{name}">').replace("Oxholm", name)
        return text.replace("<p>They will meet", f"<p>{GOAT}</p><p>They will meet")

    site = "news.oxholm.example"
    pages = {"a.html": page(site, "Oxholm"), "b.html": page(site, "Sandeby"), "c.html": page("elmsund.example", "Elmsund")}
    browser = opened(pages, "--rules", str(pack))
    browser.until("state.left === 0")

    def visit(n: int) -> None:
        browser.run(f"openPage({n})")
        browser.until(f"state.page.n === {n} && !document.querySelector('#view[aria-busy]')")

    visit(0)
    assert f"https://{site}/Oxholm" in browser.run("document.getElementById('top').innerText")
    to(browser, GOAT)
    assert browser.run("rulesHere()") == ["goat.sentence"]
    press(browser, "x")
    browser.until("document.getElementById('ask').open")
    assert f"On this site, {site} (s)" in browser.run("document.getElementById('ask').innerText")
    browser.press("s")
    browser.until("!document.getElementById('ask').open && !state.busy")
    assert said(browser).startswith("goat.sentence is off for this site.")
    (decision,) = load(DECISIONS).entries
    assert (decision.verb, decision.what, decision.site, decision.file) == ("off", "goat.sentence", site, None)
    kept = []
    for n in range(3):
        visit(n)
        kept.append(browser.run(f"{ROW.format(GOAT)}.s === 'k'"))
    assert kept == [True, True, False]
    assert run("clean", "pages", "--out", "out", "--rules", pack).exit_code == 0
    assert [GOAT in path.read_text(encoding="utf-8") for path in sorted(Path("out").glob("*.md"))] == kept
