"""Reference pages that are generated from the program, so that they are always up to date.

write(folder) writes all of them. An unchanged page is not written again, so that the site is rebuilt quickly.
"""

from __future__ import annotations

from pathlib import Path

from . import audit, commands, extras, groups, included, rows, settings


def pages() -> dict[str, str]:
    """The generated pages: path below docs/ -> Markdown."""
    return {
        "reference/command-line.md": commands.page(),
        "reference/settings.md": settings.page(),
        "reference/rows.md": rows.page(),
        "reference/audit.md": audit.page(),
        "reference/extras.md": extras.page(),
        **groups.pages(),
        **included.pages(),
    }


def write(folder: Path) -> None:
    """Write the pages, and remove those of rule groups that no longer exist."""
    made = pages()
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for path in (folder / "reference" / "rules").glob("*.md"):
        if f"reference/rules/{path.name}" not in made:
            path.unlink()
