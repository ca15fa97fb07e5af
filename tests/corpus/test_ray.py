"""The Ray engine on a local cluster with token authentication: the same rows as the pool, whichever process dies."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from cleaner import corpus
from cleaner.corpus import Job, ShardResult, pool, ray_engine
from cleaner.errors import ConfigError

from . import failing_workers, invented_corpora
from .interrupted_runs import COUNT, disturbed, finish, gone, shards, unfinished, until, waiting

pytestmark = [  # the library itself is not imported yet: it reads whether there is a token when it is
    pytest.mark.skipif(not find_spec("ray"), reason="ray is not installed: pip install '.[ray]'"),
    pytest.mark.skipif(sys.platform != "linux", reason="a Ray cluster is started on Linux alone here"),
]
TOKEN = secrets.token_hex(
    32
)  # one for the process, since Ray keeps the first; the cluster may be set up again, as tests are run in any order
IDS = sorted((f"r{number}", 1) for number in range(COUNT))


class Cluster:
    """A head node without processors, and nodes with two processors each; processes of `ray start --block`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.nodes: list[subprocess.Popen[bytes]] = []
        self.start("--head", f"--port={self.address.rpartition(':')[2]}", "--num-cpus=0", "--include-dashboard=false")
        self.node()

    def node(self) -> None:
        self.start(f"--address={self.address}", "--num-cpus=2")

    def start(self, *arguments: str) -> None:
        """Start the processes of a node, and wait until Ray reports that they run: tests may share the cluster in any order."""
        bounded = ("--node-ip-address=127.0.0.1", "--object-store-memory=80000000", "--memory=2000000000", "--disable-usage-stats")
        command = [str(Path(sys.executable).parent / "ray"), "start", "--block", *bounded, *arguments]
        path = self.folder / f"node-{len(self.nodes)}.log"
        with path.open("wb") as log:
            node = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self.nodes.append(node)
        until(lambda: b"Ray runtime started" in path.read_bytes() or node.poll() is not None)
        assert node.poll() is None, f"`ray start` ended with {node.returncode}: {path.read_text(errors='replace')}"

    def stop(self) -> None:
        for node in reversed(self.nodes):
            node.terminate()
        for node in reversed(self.nodes):
            try:
                node.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(node.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("ray")
    (folder / "gate").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", TOKEN)
        patch.setenv("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
        patch.setenv(failing_workers.GATE, str(folder / "gate"))
        patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)]))
        cluster = Cluster(folder)
        try:
            yield cluster
        finally:
            cluster.stop()


@pytest.fixture
def gate(cluster: Cluster) -> Iterator[Path]:
    gate = cluster.folder / "gate"
    (gate / "closed").touch()
    yield gate
    for path in gate.iterdir():
        path.unlink()


def states(results: list[ShardResult]) -> list[str]:
    return sorted(result.state for result in results)


def survives(disturb: Callable[[], None], cluster: Cluster, source: Path, output: Path, gate: Path) -> None:
    """Disturb a run, and check that no row is missing or duplicated at its end."""
    with disturbed(gate, disturb):
        results = list(ray_engine.run(shards(source, output), Job(str(output)), cluster.address, work=failing_workers.gated))
    assert states(results) == ["done"] * 4
    finish(source, output)
    assert invented_corpora.keys(output) == IDS


def test_writes_the_same_bytes_as_the_pool(cluster: Cluster, source: Path, tmp_path: Path) -> None:
    told: list[int] = []
    by_ray, by_pool = Job(str(tmp_path / "ray"), "parquet"), Job(str(tmp_path / "pool"), "parquet")
    assert states(list(ray_engine.run(shards(source, tmp_path / "ray"), by_ray, cluster.address, progress=told.append))) == ["done"] * 4
    list(pool.run(shards(source, tmp_path / "pool"), by_pool, 1))
    assert invented_corpora.files(tmp_path / "ray") == invented_corpora.files(tmp_path / "pool")
    assert told[-1] == sum(path.stat().st_size for path in source.iterdir())
    assert corpus.missing(shards(source, tmp_path / "ray"), by_ray)[0] == []


def test_killed_worker_is_replaced(cluster: Cluster, source: Path, tmp_path: Path, gate: Path) -> None:
    output = tmp_path / "out"

    def kill() -> None:
        until(lambda: waiting(gate))
        os.kill(waiting(gate)[0], signal.SIGKILL)
        until(lambda: len(waiting(gate)) > 2)
        (gate / "closed").unlink()

    survives(kill, cluster, source, output, gate)


def test_record_that_kills_its_worker_affects_one_shard(cluster: Cluster, source: Path, tmp_path: Path, gate: Path) -> None:
    (source / "1-deadly.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(3, COUNT)))
    output = tmp_path / "out"
    results = list(ray_engine.run(shards(source, output), Job(str(output)), cluster.address, work=failing_workers.deadly))
    assert states(results) == ["aside"] + ["done"] * 4
    (aside,) = [result for result in results if result.state == "aside"]
    assert len([path for path in gate.iterdir() if path.name.startswith(aside.key)]) == pool.DEATHS
    assert "was killed by SIGKILL at" in aside.message
    assert "1-deadly.jsonl, byte 0" in aside.message
    assert invented_corpora.keys(output) == IDS


def test_stalled_record_affects_one_shard(cluster: Cluster, source: Path, tmp_path: Path, gate: Path) -> None:
    (source / "still.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(3)))
    output = tmp_path / "out"
    results = list(ray_engine.run(shards(source, output), Job(str(output)), cluster.address, work=failing_workers.deadly, stall=2))
    assert states(results) == ["aside"] + ["done"] * 4


def test_run_survives_a_killed_node(cluster: Cluster, source: Path, tmp_path: Path, gate: Path) -> None:
    output = tmp_path / "out"
    lost = cluster.nodes[-1]

    def kill() -> None:
        until(lambda: len(waiting(gate)) == 2)
        at_work = waiting(gate)
        os.killpg(lost.pid, signal.SIGKILL)
        until(lambda: all(map(gone, at_work)))  # workers do not outlive their node
        cluster.node()
        until(lambda: len(waiting(gate)) > 2)
        (gate / "closed").unlink()

    survives(kill, cluster, source, output, gate)


def test_local_cluster_is_started_without_an_address(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    results = list(ray_engine.run(shards(source, output), Job(str(output)), workers=2))
    assert states(results) == ["done"] * 4
    assert invented_corpora.keys(output) == IDS


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_ended_run_is_resumed(
    cluster: Cluster,
    source: Path,
    tmp_path: Path,
    gate: Path,
    sent: signal.Signals,
) -> None:
    output = tmp_path / "out"
    command = [sys.executable, "-m", "corpus.failing_workers", str(source), str(output), cluster.address]
    parent = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    until(lambda: len(waiting(gate)) == 2)
    assert len(unfinished(output)) == 2
    parent.send_signal(sent)
    assert parent.wait(60)
    until(lambda: all(map(gone, waiting(gate))))  # tasks do not outlive their driver
    (gate / "closed").unlink()
    assert invented_corpora.files(output).keys() == {path.name for path in unfinished(output)}
    assert states(finish(source, output)) == ["done"] * 4
    assert unfinished(output) == []
    assert invented_corpora.keys(output) == IDS


def test_unreachable_cluster_is_a_config_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RAY_gcs_rpc_server_reconnect_timeout_s", "1")
    with pytest.raises(ConfigError, match="--address"):
        list(ray_engine.run([], Job(str(tmp_path)), "nowhere-at-all"))
