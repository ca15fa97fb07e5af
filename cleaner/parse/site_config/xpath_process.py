"""Evaluates the XPaths of site files in a subprocess, so that an expression that takes too long can be killed.

libxml2 has no time limit for an XPath, and the time of a nested one grows with the third or fourth power of the page's size. A thread
inside it cannot be stopped; only a process can be. One helper process serves all pages of a thread, and exits with its parent.
"""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from typing import IO, Any, NoReturn

from ... import budget
from ...errors import ConfigError
from .read import SiteConfig

SECONDS = 10.0  # for one page
_STARTS = 120.0  # seconds that a helper may take to load
_LENGTH = struct.Struct("!Q")
_MAIN = "import sys; sys.path[:] = {path!r}; from cleaner.parse.site_config.xpath_process import serve; serve()"


class TooLong(Exception):
    """The file's XPaths exceeded the time limit on a page, or the helper process died."""


class _Helper:
    """A process that applies site files to pages."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", _MAIN.format(path=[os.path.abspath(path) for path in sys.path])]  # noqa: PTH100 "" is the folder
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.pid = os.getpid()
        self._end = weakref.finalize(self, _end, self.process, self.pid)
        self.ask(None, _STARTS)

    @property
    def usable(self) -> bool:
        return self.pid == os.getpid() and self.process.poll() is None

    def ask(self, question: Any, seconds: float) -> Any:
        """Send a question and return the answer. Raises TooLong, and kills the helper, if there is none in time."""
        timer = threading.Timer(seconds, self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            assert self.process.stdin and self.process.stdout
            _send(self.process.stdin, (question, seconds))
            answer = _receive(self.process.stdout)
        except (OSError, EOFError) as error:
            self.end()
            raise TooLong from error
        except BaseException:  # the late answer must not be taken for that to the next question
            self.end()
            raise
        finally:
            timer.cancel()
        return answer

    def end(self) -> None:
        self._end()


def _end(process: subprocess.Popen[bytes], pid: int) -> None:
    if pid != os.getpid():  # a forked copy does not own the process
        return
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()
    process.wait()


_local = threading.local()


def found_in(config: SiteConfig, markup: str) -> Any:
    """The result of `page.through_file` for a page, within SECONDS or the page's remaining time budget, whichever is less.

    Raises what that function raises, and TooLong.
    """
    helper: _Helper | None = getattr(_local, "helper", None)
    if helper is None or not helper.usable:
        helper = _local.helper = _start(config)
    good, answer = helper.ask((config, markup), min(SECONDS, budget.left() + 0.01))
    if not good:
        raise answer
    return answer


def _start(config: SiteConfig) -> _Helper:
    try:
        return _Helper()
    except (OSError, TooLong) as error:
        problem = f"the process that applies site files cannot be started ({error or 'it ended by itself'})"
        raise ConfigError(problem, place=config.path, remedy="Check the limits of this system, or run without --site-config.") from error


def serve() -> NoReturn:
    """The helper's main loop: answers questions until the parent closes the pipe, and exits by itself after a timeout."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library's output must not get into the answers
    from ...errors import CleanerError
    from .page import through_file

    while True:
        try:
            question, seconds = _receive(questions)
        except (EOFError, OSError):
            os._exit(0)
        timer = threading.Timer(seconds + 1, os._exit, (1,))  # in case the parent has died
        timer.daemon = True
        timer.start()
        answer: tuple[bool, Any]
        try:
            answer = (True, through_file(*question) if question else None)
        except CleanerError as error:
            answer = (False, error)
        except Exception as error:  # an unexpected error: the parent raises it as its own
            answer = (False, RuntimeError(f"{type(error).__name__}: {error}"))
        timer.cancel()
        _send(answers, answer)


def _send(pipe: IO[bytes], value: Any) -> None:
    raw = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(raw)) + raw)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    raw = pipe.read(_LENGTH.unpack(head)[0])
    return pickle.loads(raw)
