"""Scores a page's blocks by the two linear models of `tokens`, without the rows of ids that fitting needs.

A score is a sum of weights, and sums of a model's weights are exact in double precision: each weight is an integer from -127 to 127
times one scale, rounded to 24 bits. So the order of summation does not matter, and the sums of an element and of a text are cached.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...models import HashedLinear, Matrix, Model, once
from ...models.hashed import ids_of
from ...text.cache import LineCache
from .blocks import Outline
from .elements import Element
from .tokens import BUCKETS, HEAD, NAME_BITS, heading_ids, name_words, text_ids

_ROOM = 20_000  # elements, and words of names
_NEARNESS = range(max(BUCKETS) + 1)
_K = TypeVar("_K")
_Four = tuple[float, ...]  # a sum for each bucket of distances


@dataclass(frozen=True, eq=False)
class TokenScores:
    """One model's parts `names` and `words`, with caches of their sums."""

    names: HashedLinear
    words: HashedLinear
    _elements: dict[Element, _Four] = field(default_factory=dict)
    _name_words: dict[str, _Four] = field(default_factory=dict)
    _texts: LineCache[float] = field(default_factory=LineCache)
    _headings: LineCache[float] = field(default_factory=LineCache)

    def of_names(self, outline: Outline) -> Matrix:
        """The score of each block by the names of the boxes around it, equal to that of `tokens.name_rows`; shape (blocks,)."""
        elements, numbers = outline.distinct
        of_elements = np.array([self._elements.get(named) or self._element(named) for named in elements])
        of_boxes = np.concatenate([of_elements[numbers], np.zeros((1, len(_NEARNESS)))]).ravel()  # the last is that of box -1
        parents = np.array([*outline.boxes.parents, -1], np.intp)
        at = np.array([block.box for block in outline.blocks], np.intp)
        sums = np.zeros(len(at))
        for bucket in BUCKETS:
            sums += of_boxes.take(len(_NEARNESS) * at + bucket)
            at = parents.take(at)
        return _scores(sums, self.names)

    def _element(self, named: Element) -> _Four:
        words = [self._name_words.get(word) or self._name_word(word) for word in (f"<{named.tag}>", *name_words(named.names))]
        return _kept(self._elements, named, tuple(map(sum, zip(*words, strict=True))))

    def _name_word(self, word: str) -> _Four:
        """The weights of one word per bucket of distances. A tag, in angle brackets, has none that is independent of the distance."""
        tokens = [f"{bucket} {word}" for bucket in _NEARNESS] + ([] if word.startswith("<") else [f"* {word}"])
        weights = self.names.weights[ids_of(tokens, NAME_BITS)].astype(float).tolist()
        everywhere = sum(weights[len(_NEARNESS) :])
        return _kept(self._name_words, word, tuple(weight + everywhere for weight in weights[: len(_NEARNESS)]))

    def of_words(self, outline: Outline) -> Matrix:
        """The score of each block by its words and those of the heading above, equal to that of `tokens.word_rows`; shape (blocks,)."""
        heads = [block.text[:HEAD] for block in outline.blocks]
        own = np.array(self._sums(heads, self._texts, text_ids))
        at = [number for number, block in enumerate(outline.blocks) if block.kind == "heading"]
        above = self._sums([heads[number] for number in at], self._headings, heading_ids)
        own += np.repeat([0.0, *above], np.diff([0, *(number + 1 for number in at), len(heads)]))
        return _scores(own, self.words)

    def _sums(self, texts: Sequence[str], known: LineCache[float], ids: Callable[[str], list[int]]) -> list[float]:
        """The sum of each text's weights; those missing from the cache `known` are computed in one batch."""
        found = list(map(known.entries.get, texts))
        if None not in found:
            return found  # type: ignore[return-value]
        new = list(dict.fromkeys([text for text, value in zip(texts, found, strict=True) if value is None]))
        rows = list(map(ids, new))
        weights = self.words.weights.take([number for row in rows for number in row])
        sums = np.bincount(np.repeat(np.arange(len(rows)), list(map(len, rows))), weights, len(rows)).tolist()
        fresh = dict(zip(new, sums, strict=True))
        for text, value in fresh.items():
            known.keep(text, value)
        return [fresh[text] if value is None else value for text, value in zip(texts, found, strict=True)]


def _kept(known: dict[_K, _Four], key: _K, value: _Four) -> _Four:
    if len(known) >= _ROOM:
        known.clear()
    known[key] = value
    return value


def _scores(sums: NDArray[np.float64], part: HashedLinear) -> Matrix:
    """Sums of weights as scores, rounded as `HashedLinear.scores` does."""
    scores: Matrix = sums.astype(np.float32) + np.float32(part.bias)
    return scores


@once
def token_scores(model: Model) -> TokenScores:
    """The token scores of the block model. Raises ModelError for a model without these parts."""
    return TokenScores(model.part("names", HashedLinear), model.part("words", HashedLinear))
