"""Yrkesbarometern, Arbetsförmedlingen's forecast of occupations twice a year: a page an occupation.

One real row of 4,818 (219 occupations, the country and 21 counties), cut short:

    {"yb_yrke": "Arbetsförmedlare", "yb_concept_id": "yUVK_gPS_ETF", "lan": "00", "ssyk": "3333",
     "jobbmojligheter": "medelstora", "rekryteringssituation": "balans", "prognos": "öka",
     "text_jobbmojligheter": "Nationellt bedöms …", "text_rekryteringssituation": "…", "omgang": "2025-2"}

The address of the file changes with each round; it is the link to a JSON file on the page of the dataset.
"No assessment" is an answer, and is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import urljoin

from ingest.connectors.base import Job
from ingest.connectors.outbox import file_name
from ingest.connectors.pages import page
from ingest.connectors.shape import Shape, text
from rag.entities.regions import region

_LINK = re.compile(r"""href\s*=\s*["']([^"']+\.json[^"']*)["']""", re.IGNORECASE)
_TEXTS = ("text_jobbmojligheter", "text_rekryteringssituation")
_JUDGED = {
    "jobbmojligheter": "Möjligheter till arbete: {}.",
    "rekryteringssituation": "Rekryteringssituation: {}.",
    "prognos": "Efterfrågan på fem års sikt: väntas {}.",
}


def fetch(job: Job) -> None:
    """Options: `page`, where the link to the file stands; `file` instead, when its address is known."""
    rows = job.json(_file(job))
    if not isinstance(rows, list):
        raise job.no_shape("no list of rows")
    shape = Shape(
        {"yb_yrke": str, "yb_concept_id": str, "lan": (str, int), "omgang": str},
        {
            "ssyk": str,
            "ssyk_text": str,
            "text_jobbmojligheter": str,
            "text_rekryteringssituation": str,
            "jobbmojligheter": str,
            "rekryteringssituation": str,
            "prognos": str,
        },
    )
    occupations: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if shape.fits(row):
            occupations[row["yb_concept_id"]].append(row)
    shape.tell(job)
    for found in occupations.values():
        job.box.put(f"{file_name(found[0]['yb_yrke'])}.md", _page(found))


def _file(job: Job) -> str:
    if known := job.source.options.get("file"):
        return job.url(str(known))
    place = job.url(str(job.source.options["page"]))
    links = [urljoin(place, unescape(link)) for link in _LINK.findall(job.page(place, kind="html"))]
    named = [link for link in links if "barometer" in link.lower()]
    if not named:
        raise job.no_shape("no link to a JSON file")
    return named[0]


def _page(rows: Sequence[Mapping[str, Any]]) -> str:
    rows = sorted(rows, key=_code)
    first, name = rows[0], rows[0]["yb_yrke"].strip()
    codes = re.findall(r"\d{4}", text(first.get("ssyk")))
    head = [
        f"Yrkesbarometerns omgång {first['omgang']}, {text(first.get('yrkesomrade'))}.".replace(", .", "."),
        f"Yrkesgrupp: {text(first.get('ssyk_text'))} (SSYK {', '.join(codes)})." if codes else "",
        text(first.get("yb_beskrivning")),
    ]
    sections = [f"## {_place(row)}\n\n{_said(row)}" for row in rows if _place(row)]
    return page(
        f"Yrkesbarometern {first['omgang']}: {name}",
        "\n\n".join([*filter(None, head), *sections]),
        keywords=[name, *codes, "yrkesbarometern", "jobbmöjligheter", "prognos"],
    )


def _said(row: Mapping[str, Any]) -> str:
    """Arbetsförmedlingen's own sentences, each once; without them the bare assessment."""
    told = list(dict.fromkeys(filter(None, (text(row.get(name)) for name in _TEXTS))))
    return " ".join(told) or " ".join(_judged(row)) or "Ingen bedömning görs för yrket."


def _judged(row: Mapping[str, Any]) -> Iterator[str]:
    for name, sentence in _JUDGED.items():
        if value := text(row.get(name)):
            yield sentence.format(value)


def _code(row: Mapping[str, Any]) -> str:
    return str(row["lan"]).zfill(2)


def _place(row: Mapping[str, Any]) -> str:
    """ "Riket" or the name of the county; empty for a code that is neither."""
    found = region(_code(row))
    return found.name[:1].upper() + found.name[1:] if found and found.kind in {"riket", "lan"} else ""
