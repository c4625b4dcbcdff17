"""Reads a foreign file in a child process that can do little: bounded memory and time, no network.

A parser of RDF, PDF or XML may crash, hang, eat the memory or fetch what a file tells it to. So every
file that is not our own is read by `python -m ingest.child`: it loads the readers once and forks for each
file. The fork gets its limits, reads, and answers with records in JSON, which are checked here as any foreign
data; when it dies the file is refused in one sentence and the next is read as if nothing had been.

Where the system lets us, the child has a network namespace of its own, with nothing in it; everywhere its
sockets refuse to connect. Systems without fork (Windows) read in the process itself, without these limits.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import functools
import importlib
import json
import logging
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from ingest.readers import READERS
from ingest.readers.base import MAX_BYTES, Record, refused
from ingest.sources import Source
from rag import texts
from rag.errors import SourceError
from rag.schema import Concept, Dataset, Document, Table

log = logging.getLogger(__name__)

MEMORY = 450_000_000
"""Bytes that reading one file may take beside what the child holds when it starts."""
CPU_SECONDS = 60
WALL_SECONDS = 120
MAX_ANSWER = 400_000_000
"""Bytes of records that one file may give."""
HEAVY = {
    "dcat": ("rdflib", "rdflib.plugins.parsers.notation3", "rdflib.plugins.parsers.rdfxml"),
    "pdf": ("pypdf",),
    "html": ("trafilatura",),
    "docx": ("docx",),
    "xlsx": ("openpyxl",),
}
"""What is loaded once, before the fork, for a reader."""
_KINDS = {kind.__name__: kind for kind in (Document, Dataset, Concept, Table)}
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_FRAME = struct.Struct("!Q")


def read(reader: str, path: Path, source: Source) -> list[Record]:
    """The records of a file: of our own read here, of others by the child.

    Raises:
        SourceError: It cannot be read, or the child came to its limits.
        OSError: The child cannot be started.
    """
    if source.bundled or not hasattr(os, "fork"):
        return list(READERS[reader].read(path, source))
    return _checked(path, source, _CHILD.ask(reader, path, source))


def _checked(path: Path, source: Source, answer: dict[str, Any]) -> list[Record]:
    if "refused" in answer:
        raise SourceError(answer["log"], user_message=answer["refused"], remedy="datalots sources")
    try:
        records = [_adapter(kind).validate_python(value) for kind, value in answer["records"]]
    except (KeyError, ValueError, TypeError) as error:
        raise refused(path, texts.FILE_CRASHED, f"the child answered otherwise: {error}") from error
    return [_with_web_address(record, source, path) for record in records]


def _with_web_address(record: Record, source: Source, path: Path) -> Record:
    """The record; where its address is of the web but badly written, it is found at its source's.

    Raises:
        SourceError: The address is none of the web: something that a click would run.
    """
    if not isinstance(record, Document) or not record.url or _is_web(record.url):
        return record
    if not record.url.startswith(("https://", "http://")):
        raise refused(path, texts.FILE_CRASHED, f"no web address: {record.url!r}")
    log.warning("%s: badly written address: %r", record.id, record.url)
    return replace(record, url=source.url)


@functools.cache
def _adapter(kind: str) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(_KINDS[kind])


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not set(address) & set(" <>\"'\n\t")


# ------------------------------------------------------------------ the parent's side


class Child:
    """The process that reads; started when the first file needs it, again when it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._one_at_a_time = threading.Lock()

    def ask(self, reader: str, path: Path, source: Source) -> dict[str, Any]:
        """What the child says of a file: its records, or why it refuses.

        Raises:
            SourceError: It came to its limits, or said what is no answer.
        """
        asked = {"reader": reader, "path": str(path.absolute()), "source": source.model_dump(mode="json")}
        with self._one_at_a_time:
            process = self._running()
            assert process.stdin and process.stdout
            try:
                process.stdin.write(json.dumps(asked).encode() + b"\n")
                process.stdin.flush()
                answer = json.loads(_framed(process.stdout.fileno(), WALL_SECONDS + 10))
            except (OSError, EOFError, ValueError, TimeoutError) as error:
                self.stop()
                raise refused(path, texts.FILE_CRASHED, f"the child fell: {error!r}") from error
        if not isinstance(answer, dict):
            raise refused(path, texts.FILE_CRASHED, "the child answered otherwise")
        if "died" in answer:
            why = _DEATHS.get(answer["died"], texts.FILE_CRASHED)
            raise refused(path, why, f"reading was ended by signal {answer['died']}")
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        """The child of this process; one that was inherited by a fork belongs to another."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingest.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
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


def _framed(file: int, seconds: float) -> bytes:
    """The next answer: its length in eight bytes, then as many bytes."""
    until = time.monotonic() + seconds
    (length,) = _FRAME.unpack(_exactly(file, _FRAME.size, until))
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


# ------------------------------------------------------------------ the child's side


def main() -> None:
    """Read what is asked for on standard input, a line a file, until it ends."""
    out = os.dup(1)
    os.dup2(2, 1)  # what a parser prints must not look like an answer
    _leave_the_network()
    logging.disable(logging.WARNING)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        for module in HEAVY.get(asked["reader"], ()):
            importlib.import_module(module)
        importlib.import_module(f"ingest.readers.{READERS[asked['reader']].module}")
        _fork(lambda asked=asked: _answer(asked), out)  # type: ignore[misc] # mypy cannot infer the default


def _fork(answer: Callable[[], bytes], out: int) -> None:
    """Let a fork with limits write the answer; where it dies, say so in its stead."""
    theirs, ours = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(theirs)
        _in_the_fork(answer, ours)
    os.close(ours)
    held = bytearray()
    while piece := os.read(theirs, 1 << 20):
        held += piece
    os.close(theirs)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) or os.WEXITSTATUS(status):
        held = bytearray(json.dumps({"died": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}).encode())
    _write(out, _FRAME.pack(len(held)))
    _write(out, held)


def _in_the_fork(answer: Callable[[], bytes], ours: int) -> NoReturn:
    try:
        _limit()
        _write(ours, answer())
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a fork must never run on as its parent
        os._exit(1)


def _write(file: int, data: bytes | bytearray) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def _limit() -> None:
    import resource

    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)  # nobody handles it: the system ends the fork
    size = MEMORY + _address_space()
    limits = (
        ("RLIMIT_AS", size), ("RLIMIT_CPU", CPU_SECONDS), ("RLIMIT_FSIZE", 2 * MAX_BYTES), ("RLIMIT_CORE", 0),
    )  # fmt: skip
    for name, limit in limits:
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(getattr(resource, name), (limit, limit))


def _address_space() -> int:
    """Bytes of address space that the process holds now."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 2_000_000_000


def _leave_the_network() -> None:
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET):  # root may; others need a user namespace, which not all systems give
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError("reading a file needs no network")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.socket.connect_ex = refuse  # type: ignore[method-assign]
    socket.socket.sendto = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse


def _named(records: Sequence[Record]) -> list[tuple[Record, str]]:
    return [(record, type(record).__name__) for record in records]


def _answer(asked: dict[str, Any]) -> bytes:
    path, source = Path(asked["path"]), Source.model_validate(asked["source"])
    try:
        records: Sequence[Record] = list(READERS[asked["reader"]].read(path, source))
        told = [(kind, _adapter(kind).dump_python(one, mode="json")) for one, kind in _named(records)]
        return json.dumps({"records": told}, ensure_ascii=False).encode("utf-8")
    except SourceError as error:
        answer = {"refused": error.user_message, "log": str(error)}
    except MemoryError:
        answer = {"refused": texts.FILE_TOO_HEAVY, "log": f"{path}: out of memory"}
    except UnicodeEncodeError as error:
        answer = {"refused": texts.FILE_BROKEN, "log": f"{path}: {error!r}"}
    except Exception as error:  # noqa: BLE001 - a parser may fail in any way
        answer = {"refused": texts.FILE_CRASHED, "log": f"{path}: {error!r}"}
    return json.dumps(answer, ensure_ascii=True).encode()


if __name__ == "__main__":
    main()
