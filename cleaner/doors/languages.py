"""The language a text is written in: py3langid, behind a quick look for plain English."""

import re
from functools import lru_cache
from pathlib import Path

_SAMPLE = 600  # characters
_NORWEGIAN = {"nb": "no", "nn": "no"}  # one pack serves both
_LETTERS = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    {"the", "and", "to", "of", "that", "with", "from", "by", "at", "would", "which", "their"}
)  # no other language has many


@lru_cache(maxsize=4096)
def identify(text: str) -> str | None:
    """ISO 639-1 code of `text`'s language, or None when it holds too few letters to tell."""
    sample = text[:_SAMPLE]
    words = _LETTERS.findall(sample.lower())
    if sum(map(len, words)) < 12:
        return None
    if len(words) >= 12 and "the" in words and sum(word in _ENGLISH for word in words) > 0.11 * len(words):
        return "en"
    import py3langid

    code, _ = py3langid.classify(sample)
    return _NORWEGIAN.get(str(code), str(code))


_STOPLISTS = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nb": "Norwegian_Bokmal", "nl": "Dutch", "nn": "Norwegian_Nynorsk",
    "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
}  # fmt: skip


def known() -> tuple[str, ...]:
    """The codes of the languages that have a list of common words."""
    return tuple(_STOPLISTS)


@lru_cache(maxsize=64)
def common_words(code: str) -> frozenset[str]:
    """The commonest words of a language, from the lists that justext brings; empty for a language without one.

    The lists are read as data, without loading the package around them.
    """
    from importlib.util import find_spec

    name = _STOPLISTS.get(code)
    found = find_spec("justext") if name else None
    if found is None or found.origin is None:
        return frozenset()
    try:
        return frozenset(Path(found.origin).with_name("stoplists").joinpath(f"{name}.txt").read_text(encoding="utf-8").split())
    except OSError:
        return frozenset()
