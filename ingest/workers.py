"""Processes beside this one for what costs computing: the words, with our own embedder the vectors, Chroma.

They are given texts and give bytes, which only this process writes; the one with Chroma reads the ledger and
writes its part of the build. Small tasks stay here: a process takes about a second to start. With a cluster
(`cluster.py`) the texts go there; Chroma stays here.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

from ingest.cluster import Cluster
from rag.processes import end_with_parent, processes

MIN_ITEMS = 2_000
"""Fewer are done here: about what a second of starting is worth."""
_AHEAD = 2
"""Batches a worker has waiting: enough to keep it busy, few enough to bound the memory."""

T = TypeVar("T")
R = TypeVar("R")


class Workers:
    """The processes of an ingest, or its cluster: sought when there is enough to do, kept until it ends."""

    def __init__(self, cluster_url: str | None = None) -> None:
        self._cluster_url = cluster_url
        self._cluster: Cluster | None = None
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._cluster is not None:
            self._cluster.close()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def in_batches(
        self, work: Callable[[Sequence[T]], R], items: Sequence[T], size: int, *, here: bool = False
    ) -> Iterator[tuple[Sequence[T], R]]:
        """Do `work` on batches of `size`; gives each batch with its result, in order.

        Args:
            work: A function of a module, for it travels by name.
            items: What to work on.
            size: Of a batch.
            here: Do it in this process, whatever there is to do.

        Raises:
            ClusterError: See `Cluster`; the batches given so far are done.
        """
        batches = [items[start : start + size] for start in range(0, len(items), size)]
        if here or not (self._cluster_url or _cores() > 1) or len(items) < MIN_ITEMS:
            yield from ((batch, work(batch)) for batch in batches)
            return
        waiting: deque[tuple[Sequence[T], Callable[[], R]]] = deque()
        for batch in batches:
            waiting.append((batch, self._begin(work, batch)))
            if len(waiting) > self._width() * _AHEAD:
                yield _taken(waiting)
        while waiting:
            yield _taken(waiting)

    def beside(self, items: int, work: Callable[..., R], *args: object, apart: bool = False) -> Future[R]:
        """Do `work` beside this process; at once and here where there are few items.

        Args:
            items: How much there is to do.
            work: A function of a module.
            args: For it.
            apart: In another process however few items there are, for it to know nothing of this one's past.
        """
        if apart or (items >= MIN_ITEMS and _cores() > 1):
            return self._started().submit(work, *args)
        done: Future[R] = Future()
        done.set_result(work(*args))
        return done

    def _begin(self, work: Callable[[Sequence[T]], R], batch: Sequence[T]) -> Callable[[], R]:
        if self._cluster_url:
            return self._connected(self._cluster_url).begin(work, batch)
        return self._started().submit(work, batch).result

    def _width(self) -> int:
        return self._cluster.width() if self._cluster is not None else _cores()

    def _connected(self, url: str) -> Cluster:
        if self._cluster is None:
            self._cluster = Cluster.connect(url)
        return self._cluster

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(_cores(), processes(), end_with_parent)
        return self._pool


def _taken(waiting: deque[tuple[Sequence[T], Callable[[], R]]]) -> tuple[Sequence[T], R]:
    batch, result = waiting.popleft()
    return batch, result()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
