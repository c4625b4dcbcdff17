"""DCAT-AP-SE in Turtle, RDF/XML or JSON-LD → Datasets, each with a Document that states its facts.

One real record (Turtle):

    <https://example.org/dataset/varsel> a dcat:Dataset ;
        dct:title "Varsel om uppsägning per län och månad"@sv ;
        dct:description "Antal personer som har varslats …"@sv ;
        dct:publisher <https://example.org/agent/af> ;
        dcat:contactPoint [ a vcard:Organization ; vcard:fn "Statistik" ] ;
        dcat:distribution [ a dcat:Distribution ; dct:format "XLSX" ; dcat:accessURL <https://…> ] .

Foreign RDF is read without any network (and in a child, `ingest/child.py`): JSON-LD whose context would
have to be fetched and documents with a DOCTYPE are refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.readers.base import read_bytes, refused
from ingest.sources import Source
from rag import texts
from rag.schema import Dataset, Distribution, Document
from rag.swedish.sentences import sentences

DL = "https://datalots.example/ns#"
_AVAILABILITY = "http://data.europa.eu/r5r/availability"
MOST_WORDS = 3
"""Words of an everyday name that is searched like a keyword; longer ones are ways to ask, which only the
advisor of datasets reads: in the index of all texts they would make words of law common."""
_FORMATS = {".ttl": "turtle", ".rdf": "xml", ".xml": "xml", ".nt": "nt"}
_FREQUENCIES = {
    "ANNUAL": "en gång om året",
    "ANNUAL_2": "två gånger om året",
    "BIENNIAL": "vartannat år",
    "CONT": "löpande",
    "UPDATE_CONT": "löpande",
    "DAILY": "varje dag",
    "HOURLY": "varje timme",
    "IRREG": "oregelbundet",
    "MONTHLY": "varje månad",
    "MONTHLY_2": "två gånger i månaden",
    "NEVER": "aldrig",
    "QUARTERLY": "varje kvartal",
    "WEEKLY": "varje vecka",
    "AS_NEEDED": "vid behov",
    "TRIENNIAL": "vart tredje år",
    "OTHER": "med annat mellanrum",
}
_FORMATS_SHOWN = {
    "OPENXMLFORMATS-OFFICEDOCUMENT.SPREADSHEETML.SHEET": "XLSX",
    "MS-EXCEL": "XLS",
    "MSWORD": "DOC",
    "OPENXMLFORMATS-OFFICEDOCUMENT.WORDPROCESSINGML.DOCUMENT": "DOCX",
    "RDF_XML": "RDF/XML",
    "RDF_TURTLE": "Turtle",
    "TURTLE": "Turtle",
    "X-NDJSON": "JSON Lines",
    "PLAIN": "text",
}
_LICENCES = {
    "creativecommons.org/publicdomain/zero/1.0": "CC0 1.0",
    "creativecommons.org/licenses/by/4.0": "CC BY 4.0",
    "creativecommons.org/licenses/by-sa/4.0": "CC BY-SA 4.0",
    "creativecommons.org/publicdomain/mark/1.0": "Public Domain Mark 1.0",
}


def read(path: Path, source: Source) -> Iterator[Dataset | Document]:
    """Every dataset of a catalogue, each followed by its document.

    Raises:
        SourceError: The file is not RDF that can be read safely, or holds no dataset.
    """
    graph = parse(path)
    from rdflib import DCAT, RDF

    subjects = sorted(graph.subjects(RDF.type, DCAT.Dataset), key=str)
    if not subjects:
        raise refused(path, texts.RDF_WITHOUT_DATASET, "no dcat:Dataset")
    for subject in subjects:
        dataset = _Entry(graph, subject).dataset()
        if dataset.title:
            yield dataset
            yield describe(dataset, source.id)


def parse(path: Path) -> Any:
    """The graph of a file, read without any network.

    Raises:
        SourceError: It is not RDF that can be read safely.
    """
    from rdflib import Graph

    data = read_bytes(path)
    format_ = _format_of(path, data)
    if b"<!DOCTYPE" in data[:100_000].upper() or b"<!ENTITY" in data.upper():
        raise refused(path, texts.RDF_DOCTYPE, "DOCTYPE refused")
    if format_ == "json-ld":
        _refuse_foreign_context(path, data)
    try:
        return Graph().parse(data=data, format=format_)
    except Exception as error:
        raise refused(path, texts.RDF_UNREADABLE, f"not {format_}: {error}") from error


def _format_of(path: Path, data: bytes) -> str:
    """What the first bytes say, else the suffix."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<?xml") or b"<rdf:RDF" in start[:4096]:
        return "xml"
    if start.startswith((b"{", b"[{")):
        return "json-ld"
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    return _FORMATS.get(suffix.lower(), "turtle")


def _refuse_foreign_context(path: Path, data: bytes) -> None:
    """JSON-LD names its terms in a context; one that is only an address would have to be fetched."""
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise refused(path, texts.RDF_UNREADABLE, f"json-ld: {error}") from error
    pending = [loaded]
    while pending:
        one = pending.pop()
        if isinstance(one, list):
            pending += one
        elif isinstance(one, dict):
            contexts = one.get("@context", [])
            listed = contexts if isinstance(contexts, list) else [contexts]
            if any(isinstance(context, str) for context in listed) or "@import" in one:
                raise refused(path, texts.RDF_CONTEXT, "a context to fetch")
            pending += one.values()


class _Entry:
    """One dataset in the graph, read property by property."""

    def __init__(self, graph: Any, subject: Any) -> None:
        self._graph = graph
        self._subject = subject

    def dataset(self) -> Dataset:
        from rdflib import DCAT, DCTERMS, FOAF, URIRef

        def own(name: str) -> tuple[str, ...]:
            return self._texts(URIRef(DL + name))

        identifier = str(self._subject)
        return Dataset(
            id=identifier.rstrip("/").rsplit("/", 1)[-1],
            title=self._text(DCTERMS.title),
            description=self._text(DCTERMS.description),
            publisher=self._label(DCTERMS.publisher),
            landing_page=_link(self._text(DCAT.landingPage)),
            contact=self._contact(),
            licence=_licence(self._text(DCTERMS.license)),
            frequency=self._frequency(),
            issued=self._text(DCTERMS.issued)[:10],
            modified=self._text(DCTERMS.modified)[:10],
            temporal=self._temporal(),
            keywords=self._texts(DCAT.keyword),
            themes=self._texts(DCAT.theme),
            answers=own("answers"),
            everyday=(*own("everyday"), *self._other_names()),
            gaps=own("gap"),
            caveats=own("caveat"),
            dimensions=own("dimension"),
            code_lists=own("codeList"),
            distributions=self._distributions(),
            table=next(iter(own("table")), ""),
            spatial=self._places(),
            access=self._text(DCTERMS.accessRights).rsplit("/", 1)[-1],
            conforms_to=self._texts(DCTERMS.conformsTo),
            identifiers=self._texts(DCTERMS.identifier),
            documentation=tuple(link for text in self._texts(FOAF.page) if (link := _link(text))),
            document_id="dataset:" + identifier.rstrip("/").rsplit("/", 1)[-1],
        )

    def _texts(self, predicate: Any, subject: Any = None) -> tuple[str, ...]:
        """The values of a property, Swedish before others, in a stable order."""
        values = list(self._graph.objects(subject or self._subject, predicate))
        swedish = [value for value in values if getattr(value, "language", None) == "sv"]
        return tuple(sorted({" ".join(str(value).split()) for value in swedish or values}))

    def _other_names(self) -> tuple[str, ...]:
        """Titles and keywords in other languages than the one that is shown."""
        from rdflib import DCAT, DCTERMS

        shown = {self._text(DCTERMS.title), *self._texts(DCAT.keyword)}
        names = (n for p in (DCTERMS.title, DCAT.keyword) for n in self._graph.objects(self._subject, p))
        return tuple(sorted({" ".join(str(name).split()) for name in names} - shown))

    def _text(self, predicate: Any, subject: Any = None) -> str:
        return next(iter(self._texts(predicate, subject)), "")

    def _label(self, predicate: Any) -> str:
        from rdflib import FOAF

        agent = next(iter(self._graph.objects(self._subject, predicate)), None)
        return self._text(FOAF.name, agent) if agent is not None else ""

    def _contact(self) -> str:
        from rdflib import DCAT, Namespace

        vcard = Namespace("http://www.w3.org/2006/vcard/ns#")
        point = next(iter(self._graph.objects(self._subject, DCAT.contactPoint)), None)
        if point is None:
            return ""
        address = self._text(vcard.hasEmail, point).removeprefix("mailto:") or self._text(vcard.hasURL, point)
        return ", ".join(part for part in (self._text(vcard.fn, point), address) if part)

    def _places(self) -> tuple[str, ...]:
        """The names of the places, or their addresses where the catalogue does not name them."""
        from rdflib import DCTERMS, RDFS

        places = sorted(self._graph.objects(self._subject, DCTERMS.spatial), key=str)
        return tuple(self._text(RDFS.label, place) or str(place) for place in places)

    def _frequency(self) -> str:
        from rdflib import DCTERMS

        code = self._text(DCTERMS.accrualPeriodicity).rsplit("/", 1)[-1]
        return _FREQUENCIES.get(code, "")

    def _temporal(self) -> str:
        from rdflib import DCAT, DCTERMS

        period = next(iter(self._graph.objects(self._subject, DCTERMS.temporal)), None)
        if period is None:
            return ""
        start, end = (self._text(p, period)[:10] for p in (DCAT.startDate, DCAT.endDate))
        start, end = start.removesuffix("-01-01"), end.removesuffix("-12-31")
        if start and end:
            return f"från {start} till {end}"
        return f"från {start}" if start else f"till {end}" if end else ""

    def _distributions(self) -> tuple[Distribution, ...]:
        from rdflib import DCAT

        found = [self._distribution(node) for node in self._graph.objects(self._subject, DCAT.distribution)]
        return tuple(sorted(found, key=lambda d: (d.format, d.url, d.title)))

    def _distribution(self, node: Any) -> Distribution:
        from rdflib import DCAT, DCTERMS, URIRef

        kind = self._text(DCTERMS.format, node) or self._text(DCAT.mediaType, node)
        service = next(iter(self._graph.objects(node, DCAT.accessService)), None)
        return Distribution(
            title=self._text(DCTERMS.title, node),
            format=_format(kind),
            url=_link(self._text(DCAT.downloadURL, node) or self._text(DCAT.accessURL, node)),
            licence=_licence(self._text(DCTERMS.license, node)),
            service=_link(self._text(DCAT.endpointURL, service)) if service is not None else "",
            documentation=_link(self._text(DCAT.endpointDescription, service)) if service is not None else "",
            description=self._text(DCTERMS.description, node),
            availability=self._text(URIRef(_AVAILABILITY), node).rsplit("/", 1)[-1],
        )


def _format(value: str) -> str:
    """ "CSV" for "text/csv" and for an EU file-type address."""
    bare = value.rsplit("/", 1)[-1].upper().removeprefix("VND.").split("+")[0].split(";")[0]
    return _FORMATS_SHOWN.get(bare, bare)


def _licence(value: str) -> str:
    bare = value.split("://", 1)[-1].rstrip("/")
    return _LICENCES.get(bare, value)


def _link(value: str) -> str:
    """The address when it is plain http(s), else nothing: a stored link must be safe to click."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    return value if parts.scheme in {"http", "https"} and parts.hostname and " " not in value else ""


def describe(dataset: Dataset, source_id: str) -> Document:
    """The document of a dataset: every fact that may be cited, a sentence a line.

    What a list shows of it stands first, so that one quote holds it: to the period, then the gaps.
    """
    licences = sorted({d.licence for d in dataset.distributions if d.licence} | ({dataset.licence} - {""}))
    formats = sorted({d.format for d in dataset.distributions if d.format})
    address = dataset.landing_page or next((d.url for d in dataset.distributions if d.url), "")
    opening, rest = _first_sentence(dataset.description)
    lines = [
        f"{dataset.title}.",
        opening,
        f"Utgivare är {dataset.publisher}." if dataset.publisher else "",
        f"Datamängden är indelad efter {_listed(dataset.dimensions)}." if dataset.dimensions else "",
        _plural("Datamängden följer kodlist{} {}.", "an", "orna", dataset.code_lists),
        _plural("Datamängden finns i format{} {}.", "et", "en", formats),
        f"Licensen är {_listed(licences)}." if licences else "Licensen är inte känd.",
        f"Datamängden uppdateras {dataset.frequency}." if dataset.frequency else "",
        f"Datamängden avser tiden {dataset.temporal}." if dataset.temporal else "",
        f"Kända luckor: {' '.join(_sentence(gap) for gap in dataset.gaps)}" if dataset.gaps else "",
        rest,
        f"Datamängden ger bland annat: {'; '.join(dataset.answers)}." if dataset.answers else "",
        f"Datamängden omfattar {_listed(dataset.spatial)}." if _named(dataset.spatial) else "",
        f"Posten ändrades senast {dataset.modified}." if dataset.modified else "",
        _ways(dataset),
        f"Datalots har egna tal ur datamängden i tabellen {dataset.table}." if dataset.table else "",
        " ".join(_sentence(caveat) for caveat in dataset.caveats),
        f"Datamängden nås på {address}" if address else "",
        f"Kontakt: {dataset.contact}" if dataset.contact else "",
    ]
    return Document(
        id=dataset.document_id,
        source_id=source_id,
        kind="dataset",
        title=dataset.title,
        text="\n".join(line for line in lines if line),
        url=address,
        publisher=dataset.publisher,
        licence=", ".join(licences),
        as_of=dataset.modified or dataset.issued,
        labels=(*dataset.keywords, *(said for said in dataset.everyday if len(said.split()) <= MOST_WORDS)),
    )


def _first_sentence(text: str) -> tuple[str, str]:
    """The first sentence of a description, and the rest."""
    start, end = next(iter(sentences(text)), (0, len(text)))
    return text[start:end].strip(), text[end:].strip()


_WAYS = 4
"""Addresses that are told of one dataset; the rest stand at the publisher."""


def _ways(dataset: Dataset) -> str:
    """How it is fetched: through an API or as files, with the addresses."""
    parts = [part for part in dataset.distributions if part.url]
    if not parts:
        return ""
    how = "genom ett API" if any(part.service for part in parts) else "hos utgivaren"
    told = "; ".join(f"{part.title or part.format}, {part.url}" for part in parts[:_WAYS])
    return f"Datamängden hämtas {how}: {told}"


def _named(places: Sequence[str]) -> bool:
    return bool(places) and not any(place.startswith("http") for place in places)


def _plural(pattern: str, one: str, several: str, items: Sequence[str]) -> str:
    """The sentence with its noun in the right number; nothing without items."""
    return pattern.format(one if len(items) == 1 else several, _listed(items)) if items else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."


def _listed(items: Sequence[str]) -> str:
    """ "a, b och c"."""
    return " och ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
