"""Processes beside this one for what only costs computing: the words and, with our own embedder, the vectors.

They are given texts and give bytes; only this process writes. Small tasks stay here: a process takes about a
second to start.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

MIN_ITEMS = 2_000
"""Fewer are done here: about what a second of starting is worth."""
_AHEAD = 2
"""Batches a worker has waiting: enough to keep it busy, few enough to bound the memory."""

T = TypeVar("T")
R = TypeVar("R")


def in_batches(
    work: Callable[[Sequence[T]], R], items: Sequence[T], size: int, processes: int | None = None
) -> Iterator[tuple[Sequence[T], R]]:
    """Do `work` on batches of `size`; gives each batch with its result, in order.

    Args:
        work: A function of a module, for it travels by name.
        items: What to work on.
        size: Of a batch.
        processes: How many; None for one a core, or for none when there is little to do.
    """
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    wanted = processes if processes is not None else _worth(len(items))
    if wanted < 2:
        yield from ((batch, work(batch)) for batch in batches)
        return
    context = multiprocessing.get_context("spawn")  # forking a process with threads may hang
    with ProcessPoolExecutor(wanted, context, _end_with, (os.getpid(),)) as pool:
        waiting: deque[tuple[Sequence[T], Future[R]]] = deque()
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(work, batch)))
                if len(waiting) > wanted * _AHEAD:
                    yield _taken(waiting)
            while waiting:
                yield _taken(waiting)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _taken(waiting: deque[tuple[Sequence[T], Future[R]]]) -> tuple[Sequence[T], R]:
    batch, future = waiting.popleft()
    return batch, future.result()


def _worth(items: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if items >= MIN_ITEMS else 1


def _end_with(parent: int) -> None:
    """A worker whose parent was killed would wait for work for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
