"""The lines of the members of a zip file, within bounds: what a zip says of itself may be a lie."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO

from ingest.fetching.transfer import broken
from rag import texts
from rag.errors import FetchError

MEMBERS = 1_000
LINE = 5_000_000
"""Bytes of a line; the longest ad that was seen has some 60,000."""
RATIO = 200
"""Times that a member may unpack to more than its packed size; JSON unpacks to about ten times."""
_SMALL = 10_000_000
"""A member that unpacks to less is no bomb, whatever its ratio."""
_BLOCK = 1 << 20


def lines(file: BinaryIO, suffix: str, host: str, max_bytes: int) -> Iterator[bytes]:
    """The lines of every member whose name ends in `suffix`, without their ends.

    Raises:
        FetchError: It is no zip file, is damaged, or unpacks to more than `max_bytes` or to nonsense.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = [entry for entry in archive.infolist() if entry.filename.endswith(suffix)]
            if len(members) > MEMBERS:
                raise _bomb(host, f"{len(members)} members")
            left = max_bytes
            for entry in members:
                if entry.flag_bits & 1:
                    raise broken(host, "locked with a password")
                allowed = min(left, max(_SMALL, entry.compress_size * RATIO))
                with archive.open(entry) as member:
                    for line in _split(member, allowed, host):
                        left -= len(line)
                        yield line
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise broken(host, f"zip: {error}") from error


def _split(member: IO[bytes], allowed: int, host: str) -> Iterator[bytes]:
    held, seen = b"", 0
    while block := member.read(_BLOCK):
        seen += len(block)
        if seen > allowed:
            raise _bomb(host, f"more than {allowed} bytes")
        *whole, held = (held + block).split(b"\n")
        if len(held) > LINE:
            raise _bomb(host, "a line without end")
        yield from (line.rstrip(b"\r") for line in whole)
    if held:
        yield held


def _bomb(host: str, why: str) -> FetchError:
    return FetchError(f"{host}: {why}", kind="too_large", user_message=texts.FETCH_BOMB)
