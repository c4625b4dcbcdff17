"""A publisher's server on loopback: answers as it is told, faults included, and notes what it was asked.

    site.pages["/kpi"] = Answer(json=…)                       the same answer every time
    site.pages["/kpi"] = [Answer(status=503), Answer(…)]      one after the other, the last one from then on
    site.pages["/kpi"] = lambda asked: Answer(…)              by what was asked

Pages are looked up by path with query, then by path alone. An answer with an `etag` takes conditional and
partial requests as RFC 9110 has them.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

Fault = Literal["", "drip", "drip-head", "stall", "reset", "short", "endless"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server says."""

    status: int = 200
    body: bytes = b""
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = ""
    etag: str = ""
    fault: Fault = ""
    """How the body comes: a byte at a time, never, broken off, shorter than told, without end."""
    sent: int = 0
    """Bytes before "stall", "reset" and "short"."""

    def data(self) -> bytes:
        return self.body if self.json is None else json.dumps(self.json, ensure_ascii=False).encode()

    def kind(self) -> str:
        return self.type or ("application/json" if self.json is not None else "text/plain; charset=utf-8")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a client asked."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    at: float
    """Monotonic time."""

    def one(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]


Page = Answer | list[Answer] | Callable[[Asked], Answer]


@dataclass
class Site:
    """The running server."""

    url: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.url.removeprefix("http://")

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


@contextlib.contextmanager
def publisher() -> Iterator[Site]:
    """Serve on loopback while the block runs."""
    site = Site()

    class Handler(_Handler):
        told = site

    server = _Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    told: Site

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=parse_qs(parts.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("content-length", 0))),
            at=time.monotonic(),
        )
        self.told.asked.append(asked)
        page = self.told.pages.get(self.path, self.told.pages.get(parts.path))
        if isinstance(page, list):
            answer = page.pop(0) if len(page) > 1 else page[0]
        else:
            answer = page(asked) if callable(page) else page or Answer(status=404, body=b"not here")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, OSError):
            self._say(answer, asked)

    def _say(self, answer: Answer, asked: Asked) -> None:
        data, status, extra = answer.data(), answer.status, dict(answer.headers)
        if answer.etag:
            extra["ETag"] = answer.etag
            if asked.headers.get("if-none-match") == answer.etag:
                data, status = b"", 304
            elif (told := re.match(r"bytes=(\d+)-", asked.headers.get("range", ""))) and (
                asked.headers.get("if-range") == answer.etag
            ):
                start = int(told[1])
                if start >= len(data):
                    data, status = b"", 416
                else:
                    extra["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
                    data, status = data[start:], 206
        if answer.fault == "drip-head":
            self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000)
            return
        self.send_response_only(status)
        self.send_header("Content-Type", answer.kind())
        for name, value in extra.items():
            self.send_header(name, value)
        if status != 304 and answer.fault != "endless":
            self.send_header("Content-Length", str(len(data)))
        if answer.fault:
            self.send_header("Connection", "close")
        self.end_headers()
        self._body(answer, data)

    def _body(self, answer: Answer, data: bytes) -> None:
        if answer.fault == "drip":
            self._drip(data)
        elif answer.fault == "endless":
            while True:
                self.wfile.write(b"x" * 65_536)
        else:
            self.wfile.write(data[: answer.sent] if answer.fault else data)
            self.wfile.flush()
        if answer.fault == "stall":
            time.sleep(5)
        if answer.fault == "reset":
            time.sleep(0.05)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if answer.fault:
            self.close_connection = True
            self.connection.close() if answer.fault == "reset" else None

    def _drip(self, data: bytes) -> None:
        for byte in data:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.1)
