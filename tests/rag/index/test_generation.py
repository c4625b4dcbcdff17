"""A generation is served whole or not at all; CURRENT decides which."""

import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from rag.errors import BusyError, NoIndexError, StorageError
from rag.index.generation import Generation, GenerationHandle, list_generations, rollback, verify
from rag.index.lexical import Analyzed, LexicalWriter
from rag.index.manifest import FORMAT, Manifest, current_id, index_dir, next_id, set_current
from rag.index.proof import Expectation, prove
from rag.index.publish import new_build, publish, writer_lock
from rag.index.statistics import StatisticsWriter
from rag.index.store import StoreWriter
from rag.index.vectors import VectorWriter
from rag.schema import Chunk, Document
from rag.settings import Settings
from rag.swedish.analysis import ANALYSER

WORDS = ("lön", "varsel", "arbetstid", "semester", "uppsägning", "taxonomi", "kompetens", "statistik")


def fill(build: Path, texts: tuple[str, ...], embedder: str = "test-8") -> dict[str, int]:
    """Write a generation of one chunk a text."""
    documents = [
        Document(id=f"d{n}", source_id="s", kind="file", title=f"Dokument {n}", text=text)
        for n, text in enumerate(texts)
    ]
    chunks = [
        Chunk(id=f"{d.id}:0", document_id=d.id, text=d.text, start=0, end=len(d.text)) for d in documents
    ]
    store = StoreWriter(build / "store.sqlite")
    store.add([*documents, *chunks])
    store.close()
    lexical = LexicalWriter(build / "lexical")
    for chunk in chunks:
        lexical.add(chunk.id, chunk.document_id, Analyzed.of(title="", body=chunk.text))
    lexical.close()
    vectors = VectorWriter(build / "vectors", 8, embedder)
    vectors.add([chunk.id for chunk in chunks], np.eye(8, dtype=np.float32)[: len(chunks)])
    vectors.close()
    with StatisticsWriter(build / "statistics.duckdb"):
        pass
    return {"documents": len(texts), "concepts": 0, "datasets": 0, "tables": 0, "chunks": len(texts)}


def make(
    data_dir: Path, texts: tuple[str, ...] = WORDS[:3], embedder: str = "test-8", format_: int = FORMAT
) -> str:
    """Publish a generation, and return its id."""
    build = new_build(data_dir)
    counts = fill(build, texts, embedder)
    manifest = Manifest(
        format=format_,
        id=next_id(data_dir, "0123456789abcdef"),
        built="2026-01-01",
        fingerprint="0123456789abcdef",
        embedder=embedder,
        dimensions=8,
        analyser=ANALYSER,
        chunker=1,
        counts=counts,
        sources=(),
        files={},
    )
    return publish(build, manifest, data_dir).name


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A data directory with two generations; copied by each test that changes it."""
    data_dir = tmp_path_factory.mktemp("data")
    make(data_dir, ("gammal lön",))
    make(data_dir)
    return data_dir


@pytest.fixture
def data_dir(published, tmp_path):
    return Path(shutil.copytree(published, tmp_path / "data"))


@pytest.fixture
def handle(data_dir, tmp_path):
    handle = GenerationHandle(data_dir, Settings(data_dir=data_dir, cache_dir=tmp_path / "cache"), "test-8")
    yield handle
    handle.close()


def test_the_current_generation_is_opened_with_all_its_parts(handle):
    with handle.current() as generation:
        assert generation.id == "g0002-01234567"
        assert generation.store.document("d1").text == "varsel"
        assert generation.lexical.ids == ["d0:0", "d1:0", "d2:0"]
        assert generation.vectors.count() == 3
        assert generation.statistics.tables() == ()
        assert generation.manifest.counts["chunks"] == 3


def test_a_swap_is_seen_by_the_next_question(handle, data_dir):
    with handle.current() as before:
        assert before.id == "g0002-01234567"
    set_current(data_dir, "g0001-01234567")
    with handle.current() as after:
        assert after.store.document("d0").text == "gammal lön"


def test_a_question_keeps_its_generation_while_others_get_the_new_one(handle, data_dir):
    with handle.current() as old:
        set_current(data_dir, "g0001-01234567")
        with handle.current() as new:
            assert (old.id, new.id) == ("g0002-01234567", "g0001-01234567")
        assert old.store.document("d0").text == "lön"
        assert old.vectors.count() == 3


def test_a_generation_can_be_read_after_its_directory_is_gone(handle, data_dir):
    with handle.current() as generation:
        shutil.rmtree(generation.path)
        assert generation.store.document("d2").text == "arbetstid"
        assert generation.vectors.count() == 3


def test_a_hundred_swaps_leak_no_handles(handle, data_dir):
    def swap(times: int) -> int:
        for n in range(times):
            set_current(data_dir, f"g{n % 2 + 1:04d}-01234567")
            with handle.current() as generation:
                assert generation.vectors is not None
        return handles()

    def handles() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    warm = swap(10)
    swap(100)
    until = time.monotonic() + 10  # Chroma's threads let go of theirs a little later
    while handles() > warm + 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert handles() <= warm + 2


def test_fifty_threads_ask_while_it_is_swapped(handle, data_dir):
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            try:
                with handle.current() as generation:
                    texts = {"g0001-01234567": "gammal lön", "g0002-01234567": "lön"}
                    if generation.store.document("d0").text != texts[generation.id]:
                        wrong.append(generation.id)
            except Exception as error:  # noqa: BLE001 - collected, then asserted
                wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for n in range(10):
        set_current(data_dir, f"g{n % 2 + 1:04d}-01234567")
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize(
    "content", [None, b"", b"\n", b"\xff\xfe\x00", b"../../etc", b"g0009-01234567", b"g0002-01234567/../x"]
)
def test_a_current_that_names_no_generation_is_no_index(handle, data_dir, content):
    pointer = data_dir / "index" / "CURRENT"
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    with pytest.raises(NoIndexError) as caught, handle.current():
        pass
    assert caught.value.remedy == "datalots ingest"


def test_an_empty_data_directory_is_no_index(tmp_path):
    with pytest.raises(NoIndexError), GenerationHandle(tmp_path, Settings()).current():
        pass


@pytest.mark.parametrize("part", ["manifest.json", "store.sqlite", "lexical", "statistics.duckdb"])
def test_a_missing_part_is_no_index(handle, data_dir, part):
    path = index_dir(data_dir) / current_id(data_dir) / part
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(NoIndexError), handle.current():
        pass


def test_vectors_that_are_ill_are_left_out(handle, data_dir):
    shutil.rmtree(index_dir(data_dir) / current_id(data_dir) / "vectors")
    with handle.current() as generation:
        assert generation.vectors is None
        assert len(generation.lexical) == 3


def test_a_generation_of_another_embedder_is_refused(data_dir):
    handle = GenerationHandle(data_dir, Settings(), "openai-1536")
    with pytest.raises(NoIndexError, match="test-8") as caught, handle.current():
        pass
    assert caught.value.user_message == (
        "Indexet är byggt med andra inställningar. Kontakta den som ansvarar för tjänsten."
    )


def test_a_generation_of_another_format_is_refused(tmp_path):
    make(tmp_path, format_=FORMAT + 1)
    with pytest.raises(NoIndexError, match="format"), GenerationHandle(tmp_path, Settings()).current():
        pass


def test_a_published_generation_verifies(data_dir):
    assert verify(index_dir(data_dir) / current_id(data_dir)) == []


def test_a_flipped_byte_is_found(data_dir):
    path = index_dir(data_dir) / current_id(data_dir) / "store.sqlite"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert verify(path.parent) == ["Filen store.sqlite har ändrats sedan indexet byggdes."]


def test_a_missing_and_a_foreign_file_are_found(data_dir):
    path = index_dir(data_dir) / current_id(data_dir)
    (path / "lexical" / "idf.npy").unlink(missing_ok=True)
    (path / "statistics.duckdb").rename(path / "andra.duckdb")
    assert verify(path) == [
        "Filen statistics.duckdb saknas i indexet.",
        "Filen andra.duckdb hör inte till indexet.",
    ]


def test_reading_changes_no_published_file(handle, data_dir):
    with handle.current() as generation:
        generation.vectors.search(np.eye(8, dtype=np.float32)[0], 2)
    assert verify(index_dir(data_dir) / current_id(data_dir)) == []


def test_the_current_generation_and_the_one_before_it_are_kept(data_dir):
    make(data_dir)
    assert [state.id for state in list_generations(data_dir)] == ["g0003-01234567", "g0002-01234567"]
    assert sorted(path.name for path in index_dir(data_dir).iterdir()) == [
        "CURRENT",
        "g0002-01234567",
        "g0003-01234567",
    ]


def test_rollback_goes_to_the_other_generation_and_back(data_dir):
    assert rollback(data_dir) == "g0001-01234567"
    assert current_id(data_dir) == "g0001-01234567"
    assert rollback(data_dir) == "g0002-01234567"


def test_rollback_needs_another_generation(tmp_path):
    make(tmp_path)
    with pytest.raises(NoIndexError) as caught:
        rollback(tmp_path)
    assert caught.value.user_message == "Det finns inget tidigare index att gå tillbaka till."


def test_rollback_refuses_a_damaged_generation(data_dir):
    (index_dir(data_dir) / "g0001-01234567" / "store.sqlite").write_bytes(b"")
    with pytest.raises(NoIndexError, match="damaged"):
        rollback(data_dir)
    assert current_id(data_dir) == "g0002-01234567"


def test_what_a_dead_builder_left_is_removed_by_the_next(data_dir):
    left = index_dir(data_dir) / "build-dead"
    left.mkdir()
    (left / "store.sqlite").write_text("half")
    build = new_build(data_dir)
    assert not left.exists()
    assert list(build.iterdir()) == []


def test_there_is_one_writer_at_a_time(tmp_path):
    with writer_lock(tmp_path), pytest.raises(BusyError) as caught, writer_lock(tmp_path):
        pass
    assert caught.value.user_message == "En inläsning av källor pågår redan. Vänta tills den är klar."
    with writer_lock(tmp_path):
        pass


def test_a_sound_build_proves_itself(tmp_path):
    prove(
        tmp_path,
        Expectation(counts=fill(tmp_path, WORDS), removed_documents=("d99",), removed_chunks=("d99:0",)),
    )


def test_a_build_that_lacks_a_chunk_fails_its_proof(tmp_path):
    counts = fill(tmp_path, WORDS[:3])
    with pytest.raises(StorageError, match="not 4") as caught:
        prove(tmp_path, Expectation(counts={**counts, "chunks": 4}))
    assert (
        caught.value.user_message == "Det nya indexet klarade inte provet, så det gamla används fortfarande."
    )


def test_a_build_with_a_removed_document_fails_its_proof(tmp_path):
    counts = fill(tmp_path, WORDS[:3])
    with pytest.raises(StorageError, match="removed document d1"):
        prove(tmp_path, Expectation(counts=counts, removed_documents=("d1",)))


def test_a_build_whose_vectors_are_garbage_fails_its_proof(tmp_path):
    counts = fill(tmp_path, WORDS[:3])
    for path in (tmp_path / "vectors").rglob("*.sqlite3"):
        path.write_bytes(b"garbage" * 1000)
    with pytest.raises(StorageError, match="not sound"):
        prove(tmp_path, Expectation(counts=counts))


def test_a_generation_can_be_opened_for_any_embedder(data_dir):
    generation = Generation.open(index_dir(data_dir) / current_id(data_dir), Settings())
    assert generation.manifest.embedder == "test-8"
    generation.close()
