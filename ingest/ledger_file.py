"""The file of the ledger: its tables, how it is opened, and how one writes into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag import texts
from rag.errors import StorageError

NAME = "store.sqlite"
VERSION = 3
_OLDER = frozenset({0, 1, 2})
"""Versions that `_SCHEMA` brings up to date: nothing yet, one without `erased`, one without `expanded`."""
_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA cache_size = -64000;
PRAGMA wal_autocheckpoint = 8000;
"""
_SCHEMA = f"""
BEGIN;
CREATE TABLE IF NOT EXISTS sources (
    id TEXT PRIMARY KEY, body TEXT NOT NULL, bundled INTEGER NOT NULL, last_success TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS files (
    source_id TEXT NOT NULL REFERENCES sources(id), name TEXT NOT NULL, stamp TEXT NOT NULL,
    PRIMARY KEY (source_id, name));
CREATE TABLE IF NOT EXISTS records (
    type TEXT NOT NULL, id TEXT NOT NULL, source_id TEXT NOT NULL, file TEXT NOT NULL,
    hash TEXT NOT NULL, body TEXT NOT NULL, cells BLOB,
    PRIMARY KEY (type, id),
    FOREIGN KEY (source_id, file) REFERENCES files(source_id, name) ON DELETE CASCADE);
CREATE INDEX IF NOT EXISTS records_file ON records(source_id, file);
CREATE TABLE IF NOT EXISTS chunks (
    id TEXT PRIMARY KEY, document_id TEXT NOT NULL, place INTEGER NOT NULL, body TEXT NOT NULL,
    words_hash TEXT NOT NULL, text_hash TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS chunks_document ON chunks(document_id, place);
CREATE TABLE IF NOT EXISTS analysed (
    analyser TEXT NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (analyser, hash)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS embeddings (
    embedder TEXT NOT NULL, hash TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (embedder, hash)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS expanded (
    analyser TEXT NOT NULL, word TEXT NOT NULL, length REAL NOT NULL, hashes BLOB NOT NULL,
    PRIMARY KEY (analyser, word)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS left_behind (hash TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
    number INTEGER PRIMARY KEY, day TEXT NOT NULL, outcome TEXT NOT NULL, summary TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS erased (hash TEXT PRIMARY KEY, done INTEGER NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
COMMIT;
"""


def open_ledger(path: Path) -> sqlite3.Connection:
    """Open the file, made when it is not there, brought up to date when it is older.

    Raises:
        StorageError: It is of another version, or no ledger.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in _OLDER | {VERSION}:
        message = texts.STORAGE_DAMAGED.format(path=path)
        raise StorageError(f"{path}: ledger version {version}, not {VERSION}", user_message=message)
    connection.executescript(_PRAGMAS)
    if version != VERSION:  # written only then: a list can be read while an ingest writes
        connection.executescript(_SCHEMA)
    return connection


def rewrite(connection: sqlite3.Connection) -> None:
    """Write the file anew without free pages, and empty the log beside it."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it; inside another one, kept when that one is."""
    inner = connection.in_transaction
    connection.execute("SAVEPOINT part" if inner else "BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite has rolled back by itself when the disk is full
            connection.execute("ROLLBACK TO part" if inner else "ROLLBACK")
        raise
    connection.execute("RELEASE part" if inner else "COMMIT")
