"""The quick sums over a page's tokens are those of the rows that fits read, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.models import HashedLinear, load
from cleaner.parse.html import tokens
from cleaner.parse.html.blocks import Outline
from cleaner.parse.html.outline import read_outline
from cleaner.parse.html.token_scores import TokenScores
from cleaner.parse.html.tree import load as parsed

PAGE = """<html><body class="page pageBody"><nav id="top" class="nav-bar mainMenu"><ul>
<li><a href="/a">Ferries</a></li><li><a href="/b">Ferries</a></li><li><a>Harbour news</a></li></ul></nav>
<main role="main"><h1 itemprop="headline">The ferry, the ferry and the ferry again</h1>
<p class="lead">A ferry sailed from Sandeby to Elmsund and back to Sandeby on Monday, and a ferry sailed again on Tuesday.</p>
<h2>12:30 — ¿Qué?</h2><p>Es war 3,5 Grad kalt; „kalt“, sagte Ada Lindqvist.</p><p>渡輪星期一再次啟航。</p><p>!</p><p>&#x1F6A2; 9 o’clock</p>
<div data-testid="card" aria-label="More stories"><span>One</span></div></main></body></html>"""


def outline(markup: str) -> Outline:
    tree = parsed(markup)
    assert tree is not None
    found = read_outline(tree)
    assert found.blocks
    return found


@pytest.fixture
def scores() -> TokenScores:
    model = load("blocks")
    return TokenScores(model.part("names", HashedLinear), model.part("words", HashedLinear))


def test_names_and_words_score_as_their_rows_do(scores: TokenScores) -> None:
    page = outline(PAGE)
    for _ in range(2):  # new, and known
        assert np.array_equal(scores.of_names(page), scores.names.scores(tokens.name_rows(page)))
        assert np.array_equal(scores.of_words(page), scores.words.scores(tokens.word_rows(page)))


def test_scores_tell_blocks_apart(scores: TokenScores) -> None:
    page = outline(PAGE)
    assert len(set(scores.of_words(page).tolist())) > 6
    assert len(set(scores.of_names(page).tolist())) > 4


def test_the_words_above_a_heading_are_none_of_its_own(scores: TokenScores) -> None:
    first = outline("<body><p>Text of one story.</p><h2>Ferry</h2><p>Text of one story.</p></body>")
    found = scores.of_words(first).tolist()
    assert found[0] != found[2]
    assert found == scores.words.scores(tokens.word_rows(first)).tolist()


def test_every_token_is_hashed_as_it_is_spelt() -> None:
    low = (1 << tokens.WORD_BITS) - 1
    told = ["w ferry", "w sails", "p ferry sails", "p sails ferry", "f ferry", "l ferry", "ff ferry sails", "a ferry sails ferry"]
    assert sorted(tokens.text_ids("Ferry sails ferry")) == sorted(tokens.crc32(token.encode()) & low for token in told)
    assert tokens.text_ids("  ") == []


def test_what_is_kept_stays_small(scores: TokenScores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.parse.html.token_scores._ROOM", 3)
    page = outline(PAGE)
    assert np.array_equal(scores.of_names(page), scores.names.scores(tokens.name_rows(page)))
    assert len(scores._elements) <= 3 and len(scores._name_words) <= 3
