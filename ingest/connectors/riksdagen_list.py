"""Riksdagen's list of documents, with its traps: numbers in strings, one hit that is no list, repeated pages.

    GET /dokumentlista/?utformat=json&doktyp=sfs&bet=2011:1029&p=1&sz=100 → {"dokumentlista": {
        "@traffar": "21", "@sida": "1", "@sidor": "2", "dokument": [{"dok_id": "sfs-2011-1029",
        "titel": "Lag (2011:1029) om …", "undertitel": "t.o.m. SFS 2023:253", "beteckning": "2011:1029",
        "systemdatum": "2023-06-01 04:41:58", …}]}}

`systemdatum` is the change signal. The text stands at `/dokument/<dok_id>.text`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.connectors.base import Job
from ingest.connectors.shape import Shape, within

_PAGE = 100
_PAGES = 50
Entry = Mapping[str, Any]


def shape() -> Shape:
    """What an entry must have."""
    return Shape({"dok_id": str, "titel": str}, {"systemdatum": str, "beteckning": str, "datum": str})


def documents(job: Job, query: Mapping[str, str | int], entry_shape: Shape, most: int) -> Iterator[Entry]:
    """The entries of all pages of a search, each once, at most `most`.

    Raises:
        FetchError: A page does not come, or has another form.
    """
    seen: set[str] = set()
    for number in range(1, _PAGES + 1):
        asked = {"utformat": "json", **query, "p": number, "sz": min(_PAGE, most)}
        listed = within(job.json(job.url("/dokumentlista/", asked)), "dokumentlista")
        if not isinstance(listed, dict) or "@traffar" not in listed:
            raise job.no_shape("no dokumentlista")
        entries = listed.get("dokument")
        found = [entries] if isinstance(entries, dict) else entries if isinstance(entries, list) else []
        fresh = [one for one in found if entry_shape.fits(one) and one["dok_id"] not in seen]
        if not fresh or str(listed.get("@sida")) != str(number):  # beyond the last page it repeats the last
            return
        for one in fresh:
            seen.add(one["dok_id"])
            yield one
            if len(seen) >= most:
                return
        if not str(listed.get("@sidor")).isdecimal() or number >= int(listed["@sidor"]):
            return


def text_of(job: Job, entry: Entry) -> str:
    """The text of a document; empty when there is none.

    Raises:
        FetchError: It does not come.
    """
    return job.text(job.url(f"/dokument/{entry['dok_id']}.text")).strip()
