"""JobSearch, Platsbanken's ads by search: the ads of a few chosen searches, a page an ad.

    GET /search?occupation-group=…&offset=0&limit=100 → {"total": {"value": 5036}, "hits": [ad, …], …}
    GET /search?…&limit=0&stats=region → {"total": …, "stats": [{"type": "region", "values":
        [{"term": "Skåne län", "concept_id": "CaRE_1nn_cSU", "code": "12", "count": 310}]}]}

A search gives at most 2,100 ads: a larger one is cut by region, then by field of work. An ad is in `ads`.
There is no change feed here: `jobstream` has it, and is what to use for all ads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.connectors import ads
from ingest.connectors.base import Job
from ingest.connectors.shape import within
from rag import texts

_PAGE = 100
_CEILING = 2_000 + _PAGE
_CUTS = ("region", "occupation-field")
Search = Mapping[str, str | int | Sequence[str]]


def fetch(job: Job) -> None:
    """Options: `searches`, parameters of the API by name."""
    mask = job.masking()
    shape = ads.shape()
    until: dict[str, str] = job.checkpoint.get("until", {})
    seen: dict[str, str] = {}
    for search in job.source.options["searches"]:
        name = ", ".join(f"{key}={value}" for key, value in search.items())
        with job.attempt(name):
            total, found = _total(job, search), set()
            for hit in _hits(job, search, total, _CUTS):
                if shape.fits(hit) and not hit.get("removed"):
                    ad = ads.read(hit, mask)
                    job.box.put(ad.name, ad.text)
                    seen[ad.name] = ad.until
                    found.add(ad.id)
            if len(found) < total:
                job.problem(texts.FETCH_FEWER.format(name=name, found=len(found), total=total))
    shape.tell(job)
    remove_expired(job, {**until, **seen}, seen)


def remove_expired(job: Job, until: Mapping[str, str], seen: Mapping[str, str] | None = None) -> None:
    """Take out the ads whose last day has passed, and remember the days of the others."""
    left = {}
    for name, day in until.items():
        if day and day[:10] < job.now[:10] and name not in (seen or ()):
            job.box.remove(name)
        else:
            left[name] = day
    job.checkpoint["until"] = left


def _total(job: Job, search: Search) -> int:
    value = within(job.json(job.url("/search", {**search, "limit": 0}), private=True), "total", "value")
    if not isinstance(value, int):
        raise job.no_shape("no total.value")
    return value


def _hits(job: Job, search: Search, total: int, cuts: Sequence[str]) -> Iterator[Any]:
    """The ads of a search, cut until each part can be paged to its end."""
    if total > _CEILING and cuts:
        by = next((cut for cut in cuts if cut not in search), "")
        if by:
            for part, count in _parts(job, search, by):
                yield from _hits(job, part, count, [cut for cut in cuts if cut != by])
            return
    for offset in range(0, min(total, _CEILING), _PAGE):
        query = {**search, "offset": offset, "limit": _PAGE, "sort": "pubdate-desc"}
        hits = within(job.json(job.url("/search", query), private=True), "hits")
        if not isinstance(hits, list):
            raise job.no_shape("no list `hits`")
        yield from hits
        if not hits:
            return


def _parts(job: Job, search: Search, by: str) -> Iterator[tuple[Search, int]]:
    asked = {**search, "limit": 0, "stats": by, "stats.limit": 30}
    stats = within(job.json(job.url("/search", asked), private=True), "stats")
    values = next((one.get("values") for one in stats or [] if within(one, "type") == by), None)
    if not isinstance(values, list):
        raise job.no_shape(f"no stats for {by}")
    for value in values:
        concept, count = within(value, "concept_id"), within(value, "count")
        if isinstance(concept, str) and isinstance(count, int):
            yield {**search, by: concept}, count
