"""The pages of a run, one after the other: written by one hand, whoever cleans them, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..config import Settings
from ..errors import CleanerError, OutputError
from ..inputs import MAX_BYTES, Source
from ..outputs import Manifest
from .files import prepare_folder, write_whole
from .page_outputs import Made, Result, Task, failure, made, told

AUDIT_SUFFIX = ".audit.json"
T = TypeVar("T")

Outcome = tuple[Result, Made | None]  # nothing was made of an input that failed or was refused


@dataclass(frozen=True, slots=True)
class Output:
    """Where articles go and how they are written. `folder` is None for a run that writes no file; a `dry_run` only names them."""

    folder: Path | None
    format: str = "md"
    audit: bool = True
    dry_run: bool = False


def prepare(output: Output, sources: list[Source]) -> None:
    """Make the output folder. Raises OutputError when it holds inputs that would be overwritten, or cannot be written to."""
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
    """Writes the articles of a run to its output, and keeps account: of the files that are taken, and of those that were removed."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.removed: list[str] = []
        self.claimed: dict[Path, str] = {}
        self.manifest = Manifest(output.folder, output.dry_run) if output.folder else None
        self._seen: list[Source] = []

    def watched(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The same sources, remembered until `close`."""
        for source in sources:
            self._seen.append(source)
            yield source

    def write(self, source: Source, made: Made) -> Result:
        """Write the articles of a page and its audit; what an earlier run wrote for it and this one did not goes. Raises OutputError."""
        output = self.output
        if output.folder is None:
            return made.result
        folder = output.folder / source.target.parent
        files = {folder / name: text for name, text in made.texts.items()}
        outputs = tuple(map(str, files))
        if made.audit is not None:
            files[folder / (source.target.name + AUDIT_SUFFIX)] = made.audit
        self._put(source, {path: text.encode("utf-8", "replace") for path, text in files.items()})
        return replace(made.result, outputs=outputs)

    def _put(self, source: Source, files: dict[Path, bytes]) -> None:
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
        """End a run that saw all its sources: what belongs to pages that are gone is removed. Raises OutputError."""
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
    """Clean each source, and write them in their order; a failure is a result, not an exception.

    With more than one of the `workers`, processes clean ahead of what is written, a few pages each. An input over `most_bytes` fails.
    """
    output = writer.output
    task = Task(settings, url, fetched, output.format, output.audit and output.folder is not None, most_bytes)
    for source, found in each(partial(made, task), writer.watched(sources), workers):
        yield written(source, found, writer)
    writer.close()


def each(work: Callable[[Source], T | Result], sources: Iterable[Source], workers: int) -> Iterator[tuple[Source, T | Result]]:
    """Each source with what `work` gives for it, in their order."""
    if workers == 1:
        for source in sources:
            yield source, work(source)
        return
    from ..parallel import in_order

    yield from in_order(partial(_beside, work), sources, workers, _lost)


def _beside(work: Callable[[Source], T | Result], source: Source) -> tuple[Source, T | Result]:
    return source, work(source)


def _lost(source: Source) -> tuple[Source, T | Result]:
    return source, failure(source, "its worker process ended. Clean it alone, with more memory; then report it, with the file.")


def written(source: Source, found: Made | Result, writer: Writer) -> Outcome:
    """Write what was made of a page."""
    if isinstance(found, Result):
        return found, None
    try:
        return writer.write(source, found), found
    except CleanerError as error:
        return failure(source, told(error, source)), None
