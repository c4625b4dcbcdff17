"""JobStream, all ads of Platsbanken and what happens to them: a page an ad.

    GET /v2/snapshot               Accept: application/jsonl → an ad a line, some 400 MB
    GET /v2/stream?updated-after=2026-11-28T03:55:00         → ads that are new or changed, and removals:
        {"id": 24233930, "removed": true, "removed_date": "2020-09-22T14:57:55", "occupation": "Y3QA_5pk_uXd"}

Version 1 (`/snapshot`, `/stream?date=`) gives an array; it is asked when version 2 is not there. The server
ends long transfers cleanly in the middle of an ad, so a stream takes effect only when it is whole. The first
fetch takes the snapshot, the next ones the changes since; removals are kept for ninety days, so a longer
absence takes a snapshot again. One question a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ingest.connectors import ads
from ingest.connectors.base import Job, Query
from ingest.connectors.jobsearch import remove_expired
from ingest.fetching.addresses import check_origin
from rag.errors import FetchError

_MEMORY = timedelta(days=80)
"""Removals older than this may be forgotten by the server."""
_OVERLAP = timedelta(minutes=5)
_LINES = "application/jsonl"


def fetch(job: Job) -> None:
    """Options: `filters`, parameters `occupation-concept-id` and `location-concept-id`."""
    mask = job.masking()
    shape = ads.shape()
    now = datetime.fromisoformat(job.now)
    since = datetime.fromisoformat(job.checkpoint["since"]) if "since" in job.checkpoint else None
    follows = since is not None and timedelta(0) <= now - since < _MEMORY
    until: dict[str, str] = dict(job.checkpoint.get("until", {})) if follows else {}
    stream = _changes(job, since) if follows and since else _snapshot(job)
    if follows:
        job.box.keep_all()
    empty = True
    for record in stream:
        empty = False
        if isinstance(record, dict) and record.get("removed") and "id" in record:
            name = ads.file_of(record["id"])
            job.box.remove(name)
            until.pop(name, None)
        elif shape.fits(record):
            ad = ads.read(record, mask)
            job.box.put(ad.name, ad.text)
            until[ad.name] = ad.until
    if not follows and empty:
        raise job.no_shape("an empty snapshot")
    shape.tell(job)
    remove_expired(job, until)
    job.checkpoint["since"] = (now - _OVERLAP).isoformat(timespec="seconds")


def _snapshot(job: Job) -> Iterator[Any]:
    return _records(job, "/v2/snapshot", "/snapshot", {}, {})


def _changes(job: Job, since: datetime) -> Iterator[Any]:
    # in UTC, which is behind Swedish time: what is repeated is harmless, what is missed is not
    after = since.strftime("%Y-%m-%dT%H:%M:%S")
    return _records(job, "/v2/stream", "/stream", {"updated-after": after}, {"date": after})


def _records(job: Job, path: str, old_path: str, query: Query, old_query: Query) -> Iterator[Any]:
    filters = job.source.options.get("filters", {})
    try:
        got = job.file(job.url(path, {**query, **filters}), kind="json", accept=_LINES, private=True)
    except FetchError as error:
        if error.status != 404:
            raise
        got = job.file(job.url(old_path, {**old_query, **filters}), kind="json", private=True)
    with got.file as file:
        yield from ads.records(file, check_origin(job.source.base, job.source.origins))
