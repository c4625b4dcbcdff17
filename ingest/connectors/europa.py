"""data.europa.eu, Europe's portal: datasets of chosen words and countries, as DCAT in N-Triples.

    GET /search?q=labour market&filter=dataset&facets={"country":["no"]}&page=0&limit=100 → {"result":
        {"count": 1, "results": [{"id": "…", "title": {"sv": "…"}, "description": {…}, "modified": "…",
         "keywords": [{"id": "…", "label": "…"}], "publisher": {"name": "…"}, "landing_page": ["…"],
         "distributions": [{"access_url": ["…"], "format": {"id": "CSV"}, "license": {"resource": "…"}}]}]}}

A field is a string or an object from one dataset to the next. What is Swedish there is a copy of
dataportal.se, so Sweden is not asked for. Contact points, which may be persons, are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from ingest.connectors.base import Job, Query
from ingest.connectors.outbox import file_name
from ingest.connectors.shape import Shape, text, within
from rag import texts

_PAGE = 100
_DCAT = "http://www.w3.org/ns/dcat#"
_DCT = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LANGUAGES = ("sv", "en", "nb", "no", "da", "de", "fr")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,2000}")


def fetch(job: Job) -> None:
    """Options: `searches` ({q, countries}), `most` datasets a search."""
    shape = Shape({"id": str, "title": (dict, str)}, {"description": (dict, str), "distributions": list})
    seen: set[str] = set()
    for search in job.source.options["searches"]:
        with job.attempt(str(search["q"])):
            for one in _results(job, search, int(job.source.options.get("most", 500))):
                if shape.fits(one) and one["id"] not in seen and said(one["title"]):
                    seen.add(one["id"])
                    job.box.put(f"{file_name(one['id'])}.nt", "".join(_triples(one)))
    shape.tell(job)
    if not seen:
        job.problem(texts.FETCH_NOTHING)


def _results(job: Job, search: Mapping[str, Any], most: int) -> Iterator[Any]:
    total, found = most, 0
    facets = json.dumps({"country": list(search["countries"])}, separators=(",", ":"))
    while found < total:
        query: Query = {
            "q": str(search["q"]),
            "filter": "dataset",
            "facets": facets,
            "limit": _PAGE,
            "page": found // _PAGE,
        }
        got = job.json(job.url("/search", query))
        results, count = within(got, "result", "results"), within(got, "result", "count")
        if not isinstance(results, list) or not isinstance(count, int):
            raise job.no_shape("no result.results or no result.count")
        total = min(most, count)
        if not results:
            if found < total:
                job.problem(texts.FETCH_ENDED.format(name=search["q"], found=found, total=total))
            return
        found += len(results)
        yield from results


def _triples(one: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a dataset."""
    subject = f"<https://data.europa.eu/data/datasets/{quote(one['id'], safe='')}>"
    yield _link(subject, _TYPE, f"{_DCAT}Dataset")
    yield _text(subject, f"{_DCT}title", said(one["title"]))
    yield _text(subject, f"{_DCT}description", said(one.get("description")))
    yield _text(subject, f"{_DCT}modified", text(one.get("modified"))[:10])
    yield _text(subject, f"{_DCT}issued", text(one.get("issued"))[:10])
    yield _link(subject, f"{_DCAT}landingPage", _address(one.get("landing_page")) or subject[1:-1])
    for keyword in _list(one.get("keywords"))[:50]:
        yield _text(subject, f"{_DCAT}keyword", said(within(keyword, "label") or keyword))
    if publisher := said(within(one.get("publisher"), "name") or one.get("publisher")):
        yield f"{subject} <{_DCT}publisher> _:publisher .\n"
        yield _text("_:publisher", f"{_FOAF}name", publisher)
    for number, way in enumerate(_list(one.get("distributions"))[:50]):
        node = f"_:way{number}"
        yield f"{subject} <{_DCAT}distribution> {node} .\n"
        yield _link(node, f"{_DCAT}accessURL", _address(within(way, "access_url")))
        yield _text(node, f"{_DCT}title", said(within(way, "title")))
        kind = within(way, "format")
        yield _text(node, f"{_DCT}format", said(within(kind, "id") or within(kind, "label") or kind))
        terms = within(way, "license")
        yield _text(node, f"{_DCT}license", said(within(terms, "resource") or within(terms, "id") or terms))


def said(value: Any) -> str:
    """A text out of a string, or of strings by language: Swedish, else the first that we can read."""
    if isinstance(value, dict):
        value = next((value[name] for name in _LANGUAGES if name in value), next(iter(value.values()), ""))
    return " ".join(text(value).split())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _address(value: Any) -> str:
    """The first address of a list, or the address itself; empty when it is none of the open web."""
    first = value[0] if isinstance(value, list) and value else value
    address = text(within(first, "resource") or first)
    return address if _ADDRESS.fullmatch(address) else ""


def _link(subject: str, predicate: str, address: str) -> str:
    return f"{subject} <{predicate}> <{address}> .\n" if address else ""


def _text(subject: str, predicate: str, value: str) -> str:
    if not value:
        return ""
    safe = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")
    return f'{subject} <{predicate}> "{safe}" .\n'
