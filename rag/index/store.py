"""The text store of a generation: documents, chunks, concepts, datasets, descriptions of tables, in one file.

SQLite, written once by `StoreWriter` and never changed: readers open it as immutable, so it also works on a
read-only disk and survives that its directory is removed while they read. The text of a chunk is a part of
its document's, and stands there alone.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rag.errors import NoIndexError
from rag.index.records import R, Stored, columns, from_row, line_to_row, to_row
from rag.schema import Chunk, Concept, Dataset, Document, DocumentKind, TableInfo

_TABLES: dict[type[Any], str] = {
    Document: "documents",
    Chunk: "chunks",
    Concept: "concepts",
    Dataset: "datasets",
    TableInfo: "tables",
}
_INDEXES = (
    "CREATE INDEX documents_kind ON documents(kind)",
    "CREATE INDEX documents_act ON documents(act) WHERE act != ''",
    "CREATE INDEX chunks_document ON chunks(document_id)",
    "CREATE INDEX concepts_scheme ON concepts(scheme, code)",
)
_TEXTS = "SELECT id, text FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_LEFT_OUT = {"text": "''", "labels": "'[]'", "asked": "'[]'", "asked_at": "'[]'", "unanswered": "'[]'"}
"""What an outline has instead of what its document holds."""
_ALONE = "SELECT id FROM chunks WHERE text = '' AND document_id NOT IN (SELECT id FROM documents) LIMIT 1"


class Store:
    """Reads a store. Safe to use from several threads: one connection behind a lock."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open the file at `path`.

        Raises:
            NoIndexError: It is missing or no store.
        """
        address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            connection.execute("SELECT count(*) FROM documents").fetchone()
        except sqlite3.Error as error:
            raise NoIndexError(f"{path}: no text store: {error}") from error
        return cls(connection)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def document(self, document_id: str) -> Document | None:
        return self._one(Document, document_id)

    def documents(self, ids: Sequence[str]) -> list[Document]:
        """The documents that exist, in the order of `ids`."""
        return self._named(Document, ids)

    def outlines(self, ids: Sequence[str]) -> list[Document]:
        """As `documents`, without texts, labels and phrases, which take most of the time to read."""
        return self._named(Document, ids, bare=True)

    def all_documents(self, kind: DocumentKind | None = None) -> list[Document]:
        return self._all(Document) if kind is None else self._all(Document, "WHERE kind = ?", kind)

    def chunk(self, chunk_id: str) -> Chunk | None:
        return self._one(Chunk, chunk_id)

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        """The chunks that exist, in the order of `ids`."""
        return self._named(Chunk, ids)

    def chunks_of(self, document_id: str) -> list[Chunk]:
        """The chunks of a document, in the order of its text."""
        return self._all(Chunk, "WHERE document_id = ?", document_id)

    def documents_of_act(self, act: str) -> list[Document]:
        """The documents that are the act with that SFS number, or stand for a part of it."""
        return self._all(Document, "WHERE act = ?", act)

    def all_chunks(self) -> list[Chunk]:
        """Every chunk, in row order: the order they were handed to the lexical index and the vectors."""
        return self._all(Chunk)

    def concept(self, concept_id: str) -> Concept | None:
        return self._one(Concept, concept_id)

    def concepts(self, scheme: str | None = None) -> list[Concept]:
        return self._all(Concept) if scheme is None else self._all(Concept, "WHERE scheme = ?", scheme)

    def dataset(self, dataset_id: str) -> Dataset | None:
        return self._one(Dataset, dataset_id)

    def datasets(self) -> list[Dataset]:
        return self._all(Dataset)

    def table(self, table_id: str) -> TableInfo | None:
        return self._one(TableInfo, table_id)

    def tables(self) -> list[TableInfo]:
        return self._all(TableInfo)

    def document_ids(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT id FROM documents ORDER BY row")]

    def chunk_ids(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT id FROM chunks ORDER BY row")]

    def counts(self) -> dict[str, int]:
        """Rows by table: "documents", "chunks", "concepts", "datasets", "tables"."""
        return {name: self._rows(f"SELECT count(*) FROM {name}")[0][0] for name in _TABLES.values()}  # noqa: S608 - our own names

    def _one(self, cls: type[R], record_id: str) -> R | None:
        return next(iter(self._all(cls, "WHERE id = ?", record_id)), None)

    def _named(self, cls: type[R], ids: Sequence[str], *, bare: bool = False) -> list[R]:
        """One round trip for any number of ids: they travel as one JSON list."""
        where = "WHERE id IN (SELECT value FROM json_each(?))"
        found = self._all(cls, where, json.dumps(list(ids)), bare=bare)
        by_id = {record.id: record for record in found}
        return [by_id[record_id] for record_id in ids if record_id in by_id]

    def _all(self, cls: type[R], where: str = "", *values: str, bare: bool = False) -> list[R]:
        names = ", ".join(_LEFT_OUT.get(name, name) for name in columns(cls)) if bare else _names(cls)
        rows = self._rows(f"SELECT {names} FROM {_TABLES[cls]} {where} ORDER BY row", *values)  # noqa: S608 - our own names
        if cls is Chunk:
            rows = self._with_texts(rows)
        return [from_row(cls, row) for row in rows]

    def _with_texts(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Rows of chunks with the texts that stand in their documents alone."""
        chunks = [dict(zip(columns(Chunk), row, strict=True)) for row in rows]
        wanted = list({chunk["document_id"] for chunk in chunks if not chunk["text"]})
        texts = dict(self._rows(_TEXTS, json.dumps(wanted))) if wanted else {}
        for chunk in chunks:
            chunk["text"] = chunk["text"] or texts[chunk["document_id"]][chunk["start"] : chunk["end"]]
        return [tuple(chunk.values()) for chunk in chunks]

    def _rows(self, sql: str, *values: str) -> list[Any]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()


class StoreWriter:
    """Writes a new store. Whole after `close`; synced to disk when its generation is published."""

    def __init__(self, path: Path, *, chunks_alone: bool = False) -> None:
        """Begin.

        Args:
            path: The file to write.
            chunks_alone: The chunks are no parts of their documents' texts, and keep their own.
        """
        self._chunks_alone = chunks_alone
        self._connection = sqlite3.connect(path)
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        for cls in _TABLES:
            self._connection.execute(_create(cls))

    def add(self, records: Iterable[Stored]) -> None:
        """Add records of any of the five kinds; they keep the order in which they come.

        Raises:
            ValueError: An id is already there.
        """
        for record in records:
            self._insert(type(record), [to_row(record)])

    def add_lines(self, cls: type[R], lines: Iterable[str]) -> None:
        """As `add`, of records of one kind as `to_json` wrote them: half the work.

        Raises:
            ValueError: An id is already there, or a line is no such record.
        """
        self._insert(cls, (line_to_row(cls, line) for line in lines))

    def _insert(self, cls: type[Any], rows: Iterable[tuple[str | int, ...]]) -> None:
        marks = ", ".join("?" * len(columns(cls)))
        sql = f"INSERT INTO {_TABLES[cls]} ({_names(cls)}) VALUES ({marks})"  # noqa: S608 - our own names
        at = columns(cls).index("id")
        drop = columns(cls).index("text") if cls is Chunk and not self._chunks_alone else None
        last: str | int = ""

        def told() -> Iterator[tuple[str | int, ...]]:
            nonlocal last
            for row in rows:
                last = row[at]
                yield row if drop is None else (*row[:drop], "", *row[drop + 1 :])

        try:
            self._connection.executemany(sql, told())
        except sqlite3.IntegrityError as error:
            raise ValueError(f"{cls.__name__} {last!r} is already in the store") from error

    def close(self) -> None:
        """Finish.

        Raises:
            ValueError: A chunk's document is not in the store.
        """
        for index in _INDEXES:
            self._connection.execute(index)
        alone = self._connection.execute(_ALONE).fetchone()
        self._connection.commit()
        self._connection.close()
        if alone:
            raise ValueError(f"the document of chunk {alone[0]!r} is not in the store")


def _names(cls: type[Any]) -> str:
    return ", ".join(f'"{name}"' for name in columns(cls))


def _create(cls: type[Any]) -> str:
    rest = ", ".join(f'"{name}"' for name in columns(cls) if name != "id")
    return f"CREATE TABLE {_TABLES[cls]} (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {rest})"
