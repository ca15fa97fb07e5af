"""Which extras the options of a run need, checked before any work is done."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from ..errors import ConfigError, install_with
from ..formats import input_format, output_format


def need(library: str, extra: str, what: str) -> None:
    """Raise ConfigError if a library is not installed. `what` is the option or the input that needs it."""
    try:
        there = find_spec(library) is not None
    except ValueError:  # set to None by whoever forbids it
        there = False
    if not there:
        raise ConfigError(
            f"this needs the library {library}, which is not installed", place=what, remedy=f"Install it with: {install_with(extra)}"
        )


def check(format: str | None, reader: str, near: bool, ray: bool, remote: bool) -> None:
    """Raise ConfigError for the first missing library that the options of a run need."""
    output = output_format(format) if format else None
    if output is not None and output.extra:
        need(*output.extra, f"--format {format}")
    if reader == "fast":
        need("resiliparse", "fast", "--reader fast")
    if near:
        need("rensa", "dedupe", "--dedupe near")
    if ray:
        need("ray", "ray", "--engine ray")
    if remote:
        need("fsspec", "corpus", "a URL")


def check_kinds(kinds: Iterable[tuple[str, str]]) -> None:
    """Raise ConfigError for the first missing library that reading the inputs needs; `kinds` are pairs of a kind and an input's name."""
    for kind, name in kinds:
        one = input_format(kind)
        if one is not None and one.extra:
            need(*one.extra, name)
