"""The input and output formats, in one table each: the name of each format, how it is identified, and where its code is.

A new format needs a module and an entry here; suffixes, `--format`, required extras, and the reader or writer follow from it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple


class InputFormat(NamedTuple):
    """A format of corpus files. `reader` names a module in `cleaner.corpus.readers` and its function that yields records."""

    name: str
    reader: str
    suffixes: tuple[str, ...]
    magic: tuple[tuple[int, bytes], ...] = ()  # (offset, bytes): any of them identifies the format
    whole: bool = False  # its index is at the end of the file, so it cannot be read as a stream
    extra: tuple[str, str] | None = None  # the required (library, extra of this package)


class OutputFormat(NamedTuple):
    """An output format; its name is the suffix of its files. `writer` names a function of the package.

    For an article format (one file per article), the function takes an article and its page and returns text. For a row format, it
    takes the path of a shard's output and the shard's cleaned records, and writes them.
    """

    name: str
    writer: str
    rows: bool
    extra: tuple[str, str] | None = None
    aliases: tuple[str, ...] = ()  # other names that users may try, for error messages


INPUTS: tuple[InputFormat, ...] = (
    InputFormat("parquet", "parquet.read", (".parquet",), ((0, b"PAR1"),), whole=True, extra=("pyarrow", "corpus")),
    InputFormat("zip", "archives.read", (".zip",), ((0, b"PK\x03\x04"), (0, b"PK\x05\x06")), whole=True),
    InputFormat("warc", "warc.read", (".warc", ".wet"), ((0, b"WARC/"),)),
    InputFormat("tar", "tar.read", (".tar", ".tgz"), ((257, b"ustar"),)),
    InputFormat("jsonl", "jsonl.read", (".jsonl", ".ndjson")),  # also identified by its first lines
    InputFormat("csv", "tables.read", (".csv", ".tsv")),
)
OUTPUTS: tuple[OutputFormat, ...] = (
    OutputFormat("md", "write.markdown.to_markdown", rows=False, aliases=("markdown",)),
    OutputFormat("txt", "write.text.to_text", rows=False, aliases=("text",)),
    OutputFormat("jsonl", "corpus.writers.write_jsonl", rows=True, aliases=("json", "ndjson")),
    OutputFormat("jsonl.gz", "corpus.writers.write_gz", rows=True, aliases=("gz",)),
    OutputFormat("jsonl.zst", "corpus.writers.write_zst", rows=True, extra=("zstandard", "corpus"), aliases=("zst",)),
    OutputFormat("parquet", "corpus.writers.write_parquet", rows=True, extra=("pyarrow", "corpus"), aliases=("pq",)),
)


def input_format(name: str) -> InputFormat | None:
    """The input format of that name; None for pages, which are not corpus files."""
    return next((format for format in INPUTS if format.name == name), None)


def input_suffixes() -> frozenset[str]:
    """The suffixes of corpus files."""
    return frozenset(suffix for format in INPUTS for suffix in format.suffixes)


def identified(head: bytes, whole: bool) -> str | None:
    """Identify the input format of a file by its first bytes, among the formats with this value of `whole`; None if unknown."""
    for format in INPUTS:
        if format.whole == whole and any(head[at : at + len(magic)] == magic for at, magic in format.magic):
            return format.name
    return None


def by_suffix(suffix: str) -> str | None:
    """The name of the input format with that suffix (including the dot), if there is one."""
    return next((format.name for format in INPUTS if suffix in format.suffixes), None)


def output_format(name: str) -> OutputFormat | None:
    """The output format of that name, if there is one."""
    return next((format for format in OUTPUTS if format.name == name), None)


def is_rows(name: str | None) -> bool:
    """Whether this is a row format."""
    format = output_format(name) if name else None
    return format is not None and format.rows


def writer(name: str) -> Callable[..., Any]:
    """The function that writes a format. Raises KeyError for an unknown format."""
    format = output_format(name)
    if format is None:
        raise KeyError(name)
    return loaded(format.writer)


def loaded(dotted: str) -> Callable[..., Any]:
    """Import a function of the package by its dotted name, such as `write.text.to_text`."""
    module, _, name = dotted.rpartition(".")
    function: Callable[..., Any] = getattr(import_module(f"{__package__}.{module}"), name)
    return function
