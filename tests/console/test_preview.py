"""The preview, driven by its keys: what each decides, and that every step can be taken back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("textual", reason="the preview needs textual")

from cleaner.config import Settings
from cleaner.console.preview.decision_keys import Preview
from cleaner.console.preview.keys import KEYS
from cleaner.console.preview.lines import wrap
from cleaner.console.preview.themes import ENOUGH, contrast
from cleaner.console.preview.widgets import Reading
from cleaner.decisions import load
from cleaner.flow import clean
from cleaner.interactive.page import Sketch

from .invented_debris import Run
from .preview_driver import FERRY, TIDE, Step, on_line, play, preview, shown

DECISIONS = Path("cleaner-decisions.toml")
SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(FERRY, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "pages"
    path.mkdir()
    (path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (path / "tide.txt").write_text(TIDE, encoding="utf-8")
    return path


def status(text: str) -> Callable[[Preview], object]:
    def check(app: Preview) -> None:
        assert text in str(app.query_one("#status").content), str(app.query_one("#status").content)  # type: ignore[attr-defined]

    return check


def at(number: int) -> Callable[[Preview], object]:
    def check(app: Preview) -> None:
        assert app.view.number == number

    return check


def articles(count: int) -> Callable[[Preview], object]:
    def check(app: Preview) -> None:
        assert app.model and len(app.model.page.articles) == count

    return check


def body(app: Preview) -> str:
    assert app.model
    return "\n".join(article.text for article in app.model.page.articles)


# every key that decides, and the step back


@pytest.mark.parametrize(
    ("line", "keys", "toml"),
    [
        (8, ["r"], 'keep  = "Advertisement"'),
        (7, ["r"], 'rule  = "glitch.'),
        (9, ["d"], 'drop  = "Tickets are on sale at the quay, and cost what they did last autumn."'),
        (8, ["x", "f"], 'file  = "ferry.txt"'),
        (8, ["x", "s"], 'site  = "courier.example"'),
        (8, ["x", "e"], 'off   = "advertising.'),
        (16, ["r"], 'join  = "Bakery fire in Elmsund leaves nobody hurt"'),
        (16, ["b"], 'join  = "Bakery fire in Elmsund leaves nobody hurt"'),
        (22, ["b"], 'begin = "The shop will open again on Friday'),
        (21, ["v"], 'begin = "A fire in a bakery on Mill Street'),
        (9, ["t", "home", '"Late: ', "enter"], 'title = "Late: Night ferry to sail again from Monday"'),
    ],
    ids=["keep", "keep-repair", "drop", "off-file", "off-site", "off-everywhere", "reject-boundary", "join", "begin", "move", "title"],
)
def test_a_key_decides_undo_takes_it_back_and_redo_does_it_again(ferry: Path, line: int, keys: list[str], toml: str) -> None:
    texts: list[str | None] = []
    bodies: list[str] = []

    def note(app: Preview) -> None:
        texts.append(DECISIONS.read_text(encoding="utf-8") if DECISIONS.exists() else None)
        bodies.append(f"{body(app)}{[article.title for article in app.model.page.articles]}")  # type: ignore[union-attr]

    play(preview(ferry, url="https://courier.example/ferry"), on_line(line), note, *keys, note, "u", note, "U", note)
    assert texts[0] is texts[2] is None
    assert toml in str(texts[1])
    assert texts[1] == texts[3]
    assert bodies[0] == bodies[2] != bodies[1] == bodies[3]


def test_what_was_decided_is_obeyed_by_the_other_commands(ferry: Path, run: Run) -> None:
    play(preview(ferry), on_line(8), "r", on_line(9), "d", on_line(16), "b")
    page = clean(FERRY, settings=Settings(decisions=str(DECISIONS)), name=str(ferry))
    assert "Advertisement" in page.articles[0].text
    assert "Tickets" not in page.articles[0].text
    assert len(page.articles) == 1
    assert run("clean", ferry, "--out", "out").exit_code == 0
    assert "Advertisement" in Path("out/ferry.md").read_text(encoding="utf-8")
    assert "decision.drop" in run("diff", ferry).output
    assert "Kept by hand" in run("why", f"{ferry}:8").output
    assert run("restore", "out/ferry.audit.json", "--out", "back").exit_code == 0
    assert Path("back/ferry.txt").read_text(encoding="utf-8") == FERRY


def test_accept_marks_a_finding_goes_on_and_can_be_undone(ferry: Path) -> None:
    app = preview(ferry)
    marks: list[int] = []
    play(
        app, on_line(4), "a", at(5), lambda app: marks.append(len(app.view.accepted)), "u", lambda app: marks.append(len(app.view.accepted))
    )
    assert marks == [1, 0]
    assert not DECISIONS.exists()


def test_accept_takes_back_what_was_rejected(ferry: Path) -> None:
    play(preview(ferry), on_line(8), "r", on_line(8), "a", status("taken back"))
    assert not DECISIONS.exists()


def test_a_second_key_takes_a_decision_back(ferry: Path) -> None:
    play(preview(ferry), on_line(22), "b", articles(3), "b", articles(2), on_line(9), "d", "r", status("taken back"))
    assert not DECISIONS.exists()


def test_keys_that_find_nothing_say_so(ferry: Path) -> None:
    steps: list[Step] = ["u", status("nothing to undo"), "U", status("nothing to redo"), on_line(9), "r", at(11)]
    steps += [
        on_line(9),
        "x",
        status("no rule"),
        on_line(2),
        "d",
        status("nothing on this line"),
        "b",
        on_line(1),
        "b",
        status("begins here anyway"),
    ]
    play(preview(ferry), *steps)
    assert not DECISIONS.exists()


# moving about


def test_next_and_previous_finding(ferry: Path) -> None:
    play(
        preview(ferry),
        on_line(1),
        "right",
        at(3),
        "n",  # there is a finding on this line
        at(4),
        "u",
        "left",
        at(3),
        "p",
        status("no finding above"),
        "end",
        at(22),
        "right",
        status("below"),
    )


def test_the_cursor_moves_by_line_page_and_end(ferry: Path) -> None:
    play(
        preview(ferry),
        on_line(1),
        "j",
        at(2),
        "k",
        at(1),
        "down",
        at(2),
        "up",
        at(1),
        "end",
        at(22),
        "home",
        at(1),
        "pagedown",
        "pageup",
        at(1),
    )


def test_search(ferry: Path) -> None:
    play(preview(ferry), "slash", '"ferry', "enter", at(7), "s", at(1), "slash", *["backspace"] * 5, '"walrus', "enter", status("nothing"))


def test_filter(ferry: Path) -> None:
    play(
        preview(ferry),
        on_line(1),
        "f",
        '"share',
        "enter",
        status("findings of share"),
        at(5),
        "right",
        at(19),
        "f",
        *["backspace"] * 5,
        "enter",
        status("all"),
    )


def test_files_are_opened_by_key_click_and_flag(folder: Path) -> None:
    (folder / "zero.txt").write_text("", encoding="utf-8")
    app = preview(folder)
    indexes: list[int] = []
    note = lambda app: indexes.append(app.index)  # noqa: E731
    play(app, "full_stop", note, "comma", note, "g", note, "click #files 3 2", note, "home", "enter", note)
    assert indexes == [2, 0, 2, 1, 0]


def test_the_article_help_zoom_and_light(ferry: Path) -> None:
    screens: list[str] = []
    note = lambda app: screens.append(shown(app))  # noqa: E731
    app = preview(ferry)
    play(app, "o", note, "o", "z", note, "z", "question_mark", note, "escape", "l", note, size=(140, 40))
    article, zoomed, helped, _ = screens
    assert "The night ferry between Sandeby" in article
    assert "1 of 1" not in zoomed
    assert "undo the last step" in helped
    assert app.theme == "cleaner-light"


def test_every_key_is_in_the_help_and_has_an_action() -> None:
    assert all(hasattr(Preview, f"action_{key.action.partition('(')[0]}") for key in KEYS)
    names = [name for key in KEYS for name in key.keys.split(",")]
    assert len(names) == len(set(names))


def test_quit_leaves_with_zero(ferry: Path) -> None:
    app = play(preview(ferry), "q")
    assert not app.return_value


def test_the_mouse_moves_the_cursor(ferry: Path) -> None:
    play(preview(ferry), "click #page 10 6", lambda app: (app.view.number > 1) or pytest.fail("the click was not heard"))


# rules from lines


def test_marked_lines_become_a_rule(folder: Path, run: Run) -> None:
    (folder / "tide.txt").write_text(TIDE, encoding="utf-8")
    (folder / "wind.txt").write_text(TIDE.replace("Spring tide", "West wind").replace("Thursday", "Friday"), encoding="utf-8")
    told: list[str] = []
    app = preview(folder)
    note = lambda app: told.append(str(app.screen.query_one("#verdict").content))  # noqa: E731
    assert "Listen to the bell" in clean(TIDE, settings=Settings(disable=("weights",))).articles[0].text, "no rule knows the line"
    play(app, "full_stop", on_line(4), "m", "R", note, "a")
    assert "2 more lines in 2 files (3 searched)" in told[0]
    pack = Path("cleaner-rules.toml").read_text(encoding="utf-8")
    assert 'phrases = ["Listen to the bell"]' in pack
    assert 'rules = ["clock.*"' in pack
    assert load(DECISIONS).packs == ("cleaner-rules.toml",)
    assert run("rules", "test", "cleaner-rules.toml").exit_code == 0
    assert run("clean", folder, "--out", "out").exit_code == 0
    assert "bell" not in Path("out/wind.md").read_text(encoding="utf-8")


def test_a_second_rule_joins_the_first_and_both_can_be_undone(folder: Path) -> None:
    packs: list[int] = []

    def note(app: Preview) -> None:
        path = Path("cleaner-rules.toml")
        packs.append(path.read_text(encoding="utf-8").count("[[rule]]") if path.exists() else 0)

    second = "Nobody was hurt, and the stalls will open again on Saturday, the market’s warden said."
    app = preview(folder)
    play(app, "full_stop", on_line(4), "R", "a", note, on_line(7), "R", "a", note, "u", note, "u", note, "U", note)
    assert packs == [1, 2, 1, 0, 1]
    assert second in body(app)


def test_a_proposal_is_turned(folder: Path) -> None:
    shapes: list[tuple[str, bool, bool]] = []

    def note(app: Preview) -> None:
        proposal = app.screen.proposal  # type: ignore[attr-defined]
        shapes.append((proposal.kind, proposal.near, proposal.site))

    app = preview(folder, url="https://courier.example/")
    play(app, "full_stop", on_line(4), "R", note, "p", note, "n", note, "s", note, "escape")
    assert shapes == [("phrase", True, False), ("pattern", True, False), ("pattern", False, False), ("pattern", False, True)]
    assert not Path("cleaner-rules.toml").exists()


def test_lines_that_differ_in_the_middle_become_a_pattern(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TIDE.replace("Listen to the bell", "Heard by 12 of the ferrymen\nHeard by 9 or 10 of the ferrymen"), encoding="utf-8")
    app = preview(page)
    play(app, on_line(4), "m", "m", "R", "n", "a")
    assert 'kind    = "pattern"' in Path("cleaner-rules.toml").read_text(encoding="utf-8")
    assert "ferrymen" not in body(app)
    assert run("rules", "test", "cleaner-rules.toml").exit_code == 0


# writing


def test_write_asks_for_a_folder_and_writes_what_clean_writes(ferry: Path, run: Run) -> None:
    play(preview(ferry), on_line(8), "r", "w", "enter", status("wrote 2 articles of 1 page to clean"))
    assert run("clean", ferry, "--out", "other").exit_code == 0
    for path in sorted(Path("other").glob("*.*")):
        assert path.read_bytes() == Path("clean", path.name).read_bytes()


def test_write_goes_to_the_folder_that_was_given(ferry: Path, tmp_path: Path) -> None:
    play(preview(ferry, out=tmp_path / "out"), "w", status("wrote 2 articles"))
    assert (tmp_path / "out" / "ferry-1.md").is_file()


def test_write_never_goes_over_an_input(ferry: Path, tmp_path: Path) -> None:
    play(preview(ferry, out=tmp_path), "w", status("input's folder"))


# what may come


def test_an_empty_file_and_one_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02" * 400)
    app = preview(tmp_path / "a.txt", tmp_path / "b.txt")
    play(app, status("the file is empty"), "n", "r", "d", "b", "t", "x", "R", "v", "o", "full_stop", "n", "j", "s", "f", "escape")
    assert app.session.results[1].status == "failed"


def test_blank_lines_alone_and_debris_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Share\nFacebook\nFollow\nShort Url\n", encoding="utf-8")
    play(preview(path), "n", "r", "u", "t", "escape", "b", "end", "pageup")


def test_escape_codes_are_shown_and_never_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "evil\x1b[31m.txt"
    path.write_text(FERRY.replace("Advertisement", "\x1b]0;owned\x07\x1b[2JAdvert\u202eisement [bold]x[/bold]"), encoding="utf-8")
    app = preview(path)
    seen: list[str] = []
    play(app, on_line(8), lambda app: seen.append(shown(app)), "d", "o", lambda app: seen.append(shown(app)))
    assert "␛]0;owned␇␛[2JAdvert<U+202E>isement [bold]x[/bold]" in seen[0].replace("\n", "")
    assert "\x1b" not in "".join(seen)
    assert "\u202e" not in "".join(seen)
    assert "\x1b" not in DECISIONS.read_text(encoding="utf-8")


def test_resize_keeps_the_line_under_the_cursor(ferry: Path) -> None:
    def in_sight(app: Preview) -> None:
        top = app.view.tops[app.view.cursor] - app.view.scroll_offset.y
        assert 0 <= top < app.view.size.height

    play(preview(ferry), on_line(21), "size 140 40", at(21), in_sight, "size 60 16", at(21), in_sight, "size 80 24", at(21), in_sight)


def test_without_colours_changes_are_told_by_brackets(ferry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    screens: list[str] = []
    play(preview(ferry), on_line(7), lambda app: screens.append(shown(app)), size=(140, 40))
    assert "dry dock[-。-]{+. +}The first boat" in " ".join(screens[0].split())


def test_a_file_of_decisions_that_changes_under_our_hands_is_read_again(ferry: Path) -> None:
    def edit(app: Preview) -> None:
        DECISIONS.write_text("[[decision]]\ndrop = 'Tickets'\n", encoding="utf-8")

    app = play(preview(ferry), on_line(8), "r", edit, on_line(5), "r", status("changed by another program"), "r")
    assert {(entry.verb, entry.what) for entry in app.session.history.decisions.entries} == {("drop", "Tickets"), ("keep", "Follow")}


def test_wrapped_rows_hold_all_of_a_line() -> None:
    for text in (FERRY.splitlines()[6], "x" * 250, "潮水漫过下层市场" * 30, "a 潮水 b" * 40, "  indented " * 20):
        for width in (5, 17, 80):
            rows = wrap(text, width)
            assert "".join(text[start:end] for start, end in rows).replace(" ", "") == text.replace(" ", "")
    assert wrap("", 10) == [(0, 0)]


# what it looks like


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("first", ["right"]),
        ("articles", [on_line(8), "o"]),
        ("help", ["question_mark"]),
        ("rule", [on_line(4), "full_stop", on_line(4), "R"]),
    ],
    ids=["first", "articles", "help", "rule"],
)
def test_the_screen(folder: Path, name: str, steps: list[Step], size: tuple[int, int]) -> None:
    """Run with SNAPSHOTS=new to take the pictures again, and look at what changed."""
    screens: list[str] = []
    play(preview(folder), on_line(1), *steps, lambda app: screens.append(shown(app)), size=size)
    path = SNAPSHOTS / f"preview-{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("SNAPSHOTS") == "new":
        path.parent.mkdir(exist_ok=True)
        path.write_text(screens[0], encoding="utf-8")
    assert screens[0] == path.read_text(encoding="utf-8")


def test_without_the_library_the_message_names_the_command(ferry: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("preview", ferry)
    assert result.exit_code == 2
    assert "pip install '.[preview]'" in " ".join(result.output.split())


def test_stdin_is_refused(run: Run) -> None:
    assert "Save the page to a file first" in " ".join(run("preview", "-", input="x").output.split())


def test_other_commands_do_without_the_library(ferry: Path) -> None:
    code = f"import sys\nfrom cleaner.cli import app\ntry: app(['diff', {str(ferry)!r}])\nexcept SystemExit: pass\nassert 'textual' not in sys.modules"
    env = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env)


def test_the_panel_tells_what_decided(ferry: Path) -> None:
    def told(app: Preview) -> None:
        assert any("Dropped by advertising" in entry.text for entry in app.query_one("#why", Reading).entries)

    play(preview(ferry), on_line(8), told)


def index(number: int) -> Callable[[Preview], object]:
    def check(app: Preview) -> None:
        assert app.index == number

    return check


@pytest.mark.parametrize(("accept", "reject"), [("y", "n"), ("a", "r")])
def test_answers_go_on_to_the_next_finding_and_the_next_page(folder: Path, accept: str, reject: str) -> None:
    app = preview(folder)
    first: list[int] = []

    def answered(app: Preview) -> None:
        first.append(len(app.session.history.now.accepted))

    steps: list[Step] = [on_line(1), accept, at(3), accept, at(4), reject, at(5), answered, on_line(19), reject, index(1)]
    play(app, *steps, "comma", index(0))
    kept = {entry.what for entry in load(DECISIONS).entries if entry.verb == "keep"}
    assert kept == {"Updated 04 March 2025", "Follow"}
    assert first == [1]


def test_a_walk_goes_on_to_the_next_page_and_ends_on_the_last(folder: Path) -> None:
    play(preview(folder), "end", "right", index(1), "end", "right", status("no finding below, and no further page"), index(1))


def test_a_whole_run_is_accepted_or_rejected_in_one_step(ferry: Path) -> None:
    app = preview(ferry)
    kept: list[set[str]] = []

    def note(app: Preview) -> None:
        kept.append({entry.what for entry in app.session.history.decisions.entries})

    more = lambda app: len(app.view.accepted) > 1 or pytest.fail("one line alone was accepted")  # noqa: E731
    play(app, on_line(11), "Y", more, "u", on_line(11), "N", note, "u", note)
    assert {"Share", "Facebook"} <= kept[0]
    assert kept[1] == set()
    assert not DECISIONS.exists()


def test_the_place_and_what_is_decided_are_told(folder: Path) -> None:
    def progress(text: str) -> Callable[[Preview], object]:
        def check(app: Preview) -> None:
            assert str(app.query_one("#progress").content) == text  # type: ignore[attr-defined]

        return check

    play(
        preview(folder),
        "full_stop",
        on_line(3),
        lambda app: app._poll(),
        progress("2 of 2, 0 decided"),
        "y",
        lambda app: app._poll(),
        progress("2 of 2, 0 decided"),  # other findings of the page are open
        "c",
        progress("1 of 2, 1 decided"),
        "c",
        status("all pages are decided"),
        progress("1 of 2, 2 decided"),
    )


def test_the_list_marks_pages_that_are_begun_and_decided(folder: Path) -> None:
    signs: list[str] = []

    def note(app: Preview) -> None:
        signs.append("".join(app.files.draw(place).pieces[0].text for place in range(2)))

    play(preview(folder), on_line(9), note, "d", note, "c", note, "u", "u", note)
    assert signs == ["  ", "… ", "✓ ", "  "]


def test_a_page_that_failed_is_passed_over_once_its_reason_was_seen(folder: Path) -> None:
    (folder / "a.txt").write_text("", encoding="utf-8")
    play(preview(folder), "c", index(1), "c", index(2), "c", status("decided but 1 that failed"))


def test_a_line_is_made_the_title_in_one_step(ferry: Path) -> None:
    titles: list[list[str | None]] = []
    note = lambda app: titles.append([article.title for article in app.model.page.articles])  # noqa: E731
    play(preview(ferry), on_line(9), "T", note, "u", note)
    assert titles[0][0] == "Tickets are on sale at the quay, and cost what they did last autumn."
    assert titles[1][0] == "Night ferry to sail again from Monday"
    assert not DECISIONS.exists()


def test_pages_are_listed_least_sure_first(folder: Path) -> None:
    (folder / "zero.txt").write_text("", encoding="utf-8")
    orders: list[list[int]] = []
    note = lambda app: orders.append(list(app.files.order))  # noqa: E731
    play(preview(folder), note, "full_stop", index(2), "full_stop", index(1), "O", note, status("original order"), "O", note)
    assert orders == [[0, 2, 1], [0, 1, 2], [2, *orders[2][1:]]], "the page that failed needs a look; the open one keeps its place"


def test_a_page_that_fails_says_why_and_is_left_with_the_same_keys(folder: Path) -> None:
    (folder / "a.txt").write_text("", encoding="utf-8")
    play(
        preview(folder), lambda app: ("could not be cleaned: the file is empty" in shown(app)) or pytest.fail(shown(app)), "right", index(1)
    )


def test_search_works_before_a_page_is_cleaned(ferry: Path) -> None:
    def sketched(app: Preview) -> None:
        app.model = None
        app.view.load(Sketch(FERRY.encode(), "ferry.txt"))

    play(preview(ferry), sketched, "slash", '"bakery', "enter", at(16), "s", at(21), "s", at(16))


def test_a_long_name_is_one_row_with_its_end(tmp_path: Path) -> None:
    names = ["x" * 120 + "-end.txt", "潮水漫过下层市场" * 8 + "-end.txt", "plain.txt"]
    for name in names:
        (tmp_path / name).write_text(TIDE, encoding="utf-8")
    screens: list[str] = []
    app = play(preview(*(tmp_path / name for name in names)), lambda app: screens.append(shown(app)))
    assert app.files.tops == [0, 1, 2, 3]
    assert screens[0].count("-end.txt") >= 2


def test_the_footer_shows_help_quit_next_and_back_in_80_columns(ferry: Path) -> None:
    screens: list[str] = []
    play(preview(ferry), lambda app: screens.append(shown(app).rstrip().splitlines()[-1]))
    for words in ("? help", "q quit", "y accept", "n reject", "→ next", ". page", ", back", "u undo"):
        assert words in screens[0]


def test_the_palette_has_themes_and_all_keys(ferry: Path) -> None:
    app = preview(ferry)
    titles: list[str] = []
    play(app, lambda app: titles.extend(command.title for command in app.get_system_commands(app.screen)), "ctrl+p", "escape")
    assert "Theme" in titles
    assert len(titles) >= len(KEYS)


def test_a_dialog_opens_at_its_width(ferry: Path) -> None:
    """Its text is never laid out in four columns, as it was before its width was known."""
    widths: list[int] = []
    renew = Reading.renew

    def noted(self: Reading, keep_place: bool = True) -> None:
        renew(self, keep_place)
        if self.id == "help":
            widths.append(self._width)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reading, "renew", noted)
        play(preview(ferry), "question_mark", "escape")
    assert widths
    assert min(widths) > 40


@pytest.mark.parametrize("theme", ["cleaner-dark", "cleaner-light"])
def test_all_text_has_enough_contrast(folder: Path, theme: str) -> None:
    (folder / "a.txt").write_text("", encoding="utf-8")
    pale: set[str] = set()

    def look(app: Preview) -> None:
        strips = app.screen._compositor.render_strips()
        if box := next(iter(app.screen.query(".box")), None):  # the page behind it is dimmed on purpose
            strips = [strip.crop(box.region.x, box.region.right) for strip in strips[box.region.y : box.region.bottom]]
        for text, style, _ in (segment for strip in strips for segment in strip):
            words = re.sub("[\u2500-\u259f\\s]", "", text)  # rules, frames and scroll bars are no text
            if style and words and style.color and style.bgcolor and (found := contrast(style.color, style.bgcolor)) < ENOUGH:
                pale.add(f"{found:.2f} {words[:40]}")

    def themed(app: Preview) -> None:
        app.theme = theme

    steps: list[Step] = [themed, look, "full_stop", on_line(5), "m", on_line(7), look, on_line(16), "d", look, "o", look, "o", "tab", look]
    play(preview(folder), *steps, "question_mark", look, "escape", on_line(4), "R", look, "escape", "x", look, "escape", size=(140, 40))
    assert pale == set()
