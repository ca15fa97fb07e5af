"""Mutated rule packs, decisions, settings and site files: each is read whole, or refused with place and remedy, and never loses a rule."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from cleaner.config import from_file
from cleaner.decisions import parse as parse_decisions
from cleaner.errors import CleanerError, ConfigError, DecisionError, PackError
from cleaner.packs import builtin, parse
from cleaner.parse.site_config.read import read as read_site

from .mutations import FIXTURES, mutated, rounds

PACKS = [path.read_text(encoding="utf-8") for path in builtin("*")]
BROKEN = [path.read_text(encoding="utf-8") for path in sorted((FIXTURES / "bad-packs").glob("*.toml"))]
VALUES = (
    "5", "-1", "1.5", "nan", "inf", "true", '""', '"x"', "[]", "[1]", '["x"]', "[[]]", '[["x"]]', "{}", '{ rules = 5 }', '{ rules = ["*"], within = "x" }',
    "1979-05-27", "'''['''", '{ text = 5 }', '[{ text = "x" }]', '[{ hex = "zz" }]', '[{ text = "x", gives = 5 }]', "9" * 30, '["../../x"]', '"(?:a+)+$"', '"\\\\"',
)  # fmt: skip
DECISIONS = 'packs = ["mine.toml"]\n\n[[decision]]\nkeep = "Follow"\nsite = "courier.example"\n\n[[decision]]\ntitle = "New"\nof = "Old"\n'
SETTINGS = 'rules = ["mine.toml"]\ndisable = ["share"]\nlanguage = "en"\nappended = "keep"\nmin_confidence = 0.5\nmax_loss = 1\n'
SITE = "title: //h1\nbody: //div[@class='story']\nstrip: //aside\nfind_string: a\nreplace_string: b\nwrap_in(blockquote): //p\n"


def short(rng: Random) -> str:
    """The head of a pack and a few of its rules."""
    head, *rules = rng.choice(PACKS).split("\n[[rule]]")
    return "\n[[rule]]".join([head, *rng.sample(rules, min(len(rules), 3))]) + "\n"


def with_other_values(text: str, rng: Random) -> str:
    """A pack in which one to three values are of another type, or a header is written in another way."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(lines))
        if lines[at].startswith("[[rule]]"):
            lines[at] = rng.choice(("[[ rule ]]", "[[rule]] # a comment", '[["rule"]]', "  [[rule]]", "[rule]", "[[rules]]", "[[rule]]"))
        elif "=" in lines[at]:
            lines[at] = f"{lines[at].partition('=')[0]}= {rng.choice(VALUES)}"
    return "\n".join(lines)


def counted(text: str) -> int:
    return len(tomllib.loads(text)["rule"])


def hold(text: str) -> bool:
    """Whether the pack is taken; it has all its rules then, each on a line that begins it, and is refused with place and remedy otherwise."""
    try:
        pack = parse(text, "mine.toml")
    except PackError as error:
        assert error.place.startswith("mine.toml:") and error.problem and error.remedy
        return False
    assert len(pack.rules) == counted(text)
    lines = text.split("\n")
    for rule in pack.rules:
        assert "[[" in lines[rule.line - 1] and "rule" in lines[rule.line - 1]
    return True


def test_packs_with_other_values() -> None:
    taken = [hold(with_other_values(short(rng), rng)) for rng in rounds(250, seed=11)]
    assert 20 < sum(taken) < len(taken)  # both ways are gone


def test_mutated_packs() -> None:
    for rng in rounds(300, seed=12):
        hold(mutated(rng.choice((short(rng), rng.choice(BROKEN))), rng, PACKS)[:100_000])


def refused(read: Callable[[str], Any], text: str, kind: type[CleanerError]) -> None:
    try:
        read(text)
    except kind as error:
        assert error.place and error.remedy


def test_mutated_decisions() -> None:
    for rng in rounds(300, seed=13):
        text = mutated(DECISIONS, rng, [DECISIONS]) if rng.random() < 0.5 else with_other_values(DECISIONS, rng)
        refused(lambda text: parse_decisions(text, Path("decisions.toml")), text, DecisionError)


def test_mutated_settings(tmp_path: Path) -> None:
    path = tmp_path / "cleaner.toml"
    for rng in rounds(200, seed=14):
        text = mutated(SETTINGS, rng, [SETTINGS]) if rng.random() < 0.5 else with_other_values(SETTINGS, rng)
        path.write_bytes(text.encode("utf-8", "replace"))
        refused(lambda _: from_file(path), text, ConfigError)


def test_mutated_site_files() -> None:
    for rng in rounds(300, seed=15):
        refused(lambda text: read_site(text, "courier.example.txt"), mutated(SITE, rng, [SITE]), ConfigError)
