"""JobEd Connect, education for occupations: the education that chosen searches find, a page each.

    GET /v1/educations?query=undersköterska&limit=100&offset=0 → {"hits": 41, "result": [education, …]}

Only this wrapper is recorded; what an education holds is read leniently, as EMIL has it:

    {"id": "…", "education": {"title": [{"lang": "swe", "content": "…"}], "description": […],
     "form": {"code": "yrkeshögskoleutbildning"}}, "education_providers": [{"name": …}]}

There is no change feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from ingest.connectors.base import Job
from ingest.connectors.outbox import file_name
from ingest.connectors.pages import page
from ingest.connectors.shape import Shape, text, within
from ingest.fetching.addresses import origin
from rag import texts
from rag.errors import FetchError

_PAGE = 100
_TAG = re.compile(r"<[^>]{0,500}>|<!\[CDATA\[|\]\]>")


def fetch(job: Job) -> None:
    """Options: `searches`, words; `most`, educations a search."""
    shape = Shape({"id": (str, int)})
    untitled = 0
    for search in job.source.options["searches"]:
        with job.attempt(search):
            for record in _educations(job, search, int(job.source.options.get("most", 500))):
                if not shape.fits(record):
                    continue
                title = said(within(record, "education", "title") or record.get("title"))
                if not title:
                    untitled += 1
                    continue
                job.box.put(f"{file_name(str(record['id']))}.md", _page(title, record))
    shape.tell(job)
    if untitled:
        job.problem(texts.FETCH_UNTITLED.format(n=untitled))


def _educations(job: Job, search: str, most: int) -> Iterator[Any]:
    hits = most
    for offset in range(0, most, _PAGE):
        if offset >= hits:
            return
        got = job.json(job.url("/educations", {"query": search, "limit": _PAGE, "offset": offset}))
        found, total = within(got, "result"), within(got, "hits")
        if not isinstance(found, list) or not isinstance(total, int):
            raise job.no_shape("no list `result` or no number `hits`")
        hits = min(most, total)
        if not found and offset < hits:
            job.problem(texts.FETCH_ENDED.format(name=search, found=offset, total=total))
            return
        yield from found


def _page(title: str, record: Any) -> str:
    education = record.get("education")
    providers = record.get("education_providers")
    names = [said(within(one, "name")) for one in (providers if isinstance(providers, list) else ())]
    form = within(education, "form", "code") or within(education, "type")
    facts = [
        ("Utbildningen heter {}.", title),
        ("Utbildningsformen är {}.", said(form)),
        ("Utbildningen ges av {}.", ", ".join(dict.fromkeys(filter(None, names)))),
        ("Förkunskapskravet är {}.", said(within(education, "eligibility", "eligibilityDescription"))),
    ]
    lines = "\n".join(sentence.format(value) for sentence, value in facts if value)
    body = "\n\n".join(filter(None, (lines, said(within(education, "description")))))
    return page(title, body, url=_link(said(within(education, "url"))), keywords=["utbildning", said(form)])


def said(value: Any) -> str:
    """Swedish text out of the ways that EMIL writes one: a string, or strings by language."""
    if isinstance(value, str):
        return " ".join(unescape(_TAG.sub(" ", value)).split())
    if isinstance(value, dict):
        return said(value.get("content") or value.get("string") or value.get("code") or "")
    if isinstance(value, list):
        swedish = [one for one in value if text(within(one, "lang"))[:2] == "sw"]
        return said((swedish or value or [""])[0])
    return ""


def _link(address: str) -> str:
    try:
        return address if address and origin(address) else ""
    except FetchError:
        return ""
