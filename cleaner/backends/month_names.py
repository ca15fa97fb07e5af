"""The names of the months by language: English ones from its table, so that English pages load no library, all others from dateparser's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module

from ..languages import facts

_KEYS = tuple(names.split()[0] for names in facts("months")["en"])


def _listed(names: Sequence[str]) -> Mapping[str, int]:
    return {name: number for number, group in enumerate(names, 1) for name in group.split()}


ENGLISH: Mapping[str, int] = _listed(facts("months")["en"])
PERSIAN: Mapping[str, int] = _listed(facts("solar_hijri_months")["fa"])
_LEAST = 3  # minimum of letters of a name; shorter forms are also other words


@lru_cache(maxsize=256)
def month_names(languages: tuple[str, ...]) -> Mapping[str, int]:
    """Name, in small letters and without full stops -> month, 1 to 12, in languages (ISO 639-1) and in English; the first one's go first."""
    found = [_own(language) for language in languages if language != "en"]
    return {name: number for names in (ENGLISH, *reversed(found)) for name, number in names.items()} if found else ENGLISH


@lru_cache(maxsize=64)
def _own(language: str) -> Mapping[str, int]:
    code = facts("month_data").get(language, language)
    try:
        info = import_module(f"dateparser.data.date_translation_data.{code}").info
    except ImportError:
        return {}
    return dict(_listed(facts("months").get(code, ()))) | {
        name.lower().replace(".", "").replace("ı", "i").strip(): number
        for number, key in enumerate(_KEYS, 1)
        for name in info.get(key, ())
        if _is_word(name)
    }


def _is_word(name: str) -> bool:
    bare = name.replace(".", "").strip()
    return len(bare) >= _LEAST - (not bare.isascii()) and " " not in bare and not any(char.isdigit() for char in bare)
