"""The truth: everything that was ever read and is not gone, in one SQLite file that only ingest opens.

    sources     the bundled ones and the paths a user has registered
    files       a stamp of each file as it was last read: unchanged ones are not read again
    records     documents, concepts, datasets and tables (cells as Parquet), by type and id, with their file
    chunks      the passages of the documents, with hashes of what is analysed and what is embedded of them
    analysed    bags by (analyser, hash)
    embeddings  vectors by (embedder, hash)
    runs        one row an ingest
    expanded    the terms of every word (`expansions.py`)
    left_behind hashes of the ids of documents that were removed or changed since an index was built anew
    erased      hashes of the ids of erased documents, which are never read again (`erasing.py`)

A file is replaced in one transaction, so at any moment the old records are there or the new ones. WAL with
full syncs: what was committed survives a kill and a power cut.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from ingest.chunker import Passage, passage
from ingest.expansions import Expansions
from ingest.ledger_file import NAME, open_ledger, rewrite, transaction
from ingest.readers.base import Record
from ingest.runs import logged
from ingest.sources import Source
from rag import texts
from rag.embedders.base import Vectors
from rag.errors import SourceError
from rag.index.lexical import Analyzed
from rag.index.records import Stored, from_json, to_json
from rag.index.statistics import table_to_bytes
from rag.schema import Chunk, Concept, Dataset, Document, Table, TableInfo

_TYPES: dict[str, type[Stored]] = {
    "document": Document,
    "concept": Concept,
    "dataset": Dataset,
    "table": TableInfo,
}
_DOCUMENT = "SELECT body FROM records WHERE type = 'document' AND id = ?"
_ABOUT = (
    "(id = :id OR json_extract(body, '$.document_id') = :id OR (type = 'table' AND 'table:' || id = :id))"
)
"""A document, and the concept, dataset or table whose facts it states."""
R = TypeVar("R", Document, Concept, Dataset, TableInfo)


class Changes(NamedTuple):
    """Documents by what happened to them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def plus(self, other: Changes) -> Changes:
        return Changes(*(a + b for a, b in zip(self, other, strict=True)))


class Ledger:
    """Opened by one ingest at a time, under `writer_lock`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    def open(cls, data_dir: Path) -> Ledger:
        """Open the ledger of `data_dir`, made when it is not there.

        Raises:
            StorageError: It is of another version, or no ledger.
        """
        return cls(open_ledger(data_dir / NAME))

    def close(self) -> None:
        self._db.close()

    def together(self) -> AbstractContextManager[None]:
        """What is put within it is kept at its end, at the price of one sync to the disk."""
        return transaction(self._db)

    # -------------------------------------------------------------- sources

    def put_source(self, source: Source) -> None:
        self._db.execute(
            "INSERT INTO sources (id, body, bundled) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (source.id, source.model_dump_json(), source.bundled),
        )

    def sources(self) -> list[Source]:
        """Every source that has been read or registered, by id."""
        rows = self._db.execute("SELECT body FROM sources ORDER BY id")
        return [Source.model_validate_json(body) for (body,) in rows]

    def remove_source(self, source_id: str) -> Changes:
        """Forget a source and all that was read from it."""
        with transaction(self._db):
            removed = sum(self._remove_file(source_id, name) for name in self.stamps(source_id))
            self._db.execute("DELETE FROM sources WHERE id = ?", (source_id,))
        return Changes(removed=removed)

    def mark_success(self, source_ids: Iterable[str], day: str) -> None:
        self._db.executemany(
            "UPDATE sources SET last_success = ? WHERE id = ?", [(day, id_) for id_ in source_ids]
        )

    def last_success(self, source_id: str) -> str:
        """ISO date of the last ingest that read all of the source; empty when there is none."""
        row = self._db.execute("SELECT last_success FROM sources WHERE id = ?", (source_id,)).fetchone()
        return row[0] if row else ""

    def count_documents(self, source_id: str) -> int:
        sql = "SELECT count(*) FROM records WHERE type = 'document' AND source_id = ?"
        return int(self._db.execute(sql, (source_id,)).fetchone()[0])

    # -------------------------------------------------------------- files and what they hold

    def stamps(self, source_id: str) -> dict[str, str]:
        """The files of a source by name, with the stamp they had when they were read."""
        return dict(self._db.execute("SELECT name, stamp FROM files WHERE source_id = ?", (source_id,)))

    def documents_by_file(self, source_id: str) -> dict[str, int]:
        """How many documents were read from each file of a source; files without any are left out."""
        sql = "SELECT file, count(*) FROM records WHERE type = 'document' AND source_id = ? GROUP BY file"
        return dict(self._db.execute(sql, (source_id,)))

    def replace_file(
        self, source: Source, name: str, stamp: str, records: Sequence[Record], passages: Sequence[Passage]
    ) -> Changes:
        """Put what a file holds now in place of what it held, in one transaction.

        Args:
            source: Already put.
            name: Of the file in its source.
            stamp: Of the content and of how it was read.
            records: All that was read of it.
            passages: The chunks of its documents, in order.

        Raises:
            SourceError: A record with the same id belongs to another file; nothing was changed.
        """
        with transaction(self._db):
            before = self._hashes(source.id, name)
            self._remove_file(source.id, name)
            self._db.execute("INSERT INTO files VALUES (?, ?, ?)", (source.id, name, stamp))
            rows = [_row(source.id, name, record) for record in records]
            for row in rows:
                self._insert(row)
            self._db.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)", _chunk_rows(passages))
        return _compared(before, {row[1]: row[4] for row in rows if row[0] == "document"})

    def remove_file(self, source_id: str, name: str) -> Changes:
        with transaction(self._db):
            return Changes(removed=self._remove_file(source_id, name))

    def _remove_file(self, source_id: str, name: str) -> int:
        documents = self._hashes(source_id, name)
        self._db.executemany("DELETE FROM chunks WHERE document_id = ?", [(id_,) for id_ in documents])
        marks = [(_erased(id_),) for id_ in documents]
        self._db.executemany("INSERT OR IGNORE INTO left_behind VALUES (?)", marks)
        self._db.execute("DELETE FROM files WHERE source_id = ? AND name = ?", (source_id, name))
        return len(documents)

    def _hashes(self, source_id: str, name: str) -> dict[str, str]:
        sql = "SELECT id, hash FROM records WHERE type = 'document' AND source_id = ? AND file = ?"
        return dict(self._db.execute(sql, (source_id, name)))

    def _insert(self, row: tuple[Any, ...]) -> None:
        try:
            self._db.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        except sqlite3.IntegrityError as error:
            owner = self._db.execute(
                "SELECT source_id FROM records WHERE type = ? AND id = ?", row[:2]
            ).fetchone()
            raise SourceError(
                f"{row[0]} {row[1]!r} is already in source {owner and owner[0]!r}",
                user_message=texts.FILE_SAME_ID.format(source=owner[0] if owner else row[2]),
            ) from error

    # -------------------------------------------------------------- what is to leave the disk

    def erase_document(self, document_id: str) -> Changes:
        """Forget all records of an id, and that they may be read again; `scrub` takes them off the disk."""
        with transaction(self._db):
            self._db.execute("INSERT OR REPLACE INTO erased VALUES (?, 0)", (_erased(document_id),))
            self._db.execute("DELETE FROM expanded")  # its words stand there
            self._db.execute("DELETE FROM chunks WHERE document_id = ?", (document_id,))
            where = f"FROM records WHERE {_ABOUT}"
            # its file is read again, so that what comes back to the disk with it is seen
            self._db.execute(
                f"UPDATE files SET stamp = '' WHERE (source_id, name) IN (SELECT source_id, file {where})",  # noqa: S608
                {"id": document_id},
            )
            gone = self._db.execute(f"DELETE {where} RETURNING type", {"id": document_id}).fetchall()
        return Changes(removed=sum(type_ == "document" for (type_,) in gone))

    def is_erased(self, document_id: str) -> bool:
        sql = "SELECT 1 FROM erased WHERE hash = ?"
        return self._db.execute(sql, (_erased(document_id),)).fetchone() is not None

    def was_left_behind(self, document_id: str) -> bool:
        """Whether traces of the document may stand in the files of vectors that were taken over since."""
        sql = "SELECT 1 FROM left_behind WHERE hash = ?"
        return self._db.execute(sql, (_erased(document_id),)).fetchone() is not None

    def nothing_left_behind(self) -> None:
        """Told when a generation was built anew."""
        self._db.execute("DELETE FROM left_behind")

    def file_of(self, document_id: str) -> tuple[str, str] | None:
        """(source, name) of the file that a document was read from; None when there is no such document."""
        sql = f"SELECT source_id, file FROM records WHERE {_ABOUT}"  # noqa: S608 - our own words
        row = self._db.execute(sql, {"id": document_id}).fetchone()
        return (row[0], row[1]) if row else None

    def must_scrub(self) -> bool:
        """Whether something was erased that may still stand in older generations or in free pages."""
        return self._db.execute("SELECT 1 FROM erased WHERE NOT done").fetchone() is not None

    def scrub(self) -> None:
        """Write the file anew without free pages, and empty the log beside it."""
        rewrite(self._db)
        self._db.execute("UPDATE erased SET done = 1")
        rewrite(self._db)

    # -------------------------------------------------------------- what a generation is made of

    def records(self, type_: str, cls: type[R]) -> Iterator[R]:
        """All records of one type ("document", "concept", "dataset", "table"), by id."""
        rows = self._db.execute("SELECT body FROM records WHERE type = ? ORDER BY id", (type_,))
        return (from_json(cls, body) for (body,) in rows)

    def lines(self, type_: str) -> Iterator[str]:
        """As `records`, each as `to_json` wrote it."""
        rows = self._db.execute("SELECT body FROM records WHERE type = ? ORDER BY id", (type_,))
        return (body for (body,) in rows)

    def cells(self) -> Iterator[bytes]:
        """All tables as `table_to_bytes` wrote them, by id."""
        rows = self._db.execute("SELECT cells FROM records WHERE type = 'table' ORDER BY id")
        return (cells for (cells,) in rows)

    def document_ids(self) -> set[str]:
        return {id_ for (id_,) in self._db.execute("SELECT id FROM records WHERE type = 'document'")}

    def chunk_ids(self) -> set[str]:
        return {id_ for (id_,) in self._db.execute("SELECT id FROM chunks")}

    def counts(self) -> dict[str, int]:
        """As `Store.counts`."""
        found = dict(self._db.execute("SELECT type || 's', count(*) FROM records GROUP BY type"))
        chunks = self._db.execute("SELECT count(*) FROM chunks").fetchone()[0]
        return {**{f"{type_}s": found.get(f"{type_}s", 0) for type_ in _TYPES}, "chunks": chunks}

    def fingerprint(self, source_id: str | None = None, *, tables: bool = False) -> str:
        """Of everything that was read (from one source, or of tables alone): the same content gives the same
        one anywhere."""
        where, values = ("WHERE source_id = ?", (source_id,)) if source_id else ("", ())
        where = "WHERE type = 'table'" if tables else where
        sql = f"SELECT type, id, hash FROM records {where} ORDER BY type, id"  # noqa: S608 - our own words
        digest = hashlib.sha256()
        for row in self._db.execute(sql, values):
            digest.update("\0".join(row).encode() + b"\n")
        return digest.hexdigest()

    def chunk_lines(self) -> Iterator[str]:
        """Every chunk as `to_json` wrote it, ordered by document and place in it."""
        rows = self._db.execute("SELECT body FROM chunks ORDER BY document_id, place")
        return (body for (body,) in rows)

    def words(self, analyser: str) -> Iterator[tuple[str, str, int, Analyzed]]:
        """The words of every chunk with its id, document and place, in the same order."""
        sql = """
            SELECT id, document_id, place, analysed.body FROM chunks
            JOIN analysed ON analyser = ? AND hash = words_hash ORDER BY document_id, place"""
        for chunk_id, document_id, place, bags in self._db.execute(sql, (analyser,)):
            yield chunk_id, document_id, place, Analyzed.from_bytes(bags)

    def texts(self) -> dict[str, str]:
        """The id of every chunk with the hash of the text that is embedded of it, in the same order."""
        return dict(self._db.execute("SELECT id, text_hash FROM chunks ORDER BY document_id, place"))

    def vectors(self, embedder: str, ids: Sequence[str] | None = None) -> Iterator[tuple[str, Vectors]]:
        """The id of every chunk, or of those named, with its vector, in the same order."""
        among = "" if ids is None else "AND chunks.id IN (SELECT value FROM json_each(:ids))"
        sql = f"""
            SELECT chunks.id, vector FROM chunks
            JOIN embeddings ON embedder = :embedder AND hash = text_hash {among}
            ORDER BY document_id, place"""  # noqa: S608 - our own words
        values = {"embedder": embedder, "ids": json.dumps(ids)}
        for chunk_id, vector in self._db.execute(sql, values):
            yield chunk_id, np.frombuffer(vector, np.float32)

    @property
    def expansions(self) -> Expansions:
        """The terms of the words."""
        return Expansions(self._db)

    # -------------------------------------------------------------- what is paid for once

    def missing_words(self, analyser: str) -> list[Passage]:
        """The passages whose words this analyser has not seen, each text once."""
        return self._missing("analysed", "analyser", "words_hash", analyser)

    def missing_vectors(self, embedder: str) -> list[Passage]:
        """The passages that this embedder has not embedded, each text once."""
        return self._missing("embeddings", "embedder", "text_hash", embedder)

    def _missing(self, cache: str, by: str, key: str, version: str) -> list[Passage]:
        # In the order of the key they are put by: SQLite then writes each page once.
        sql = f"""
            SELECT document_id, body FROM chunks
            WHERE {key} IN (SELECT {key} FROM chunks EXCEPT SELECT hash FROM {cache} WHERE {by} = ?)
            GROUP BY {key} ORDER BY {key}"""  # noqa: S608 - our own words
        found = self._db.execute(sql, (version,)).fetchall()
        owners: dict[str, Document] = {}
        for document_id, _ in found:  # each is read and decoded once, however many passages it has
            if document_id not in owners:
                body = self._db.execute(_DOCUMENT, (document_id,)).fetchone()[0]
                owners[document_id] = replace(from_json(Document, body), text="")
        return [passage(owners[document_id], from_json(Chunk, body)) for document_id, body in found]

    def put_words(self, analyser: str, analysed: Iterable[tuple[str, bytes]]) -> None:
        """Keep analysed passages: (hash of the words, `Analyzed.to_bytes`)."""
        self._put("analysed", analyser, analysed)

    def dimensions(self, embedder: str) -> int | None:
        """Size of the vectors of an embedder; None while there are none."""
        row = self._db.execute(
            "SELECT length(vector) / 4 FROM embeddings WHERE embedder = ? LIMIT 1", (embedder,)
        ).fetchone()
        return row[0] if row else None

    def put_vectors(self, embedder: str, vectors: Iterable[tuple[str, bytes]]) -> None:
        """Keep vectors: (hash of the text, float32 bytes)."""
        self._put("embeddings", embedder, vectors)

    def _put(self, cache: str, version: str, values: Iterable[tuple[str, bytes]]) -> None:
        with transaction(self._db):
            sql = f"INSERT OR REPLACE INTO {cache} VALUES (?, ?, ?)"  # noqa: S608 - our own words
            self._db.executemany(sql, ((version, key, value) for key, value in values))

    def forget_unused(self) -> None:
        """Drop analyses and vectors of texts that no chunk has any more."""
        with transaction(self._db):
            self._db.execute("DELETE FROM analysed WHERE hash NOT IN (SELECT words_hash FROM chunks)")
            self._db.execute("DELETE FROM embeddings WHERE hash NOT IN (SELECT text_hash FROM chunks)")

    def run(self, day: str) -> AbstractContextManager[Callable[[dict[str, Any]], None]]:
        """A row of the run log, see `ingest.runs.logged`."""
        return logged(self._db, day)


def _row(source_id: str, name: str, record: Record) -> tuple[str, str, str, str, str, str, bytes | None]:
    """The row of `records` for a record; a table is its description and, beside it, its cells."""
    stored: Stored = record.info if isinstance(record, Table) else record
    cells = table_to_bytes(record) if isinstance(record, Table) else None
    type_ = next(name for name, cls in _TYPES.items() if isinstance(stored, cls))
    body = to_json(stored)
    digest = hashlib.sha256(body.encode() + b"\0" + (cells or b"")).hexdigest()
    return type_, stored.id, source_id, name, digest, body, cells


def _erased(document_id: str) -> str:
    """What is kept of the id of an erased document: an id may be a file name, which may tell something."""
    return hashlib.sha256(document_id.encode()).hexdigest()


def _chunk_rows(passages: Iterable[Passage]) -> Iterator[tuple[str, str, int, str, str, str]]:
    for place, one in enumerate(passages):
        yield one.chunk.id, one.chunk.document_id, place, to_json(one.chunk), one.words_hash, one.text_hash


def _compared(before: dict[str, str], after: dict[str, str]) -> Changes:
    same = sum(before.get(id_) == digest for id_, digest in after.items())
    return Changes(
        added=len(after.keys() - before.keys()),
        changed=len(after.keys() & before.keys()) - same,
        unchanged=same,
        removed=len(before.keys() - after.keys()),
    )
