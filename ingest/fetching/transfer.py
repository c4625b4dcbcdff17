"""The bytes of one body, over as many tries as it takes: resumed, counted, unpacked within bounds."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import BinaryIO, Literal

from ingest.fetching.limits import MEGABYTE, Budget
from rag import texts
from rag.errors import FetchError

Kind = Literal["json", "text", "xml", "html", "zip", "any"]
"""What a body must be."""

_BLOCK = 1 << 16
_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")
_TYPES: Mapping[Kind, tuple[str, ...]] = {
    "json": ("json", "text/plain", "octet-stream"),
    "text": ("text/", "csv", "octet-stream", "markdown"),
    "xml": ("xml", "text/plain", "octet-stream"),
    "html": ("html",),
    "zip": ("zip", "octet-stream"),
}


class Transfer:
    """Writes what comes to `wire`; a try that stopped goes on where it was when the server can do that."""

    def __init__(self, wire: BinaryIO, *, host: str, max_bytes: int, budget: Budget) -> None:
        self._wire = wire
        self._host = host
        self._max = max_bytes
        self._budget = budget
        self.validator = ""
        self.encoding = ""

    @property
    def size(self) -> int:
        """Bytes that have come."""
        return self._wire.seek(0, 2)

    def resume(self, validator: str, encoding: str) -> None:
        """Go on with the bytes of an earlier run."""
        self.validator, self.encoding = validator, encoding

    def conditions(self) -> dict[str, str]:
        """Headers that ask for the rest; empty when there is none or it could be the rest of another body."""
        size = self.size
        if not size or not self.validator:
            return {}
        return {"Range": f"bytes={size}-", "If-Range": self.validator}

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Look at the head of an answer; start over unless it is the rest of what has come.

        Raises:
            FetchError: It says that it is too large, is packed in a way that we did not ask for, or is the
                rest of something else.
        """
        if status == 206:
            told = _RANGE.match(headers.get("content-range", ""))
            if told is None or int(told[1]) != self.size:
                self.restart()
                raise self._broken("a part that was not asked for")
        else:
            self.restart()
            self.encoding = headers.get("content-encoding", "").lower().strip()
            etag = headers.get("etag", "")
            self.validator = etag if etag and not etag.startswith("W/") else headers.get("last-modified", "")
        if self.encoding not in {"", "identity", "gzip"}:
            raise self._broken(f"content-encoding {self.encoding!r}")
        length = headers.get("content-length", "")
        if length.isdecimal() and self.size + int(length) > self._max:
            raise self._too_large()

    def receive(self, chunks: Iterable[bytes]) -> None:
        """Write the body as it comes.

        Raises:
            FetchError: It, or the run, is too large.
        """
        size = self.size
        for chunk in chunks:
            size += len(chunk)
            if size > self._max:
                raise self._too_large()
            self._budget.spend(len(chunk))
            self._wire.write(chunk)
        self._wire.flush()

    def unpack(self, into: BinaryIO) -> str:
        """Write the body, unpacked, to `into`; gives its SHA-256.

        Raises:
            FetchError: It is damaged, or unpacks to more than it may.
        """
        self._wire.seek(0)
        inflate = zlib.decompressobj(wbits=31) if self.encoding == "gzip" else None
        written = 0
        digest = hashlib.sha256()
        try:
            while block := self._wire.read(_BLOCK):
                while block:
                    plain = inflate.decompress(block, _BLOCK * 16) if inflate else block
                    block = inflate.unconsumed_tail if inflate else b""
                    written += len(plain)
                    if written > self._max:
                        raise self._too_large()
                    into.write(plain)
                    digest.update(plain)
        except zlib.error as error:
            raise self._broken(f"gzip: {error}") from error
        if inflate and not inflate.eof:
            raise self._broken("gzip that ends too early")
        into.flush()
        return digest.hexdigest()

    def restart(self) -> None:
        """Forget what has come."""
        self.validator, self.encoding = "", ""
        self._wire.seek(0)
        self._wire.truncate()

    def _too_large(self) -> FetchError:
        message = texts.FETCH_TOO_LARGE.format(host=self._host, limit=max(1, self._max // MEGABYTE))
        return FetchError(
            f"{self._host}: more than {self._max} bytes", kind="too_large", user_message=message
        )

    def _broken(self, why: str) -> FetchError:
        return broken(self._host, why)


def broken(host: str, why: str) -> FetchError:
    """The error for an answer that did not come whole."""
    message = texts.FETCH_BROKEN.format(host=host)
    return FetchError(f"{host}: {why}", kind="broken", user_message=message, again=True)


def check_kind(kind: Kind, content_type: str, start: bytes, host: str) -> None:
    """Whether a body is what it should be, by what the server says and by its first bytes.

    Raises:
        FetchError: It is not: a page to log in on, an error page.
    """
    said = content_type.lower().split(";")[0]
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    page = first.startswith((b"<!doctype html", b"<html"))
    fits = {
        "json": first[:1] in {b"{", b"["},
        "text": not page,
        "xml": first.startswith(b"<") and not page,
        "html": first.startswith(b"<"),
        "zip": first.startswith(b"pk"),
        "any": True,
    }[kind]
    if not fits or (kind != "any" and said and not any(part in said for part in _TYPES[kind])):
        message = texts.FETCH_CONTENT.format(host=host)
        raise FetchError(
            f"{host}: {said or 'no content type'} where {kind} was expected: {first[:60]!r}",
            kind="content",
            user_message=message,
        )
