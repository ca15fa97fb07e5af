"""The formats of corpora and of outputs, in one table each: what a format is called, how it is identified, and where its code is.

A new format is a module and an entry here; suffixes, `--format`, the extras that are needed and what reads or writes it follow.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple


class InputFormat(NamedTuple):
    """A format of files of records. `reader` names its module in `cleaner.corpus.readers` and a function from a source to records."""

    name: str
    reader: str
    suffixes: tuple[str, ...]
    magic: tuple[tuple[int, bytes], ...] = ()  # (offset, bytes): each alone identifies the format
    whole: bool = False  # a file of it is read from its end, so no stream of it can be read
    extra: tuple[str, str] | None = None  # (library, extra of this package) that it needs


class OutputFormat(NamedTuple):
    """A format of outputs; its name is the suffix of its files. `writer` names a function of the package.

    Of a format of articles, which is a file an article, the function takes an article and its page, and returns text. Of a format of rows,
    it takes the path of a shard's output and what came of its records, and writes them.
    """

    name: str
    writer: str
    rows: bool
    extra: tuple[str, str] | None = None
    aliases: tuple[str, ...] = ()  # names that people give it by mistake


INPUTS: tuple[InputFormat, ...] = (
    InputFormat("parquet", "parquet.read", (".parquet",), ((0, b"PAR1"),), whole=True, extra=("pyarrow", "corpus")),
    InputFormat("zip", "archives.read", (".zip",), ((0, b"PK\x03\x04"), (0, b"PK\x05\x06")), whole=True),
    InputFormat("warc", "warc.read", (".warc", ".wet"), ((0, b"WARC/"),)),
    InputFormat("tar", "tar.read", (".tar", ".tgz"), ((257, b"ustar"),)),
    InputFormat("jsonl", "jsonl.read", (".jsonl", ".ndjson")),  # identified by its first lines, too
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
    """The input format of that name; None for pages, which are no format of records."""
    return next((one for one in INPUTS if one.name == name), None)


def input_suffixes() -> frozenset[str]:
    """The suffixes of files of records."""
    return frozenset(suffix for one in INPUTS for suffix in one.suffixes)


def identified(head: bytes, whole: bool) -> str | None:
    """The name of the input format that the first bytes of a file identify, among those read from their end (`whole`) or the others."""
    for one in INPUTS:
        if one.whole == whole and any(head[at : at + len(magic)] == magic for at, magic in one.magic):
            return one.name
    return None


def by_suffix(suffix: str) -> str | None:
    """The name of the input format whose files have that suffix, which begins with a dot."""
    return next((one.name for one in INPUTS if suffix in one.suffixes), None)


def output_format(name: str) -> OutputFormat | None:
    """The output format of that name, if there is one."""
    return next((one for one in OUTPUTS if one.name == name), None)


def is_rows(name: str | None) -> bool:
    """Whether each article is a row in this output format."""
    one = output_format(name) if name else None
    return one is not None and one.rows


def writer(name: str) -> Callable[..., Any]:
    """The function that writes a format. Raises KeyError for one that does not exist."""
    one = output_format(name)
    if one is None:
        raise KeyError(name)
    return loaded(one.writer)


def loaded(dotted: str) -> Callable[..., Any]:
    """A function of the package by its dotted name, such as `write.text.to_text`; its module is imported when it is first needed."""
    module, _, name = dotted.rpartition(".")
    function: Callable[..., Any] = getattr(import_module(f"{__package__}.{module}"), name)
    return function
