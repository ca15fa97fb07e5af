"""The names of the months by language: English ones from here, so that English pages load no library, all others from dateparser's data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

_ENGLISH = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
)
_KEYS = tuple(names.split()[0] for names in _ENGLISH)
ENGLISH: Mapping[str, int] = {name: number for number, names in enumerate(_ENGLISH, 1) for name in names.split()}
_PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
PERSIAN: Mapping[str, int] = {name: number for number, name in enumerate(_PERSIAN.split(), 1)}  # months of the Solar Hijri calendar
_ARABIC = [
    "شباط",
    "2",
    "آذار",
    "3",
    "نيسان",
    "4",
    "أيار",
    "5",
    "ايار",
    "5",
    "حزيران",
    "6",
    "تموز",
    "7",
    "آب",
    "8",
    "أيلول",
    "9",
    "ايلول",
    "9",
    "فيفري",
    "2",
    "أفريل",
    "4",
    "ماي",
    "5",
    "جوان",
    "6",
    "جويلية",
    "7",
    "أوت",
    "8",
]
_MORE: Mapping[str, Mapping[str, int]] = {
    "ar": dict(zip(_ARABIC[::2], map(int, _ARABIC[1::2]), strict=True))
}  # names of the Levant and the Maghreb
_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "sr": "sr", "jv": "id"}
_LEAST = 3  # letters of a name; shorter ones are words of their own


@lru_cache(maxsize=256)
def month_names(languages: tuple[str, ...]) -> Mapping[str, int]:
    """Name, in small letters and without full stops -> month, 1 to 12, in languages (ISO 639-1) and in English; the first one's go first."""
    found = [_own(language) for language in languages if language != "en"]
    return {name: number for names in (ENGLISH, *reversed(found)) for name, number in names.items()} if found else ENGLISH


@lru_cache(maxsize=64)
def _own(language: str) -> Mapping[str, int]:
    code = _ALIASES.get(language, language)
    try:
        info = import_module(f"dateparser.data.date_translation_data.{code}").info
    except ImportError:
        return {}
    return dict(_MORE.get(code, {})) | {
        name.lower().replace(".", "").replace("ı", "i").strip(): number
        for number, key in enumerate(_KEYS, 1)
        for name in info.get(key, ())
        if _is_word(name)
    }


def _is_word(name: str) -> bool:
    bare = name.replace(".", "").strip()
    return len(bare) >= _LEAST - (not bare.isascii()) and " " not in bare and not any(char.isdigit() for char in bare)
