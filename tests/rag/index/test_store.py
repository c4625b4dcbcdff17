"""The text store gives back what was put in, whole and in order."""

import threading
from dataclasses import replace

import pytest

from rag.errors import NoIndexError
from rag.index.records import from_json, to_json
from rag.index.store import Store, StoreWriter
from rag.schema import (
    Chunk,
    Concept,
    ConceptLink,
    Dataset,
    Dimension,
    Distribution,
    Document,
    Measure,
    TableInfo,
)

BRIEF = Document(
    id="ats-5",
    source_id="law",
    kind="brief",
    title="Ordinarie arbetstid",
    text="Högst 40 timmar i veckan.\nFackligt avtal kan säga annat.",
    labels=("arbetstidslagen", "ATL"),
    act="1982:673",
    in_force=False,
    regions=("00",),
    metadata={"act_name": "Arbetstidslag (1982:673)"},
)
FILE = Document(id="egen/a.md", source_id="egen", kind="file", title="2024", text="Åäö – ‘2024’")
CHUNK = Chunk(id="ats-5:1", document_id="ats-5", text="Högst 40", start=0, end=8, headings=("Lag", "5 §"))
CONCEPT = Concept(
    id="c1",
    scheme="ssyk-2012",
    code="2512",
    label="Mjukvaru- och systemutvecklare m.fl.",
    titles=("programmerare",),
    links=(
        ConceptLink(relation="substitute", scheme="ssyk-2012", code="2511", label="Analytiker", percent=75),
    ),
)
DATASET = Dataset(
    id="d1",
    title="Varsel",
    description="Varsel per län",
    publisher="Arbetsförmedlingen",
    distributions=(Distribution(title="Fil", format="CSV", url="https://example.org/varsel.csv"),),
)
TABLE = TableInfo(
    id="t1",
    title="Löner",
    publisher="SCB",
    url="https://www.scb.se/",
    licence="CC0 1.0",
    updated="2025-06-17",
    dimensions=(
        Dimension(
            id="region", label="Region", role="region", codes={"00": "Riket"}, total="00", additive=False
        ),
    ),
    measures=(Measure(id="mean", label="Medellön", unit="SEK/month", statistic="mean", names=("snittlön",)),),
    cells=1,
)


@pytest.fixture
def store(tmp_path):
    writer = StoreWriter(tmp_path / "store å.sqlite")
    writer.add([BRIEF, FILE, CHUNK, CONCEPT, DATASET, TABLE])
    writer.close()
    store = Store.open(tmp_path / "store å.sqlite")
    yield store
    store.close()


def test_every_kind_of_record_comes_back_as_it_was(store):
    assert store.document("ats-5") == BRIEF
    assert store.chunk("ats-5:1") == CHUNK
    assert store.concept("c1") == CONCEPT
    assert store.dataset("d1") == DATASET
    assert store.table("t1") == TABLE


@pytest.mark.parametrize(
    "record", [BRIEF, FILE, CHUNK, CONCEPT, DATASET, TABLE], ids=lambda r: type(r).__name__
)
def test_a_record_survives_json(record):
    assert from_json(type(record), to_json(record)) == record


def test_what_is_not_there_is_none(store):
    assert store.document("nej") is None
    assert store.chunk("nej") is None
    assert store.concept("nej") is None
    assert store.dataset("nej") is None
    assert store.table("nej") is None


def test_documents_come_in_the_order_asked_for(store):
    assert store.documents(["egen/a.md", "nej", "ats-5"]) == [FILE, BRIEF]
    assert store.chunks(["nej", "ats-5:1"]) == [CHUNK]


def test_outlines_are_documents_without_what_they_say(store):
    assert store.outlines(["ats-5"]) == [replace(BRIEF, text="", labels=())]


def test_a_list_can_be_narrowed(store):
    assert store.all_documents() == [BRIEF, FILE]
    assert store.all_documents("brief") == [BRIEF]
    assert store.concepts("ssyk-2012") == [CONCEPT]
    assert store.concepts("isco-08") == []
    assert store.chunks_of("ats-5") == [CHUNK]
    assert (store.all_chunks(), store.datasets(), store.tables()) == ([CHUNK], [DATASET], [TABLE])


def test_chunks_keep_their_row_order(tmp_path):
    writer = StoreWriter(tmp_path / "s")
    chunks = [replace(CHUNK, id=f"c{n}") for n in (3, 1, 2)]
    writer.add([BRIEF, *chunks])
    writer.close()
    assert Store.open(tmp_path / "s").all_chunks() == chunks


def test_the_text_of_a_chunk_stands_on_the_disk_once(tmp_path):
    text = "Sällsynta ordet kvastfening. " + "Mer om fisk. " * 20
    chunks = [
        Chunk(id=f"k{n}", document_id="fisk", text=text[: 28 + n], start=0, end=28 + n) for n in range(3)
    ]
    writer = StoreWriter(tmp_path / "s")
    writer.add([Document(id="fisk", source_id="egen", kind="file", title="Fisk", text=text), *chunks])
    writer.close()
    assert (tmp_path / "s").read_bytes().count(b"kvastfening") == 1
    assert Store.open(tmp_path / "s").chunks(["k2", "k0"]) == [chunks[2], chunks[0]]


def test_chunks_that_are_no_parts_of_their_documents_keep_their_own_texts(tmp_path):
    writer = StoreWriter(tmp_path / "s", chunks_alone=True)
    writer.add([replace(BRIEF, text=""), CHUNK])
    writer.close()
    assert Store.open(tmp_path / "s").chunk(CHUNK.id) == CHUNK


def test_a_chunk_of_a_document_that_is_not_there_is_an_error(tmp_path):
    writer = StoreWriter(tmp_path / "s")
    writer.add([FILE, CHUNK])
    with pytest.raises(ValueError, match="ats-5:1"):
        writer.close()


def test_counts_are_rows(store):
    assert store.counts() == {"documents": 2, "chunks": 1, "concepts": 1, "datasets": 1, "tables": 1}


def test_the_same_id_twice_is_an_error(tmp_path):
    writer = StoreWriter(tmp_path / "s")
    with pytest.raises(ValueError, match="ats-5"):
        writer.add([BRIEF, BRIEF])
    writer.close()


@pytest.mark.parametrize("content", [None, b"", b"not a database at all, whatever it says"])
def test_what_is_no_store_is_refused(tmp_path, content):
    path = tmp_path / "store.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoIndexError):
        Store.open(path)


def test_threads_read_side_by_side(store):
    seen: list[bool] = []

    def read() -> None:
        seen.extend(store.document("ats-5") == BRIEF for _ in range(200))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 1600
