"""A regular expression that is compiled when it is first used: a set of tens of thousands of characters takes milliseconds."""

from __future__ import annotations

import re


class LazyPattern:
    """A pattern of the standard library, for scripts that most pages do not use."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern)
        return self._compiled

    def match(self, text: str) -> re.Match[str] | None:
        return self.compiled.match(text)

    def findall(self, text: str) -> list[str]:
        return self.compiled.findall(text)
