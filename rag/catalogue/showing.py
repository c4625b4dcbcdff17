"""A dataset as people read it: short in a list, or what was asked of it, and how to get it.

Every fact stands word for word in the dataset's document, which is what is cited; only the commands are made
here, from the addresses in it.
"""

from __future__ import annotations

import re
from itertools import takewhile

from rag import texts
from rag.catalogue.door import Property
from rag.quoting import cite, cite_text
from rag.schema import Citation, Claim, Dataset, Distribution, Document

_SHORT = (
    "Utgivare är",
    "Datamängden är indelad",
    "Datamängden följer",
    "Datamängden finns i",
    "Licensen",
    "Datamängden uppdateras",
    "Datamängden avser",
)
_NEXT = ("Utgivare är", "Datamängden är indelad")
_GAPS = "Kända luckor"
_OF_PROPERTY: dict[Property, tuple[str, ...]] = {
    "licence": ("Licensen är",),
    "format": ("Datamängden finns i", "Datamängden hämtas"),
    "frequency": ("Datamängden uppdateras", "Posten ändrades"),
    "period": ("Datamängden avser",),
    "publisher": ("Utgivare är",),
    "access": ("Datamängden hämtas", "Datamängden nås", "Datamängden finns i"),
    "detail": ("Datamängden är indelad", "Datamängden följer"),
    "contact": ("Kontakt", "Utgivare är"),
}

_LIMITS: dict[Property, re.Pattern[str]] = {
    "licence": re.compile(
        r"\b(licensadress|licens(en)? anges|som källa|angiven källa|fri användning|villkoren)\b"
    ),
    "access": re.compile(r"\b(API|PDF|webbsid|nedladdning|hämta)"),
    "format": re.compile(r"\b(API|PDF|Excel|webbsid|format|maskinläsbar)"),
    "detail": re.compile(r"."),
    "period": re.compile(r"\b(år|tidsserie|serien|månad)"),
}
"""When another line of the entry, most often its known gaps, says where the property ends."""


def short(document: Document) -> Claim:
    """A list item: what it holds, who gives it out, by what it is divided, in what form and how often."""
    return _opening(document, _SHORT)


def shortest(document: Document) -> Claim:
    """A list item below the first: what it holds, who gives it out and by what it is divided."""
    return _opening(document, _NEXT)


def with_gaps(document: Document) -> Claim:
    """The best of a list: as short, with what it lacks."""
    return _opening(document, (*_SHORT, _GAPS))


def of_property(document: Document, asked: Property | None) -> tuple[Claim, ...]:
    """What the entry says of the property, an item a line, each cited by itself; nothing when none does."""
    told = _lines_of(document, asked)
    says = _LIMITS.get(asked) if asked and told else None
    others = (_GAPS,) if asked != "licence" else ("",)
    limits = [line for line in _lines(document, others) if says and says.search(line) and line not in told]
    return tuple(
        Claim(text=f"- {line}", citations=(_cite_line(document, line),)) for line in [*told, *limits]
    )


def of_namesake(document: Document, asked: Property | None) -> Claim | None:
    """The same under the title, in one item, for a list of datasets that share a name."""
    told = [line for line in _lines_of(document, asked) if line.endswith(".")]
    if not told:
        return None
    lines = [document.text.split("\n", 1)[0], *told]
    return Claim(text=f"- {' '.join(lines)}", citations=tuple(_cite_line(document, line) for line in lines))


def _lines_of(document: Document, asked: Property | None) -> list[str]:
    """The lines that tell the property; of those that end with an address, one for each."""
    told: dict[str, str] = {}
    for line in _lines(document, _OF_PROPERTY[asked]) if asked else ():
        told.setdefault(line if line.endswith(".") else line.split()[-1], line)
    return list(told.values())


def _lines(document: Document, openings: tuple[str, ...]) -> list[str]:
    return [line for line in document.text.split("\n")[1:] if line.startswith(openings)]


def how_to_get(dataset: Dataset) -> tuple[str, ...]:
    """Commands that fetch it: curl and Python; empty when only a page of the publisher is known."""
    part = _fetched(dataset)
    if part is None:
        return ()
    table = texts.DATASET_OWN_TABLE.format(table=dataset.table) if dataset.table else ""
    if "/v1/doris/" in part.url or "/api/v1/" in part.url:
        curl, python = texts.DATASET_CURL_PXWEB, texts.DATASET_PYTHON_PXWEB
    else:
        curl, python = texts.DATASET_CURL, texts.DATASET_PYTHON
    address = f"{part.url}/data?outputFormat=csv" if "/api/v2/tables/" in part.url else part.url
    code = texts.DATASET_HOW_TO.format(curl=curl.format(url=address), python=python.format(url=address))
    return tuple(text for text in (code, table) if text)


def _cite_line(document: Document, line: str) -> Citation:
    """A citation of one line: what stands beside it may say "inte" of something else."""
    citation = cite_text(document, line, "dataset")
    assert citation is not None, line
    return citation


def _opening(document: Document, openings: tuple[str, ...]) -> Claim:
    """The title, the first sentence and the lines after them that open so, quoted as they stand."""
    lines = document.text.split("\n")
    shown = [*lines[:2], *takewhile(lambda line: line.startswith(openings), lines[2:])]
    text = "\n".join(shown)
    return Claim(text=f"- {' '.join(shown)}", citations=(cite(document, 0, len(text), "dataset"),))


def _fetched(dataset: Dataset) -> Distribution | None:
    """The distribution that a program can fetch: an API or a file, not a page."""
    pages = {"HTML", "PDF"}
    if any("inte kontrollerad" in caveat for caveat in dataset.caveats):
        return None
    parts = [
        part
        for part in dataset.distributions
        if part.url
        and part.format not in pages
        and part.url != dataset.landing_page
        and "sida" not in part.title
    ]
    return next(iter(sorted(parts, key=lambda part: (not part.service, part.url))), None)
