"""Gaps that people ask for, counted by month, owner and nearest dataset; no question is kept."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import NamedTuple

from rag import texts

_FILE = "demand.sqlite"
_CREATE = (
    "CREATE TABLE IF NOT EXISTS demand (month TEXT, owner TEXT, nearest TEXT, times INTEGER, "
    "PRIMARY KEY (month, owner, nearest))"
)
_ADD = (
    "INSERT INTO demand VALUES (?, ?, ?, 1) "
    "ON CONFLICT (month, owner, nearest) DO UPDATE SET times = times + 1"
)


class Demanded(NamedTuple):
    """How often something that nobody gives out was asked for."""

    owner: str
    """Who would have the data; empty when unknown."""
    nearest: str
    """Title of the dataset that comes closest; empty when none does."""
    times: int
    last_month: str

    @property
    def told(self) -> str:
        """The gap as a Swedish line."""
        owner, nearest = self.owner or texts.GAP_UNKNOWN, self.nearest or texts.GAP_NOTHING_NEAR
        return texts.GAP_ROW.format(times=self.times, month=self.last_month, owner=owner, nearest=nearest)


class Demand:
    """Counts in a file of its own below the data directory. Safe from several threads and processes."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / _FILE

    def add(self, month: str, owner: str, nearest: str) -> None:
        """Count one gap; what cannot be written is not counted, since an answer must not wait for it."""
        with contextlib.suppress(sqlite3.Error), contextlib.closing(self._open()) as counts:
            counts.execute(_CREATE)
            counts.execute(_ADD, (month, owner, nearest))
            counts.commit()

    def listed(self) -> list[Demanded]:
        """All gaps, the most asked for first."""
        if not self._path.is_file():
            return []
        with contextlib.closing(self._open()) as counts:
            rows = counts.execute(
                "SELECT owner, nearest, sum(times), max(month) FROM demand "
                "GROUP BY owner, nearest ORDER BY sum(times) DESC, owner, nearest"
            ).fetchall()
        return [Demanded(*row) for row in rows]

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path)
