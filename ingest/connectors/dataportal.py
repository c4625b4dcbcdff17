"""dataportal.se, and any other EntryStore: the datasets that chosen words find, as DCAT-AP-SE in RDF/XML.

    GET /search?type=solr&query=rdfType:… AND public:true AND (…)&limit=100&offset=0&sort=modified desc →
        {"offset": 0, "limit": 100, "results": 1, "resource": {"children": [{"contextId": "1", "entryId": "1",
         "metadata": {"https://…/dataset/1": {"http://purl.org/dc/terms/title": [{"type": "literal",
         "value": "Platsannonser", "lang": "sv"}]}}}]}}
    GET /1/entry/1?recursive=dcat → RDF/XML of the dataset with its distributions and publisher

The hash of what the search says of a dataset is its change signal: only changed ones are fetched whole. In
what is delivered a dataset has the address of its page at the portal, so that ids of different catalogues
differ.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from ingest.connectors.base import Job, Query
from ingest.connectors.outbox import file_name
from ingest.connectors.shape import Shape, within
from rag import texts

_PAGE = 100
_MOST = 5_000
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DATASET = "http://www.w3.org/ns/dcat#Dataset"
_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
_FORBIDDEN = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def fetch(job: Job) -> None:
    """Options: `searches` (Solr), `page`, the address of a dataset's page with {context} and {entry}."""
    marks: dict[str, str] = job.checkpoint.setdefault("marks", {})
    shape = Shape({"contextId": (str, int), "entryId": (str, int), "metadata": dict})
    seen: set[str] = set()
    for search in job.source.options["searches"]:
        with job.attempt(search):
            for child in _children(job, search):
                if not shape.fits(child):
                    continue
                context, entry = str(child["contextId"]), str(child["entryId"])
                if not (_ID.fullmatch(context) and _ID.fullmatch(entry)) or f"{context}_{entry}" in seen:
                    continue
                seen.add(f"{context}_{entry}")
                with job.attempt(f"{context}_{entry}"):
                    _take(job, child["metadata"], context, entry, marks)
    shape.tell(job)
    if not seen:
        job.problem(texts.FETCH_NOTHING)


def _children(job: Job, search: str) -> Iterator[Any]:
    """What the pages of a search say of each dataset."""
    query = f"rdfType:{_DATASET.replace(':', chr(92) + ':', 1)} AND public:true AND ({search})"
    total, found = _MOST, 0
    while found < total:
        asked: Query = {
            "type": "solr",
            "query": query,
            "limit": _PAGE,
            "offset": found,
            "sort": "modified desc",
        }
        got = job.json(job.url("/search", asked))
        children, results = within(got, "resource", "children"), within(got, "results")
        if not isinstance(children, list) or not isinstance(results, int):
            raise job.no_shape("no resource.children or no results")
        total = min(_MOST, results)
        if not children:
            if found < total:
                job.problem(texts.FETCH_ENDED.format(name=search, found=found, total=total))
            return
        found += len(children)
        yield from children


def _take(job: Job, metadata: Mapping[str, Any], context: str, entry: str, marks: dict[str, str]) -> None:
    name = f"{file_name(f'{context}_{entry}')}.rdf"
    mark = hashlib.sha256(json.dumps(metadata, sort_keys=True).encode()).hexdigest()[:16]
    if job.box.has(name):
        job.box.keep(name)
        if marks.get(name) == mark:
            return
    subject = _subject(metadata)
    said = job.text(job.url(f"/{context}/entry/{entry}", {"recursive": "dcat"}), kind="xml")
    if not subject or f'"{escape(subject)}"' not in said or _FORBIDDEN.search(said):
        raise job.no_shape(f"{context}_{entry}: not the RDF of {subject}")
    address = str(job.source.options["page"]).format(context=context, entry=entry)
    job.box.put(name, said.replace(f'"{escape(subject)}"', f'"{escape(address)}"'))
    marks[name] = mark


def _subject(metadata: Mapping[str, Any]) -> str:
    """The address of the dataset among the subjects."""
    for subject, said in metadata.items():
        types = said.get(_TYPE) if isinstance(said, dict) else None
        if any(within(one, "value") == _DATASET for one in (types if isinstance(types, list) else ())):
            return subject
    return ""
