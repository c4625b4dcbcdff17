"""Our catalogue as DCAT-AP-SE that others can harvest, checked field by field before it is written.

The catalogues of all RDF sources are put together; what only we use (`dl:`) is left out, and so is a contact
point without e-mail, which the profile does not allow. What is left is checked against `dcat_fields.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ingest.readers.dcat import DL, parse
from ingest.sources import bundled_sources
from rag import texts
from rag.errors import SourceError

_FIELDS = Path(__file__).with_name("dcat_fields.tsv")
_NAMESPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}


class Field(NamedTuple):
    """A property of a class in the profile."""

    of: str
    """Address of the class."""
    property: str
    mandatory: bool
    most: int | None
    """Values that are allowed; None: any number."""
    kind: str
    """"iri", "literal", "language" (a literal with its language) or "any"."""


class Breach(NamedTuple):
    """Where a graph does not keep to the profile; `why` is English, for the log."""

    subject: str
    property: str
    why: str


def export_bundled() -> str:
    """The bundled catalogue as `export` gives it."""
    roots = [source.root for source in bundled_sources() if source.reader == "dcat"]
    return export(file for root in roots for file in sorted(root.glob("*.ttl")))


def export(paths: Iterable[Path]) -> str:
    """The catalogues at `paths` as one Turtle text; the same for the same files.

    Raises:
        SourceError: A file is not RDF, or what would be written breaks the profile.
    """
    from rdflib import Graph

    whole = Graph(bind_namespaces="none")
    for prefix, namespace in _NAMESPACES.items():
        whole.bind(prefix, namespace)
    for path in paths:
        for triple in parse(path):
            whole.add(triple)
    _leave_out(whole)
    breaches = list(check(whole))
    if breaches:
        first = breaches[0]
        raise SourceError(
            f"{len(breaches)} breaches of DCAT-AP-SE, first: {first.subject} {first.property}: {first.why}",
            user_message=texts.EXPORT_BREACH.format(number=len(breaches)),
        )
    return str(whole.serialize(format="turtle"))


def check(graph: Any) -> Iterator[Breach]:
    """Every breach of the field table: a mandatory field that is missing, too many values, a wrong kind."""
    from rdflib import RDF, URIRef

    for field in fields():
        for subject in sorted(graph.subjects(RDF.type, URIRef(field.of)), key=str):
            values = list(graph.objects(subject, URIRef(field.property)))
            if field.mandatory and not values:
                yield Breach(str(subject), field.property, "mandatory and missing")
            if field.most is not None and len(values) > field.most:
                yield Breach(str(subject), field.property, f"{len(values)} values, at most {field.most}")
            wrong = [value for value in values if not _is_of(value, field.kind)]
            yield from (
                Breach(str(subject), field.property, f"{value!r} is no {field.kind}") for value in wrong
            )


def fields() -> list[Field]:
    """The field table."""
    lines = _FIELDS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [
        Field(_whole(of), _whole(name), need == "mandatory", None if most == "n" else int(most), kind)
        for of, name, need, most, kind in rows
    ]


def _leave_out(graph: Any) -> None:
    """Our own annotations, and contact points that the profile does not allow."""
    from rdflib import RDF, Namespace

    vcard = Namespace(_NAMESPACES["vcard"])
    for triple in [triple for triple in graph if str(triple[1]).startswith(DL)]:
        graph.remove(triple)
    for point in list(graph.subjects(RDF.type, vcard.Organization)):
        if not any(graph.objects(point, vcard.hasEmail)):
            graph.remove((point, None, None))
            graph.remove((None, None, point))


def _is_of(value: Any, kind: str) -> bool:
    from rdflib import Literal, URIRef

    if kind == "iri":
        return isinstance(value, URIRef)
    if kind == "language":
        return isinstance(value, Literal) and bool(value.language)
    return kind == "any" or isinstance(value, Literal)


def _whole(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return _NAMESPACES[prefix] + rest
