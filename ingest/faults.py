"""What the disk says, told as one Swedish sentence with what to do."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag import texts
from rag.errors import DatalotsError, StorageError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_FULL_WORDS = ("no space left", "disk is full", "disk quota exceeded", "not enough space")
_FORBIDDEN_WORDS = ("readonly database", "read-only", "permission denied", "unable to open database file")


_HARDLY_ANY = 1 << 20
"""Free bytes below which a database that cannot read or write has run out of space, whatever it says."""


@contextmanager
def storage_errors(data_dir: Path) -> Iterator[None]:
    """Raise what the disk says, itself or through a database, as `StorageError`; leave other errors alone."""
    try:
        yield
    except Exception as error:
        told = None if _is_told_already(error) else _told(error, data_dir)
        if told is None:
            raise
        raise StorageError(f"{data_dir}: {error}", user_message=told[0], remedy=told[1]) from error


def _is_told_already(error: Exception) -> bool:
    """Our own errors stay as they are, unless a full disk is what stopped the vectors."""
    return isinstance(error, DatalotsError) and not (isinstance(error, StorageError) and _is_full(error))


def _is_full(error: BaseException) -> bool:
    number = error.errno if isinstance(error, OSError) else None
    return number in _FULL or any(words in str(error).lower() for words in _FULL_WORDS)


def _has_no_space(data_dir: Path) -> bool:
    """SQLite calls it an I/O error when the disk has no room for its shared memory."""
    try:
        return shutil.disk_usage(data_dir).free < _HARDLY_ANY
    except OSError:
        return False


def _told(error: BaseException, data_dir: Path) -> tuple[str, str] | None:
    """The sentence and the remedy for an error, or the one behind it; None when it is not about the disk."""
    words = str(error).lower()
    number = error.errno if isinstance(error, OSError) else None
    if _is_full(error) or (isinstance(error, sqlite3.OperationalError) and _has_no_space(data_dir)):
        return texts.STORAGE_FULL, "free disk space, then datalots ingest"
    if number in _FORBIDDEN or (
        isinstance(error, sqlite3.Error) and any(word in words for word in _FORBIDDEN_WORDS)
    ):
        return texts.STORAGE_READ_ONLY.format(path=data_dir), "change the rights, or use another --data-dir"
    if isinstance(error, sqlite3.DatabaseError) and "disk i/o error" not in words:
        return texts.STORAGE_DAMAGED.format(
            path=data_dir
        ), "restore a copy, or remove it and run datalots ingest"
    if isinstance(error, OSError | sqlite3.DatabaseError):
        return texts.ERROR_STORAGE, StorageError.remedy
    return _told(error.__cause__, data_dir) if error.__cause__ is not None else None
