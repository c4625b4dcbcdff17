"""SQLite FTS5, which comes with Python: full-text search with BM25 and no stemmer but an English one."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from eval.bench.adapters.base import TOP_K, Passage

_WORD = re.compile(r"\w+")


class Fts5:
    """Any word of the question may match, best by `bm25()`.

    At its defaults the tokenizer is unicode61, which takes å, ä and ö for a and o. Tuned to Swedish it keeps
    them, stop words are left out of the question, and each word is asked for as the prefix that is its stem,
    which is how one asks FTS5 for inflections.
    """

    packages = ()

    def __init__(self, *, swedish: bool) -> None:
        self._swedish = swedish

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "fts5.sqlite")
        tokenizer = ", tokenize = 'unicode61 remove_diacritics 0'" if self._swedish else ""
        with self._connection:
            self._connection.execute(
                f"CREATE VIRTUAL TABLE passages USING fts5(id UNINDEXED, title, text{tokenizer})"
            )
            self._connection.executemany("INSERT INTO passages VALUES (?, ?, ?)", passages)

    def search(self, question: str, today: str) -> list[str]:
        asked = self._match(question)
        if not asked:
            return []
        sql = "SELECT id FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT ?"
        return [row[0] for row in self._connection.execute(sql, (asked, TOP_K))]

    def _match(self, question: str) -> str:
        """The question as an FTS5 expression: its words, quoted, with OR between them."""
        if not self._swedish:
            return " OR ".join(f'"{word}"' for word in _WORD.findall(question))
        from eval.bench.adapters.swedish import stems

        parts = (part for stem in stems(question) for part in _WORD.findall(stem))
        return " OR ".join(f'"{part}"*' for part in dict.fromkeys(parts))
