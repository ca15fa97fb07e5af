"""Check that cleaning a cleaned article changes nothing: clean each row of a benchmark, write its articles, and clean them again.

usage: python benchmarks/twice.py FOLDER [--sample N] [--files NAME ...] [--plain] [--show N]

FOLDER holds `NAME.jsonl.gz` or `NAME.jsonl` files whose rows have `text` or `html`, and may have `url` and `fetched`. Written as Markdown,
an article must be read back as one article with every field and its whole text: the last line is the number of those that are not, and the
exit code is 1 unless it is 0. With `--plain`, articles are also written as plain text, which has no mark of this program and for which nothing
is promised; that figure is shown beside. `--sample` takes rows at even distances, N of each file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from digest import rows

import cleaner
from cleaner.data import Article, Page
from cleaner.errors import CleanerError
from cleaner.write import to_markdown, to_record, to_text

FILES = ("texts", "wide_texts", "streams", "anatomy", "pages", "wide_pages", "html_streams", "wide_html_streams")


def fields(article: Article, page: Page) -> dict[str, Any]:
    """The record of a written article, as it can be encoded in UTF-8, without the lines, which depend on the file."""
    record = to_record(article, page)
    for name in ("lines", "field_confidence"):  # of the page and of how it was read, not of the article
        record.pop(name, None)
    return dict(json.loads(json.dumps(record).encode("utf-8", "replace")))


def difference(article: Article, page: Page) -> str:
    """What cleaning the written article again changes; empty if nothing."""
    raw = to_markdown(article, page).encode("utf-8", "replace")
    again = cleaner.clean(raw)
    if again.restore() != raw:
        return "not restored"
    if len(again.articles) != 1:
        return f"{len(again.articles)} articles"
    before, after = fields(article, page), fields(again.articles[0], again)
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    return ", ".join(sorted(changed)) + (" and findings" if again.findings else "")


def plain_differs(article: Article) -> bool:
    """The same, for headline and body in plain text."""
    again = cleaner.clean(to_text(article)).articles
    return [(other.title, other.text) for other in again] != [(article.title, article.text)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--files", nargs="+", default=FILES, metavar="NAME")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--show", type=int, default=20, metavar="N")
    args = parser.parse_args()
    total: Counter[str] = Counter()
    for name in args.files:
        path = next((path for suffix in (".jsonl.gz", ".jsonl") if (path := args.folder / f"{name}{suffix}").is_file()), None)
        if path is None:
            print(f"{name}: there is no such file in {args.folder}", file=sys.stderr)
            continue
        count = one_file(path, name, args)
        print(f"{name}: {count['rows']} rows, {count['articles']} articles, {count['differ']} differ", flush=True)
        total += count
    if args.plain:
        print(f"as plain text, which promises nothing: {total['plain']} of {total['articles']} differ")
    print(total["differ"])
    return 1 if total["differ"] or not total["articles"] else 0


def one_file(path: Path, name: str, args: argparse.Namespace) -> Counter[str]:
    count: Counter[str] = Counter()
    for row in rows(path, args.sample):
        count["rows"] += 1
        try:
            page = cleaner.clean(row.get("html") or row["text"], row.get("url"), row.get("fetched"))
        except CleanerError as error:
            print(f"{name} {row.get('id')}: {error}", file=sys.stderr)
            continue
        for article in page.articles:
            count["articles"] += 1
            what = difference(article, page)
            if what:
                count["differ"] += 1
                if count["differ"] <= args.show:
                    print(f"{name} {row.get('id')}, article at line {article.first_line}: {what}", file=sys.stderr)
            count["plain"] += args.plain and plain_differs(article)
    return count


if __name__ == "__main__":
    sys.exit(main())
