"""One system in a process of its own: orders in, replies out, one JSON object a line.

    {"do": "open", "system": "bm25s/sv"}      → {"versions": {"bm25s": "…"}} or {"missing": "bm25s"}
    {"do": "index", "passages": "/…/passages.jsonl", "folder": "/…"} → {"seconds": 1.2, "disk_mb": 3.4}
    {"do": "search", "question": "…", "today": "2026-01-29"}         → {"ids": ["…"], "seconds": 0.0012}
    {"do": "cost"}                                              → {"rss_mb": 120, "peak_rss_mb": 150}

What fails is {"error": "…"}. Times are taken here: neither the pipe nor reading the passages counts. What a
library prints goes to standard error and never among the replies.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.bench.adapters import ADAPTERS, OURS_IN_USE
from eval.bench.adapters.base import Adapter, Passage

Reply = dict[str, Any]


def main() -> None:
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    worker = Worker()
    for line in sys.stdin:
        try:
            reply = worker.obey(json.loads(line))
        except Exception as error:  # noqa: BLE001 - a peer may fail in any way; the run goes on without it
            reply = {"error": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps(reply, ensure_ascii=False) + "\n")
        replies.flush()


class Worker:
    """Obeys orders; see the module for their form."""

    def __init__(self) -> None:
        self._name = ""
        self._adapter: Adapter | None = None

    def obey(self, order: dict[str, Any]) -> Reply:
        do = order["do"]
        if do == "open":
            return self._open(order["system"])
        if do == "cost":
            return memory()
        if self._adapter is None:
            raise RuntimeError("no system is open")
        if do == "index":
            return self._index(self._adapter, Path(order["passages"]), Path(order["folder"]))
        started = time.perf_counter()
        ids = self._adapter.search(order["question"], order["today"])
        return {"seconds": time.perf_counter() - started, "ids": ids}

    def _open(self, name: str) -> Reply:
        try:
            self._adapter = ADAPTERS[name]()
        except ModuleNotFoundError as error:
            return {"missing": error.name or str(error)}
        self._name = name
        return {"versions": {package: _version(package) for package in self._adapter.packages}}

    def _index(self, adapter: Adapter, file: Path, folder: Path) -> Reply:
        passages = read_passages(file)
        started = time.perf_counter()
        adapter.index(passages, folder)
        seconds = time.perf_counter() - started
        kept = folder / "index" if self._name == OURS_IN_USE else folder
        return {"seconds": seconds, "disk_mb": kept_mb(kept)}


def read_passages(file: Path) -> list[Passage]:
    """The passages that `sets.write_passages` wrote."""
    with file.open(encoding="utf-8") as lines:
        return [Passage(*json.loads(line)) for line in lines]


def kept_mb(folder: Path) -> float:
    """Megabytes of the files in a folder, without those of its folder `cache`."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return (
        sum(path.stat().st_size for path in files if path.relative_to(folder).parts[0] != "cache") / 1024**2
    )


def memory() -> Reply:
    """Resident megabytes of this process, now and at the most; the same where only the latter is known."""
    status = Path("/proc/self/status")
    if not status.exists():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"rss_mb": peak, "peak_rss_mb": peak}
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    now, peak = (int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return {"rss_mb": now, "peak_rss_mb": peak}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


if __name__ == "__main__":
    main()
