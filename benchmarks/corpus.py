"""How fast a corpus is cleaned, and in how much memory: invented records as JSON lines and Parquet, with 1 and 2 workers.

    python benchmarks/corpus.py --mb 200 --format jsonl parquet --workers 1 2
    python benchmarks/corpus.py --mb 200 --format jsonl --workers 2 --engine pool ray
    python benchmarks/corpus.py --mb 50 200 --format jsonl          whether memory stays the same for a larger corpus

With Ray, each run starts a cluster on this machine, which its seconds include; the use of its workers is not measured. Each run is a
process of its own, so that the peak memory is that of the run. Other work on the machine adds to the seconds, but not to the seconds of
processor time. The last lines compare the numbers of workers on the largest corpus, and say how long 1, 10 and 100 GB would take at its
rate: the time is proportional to the text, since each record is cleaned by itself.
"""

from __future__ import annotations

import argparse
import itertools
import json
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

PLACES = ("Sandeby", "Elmsund", "Port Alder", "Hollow Quay", "Marrowfield", "Upper Tarn", "Lidden", "Oxholm", "Greyford", "Vessel Bay")
PEOPLE = ("Ilse Marrow", "Pelle Brandt", "Nadia Orrell", "Tomas Weil", "Gregor Lund", "Ruan Petrik", "Ada Finch", "Joren Hale")
THINGS = ("lanterns", "ferries", "bakeries", "orchards", "bridges", "school bells", "tide gauges", "market stalls", "kites", "mill wheels")
DEEDS = ("painted", "counted", "moved", "sold", "mended", "lent out", "measured", "drawn up", "washed", "handed over")
HEAD = "Skip to content\nHome\nNews\nHarbour\nWeather\n\n"
CARD = "\n\nShort Url\nUpdated 04 March 2025\nFollow\n\n"
FOOT = "\n\nShare\nFacebook\n{comments} comments\nAdvertisement\n© 2025 Sandeby Courier. All rights reserved.\n"


def sentence(draw: random.Random) -> str:
    return (
        f"{draw.choice(PEOPLE)} told the council of {draw.choice(PLACES)} that the {draw.choice(THINGS)} had been {draw.choice(DEEDS)} "
        f"for {draw.randint(2, 9000)} crowns, {draw.randint(2, 90)} days before the {draw.choice(THINGS)} of {draw.choice(PLACES)} were."
    )


def record(number: int) -> dict[str, str]:
    """A page of 2 to 6 KB with boilerplate above and below; each number gives a different one."""
    draw = random.Random(number)
    title = f"The {draw.choice(THINGS)} of {draw.choice(PLACES)} will be {draw.choice(DEEDS)}, case {number}"
    paragraphs = (" ".join(sentence(draw) for _ in range(draw.randint(1, 4))) for _ in range(draw.randint(5, 12)))
    text = HEAD + title + CARD + title + "\n\n" + "\n\n".join(paragraphs) + FOOT.format(comments=draw.randint(0, 99))
    return {"id": f"case-{number}", "url": f"https://h{number % 50}.example/{number}", "text": text}


def records(size: int) -> Iterator[dict[str, str]]:
    made = number = 0
    while made < size:
        found = record(number)
        made += len(found["text"])
        number += 1
        yield found


def make(folder: Path, format: str, size: int) -> Path:
    """The corpus as one file."""
    path = folder / f"corpus.{format}"
    if format == "jsonl":
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(found) + "\n" for found in records(size))
        return path
    import pyarrow as arrow
    import pyarrow.parquet

    with pyarrow.parquet.ParquetWriter(path, arrow.schema([(name, arrow.string()) for name in ("id", "url", "text")])) as writer:
        rows: list[dict[str, str]] = []
        for found in records(size):
            rows.append(found)
            if len(rows) == 2000:
                writer.write_table(arrow.Table.from_pylist(rows, writer.schema))
                rows = []
        writer.write_table(arrow.Table.from_pylist(rows, writer.schema))
    return path


def measure(path: str, output: str, format: str, workers: int, engine: str) -> None:
    """One run; the result is JSON on stdout."""
    import resource

    from cleaner import corpus
    from cleaner.corpus import Job, Stats, pool, ray_engine

    start = time.perf_counter()
    stats = Stats()
    lost = 0
    shards, job = corpus.plan([path], output), Job(output, format)
    for result in ray_engine.run(shards, job, workers=workers) if engine == "ray" else pool.run(shards, job, workers):
        stats.add(result.stats)
        lost += result.state != "done"
    seconds = time.perf_counter() - start
    own, crew = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    measured = {
        "seconds": seconds,
        "records": stats.records,
        "lost": lost,
        "cpu": own.ru_utime + own.ru_stime + crew.ru_utime + crew.ru_stime,
    }
    print(json.dumps(measured | {"parent": own.ru_maxrss // 1024, "worker": crew.ru_maxrss // 1024}))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mb", type=int, nargs="+", default=[200], help="megabytes of text")
    options.add_argument("--format", nargs="+", default=["jsonl", "parquet"], choices=["jsonl", "parquet"])
    options.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    options.add_argument("--engine", nargs="+", default=["pool"], choices=["pool", "ray"])
    options.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        measure(*given.one[:3], int(given.one[3]), given.one[4])
        return
    print(f"{platform.machine()}, Python {platform.python_version()}")
    print(
        f"{'format':8} {'engine':6} {'MB':>5} {'workers':>7} {'seconds':>8} {'CPU s':>7} {'MB/s':>6} {'records/s':>9} {'parent MB':>9}"
        f" {'worker MB':>9}"
    )
    rates: dict[tuple[str, str], dict[int, float]] = {}  # (format, engine) -> workers -> MB per second, of the largest corpus
    with tempfile.TemporaryDirectory() as work:
        for format, size in itertools.product(given.format, sorted(given.mb)):
            path = make(Path(work), format, size * 1_000_000)
            for engine, workers in itertools.product(given.engine, given.workers):
                place = f"{work}/{format}-{size}-{engine}-{workers}"
                one = [sys.executable, __file__, "--one", str(path), place, format, str(workers), engine]
                measured = json.loads(subprocess.run(one, check=True, stdout=subprocess.PIPE, text=True).stdout)
                assert not measured["lost"], measured
                rate = rates.setdefault((format, engine), {})[workers] = size / measured["seconds"]
                spent = f"{measured['seconds']:8.1f} {measured['cpu']:7.1f} {rate:6.2f} {measured['records'] / measured['seconds']:9.0f}"
                print(f"{format:8} {engine:6} {size:5} {workers:7} {spent} {measured['parent']:9} {measured['worker']:9}", flush=True)
            path.unlink()
    for (format, engine), of_workers in rates.items():
        print(f"{format}, {engine}: {compared(of_workers)}")


def compared(rates: Mapping[int, float]) -> str:
    """What the most workers gain on the fewest, and how long larger corpora would take with them; `rates` are MB per second."""
    few, many = min(rates), max(rates)
    hours = (f"{size} GB in {size * 1000 / rates[many] / 3600:.1f} h" for size in (1, 10, 100))
    gain = f"{many} workers are {rates[many] / rates[few]:.2f} times as fast as {few}; " if many > few else ""
    return f"{gain}at this rate, {', '.join(hours)}"


if __name__ == "__main__":
    main()
