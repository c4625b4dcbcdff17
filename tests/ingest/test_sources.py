"""The list of sources says whose each source is and on which terms."""

import pytest

from ingest.readers import READERS
from ingest.sources import bundled_sources, load_sources, registered
from rag.errors import SourceError

ENTRY = """
[[source]]
id = "{id}"
title = "T"
publisher = "P"
licence = "L"
path = "p"
"""


@pytest.mark.parametrize("source", bundled_sources(), ids=lambda source: source.id)
def test_every_bundled_source_has_publisher_licence_address_reader_and_files(source):
    assert source.publisher
    assert source.licence
    assert source.url.startswith("https://")
    assert source.schedule
    assert source.reader in READERS
    assert source.root.is_dir()
    assert any(source.root.glob(source.files))
    assert (source.root / "provenance.json").is_file()


def test_the_bundled_sources_are_these():
    assert [source.id for source in bundled_sources()] == [
        "law",
        "policy",
        "catalogue",
        "taxonomy",
        "statistics",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[source", "Expected"),
        ("a = 1", "source"),
        (ENTRY.format(id="Å"), "id"),
        (ENTRY.format(id="a").replace('licence = "L"', 'licence = ""'), "licence"),
        (ENTRY.format(id="a") + 'colour = "red"', "colour"),
        (ENTRY.format(id="a") * 2, "'a' is listed twice"),
    ],
)
def test_a_wrong_list_is_an_error_that_says_what(tmp_path, text, message):
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(SourceError, match=message):
        load_sources(tmp_path / "sources.toml")


def test_a_path_is_registered_under_the_same_id_every_time(tmp_path):
    first = registered(tmp_path / "Mina källor")
    assert first == registered(tmp_path / "Mina källor")
    assert first.id.startswith("egen-mina-kallor-")
    assert first.id != registered(tmp_path / "andra" / "Mina källor").id
    assert (first.title, first.bundled) == ("Mina källor", False)
