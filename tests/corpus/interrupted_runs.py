"""Disturb a run in the middle of a shard, and finish it with another run."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cleaner import corpus
from cleaner.corpus import Job, Shard, ShardResult

COUNT = 40  # records of `source`
PATIENCE = 60.0  # seconds after which a test gives up


def shards(source: Path, output: Path) -> list[Shard]:
    return corpus.plan([str(source)], str(output))


def finish(source: Path, output: Path) -> list[ShardResult]:
    """Run the missing shards without disturbance."""
    todo, before = corpus.missing(shards(source, output), Job(str(output)))
    return corpus.check([*before, *corpus.inline(todo, Job(str(output)))], Job(str(output)))


def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "the condition was never met"
        time.sleep(0.01)


def waiting(gate: Path) -> list[int]:
    """The process ids of the workers that wait in the middle of a shard."""
    return [int(path.name) for path in gate.iterdir() if path.name.isdigit() and path.read_text()]


def unfinished(output: Path) -> list[Path]:
    return [path for path in output.iterdir() if path.name.startswith(".tmp-")] if output.exists() else []


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


@contextmanager
def disturbed(gate: Path, disturb: Callable[[], None]) -> Iterator[None]:
    """Call `disturb` in a thread during the run. If it raises, the gate is opened, so that no run waits forever, and the error re-raised."""
    raised: list[BaseException] = []

    def act() -> None:
        try:
            disturb()
        except BaseException as error:
            raised.append(error)
            (gate / "closed").unlink(missing_ok=True)

    thread = threading.Thread(target=act)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if raised:
        raise raised[0]
