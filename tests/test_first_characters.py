"""The characters with which a pattern's matches can begin: none of them may be missing."""

from __future__ import annotations

import itertools

import pytest
import regex

from cleaner.packs import all_packs, known_packs
from cleaner.packs.first_characters import ASKED, first_characters, never_first
from cleaner.packs.rule import Rule

DIGITS = "0123456789"
PATTERNS = [rule for pack in all_packs() for rule in pack.rules if rule.kind == "pattern"]
PIECES = ("a", "b?", "[ab]", "[^a]", r"\d", r"\b", "(?!a)", "(?=b)", "(?:a|b)", "(?:ab)?", "(a|)", "b{0,2}", "a{1,2}", "a*+", ".", r"\Z")


@pytest.mark.parametrize(
    ("source", "characters"),
    [
        ("By", "B"),
        ("(?i:by)", "Bb"),
        ("(?i:(?-i:b)y)", "b"),
        (r"[(\[]?\s*(?P<published>at|\d)", "([ a" + DIGITS),
        ("(?x: \\( # a bracket | or a comment )\n x\n | y)", "(y"),
        ("(?x: a ? # one | two\n b | c )", "abc"),
        ("(?!.*said)(?:we|you)", "wy"),
        (r"(?<=x)\b^a{2,3}", "a"),
        ("a{0,2}b", "ab"),
        ("(?>ab?|c)", "ac"),
        (r"(?(DEFINE)(x))y", "y"),
        (r"[\]a-c]", "]abc"),
        (r"[^\n -~]", "".join(sorted(ASKED))[95:]),
        (r"•|–", "•–"),
    ],
)
def test_the_first_characters_are_those_of_every_alternative(source: str, characters: str) -> None:
    assert first_characters(source) == frozenset(characters)


@pytest.mark.parametrize(
    "source", ["", "a?", "(?:a|)", ".*", "(?1)a(b)", r"(a)|\1", "(?i)a", "a(?i)b|c", "a{e}", "[[a]b]", "(?|a|b)", "(a"]
)
def test_all_characters_are_possible_where_a_pattern_can_match_nothing_or_is_not_read(source: str) -> None:
    assert first_characters(source) == ASKED
    assert never_first(source) == ""


def test_no_short_text_matches_that_begins_with_a_character_that_was_left_out() -> None:
    texts = ["".join(letters) for length in (1, 2, 3) for letters in itertools.product("ab1", repeat=length)]
    left_out = 0
    for pieces in itertools.product(PIECES, repeat=3):
        for source in ("".join(pieces), f"{pieces[0]}|{pieces[1]}{pieces[2]}", f"({pieces[0]}{pieces[1]}|{pieces[2]})a"):
            never = never_first(source)
            compiled = regex.compile(source)
            left_out += len(never) > 0
            assert [text for text in texts if text[0] in never and compiled.match(text)] == [], source
    assert left_out > 4_000


@pytest.mark.parametrize("scope", ["line", "start"])
def test_no_built_in_pattern_matches_a_line_that_begins_with_a_character_it_leaves_out(scope: str) -> None:
    tried = 0
    for rule in PATTERNS:
        if rule.spec.scope == scope:
            never = never_first(rule.spec.source, 0 if rule.spec.case else regex.IGNORECASE)
            texts = [sample.text for sample in rule.hits[:3]]
            assert [text for text in texts if _matches(rule, text) and text[0] in never] == [], rule.id
            assert [char + text[1:] for text in texts[:1] for char in never if _matches(rule, char + text[1:])] == [], rule.id
            tried += len(never)
    assert tried > (40_000 if scope == "line" else 300)


def _matches(rule: Rule, text: str) -> bool:
    return len(text) <= rule.spec.reach and any(start == 0 for start, _, _ in rule.spec.find(text))


def test_the_cached_packs_know_the_characters() -> None:
    left_out = {rule.id: rule.spec.never_first for pack in known_packs() for rule in pack.rules if rule.kind == "pattern"}
    assert left_out.keys() == {rule.id for rule in PATTERNS}
    for rule in PATTERNS:
        anywhere = rule.spec.scope not in ("line", "start")
        assert left_out[rule.id] == ("" if anywhere else never_first(rule.spec.source, 0 if rule.spec.case else regex.IGNORECASE)), rule.id
