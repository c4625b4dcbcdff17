"""What the disk says, told as one Swedish sentence with what to do."""

from __future__ import annotations

import errno
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


def _told(error: BaseException, data_dir: Path) -> tuple[str, str] | None:
    """The sentence and the remedy for an error, or the one behind it; None when it is not about the disk."""
    words = str(error).lower()
    number = error.errno if isinstance(error, OSError) else None
    if _is_full(error):
        return texts.STORAGE_FULL, "free disk space, then datalots ingest"
    if number in _FORBIDDEN or (
        isinstance(error, sqlite3.Error) and any(word in words for word in _FORBIDDEN_WORDS)
    ):
        return texts.STORAGE_READ_ONLY.format(path=data_dir), "change the rights, or use another --data-dir"
    if isinstance(error, sqlite3.DatabaseError):
        return texts.STORAGE_DAMAGED.format(
            path=data_dir
        ), "restore a copy, or remove it and run datalots ingest"
    if isinstance(error, OSError):
        return texts.ERROR_STORAGE, StorageError.remedy
    return _told(error.__cause__, data_dir) if error.__cause__ is not None else None
