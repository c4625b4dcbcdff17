"""The run log: what each ingest did, readable afterwards and while another one runs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest.faults import storage_errors
from ingest.ledger_file import NAME

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
