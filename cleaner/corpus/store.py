"""Where a run writes: a folder of this machine or a URL. Nothing there has its final name before all of it was written."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from ..batch import write_whole
from ..doors import remote
from ..errors import OutputError

_TEMPORARY = ".tmp-"
_ATTEMPTS = 20  # at one shard that may end in the same moment
_OLD = 24 * 3600  # seconds after which an unfinished file of another machine is nobody's


class Store(Protocol):
    """A place for files with the names of shards."""

    def whole(self, name: str) -> AbstractContextManager[Path]:
        """A path to write a file or make a folder at; it gets its name in the store when all went well. Raises OutputError."""

    def read(self, name: str) -> bytes | None: ...

    def put(self, name: str, raw: bytes) -> None: ...

    def size(self, name: str) -> int | None:
        """Bytes of a file, 0 for a folder, None for what is not there."""

    def remove(self, name: str) -> None: ...

    def names(self, folder: str = "") -> list[str]:
        """What stands directly in a folder."""

    def sweep(self) -> None:
        """Remove what attempts that are over have left unfinished."""


def store_of(output: str) -> Store:
    return _Remote(output.rstrip("/")) if remote.is_remote(output) else _Local(Path(output))


class _Local:
    """A folder. The temporary names begin with a dot and tell the attempt: machine, process and a number of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def whole(self, name: str) -> Iterator[Path]:
        temporary = self._temporary(name)
        with self._told(name):
            self._folder.mkdir(parents=True, exist_ok=True)
        try:
            yield temporary
            with self._told(name):
                self._named(temporary, name)
        finally:
            _remove(temporary)

    def _named(self, temporary: Path, name: str) -> None:
        """Give what was written its name. No folder can take another's place: one that a second attempt puts there meanwhile is removed, too."""
        for left in reversed(range(_ATTEMPTS)):
            if temporary.is_dir():
                self.remove(name)
            try:
                temporary.replace(self._folder / name)
                return
            except OSError as error:
                if not left or error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise

    def _temporary(self, name: str) -> Path:
        return self._folder / f"{_TEMPORARY}{_machine()}-{os.getpid()}-{secrets.token_hex(4)}-{name}"

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            remedy = "Check the folder, its permissions and its free space; then run again."
            raise OutputError(f"the file cannot be written ({error.strerror})", place=str(self._folder / name), remedy=remedy) from error

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, name: str, raw: bytes) -> None:
        write_whole(self._folder / name, raw)

    def size(self, name: str) -> int | None:
        path = self._folder / name
        with suppress(OSError):
            return 0 if path.is_dir() else path.stat().st_size
        return None

    def remove(self, name: str) -> None:
        path = self._folder / name
        if path.is_dir():  # first another name, in one step: half a folder must not look whole
            aside = self._temporary(name)
            with suppress(FileNotFoundError):
                path.replace(aside)
            path = aside
        _remove(path)

    def names(self, folder: str = "") -> list[str]:
        try:
            return sorted(path.name for path in (self._folder / folder).iterdir())
        except FileNotFoundError:
            return []

    def sweep(self) -> None:
        for name in self.names():
            if name.startswith(_TEMPORARY) and _is_over(self._folder / name):
                _remove(self._folder / name)


class _Remote:
    """A URL. Files are made on this machine and put there whole, so that nothing is left when an attempt fails."""

    def __init__(self, url: str) -> None:
        self._url = url

    @contextmanager
    def whole(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="cleaner-", ignore_cleanup_errors=True) as work:
            made = Path(work) / name
            yield made
            with self._written(name):
                for path in [made] if made.is_file() else sorted(path for path in made.rglob("*") if path.is_file()):
                    remote.put(path, f"{self._url}/{path.relative_to(work).as_posix()}")

    def read(self, name: str) -> bytes | None:
        return remote.read(f"{self._url}/{name}")

    def put(self, name: str, raw: bytes) -> None:
        with self._written(name):
            remote.put_bytes(raw, f"{self._url}/{name}")

    def size(self, name: str) -> int | None:
        found = remote.state(f"{self._url}/{name}")
        return found[0] if found else 0 if self.names(name) else None

    def remove(self, name: str) -> None:
        remote.remove(f"{self._url}/{name}")

    def names(self, folder: str = "") -> list[str]:
        try:
            found = remote.below(f"{self._url}/{folder}".rstrip("/"))
        except FileNotFoundError:
            return []
        return sorted({name.partition("/")[0] for name in found})

    def sweep(self) -> None:
        """Nothing unfinished is ever there."""

    @contextmanager
    def _written(self, name: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # every kind of store has errors of its own
            remedy = "Check the address, the rights to write there, and the network; then run again."
            raise OutputError(f"it cannot be written ({error})", place=f"{self._url}/{name}", remedy=remedy) from error


def _machine() -> str:
    return "".join(c if c.isalnum() else "_" for c in socket.gethostname())[:40]


def _is_over(path: Path) -> bool:
    """Whether the attempt that made a temporary file has ended: its process is gone, or it is old."""
    machine, _, rest = path.name.removeprefix(_TEMPORARY).partition("-")
    pid = rest.partition("-")[0]
    with suppress(OSError):
        if machine == _machine() and os.name == "posix" and pid.isdigit() and not _lives(int(pid)):
            return True
        return time.time() - path.stat().st_mtime > _OLD
    return False


def _lives(pid: int) -> bool:
    """Whether a process runs. One that has ended and that nobody has asked for yet, as happens in containers, does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[:1] != [b"Z"]
    except OSError:
        return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
