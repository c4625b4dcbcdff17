"""Sources → ledger: lists the files, reads those that changed, cuts their documents into chunks."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from ingest import child, chunker
from ingest.ledger import Changes, Ledger
from ingest.readers import READERS, reader_for
from ingest.readers.base import Record
from ingest.sources import ANY_READER, Source
from rag import texts
from rag.errors import SourceError
from rag.schema import Document, Table
from rag.statistics.descriptor import document_id

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, and why, in Swedish."""

    path: str
    why: str


class Outcome(NamedTuple):
    """What reading some files led to."""

    changes: Changes = Changes()
    refused: tuple[Refused, ...] = ()
    erased: tuple[tuple[Source, str], ...] = ()
    """Files, each of a source by its name, that hold nothing but what was erased."""

    def plus(self, other: Outcome) -> Outcome:
        return Outcome(
            self.changes.plus(other.changes), self.refused + other.refused, self.erased + other.erased
        )


def list_files(source: Source, besides: Path) -> list[Path]:
    """The files of a source in a fixed order, without hidden ones.

    Args:
        source: Its folder is searched with all below it; its `files` says which are taken.
        besides: A directory that is left out, wherever it lies: our own data.

    Raises:
        SourceError: The folder or file is not there (a disk that is not mounted looks the same).
    """
    root = source.root
    if not root.exists():
        why = texts.PATH_MISSING.format(path=root)
        raise SourceError(f"{root}: source {source.id} is not there", user_message=why)
    if root.is_file():
        return [root]
    return sorted(path for path in _walk(root, besides.absolute()) if fnmatch(path.name, source.files))


def _walk(root: Path, besides: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root, onerror=_unreadable):
        folders[:] = [
            name for name in folders if not _hidden(name) and Path(folder, name).absolute() != besides
        ]
        yield from (Path(folder, name) for name in names if not _hidden(name))


def _unreadable(error: OSError) -> None:
    """A folder that cannot be listed must not look like one whose files are gone."""
    raise SourceError(f"{error.filename}: {error}", user_message=texts.FOLDER_UNREADABLE) from error


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def forget_vanished(ledger: Ledger, source: Source, files: Sequence[Path]) -> Outcome:
    """Remove from the ledger what stood in files that the source has no more."""
    outcome = Outcome()
    for name in ledger.stamps(source.id).keys() - {source.name_of(path) for path in files}:
        outcome = outcome.plus(Outcome(ledger.remove_file(source.id, name)))
    return outcome


def read_file(ledger: Ledger, source: Source, path: Path, known: str | None, *, again: bool) -> Outcome:
    """Read a file into the ledger if it changed, or `again` in any case; a bad one stays as it was.

    Args:
        ledger: Holds the source.
        source: Of the file.
        path: The file.
        known: The stamp that it had when it was last read; None when it never was.
        again: Read it in any case.
    """
    name = source.name_of(path)
    try:
        reader = reader_for(path) if source.reader == ANY_READER else source.reader
        stamp = _stamp(source, reader, path)
        if stamp == known and not again:
            return Outcome(Changes(unchanged=ledger.count_file(source.id, name)))
        found = _records(source, reader, path)
        records = [one for one in found if not _is_erased(ledger, one)]
        passages = [
            chunker.passage(document, chunk)
            for document in records
            if isinstance(document, Document)
            for chunk in chunker.chunk(document)
        ]
        changes = ledger.replace_file(source, name, stamp, records, passages)
        return Outcome(changes, erased=((source, name),) if found and not records else ())
    except SourceError as error:
        log.warning("refused: %s", error)
        kept = f" {texts.FILE_KEPT}" if known else ""
        unchanged = Changes(unchanged=ledger.count_file(source.id, name))
        return Outcome(unchanged, (Refused(str(path), error.user_message + kept),))


def _is_erased(ledger: Ledger, record: Record) -> bool:
    if isinstance(record, Table):
        ids = {record.info.id, document_id(record.info.id)}
    else:
        ids = {record.id, getattr(record, "document_id", "")}
    return any(map(ledger.is_erased, ids))


def _records(source: Source, reader: str, path: Path) -> list[Record]:
    try:
        return child.read(reader, path, source)
    except (SourceError, OSError):
        raise
    except Exception as error:  # a parser may fail in any way; the other files go in all the same
        log.exception("reader %s failed on %s", reader, path)
        raise SourceError(f"{path}: {error!r}", user_message=texts.FILE_CRASHED) from error


def _stamp(source: Source, reader: str, path: Path) -> str:
    """Of all that decides what a file gives: its bytes, how it is read, whose it is."""
    digest = hashlib.sha256()
    try:
        for file in READERS[reader].files(path):
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    except OSError as error:
        raise SourceError(f"{path}: {error}", user_message=texts.FILE_UNREADABLE) from error
    digest.update(f"{reader} {READERS[reader].version} {chunker.VERSION} {source.model_dump_json()}".encode())
    return digest.hexdigest()
