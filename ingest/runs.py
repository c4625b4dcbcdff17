"""The run log: what each ingest did, readable afterwards and while another one runs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest.faults import storage_errors
from ingest.ledger_file import NAME
from rag import texts
from rag.errors import DatalotsError

_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One ingest."""

    number: int
    day: str
    """ISO date that the program gave."""
    outcome: str
    """"done", "failed", or "started": it is running now, or was killed."""
    summary: dict[str, Any]
    """`Summary.to_json` of one that is done, {"error", "message"} of one that failed, else empty."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def list_runs(data_dir: Path, most: int = _SHOWN) -> list[Run]:
    """The last ingests, newest first; none where there was never one.

    Raises:
        StorageError: The log cannot be read.
    """
    path = data_dir / NAME
    if not path.is_file():
        return []
    sql = "SELECT number, day, outcome, summary FROM runs ORDER BY number DESC LIMIT ?"
    with storage_errors(data_dir), closing(_open(path)) as connection:
        rows = connection.execute(sql, (most,)).fetchall()
    return [
        Run(number=number, day=day, outcome=outcome, summary=json.loads(summary or "{}"))
        for number, day, outcome, summary in rows
    ]


def told(runs: Sequence[Run]) -> str:
    """The log for a person, in Swedish."""
    lines = []
    for run in runs:
        lines.append(f"{run.number:>4}  {run.day}  {_outcome(run)}")
        lines += [f"      {texts.INGEST_REFUSED.format(**one)}" for one in run.summary.get("refused", ())]
    return "\n".join(lines) or texts.RUNS_NONE


def _outcome(run: Run) -> str:
    if run.outcome == "done":
        counts = run.summary | {"refused": len(run.summary["refused"])}
        return f"{texts.RUN_DONE.format(**counts)} ({run.summary['seconds']['total']:.0f} s)"
    if run.outcome == "failed":
        return texts.RUN_FAILED.format(why=run.summary["message"])
    return texts.RUN_STARTED


def _open(path: Path) -> sqlite3.Connection:
    """Read-only; on a disk that cannot be written, as a file that nobody changes."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(address, uri=True)
    try:
        connection.execute("SELECT count(*) FROM runs").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        return sqlite3.connect(f"{address}&immutable=1", uri=True)
    return connection


@contextmanager
def logged(connection: sqlite3.Connection, day: str) -> Iterator[Callable[[dict[str, Any]], None]]:
    """A row of the run log; the block hands its summary to what it is given.

    Its outcome is "started" while it runs, and stays so when the process dies; "failed" after an error,
    with the error. A disk that is too full to log it hides no error behind its own.
    """
    sql = "INSERT INTO runs (day, outcome) VALUES (?, 'started')"
    number = connection.execute(sql, (day,)).lastrowid
    update = "UPDATE runs SET outcome = ?, summary = ? WHERE number = ?"

    def end(outcome: str, told: dict[str, Any]) -> None:
        connection.execute(update, (outcome, json.dumps(told, ensure_ascii=False), number))

    try:
        yield lambda summary: end("done", summary)
    except Exception as error:
        with suppress(sqlite3.Error):
            message = error.user_message if isinstance(error, DatalotsError) else texts.ERROR_GENERAL
            end("failed", {"error": type(error).__name__, "message": message})
        raise
