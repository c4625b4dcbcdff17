"""Handlingar.se: the authorities that documents can be asked of there, a page each.

    /body/all-authorities.csv  Name,Short name,URL name,Tags,Home page,Publication scheme,Disclosure log,…
    /body/af.json → {"name": "Arbetsförmedlingen", "info": {"requests_count": 10,
        "requests_successful_count": 5, "requests_not_held_count": 1, …}, …}

Only what is said of authorities is read: requests carry the names of those who made them. We make links
that a person may follow, and never write there.
"""

from __future__ import annotations

from ingest.connectors.base import Job
from ingest.connectors.outbox import file_name
from ingest.connectors.pages import page
from ingest.connectors.regleringsbrev import Row, rows
from ingest.connectors.shape import within
from rag.errors import FetchError

_COLUMNS = ("Name", "URL name", "Tags", "Home page")


def fetch(job: Job) -> None:
    """Options: `counted`, authorities by their name in addresses whose requests are counted."""
    found = rows(job, job.page(job.url("/body/all-authorities.csv")), _COLUMNS)
    if not found:
        raise job.no_shape("no authorities")
    counted = set(job.source.options.get("counted", ()))
    for row in found:
        name = row["URL name"].strip()
        if row["Name"].strip() and name:
            job.box.put(f"{file_name(name)}.md", _page(job, row, name, name in counted))


def _page(job: Job, row: Row, name: str, counts: bool) -> str:
    authority, short = row["Name"].strip(), (row.get("Short name") or "").strip()
    facts = [
        ("Kortnamnet är {}.", short if short != authority else ""),
        ("Myndighetens webbplats är {}", row["Home page"].strip() if row["Home page"][:4] == "http" else ""),
        ("Ämnena hos Handlingar.se är {}.", ", ".join(row["Tags"].split())),
        ("Tidigare begäranden hos Handlingar.se: {}.", _requests(job, name) if counts else ""),
    ]
    lines = "\n".join(sentence.format(said) for sentence, said in facts if said)
    title = f"Begär ut handlingar från {authority}"
    opening = (
        f"Hos Handlingar.se kan du begära ut allmänna handlingar från {authority}: {job.url(f'/new/{name}')}"
    )
    return page(
        title,
        "\n\n".join(filter(None, (opening, lines))),
        url=job.url(f"/body/{name}"),
        keywords=[word for word in (authority, short, *row["Tags"].split()) if word],
    )


def _requests(job: Job, name: str) -> str:
    try:
        info = within(job.json(job.url(f"/body/{name}.json")), "info")
    except FetchError as error:
        job.warn(error.user_message)
        return ""
    total, answered = within(info, "requests_count"), within(info, "requests_successful_count")
    if not isinstance(total, int) or not isinstance(answered, int):
        return ""
    return f"{total}, varav {answered} besvarade i sin helhet"
