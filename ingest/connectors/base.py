"""What a connector works with: one fetch of one live source."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from ingest.connectors.outbox import Outbox
from ingest.fetching.addresses import check_origin
from ingest.fetching.cache import Cache
from ingest.fetching.client import Client, Fetched, Request
from ingest.fetching.robots import LARGEST, Robots, address, rules_when_refused
from ingest.fetching.transfer import Kind, broken
from ingest.live import LiveSource
from rag import texts
from rag.errors import FetchError, SourceError

log = logging.getLogger(__name__)

Json = Any
Query = Mapping[str, str | int | Sequence[str]]
_LARGEST_JSON = 80_000_000
"""Bytes of JSON that are parsed at once."""
_HOPELESS = frozenset({"unreachable", "timeout", "busy", "down", "budget"})
"""Faults that the next request to the same server would meet as well."""


@dataclass(slots=True, kw_only=True)
class Job:
    """Asks, and takes what came."""

    source: LiveSource
    client: Client
    cache: Cache
    box: Outbox
    now: str
    """ISO time in UTC."""
    checkpoint: dict[str, Any] = field(default_factory=dict)
    mask: Callable[[str], str] | None = None
    """Takes personal data out of a text; None when there is nothing that can."""
    problems: list[str] = field(default_factory=list)
    complete: bool = True
    """Whether what was delivered is all there is."""
    _robots: dict[str, Robots] = field(default_factory=dict)

    # -------------------------------------------------------------- asking

    def url(self, path: str = "", query: Query | None = None) -> str:
        """An address below the base of the source; a sequence repeats its parameter."""
        said = urlencode(query or {}, doseq=True, quote_via=quote)
        return self.source.base + path + (f"?{said}" if said else "")

    def json(self, url: str, *, body: Json = None, private: bool = False, exact: bool = False) -> Json:
        """A JSON answer, whole.

        Args:
            url: Of one of the origins of the source.
            body: Posted as JSON.
            private: Kept off the disk.
            exact: Decimal fractions as `Decimal`, with the digits as published.

        Raises:
            FetchError: It does not come or is no JSON.
        """
        request = Request(
            url=url,
            hosts=self.source.origins,
            rate=self.source.rate,
            kind="json",
            accept="application/json",
            private=private,
            max_bytes=_LARGEST_JSON,
            body=b"" if body is None else json.dumps(body, ensure_ascii=False).encode(),
        )
        with self.client.fetch(request, self.cache).file as file:
            data = file.read()
        try:
            return json.loads(data.decode("utf-8-sig"), parse_float=Decimal if exact else None)
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            self.cache.forget(self.cache.key("POST" if body is not None else "GET", url, request.body))
            raise broken(check_origin(url, self.source.origins), f"json: {error}") from error

    def text(self, url: str, *, kind: Kind = "text", private: bool = False) -> str:
        """A text answer in UTF-8, or Latin-1 when it is not that.

        Raises:
            FetchError: It does not come or is a page where text was expected.
        """
        with self.file(url, kind=kind, private=private, max_bytes=_LARGEST_JSON).file as file:
            data = file.read()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("latin-1")

    def page(self, url: str, *, kind: Kind = "text") -> str:
        """A page made for people, when the site lets programs fetch it.

        Raises:
            FetchError: It does not, or the page does not come.
        """
        host = check_origin(url, self.source.origins)
        if host not in self._robots:
            request = Request(url=address(url), hosts=self.source.origins, kind="text", max_bytes=LARGEST)
            try:
                with self.client.fetch(request, self.cache).file as file:
                    rules = file.read().decode("utf-8", "replace")
            except FetchError as error:
                if not error.status and error.kind != "content":
                    raise  # the page itself would not come either
                rules = rules_when_refused(error)
            self._robots[host] = Robots(rules, self.client.agent)
        self._robots[host].check(url, host)
        return self.text(url, kind=kind)

    def file(
        self, url: str, *, kind: Kind = "any", accept: str = "", private: bool = False, max_bytes: int = 0
    ) -> Fetched:
        """A body as a file; who asks closes it."""
        rules = self._robots.get(check_origin(url, self.source.origins))
        rate = rules.rate(self.source.rate) if rules else self.source.rate
        request = Request(
            url=url,
            hosts=self.source.origins,
            rate=rate,
            kind=kind,
            accept=accept,
            private=private,
            max_bytes=max_bytes,
        )
        return self.client.fetch(request, self.cache)

    # -------------------------------------------------------------- what went wrong

    def problem(self, said: str) -> None:
        """Something is missing: told, and nothing that was left out is removed."""
        self.complete = False
        self.warn(said)

    def warn(self, said: str) -> None:
        log.warning("%s: %s", self.source.id, said)
        self.problems.append(said)

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """One of several things to fetch: the others come even when it does not.

        Raises:
            FetchError: The server itself is ill, so that the others would not come either.
        """
        try:
            yield
        except SourceError as error:
            if isinstance(error, FetchError) and error.kind in _HOPELESS:
                raise
            log.warning("%s: %s", name, error)
            self.problem(texts.FETCH_ITEM.format(name=name, why=error.user_message))

    def no_shape(self, what: str) -> FetchError:
        """The error for an answer that has not the form that we read."""
        host = check_origin(self.source.base, self.source.origins)
        message = texts.FETCH_SHAPE.format(host=host)
        return FetchError(f"{self.source.id}: {what}", kind="content", user_message=message)

    def masking(self) -> Callable[[str], str]:
        """What takes personal data out of a text.

        Raises:
            FetchError: There is nothing that can: then nothing with personal data is fetched.
        """
        if self.mask is None:
            raise FetchError("no masking", kind="refused", user_message=texts.FETCH_NO_MASK)
        return self.mask
