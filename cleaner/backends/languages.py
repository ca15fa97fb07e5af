"""Identify the language of a text: a quick test for English, then py3langid."""

import re
from functools import lru_cache
from pathlib import Path

from ..languages import facts, words

_SAMPLE = 600  # characters
_LETTERS = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(words("telling", "en"))


_ISO_639_1 = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj
    fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la
    lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa
    sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """
CODES = frozenset(_ISO_639_1.split())
_PARTS = str.maketrans("_", "-")


def code_of(tag: str) -> str | None:
    """The ISO 639-1 code in a language tag such as "en" or "pt-BR", as the program uses it; None if the language is unknown."""
    code = tag.strip()[:40].translate(_PARTS).partition("-")[0].lower()
    return facts("used_as").get(code, code) if code in CODES else None


@lru_cache(maxsize=4096)
def identify(text: str) -> str | None:
    """The ISO 639-1 code of `text`'s language; None if it has too few letters."""
    sample = text[:_SAMPLE]
    words = _LETTERS.findall(sample.lower())
    if sum(map(len, words)) < 12:
        return None
    if len(words) >= 12 and "the" in words and sum(word in _ENGLISH for word in words) > 0.11 * len(words):
        return "en"
    import py3langid

    code = str(py3langid.classify(sample)[0])
    if code not in CODES:  # no language, or one without a two-letter code: take the most probable one that has a code
        code = next((str(other) for other, _ in py3langid.rank(sample) if str(other) in CODES), "")
    return code_of(code)


def known() -> tuple[str, ...]:
    """The codes of the languages that have a list of common words."""
    return tuple(facts("stop_words"))


@lru_cache(maxsize=64)
def common_words(code: str) -> frozenset[str]:
    """The commonest words of a language, from the lists that justext brings; empty for a language without one.

    The lists are read as data, without loading the package around them.
    """
    from importlib.util import find_spec

    name = facts("stop_words").get(code)
    found = find_spec("justext") if name else None
    if found is None or found.origin is None:
        return frozenset()
    try:
        return frozenset(Path(found.origin).with_name("stoplists").joinpath(f"{name}.txt").read_text(encoding="utf-8").split())
    except OSError:
        return frozenset()
