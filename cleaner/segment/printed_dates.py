"""Dates as a line near a headline prints them, with the hour if there is one."""

from __future__ import annotations

import re

from ..languages import any_of

_MONTH = r"[^\W\d_]{3,12}\.?"
_YEAR = r"(?:19[89]\d|20[0-3]\d)"
_HOUR = rf"(?:[\s,|·•–—@-]*+(?:(?:{any_of('at', 'at_in_text')})\s*+)?\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?(?:\s*[ap]\.?m\b\.?)?)?"
DATE = re.compile(
    rf"(?<![\d/.-])(?:{_YEAR}[-/.]\s?\d{{1,2}}[-/.]\s?\d{{1,2}}(?!\d)|\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?(?:{_YEAR}|\d\d(?![\d.:/-]))"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[\s-](?:de\s|of\s)?{_MONTH}[\s,-]+(?:de\s|del\s)?{_YEAR}|(?-i:[^\W\da-z_][^\W\dA-Z_]{{2,11}})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR}"
    rf"|{_YEAR}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日|{_YEAR}\s?년\s?\d{{1,2}}\s?월\s?\d{{1,2}}\s?일){_HOUR}",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"({_YEAR})(?=\d{{1,2}}[:.]\d\d)")  # a time without a space after the year
_CHANGED = re.compile(any_of("updated", "updated_in_text"), re.IGNORECASE)


def dates_on(text: str, most: int) -> dict[str, list[str]]:
    """The dates on a line that holds at most `most` other characters, as printed, by field; {} for a line that holds more.

    A date after a word like "updated" is `updated`, the date of the change; any other is `published`.
    """
    found: dict[str, list[str]] = {}
    at, rest = 0, len(text)
    for match in DATE.finditer(text):
        name = "updated" if _CHANGED.search(text, at, match.start()) else "published"
        found.setdefault(name, [_GLUED.sub(r"\1 ", match.group().strip())])
        at = match.end()
        rest -= len(match.group())
    return found if rest <= most else {}
