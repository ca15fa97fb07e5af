"""File names made from names of inputs and ids of records, which a page or its source may have chosen."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST = 60  # characters


def safe_name(name: str, otherwise: str) -> str:
    """The last component of a name, reduced to characters that are valid in a file name on every system; `otherwise` if none is left.

    >>> safe_name("https://herald.example/news/night ferry?id=7/", "record")
    'night_ferry_id_7'
    >>> safe_name("../..", "record")
    'record'
    """
    return _OTHER.sub("_", name.rstrip("/").rpartition("/")[2]).strip("._-")[:_LONGEST] or otherwise
