"""Find many literal strings in one pass, with the Aho-Corasick automaton of ahocorasick_rs."""

import re
from collections.abc import Sequence

_SURROGATES = re.compile("[\ud800-\udfff]")


class Keywords:
    """The strings to search for; a match is (index of the string, start, end) in characters."""

    def __init__(self, strings: Sequence[str]) -> None:
        import ahocorasick_rs

        self._automaton = ahocorasick_rs.AhoCorasick(list(strings)) if strings else None

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """All matches in `text`, overlapping ones too."""
        if self._automaton is None:
            return []
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates, from bytes that are no UTF-8: found under U+FFFD
            return self._automaton.find_matches_as_indexes(_SURROGATES.sub("\ufffd", text), overlapping=True)
