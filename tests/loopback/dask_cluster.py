"""Dask's own scheduler and workers, started by its command on loopback, as on machines of their own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 60
"""Until one that does not start is given up."""


class DaskCluster:
    """A scheduler, and as many workers as are asked for; each worker is one process with one thread."""

    def __init__(self, folder: Path, env: Mapping[str, str] = {}) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        words = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        self.scheduler = self._start(*words, env=env)
        until = time.monotonic() + SECONDS
        self.url = ""
        while not self.url:
            assert time.monotonic() < until and self.scheduler.poll() is None, "the scheduler does not start"
            with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
                self.url = json.loads(file.read_text())["address"]
            time.sleep(0.05)

    def worker(self, code: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start a worker with the code that lies in `code`; it dies for good when it is killed."""
        words = ("worker", self.url, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny")
        return self._start(*words, "--local-directory", str(self._folder), env={"PYTHONPATH": str(code)})

    def close(self) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()

    def _start(self, *words: str, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
        dask = shutil.which("dask", path=str(Path(sys.executable).parent))
        assert dask, "dask installs its command beside python"
        process = subprocess.Popen(
            [dask, *words, "--no-dashboard"],
            cwd=self._folder,
            env={**os.environ, **env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process


@contextlib.contextmanager
def dask_cluster(folder: Path, env: Mapping[str, str] = {}) -> Iterator[DaskCluster]:
    cluster = DaskCluster(folder, env)
    try:
        yield cluster
    finally:
        cluster.close()
