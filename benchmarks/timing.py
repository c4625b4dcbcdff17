"""Seconds of commands, as a person waits for them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
IMPORTS = "import rag.assistant, chromadb, duckdb"
"""What every command that answers or searches has to load."""


def command(*words: str, env: dict[str, str] | None = None) -> str:
    """Run `datalots` in a process of its own; returns what it printed."""
    run = [sys.executable, str(ROOT / "cli.py"), *words]
    return subprocess.run(run, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


def seconds(run: Callable[[], object], rounds: int = 1) -> float:
    """How long `run` takes, the median of some rounds."""
    spent = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        spent.append(time.perf_counter() - started)
    return round(median(spent), 3)


def import_seconds(rounds: int = 1) -> float:
    """How long a fresh interpreter takes to load the libraries."""
    return seconds(
        lambda: subprocess.run([sys.executable, "-c", IMPORTS], cwd=ROOT, check=True, capture_output=True),
        rounds,
    )
