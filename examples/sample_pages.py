"""Invented pages for the examples, so that each runs without arguments: python examples/NAME.py"""

import json
import tempfile
from pathlib import Path

FERRY = """Skip to content
Night ferry to sail again from Monday

Short Url
Updated 04 March 2025
Follow

Night ferry to sail again from Monday
By Ilse Marrow

The night ferry between Sandeby and Elmsund will sail again from Monday, the county said, after eleven weeks in the dry dock.
“We missed her more than we let on,” harbour master Pelle Brandt told reporters on the quay on Tuesday.
Tickets are on sale at the quay, and cost what they did last autumn.

Share
Facebook
12 comments
"""
BAKERY = """<html><head><title>Bakery fire in Elmsund leaves nobody hurt</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>
<article><h1>Bakery fire in Elmsund leaves nobody hurt</h1><p>By Tomas Weil</p>
<p>A fire in a bakery on Mill Street was put out within an hour on Tuesday morning, and nobody was hurt, the fire brigade said.</p>
<p>The shop will open again on Friday, its owner said, with bread from a friend’s kitchen in the upper town.</p></article>
<footer>© 2025 Sandeby Courier. All rights reserved.</footer></body></html>
"""
RECORDS = [
    {"id": "ferry", "url": "https://courier.example/ferry", "text": FERRY},
    {"id": "bakery", "url": "https://courier.example/bakery", "text": BAKERY},
]


def folder() -> Path:
    """A new folder, with the pages in `in/pages.jsonl`, one record per line."""
    made = Path(tempfile.mkdtemp(prefix="cleaner-example-"))
    (made / "in").mkdir()
    (made / "in" / "pages.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    return made
