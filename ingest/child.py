"""Reads a foreign file in a child process that can do little: bounded memory and time, no network.

A parser of RDF, PDF or XML may crash, hang, eat the memory or fetch what a file tells it to. So every
file that is not our own is read by a fork of `python -m ingest.limited`, which answers with records in JSON;
they are checked here as any foreign data. When it dies the file is refused in one sentence and the next is
read as if nothing had been.

Where the system lets us, the child has a network namespace of its own, with nothing in it; everywhere its
sockets refuse to connect. Systems without fork (Windows) read in the process itself, without these limits.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ingest.limited import FRAME, HEAVY, WALL_SECONDS, Asked, adapter
from ingest.readers import READERS
from ingest.readers.base import Record, refused
from ingest.sources import Source
from rag import texts
from rag.errors import SourceError
from rag.schema import Document

log = logging.getLogger(__name__)

MAX_ANSWER = 400_000_000
"""Bytes of records that one file may give."""
COMMAND = (sys.executable, "-m", "ingest.limited")
SMALL = 100_000
"""Bytes of a file that may share a fork with others."""
_TOGETHER = 16
"""Files that share one at most."""


class File(NamedTuple):
    """A file and how it is read."""

    reader: str
    path: Path
    source: Source


def read(reader: str, path: Path, source: Source) -> list[Record]:
    """The records of a file: of our own read here, of others by the child.

    Raises:
        SourceError: It cannot be read, or the child came to its limits.
        OSError: The child cannot be started.
    """
    (found,) = read_all([File(reader, path, source)])
    if isinstance(found, SourceError):
        raise found
    return found


def read_all(files: Sequence[File]) -> Iterator[list[Record] | SourceError]:
    """As `read`, of many files: for each, in their order, its records or why it cannot be read.

    Raises:
        OSError: The child cannot be started.
    """
    for together in _shared(files):
        if together[0].source.bundled or not hasattr(os, "fork"):
            yield from map(_read_here, together)
        else:
            answers = _CHILD.ask(together)
            yield from (_checked(file, answer) for file, answer in zip(together, answers, strict=True))


def _shared(files: Sequence[File]) -> Iterator[list[File]]:
    """The files in their order, those together that share a fork: none that a foreign parser reads."""
    group: list[File] = []
    for file in files:
        alone = file.source.bundled or file.reader in HEAVY or not _is_small(file.path)
        if group and (alone or len(group) == _TOGETHER):
            yield group
            group = []
        group.append(file)
        if alone:
            yield group
            group = []
    if group:
        yield group


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size <= SMALL
    except OSError:
        return False


def _read_here(file: File) -> list[Record] | SourceError:
    try:
        return list(READERS[file.reader].read(file.path, file.source))
    except SourceError as error:
        return error
    except OSError:
        raise
    except Exception as error:  # a parser may fail in any way; the other files go in all the same
        log.exception("reader %s failed on %s", file.reader, file.path)
        return refused(file.path, texts.FILE_CRASHED, repr(error))


def _checked(file: File, answer: dict[str, Any] | SourceError) -> list[Record] | SourceError:
    if isinstance(answer, SourceError):
        return answer
    if "refused" in answer:
        return SourceError(answer["log"], user_message=answer["refused"], remedy="datalots sources")
    try:
        records = [adapter(kind).validate_python(value) for kind, value in answer["records"]]
        return [_with_web_address(record, file) for record in records]
    except SourceError as error:
        return error
    except (KeyError, ValueError, TypeError) as error:
        return refused(file.path, texts.FILE_CRASHED, f"the child answered otherwise: {error}")


def _with_web_address(record: Record, file: File) -> Record:
    """The record; where its address is of the web but badly written, it is found at its source's.

    Raises:
        SourceError: The address is none of the web: something that a click would run.
    """
    if not isinstance(record, Document) or not record.url or _is_web(record.url):
        return record
    if not record.url.startswith(("https://", "http://")):
        raise refused(file.path, texts.FILE_CRASHED, f"no web address: {record.url!r}")
    log.warning("%s: badly written address: %r", record.id, record.url)
    return replace(record, url=file.source.url)


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not set(address) & set(" <>\"'\n\t")


class Child:
    """The process that reads; started when the first file needs it, again when it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._one_at_a_time = threading.Lock()

    def ask(self, files: Sequence[File]) -> list[dict[str, Any] | SourceError]:
        """What the child says of each file: its records, why it refuses, or an error where it fell.

        A child that falls over several files is asked for each alone.
        """
        with self._one_at_a_time:
            process = self._running()
            try:
                return [_sound(file, said) for file, said in zip(files, _said(process, files), strict=True)]
            except (OSError, EOFError, ValueError, TimeoutError) as error:
                self.stop()
                why = f"the child fell: {error!r}"
        if len(files) == 1:
            return [refused(files[0].path, texts.FILE_CRASHED, why)]
        return [answer for file in files for answer in self.ask([file])]

    def _running(self) -> subprocess.Popen[bytes]:
        """The child of this process; one that was inherited by a fork belongs to another."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[1], start_new_session=True,
            )  # fmt: skip
        return self._process

    def stop(self) -> None:
        """End the child and what it forked."""
        if self._process is not None and self._owner == os.getpid():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    pipe and pipe.close()
        self._process = None


def _said(process: subprocess.Popen[bytes], files: Sequence[File]) -> Iterator[Any]:
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps([_asked(file) for file in files]).encode() + b"\n")
    process.stdin.flush()
    for _ in files:
        yield json.loads(_framed(process.stdout.fileno(), 2 * WALL_SECONDS + 10))


def _asked(file: File) -> Asked:
    source = file.source.model_dump(mode="json")
    return {"reader": file.reader, "path": str(file.path.absolute()), "source": source}


def _sound(file: File, said: Any) -> dict[str, Any] | SourceError:
    if not isinstance(said, dict):
        return refused(file.path, texts.FILE_CRASHED, "the child answered otherwise")
    if "died" in said:
        why = _DEATHS.get(said["died"], texts.FILE_CRASHED)
        return refused(file.path, why, f"reading was ended by signal {said['died']}")
    return said


def _framed(file: int, seconds: float) -> bytes:
    """The next answer: its length in eight bytes, then as many bytes."""
    until = time.monotonic() + seconds
    (length,) = FRAME.unpack(_exactly(file, FRAME.size, until))
    if length > MAX_ANSWER:
        raise EOFError(f"an answer of {length} bytes")
    return _exactly(file, length, until)


def _exactly(file: int, length: int, until: float) -> bytes:
    held = bytearray()
    while len(held) < length:
        ready, _, _ = select.select([file], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError("no answer in time")
        piece = os.read(file, min(length - len(held), 1 << 20))
        if not piece:
            raise EOFError("the pipe ended")
        held += piece
    return bytes(held)


_DEATHS = {
    int(signal.SIGALRM): texts.FILE_TOO_SLOW,
    int(signal.SIGXCPU): texts.FILE_TOO_SLOW,
    int(signal.SIGKILL): texts.FILE_TOO_SLOW,
}
_CHILD = Child()
atexit.register(_CHILD.stop)
