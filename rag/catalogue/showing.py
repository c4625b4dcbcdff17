"""A dataset as people read it: short in a list, or what was asked of it, and how to get it.

Every fact stands word for word in the dataset's document, which is what is cited; only the commands are made
here, from the addresses in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from rag import texts
from rag.catalogue.door import Property
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
    """What the entry says of the property, under its title, with who gives it out; nothing when it says none.

    Addresses are items of their own: no full stop ends them.
    """
    lines = document.text.split("\n")[1:]
    told = [line for line in lines if asked and line.startswith(_OF_PROPERTY[asked])]
    if not told:
        return ()
    publisher = [line for line in lines if line.startswith("Utgivare är")]
    addresses = [line for line in told if not line.endswith(".")]
    sentences = dict.fromkeys([*(line for line in told if line not in addresses), *publisher])
    cited = (cite(document),)
    items = [f"{document.title.rstrip('.')}. {' '.join(sentences)}", *_different(addresses)]
    return tuple(Claim(text=f"- {item}", citations=cited) for item in items)


def _different(lines: Sequence[str]) -> Iterator[str]:
    """The lines whose address no line before has."""
    seen: set[str] = set()
    for line in lines:
        address = line.split()[-1]
        if address not in seen:
            seen.add(address)
            yield line


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


def cite(document: Document, end: int | None = None) -> Citation:
    """A citation of the entry from its title to `end`, or of all of it: the facts that are shown."""
    quote = document.text[:end]
    return Citation(
        kind="dataset",
        document_id=document.id,
        title=document.title,
        url=document.url,
        publisher=document.publisher,
        licence=document.licence,
        as_of=document.as_of,
        quote=quote,
        start=0,
        end=len(quote),
    )


def _opening(document: Document, openings: tuple[str, ...]) -> Claim:
    """The title, the first sentence and the lines after them that open so, quoted as they stand."""
    lines = document.text.split("\n")
    shown = [*lines[:2], *takewhile(lambda line: line.startswith(openings), lines[2:])]
    text = "\n".join(shown)
    return Claim(text=f"- {' '.join(shown)}", citations=(cite(document, len(text)),))


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
