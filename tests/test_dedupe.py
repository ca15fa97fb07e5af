"""When two stories are the same, and what keeps the known ones: on disk, in order, and the same in every run."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cleaner import dedupe
from cleaner.data import Article
from cleaner.dedupe.fingerprint import MAKERS, THRESHOLD, Fingerprint, exact, near, similarity
from cleaner.dedupe.index import Index, Match
from cleaner.dedupe.spool import spooled

FERRY = (
    "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said, after eleven weeks in the dry dock. "
    "The first boat leaves at 21:40. Tickets are on sale at the quay, and cost what they did last autumn. Harbour master Pelle Brandt "
    "told reporters that he had missed her more than he let on, and that the engine now runs so quietly that he had to look twice."
)
RIVAL = (
    "After eleven weeks in the dry dock, the ferry from Sandeby to Elmsund is back: from Monday she leaves at 21:40, the county said. "
    "“We missed her more than we let on,” harbour master Pelle Brandt told reporters on the quay, where tickets for the night ferry "
    "cost as much as last autumn. Her engine has been taken apart and put together again, and is hardly to be heard any longer."
)
CJK = "渡轮将于星期一恢复夜间航行。县政府说，船只在干船坞停留了十一个星期。第一班船晚上九点四十分出发，船票在码头出售，价格与去年秋天相同。"


def told(text: str, title: str | None = None) -> Article:
    return Article(title, text, [])


def alike(one: str, other: str) -> float:
    first, second = near(told(one)), near(told(other))
    assert first and second
    return similarity(first.hashes, second.hashes)


def test_two_stories_about_the_same_stay_apart() -> None:
    assert alike(FERRY, RIVAL) < 0.3 < THRESHOLD
    assert exact(told(FERRY)) != exact(told(RIVAL))


@pytest.mark.parametrize("make", MAKERS.values())
def test_other_headlines_make_other_stories_of_a_stub(make) -> None:
    one, other = make(told("More soon.", "Ferry sails again")), make(told("More soon.", "Bakery fire leaves nobody hurt"))
    assert similarity(one.hashes, other.hashes) < THRESHOLD


@pytest.mark.parametrize("make", MAKERS.values())
def test_letter_case_punctuation_and_white_space_do_not_count(make) -> None:
    assert make(told(FERRY)) == make(told(FERRY.replace(". ", ".\n\n").replace(",", "").upper().lower()))


@pytest.mark.parametrize("make", MAKERS.values())
@pytest.mark.parametrize("text", ["", "\n", "…", "\ud800"])
def test_without_a_word_nothing_can_be_told(make, text: str) -> None:
    assert make(told(text)) is None


def test_small_changes_do_not_count_when_near_is_asked() -> None:
    assert alike(FERRY, FERRY.replace("Monday", "Tuesday") + " More follows.") >= THRESHOLD
    assert alike(CJK, CJK.replace("第一班", "首班")) >= THRESHOLD
    assert alike(CJK, CJK[::-1]) < 0.1
    assert exact(told(FERRY)) != exact(told(FERRY.replace("Monday", "Tuesday")))


def test_what_is_alike_shares_a_key() -> None:
    draw = random.Random(1)
    words = [f"w{draw.randrange(10_000)}" for _ in range(300)]
    first = near(told(" ".join(words)))
    for at in range(300):
        second = near(told(" ".join([*words[:at], "other", *words[at + 1 :]])))
        assert first and second
        assert set(first.keys) & set(second.keys)
        assert similarity(first.hashes, second.hashes) > 0.97


def test_fingerprints_are_the_same_in_every_run() -> None:
    code = (
        "from cleaner.data import Article; from cleaner.dedupe.fingerprint import near, exact;"
        f"print([make(Article(None, {FERRY!r}, [])) for make in (near, exact)])"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env | {"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index(tmp_path / "index")
    yield index
    index.close()


def marked(*numbers: int) -> Fingerprint:
    return Fingerprint((7,), np.array(sorted(numbers), "<u4").tobytes())


def test_the_most_alike_is_found_and_of_several_the_first(index: Index) -> None:
    for page, found in enumerate([marked(1, 2, 3, 4), marked(1, 2, 3, 4, 5), marked(1, 2, 3, 4, 5), marked(8, 9)]):
        index.add(page, 1, {"page": page}, found)
    assert index.find(marked(1, 2, 3, 4, 5)) == Match(2, 1.0)
    assert index.find(marked(1, 2, 3, 6, 7)) is None
    assert index.find(marked(1, 2, 3)) is None
    assert index.find(Fingerprint((6,), marked(8, 9).hashes)) is None
    index.forget(1)
    assert index.find(marked(1, 2, 3, 4, 5)) == Match(3, 1.0)


def test_copies_are_told_in_the_order_of_the_pages(index: Index) -> None:
    for page in (2, 0, 1):
        index.add(page, 2, {"page": page}, marked(page))
    for story, copy in ((1, 5), (2, 6), (1, 4)):
        index.add_copy(Match(story, 0.876), {"page": copy})
    index.set_file(2, 2, "c\udcff.md")
    copied = [(story["page"], story["file"], [copy["page"] for copy in copies]) for story, copies in index.with_copies()]
    assert copied == [(0, None, [6]), (2, "c\udcff.md", [5, 4])]


def test_what_is_known_grows_on_disk_and_not_in_memory(index: Index, tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    tracemalloc.start()
    for page in range(6_000):
        keys = tuple(int(key) for key in draw.integers(-(2**63), 2**63, 20))
        index.add(page, 1, {"page": page}, Fingerprint(keys, draw.bytes(8_000)))
    held = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, str(Path(dedupe.__file__).parent / "*"))])
    tracemalloc.stop()  # of our own code alone: other tests' servers may still run in threads
    assert sum(trace.size for trace in held.traces) < 1_000_000
    assert (tmp_path / "index").stat().st_size > 20_000_000


def test_what_is_put_aside_comes_back_in_order_when_all_of_it_is_there(tmp_path: Path) -> None:
    seen = []

    def coming() -> Iterator[int]:
        for number in range(5):
            seen.append(number)
            yield number

    back = spooled(coming(), tmp_path / "aside")
    assert seen == []
    assert next(back) == 0
    assert seen == [0, 1, 2, 3, 4]
    assert list(back) == [1, 2, 3, 4]
    assert list(spooled([], tmp_path / "aside")) == []
