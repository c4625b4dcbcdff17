"""Zip archives: every file in it as if it lay in a folder, unpacked within bounds and read by its own reader.

One real record: `annonser.jsonl` in `2024.zip` gives the documents that the file would give by itself, with
ids that begin `<source>/2024.zip/annonser.jsonl`. Files of a format that nobody reads are left out; one that
is broken, encrypted, an archive itself, or would be written outside refuses the whole.
"""

from __future__ import annotations

import io
import logging
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path, PurePosixPath

from ingest.readers.base import MAX_UNPACKED, Record, read_bytes, refuse_bomb, refused
from ingest.sources import Source
from rag import texts
from rag.errors import SourceError

MAX_FILES = 5_000
log = logging.getLogger(__name__)


def read(path: Path, source: Source) -> Iterator[Record]:
    """The records of all files in the archive that have a reader.

    Raises:
        SourceError: It is no zip file, unpacks to too much, or a file in it cannot be read.
    """
    data = read_bytes(path)
    refuse_bomb(path, data)
    with tempfile.TemporaryDirectory() as folder:
        inside = source.model_copy(update={"path": folder})
        count = 0
        for file in _unpacked(path, data, Path(folder) / source.name_of(path)):
            for record in _read(path, file, inside):
                count += 1
                yield record
            file.unlink()
        if not count:
            raise refused(path, texts.FILE_EMPTY, "no file in it is read")


def _read(path: Path, file: Path, inside: Source) -> Iterator[Record]:
    readers = import_module("ingest.readers")
    try:
        name = readers.reader_for(file)
    except SourceError:
        log.warning("%s: no reader takes %s", path, file.name)
        return
    if name == "archive":
        raise refused(path, texts.ZIP_IN_ZIP, f"{file.name} is an archive")
    try:
        yield from readers.READERS[name].read(file, inside)
    except SourceError as error:
        why = texts.ZIP_MEMBER.format(name=file.name, why=error.user_message)
        raise refused(path, why, str(error)) from error


def _unpacked(path: Path, data: bytes, folder: Path) -> Iterator[Path]:
    """Each file of the archive, written below `folder`, no more than it says that it holds."""
    left = MAX_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_FILES:
            raise refused(path, texts.FILE_BROKEN, f"{len(entries)} files")
        for entry in entries:
            name = PurePosixPath(entry.filename.replace("\\", "/"))
            if name.is_absolute() or ".." in name.parts or ":" in entry.filename or "\0" in entry.filename:
                raise refused(path, texts.FILE_BROKEN, f"a path that leads out: {entry.filename!r}")
            if any(part.startswith((".", "~$", "__MACOSX")) for part in name.parts):
                continue
            if entry.flag_bits & 1:
                raise refused(path, texts.FILE_ENCRYPTED, f"{entry.filename} needs a password")
            try:
                with archive.open(entry) as opened:
                    held = opened.read(left + 1)
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
                raise refused(path, texts.FILE_BROKEN, f"zip: {error}") from error
            left -= len(held)
            if left < 0:
                raise refused(
                    path, texts.FILE_TOO_LARGE.format(limit=MAX_UNPACKED // 1_000_000), "unpacks to too much"
                )
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(held)
            yield file
