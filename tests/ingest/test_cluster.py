"""An ingest on a cluster: a real scheduler with two workers on loopback, and what can go wrong with them."""

import hashlib
import importlib.util
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from starlette.applications import Starlette

from ingest import cluster as cluster_module
from ingest import preparing, workers
from ingest.cluster import Cluster, check_cluster, version
from ingest.pipeline import ingest
from ingest.workers import Workers
from rag import texts
from rag.doctor import examine
from rag.errors import ClusterError
from rag.index.manifest import current_id, index_dir
from rag.settings import Settings, load_settings
from tests.loopback.dask_cluster import ROOT, dask_cluster
from tests.loopback.server import serving

needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="NOT TESTED: the cluster, for requirements-cluster.txt is not installed",
)
BATCH = range(4_000_000)
"""Its sum takes a worker a tenth of a second or more."""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A scheduler with two workers, which no test may harm."""
    with dask_cluster(tmp_path_factory.mktemp("dask")) as started:
        started.worker()
        started.worker()
        yield started


@pytest.fixture
def own(tmp_path):
    """A scheduler without workers, for a test to do with as it likes."""
    with dask_cluster(tmp_path) as started:
        yield started


@pytest.fixture
def any_size(monkeypatch):
    """However little there is to do, it goes to the cluster, in small batches."""
    monkeypatch.setattr(workers, "MIN_ITEMS", 1)
    monkeypatch.setattr(preparing, "_BATCH", 50)


@pytest.fixture(scope="module")
def passages(tmp_path_factory):
    """A folder of 2,400 short texts, each a passage."""
    folder = tmp_path_factory.mktemp("samling")
    for n in range(24):
        told = [f"## Avsnitt {n}-{k}\n\nVarsel {k} gäller {n} anställda i län {k % 21}." for k in range(100)]
        (folder / f"{n:02}.md").write_text(f"# Samling {n}\n\n" + "\n\n".join(told))
    return folder


@pytest.fixture(scope="module")
def expected(passages, tmp_path_factory):
    """The hashes of the index that the processes of this machine make of the passages."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("pool"))
    assert ingest(settings, [passages], only=True).counts["chunks"] > workers.MIN_ITEMS
    return files_of(settings)


def files_of(settings):
    """The hash of each file of the current index, and of the vectors.

    The files of Chroma and DuckDB, and the manifest with their hashes, differ from one time to the next.
    """
    path = index_dir(settings.data_dir) / current_id(settings.data_dir)
    hashes = {
        str(file.relative_to(path)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in path.rglob("*")
        if file.is_file() and not {"chroma", "statistics.duckdb", "manifest.json"} & set(file.parts)
    }
    with closing(sqlite3.connect(settings.data_dir / "store.sqlite")) as ledger:
        rows = ledger.execute("SELECT hash, vector FROM embeddings ORDER BY hash").fetchall()
    return {**hashes, "vectors": hashlib.sha256(repr(rows).encode()).hexdigest()}


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def on(settings, url):
    return settings.model_copy(update={"cluster_url": url})


def wait_for_workers(url, count):
    until = time.monotonic() + 30
    with closing(Cluster.connect(url)) as cluster:
        while len(cluster.workers()) < count:
            assert time.monotonic() < until, "the workers do not come"
            time.sleep(0.05)


@needs_dask
def test_an_index_made_on_a_cluster_is_that_of_this_machine(running, settings, passages, expected):
    wait_for_workers(running.url, 2)
    ingest(on(settings, running.url), [passages], only=True)
    assert files_of(settings) == expected


@needs_dask
def test_both_workers_work_and_the_order_is_kept(running):
    wait_for_workers(running.url, 2)
    with closing(Cluster.connect(running.url)) as cluster:
        waiting = [cluster.begin(sum, range(n, n + 3_000_000)) for n in range(8)]
        assert [result() for result in waiting] == [sum(range(n, n + 3_000_000)) for n in range(8)]
        told = cluster._client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert len(told) == 2 and all(told.values())


@needs_dask
def test_few_batches_are_under_way_at_a_time(running, monkeypatch):
    begun = []
    monkeypatch.setattr(workers, "MIN_ITEMS", 1)
    begin = Cluster.begin
    monkeypatch.setattr(Cluster, "begin", lambda *args: begun.append(1) or begin(*args))
    wait_for_workers(running.url, 2)
    with Workers(running.url) as work:
        for taken, _ in enumerate(work.in_batches(sum, range(100), 2), start=1):
            assert len(begun) - taken <= 2 * 2
    assert len(begun) == 50


@needs_dask
def test_a_little_is_done_here_even_with_a_cluster(settings, folder):
    summary = ingest(on(settings, f"tcp://127.0.0.1:{free_port()}"), [folder], only=True)
    assert summary.published


@needs_dask
def test_a_worker_that_is_killed_has_its_batch_done_by_the_other(own, monkeypatch):
    monkeypatch.setattr(workers, "MIN_ITEMS", 1)
    victim, _ = own.worker(), own.worker()
    wait_for_workers(own.url, 2)
    with Workers(own.url) as work:
        sums = []
        for _, found in work.in_batches(sum, range(12 * len(BATCH)), len(BATCH)):
            sums.append(found)
            if len(sums) == 2:  # each has two more: the one it is at, and the next
                victim.kill()
    assert sums == [sum(range(n * len(BATCH), (n + 1) * len(BATCH))) for n in range(12)]


@needs_dask
def test_an_ingest_whose_worker_is_killed_makes_the_same_index(own, settings, passages, expected, any_size):
    victim, _ = own.worker(), own.worker()
    wait_for_workers(own.url, 2)

    def kill_in_the_middle(stage, done, total):
        if stage == "embed" and done >= total / 3:
            victim.kill()

    ingest(on(settings, own.url), [passages], only=True, progress=kill_in_the_middle)
    assert victim.wait() < 0
    assert files_of(settings) == expected


@needs_dask
def test_an_ingest_whose_scheduler_dies_keeps_what_was_done_and_the_old_index(
    own, settings, folder, any_size, monkeypatch, passages
):
    before = ingest(settings, [folder], only=True).generation
    own.worker()
    wait_for_workers(own.url, 1)
    monkeypatch.setattr(cluster_module, "CONNECT", 2.0)

    def kill_in_the_middle(stage, done, total):
        if stage == "analyse" and done >= total / 3:
            own.scheduler.kill()

    with pytest.raises(ClusterError):
        ingest(on(settings, own.url), [passages], only=True, progress=kill_in_the_middle)
    assert current_id(settings.data_dir) == before
    told = []
    ingest(settings, only=True, progress=lambda stage, done, total: told.append((stage, total)))
    assert 0 < dict(told)["analyse"] <= 1_650  # a third of 2,400 was kept


@needs_dask
def test_an_ingest_without_any_worker_left_gives_up(own, monkeypatch):
    monkeypatch.setattr(workers, "MIN_ITEMS", 1)
    monkeypatch.setattr(cluster_module, "PATIENCE", 1.0)
    monkeypatch.setattr(cluster_module, "_LOOK", 0.2)
    only = own.worker()
    wait_for_workers(own.url, 1)
    with Workers(own.url) as work, pytest.raises(ClusterError, match="has no worker"):
        for _ in work.in_batches(sum, range(12 * len(BATCH)), len(BATCH)):
            only.kill()


@needs_dask
def test_a_batch_that_kills_whoever_does_it_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "MIN_ITEMS", 1)
    deadly = "import os; os._exit(1)"
    with dask_cluster(tmp_path, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}) as started:
        started.worker()
        with Workers(started.url) as work, pytest.raises(ClusterError) as told:
            list(work.in_batches(exec, deadly, len(deadly)))
    assert told.value.user_message == texts.CLUSTER_WORKERS_DIE


@needs_dask
def test_a_cluster_that_does_not_answer_is_told_of_and_nothing_is_lost(
    settings, folder, any_size, monkeypatch
):
    before = ingest(settings, [folder], only=True).generation
    (folder / "ny.txt").write_text("Det som kom sedan.")
    monkeypatch.setattr(cluster_module, "CONNECT", 1.0)
    url = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(ClusterError, match="does not answer") as told:
        ingest(on(settings, url), only=True)
    assert told.value.user_message == texts.CLUSTER_UNREACHABLE.format(url=url)
    assert current_id(settings.data_dir) == before
    assert ingest(settings, only=True).unchanged == 5  # read and kept by the one that failed


@needs_dask
def test_a_port_where_somebody_else_answers_is_told_of(monkeypatch):
    monkeypatch.setattr(cluster_module, "CONNECT", 1.0)
    app = Starlette()
    with serving(app) as port, pytest.raises(ClusterError, match="does not answer"):
        Cluster.connect(f"tcp://127.0.0.1:{port}")


@needs_dask
def test_a_cluster_behind_tls_without_certificates_says_what_is_missing():
    with pytest.raises(ClusterError, match="name no certificates"):
        Cluster.connect("tls://127.0.0.1:8786")


@needs_dask
def test_a_worker_of_another_version_is_refused(own, tmp_path, settings, folder, any_size):
    other = tmp_path / "other"
    for room in ("rag", "ingest"):
        shutil.copytree(ROOT / room, other / room, ignore=shutil.ignore_patterns("corpus", "__pycache__"))
    with (other / "rag" / "swedish" / "stems.py").open("a") as code:
        code.write("# changed\n")
    own.worker(other)
    with pytest.raises(ClusterError, match=r"worker tcp://.* has Python .*; we have Python") as told:
        ingest(on(settings, own.url), [folder], only=True)
    assert told.value.user_message == texts.CLUSTER_OTHER_VERSION


@needs_dask
def test_a_worker_of_another_version_that_comes_later_does_nothing():
    with pytest.raises(ClusterError, match="we have Python"):
        cluster_module._run(version() + " of yesterday", b"")


@needs_dask
def test_the_doctor_tells_how_many_workers_there_are(running):
    wait_for_workers(running.url, 2)
    (found,) = examine(Settings(cluster_url=running.url), [check_cluster])
    assert (found.title, found.ok) == ("Kluster", True)
    assert found.message == f"{running.url} svarar: 2 arbetare med 2 trådar, samma version som här."


@needs_dask
def test_the_doctor_tells_of_a_cluster_without_workers(own, monkeypatch):
    monkeypatch.setattr(cluster_module, "CONNECT", 1.0)
    (found,) = examine(Settings(cluster_url=own.url), [check_cluster])
    assert (found.title, found.ok) == ("Kluster", False)
    assert found.message == texts.CLUSTER_DESERTED.format(url=own.url)
    assert "start workers" in found.remedy


def test_a_cluster_without_its_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    (found,) = examine(Settings(cluster_url="tcp://127.0.0.1:8786"), [check_cluster])
    assert (found.ok, found.message) == (False, texts.CLUSTER_NOT_INSTALLED)
    assert "requirements-cluster.txt" in found.remedy


def test_without_the_setting_dask_is_not_loaded(settings, folder):
    code = (
        "import sys; from pathlib import Path; from ingest import workers\n"
        "from ingest.pipeline import ingest\n"
        "from rag.settings import Settings\n"
        "workers.MIN_ITEMS = 1\n"
        "if __name__ == '__main__':\n"
        "    ingest(Settings(data_dir=Path(sys.argv[1])), [Path(sys.argv[2])], only=True)\n"
        "    print([name for name in ('dask', 'distributed') if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", code, str(settings.data_dir), str(folder)]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_an_address_of_a_cluster_is_one_of_dask(monkeypatch):
    from rag.errors import SettingsError

    assert load_settings(cluster_url="tls://samordnare:8786").cluster_url == "tls://samordnare:8786"
    for wrong in ("http://samordnare:8786", "tcp://samordnare", "tcp://jag:hemligt@samordnare:8786"):
        with pytest.raises(SettingsError, match="DATALOTS_CLUSTER_URL"):
            load_settings(cluster_url=wrong)
