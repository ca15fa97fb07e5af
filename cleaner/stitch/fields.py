"""The fields that lifts filled, as an article states them."""

from __future__ import annotations

import re

from ..line import Line

_AND = re.compile(r"\s*(?:,|;|/|\||&|、|،|\b(?:and|und|et|och|og|oraz|dan|và|та|(?-i:y|e|en|ve|i|и|і))\b)\s*", re.IGNORECASE)
_MARK = re.compile(r"^(?:[•◦▪■●○‣·*►▶➤→-]\s*|[①-⑳❶-❿]\s*|#{1,6}\s+)")


def lifted(lines: list[Line]) -> dict[str, list[str]]:
    """field -> its texts in file order, without list marks, each once."""
    fields: dict[str, list[str]] = {}
    for line in lines:
        if line.pieces is None and not (line.said.hits if line.taken is None else line.taken.value):
            continue  # most lines: nothing on them can fill a field
        noted = [hit for hit in line.hits if hit.rule.action == "mark" and not line.gone]
        for hit in [*(piece.hit for piece in line.edits()), line.taken, *noted]:
            if hit is None or hit.rule.action not in ("lift", "mark"):
                continue
            for name, texts in (hit.value or {}).items():
                known = fields.setdefault(name, [])
                known += [text for text in (_MARK.sub("", text).strip() for text in texts) if text and text not in known]
    if "authors" in fields:
        fields["authors"] = names(fields["authors"])
    return fields


def names(texts: list[str]) -> list[str]:
    """The persons in bylines: "Ana Ruiz and Jon Poe" are two."""
    found = [name.strip(" .\t") for text in texts for name in _AND.split(text)]
    return list(dict.fromkeys(name for name in found if name))
