"""Paths of the packs that come with the program."""

from __future__ import annotations

from pathlib import Path


def builtin_folder() -> Path:
    """The rules that come with the program: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parents[1] / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rules"


def vocabulary_path() -> Path:
    """The file of the vocabulary that the patterns of every pack can use. It is not a pack."""
    return builtin_folder() / "vocabulary.toml"


def builtin(language: str | None) -> list[Path]:
    """Paths of the built-in packs, with the language pack of `language`; of all languages for "*".

    The language may come from a page, so it is compared with the names of the existing packs and never becomes part of a path.
    """
    folder = builtin_folder()
    own = [path for path in folder.glob("languages/*.toml") if language in ("*", path.stem)]
    general = [path for path in folder.glob("*.toml") if path != vocabulary_path()]
    return sorted(general) + sorted(folder.glob("sites/*.toml")) + sorted(own)
