"""Rule packs: read from TOML, checked key by key, kept parsed beside their files, and chosen by language and site.

What a kind of rule may say stands in `kinds`; how rules meet lines is the matter of the scan.
"""

from .builtin import all_packs, builtin, builtin_folder, is_general, known_packs, site_packs
from .read import Pack, ensure_unique, load, parse, stamp
from .store import stored

__all__ = [
    "Pack", "all_packs", "builtin", "builtin_folder", "ensure_unique", "is_general", "known_packs", "load", "parse", "site_packs", "stamp", "stored",
]  # fmt: skip
