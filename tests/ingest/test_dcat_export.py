"""What we export keeps to DCAT-AP-SE, and what does not is never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.dcat_export import check, export, fields
from ingest.readers.dcat import DL, parse
from ingest.sources import bundled_sources
from rag.errors import SourceError

BROKEN = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://example.org/d> a dcat:Dataset ; dct:title "Utan språk" ; dct:publisher <https://example.org/a> .
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = next(source for source in bundled_sources() if source.reader == "dcat").root
    path = tmp_path_factory.mktemp("export") / "catalogue.ttl"
    path.write_text(export(sorted(root.glob("*.ttl"))), encoding="utf-8")
    return path


def test_the_exported_catalogue_keeps_to_every_field_of_the_profile(exported: Path) -> None:
    graph = parse(exported)
    assert list(check(graph)) == []
    assert exported.read_text(encoding="utf-8").count("a dcat:Dataset") == 233


def test_our_own_annotations_are_left_out(exported: Path) -> None:
    assert DL not in exported.read_text(encoding="utf-8")


def test_a_catalogue_that_breaks_the_profile_is_refused_with_the_number_of_places(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(SourceError, match="DCAT-AP-SE") as refused:
        export([path])
    assert "2 ställen" in refused.value.user_message


def test_every_mandatory_field_of_a_dataset_is_checked() -> None:
    mandatory = {
        field.property.rsplit("/", 1)[-1] for field in fields() if field.mandatory and "Dataset" in field.of
    }
    assert mandatory == {"title", "description", "publisher"}
