"""A regular expression that is compiled when it is first used: one with a set of tens of thousands of characters takes milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterator


class LazyPattern:
    """A pattern of the standard library that most pages do not need, such as one for a script."""

    def __init__(self, pattern: str, flags: re.RegexFlag | int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self.flags)
        return self._compiled

    def match(self, text: str) -> re.Match[str] | None:
        return self.compiled.match(text)

    def findall(self, text: str) -> list[str]:
        return self.compiled.findall(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text)
