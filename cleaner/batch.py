"""Many inputs, one after the other: cleaned, written whole or not at all, and counted."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import BinaryIO, Literal, TypeVar

from . import __version__
from .config import Settings
from .data import Page
from .errors import AuditError, CleanerError, LossError, OutputError
from .inputs import STDIN, Source, read
from .outputs import Manifest
from .write import FORMATS, audit, rebuild, to_record
from .write.jsonl import dumps

AUDIT_SUFFIX = ".audit.json"
_FAILURES = 1_000  # that the record of a run names

T = TypeVar("T")
Status = Literal["cleaned", "no article", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one input. `dropped` counts lines by rule group, `repairs` changes inside lines, `duplicates` copies left out."""

    name: str
    status: Status
    articles: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    lifted: int = 0
    repairs: int = 0
    flags: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    error: str = ""
    duplicates: int = 0


Outcome = tuple[Result, Page | None]  # no page for an input that failed or was refused


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


def prepare_folder(folder: Path) -> None:
    """Make a folder and see that files can be made in it. Raises OutputError."""
    if folder.exists() and not folder.is_dir():
        raise OutputError("this is a file, not a folder", place=str(folder), remedy="Give a folder with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".cleaner-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        problem = f"the folder cannot be written to ({error.strerror})"
        raise OutputError(problem, place=str(folder), remedy="Check its permissions, or give another with --out.") from error


class Writer:
    """Writes the articles of a run to its output, and keeps account: of the files that are taken, and of those that were removed."""

    def __init__(self, output: Output, command: Sequence[str] = ()) -> None:
        self.output = output
        self._command = list(command)  # as the user gave it, for the record of the run
        self._failures: list[dict[str, str]] = []
        self._count = 0
        self.removed: list[str] = []
        self.claimed: dict[Path, str] = {}
        self.manifest = Manifest(output.folder, output.dry_run) if output.folder else None
        self._seen: list[Source] = []

    def watched(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The same sources, remembered until `close`."""
        for source in sources:
            self._seen.append(source)
            yield source

    def write(self, source: Source, page: Page) -> Result:
        """Write the articles of a page and its audit; what an earlier run wrote for it and this one did not goes. Raises OutputError."""
        output = self.output
        texts = render(page, source.target.name, output.format)
        if output.folder is None:
            return summarise(source.name, page)
        folder = output.folder / source.target.parent
        files = {folder / name: text for name, text in texts.items()}
        if output.audit:
            names = list(texts) if output.format != "jsonl" else list(texts) * len(page.articles)
            files[folder / (source.target.name + AUDIT_SUFFIX)] = audit(page, source.name, names)
        self._put(source, {path: text.encode("utf-8", "replace") for path, text in files.items()})
        return summarise(source.name, page, [str(path) for path in files if not path.name.endswith(AUDIT_SUFFIX)])

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

    def noted(self, outcome: Outcome) -> Outcome:
        """The same outcome, counted for the record of the run."""
        result, _ = outcome
        self._count += 1
        if result.status in ("failed", "refused") and len(self._failures) < _FAILURES:
            self._failures.append({"name": result.name, "status": result.status, "error": result.error})
        return outcome

    def close(self, settings: Settings) -> None:
        """End a run that saw all its sources: what belongs to pages that are gone is removed, and the run is noted. Raises OutputError."""
        if self.manifest:
            self.removed += self.manifest.close(self._seen)
            changed = {item.name: value for item in fields(settings) if (value := getattr(settings, item.name)) != item.default}
            told = {"version": __version__, "command": self._command, "settings": changed, "pages": self._count, "failures": self._failures}
            self.manifest.note_run(told)


def run(
    sources: Iterable[Source], writer: Writer, settings: Settings, url: str | None = None, fetched: str | None = None
) -> Iterator[Outcome]:
    """Clean and write each source in turn; a failure is a result, not an exception."""
    for source in writer.watched(sources):
        yield writer.noted(written(source, cleaned(source, settings, url, fetched), writer))
    writer.close(settings)


def cleaned(source: Source, settings: Settings, url: str | None = None, fetched: str | None = None) -> Page | Result:
    """The page that a source holds, or what kept it from being one."""
    from .flow import clean  # the engine takes a while to load, and to find the inputs it is not needed

    return _or_failure(source, lambda: clean(read(source), url, fetched, settings, source.name))


def written(source: Source, page: Page | Result, writer: Writer) -> Outcome:
    """Write a page that was cleaned."""
    if isinstance(page, Result):
        return page, None
    result = _or_failure(source, lambda: writer.write(source, page))
    return result, None if result.status == "failed" else page


def _or_failure(source: Source, work: Callable[[], T]) -> T | Result:
    """What `work` gives, or its failure as the result of the source."""
    try:
        return work()
    except LossError as error:
        return Result(source.name, "refused", error=error.problem)
    except CleanerError as error:
        place = "" if error.place == source.name else f"{error.place}: " if error.place else ""
        return Result(source.name, "failed", error=f"{place}{error.problem}. {error.remedy}")
    except Exception as error:  # a fault of ours on one page must not cost the others
        fault = f"the program failed on it ({type(error).__name__}: {error}). Report it, with the file."
        return Result(source.name, "failed", error=fault)


def summarise(name: str, page: Page, outputs: Iterable[str] = ()) -> Result:
    """The counts of one page. A line counts once for a group, however many pieces of it go."""
    lines = {(finding.rule.partition(".")[0], finding.line) for finding in page.findings if finding.action == "drop"}
    dropped = Counter(group for group, _ in sorted(lines))
    lifted = sum(finding.action == "lift" for finding in page.findings)
    repairs = sum(finding.action == "repair" for finding in page.findings)
    status: Status = "cleaned" if page.articles or page.left_out else "no article"
    return Result(name, status, len(page.articles), dropped, lifted, repairs, page.flags, tuple(outputs))


def render(page: Page, name: str, format: str) -> dict[str, str]:
    """File name -> content: `name.md` for one article, `name-1.md`, `name-2.md`, ... for several; one JSON lines file for all."""
    if format == "jsonl":
        return {f"{name}.jsonl": "".join(dumps(to_record(article, page)) + "\n" for article in page.articles)} if page.articles else {}
    texts = [FORMATS[format](article, page) for article in page.articles]
    names = [f"{name}.{format}"] if len(texts) == 1 else [f"{name}-{number}.{format}" for number in range(1, len(texts) + 1)]
    return dict(zip(names, texts, strict=True))


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all. Raises OutputError."""
    with whole_file(path) as file:
        file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is there only when all of it was written: under a temporary name until then. Raises OutputError."""
    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            f"the file cannot be written ({error.strerror})", place=str(path), remedy="Check the folder's permissions and free space."
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Restored:
    """An input rebuilt from its audit: its bytes, and the name it had, without any folder."""

    audit: str
    name: str
    raw: bytes


def restored(path: Path) -> Restored:
    """The input that the audit at `path` tells of. Raises AuditError for one that is damaged, or that names no file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AuditError(
            f"the audit cannot be read ({error})", place=str(path), remedy="Give the .audit.json file that stands beside the output."
        ) from error
    raw = rebuild(text, str(path))
    name = json.loads(text)["source"].get("name")
    return Restored(str(path), name if isinstance(name, str) else "", raw)


def write_restored(found: Restored, folder: Path, force: bool, written: set[Path]) -> Path:
    """Write an input into `folder`, never over another of this run (`written`), and over an older file only with `force`. Raises OutputError."""
    base = "stdin" if found.name == STDIN else re.split(r"[/\\]", found.name)[-1]
    if base in ("", ".", "..") or Path(base).name != base or any(c < " " or c == "\x7f" for c in base):
        raise AuditError(
            f"its source has a name that no file is given: {found.name!r}", place=found.audit, remedy="Restore it to stdout, without --out."
        )
    path = folder / base
    if path in written or (not force and (path.exists() or path.is_symlink())):
        remedy = "Restore it into another folder." if path in written else "Restore into another folder, or replace it with --force."
        raise OutputError("there is a file of that name already", place=str(path), remedy=remedy)
    write_whole(path, found.raw)
    written.add(path)
    return path
