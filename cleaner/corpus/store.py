"""The output of a run: a local folder or a URL. A file gets its final name only after it is completely written."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from ..backends import remote
from ..batch import write_whole
from ..errors import OutputError
from ..own_files import Content, Known, content_of, holds, remove_file

_TEMPORARY = ".tmp-"
_ATTEMPTS = 20  # concurrent attempts at one shard that may finish at the same moment
_OLD = 24 * 3600  # seconds after which an unfinished file of another machine counts as abandoned


class Store(Protocol):
    """Storage for the files of shards, by name."""

    def whole(self, name: str, known: Known) -> AbstractContextManager[Path]:
        """A temporary path for a file or folder, which gets its name in the store if the block succeeds.

        If a folder of that name exists, its files that are not `known` are kept. Raises OutputError.
        """

    def rename(self, old: str, new: str, known: Known) -> None:
        """Rename a file or folder, replacing whatever has the new name, as in `whole`. Raises OutputError."""

    def remove_known(self, name: str, known: Sequence[Content]) -> bool:
        """Remove a file if its content is `known`, and folders that become empty. Returns whether it was removed. Raises OutputError."""

    def read(self, name: str) -> bytes | None:
        """The content of a file; None if it does not exist."""

    def put(self, name: str, raw: bytes) -> None:
        """Write a file whole. Raises OutputError."""

    def size(self, name: str) -> int | None:
        """The size of a file in bytes, 0 for a folder, None if it does not exist."""

    def remove(self, name: str) -> None:
        """Remove a file or folder if it exists."""

    def below(self, folder: str) -> Store:
        """A folder of this store, as a store."""

    def remove_empty(self) -> None:
        """Remove the store itself if it holds no files."""

    def names(self, folder: str = "") -> list[str]:
        """The sorted names of the files and folders directly in a folder."""

    def sweep(self) -> None:
        """Remove the unfinished files of attempts that have ended."""


def store_of(output: str) -> Store:
    """The store at a local path or a URL."""
    return _Remote(output.rstrip("/")) if remote.is_remote(output) else _Local(Path(output))


class _Local:
    """A local folder. Temporary names begin with a dot and identify the attempt: machine, process and a random number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def whole(self, name: str, known: Known) -> Iterator[Path]:
        temporary = self._temporary(name)
        with self._write_errors(name):
            self._folder.mkdir(parents=True, exist_ok=True)
        try:
            yield temporary
            with self._write_errors(name):
                self._give_name(temporary, name, known)
        finally:
            _remove(temporary)

    def rename(self, old: str, new: str, known: Known) -> None:
        with self._write_errors(new):
            self._give_name(self._folder / old, new, known)

    def remove_known(self, name: str, known: Sequence[Content]) -> bool:
        path = self._folder / name
        if not holds(path, known):
            return False
        with self._write_errors(name):
            remove_file(path, self._folder)
        return True

    def _give_name(self, temporary: Path, name: str, known: Known) -> None:
        """Move what was written to its final name. A folder cannot replace a folder, so one that a concurrent attempt wrote is removed first."""
        for attempts_left in reversed(range(_ATTEMPTS)):
            if temporary.is_dir():
                self._keep_others(name, temporary, known)
                self.remove(name)
            try:
                temporary.replace(self._folder / name)
                return
            except OSError as error:
                if not attempts_left or error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise

    def _keep_others(self, name: str, temporary: Path, known: Known) -> None:
        """Copy files that others added to or changed in a folder to the folder that replaces it."""
        old = self._folder / name
        with suppress(FileNotFoundError):  # a concurrent attempt has just removed it
            for path in sorted(old.rglob("*")) if old.is_dir() else ():
                target = temporary / path.relative_to(old)
                written = known.get(path.relative_to(self._folder).as_posix(), ())
                if path.is_file() and not target.exists() and not holds(path, written):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, target, follow_symlinks=False)

    def _temporary(self, name: str) -> Path:
        return self._folder / f"{_TEMPORARY}{_machine()}-{os.getpid()}-{secrets.token_hex(4)}-{name.replace('/', '_')}"

    @contextmanager
    def _write_errors(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            remedy = "Check the folder, its permissions and its free space; then run again."
            raise OutputError(f"the file cannot be written ({error.strerror})", place=str(self._folder / name), remedy=remedy) from error

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
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
        if path.is_dir():  # rename first, atomically, so that a half-removed folder never looks complete
            temporary = self._temporary(name)
            with suppress(FileNotFoundError):
                path.replace(temporary)
            path = temporary
        _remove(path)

    def below(self, folder: str) -> Store:
        return _Local(self._folder / folder)

    def remove_empty(self) -> None:
        for folder in (*(path for path in sorted(self._folder.rglob("*"), reverse=True) if path.is_dir()), self._folder):
            with suppress(OSError):
                folder.rmdir()

    def names(self, folder: str = "") -> list[str]:
        try:
            return sorted(path.name for path in (self._folder / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def sweep(self) -> None:
        for name in self.names():
            if name.startswith(_TEMPORARY) and _is_stale(self._folder / name):
                _remove(self._folder / name)


class _Remote:
    """A URL. Files are written locally and uploaded whole, so that a failed attempt leaves nothing behind."""

    def __init__(self, url: str) -> None:
        self._url = url

    def rename(self, old: str, new: str, known: Known) -> None:
        with self._write_errors(new):
            remote.move(f"{self._url}/{old}", f"{self._url}/{new}")

    def remove_known(self, name: str, known: Sequence[Content]) -> bool:
        url = f"{self._url}/{name}"
        found = remote.state(url)
        if found is None or found[0] not in [content.size for content in known]:
            return False
        with remote.opened(url) as file:
            if content_of(file) not in known:
                return False
        with self._write_errors(name):
            remote.remove(url)
        return True

    @contextmanager
    def whole(self, name: str, known: Known) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="cleaner-", ignore_cleanup_errors=True) as work:
            local = Path(work) / name
            local.parent.mkdir(parents=True, exist_ok=True)
            yield local
            with self._write_errors(name):
                for path in [local] if local.is_file() else sorted(path for path in local.rglob("*") if path.is_file()):
                    remote.put(path, f"{self._url}/{path.relative_to(work).as_posix()}")

    def read(self, name: str) -> bytes | None:
        return remote.read(f"{self._url}/{name}")

    def put(self, name: str, raw: bytes) -> None:
        with self._write_errors(name):
            remote.put_bytes(raw, f"{self._url}/{name}")

    def size(self, name: str) -> int | None:
        found = remote.state(f"{self._url}/{name}")
        return found[0] if found else 0 if self.names(name) else None

    def remove(self, name: str) -> None:
        remote.remove(f"{self._url}/{name}")

    def below(self, folder: str) -> Store:
        return _Remote(f"{self._url}/{folder}")

    def remove_empty(self) -> None:
        """Do nothing: object stores have no empty folders."""

    def names(self, folder: str = "") -> list[str]:
        try:
            found = remote.below(f"{self._url}/{folder}".rstrip("/"))
        except FileNotFoundError:
            return []
        return sorted({name.partition("/")[0] for name in found})

    def sweep(self) -> None:
        """Do nothing: uploads leave no unfinished files."""

    @contextmanager
    def _write_errors(self, name: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # each kind of remote store raises its own errors
            remedy = "Check the address, your write permission and the network; then run again."
            raise OutputError(f"it cannot be written ({error})", place=f"{self._url}/{name}", remedy=remedy) from error


def _machine() -> str:
    return "".join(c if c.isalnum() else "_" for c in socket.gethostname())[:40]


def _is_stale(path: Path) -> bool:
    """Whether the attempt that made a temporary file has ended: its process is gone, or the file is old."""
    machine, _, rest = path.name.removeprefix(_TEMPORARY).partition("-")
    pid = rest.partition("-")[0]
    with suppress(OSError):
        if machine == _machine() and os.name == "posix" and pid.isdigit() and not _is_running(int(pid)):
            return True
        return time.time() - path.stat().st_mtime > _OLD
    return False


def _is_running(pid: int) -> bool:
    """Whether a process is running. A zombie, as left behind in containers without an init process, is not."""
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
