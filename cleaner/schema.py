"""The fields of an article: one table of their names, types, sources and outputs.

Records, rows, front matter, audits, checks and the documentation of fields are derived from it. A new field that an HTML page states
needs an entry here and a reader; any other one an attribute of `Article`, too, and code that fills it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Type = Literal["string", "strings", "number", "boolean", "integer", "mapping"]
Where = Literal["record", "front matter", "row", "audit"]

_EVERYWHERE: tuple[Where, ...] = ("record", "front matter", "row", "audit")
_NOT_IN_AUDITS: tuple[Where, ...] = ("record", "front matter", "row")


class Field(NamedTuple):
    """One field.

    type: the type of its value. about: its description. sources: where the value comes from, best first. written: the outputs that
    have it. check: the kind of value an input may state: text, texts, language, url, share (0 to 1), role, truth or shares; None for a
    field that no input states. read: the reader of a field that has no attribute of its own in `Article`, as "module.function" below
    `cleaner/parse/html/fields/`: a function from a FieldPage to the value, empty where the page states none.
    """

    name: str
    type: Type
    about: str
    sources: tuple[str, ...]
    written: tuple[Where, ...]
    check: str | None = None
    read: str | None = None


_RULES = "lines around the headline that rules extract"
_CHOSEN = "the field model, from all candidates of an HTML page"
_STATED = "front matter"

FIELDS: tuple[Field, ...] = (
    Field("title", "string", "the headline", (_STATED, _CHOSEN, "the headline of the text"), _NOT_IN_AUDITS, "text"),
    Field(
        "authors",
        "strings",
        "the authors: persons, or the organisation that signs it if none are named",
        (_STATED, _CHOSEN, _RULES),
        _EVERYWHERE,
        "texts",
    ),
    Field(
        "published",
        "string",
        "ISO 8601 date of publication, with time and zone if they are stated",
        (_STATED, _CHOSEN, _RULES),
        _EVERYWHERE,
        "text",
    ),
    Field(
        "updated",
        "string",
        "ISO 8601 date of the last update",
        (_STATED, "the update time that an HTML page states", _RULES),
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
    Field("summary", "strings", "the key points printed above the story", (_STATED, "rules"), _EVERYWHERE, "texts"),
    Field("captions", "strings", "captions of the story's images", (_STATED, "<figcaption>", "rules"), _EVERYWHERE, "texts"),
    Field(
        "source",
        "string",
        "the page's address",
        ("the address given", _STATED, "the canonical address of an HTML page"),
        ("record", "front matter"),
        "url",
    ),
    Field("site", "string", "the outlet's name", (_STATED, "og:site_name", "the publisher in JSON-LD"), _EVERYWHERE, "text"),
    Field(
        "role", "string", "main, or appended for a further story below it", ("the position in the file", _STATED), _NOT_IN_AUDITS, "role"
    ),
    Field(
        "confidence",
        "number",
        "confidence that the article begins at its first line, 0 to 1",
        ("the boundary model",),
        _NOT_IN_AUDITS,
        "share",
    ),
    Field(
        "likeness",
        "number",
        "share of words that an appended story shares with the main story",
        ("the text itself",),
        _NOT_IN_AUDITS,
        "share",
    ),
    Field("cut", "boolean", "whether the text is truncated", ("the text itself",), _NOT_IN_AUDITS, "truth"),
    Field(
        "field_confidence",
        "mapping",
        "field -> confidence that its value is right, 0 to 1; fitted on gold for title, authors and published; for updated, the share "
        "of the page's stated update times that agree",
        (_CHOSEN,),
        ("record", "audit"),
        "shares",
    ),
)
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}


def written(where: Where) -> tuple[str, ...]:
    """The names of the fields in an output, in the table's order."""
    return tuple(field.name for field in FIELDS if where in field.written)


def readers() -> dict[str, str]:
    """Field -> reader, of the fields whose entry names one."""
    return {field.name: field.read for field in FIELDS if field.read is not None}


def page() -> str:
    """The documentation of the fields as Markdown, for docs/fields.md."""
    head = "# Fields\n\nGenerated from `cleaner/schema.py` by `python -m cleaner.schema > docs/fields.md`; do not edit by hand.\n\n"
    rows = ["| Field | Type | What it is | Sources, best first | Written to |", "| --- | --- | --- | --- | --- |"]
    rows += [
        f"| `{field.name}` | {field.type} | {field.about} | {'; '.join(field.sources).replace('<', '&lt;')} | {', '.join(field.written)} |"
        for field in FIELDS
    ]
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
