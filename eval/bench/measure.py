"""One set, all systems: each indexes alone, then all are asked in turn, fifty questions at a time.

In turn, so that whatever else the machine does falls on all alike, and the ratios of their times hold.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from eval.bench.adapters import OURS, OURS_IN_USE
from eval.bench.sets import BenchSet, write_passages
from eval.line_process import LineProcess

ROOT = Path(__file__).parents[2]
BLOCK = 50
WARM_UP = 5
"""Questions asked once before any is timed."""
_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
}
"""No peer calls home."""

Progress = Callable[[str], None]
"""Told in a few words what is done next."""


class PeerError(Exception):
    """A system failed, or its process ended."""


@dataclass(slots=True, kw_only=True)
class Measured:
    """What one system did with a set."""

    system: str
    versions: Mapping[str, str] = field(default_factory=dict)
    missing: str | None = None
    """The module that is not installed: nothing was measured."""
    error: str | None = None
    """Why it fell out on the way."""
    index_seconds: float | None = None
    """None when it opened an index that was there."""
    rankings: dict[str, list[str]] = field(default_factory=dict)
    """Question id to passage ids, best first."""
    seconds: list[float] = field(default_factory=list)
    """Of each question, in the order asked."""
    rss_mb: float = 0.0
    """Resident when all was asked."""
    peak_rss_mb: float = 0.0
    disk_mb: float = 0.0
    """0 for a system that keeps nothing on disk."""

    @property
    def whole(self) -> bool:
        """Whether it did all that was asked."""
        return self.missing is None and self.error is None


def measure(
    bench: BenchSet,
    systems: Sequence[str],
    pythons: Mapping[str, str],
    progress: Progress = lambda doing: None,
) -> list[Measured]:
    """Index and ask `bench` with every system.

    Args:
        bench: The set.
        systems: Names of `ADAPTERS`.
        pythons: System without its form → interpreter that has its library; "" for all others.
        progress: Told what is done next.

    Returns:
        One a system, in the order given; one that is missing or failed says so.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="datalots-bench-")))
        write_passages(bench.passages, folder / "passages.jsonl")
        results = [Measured(system=name) for name in systems]
        running = []
        for number, result in enumerate(results):
            python = python_for(result.system, pythons)
            try:
                worker = stack.enter_context(Worker(python))
            except OSError as error:
                result.error = f"{python}: {error.strerror}"
                continue
            progress(f"{bench.name}: {result.system} indexerar")
            if _indexed(result, worker, bench, folder, folder / f"{number:02}"):
                running.append((result, worker))
        for block in _blocks(list(bench.questions.items())):
            for result, worker in running:
                progress(
                    f"{bench.name}: {result.system} svarar ({len(result.rankings)} av {len(bench.questions)})"
                )
                _ask(result, worker, block, bench.today)
        for result, worker in running:
            _cost(result, worker)
        return results


def python_for(system: str, pythons: Mapping[str, str]) -> str:
    """The interpreter that a system runs under; ours always under this one unless it is named."""
    name = system.partition("/")[0]
    return pythons.get(name) or (pythons.get("") if name != OURS else None) or sys.executable


def _indexed(result: Measured, worker: Worker, bench: BenchSet, folder: Path, own: Path) -> bool:
    in_use = result.system == OURS and bench.data_dir is not None
    try:
        opened = worker.obey(do="open", system=OURS_IN_USE if in_use else result.system)
        if "missing" in opened:
            result.missing = opened["missing"]
            return False
        result.versions = opened["versions"]
        own.mkdir()
        own = bench.data_dir.absolute() if in_use and bench.data_dir else own
        reply = worker.obey(do="index", passages=str(folder / "passages.jsonl"), folder=str(own))
        result.index_seconds = None if in_use else reply["seconds"]
        result.disk_mb = reply["disk_mb"]
        for question in islice(bench.questions.values(), WARM_UP):
            worker.obey(do="search", question=question, today=bench.today)
    except PeerError as error:
        result.error = str(error)
    return result.whole


def _ask(result: Measured, worker: Worker, block: Sequence[tuple[str, str]], today: str) -> None:
    if not result.whole:
        return
    try:
        for question_id, question in block:
            reply = worker.obey(do="search", question=question, today=today)
            result.rankings[question_id] = reply["ids"]
            result.seconds.append(reply["seconds"])
    except PeerError as error:
        result.error = str(error)


def _cost(result: Measured, worker: Worker) -> None:
    if result.whole:
        reply = worker.obey(do="cost")
        result.rss_mb, result.peak_rss_mb = reply["rss_mb"], reply["peak_rss_mb"]


def _blocks(questions: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    return (questions[start : start + BLOCK] for start in range(0, len(questions), BLOCK))


class Worker:
    """A process of `eval.bench.worker`, ended when the block is left."""

    def __init__(self, python: str) -> None:
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by __exit__
        try:
            env = {**os.environ, **_QUIET, "PYTHONPATH": str(ROOT)}
            self._process = LineProcess([python, "-P", "-m", "eval.bench.worker"], env, self._log)
        except OSError:
            self._log.close()
            raise

    def obey(self, **order: Any) -> dict[str, Any]:
        """Send an order and wait for the reply.

        Raises:
            PeerError: The order failed, or the process has ended.
        """
        try:
            reply = self._process.ask(order)
        except EOFError as error:
            raise PeerError(f"the process ended: {self._last_words() or error}") from error
        if "error" in reply:
            raise PeerError(reply["error"])
        return reply

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read().strip().splitlines()
        return lines[-1] if lines else ""

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *failure: object) -> None:
        self._process.close()
        self._log.close()
