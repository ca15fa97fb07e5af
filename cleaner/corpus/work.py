"""One shard: read, cleaned, written whole or not at all, and then marked as done. The same function for every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..errors import CleanerError
from .manifest import mark_done, unmark
from .readers import records_of
from .rows import Cleaned, cleaned
from .shards import Job, Shard, ShardResult, Stats
from .store import store_of
from .tally import count
from .writers import write

Watch = Callable[[str, int], None]  # told before each record: its place, and how many bytes of the shard were read


def run_shard(shard: Shard, job: Job, watch: Watch | None = None) -> ShardResult:
    """Clean one shard and write its rows.

    Raises nothing for a fault in the input or the output: that is a result, and leaves no output. May be called again,
    and twice at once, for the same shard: the output has the same name and the same bytes, and appears whole.
    """
    store = store_of(job.output)
    stats = Stats()
    try:
        output = write(store, shard.key, job.format, _cleaned(shard, job, stats, watch))
        result = ShardResult(shard.key, shard.name, "done", shard.size, output, stats=stats)
        mark_done(store, shard, job, result)
        return result
    except CleanerError as error:
        message = str(error)
    except EOFError:
        message = f"{shard.name}: the file ends in the middle. Fetch it again."
    except MemoryError:
        message = f"{shard.name}: there was not enough memory. Use fewer workers, or a lower --max-record."
    except OSError as error:
        message = f"{shard.name}: {error.strerror or error}. Check the file, the output folder and its free space."
    except Exception as error:  # a fault of ours on one shard must not cost the others
        message = f"{shard.name}: the program failed on it ({type(error).__name__}: {error}). Report it, with the file."
    unmark(store, shard.key)
    return ShardResult(shard.key, shard.name, "failed", shard.size, message=message)


def _cleaned(shard: Shard, job: Job, stats: Stats, watch: Watch | None) -> Iterator[Cleaned]:
    """What came of each record of a shard, in their order, each counted."""
    for record, read in records_of(shard, job.reading, stats):
        if watch:
            watch(record.place, read)
        found = cleaned(record, job.settings)
        count(stats, record, found)
        yield found
