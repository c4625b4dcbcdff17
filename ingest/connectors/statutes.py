"""Statutes: the consolidated text of chosen acts, a page a section, with the state of law it stands for.

From Riksdagen (`riksdagen_list`), and from Regeringskansliets rättsdatabaser when Riksdagen has no text:

    POST <es> {"searchIndexes": ["Sfs"], "api": "search", "json": {"query": …, "size": 1}} → {"hits": {"hits":
        [{"_source": {"beteckning": "2025:399", "rubrik": "Förordning (2025:399) om …",
          "upphavdDateTime": null, "fulltext": {"forfattningstext": "1 § …", "andringInford": "t.o.m. SFS …"},
          "uppdateradDateTime": "2025-05-26T08:54:29.3888677"}}]}}

How a text is cut into sections: `statute_text`. An act without a section, or with far fewer than before, is
not believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.connectors.base import Job
from ingest.connectors.outbox import file_name
from ingest.connectors.pages import page
from ingest.connectors.riksdagen_list import documents, shape, text_of
from ingest.connectors.shape import Shape, text, within
from ingest.connectors.statute_text import Section, amended_to, sections
from rag import texts

_REPEALED = re.compile(r"^\s*Upphävd:\s*(\d{4}-\d\d-\d\d)", re.MULTILINE)
_BELIEVED = 0.8
"""Share of the sections of the last time that an act must still have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A statute as it stands."""

    number: str
    title: str
    text: str
    amended: str
    """The last amendment that the text takes in."""
    changed: str
    """When the publisher last changed it: the change signal."""
    repealed: str
    """ISO date from which it stands no more; empty while it does."""
    url: str


def fetch(job: Job) -> None:
    """Options: `acts` (SFS numbers), `es` (address of the second publisher)."""
    marks: dict[str, str] = job.checkpoint.setdefault("marks", {})
    counts: dict[str, int] = job.checkpoint.setdefault("counts", {})
    turns: dict[str, str] = job.checkpoint.setdefault("turns", {})
    entry_shape, names = shape(), job.box.names()
    for number in job.source.options["acts"]:
        with job.attempt(f"SFS {number}"):
            folder = file_name(number)
            before = {name for name in names if name.startswith(f"{folder}/")}
            stands = before and (not turns.get(number) or job.now[:10] < turns[number])
            act = _act(job, number, entry_shape, marks.get(number, "") if stands else "")
            if act is None:
                _keep(job, before)
                continue
            found = sections(act.text)
            if not found or len(found) < _BELIEVED * counts.get(number, 0):
                _keep(job, before)
                job.problem(
                    texts.FETCH_SECTIONS.format(act=number, found=len(found), known=counts.get(number, 0))
                )
                continue
            for name, section in _named(found):
                job.box.put(f"{folder}/{name}.md", _page(act, section, job.now[:10]))
            marks[number], counts[number] = act.changed, len(found)
            turns[number] = _next_turn(act, found, job.now[:10])
    entry_shape.tell(job)


def _next_turn(act: Act, found: list[Section], day: str) -> str:
    """The next day when a section comes into force or goes out of it; empty when none is known."""
    dates = [act.repealed, *(date for section in found for date in (section.valid_from, section.valid_until))]
    return min((date for date in dates if date > day), default="")


def _keep(job: Job, names: set[str]) -> None:
    for name in names:
        job.box.keep(name)


def _act(job: Job, number: str, entry_shape: Shape, mark: str) -> Act | None:
    """The act; None when it has not changed since `mark`."""
    query = {"doktyp": "sfs", "bet": number}
    entries = [e for e in documents(job, query, entry_shape, 20) if text(e.get("beteckning")) == number]
    entry = next((e for e in entries if text(e.get("subtyp")) != "sfsr"), None)
    if entry is not None:
        changed = text(entry.get("systemdatum"))
        if mark and changed == mark:
            return None
        said = text_of(job, entry)
        if sections(said):
            repealed = _REPEALED.search(said)
            return Act(
                number=number,
                title=entry["titel"].strip(),
                text=said,
                amended=amended_to(text(entry.get("undertitel")) or said[:2_000]),
                changed=changed,
                repealed=repealed[1] if repealed else "",
                url=_address(number),
            )
    return _second(job, number, mark)


def _second(job: Job, number: str, mark: str) -> Act | None:
    """The act at Regeringskansliets rättsdatabaser."""
    asked = {"query": {"term": {"beteckning.keyword": number}}, "size": 1, "from": 0, "_source": True}
    body = {"searchIndexes": ["Sfs"], "api": "search", "json": asked}
    hits = within(job.json(str(job.source.options["es"]), body=body), "hits", "hits")
    found: Any = within(hits[0], "_source") if isinstance(hits, list) and hits else None
    said, title = text(within(found, "fulltext", "forfattningstext")), text(within(found, "rubrik"))
    if text(within(found, "beteckning")) != number or not title:
        raise job.no_shape(f"{number} is in neither place")
    changed = text(within(found, "uppdateradDateTime"))
    if mark and changed == mark:
        return None
    return Act(
        number=number,
        title=title,
        text=said,
        amended=amended_to(text(within(found, "fulltext", "andringInford"))),
        changed=changed,
        repealed=text(within(found, "upphavdDateTime"))[:10],
        url=_address(number),
    )


def _address(number: str) -> str:
    return f"https://rkrattsbaser.gov.se/sfst?bet={number}"


def _named(found: list[Section]) -> Iterator[tuple[str, Section]]:
    """The sections with names for their files: "k3-p2a", and its time where it has one."""
    taken: set[str] = set()
    for section in found:
        parts = [f"k{section.chapter}" if section.chapter else "", f"p{section.number}"]
        parts += [f"fran-{section.valid_from}" if section.valid_from else ""]
        parts += [f"till-{section.valid_until}" if section.valid_until else ""]
        name = file_name("-".join(part.replace(" ", "") for part in parts if part))
        while name in taken:
            name += "x"
        taken.add(name)
        yield name, section


def _page(act: Act, section: Section, day: str) -> str:
    stands = section.in_force(day) and (not act.repealed or day < act.repealed)
    notes = [
        f"Gäller från och med den {section.valid_from}." if section.valid_from else "",
        f"Upphör att gälla den {section.valid_until}." if section.valid_until else "",
        f"Författningen är upphävd den {act.repealed}." if act.repealed else "",
        f"Lydelse till och med SFS {act.amended}." if act.amended else "",
    ]
    parts = (f"{section.number} § {section.text}", " ".join(filter(None, notes)))
    return page(
        f"{section.name} {act.title}",
        "\n\n".join(filter(None, parts)),
        url=act.url,
        as_of=act.changed[:10],
        section=section.name,
        sfs=act.number,
        act=act.title,
        in_force=stands,
        keywords=[section.heading] if section.heading else [],
    )
