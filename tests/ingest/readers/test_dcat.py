"""A catalogue in RDF becomes datasets, and what is unsafe to read is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.dcat import describe, read
from ingest.sources import Source, bundled_sources
from rag.errors import SourceError
from rag.schema import Dataset, Document

CATALOGUE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .

<https://example.org/dataset/varsel> a dcat:Dataset ;
  dct:title "Varsel per län"@sv, "Redundancy notices"@en ;
  dct:description "Antal personer som har varslats, per län och månad."@sv ;
  dct:publisher <https://example.org/agent/af> ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/MONTHLY> ;
  dct:temporal [ a dct:PeriodOfTime ; dcat:startDate "1992-01-01" ] ;
  dcat:keyword "uppsägning"@sv ;
  dcat:contactPoint [ a vcard:Organization ; vcard:fn "Statistik" ] ;
  dcat:landingPage <https://example.org/varsel> ;
  dcat:distribution [ a dcat:Distribution ;
    dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv> ;
    dct:license <http://creativecommons.org/publicdomain/zero/1.0/> ;
    dcat:accessURL <javascript:alert(1)> ] .
<https://example.org/agent/af> a foaf:Agent ; foaf:name "Arbetsförmedlingen"@sv .
"""


@pytest.fixture
def source() -> Source:
    return next(source for source in bundled_sources() if source.reader == "dcat")


def read_text(
    tmp_path: Path, source: Source, text: str, name: str = "catalogue.ttl"
) -> list[Dataset | Document]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(read(path, source))


def test_a_dataset_is_read_with_its_swedish_texts(tmp_path: Path, source: Source) -> None:
    dataset, document = read_text(tmp_path, source, CATALOGUE)
    assert isinstance(dataset, Dataset)
    assert (dataset.id, dataset.title, dataset.publisher) == (
        "varsel",
        "Varsel per län",
        "Arbetsförmedlingen",
    )
    assert dataset.frequency == "varje månad"
    assert dataset.distributions[0].format == "CSV"
    assert dataset.distributions[0].licence == "CC0 1.0"
    assert isinstance(document, Document)
    assert document.id == dataset.document_id == "dataset:varsel"


def test_the_document_states_every_fact_a_line_a_fact(tmp_path: Path, source: Source) -> None:
    _, document = read_text(tmp_path, source, CATALOGUE)
    assert isinstance(document, Document)
    assert document.text.split("\n") == [
        "Varsel per län.",
        "Antal personer som har varslats, per län och månad.",
        "Utgivare är Arbetsförmedlingen.",
        "Datamängden finns i formatet CSV.",
        "Licensen är CC0 1.0.",
        "Datamängden uppdateras varje månad.",
        "Datamängden avser tiden från 1992.",
        "Datamängden nås på https://example.org/varsel",
        "Kontakt: Statistik",
    ]


def test_a_link_that_is_not_http_is_not_stored(tmp_path: Path, source: Source) -> None:
    dataset, _ = read_text(tmp_path, source, CATALOGUE)
    assert isinstance(dataset, Dataset)
    assert dataset.distributions[0].url == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("broken.ttl", "@prefix dcat: <http://www.w3.org/ns/dcat#> . <a> a dcat:Dataset"),
        ("empty.ttl", ""),
        ("bomb.rdf", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'),
        ("remote.jsonld", '{"@context": "https://example.org/context"}'),
    ],
)
def test_rdf_that_cannot_be_read_safely_is_refused(
    tmp_path: Path, source: Source, name: str, text: str
) -> None:
    with pytest.raises(SourceError) as refused:
        read_text(tmp_path, source, text, name)
    assert refused.value.user_message.endswith(".")


def test_the_bundled_catalogue_holds_enough_to_find(source: Source) -> None:
    records = list(read(next(source.root.glob("*.ttl")), source))
    datasets = [record for record in records if isinstance(record, Dataset)]
    assert len(datasets) >= 150
    for dataset in datasets:
        assert dataset.title and dataset.description and dataset.publisher and dataset.contact, dataset.id
        assert dataset.answers and dataset.gaps, dataset.id
        assert describe(dataset, "catalogue").url.startswith("http"), dataset.id
