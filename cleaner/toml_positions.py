"""TOML read with the lines on which its tables begin, which the standard library does not tell."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_TOKEN = re.compile(
    r"""(?P<text>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')
      | \#[^\n]*+
      | ^[ \t]*+\[\[[ \t]*+(?P<name>[\w-]++|"[\w-]++"|'[\w-]++')[ \t]*+\]\]""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def read(text: str) -> dict[str, Any]:
    """The table in `text`. Raises ValueError, with the line where there is one, for what is no TOML or is nested too deeply."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def starts(text: str, name: str) -> list[int]:
    """The lines, from 1, on which a `[[name]]` begins, in valid TOML; what stands in a string or a comment begins none."""
    found = []
    line, at = 1, 0
    for token in _TOKEN.finditer(text):
        if token["name"] and token["name"].strip("\"'") == name:
            line, at = line + text.count("\n", at, token.start("name")), token.start("name")
            found.append(line)
    return found
