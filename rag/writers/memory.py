"""What a model has said: the same prompt is paid for once. In memory, bounded, gone with the process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from hashlib import sha256


class Memory:
    """The last `limit` whole answers of one model, by prompt. Safe to use from several threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._said: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, system: str, user: str) -> str | None:
        """What was answered to the same prompt; only its hash is kept."""
        key = _key(system, user)
        with self._lock:
            if key in self._said:
                self._said.move_to_end(key)
            return self._said.get(key)

    def keep(self, system: str, user: str, text: str) -> None:
        """Keep a whole answer; a cut or failed one is never kept."""
        with self._lock:
            self._said[_key(system, user)] = text
            while len(self._said) > self._limit:
                self._said.popitem(last=False)


def _key(system: str, user: str) -> str:
    return sha256(f"{len(system)}:{system}{user}".encode()).hexdigest()
