"""Riksdagen's documents beside statutes: reports (sou) and bills (prop) by chosen searches, a page each.

The list and its traps: `riksdagen_list`. The text comes as plain text, or as the HTML that it is made of.
"""

from __future__ import annotations

from ingest.connectors.base import Job
from ingest.connectors.outbox import file_name
from ingest.connectors.pages import page
from ingest.connectors.riksdagen_list import Entry, documents, shape, text_of
from ingest.connectors.shape import text
from rag import texts

_KINDS = {"sou": "SOU", "prop": "proposition", "ds": "departementsserien", "dir": "kommittédirektiv"}
_PUBLISHED = "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/"


def fetch(job: Job) -> None:
    """Options: `searches`, parameters of the list by name; `most`, documents a search."""
    marks: dict[str, str] = job.checkpoint.setdefault("marks", {})
    entry_shape = shape()
    listed = set()
    for search in job.source.options["searches"]:
        newest = {"sort": "datum", "sortorder": "desc", **search}
        with job.attempt(", ".join(f"{name}={value}" for name, value in search.items())):
            for entry in documents(job, newest, entry_shape, int(job.source.options.get("most", 50))):
                listed.add(entry["dok_id"])
                with job.attempt(entry["titel"]):
                    _take(job, entry, marks)
    entry_shape.tell(job)
    if not listed:
        job.problem(texts.FETCH_NOTHING)
    for gone in set(marks) - listed if job.complete else ():
        del marks[gone]


def _take(job: Job, entry: Entry, marks: dict[str, str]) -> None:
    name = f"{file_name(entry['dok_id'])}.md"
    mark = text(entry.get("systemdatum"))
    if job.box.has(name):
        job.box.keep(name)
        if mark and marks.get(entry["dok_id"]) == mark:
            return
    said = text_of(job, entry)
    if not said:
        job.problem(texts.FETCH_ITEM.format(name=entry["titel"], why=texts.FILE_EMPTY))
        return
    kind = _KINDS.get(text(entry.get("doktyp")), "")
    number = text(entry.get("beteckning"))
    full = f"{text(entry.get('rm'))}:{number}" if text(entry.get("doktyp")) == "prop" else number
    title = " ".join(part for part in (kind, full) if part)
    job.box.put(
        name,
        page(
            f"{title}: {entry['titel'].strip()}" if title else entry["titel"].strip(),
            said,
            url=f"{_PUBLISHED}{entry['dok_id']}",
            publisher=text(entry.get("organ")) or "Sveriges riksdag",
            as_of=text(entry.get("datum"))[:10],
            keywords=[word for word in (title, kind) if word],
        ),
    )
    marks[entry["dok_id"]] = mark
