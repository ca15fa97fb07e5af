"""The packs that come with the program, and those of a site."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .read import Pack, ensure_unique, load
from .store import stored

States = tuple[tuple[int, int] | None, ...]  # of the user's packs, which may change while the program runs


def builtin_folder() -> Path:
    """The rules that come with the program: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parents[1] / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rules"


@lru_cache(maxsize=1_024)
def is_general(pack: str) -> bool:
    """Whether `pack` is the path of a built-in pack for all sites: its rules may give way to a model, those of users and of sites do not."""
    folder, path = builtin_folder(), Path(pack)
    return path.is_relative_to(folder) and not path.is_relative_to(folder / "sites")


def builtin(language: str | None) -> list[Path]:
    """Paths of the built-in packs, with the language pack of `language`; of all languages for "*".

    The language may come from a page, so it is compared with the names of the packs that there are, and is never part of a path.
    """
    folder = builtin_folder()
    own = [path for path in folder.glob("languages/*.toml") if language in ("*", path.stem)]
    return sorted(folder.glob("*.toml")) + sorted(folder.glob("sites/*.toml")) + sorted(own)


@lru_cache(maxsize=8)
def all_packs(extra: tuple[str, ...] = ()) -> tuple[Pack, ...]:
    """Every built-in pack and the user's, with their examples. Raises PackError."""
    packs = [*(load(str(path)) for path in builtin("*")), *map(load, extra)]
    ensure_unique(packs)
    return tuple(packs)


def known_packs(extra: tuple[str, ...] = ()) -> list[Pack]:
    """As `all_packs`, quickly: the built-in ones unchecked and without their examples. Raises PackError for the user's."""
    packs = [*map(stored, builtin("*")), *map(load, extra)]
    ensure_unique(packs)
    return packs


@lru_cache(maxsize=64)
def site_packs(extra: tuple[str, ...], states: States) -> tuple[Pack, ...]:
    """The packs that name hosts, built-in ones and the user's. Raises PackError for the user's."""
    packs = [*map(stored, sorted(builtin_folder().glob("sites/*.toml"))), *map(load, extra)]
    return tuple(pack for pack in packs if pack.hosts)
