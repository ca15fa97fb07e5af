"""Names of people in bylines: where one name ends and the next begins, and what can be a name."""

from __future__ import annotations

import re

from ..languages import any_of, words

_AND = re.compile(
    rf"(?<!\s)\s*(?:,|;|/|\||&|、|،|\b(?:{any_of('and')}|(?-i:{any_of('and_small')}))\b)\s*",
    re.IGNORECASE,
)
_PARTICLES = frozenset(words("name_particles"))
_WORD = re.compile(r"(?:[dDlL]['’])?[^\W\d_][^\W\d_.]*(?:[-'’.][^\W\d_]+)*\.?")
_NO_NAME = re.compile(rf"(?:{any_of('labels_like_names')})\b", re.IGNORECASE)
_MOST_BEHIND = 3  # maximum of words of a role or place after the names
_NO_END = ("'s", "’s")
_GLUE = re.compile(r"(?<=[^\W\d_A-Z]{4})(?=[A-ZÄÖÜ][^\W\d_A-Z]{2})")  # "Ana RuizReporter"
AGENCY = re.compile(rf"[A-ZÄÖÜ]{{2,5}}|{any_of('agencies')}")
_ROLE = re.compile(any_of("role_stems"), re.IGNORECASE)


def names(texts: list[str]) -> list[str]:
    """The people in bylines: "Ana Ruiz and Jon Poe" are two."""
    found = [name.strip(" .\t") for text in texts for name in _AND.split(text)]
    return list(dict.fromkeys(name for name in found if name))


def named(text: str, labelled: bool = False) -> list[str]:
    """The people in `text` if it consists of names, without a role or place after them; [] for any other text.

    "Ana Ruiz, Tom Hale, editors" gives two, "Night ferry to sail again" none. After a byline's label (`labelled`), agencies and outlets
    count, too.
    """
    found: list[str] = []
    parts = _AND.split(_GLUE.sub(", ", text.strip(" .\t")))
    for i, part in enumerate(parts):
        name = _without_role(part.strip())
        if is_name(name, labelled) or (AGENCY.fullmatch(name) and (found or labelled)):
            found.append(name)
        elif part.strip() or not found:
            if not (labelled or _adds(" ".join(parts[i:]).split())):
                return []  # a headline that happens to begin so
            break
    return list(dict.fromkeys(found))


def _adds(words: list[str]) -> bool:
    """Whether the words after names can be a role or a place."""
    return len(words) <= _MOST_BEHIND and all(not word[0].islower() or _ROLE.match(word) for word in words[:1])


def is_name(text: str, labelled: bool = False) -> bool:
    """Whether a text has the form of a name: two to four capitalized words, with particles between them. A label can have it, too."""
    words = text.split()
    if not 2 <= len(words) <= 6 or len(text) > 50 or len(words[-1]) < 2:
        return False
    if any(_ROLE.match(word) or (not labelled and _NO_NAME.fullmatch(word)) for word in words):
        return False
    capital = sum(_capital(word) for word in words)
    small = sum(word.lower() in _PARTICLES for word in words if not _capital(word))
    return 2 <= capital <= (4 if labelled else 3) and capital + small == len(words) and _capital(words[-1])


def _capital(word: str) -> bool:
    return (
        word[0].isupper() and _WORD.fullmatch(word) is not None and not word.endswith(_NO_END) and not (word[-1] == "." and len(word) > 4)
    )


def _without_role(text: str) -> str:
    """A name without the person's role, as in "Ana Ruiz Editor"."""
    words = text.split()
    if len(words) % 2 == 0 and words[: len(words) // 2] == words[len(words) // 2 :]:
        words = words[: len(words) // 2]  # printed twice
    first = next((i for i, word in enumerate(words) if i >= 2 and _ROLE.match(word)), len(words))
    return " ".join(words[:first])
