"""Where a run writes: a folder of this machine or a URL. Nothing there has its final name before all of it was written."""

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
from .own_files import Content, Known, content_of, holds

_TEMPORARY = ".tmp-"
_ATTEMPTS = 20  # at one shard that may end in the same moment
_OLD = 24 * 3600  # seconds after which an unfinished file of another machine is nobody's


class Store(Protocol):
    """A place for files with the names of shards."""

    def whole(self, name: str, known: Known) -> AbstractContextManager[Path]:
        """A path to write a file or make a folder at; it gets its name in the store when all went well.

        Of a folder that had the name before, files that are not `known` are kept. Raises OutputError.
        """

    def rename(self, old: str, new: str, known: Known) -> None:
        """Give a file or folder another name; what had that name before goes, as in `whole`. Raises OutputError."""

    def remove_known(self, name: str, known: Sequence[Content]) -> bool:
        """Remove a file if it holds what this program wrote, and folders that are empty then. Whether it was removed."""

    def read(self, name: str) -> bytes | None: ...

    def put(self, name: str, raw: bytes) -> None: ...

    def size(self, name: str) -> int | None:
        """Bytes of a file, 0 for a folder, None for what is not there."""

    def remove(self, name: str) -> None: ...

    def below(self, folder: str) -> Store:
        """The store that a folder of this one is."""

    def remove_empty(self) -> None:
        """Remove the store itself where nothing is left in it."""

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
    def whole(self, name: str, known: Known) -> Iterator[Path]:
        temporary = self._temporary(name)
        with self._told(name):
            self._folder.mkdir(parents=True, exist_ok=True)
        try:
            yield temporary
            with self._told(name):
                self._named(temporary, name, known)
        finally:
            _remove(temporary)

    def rename(self, old: str, new: str, known: Known) -> None:
        with self._told(new):
            self._named(self._folder / old, new, known)

    def remove_known(self, name: str, known: Sequence[Content]) -> bool:
        path = self._folder / name
        if not holds(path, known):
            return False
        with self._told(name):
            path.unlink(missing_ok=True)
        for folder in path.relative_to(self._folder).parents[:-1]:
            with suppress(OSError):
                (self._folder / folder).rmdir()
        return True

    def _named(self, temporary: Path, name: str, known: Known) -> None:
        """Give what was written its name. No folder can take another's place: one that a second attempt puts there meanwhile is removed, too."""
        for left in reversed(range(_ATTEMPTS)):
            if temporary.is_dir():
                self._keep_others(name, temporary, known)
                self.remove(name)
            try:
                temporary.replace(self._folder / name)
                return
            except OSError as error:
                if not left or error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise

    def _keep_others(self, name: str, temporary: Path, known: Known) -> None:
        """Copy what others put into a folder, or changed there, to the one that takes its place."""
        old = self._folder / name
        with suppress(FileNotFoundError):  # another attempt took it away in this moment
            for path in sorted(old.rglob("*")) if old.is_dir() else ():
                target = temporary / path.relative_to(old)
                ours = known.get(path.relative_to(self._folder).as_posix(), ())
                if path.is_file() and not target.exists() and not holds(path, ours):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, target, follow_symlinks=False)

    def _temporary(self, name: str) -> Path:
        return self._folder / f"{_TEMPORARY}{_machine()}-{os.getpid()}-{secrets.token_hex(4)}-{name.replace('/', '_')}"

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
        if path.is_dir():  # first another name, in one step: half a folder must not look whole
            aside = self._temporary(name)
            with suppress(FileNotFoundError):
                path.replace(aside)
            path = aside
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
            if name.startswith(_TEMPORARY) and _is_over(self._folder / name):
                _remove(self._folder / name)


class _Remote:
    """A URL. Files are made on this machine and put there whole, so that nothing is left when an attempt fails."""

    def __init__(self, url: str) -> None:
        self._url = url

    def rename(self, old: str, new: str, known: Known) -> None:
        with self._written(new):
            remote.move(f"{self._url}/{old}", f"{self._url}/{new}")

    def remove_known(self, name: str, known: Sequence[Content]) -> bool:
        url = f"{self._url}/{name}"
        found = remote.state(url)
        if found is None or found[0] not in [content.size for content in known]:
            return False
        with remote.opened(url) as file:
            if content_of(file) not in known:
                return False
        with self._written(name):
            remote.remove(url)
        return True

    @contextmanager
    def whole(self, name: str, known: Known) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="cleaner-", ignore_cleanup_errors=True) as work:
            made = Path(work) / name
            made.parent.mkdir(parents=True, exist_ok=True)
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

    def below(self, folder: str) -> Store:
        return _Remote(f"{self._url}/{folder}")

    def remove_empty(self) -> None:
        """Nothing is ever there that is empty."""

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
