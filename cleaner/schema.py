"""The fields of an article: one table of their names, types, sources and outputs.

Records, rows, front matter, audits, checks and the page about fields are derived from it. A new field is an entry here, an attribute of
`Article` and a reader that fills it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Type = Literal["string", "strings", "number", "boolean", "integer", "mapping"]
Where = Literal["record", "front matter", "row", "audit"]

_EVERYWHERE: tuple[Where, ...] = ("record", "front matter", "row", "audit")
_NOT_IN_AUDITS: tuple[Where, ...] = ("record", "front matter", "row")


class Field(NamedTuple):
    """One field. type: the type of its value. about: a description. sources: where it comes from, best first. written: the outputs that have it.

    check: the form of a value that a page states: text, texts, language, url, share (0 to 1), role, truth or shares; None if no input states it.
    """

    name: str
    type: Type
    about: str
    sources: tuple[str, ...]
    written: tuple[Where, ...]
    check: str | None = None


_RULES = "lines around the headline that rules extract"
_CHOSEN = "the field model, which chooses among all candidates of an HTML page"
_STATED = "front matter"

FIELDS: tuple[Field, ...] = (
    Field("title", "string", "the headline", (_STATED, _CHOSEN, "the headline of the text"), _NOT_IN_AUDITS, "text"),
    Field(
        "authors",
        "strings",
        "the persons who wrote it, or the organisation that signs it if no person is named",
        (_STATED, _CHOSEN, _RULES),
        _EVERYWHERE,
        "texts",
    ),
    Field(
        "published",
        "string",
        "ISO 8601 date of publication, with time and time zone if they are given",
        (_STATED, _CHOSEN, _RULES),
        _EVERYWHERE,
        "text",
    ),
    Field(
        "updated",
        "string",
        "ISO 8601 date of the last update",
        (_STATED, "the update that an HTML page states", _RULES),
        _EVERYWHERE,
        "text",
    ),
    Field(
        "language",
        "string",
        "ISO 639-1 code of the text's language",
        (_STATED, "the text itself", "the language that an HTML page states"),
        _EVERYWHERE,
        "language",
    ),
    Field("agency", "string", "the news agency", (_RULES, _STATED), _EVERYWHERE, "text"),
    Field("place", "string", "the place in the dateline", (_RULES, _STATED), _EVERYWHERE, "text"),
    Field("summary", "strings", "the key points that a page prints above its story", (_STATED, "rules"), _EVERYWHERE, "texts"),
    Field("captions", "strings", "captions of the story's pictures", (_STATED, "<figcaption>", "rules"), _EVERYWHERE, "texts"),
    Field(
        "source",
        "string",
        "the page's address",
        ("the address given", _STATED, "the canonical address of an HTML page"),
        ("record", "front matter"),
        "url",
    ),
    Field("site", "string", "the outlet's name", (_STATED, "og:site_name", "the publisher in JSON-LD"), _EVERYWHERE, "text"),
    Field("role", "string", "main, or appended for a story further down", ("the position in the file", _STATED), _NOT_IN_AUDITS, "role"),
    Field(
        "confidence",
        "number",
        "probability that it is an article, for the first; that it begins here, for a later one; 0 to 1",
        ("the boundary model",),
        _NOT_IN_AUDITS,
        "share",
    ),
    Field(
        "likeness",
        "number",
        "similarity of an appended story to the first: the share of words that both have",
        ("the text itself",),
        _NOT_IN_AUDITS,
        "share",
    ),
    Field("cut", "boolean", "whether the text is truncated", ("the text itself",), _NOT_IN_AUDITS, "truth"),
    Field(
        "field_confidence",
        "mapping",
        "field -> probability that its value is right, 0 to 1; for title, authors and published from the field model, for updated the share "
        "of the page's stated updates that agree",
        (_CHOSEN,),
        ("record", "audit"),
        "shares",
    ),
)
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}


def written(where: Where) -> tuple[str, ...]:
    """The names of the fields that an output holds, in the table's order."""
    return tuple(field.name for field in FIELDS if where in field.written)


def page() -> str:
    """The page docs/fields.md."""
    head = "# Fields\n\nGenerated from `cleaner/schema.py` by `python -m cleaner.schema > docs/fields.md`; do not edit it by hand.\n\n"
    rows = ["| Field | Type | What it is | Sources, best first | Written to |", "| --- | --- | --- | --- | --- |"]
    rows += [
        f"| `{field.name}` | {field.type} | {field.about} | {'; '.join(field.sources).replace('<', '&lt;')} | {', '.join(field.written)} |"
        for field in FIELDS
    ]
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
