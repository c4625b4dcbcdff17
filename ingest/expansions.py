"""The terms of every word that has been indexed: finding them is most of what an index of words costs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import numpy as np

from ingest.ledger_file import transaction
from rag.swedish.analysis import Terms

_KEPT = 2
"""Words are dropped when there are so many times as many as the index has."""


class Expansions:
    """A table of the ledger. Words of texts that are gone may stay until an erasure empties it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def read(self, analyser: str) -> dict[str, Terms]:
        """Every known word with its terms."""
        rows = self._db.execute("SELECT word, length, hashes FROM expanded WHERE analyser = ?", (analyser,))
        return {word: Terms(np.frombuffer(hashes, "<u8"), length) for word, length, hashes in rows}

    def keep(self, analyser: str, used: Mapping[str, Terms], known: Mapping[str, Terms]) -> None:
        """Keep what is new of the words in use; drop the others when they have become many."""
        with transaction(self._db):
            if len(known.keys() | used.keys()) > _KEPT * len(used):
                self._db.execute("DELETE FROM expanded")
                known = {}
            self._put(analyser, ((word, terms) for word, terms in used.items() if word not in known))

    def _put(self, analyser: str, words: Iterable[tuple[str, Terms]]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO expanded VALUES (?, ?, ?, ?)",
            ((analyser, word, terms.length, terms.hashes.astype("<u8").tobytes()) for word, terms in words),
        )
