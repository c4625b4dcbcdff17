"""Connections of httpx: to checked addresses only, and no read or connect outlives the deadline of its fetch.

httpx's own timeouts are per read, so a server that drips a byte a second, in headers or body, never trips
them; here each wait is cut to what is left. TLS is still checked against the name, not the address.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Collection, Iterable
from typing import Any

import httpcore
import httpx

from ingest.fetching.addresses import resolve


class Deadline(threading.local):
    """When the fetch of this thread must be over, on the monotonic clock."""

    at: float = float("inf")

    def __init__(self, stopped: threading.Event) -> None:
        """Each thread has its own `at`; `stopped` ends the fetches of all of them."""
        self._stopped = stopped

    def left(self, timeout: float | None) -> float:
        """`timeout`, or what is left when that is less.

        Raises:
            httpcore.ReadTimeout: Nothing is left.
        """
        left = self.at - time.monotonic()
        if left <= 0 or self._stopped.is_set():
            raise httpcore.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)


class GuardedTransport(httpx.HTTPTransport):
    """httpx's transport over `_Network`."""

    def __init__(self, deadline: Deadline, private_hosts: Collection[str]) -> None:
        context = ssl.create_default_context()
        super().__init__(verify=context, trust_env=False)
        # httpx has no parameter for this; a test proves that the guard is in place
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=20,
            keepalive_expiry=5.0,
            network_backend=_Network(deadline, frozenset(private_hosts)),
        )


class _Network(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, private_hosts: frozenset[str]) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._private_hosts = private_hosts

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in resolve(host, port, self._private_hosts):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise httpcore.UnsupportedProtocol("sources are not fetched over local sockets")

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
