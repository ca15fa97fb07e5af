"""Pages of the repository that the site also shows, with their links adapted."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = {  # page of the repository -> page of the site
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "rules/README.md": "reference/rule-format.md",
}
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<path>[^)#:]+)(?P<anchor>#[^)]*)?\)")


def pages() -> dict[str, str]:
    """Path below docs/ -> Markdown."""
    return {target: _page(source, target) for source, target in PAGES.items()}


def _page(source: str, target: str) -> str:
    return _LINK.sub(lambda link: _moved(link, source, target), (ROOT / source).read_text(encoding="utf-8"))


def _moved(link: re.Match[str], source: str, target: str) -> str:
    """The link as seen from the site's page; a target that the site does not have becomes a path in the text."""
    path = ((ROOT / source).parent / link["path"]).resolve().relative_to(ROOT).as_posix()
    found = PAGES.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else None)
    if found is None:
        return f"{link['text']} (`{path}`)"
    return f"[{link['text']}]({'../' * target.count('/')}{found}{link['anchor'] or ''})"
