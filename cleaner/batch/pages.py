"""Run a batch of pages: any number of workers clean them, one process writes them in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..config import Settings
from ..errors import CleanerError, OutputError
from ..inputs import MAX_BYTES, Source
from ..page_manifest import Manifest
from .files import prepare_folder, write_whole
from .page_outputs import PageFiles, Result, Task, failure, message_of, page_files

AUDIT_SUFFIX = ".audit.json"
T = TypeVar("T")

Outcome = tuple[Result, PageFiles | None]  # None for an input that failed or was refused


@dataclass(frozen=True, slots=True)
class Output:
    """Where and how articles are written. `folder` is None for a run that writes no files; a `dry_run` only reports their names."""

    folder: Path | None
    format: str = "md"
    audit: bool = True
    dry_run: bool = False


def prepare(output: Output, sources: list[Source]) -> None:
    """Create the output folder. Raises OutputError when inputs in it would be overwritten, or when it is not writable."""
    if output.folder is None:
        return
    folder = output.folder.resolve()
    for source in sources:
        if source.path and source.path.resolve() == folder / f"{source.target}.{output.format}":
            raise OutputError("the output would overwrite the input", place=str(source.path), remedy="Give another folder with --out.")
        if source.path and source.path.resolve().parent == (folder / source.target).parent:
            raise OutputError("the output folder is the input's folder", place=str(output.folder), remedy="Give another folder with --out.")
    if output.dry_run:
        return
    prepare_folder(output.folder)


class Writer:
    """Writes the articles of a run, and keeps track of file names in use (`claimed`) and of removed files (`removed`)."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.removed: list[str] = []
        self.claimed: dict[Path, str] = {}
        self.manifest = Manifest(output.folder, output.dry_run) if output.folder else None
        self._seen: list[Source] = []

    def watched(self, sources: Iterable[Source]) -> Iterator[Source]:
        """Pass the sources through and remember them for `close`."""
        for source in sources:
            self._seen.append(source)
            yield source

    def write(self, source: Source, page: PageFiles) -> Result:
        """Write a page's articles and audit, and remove files that an earlier run wrote for it and this one did not. Raises OutputError."""
        output = self.output
        if output.folder is None:
            return page.result
        folder = output.folder / source.target.parent
        files = {folder / name: text for name, text in page.texts.items()}
        outputs = tuple(map(str, files))
        if page.audit is not None:
            files[folder / (source.target.name + AUDIT_SUFFIX)] = page.audit
        self._write_files(source, {path: text.encode("utf-8", "replace") for path, text in files.items()})
        return replace(page.result, outputs=outputs)

    def _write_files(self, source: Source, files: dict[Path, bytes]) -> None:
        for path in files:
            if path in self.claimed:
                problem = f"{path} was written for {self.claimed[path]} already"
                raise OutputError(problem, place=source.name, remedy="Rename one of the two, or clean them into different folders.")
        if self.manifest:
            self.manifest.begin(source, self.output.format, files)
        for path, raw in files.items():
            self.claimed[path] = source.name
            if not self.output.dry_run:
                write_whole(path, raw)
        if self.manifest:
            self.removed += self.manifest.end(source, self.output.format)

    def close(self) -> None:
        """End a complete run: remove the files of pages that no longer exist. Raises OutputError."""
        if self.manifest:
            self.removed += self.manifest.close(self._seen)


def run(
    sources: Iterable[Source],
    writer: Writer,
    settings: Settings,
    url: str | None = None,
    fetched: str | None = None,
    workers: int = 1,
    most_bytes: int = MAX_BYTES,
) -> Iterator[Outcome]:
    """Clean and write each source, in order; a failure is a result, not an exception.

    With several `workers`, each process cleans a few pages ahead of the writer. An input over `most_bytes` fails.
    """
    output = writer.output
    task = Task(settings, url, fetched, output.format, output.audit and output.folder is not None, most_bytes)
    for source, found in map_sources(partial(page_files, task), writer.watched(sources), workers):
        yield write_page(source, found, writer)
    writer.close()


def map_sources(work: Callable[[Source], T | Result], sources: Iterable[Source], workers: int) -> Iterator[tuple[Source, T | Result]]:
    """Each source with its result of `work`, in order."""
    if workers == 1:
        for source in sources:
            yield source, work(source)
        return
    from ..parallel import in_order

    yield from in_order(partial(_with_source, work), sources, workers, _lost)


def _with_source(work: Callable[[Source], T | Result], source: Source) -> tuple[Source, T | Result]:
    return source, work(source)


def _lost(source: Source) -> tuple[Source, T | Result]:
    return source, failure(source, "its worker process ended. Clean it alone, with more memory; then report it, with the file.")


def write_page(source: Source, found: PageFiles | Result, writer: Writer) -> Outcome:
    """Write a page's files and return its outcome; a failed result is passed through."""
    if isinstance(found, Result):
        return found, None
    try:
        return writer.write(source, found), found
    except CleanerError as error:
        return failure(source, message_of(error, source)), None
