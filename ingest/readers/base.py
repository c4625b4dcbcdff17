"""What a reader is: a function from one file to records, in a module of its own per format.

    def read(path: Path, source: Source) -> Iterator[Record]

A file that cannot be read raises `SourceError` with a Swedish sentence (`refused`); a reader never guesses
and never skips in silence. Everything is bounded by `MAX_BYTES`.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ingest.sources import Source
from rag import texts
from rag.errors import SourceError
from rag.index.records import to_json
from rag.schema import Concept, Dataset, Document, Table

MAX_BYTES = 50_000_000
"""Bytes of a file that is read; a larger one is refused."""
MAX_UNPACKED = 250_000_000
"""Bytes that a Word or Excel file may unpack to."""
MAX_CHARACTERS = 20_000_000
"""Characters of text that one file may give, after unpacking."""

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape of half a character; mostly followed by its other half."""

Record = Document | Table | Concept | Dataset
Read = Callable[[Path, Source], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: which files are of it and which module reads them."""

    module: str
    """Below `ingest.readers`, imported when the first file is read."""
    suffixes: tuple[str, ...] = ()
    """Of the files it takes when nobody has named a reader, lower case."""
    version: int = 1
    """Raise it when the same file would give other records: they are then read again."""
    companions: tuple[str, ...] = ()
    """Suffixes of files that are read together with one of the same name."""

    def read(self, path: Path, source: Source) -> Iterator[Record]:
        """The records of the file at `path`.

        Raises:
            SourceError: It cannot be read; `user_message` says why in one Swedish sentence.
        """
        read: Read = import_module(f"ingest.readers.{self.module}").read
        for record in read(path, source):
            _refuse_halves(path, record)
            yield record

    def files(self, path: Path) -> tuple[Path, ...]:
        """The file and its companions that exist: what the records depend on."""
        beside = (path.with_suffix(suffix) for suffix in self.companions)
        return (path, *(file for file in beside if file.is_file()))


def read_json(text: str | bytes) -> Any:
    """As `json.loads`; half a character (an escape like d800 alone) becomes the sign for an unknown one."""
    told = text.decode() if isinstance(text, bytes) else text
    loaded = json.loads(told)
    return _whole(loaded) if _HALF.search(told) else loaded


def _whole(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole(inner) for inner in value]
        case dict():
            return {_whole(key): _whole(inner) for key, inner in value.items()}
        case _:
            return value


def _refuse_halves(path: Path, record: Record) -> None:
    """A text with half a character in it cannot be kept; parsers let them through where they are escaped."""
    try:
        match record:
            case Document():
                f"{record.id} {record.title} {record.url} {record.text}".encode()
            case Table():
                to_json(record.info).encode()
                for row in record.rows:
                    "".join(cell or "" for cell in row).encode()
            case _:
                to_json(record).encode()
    except UnicodeEncodeError as error:
        raise refused(path, texts.FILE_BROKEN, f"half a character: {error.reason}") from error


def refused(path: Path, why: str, message: str) -> SourceError:
    """The error for a file that cannot be read: `why` is Swedish for the user, `message` for the log."""
    line = " ".join(re.split(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", why)).strip()  # it may quote the file
    return SourceError(f"{path}: {message}", user_message=line, remedy="datalots sources")


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, at most `MAX_BYTES`.

    Raises:
        SourceError: Too large, or the system does not let us read it.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise refused(path, texts.FILE_TOO_LARGE.format(limit=MAX_BYTES // 1_000_000), f"{size} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise refused(path, texts.FILE_UNREADABLE, str(error)) from error
    return _unpacked(path, data) if path.suffix.lower() == ".gz" else data


def _unpacked(path: Path, data: bytes) -> bytes:
    """What a gzip file holds, read no further than it may be."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            held = file.read(MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise refused(path, texts.FILE_BROKEN, f"gzip: {error}") from error
    if len(held) > MAX_UNPACKED:
        raise refused(path, texts.FILE_TOO_LARGE.format(limit=MAX_BYTES // 1_000_000), "unpacks to too much")
    return held


def refuse_bomb(path: Path, data: bytes) -> None:
    """Look at what a zip file says it unpacks to before anything is unpacked.

    Raises:
        SourceError: It is no zip file, or unpacks to more than `MAX_UNPACKED`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise refused(path, texts.FILE_BROKEN, f"zip: {error}") from error
    if size > MAX_UNPACKED:
        raise refused(
            path, texts.FILE_TOO_LARGE.format(limit=MAX_BYTES // 1_000_000), f"unpacks to {size} bytes"
        )


def bounded(path: Path, text: str) -> str:
    """`text`, when it is not empty and not larger than a file may give.

    Raises:
        SourceError: It is one of them.
    """
    if not text.strip():
        raise refused(path, texts.FILE_EMPTY, "no text")
    if len(text) > MAX_CHARACTERS:
        raise refused(
            path, texts.FILE_TOO_LARGE.format(limit=MAX_BYTES // 1_000_000), f"{len(text)} characters"
        )
    return text


def document_id(path: Path, source: Source) -> str:
    """The id of the document of a file: where it lies in its source."""
    return f"{source.id}/{source.name_of(path)}"
