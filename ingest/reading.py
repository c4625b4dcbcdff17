"""Sources → ledger: lists the files, reads those that changed, cuts their documents into chunks."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
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

TOGETHER = 32
"""Files between two commits at most: each waits for the disk."""
TOGETHER_BYTES = 4_000_000
"""A group of files is closed when it is larger: what it gave is held in memory."""


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


class Listed(NamedTuple):
    """A file of a source."""

    source: Source
    path: Path
    known: str | None
    """The stamp that it had when it was last read; None when it never was."""
    documents: int = 0
    """How many documents it held then."""


class Read(NamedTuple):
    """What a file gave."""

    listed: Listed
    stamp: str
    found: list[Record] | SourceError | None
    """Its records, or why it cannot be read; None when it is as it was."""


def read_ahead(listed: Sequence[Listed], *, again: bool) -> Iterator[list[Read]]:
    """What the changed files gave, or `again` all, in groups: the next is read while one is kept.

    Raises:
        OSError: The child that reads foreign files cannot be started.
    """
    with ThreadPoolExecutor(1) as beside:
        waiting: Future[list[Read]] | None = None
        for group in _groups(listed):
            following = beside.submit(_read, group, again)
            if waiting is not None:
                yield waiting.result()
            waiting = following
        if waiting is not None:
            yield waiting.result()


def _groups(listed: Sequence[Listed]) -> Iterator[list[Listed]]:
    """The files in their order, so many together as are read and kept at once."""
    group: list[Listed] = []
    size = 0
    for one in listed:
        group.append(one)
        size += _size(one.path)
        if len(group) == TOGETHER or size > TOGETHER_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it will say so
        return 0


def _read(listed: Sequence[Listed], again: bool) -> list[Read]:
    """Touches no ledger."""
    read = [_stamped(one) for one in listed]
    changed = [
        place
        for place, one in enumerate(read)
        if one.found is None and (again or one.stamp != one.listed.known)
    ]
    files = [read[place].listed for place in changed]
    found = child.read_all([child.File(_reader(one), one.path, one.source) for one in files])
    for place, records in zip(changed, found, strict=True):
        read[place] = read[place]._replace(found=records)
    return read


def _stamped(listed: Listed) -> Read:
    try:
        return Read(listed, _stamp(listed.source, _reader(listed), listed.path), None)
    except SourceError as error:
        return Read(listed, "", error)


def _reader(listed: Listed) -> str:
    return reader_for(listed.path) if listed.source.reader == ANY_READER else listed.source.reader


def keep(ledger: Ledger, read: Read) -> Outcome:
    """Put what a file gave into the ledger in place of what it held; one that is refused stays as it was.

    Args:
        ledger: Holds the source.
        read: What the file gave.
    """
    source, path, known, documents = read.listed
    name = source.name_of(path)
    try:
        if isinstance(read.found, SourceError):
            raise read.found
        if read.found is None:
            return Outcome(Changes(unchanged=documents))
        records = [one for one in read.found if not _is_erased(ledger, one)]
        passages = [
            chunker.passage(document, chunk)
            for document in records
            if isinstance(document, Document)
            for chunk in chunker.chunk(document)
        ]
        changes = ledger.replace_file(source, name, read.stamp, records, passages)
        return Outcome(changes, erased=((source, name),) if read.found and not records else ())
    except SourceError as error:
        log.warning("refused: %s", error)
        kept = f" {texts.FILE_KEPT}" if known else ""
        return Outcome(Changes(unchanged=documents), (Refused(str(path), error.user_message + kept),))


def _is_erased(ledger: Ledger, record: Record) -> bool:
    if isinstance(record, Table):
        ids = {record.info.id, document_id(record.info.id)}
    else:
        ids = {record.id, getattr(record, "document_id", "")}
    return any(map(ledger.is_erased, ids))


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
