"""Files at a URL (s3://, gs://, memory:// ...), through fsspec."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from ..errors import ConfigError, install_with


def is_remote(path: str) -> bool:
    """Whether `path` is a URL that is not in the local file system."""
    return "://" in path


def _system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it. Raises ConfigError if it needs a library that is not installed."""
    try:
        from fsspec.core import url_to_fs

        return url_to_fs(url)  # type: ignore[no-any-return]
    except (ImportError, ValueError) as error:
        remedy = f"Install it with: {install_with('corpus')}, and the library that fsspec names for this kind of URL."
        raise ConfigError(f"this URL cannot be read ({error})", place=url, remedy=remedy) from error


def opened(url: str) -> BinaryIO:
    """An open, seekable file for reading."""
    system, path = _system(url)
    return system.open(path, "rb")  # type: ignore[no-any-return]


def state(url: str) -> tuple[int, str] | None:
    """(size, text that changes with the file); None if there is no such file."""
    system, path = _system(url)
    try:
        info = system.info(path)
    except FileNotFoundError:
        return None
    if info["type"] != "file":
        return None
    stated = [info.get(name) for name in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "created")]
    return int(info["size"]), " ".join(str(value) for value in stated if value is not None)


def files(url: str) -> list[str]:
    """The URLs of the files that a URL names: itself, all files below it, or those that match it."""
    system, path = _system(url)
    if any(sign in path for sign in "*?["):
        found = [match for match in system.glob(path) if system.isfile(match)]
    else:
        system.invalidate_cache()
        found = system.find(path)
    return sorted(_url(system, name) for name in found)


def below(url: str) -> list[str]:
    """The paths of the files below a URL, relative to it."""
    system, path = _system(url)
    system.invalidate_cache()
    base = str(path).rstrip("/") + "/"
    return sorted(name.removeprefix(base) for name in system.find(path) if name.startswith(base))


def same(url: str) -> str:
    """A URL in the form in which `files` returns it."""
    return _url(*_system(url))


def _url(system: Any, path: str) -> str:
    url = str(system.unstrip_protocol(path))
    return url if url.startswith(("file:", "local:")) else url.replace(":///", "://", 1)


def read(url: str) -> bytes | None:
    """The content of a small file; None if it does not exist."""
    system, path = _system(url)
    try:
        return system.cat_file(path)  # type: ignore[no-any-return]
    except FileNotFoundError:
        return None


def put(local: Path, url: str) -> None:
    """Write a file to its URL atomically."""
    system, path = _system(url)
    system.put_file(str(local), path)


def put_bytes(raw: bytes, url: str) -> None:
    system, path = _system(url)
    system.pipe_file(path, raw)


def move(old: str, new: str) -> None:
    """Move a file, or all files below a URL, to another URL in the same store."""
    system, path = _system(old)
    target = str(_system(new)[1])
    system.invalidate_cache()
    for name in system.find(path):
        place = target + str(name).removeprefix(str(path))
        system.cp_file(name, place)
        system.rm_file(name)
    system.invalidate_cache()


def remove(url: str) -> None:
    """Remove a file, or all files below a URL, if they exist."""
    system, path = _system(url)
    system.invalidate_cache()
    if system.exists(path):
        system.rm(path, recursive=True)
