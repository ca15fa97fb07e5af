"""Write the rows of a shard as JSON lines, Parquet, or a folder of Markdown or text files. Rows are streamed, not collected in memory."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from ..backends import zstd
from ..backends.arrow import ParquetOut
from ..data import Article
from ..errors import OutputError
from ..formats import is_rows, writer
from ..own_files import Content, Known, contents
from ..write.jsonl import dumps
from .manifest import audits_of
from .rows import COLUMNS, Cleaned, batches
from .safe_name import safe_name
from .store import Store

INDEX = "records.jsonl"
Audited = Callable[[Iterable[Cleaned], Path], Iterator[Cleaned]]


def write(
    store: Store,
    key: str,
    format: str,
    found: Iterable[Cleaned],
    known: Known,
    ready: Callable[[Mapping[str, Content]], None],
    audited: Audited | None = None,
) -> str:
    """Write a shard's cleaned records and return the output's name in the store. Raises OutputError and then leaves nothing behind.

    `known` is what this program has written under the same names before. `ready` is called with all files before they get
    their names, and may raise to keep the existing files. `audited` passes the records through and writes their audits to a
    path beside the rows.
    """
    name = f"{key}.{format}" if is_rows(format) else key
    with _write_errors(store, name), ExitStack() as stack:
        path = stack.enter_context(store.whole(name, known))
        files = {name: path}
        if audited:
            files[audits_of(key)] = audits_path = stack.enter_context(store.whole(audits_of(key), known))
            found = audited(found, audits_path)
        _writer(format)(path, found)
        ready({f"{final}{file.removeprefix(at.name)}": content for final, at in files.items() for file, content in contents(at).items()})
    return name


@contextmanager
def _write_errors(store: Store, name: str) -> Iterator[None]:
    """Turn write errors into OutputError. Read errors pass unchanged: only faults of the file being written are a _WriteError."""
    try:
        yield
    except OSError as error:
        if not isinstance(error, _WriteError):
            raise
        remedy = "Check the folder, its permissions and its free space; then run again."
        raise OutputError(f"the file cannot be written ({error.strerror})", place=name, remedy=remedy) from error


class _WriteError(OSError):
    """An error of the file that is being written."""


class _Out:
    """A file whose errors are raised as _WriteError."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, raw: Any) -> int:
        try:
            return self._file.write(raw)
        except OSError as error:
            raise _WriteError(*error.args) from error

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            raise _WriteError(*error.args) from error

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        """Do nothing: `writing` closes the file."""


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A new file at `path`, whose errors are raised as write errors. Raises OSError when the path exists."""
    try:
        file = path.open("xb")
    except OSError as error:
        raise _WriteError(*error.args) from error
    try:
        out: Any = _Out(file)
        yield out
        out.flush()
        os.fsync(file.fileno())
    finally:
        try:
            file.close()
        except OSError as error:
            raise _WriteError(*error.args) from error


def write_jsonl(path: Path, found: Iterable[Cleaned]) -> None:
    with writing(path) as file:
        _write_lines(file, found)


def write_gz(path: Path, found: Iterable[Cleaned]) -> None:
    with writing(path) as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        _write_lines(packed, found)  # type: ignore[arg-type]


def write_zst(path: Path, found: Iterable[Cleaned]) -> None:
    with writing(path) as file, zstd.writer(file) as packed:
        _write_lines(packed, found)


def _write_lines(file: BinaryIO, found: Iterable[Cleaned]) -> None:
    for cleaned in found:
        for row in cleaned.rows:
            file.write((dumps(row) + "\n").encode())


def write_parquet(path: Path, found: Iterable[Cleaned]) -> None:
    with writing(path) as file:
        table = ParquetOut(file, COLUMNS)
        for rows in batches(found):
            table.write(rows)
        table.close()


def _writer(format: str) -> Callable[[Path, Iterable[Cleaned]], None]:
    return writer(format) if is_rows(format) else _folder_of(format)


def _folder_of(format: str) -> Callable[[Path, Iterable[Cleaned]], None]:
    """A writer of one file per article, with an index in JSON lines that has every row, with a file name in place of its text."""

    def write_folder(path: Path, found: Iterable[Cleaned]) -> None:
        try:
            path.mkdir()
        except OSError as error:
            raise _WriteError(*error.args) from error
        with writing(path / INDEX) as index:
            for number, cleaned in enumerate(found):
                articles: Sequence[Article | None] = cleaned.page.articles if cleaned.page else ()
                for row, article in zip(cleaned.rows, articles or (None,), strict=True):
                    name = f"{number:06d}-{_name_of(row['id'])}-{row['part']}.{format}" if article else None
                    if article and cleaned.page and name:
                        with writing(path / name) as file:
                            file.write(writer(format)(article, cleaned.page).encode("utf-8", "replace"))
                    entry = {key: value for key, value in row.items() if key != "text"} | {"file": name}
                    index.write((dumps(entry) + "\n").encode())

    return write_folder


def _name_of(id: str) -> str:
    """A file name, without its suffix, for the articles of a record."""
    return safe_name(re.sub(r"\.(?:txt|text|md|markdown|x?html?)$", "", id.rstrip("/")), "record")
