"""The words and the vectors of the same passages: in this process, by a process a core, on a local cluster.

The cluster is dask's own scheduler and workers, started by its command on loopback, so that what travels
really goes through sockets. Whoever has machines gives the address of their scheduler instead.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.collection import write_collection
from ingest import chunker
from ingest.chunker import Passage
from ingest.cluster import Cluster
from ingest.preparing import _BATCH, _analysed, _embedded_here
from ingest.workers import Workers
from rag.schema import Document

MEMORY = {"MALLOC_TRIM_THRESHOLD_": "268435456", "MALLOC_MMAP_THRESHOLD_": "33554432"}
"""As docs/running.md has it; without them a worker gives its memory back after every array."""
_SECONDS = 60


def cluster_report(chunks: int, texts: Path | None, url: str | None = None) -> dict[str, Any]:
    """Seconds of each stage for each of the three, with what they gave being the same.

    Args:
        chunks: At least so many passages.
        texts: See `write_collection`.
        url: Of a scheduler; None starts one with two workers here.
    """
    passages = _passages(chunks, texts)
    report: dict[str, Any] = {"passages": len(passages)}
    with Workers() as pool:
        report["here"], given = _stages(passages, lambda work: _alone(work, passages))
        report["pool"], same = _stages(passages, lambda work: _results(pool, work, passages))
        assert same == given
    for name, env in {"cluster": MEMORY, "cluster_as_dask_starts_it": {}}.items():
        with _given(url) if url else _two_workers(env) as (address, started):
            with Workers(address) as workers:
                report[name], same = _stages(passages, lambda work: _results(workers, work, passages))
            report[name]["start"] = started
            assert same == given
        if url:
            break
    return report


def _passages(chunks: int, texts: Path | None) -> list[Passage]:
    with tempfile.TemporaryDirectory(prefix="datalots-bench-") as made:
        write_collection(Path(made), chunks, texts)
        documents = [
            Document(id=path.stem, source_id="", kind="file", title=text.partition("\n")[0], text=text)
            for path in sorted(Path(made).rglob("*.md"))
            for text in [path.read_text(encoding="utf-8")]
        ]
    return [chunker.passage(document, of) for document in documents for of in chunker.chunk(document)]


def _stages(
    passages: Sequence[Passage], run: Callable[[Callable[..., Any]], list[Any]]
) -> tuple[dict[str, float], list[str]]:
    """Seconds of the words and of the vectors, and a hash of what each gave."""
    spent, given = {}, []
    for name, work in (("analyse", _analysed), ("embed", _embedded_here)):
        started = time.perf_counter()
        found = run(work)
        spent[name] = round(time.perf_counter() - started, 2)
        given.append(hashlib.sha256(repr(found).encode()).hexdigest())
    return spent, given


def _alone(work: Callable[..., Any], passages: Sequence[Passage]) -> list[Any]:
    return [work(passages[start : start + _BATCH]) for start in range(0, len(passages), _BATCH)]


def _results(workers: Workers, work: Callable[..., Any], passages: Sequence[Passage]) -> list[Any]:
    return [found for _, found in workers.in_batches(work, passages, _BATCH)]


@contextlib.contextmanager
def _given(url: str) -> Iterator[tuple[str, float]]:
    yield url, 0.0


@contextlib.contextmanager
def _two_workers(env: dict[str, str]) -> Iterator[tuple[str, float]]:
    """The address of a scheduler with two workers, and the seconds until both were there."""
    dask = shutil.which("dask", path=str(Path(sys.executable).parent)) or "dask"
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="datalots-bench-") as made, contextlib.ExitStack() as running:
        file = Path(made) / "scheduler.json"

        def start(*words: str) -> None:
            words += ("--host", "127.0.0.1", "--no-dashboard")
            process = subprocess.Popen(
                [dask, *words],
                env={**os.environ, **env},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            running.callback(process.wait)
            running.callback(process.terminate)

        start("scheduler", "--port", "0", "--scheduler-file", str(file))
        while not file.exists() or not file.read_text():
            assert time.perf_counter() - began < _SECONDS, "the scheduler does not start"
            time.sleep(0.02)
        address: str = json.loads(file.read_text())["address"]
        start("worker", address, "--nworkers", "2", "--nthreads", "1", "--local-directory", made)
        with closing(Cluster.connect(address)) as cluster:
            while len(cluster.workers()) < 2:
                assert time.perf_counter() - began < _SECONDS, "the workers do not come"
                time.sleep(0.02)
        yield address, round(time.perf_counter() - began, 2)
