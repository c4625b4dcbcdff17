"""The child that reads foreign files, `python -m ingest.limited`: a line names some, a frame answers each.

It loads the readers once and forks. The fork gets its limits, reads, and answers with records in JSON. Small
files share a fork, for starting one costs more than reading them; where it falls, each file that it had not
answered gets a fork of its own, and only such a fork may say that a file is too heavy or too slow.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import importlib
import json
import logging
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from ingest.readers import READERS
from ingest.readers.base import MAX_BYTES, Record
from ingest.sources import Source
from rag import texts
from rag.errors import SourceError
from rag.schema import Concept, Dataset, Document, Table

MEMORY = 450_000_000
"""Bytes that a fork may take beside what the child holds when it starts."""
CPU_SECONDS = 60
WALL_SECONDS = 120
FRAME = struct.Struct("!Q")
"""The length of the answer that follows."""
HEAVY = {
    "dcat": ("rdflib", "rdflib.plugins.parsers.notation3", "rdflib.plugins.parsers.rdfxml"),
    "pdf": ("pypdf",),
    "html": ("trafilatura",),
    "docx": ("docx",),
    "xlsx": ("openpyxl",),
}
"""The foreign parser of a reader: loaded once, before the fork, and given a fork for each file."""
_KINDS = {kind.__name__: kind for kind in (Document, Dataset, Concept, Table)}
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000

Asked = dict[str, Any]
"""A file: its "reader", "path" and "source"."""


def main() -> None:
    """Read the files that are asked for on standard input, a list a line, until it ends."""
    out = os.dup(1)
    os.dup2(2, 1)  # what a parser prints must not look like an answer
    _leave_the_network()
    logging.disable(logging.WARNING)
    importlib.import_module("resource")  # which Windows lacks; there nothing forks
    for kind in _KINDS:
        adapter(kind)  # made once here, not in every fork
    for line in sys.stdin.buffer:
        asked: list[Asked] = json.loads(line)
        for reader in {one["reader"] for one in asked}:
            for module in (*HEAVY.get(reader, ()), f"ingest.readers.{READERS[reader].module}"):
                importlib.import_module(module)
        gc.freeze()  # what is there before the fork is not copied for being counted
        for answer in _answers(asked):
            _write(out, FRAME.pack(len(answer)))
            _write(out, answer)


@functools.cache
def adapter(kind: str) -> Any:
    """What writes and checks the records of a kind.

    Raises:
        KeyError: There is no such kind.
    """
    from pydantic import TypeAdapter

    return TypeAdapter(_KINDS[kind])


def _answers(asked: Sequence[Asked]) -> Iterator[bytes | memoryview]:
    """The answer to each file, in their order."""
    done = 0
    if len(asked) > 1:
        for frame in forked([functools.partial(_answer, one, alone=False) for one in asked])[0]:
            done += 1
            yield frame
    for one in asked[done:]:
        frames, died = forked([functools.partial(_answer, one, alone=True)])
        yield frames[0] if frames else json.dumps({"died": died}).encode()


def forked(answers: Sequence[Callable[[], bytes]]) -> tuple[list[memoryview], int]:
    """What a fork with limits answers, one after the other until it falls, and the signal that felled it."""
    theirs, ours = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(theirs)
        _in_the_fork(answers, ours)
    os.close(ours)
    held = bytearray()
    while piece := os.read(theirs, 1 << 20):
        held += piece
    os.close(theirs)
    _, status = os.waitpid(pid, 0)
    return list(_frames(memoryview(held))), os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _frames(held: memoryview) -> Iterator[memoryview]:
    """The whole frames; one that was cut is as good as none."""
    start = 0
    while len(held) >= start + FRAME.size:
        (length,) = FRAME.unpack_from(held, start)
        start += FRAME.size
        if len(held) < start + length:
            return
        yield held[start : start + length]
        start += length


def _in_the_fork(answers: Sequence[Callable[[], bytes]], ours: int) -> NoReturn:
    try:
        _limit()
        for answer in answers:
            told = answer()
            _write(ours, FRAME.pack(len(told)))
            _write(ours, told)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a fork must never run on as its parent
        os._exit(1)


def _write(file: int, data: bytes | memoryview) -> None:
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


def _told(record: Record) -> tuple[str, Any]:
    kind = type(record).__name__
    return kind, adapter(kind).dump_python(record, mode="json")


def _answer(asked: Asked, *, alone: bool) -> bytes:
    """The records of a file as JSON, or why it is refused.

    Raises:
        MemoryError: It is too heavy, beside what was read before it; `alone` that is a refusal.
    """
    path, source = Path(asked["path"]), Source.model_validate(asked["source"])
    try:
        records = list(READERS[asked["reader"]].read(path, source))
        told = [
            (kind, adapter(kind).dump_python(one, mode="json"))
            for one in records
            for kind in [type(one).__name__]
        ]
        return json.dumps({"records": told}, ensure_ascii=False).encode("utf-8")
    except SourceError as error:
        answer = {"refused": error.user_message, "log": str(error)}
    except MemoryError:
        if not alone:
            raise
        answer = {"refused": texts.FILE_TOO_HEAVY, "log": f"{path}: out of memory"}
    except UnicodeEncodeError as error:
        answer = {"refused": texts.FILE_BROKEN, "log": f"{path}: {error!r}"}
    except Exception as error:  # noqa: BLE001 - a parser may fail in any way
        answer = {"refused": texts.FILE_CRASHED, "log": f"{path}: {error!r}"}
    return json.dumps(answer, ensure_ascii=True).encode()


if __name__ == "__main__":
    main()
