"""One request, start to end: the right host, its turn, redirects, tries, cache, deadline. Read this first."""

from __future__ import annotations

import logging
import random
import ssl
import tempfile
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urljoin

import httpx

from ingest.fetching.addresses import check_origin
from ingest.fetching.cache import Cache, Entry, Part
from ingest.fetching.limits import Budget, Limits, Turns
from ingest.fetching.transfer import Kind, Transfer, broken, check_kind
from ingest.fetching.transport import Deadline, GuardedTransport
from ingest.fetching.waiting import backoff, in_words, retry_after
from rag import texts
from rag.errors import FetchError

log = logging.getLogger(__name__)

_HOPS = 5
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAID = 4_000
"""Bytes that are kept of an error body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to fetch, from whom, and what it must be."""

    url: str
    hosts: Collection[str]
    """The origins that may be asked, redirects included (`addresses.origin`)."""
    kind: Kind = "any"
    accept: str = ""
    rate: float = 2.0
    """Requests a second to the host, at most."""
    body: bytes = b""
    """JSON to post; without it the request is a GET."""
    private: bool = False
    """Never under a name on disk: it may hold personal data."""
    max_bytes: int = 0
    """Less than the limit of the client, when the body is known to be small; 0 for that limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body that came whole and is what it should be."""

    url: str
    """Where it came from, after redirects."""
    file: BinaryIO
    """Open at its start; who fetched it closes it."""
    sha256: str
    changed: bool
    """False when it is the one of the last time."""
    content_type: str = ""


@dataclass(slots=True)
class Client:
    """Fetches for one run; shared by its threads."""

    limits: Limits
    private_hosts: Collection[str] = ()
    """Hosts that may lie on a closed net: an own mirror, or a test on loopback."""
    agent: str = "Datalots"
    turns: Turns = field(default_factory=Turns)
    chance: random.Random = field(default_factory=random.Random)
    sleep: Any = time.sleep
    _stopped: threading.Event = field(default_factory=threading.Event)
    _deadline: Deadline = field(init=False)
    _budget: Budget = field(init=False)
    _http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._deadline = Deadline(self._stopped)
        self._budget = Budget(self.limits.max_total)
        self._http = httpx.Client(
            transport=GuardedTransport(self._deadline, self.private_hosts),
            timeout=self.limits.timeout,
            headers={"User-Agent": self.agent, "Accept-Encoding": "gzip"},
            trust_env=False,
        )

    def stop(self) -> None:
        """End every fetch that is under way, at its next read; for a run that was interrupted."""
        self._stopped.set()

    def close(self) -> None:
        self._http.close()

    def fetch(self, request: Request, cache: Cache) -> Fetched:
        """The body of `request`, from the server or, when it has not changed, from `cache`.

        Raises:
            FetchError: It does not come, not whole, or is not what it should be; what was in the cache stays.
            OSError: The disk says no.
        """
        key = cache.key("POST" if request.body else "GET", request.url, request.body)
        known = None if request.private else cache.entry(key)
        until = self._deadline.at = time.monotonic() + self.limits.deadline
        try:
            with ExitStack() as stack:
                transfer = self._transfer(request, cache, key, stack)
                for attempt in range(self.limits.retries + 1):
                    try:
                        return self._try(request, cache, key, known, transfer)
                    except FetchError as error:
                        self._note(request, cache, key, transfer)
                        self._wait(error, attempt, until)
                    except OSError:
                        cache.drop_part(key)  # a full disk is not helped by half a file
                        raise
                raise AssertionError("the last try returns or raises")
        finally:
            self._deadline.at = float("inf")

    def _wait(self, error: FetchError, attempt: int, until: float) -> None:
        """Sleep before the next try; raise `error` when there should be none."""
        if not error.again or attempt == self.limits.retries or self._stopped.is_set():
            raise error
        asked = error.retry_after
        wait = backoff(attempt, self.chance) if asked is None else asked
        if wait > self.limits.max_wait or time.monotonic() + wait > until:
            raise error
        log.info("again in %.1f s: %s", wait, error)
        self.sleep(wait)

    # -------------------------------------------------------------- one try

    def _try(
        self, request: Request, cache: Cache, key: str, known: Entry | None, transfer: Transfer
    ) -> Fetched:
        with self._answer(request, {**(known.conditions() if known else {}), **transfer.conditions()}) as got:
            host = got.url.host
            if got.status_code == 304 and known is not None:
                return self._cached(cache, key, known)
            if got.status_code == 416:  # what came before is not a beginning of what is there now
                transfer.restart()
                raise broken(host, "the rest of what came is gone")
            if got.status_code not in {200, 206}:
                raise self._refused(got)
            transfer.begin(got.status_code, got.headers)
            with _as_fetch_errors(host):
                transfer.receive(got.iter_raw())
            return self._whole(request, cache, key, known, transfer, got)

    @contextmanager
    def _answer(self, request: Request, conditions: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The head of the answer after redirects, each checked like the first address."""
        url = request.url
        for _ in range(_HOPS + 1):
            host = check_origin(url, request.hosts)
            with self.turns.turn(host, request.rate), ExitStack() as stack:
                got = stack.enter_context(closing(self._send(request, url, conditions)))
                if got.status_code not in _REDIRECTS or "location" not in got.headers:
                    yield got
                    return
            url = self._next(host, url, got.headers["location"])
        message = texts.FETCH_REDIRECT.format(host=check_origin(request.url, request.hosts))
        raise FetchError(f"{request.url}: more than {_HOPS} redirects", kind="address", user_message=message)

    def _send(self, request: Request, url: str, conditions: Mapping[str, str]) -> httpx.Response:
        headers = dict(conditions)
        if request.accept:
            headers["Accept"] = request.accept
        if request.body:
            headers["Content-Type"] = "application/json"
        with _as_fetch_errors(url):
            built = self._http.build_request(
                "POST" if request.body else "GET", url, headers=headers, content=request.body or None
            )
            return self._http.send(built, stream=True, follow_redirects=False)

    @staticmethod
    def _next(host: str, url: str, location: str) -> str:
        onward = urljoin(url, location)
        if url.startswith("https:") and not onward.startswith("https:"):
            message = texts.FETCH_REDIRECT.format(host=host)
            raise FetchError(f"{url} redirects to {onward}", kind="address", user_message=message)
        return onward

    def _refused(self, got: httpx.Response) -> FetchError:
        """The error for a status that is none of success."""
        host, status = got.url.host, got.status_code
        said = b""
        with _as_fetch_errors(host):
            for chunk in got.iter_raw(_SAID):
                said = chunk[:_SAID]
                break
        asked = retry_after(got.headers) if status in {429, 503} else None
        if (asked is not None and asked > self.limits.max_wait) or (status == 429 and asked is None):
            message = texts.FETCH_BUSY.format(host=host, wait=in_words(asked or 60))
        else:
            shown = texts.FETCH_DOWN if status >= 500 else texts.FETCH_REFUSED
            message = shown.format(host=host, status=status)
        return FetchError(
            f"{got.url}: {status} {said[:200]!r}",
            kind="busy" if status == 429 else "down" if status >= 500 else "refused",
            user_message=message,
            status=status,
            body=said.decode("utf-8", "replace"),
            again=status in _AGAIN,
            retry_after=asked,
        )

    # -------------------------------------------------------------- what comes of it

    def _transfer(self, request: Request, cache: Cache, key: str, stack: ExitStack) -> Transfer:
        limit = min(request.max_bytes or self.limits.max_bytes, self.limits.max_bytes)
        part = cache.part(key)
        wire = _unnamed(part.parent) if request.private else part.open("a+b")
        stack.enter_context(wire)
        host = check_origin(request.url, request.hosts)
        transfer = Transfer(wire, host=host, max_bytes=limit, budget=self._budget)
        known = None if request.private else cache.partial(key)
        if known is not None:
            transfer.resume(known.validator, known.encoding)
        return transfer

    @staticmethod
    def _note(request: Request, cache: Cache, key: str, transfer: Transfer) -> None:
        """Remember a body that stopped on the way, so that another run may go on with it."""
        if request.private:
            return
        if transfer.size and transfer.validator:
            cache.note_part(
                key, Part(url=request.url, validator=transfer.validator, encoding=transfer.encoding)
            )
        else:
            transfer.restart()

    @staticmethod
    def _cached(cache: Cache, key: str, known: Entry) -> Fetched:
        cache.drop_part(key)
        file = cache.body(key).open("rb")
        return Fetched(
            url=known.url, file=file, sha256=known.sha256, changed=False, content_type=known.content_type
        )

    @staticmethod
    def _whole(
        request: Request,
        cache: Cache,
        key: str,
        known: Entry | None,
        transfer: Transfer,
        got: httpx.Response,
    ) -> Fetched:
        """Unpack, check, keep: only a body that is what it should be takes the place of the one before."""
        url, content_type = str(got.url), got.headers.get("content-type", "")
        aside = cache.body(key).with_suffix(".unpacked")
        file = _unnamed(aside.parent) if request.private else aside.open("w+b")
        try:
            digest = transfer.unpack(file)
            file.seek(0)
            check_kind(request.kind, content_type, file.read(1024), got.url.host)
            file.seek(0)
            if not request.private:
                headers = got.headers
                entry = Entry(
                    url=url,
                    sha256=digest,
                    content_type=content_type,
                    etag=headers.get("etag", ""),
                    last_modified=headers.get("last-modified", ""),
                )
                cache.keep(key, aside, entry)
        except BaseException:
            file.close()
            aside.unlink(missing_ok=True)
            transfer.restart()
            raise
        return Fetched(
            url=url,
            file=file,
            sha256=digest,
            changed=known is None or known.sha256 != digest,
            content_type=content_type,
        )


def _unnamed(folder: Path) -> BinaryIO:
    """A file without a name on disk, gone when it is closed or the process dies."""
    return cast(BinaryIO, tempfile.TemporaryFile(dir=folder))


@contextmanager
def _as_fetch_errors(where: str) -> Iterator[None]:
    """Raise what httpx raises as `FetchError`."""
    host = httpx.URL(where).host or where if "//" in where else where
    try:
        yield
    except httpx.TimeoutException as error:
        message = texts.FETCH_TIMEOUT.format(host=host)
        raise FetchError(f"{where}: {error!r}", kind="timeout", user_message=message, again=True) from error
    except httpx.ConnectError as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ssl.SSLError):
            cause = cause.__cause__ or cause.__context__
        text = texts.FETCH_CERTIFICATE if cause is not None else texts.FETCH_UNREACHABLE
        message = text.format(host=host)
        raise FetchError(
            f"{where}: {error}", kind="unreachable", user_message=message, again=cause is None
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise broken(host, repr(error)) from error
