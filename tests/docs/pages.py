"""The documentation's pages and their blocks of code, each with the comment above it that says how it is tested.

A page is tested from top to bottom, in a folder that holds the files of docs/examples/. By its comment, `<!-- WORD: VALUE -->`, a block

    file: PATH              is written to that file
    shows: PATH             is what that file holds; `shows: PATH after: COMMAND` runs the command first
    keys: PATH              has the keys of that file's first line
    exit: CODE              is commands of which the last ends with that code
    not run: REASON         is commands that are only checked: each names commands and options that exist
    setting: scrapy         is settings of the Scrapy adapter
    pre-commit, action      is the use of this repository's hooks, or of its action

Without one, `bash` is run, `python` is executed, `toml` is a pack, decisions or settings. Anything else is refused, so that no block is untested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"
GENERATED = ("command-line", "settings", "rows", "audit", "extras", "rule-format", "changelog", "contributing", "security")
_FENCE = re.compile(
    r"(?:^[ ]*<!-- (?P<comment>[^\n]*?) -->\n)?^(?P<indent>[ ]*)(?P<mark>```+)(?P<language>[^\n]*)\n(?P<code>.*?)^[ ]*(?P=mark)$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """A fenced block: `way` and `value` are its comment's, both empty without one."""

    language: str
    code: str
    way: str
    value: str
    line: int


def pages() -> list[Path]:
    """Every page that people write: those of the site, and those at the root that it includes."""
    site = [path for path in sorted(DOCS.rglob("*.md")) if path.stem not in GENERATED or path.parent.name == "how-to"]
    site = [path for path in site if path.parent.name != "rules"]
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "rules" / "README.md", *site]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page; directives of the site, such as an inclusion, are none."""
    for match in _FENCE.finditer(text):
        if match["language"].startswith("{"):
            continue
        comment = match["comment"] or ""
        way, _, value = comment.partition(": ")
        code = re.sub(rf"^{match['indent']}", "", match["code"], flags=re.MULTILINE)
        yield Block(match["language"].strip(), code, way, value, text.count("\n", 0, match.start("mark")) + 1)


def without_blocks(text: str) -> str:
    """A page's prose."""
    return _FENCE.sub("", text)
