"""Check that a change of the code changes no output: hash all results of cleaning the rows of a benchmark.

usage: python benchmarks/digest.py FOLDER [--sample N] [--files NAME ...] [--out FILE] [--against FILE]

FOLDER holds `NAME.jsonl.gz` or `NAME.jsonl` files whose rows have `text` or `html`, and may have `url` and `fetched`. One hash per file is
printed; it covers each row's articles with all their fields, findings, boundaries, flags, losses and qualities. `--out` writes the hash of
each row; `--against` names the rows whose hash differs from those in such a file, and the exit code is 1 if there are any. Two
versions of the code with equal hashes have equal results on these rows; run both on the same machine, because the last bit of a
probability may differ between processors.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cleaner
from cleaner.data import Page
from cleaner.errors import CleanerError

FILES = ("texts", "wide_texts", "streams", "anatomy", "pages", "wide_pages", "html_streams", "wide_html_streams", "wide_fields")


def rows(path: Path, sample: int) -> Iterator[dict[str, Any]]:
    """The rows of a file, or `sample` of them at even distances."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        found = list(lines)
    step = max(1, len(found) // sample) if sample else 1
    for line in found[::step][: sample or None]:
        yield json.loads(line)


def outcome(page: Page) -> dict[str, Any]:
    """The result for a page as JSON, with what later stages read of its document."""
    articles = []
    for article in [*page.articles, *page.left_out]:
        fields = dataclasses.asdict(article)
        fields = fields if fields["further"] else {name: value for name, value in fields.items() if name != "further"}
        articles.append({**fields, "published": article.published, "updated": article.updated, "language": article.language})
    document = page.document
    return {
        "articles": articles,
        "written": len(page.articles),
        "findings": [list(finding) for finding in page.findings],
        "flags": page.flags,
        "language": page.language,
        "loss": page.loss,
        "quality": page.quality,
        "document": [document.text, document.given, document.flags, document.quality, document.type, document.type_confidence],
    }


def row_digest(row: dict[str, Any]) -> str:
    """The hash of the result for one row, or of the error."""
    try:
        result: Any = outcome(cleaner.clean(row.get("html") or row["text"], row.get("url"), row.get("fetched")))
    except CleanerError as error:
        result = str(error)
    text = json.dumps(result, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--files", nargs="+", default=FILES, metavar="NAME")
    parser.add_argument("--out", type=Path, metavar="FILE")
    parser.add_argument("--against", type=Path, metavar="FILE")
    args = parser.parse_args()
    before = json.loads(args.against.read_text(encoding="utf-8")) if args.against else {}
    found: dict[str, str] = {}
    changed: list[str] = []
    for name in args.files:
        path = next((path for suffix in (".jsonl.gz", ".jsonl") if (path := args.folder / f"{name}{suffix}").is_file()), None)
        if path is None:
            print(f"{name}: there is no such file in {args.folder}", file=sys.stderr)
            continue
        began = time.process_time()
        own = {f"{name} {number} {row.get('id')}": row_digest(row) for number, row in enumerate(rows(path, args.sample))}
        whole = hashlib.sha256("".join(own.values()).encode()).hexdigest()[:16]
        print(f"{name}: {len(own)} rows, {whole}, {time.process_time() - began:.1f} s of processor time", flush=True)
        changed += [row for row, value in own.items() if before.get(row, value) != value]
        found.update(own)
    if args.out:
        args.out.write_text(json.dumps(found, indent=0), encoding="utf-8")
    for row in changed:
        print(f"differs: {row}", file=sys.stderr)
    return 1 if changed or not found else 0


if __name__ == "__main__":
    sys.exit(main())
