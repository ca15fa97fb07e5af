"""Rule packs: read from TOML, checked key by key, kept parsed beside their files, and chosen by language and site.

What a kind of rule may say stands in `kinds`; how rules meet lines is the matter of the scan. Names are loaded when they are first used:
to look at rules, the kinds and the library of patterns are not needed.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .builtin_paths import builtin, builtin_folder
    from .cached_packs import stored
    from .catalogue import all_packs, is_general, known_packs, site_packs
    from .read import Pack, ensure_unique, load, parse, stamp

__all__ = [
    "Pack", "all_packs", "builtin", "builtin_folder", "ensure_unique", "is_general", "known_packs", "load", "parse", "site_packs", "stamp", "stored",
]  # fmt: skip

_HOMES = {
    **dict.fromkeys(("all_packs", "is_general", "known_packs", "site_packs"), "catalogue"),
    **dict.fromkeys(("builtin", "builtin_folder"), "builtin_paths"),
    **dict.fromkeys(("Pack", "ensure_unique", "load", "parse", "stamp"), "read"),
    "stored": "cached_packs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
