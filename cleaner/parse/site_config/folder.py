"""Finds the site file for a host in a folder. Only that file is read, so an invalid one among thousands affects no other site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ...errors import ConfigError
from .read import SiteConfig, read

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\Z")  # only this part of a URL becomes a file name


@lru_cache(maxsize=256)
def load(folder: str, host: str) -> SiteConfig | None:
    """The configuration for `host` in `folder`; None if there is no file for it. Raises ConfigError for an invalid file."""
    for name in _names(host):
        path = Path(folder, name)
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise ConfigError(
                f"the site's file cannot be read ({error.strerror})", place=str(path), remedy="Check its permissions, or remove it."
            ) from error
        return read(text, str(path))
    return None


def _names(host: str) -> Iterator[str]:
    """The file names to try for `host`, most specific first: the host, the host without www, and .domain.txt for all its subdomains."""
    host = _ascii(host)
    if not _HOST.match(host):
        return
    yield f"{host}.txt"
    bare = host.removeprefix("www.")
    if bare != host:
        yield f"{bare}.txt"
    while "." in bare:
        bare = bare.partition(".")[2]
        yield f".{bare}.txt"


def _ascii(host: str) -> str:
    host = host.lower().rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
