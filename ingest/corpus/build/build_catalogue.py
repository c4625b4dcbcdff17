"""Write the bundled catalogue: hand-written records → DCAT-AP-SE 3 in Turtle.

The records stand in `catalogue_records.jsonl`, one a line, in our own words; `kind` is `catalogue`,
`agent`, `place`, `code_list`, `service` or `dataset`. A dataset names its agent and service by id:

    {"kind": "dataset", "id": "scb-kpi", "publisher": "scb", "title": "…", "keywords": ["inflation"],
     "scb_v1": ["PR/PR0101/PR0101G/KPIF"], "frequency": "MONTHLY", "themes": ["ECON"], "gaps": ["…"], …}

What a dataset can answer in everyday words stands beside them in `catalogue_needs.tsv`, a row a dataset.

Run: `python build_catalogue.py catalogue_records.jsonl catalogue_needs.tsv ../catalogue/catalogue.ttl`
(needs rdflib).
The output is the same for the same records: every node has an IRI and rdflib sorts them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

Record = Mapping[str, Any]
Pair = tuple[URIRef, URIRef | Literal | None]

DL = Namespace("https://datalots.example/ns#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
PREFIXES = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "vcard": VCARD, "dl": DL, "rdfs": RDFS, "xsd": XSD}
EU = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SCB_V1 = "https://api.scb.se/OV0104/v1/doris/sv/ssd/START/"
SCB_V2 = "https://statistikdatabasen.scb.se/api/v2/tables/"
TAXONOMY_FILES = "https://data.jobtechdev.se/taxonomy/version/latest/query/"

LICENCES = {
    "CC0": URIRef("http://creativecommons.org/publicdomain/zero/1.0/"),
    "BY": URIRef("http://creativecommons.org/licenses/by/4.0/"),
}


def read_records(path: Path) -> list[dict[str, Any]]:
    """Read the records; a repeated id or title is an error.

    Raises:
        ValueError: Two records of a kind share an id, or two datasets a title.
    """
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    keys = [(record["kind"], record["id"]) for record in records]
    keys += [("title", record["title"]) for record in records if record["kind"] == "dataset"]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise ValueError(f"repeated in {path}: {repeated}")
    return records


def with_needs(records: Sequence[Record], path: Path) -> list[dict[str, Any]]:
    """The records, datasets with the needs, everyday words and ways to ask of their row added to their own.

    The needs are told of a dataset; the ways to ask only help to find it, so they count as everyday words.

    Raises:
        ValueError: A dataset has no row, or a row no dataset.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    needs = {
        name: (told.split("; "), [*words.split(", "), *asked.split("; ")])
        for name, told, words, asked in rows
    }
    datasets = {record["id"] for record in records if record["kind"] == "dataset"}
    if datasets ^ needs.keys():
        raise ValueError(f"{path}: rows and datasets differ: {sorted(datasets ^ needs.keys())}")
    joined = []
    for record in records:
        if record["kind"] == "dataset":
            answers, words = needs[record["id"]]
            record = {**record, "answers": [*record["answers"], *answers], "everyday": words}
        joined.append(dict(record))
    return joined


def build(records: Sequence[Record], date: str) -> Graph:
    """Make the catalogue of all `records`, dated `date` (YYYY-MM-DD)."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, str(namespace))
    agents = {record["id"]: record for record in records if record["kind"] == "agent"}
    places = {record["id"]: URIRef(record["uri"]) for record in records if record["kind"] == "place"}
    standards = {record["id"]: URIRef(record["page"]) for record in records if record["kind"] == "code_list"}
    catalogue = URIRef("https://datalots.example/katalog")
    for record in records:
        match record["kind"]:
            case "catalogue":
                pairs: list[Pair] = [
                    (RDF.type, DCAT.Catalog),
                    (DCTERMS.title, swedish(record["title"])),
                    (DCTERMS.description, swedish(record["description"])),
                    (DCTERMS.publisher, URIRef(agents[record["publisher"]]["uri"])),
                    (DCTERMS.license, LICENCES[agents[record["publisher"]]["licence"]]),
                    (DCTERMS.issued, literal(date, XSD.date)),
                    (DCTERMS.language, URIRef(EU + "language/SWE")),
                    (DCTERMS.spatial, places["SE"]),
                    (DCAT.themeTaxonomy, URIRef(EU + "data-theme")),
                ]
                describe(graph, catalogue, pairs)
            case "agent":
                add_agent(graph, record)
            case "place":
                graph.add((places[record["id"]], RDF.type, DCTERMS.Location))
                graph.add((places[record["id"]], RDFS.label, swedish(record["name"])))
            case "service":
                graph.add((catalogue, DCAT.service, add_service(graph, record, agents[record["publisher"]])))
            case "dataset":
                node = add_dataset(graph, record, agents[record["publisher"]], places, standards)
                graph.add((catalogue, DCAT.dataset, node))
    return graph


def describe(graph: Graph, node: URIRef, pairs: Iterable[Pair]) -> None:
    """Add each pair; a value of None is a field we do not know."""
    for predicate, value in pairs:
        if value is not None:
            graph.add((node, predicate, value))


def add_agent(graph: Graph, agent: Record) -> None:
    """Add a publisher and its contact point; an address not found in the material is left out."""
    homepage, email = URIRef(agent["homepage"]), agent.get("email")
    way = "registrator eller myndighetsbrevlåda" if email else "kontakt via webbplatsen"
    pairs: list[Pair] = [
        (RDF.type, FOAF.Agent),
        (FOAF.name, swedish(agent["name"])),
        (FOAF.name, literal(agent.get("name_en"), lang="en")),
        (DCTERMS.type, URIRef(f"http://purl.org/adms/publishertype/{agent['type']}")),
        (DCTERMS.identifier, literal(agent.get("organisation_number"))),
        (FOAF.homepage, homepage),
    ]
    describe(graph, URIRef(agent["uri"]), pairs)
    pairs = [
        (RDF.type, VCARD.Organization),
        (VCARD.fn, swedish(f"{agent['name']}, {way}")),
        (VCARD.hasURL, homepage),
        (VCARD.hasEmail, URIRef(f"mailto:{email}") if email else None),
    ]
    describe(graph, own("kontakt", agent["id"]), pairs)


def add_service(graph: Graph, service: Record, agent: Record) -> URIRef:
    node, documentation = own("katalog/service", service["id"]), service.get("documentation")
    pairs: list[Pair] = [
        (RDF.type, DCAT.DataService),
        (DCTERMS.title, swedish(service["title"])),
        (DCTERMS.publisher, URIRef(agent["uri"])),
        (DCAT.contactPoint, own("kontakt", agent["id"])),
        (DCAT.endpointURL, URIRef(service["endpoint"])),
        (DCAT.endpointDescription, URIRef(documentation) if documentation else None),
        (DCTERMS.accessRights, URIRef(EU + "access-right/PUBLIC")),
        (DCTERMS["format"], Literal(service["format"])),
        (DCTERMS.license, LICENCES.get(service.get("licence", ""))),
    ]
    describe(graph, node, pairs)
    return node


def add_dataset(
    graph: Graph, record: Record, agent: Record, places: Mapping[str, URIRef], standards: Mapping[str, URIRef]
) -> URIRef:
    """Add a dataset with its distributions and our annotations in the `dl:` namespace."""
    node = own("katalog/dataset", record["id"])
    licence = LICENCES.get(record.get("licence", agent.get("licence", "")))
    distributions = distributions_of(record)
    caveats = unchecked(record, agent, has_licence=bool(licence) or not distributions)
    code_lists = record.get("code_lists", [])
    pages = {standards[name] for name in code_lists if name in standards} - {node}
    scb_ids = [path.rsplit("/", 1)[-1] for path in record.get("scb_v1", ())]
    pairs: list[Pair] = [
        (RDF.type, DCAT.Dataset),
        (DCTERMS.title, swedish(record["title"])),
        (DCTERMS.title, literal(record.get("title_en"), lang="en")),
        (DCTERMS.description, swedish(record["description"])),
        (DCTERMS.publisher, URIRef(agent["uri"])),
        (DCAT.contactPoint, own("kontakt", agent["id"])),
        (DCTERMS.accessRights, URIRef(f"{EU}access-right/{record.get('access', 'PUBLIC')}")),
        (DCTERMS.accrualPeriodicity, URIRef(f"{EU}frequency/{record['frequency']}")),
        (DCTERMS.spatial, places[record.get("spatial", "SE")]),
        (DCAT.landingPage, URIRef(record["landing"])),
        (DCTERMS.modified, literal(record.get("modified"), XSD.date)),
        (DL.table, literal(record.get("table"))),
        *[(DCTERMS.identifier, literal(text)) for text in (record["id"], *scb_ids, record.get("scb_v2"))],
        *[(DCAT.theme, URIRef(f"{EU}data-theme/{theme}")) for theme in record["themes"]],
        *[(DCTERMS.conformsTo, page) for page in pages],
        *[(DCAT.keyword, swedish(text)) for text in record["keywords"]],
        *[(DL.answers, swedish(text)) for text in record["answers"]],
        *[(DL.everyday, swedish(text)) for text in record.get("everyday", ())],
        *[(DL.gap, swedish(text)) for text in record["gaps"]],
        *[(DL.caveat, swedish(text)) for text in caveats],
        *[(DL.dimension, swedish(text)) for text in record["dimensions"]],
        *[(DL.codeList, Literal(text)) for text in code_lists],
    ]
    describe(graph, node, pairs)
    if "temporal" in record:
        period = URIRef(f"{node}/period")
        start, end = (literal(day, XSD.date) for day in record["temporal"])
        graph.add((node, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        describe(graph, period, [(DCAT.startDate, start), (DCAT.endDate, end)])
    for number, distribution in enumerate(distributions, 1):
        add_distribution(graph, node, number, distribution, licence)
    return node


def add_distribution(graph: Graph, dataset: URIRef, n: int, part: Record, licence: URIRef | None) -> None:
    node, url, media_type = URIRef(f"{dataset}/distribution/{n}"), part["url"], part["format"]
    graph.add((dataset, DCAT.distribution, node))
    pairs: list[Pair] = [
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, swedish(part["title"])),
        (DCAT.accessURL, URIRef(url)),
        (DCAT.downloadURL, URIRef(url) if url.startswith(TAXONOMY_FILES) else None),
        (DCTERMS["format"], Literal(media_type)),
        (DCAT.mediaType, URIRef(MEDIA_TYPES + media_type) if media_type != "application/jsonl" else None),
        (DCTERMS.license, licence),
    ]
    describe(graph, node, pairs)
    if service := part.get("service"):
        graph.add((node, DCAT.accessService, own("katalog/service", service)))
        graph.add((own("katalog/service", service), DCAT.servesDataset, dataset))


def distributions_of(record: Record) -> list[Record]:
    """The ways to get a dataset, with those that follow from a taxonomy file or SCB table."""
    found = [{**part, "service": record.get("service")} for part in record.get("distributions", ())]
    if slug := record.get("taxonomy_file"):
        found.append({"title": "JSON-fil, senaste versionen", "url": f"{TAXONOMY_FILES}{slug}/{slug}.json"})
    for path in record.get("scb_v1", ()):
        title = f"Tabellen {path.rsplit('/', 1)[-1]} (PxWebApi 1)"
        found.append({"title": title, "url": SCB_V1 + path, "service": "scb1"})
    if table := record.get("scb_v2"):
        found.append({"title": f"Tabellen {table} (PxWebApi 2)", "url": SCB_V2 + table, "service": "scb2"})
    return [{"format": "application/json", **part} for part in found]


def unchecked(record: Record, agent: Record, *, has_licence: bool) -> list[str]:
    """What we could not check about addresses and licence, as one text naming the dataset."""
    name, said = f"”{record['title']}”", []
    if record.get("unverified"):
        said.append(f"Direktadressen till {name} är inte kontrollerad, så länken går till utgivarens sida.")
    if not has_licence:
        said.append(agent.get("licence_note", f"Licensen för {name} är okänd i Datalots underlag."))
    return [" ".join(said)] if said else []


def own(kind: str, name: str) -> URIRef:
    return URIRef(f"https://datalots.example/{kind}/{name}")


def swedish(text: str) -> Literal:
    return Literal(text, lang="sv")


def literal(text: str | None, datatype: URIRef | None = None, lang: str | None = None) -> Literal | None:
    return Literal(text, datatype=datatype, lang=lang) if text else None


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the bundled DCAT-AP-SE catalogue.")
    parser.add_argument("records", type=Path, help="catalogue_records.jsonl")
    parser.add_argument("needs", type=Path, help="catalogue_needs.tsv")
    parser.add_argument("output", type=Path, help="the Turtle file to write")
    parser.add_argument("--date", default="2026-11-23", help="date of the catalogue, YYYY-MM-DD")
    arguments = parser.parse_args()
    records = with_needs(read_records(arguments.records), arguments.needs)
    graph = build(records, arguments.date)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(graph.serialize(format="turtle"), encoding="utf-8")


if __name__ == "__main__":
    main()
