"""How far an ingest is, and how long each stage took."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total); the stages are the keys of `rag.texts.STAGES`."""
Stage = Callable[[int, int], None]
"""Told (done, total) of one stage."""


def silent(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(slots=True)
class StageClock:
    """Seconds by stage; a stage ends where the next one begins."""

    progress: Progress
    _started: float = field(default_factory=time.perf_counter)
    _begun: dict[str, float] = field(default_factory=dict)

    def stage(self, name: str) -> Stage:
        """Begin a stage."""
        self._begun[name] = time.perf_counter()
        return lambda done, total: self.progress(name, done, total)

    def seconds(self) -> dict[str, float]:
        """By stage in their order, then "total"."""
        now = time.perf_counter()
        edges = [*self._begun.values(), now]
        spent = {name: round(edges[i + 1] - edges[i], 3) for i, name in enumerate(self._begun)}
        return {**spent, "total": round(now - self._started, 3)}
