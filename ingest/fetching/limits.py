"""How much and how fast: turns and rates per host, bytes of a run."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rag import texts
from rag.errors import FetchError
from rag.settings import Settings

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of a run; times in seconds, sizes in bytes."""

    timeout: float = 30.0
    """Of one connect, read or write."""
    deadline: float = 900.0
    """Of one fetch with all its tries."""
    retries: int = 4
    max_wait: float = 120.0
    """The longest that we wait when a server asks us to; told to wait longer, we come back another day."""
    max_bytes: int = 600 * MEGABYTE
    """Of one body, on the wire and unpacked each."""
    max_total: int = 5_000 * MEGABYTE
    """Of all bodies of a run, on the wire."""

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        return cls(
            timeout=settings.fetch_timeout,
            deadline=settings.fetch_deadline,
            retries=settings.fetch_retries,
            max_wait=settings.fetch_max_wait,
            max_bytes=settings.fetch_max_mb * MEGABYTE,
            max_total=settings.fetch_max_total_mb * MEGABYTE,
        )


class Budget:
    """The bytes that a run may still fetch, shared by its threads."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._left = total
        self._lock = threading.Lock()

    def spend(self, size: int) -> None:
        """Count bytes that came.

        Raises:
            FetchError: They are more than were left.
        """
        with self._lock:
            self._left -= size
            if self._left < 0:
                message = texts.FETCH_BUDGET.format(limit=self._total // MEGABYTE)
                raise FetchError(f"more than {self._total} bytes", kind="budget", user_message=message)


@dataclass(slots=True)
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0


class Turns:
    """One request at a time to a host, and no more than its rate."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, rate: float) -> Iterator[None]:
        """Wait for the turn of this thread; `rate` is requests a second."""
        with self._lock:
            state = self._hosts[host]
        with state.turn:
            time.sleep(max(0.0, state.next_at - time.monotonic()))
            try:
                yield
            finally:
                state.next_at = time.monotonic() + 1.0 / rate
