"""The ledger keeps what was read; a file is replaced whole or not at all."""

import sqlite3

import numpy as np
import pytest

from ingest.chunker import chunk, passage
from ingest.ledger import Changes, Ledger
from ingest.runs import list_runs
from rag.errors import SourceError, StorageError
from rag.index.lexical import Analyzed
from rag.index.statistics import table_from_bytes
from rag.schema import Concept, Dimension, Document, Measure, Table, TableInfo

TABLE = Table(
    info=TableInfo(
        id="t",
        title="T",
        publisher="P",
        url="",
        licence="L",
        updated="2024",
        dimensions=(
            Dimension(id="region", label="Region", role="region", codes={"00": "Riket", "01": "Sthlm"}),
        ),
        measures=(Measure(id="n", label="Antal", unit="persons"),),
        cells=2,
    ),
    columns=("region", "n"),
    rows=[("00", "31200"), ("01", "..")],
)


def document(id_: str, text: str = "Text.") -> Document:
    return Document(id=id_, source_id="egen", kind="file", title="T", text=text)


def put(ledger, source, name, *records):
    ledger.put_source(source)
    passages = [passage(d, c) for d in records if isinstance(d, Document) for c in chunk(d)]
    return ledger.replace_file(source, name, f"stamp of {len(records)}", records, passages)


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.open(tmp_path)
    yield ledger
    ledger.close()


def test_what_was_put_comes_back_after_reopening(ledger, source, tmp_path):
    concept = Concept(id="c", scheme="ssyk-2012", code="2512", label="Utvecklare")
    put(ledger, source, "a.md", document("a"), concept, TABLE)
    ledger.close()
    again = Ledger.open(tmp_path)
    assert list(again.records("document", Document)) == [document("a")]
    assert list(again.records("concept", Concept)) == [concept]
    assert list(again.records("table", TableInfo)) == [TABLE.info]
    (table,) = map(table_from_bytes, again.cells())
    assert [tuple(row) for row in table.rows] == TABLE.rows
    assert again.sources() == [source]
    assert again.stamps("egen") == {"a.md": "stamp of 3"}
    assert again.counts() == {"documents": 1, "concepts": 1, "datasets": 0, "tables": 1, "chunks": 1}
    again.close()


def test_replacing_a_file_tells_what_changed(ledger, source):
    assert put(ledger, source, "a.md", document("a"), document("b"), document("c")) == Changes(added=3)
    again = put(ledger, source, "a.md", document("b"), document("c", "Ny."), document("d"))
    assert again == Changes(added=1, changed=1, unchanged=1, removed=1)
    assert ledger.document_ids() == {"b", "c", "d"}
    assert len(ledger.chunk_ids()) == 3


def test_an_id_of_another_file_refuses_the_whole_file(ledger, source):
    put(ledger, source, "a.md", document("a"))
    put(ledger, source, "b.md", document("b"))
    with pytest.raises(SourceError) as caught:
        put(ledger, source, "b.md", document("ny"), document("a"))
    assert caught.value.user_message == "Ett dokument med samma id finns redan i källan egen."
    assert ledger.document_ids() == {"a", "b"}
    assert ledger.stamps("egen") == {"a.md": "stamp of 1", "b.md": "stamp of 1"}


def test_removing_a_file_or_a_source_removes_all_it_held(ledger, source):
    put(ledger, source, "a.md", document("a"), TABLE)
    put(ledger, source, "b.md", document("b"))
    assert ledger.remove_file("egen", "a.md") == Changes(removed=1)
    assert ledger.counts() == {"documents": 1, "concepts": 0, "datasets": 0, "tables": 0, "chunks": 1}
    assert ledger.remove_source("egen") == Changes(removed=1)
    assert (ledger.sources(), ledger.chunk_ids()) == ([], set())


def test_a_text_is_analysed_and_embedded_once(ledger, source):
    put(ledger, source, "a.md", document("a"), document("b"))
    (same,) = ledger.missing_words("sv-1")
    (text,) = ledger.missing_vectors("local")
    ledger.put_words("sv-1", [(same.words_hash, Analyzed.of(title="T", body="Text.").to_bytes())])
    ledger.put_vectors("local", [(text.text_hash, np.ones(4, "<f4").tobytes())])
    assert ledger.missing_words("sv-1") == ledger.missing_vectors("local") == []
    assert len(ledger.missing_words("sv-2")) == len(ledger.missing_vectors("openai")) == 1
    rows = list(ledger.words("sv-1"))
    assert [(document_id, analysed.body) for _, document_id, _, analysed in rows] == [
        ("a", ["text"]),
        ("b", ["text"]),
    ]
    vectors = [(chunk_id, vector.tolist()) for chunk_id, vector in ledger.vectors("local")]
    assert vectors == [(row[0], [1, 1, 1, 1]) for row in rows]


def test_what_no_chunk_uses_is_forgotten(ledger, source):
    put(ledger, source, "a.md", document("a"))
    ledger.put_vectors("local", [("old", b""), (ledger.missing_vectors("local")[0].text_hash, b"")])
    ledger.forget_unused()
    assert ledger.missing_vectors("local") == []
    ledger.remove_file("egen", "a.md")
    ledger.forget_unused()
    put(ledger, source, "a.md", document("a"))
    assert len(ledger.missing_vectors("local")) == 1


def test_the_fingerprint_is_of_the_content_alone(ledger, source, tmp_path):
    put(ledger, source, "a.md", document("a"))
    put(ledger, source, "b.md", document("b"))
    (tmp_path / "other").mkdir()
    other = Ledger.open(tmp_path / "other")
    put(other, source, "both.md", document("b"), document("a"))
    assert other.fingerprint() == ledger.fingerprint()
    put(other, source, "both.md", document("b"), document("a", "Annat."))
    assert other.fingerprint() != ledger.fingerprint()
    other.close()


def test_the_log_tells_a_run_that_is_done_from_one_that_failed_or_died(ledger, tmp_path):
    with ledger.run("2026-01-01") as told:
        told({"added": 1})
    with pytest.raises(SourceError), ledger.run("2026-01-02"):
        raise SourceError("x", user_message="Filen är tom.")
    ledger.run("2026-01-03").__enter__()
    third, second, first = list_runs(tmp_path)
    assert (first.number, first.day, first.outcome, first.summary) == (1, "2026-01-01", "done", {"added": 1})
    assert second.outcome == "failed"
    assert second.summary == {"error": "SourceError", "message": "Filen är tom."}
    assert (third.outcome, third.summary) == ("started", {})


def test_the_log_is_empty_where_nothing_was_ever_read(tmp_path):
    assert list_runs(tmp_path / "nej") == []


@pytest.mark.parametrize(
    ("version", "lacking"), [(1, ("erased", "expanded", "left_behind")), (2, ("expanded", "left_behind"))]
)
def test_an_older_ledger_is_brought_up_to_date(ledger, source, tmp_path, version, lacking):
    put(ledger, source, "a.md", document("a"))
    ledger.close()
    old = sqlite3.connect(tmp_path / "store.sqlite")
    old.executescript("".join(f"DROP TABLE {name};" for name in lacking))
    old.executescript(f"PRAGMA user_version = {version}")
    old.close()
    again = Ledger.open(tmp_path)
    assert again.document_ids() == {"a"}
    assert not again.is_erased("a")
    again.close()


def test_an_erased_document_is_gone_with_all_that_is_about_it(ledger, source):
    concept = Concept(id="c", scheme="s", code="1", label="L", document_id="a")
    put(ledger, source, "a.md", document("a"), concept, document("b"))
    assert ledger.file_of("a") == ("egen", "a.md")
    assert ledger.erase_document("a") == Changes(removed=1)
    assert ledger.counts() == {"documents": 1, "concepts": 0, "datasets": 0, "tables": 0, "chunks": 1}
    assert ledger.is_erased("a") and not ledger.is_erased("b")
    assert ledger.must_scrub()
    ledger.scrub()
    assert not ledger.must_scrub() and ledger.is_erased("a")


def test_a_ledger_of_another_version_is_refused(tmp_path):
    connection = sqlite3.connect(tmp_path / "store.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StorageError, match="version 99"):
        Ledger.open(tmp_path)
