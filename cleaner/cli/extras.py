"""What extras the options of a run need, asked before any work is done."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from ..errors import ConfigError, install_with

FORMATS = {"parquet": ("pyarrow", "corpus"), "jsonl.zst": ("zstandard", "corpus")}
KINDS = {"parquet": ("pyarrow", "corpus")}  # of corpora that are read


def need(library: str, extra: str, what: str) -> None:
    """Raise ConfigError where a library is not installed; `what` is the option or the input that needs it."""
    try:
        there = find_spec(library) is not None
    except ValueError:  # set to None by whoever forbids it
        there = False
    if not there:
        raise ConfigError(
            f"this needs the library {library}, which is not installed", place=what, remedy=f"Install it with: {install_with(extra)}"
        )


def check(format: str | None, reader: str, near: bool, ray: bool, remote: bool) -> None:
    """Raise ConfigError for the first library that the options of a run need and that is not installed."""
    if format in FORMATS:
        need(*FORMATS[format], f"--format {format}")
    if reader == "fast":
        need("resiliparse", "fast", "--reader fast")
    if near:
        need("rensa", "dedupe", "--dedupe near")
    if ray:
        need("ray", "ray", "--engine ray")
    if remote:
        need("fsspec", "corpus", "a URL")


def check_kinds(kinds: Iterable[tuple[str, str]]) -> None:
    """The same for the kinds of inputs, each with the name of one."""
    for kind, name in kinds:
        if kind in KINDS:
            need(*KINDS[kind], name)
