"""All packs: the built-in ones, those of a site, and the user's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .builtin_paths import builtin, builtin_folder
from .cached_packs import stored
from .read import Pack, ensure_unique, load

States = tuple[tuple[int, int] | None, ...]  # of the user's packs, which may change while the program runs


@lru_cache(maxsize=1_024)
def is_general(pack: str) -> bool:
    """Whether `pack` is the path of a built-in pack for all sites: its rules may give way to a model, those of users and of sites do not."""
    folder, path = builtin_folder(), Path(pack)
    return path.is_relative_to(folder) and not path.is_relative_to(folder / "sites")


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
