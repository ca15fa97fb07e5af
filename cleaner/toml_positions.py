"""Read TOML and find the lines on which its tables begin, which the standard library does not report."""

from __future__ import annotations

import re
from typing import Any

from .text.lazy_pattern import LazyPattern

_TOKEN = LazyPattern(
    r"""(?P<text>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')
      | \#[^\n]*+
      | ^[ \t]*+\[\[[ \t]*+(?P<name>[\w-]++|"[\w-]++"|'[\w-]++')[ \t]*+\]\]""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def read(text: str) -> dict[str, Any]:
    """Parse TOML. Raises ValueError, with the line if known, for invalid TOML or too deep nesting."""
    import tomllib  # most runs read no TOML: the built-in packs are cached

    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def starts(text: str, name: str) -> list[int]:
    """The lines, from 1, on which `[[name]]` tables begin in valid TOML; strings and comments are ignored."""
    found = []
    line, at = 1, 0
    for token in _TOKEN.finditer(text):
        if token["name"] and token["name"].strip("\"'") == name:
            line, at = line + text.count("\n", at, token.start("name")), token.start("name")
            found.append(line)
    return found
