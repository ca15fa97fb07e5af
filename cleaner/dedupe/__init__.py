"""One step around `batch`: an appended story that stands under many pages is written once.

First every page is cleaned and put aside, and the main stories become known; then the pages are written in the same
order. An appended story that is known is left out, and any other becomes known: so a main story is written wherever it
stands, and of an appended one the first. Pages and known stories lie on disk meanwhile.
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
from ..batch import Outcome, Output, Result, Task, Writer, cleaned, each, rendered, whole_file, written
from ..config import Settings
from ..data import Article, Page
from ..errors import ConfigError, OutputError, install_with
from ..inputs import MAX_BYTES, Source
from .fingerprint import MAKERS, Maker
from .index import Index, Match, Place
from .record import RECORD, lines
from .spool import put_aside

__all__ = ["check", "run"]


def check(mode: str) -> None:
    """Raises ConfigError when the library that `mode` needs is not there."""
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
    """As `batch.run`, without the copies of appended stories. Raises OutputError when there is no room for what is put aside."""
    output = writer.output
    record = output.folder / RECORD if output.folder else None
    if record:
        writer.claimed[record] = "the record of duplicates"
    with _work_folder(output) as work, closing(Index(work / "index")) as index:
        task = Task(settings, url, fetched, output.format, output.audit and output.folder is not None, most_bytes)
        once = _Once(index, MAKERS[mode], task)
        pages = once.known(each(partial(cleaned, task), writer.watched(sources), workers))
        for number, (source, page) in enumerate(put_aside(pages, work / "pages")):
            yield once.written(number, source, page, writer)
        if record and not output.dry_run:
            with whole_file(record) as file:
                file.writelines(line.encode() for line in lines(index.copied()))
        if record and writer.manifest:
            writer.manifest.record(record)
    writer.close()


@contextmanager
def _work_folder(output: Output) -> Iterator[Path]:
    """A folder for the time of the run, where the output goes or, when it goes to no file, among the system's temporary ones."""
    home = None if output.dry_run else output.folder
    try:
        with TemporaryDirectory(prefix=".cleaner-", dir=home, ignore_cleanup_errors=True) as name:
            yield Path(name)
    except (OSError, sqlite3.Error) as error:
        place = str(home or "the temporary folder")
        raise OutputError(f"pages cannot be put aside ({error})", place=place, remedy="Free some space there.") from error


@dataclass(frozen=True, slots=True)
class _Once:
    """Which stories are written, told page by page; pages have the numbers of their order."""

    index: Index
    make: Maker
    task: Task

    def known(self, pages: Iterable[tuple[Source, Page | Result]]) -> Iterator[tuple[Source, Page | Result]]:
        """The same pages; their main stories become known, each unless an equal one is."""
        for number, (source, page) in enumerate(pages):
            if isinstance(page, Page):
                self._know_main(number, source, page)
            yield source, page

    def written(self, number: int, source: Source, page: Page | Result, writer: Writer) -> Outcome:
        """Write a page without copies. What was not written, for a failure, is a copy's original no longer."""
        if isinstance(page, Result):
            return page, None
        copies = self._copies(number, source, page)
        rest = _without(page, {place["part"] for _, place in copies})
        result, shown = written(source, rendered(self.task, source, rest), writer)
        if shown is None:
            self.index.forget(number)
            return result, None
        for match, place in copies:
            self.index.note(match, place)
        files = result.outputs * len(rest.articles) if writer.output.format == "jsonl" else result.outputs
        for (part, _), file in zip(_parts(rest), files, strict=False):
            self.index.locate(number, part, Path(file).relative_to(writer.output.folder or "").as_posix())
        return replace(result, duplicates=len(copies)), shown

    def _know_main(self, number: int, source: Source, page: Page) -> None:
        for part, story in _parts(page):
            found = self.make(story) if story.role == "main" else None
            match = self.index.find(found) if found else None
            if found and (match is None or match.similarity < 1):
                self.index.add(number, part, _place(source, page, part, story), found)

    def _copies(self, number: int, source: Source, page: Page) -> list[tuple[Match, Place]]:
        """The appended stories that are known already, each with the known one and its place; the others become known."""
        copies = []
        for part, story in _parts(page):
            found = self.make(story) if story.role == "appended" else None
            match = self.index.find(found) if found else None
            if match:
                copies.append((match, _place(source, page, part, story)))
            elif found:
                self.index.add(number, part, _place(source, page, part, story), found)
        return copies


def _parts(page: Page) -> list[tuple[int, Article]]:
    """The articles with their numbers, from 1, among all stories of the page."""
    stories = sorted([*page.articles, *page.left_out], key=lambda story: story.first_line)
    return [(part, story) for part, story in enumerate(stories, 1) if story in page.articles]


def _without(page: Page, parts: set[int]) -> Page:
    """The page with some of its articles left out."""
    kept = [story for part, story in _parts(page) if part not in parts]
    gone = [story for part, story in _parts(page) if part in parts]
    return replace(page, articles=kept, left_out=sorted([*page.left_out, *gone], key=lambda story: story.first_line))


def _place(source: Source, page: Page, part: int, story: Article) -> Place:
    """Where a story stands: its page, with its address when that is known, its number there and its lines."""
    address = {"source": page.document.url} if page.document.url else {}
    lines = [story.first_line, story.last_line]
    return {"title": story.title, "role": story.role, "page": source.name} | address | {"part": part, "lines": lines}
