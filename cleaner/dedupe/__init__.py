"""Deduplicate around `batch`: an appended story that appears under many pages is written only once.

A first pass cleans every page, spools it to disk and indexes the main stories. A second pass writes the pages in the same
order: an appended story that is in the index is left out, any other is added to it. So every main story is written, and only
the first copy of an appended one. Pages and the index are kept on disk meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from ..backends import minhash
from ..batch import Outcome, Output, Result, Task, Writer, clean_source, map_sources, render_page, whole_file, write_page
from ..config import Settings
from ..data import Article, Page, in_file_order
from ..errors import ConfigError, OutputError, install_with
from ..inputs import MAX_BYTES, Source
from .fingerprint import MAKERS, Maker
from .index import Index, Match, StoryPlace
from .record import RECORD, lines
from .spool import spooled

__all__ = ["check", "run"]


def check(mode: str) -> None:
    """Raise ConfigError when the library that `mode` requires is not installed."""
    if mode == "near" and not minhash.available():
        raise ConfigError(
            "near needs the library rensa, which is not installed",
            place="--dedupe",
            remedy=f"Install it with: {install_with('dedupe')}; or use exact.",
        )


def run(
    sources: Iterable[Source],
    writer: Writer,
    settings: Settings,
    mode: str,
    url: str | None = None,
    fetched: str | None = None,
    workers: int = 1,
    most_bytes: int = MAX_BYTES,
) -> Iterator[Outcome]:
    """Like `batch.run`, but leave out copies of appended stories. Raises OutputError when the disk is full.

    `mode` is a key of `fingerprint.MAKERS`: `exact` or `near`.
    """
    output = writer.output
    record = output.folder / RECORD if output.folder else None
    if record:
        writer.claimed[record] = "the record of duplicates"
    with _work_folder(output) as work, closing(Index(work / "index")) as index:
        task = Task(settings, url, fetched, output.format, output.audit and output.folder is not None, most_bytes)
        deduplicator = _Deduplicator(index, MAKERS[mode], task)
        pages = deduplicator.index_main(map_sources(partial(clean_source, task), writer.watched(sources), workers))
        for number, (source, page) in enumerate(spooled(pages, work / "pages")):
            yield deduplicator.write(number, source, page, writer)
        if record and not output.dry_run:
            with whole_file(record) as file:
                file.writelines(line.encode() for line in lines(index.with_copies()))
        if record and writer.manifest:
            writer.manifest.record(record)
    writer.close()


@contextmanager
def _work_folder(output: Output) -> Iterator[Path]:
    """A temporary folder for the run: in the output folder, or in the system's temporary folder if no files are written."""
    home = None if output.dry_run else output.folder
    try:
        with TemporaryDirectory(prefix=".cleaner-", dir=home, ignore_cleanup_errors=True) as name:
            yield Path(name)
    except (OSError, sqlite3.Error) as error:
        place = str(home or "the temporary folder")
        raise OutputError(f"pages cannot be stored temporarily ({error})", place=place, remedy="Free some space there.") from error


@dataclass(frozen=True, slots=True)
class _Deduplicator:
    """Decides page by page which stories are written. Pages are numbered in their order, from 0."""

    index: Index
    make: Maker
    task: Task

    def index_main(self, pages: Iterable[tuple[Source, Page | Result]]) -> Iterator[tuple[Source, Page | Result]]:
        """Pass the pages through and index their main stories, except exact copies of indexed ones."""
        for number, (source, page) in enumerate(pages):
            if isinstance(page, Page):
                self._add_main(number, source, page)
            yield source, page

    def write(self, number: int, source: Source, page: Page | Result, writer: Writer) -> Outcome:
        """Write a page without its copies. If writing fails, its stories are removed from the index, so that their copies are written."""
        if isinstance(page, Result):
            return page, None
        copies = self._copies(number, source, page)
        rest = _without(page, {place["part"] for _, place in copies})
        result, shown = write_page(source, render_page(self.task, source, rest), writer)
        if shown is None:
            self.index.forget(number)
            return result, None
        for match, place in copies:
            self.index.add_copy(match, place)
        files = result.outputs * len(rest.articles) if writer.output.format == "jsonl" else result.outputs
        for (part, _), file in zip(_numbered(rest), files, strict=False):
            self.index.set_file(number, part, Path(file).relative_to(writer.output.folder or "").as_posix())
        return replace(result, duplicates=len(copies)), shown

    def _add_main(self, number: int, source: Source, page: Page) -> None:
        for part, story in _numbered(page):
            found = self.make(story) if story.role == "main" else None
            match = self.index.find(found) if found else None
            if found and (match is None or match.similarity < 1):
                self.index.add(number, part, _place(source, page, part, story), found)

    def _copies(self, number: int, source: Source, page: Page) -> list[tuple[Match, StoryPlace]]:
        """The appended stories that are already indexed, each with its match and its own place; the others are added to the index."""
        copies = []
        for part, story in _numbered(page):
            found = self.make(story) if story.role == "appended" else None
            match = self.index.find(found) if found else None
            if match:
                copies.append((match, _place(source, page, part, story)))
            elif found:
                self.index.add(number, part, _place(source, page, part, story), found)
        return copies


def _numbered(page: Page) -> list[tuple[int, Article]]:
    """The articles with their numbers, counted from 1 among all stories of the page."""
    return [(part, story) for part, story in enumerate(page.stories, 1) if story in page.articles]


def _without(page: Page, parts: set[int]) -> Page:
    """The page with the articles of the given numbers moved to `left_out`."""
    kept = [story for part, story in _numbered(page) if part not in parts]
    copies = [story for part, story in _numbered(page) if part in parts]
    return replace(page, articles=kept, left_out=in_file_order([*page.left_out, *copies]))


def _place(source: Source, page: Page, part: int, story: Article) -> StoryPlace:
    """The place of a story: its page, the page's address if known, its number on the page, and its lines."""
    address = {"source": page.document.url} if page.document.url else {}
    lines = [story.first_line, story.last_line]
    return {"title": story.title, "role": story.role, "page": source.name} | address | {"part": part, "lines": lines}
