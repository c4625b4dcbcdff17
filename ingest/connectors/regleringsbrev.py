"""Regleringsbrev: which letters govern an agency in a year, with links; from the list of öppna statsliggaren.

    letters.csv      rbid,type,date,year,category,name,pdf
                     24162,Regleringsbrev,2023-12-21,2024,Myndighet,Arbetsförmedlingen,False
    attachments.csv  id,rbid,name
                     6712,20262,Bilaga 1 Beräkning.docx

There is no API at Statsliggaren; the letters themselves stand there, and are linked to.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ingest.connectors.base import Job
from ingest.connectors.outbox import file_name
from ingest.connectors.pages import page

_LETTERS = ("rbid", "type", "date", "year", "category", "name")
_ATTACHMENTS = ("id", "rbid", "name")
Row = Mapping[str, str]


def fetch(job: Job) -> None:
    """Options: `letters`, `attachments` (paths), `agencies` (names), `since` (year), `letter_url`."""
    options = job.source.options
    attached: dict[str, list[str]] = defaultdict(list)
    with job.attempt(str(options["attachments"])):
        for row in rows(job, job.text(job.url(str(options["attachments"]))), _ATTACHMENTS):
            attached[row["rbid"]].append(row["name"])
    letters: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows(job, job.text(job.url(str(options["letters"]))), _LETTERS):
        wanted = not options.get("agencies") or row["name"] in options["agencies"]
        if wanted and row["year"].isdecimal() and int(row["year"]) >= int(options.get("since", 0)):
            letters[row["name"], row["year"]].append(row)
    for (agency, year), found in letters.items():
        job.box.put(f"{file_name(agency)}-{year}.md", _page(job, agency, year, found, attached))


def rows(job: Job, said: str, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file that has these columns, whichever others it has.

    Raises:
        FetchError: It lacks one.
    """
    reader = csv.DictReader(said.splitlines())
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise job.no_shape(f"no column {missing[0]}")
    return [row for row in reader if all(isinstance(row[name], str) for name in columns)]


def _page(
    job: Job, agency: str, year: str, letters: Sequence[Row], attached: Mapping[str, Sequence[str]]
) -> str:
    lines = []
    for row in sorted(letters, key=lambda row: (row["date"], row["rbid"])):
        link = str(job.source.options["letter_url"]).format(rbid=row["rbid"])
        lines.append(f"{row['type']} för {agency} {year} beslutades den {row['date']}: {link}")
        lines += [f"Bilaga till det: {name}." for name in attached.get(row["rbid"], ())]
    changes = sum(row["type"] == "Ändringsbeslut" for row in letters)
    title = f"Regleringsbrev för {agency} {year}"
    count = f"{changes} ändringsbeslut" if changes else "inga ändringsbeslut"
    opening = f"För {agency} finns för {year} regleringsbrev med {count}. Breven finns i Statsliggaren."
    return page(
        title,
        "\n\n".join((opening, "\n".join(lines))),
        url=str(job.source.options["letter_url"]).format(rbid=letters[0]["rbid"]),
        as_of=max(row["date"] for row in letters)[:10],
        keywords=["regleringsbrev", agency, year],
    )
