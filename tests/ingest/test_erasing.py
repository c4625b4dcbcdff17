"""A document that is gone answers no more; an erased one is nowhere on the disk: every byte is looked at."""

import sqlite3

import pytest

from ingest.ledger import Ledger
from ingest.pipeline import ingest, list_sources
from ingest.sources import Source
from rag.assistant import Assistant
from rag.errors import NoIndexError, SourceError
from rag.filters import Filters
from rag.index.generation import GenerationHandle, rollback
from rag.index.manifest import generation_ids
from tests.ingest.conftest import FIXTURES

CANARY = "Kanariefågeln Zebulonkvist"
WORDS = ("Zebulonkvist", "zebulonkvist", "zebulon")


@pytest.fixture
def with_canary(settings, folder):
    """An index with a document that is to go; published three times, so that an older one holds it too."""
    (folder / "hemlig.md").write_text(f"# Hemligt\n\n{CANARY} arbetar som lokförare i Boden.")
    ingest(settings, [folder], only=True)
    for number in range(2):
        (folder / f"{number}.txt").write_text(f"Text {number} om semester.")
        ingest(settings, only=True)
    return next(one for one in _documents(settings) if one.endswith("/hemlig.md"))


def _documents(settings):
    with GenerationHandle(settings.data_dir, settings).current() as generation:
        return [document.id for document in generation.store.all_documents()]


def holders(settings) -> list[str]:
    """The files below the data directory that hold the canary, in any case, in utf-8 or utf-16."""
    needles = [word.encode(code) for word in WORDS for code in ("utf-8", "utf-16-le")]
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]


def test_the_canary_is_found_while_it_is_there(with_canary, settings):
    assert {"store.sqlite"} <= set(holders(settings))


def test_a_document_whose_file_is_deleted_is_gone_from_search_and_answers(with_canary, settings, folder):
    (folder / "hemlig.md").unlink()
    assert ingest(settings, only=True, today="2026-01-02").removed == 1
    assistant = Assistant.open(settings)
    try:
        hits = assistant.search(
            "Zebulonkvist lokförare Boden", today="2026-01-02", top_k=10, filters=Filters()
        )
        answer = assistant.ask("Var arbetar Zebulonkvist?", today="2026-01-02")
    finally:
        assistant.close()
    assert with_canary not in {hit.document.id for hit in hits}
    assert "Boden" not in answer.text
    assert with_canary not in {citation.document_id for citation in answer.citations}


def test_an_erased_document_is_nowhere_on_the_disk(with_canary, settings, folder):
    (folder / "hemlig.md").unlink()
    summary = ingest(settings, only=True, erase_ids=[with_canary])
    assert (summary.removed, summary.published) == (1, True)
    assert holders(settings) == []
    assert generation_ids(settings.data_dir) == [summary.generation]
    with pytest.raises(NoIndexError):
        rollback(settings.data_dir)


def test_an_erased_document_is_not_read_again_from_a_file_that_is_still_there(with_canary, settings, folder):
    ingest(settings, only=True, erase_ids=[with_canary])
    again = ingest(settings, only=True, rebuild=True)
    assert again.added == 0
    assert with_canary not in _documents(settings)
    assert [name for name in holders(settings) if name != "store.sqlite-wal"] == []


def test_a_document_that_was_deleted_before_can_still_be_erased(with_canary, settings, folder):
    (folder / "hemlig.md").unlink()
    ingest(settings, only=True)
    assert holders(settings) != []
    summary = ingest(settings, only=True, erase_ids=[with_canary])
    assert not summary.published
    assert holders(settings) == []


@pytest.mark.parametrize("line", ["build 61 61", "prove 1 1"])
def test_an_erasure_that_was_killed_is_finished_by_the_next_ingest(settings, many, killed_at, line):
    (many / "hemlig.txt").write_text(f"{CANARY} arbetar som lokförare i Boden.")
    (many / "nu.txt").write_text("En text till om arbetstid.")
    ingest(settings, [many], only=True)
    target = next(one for one in _documents(settings) if one.endswith("/hemlig.txt"))
    (many / "hemlig.txt").unlink()
    killed_at(line, settings.data_dir, many, erase=target)
    ingest(settings, only=True)
    assert holders(settings) == []


def test_what_was_fetched_of_an_erased_document_goes_too(settings):
    fetched = settings.data_dir / "fetched" / "ads"
    for name in ("files", "cache"):
        (fetched / name).mkdir(parents=True)
    (fetched / "files" / "annons.txt").write_text(f"{CANARY} söker en lokförare.")
    (fetched / "files" / "annan.txt").write_text("Vi söker en kock.")
    (fetched / "cache" / "kropp").write_text(f"{CANARY} söker en lokförare.")
    ledger = Ledger.open(settings.data_dir)
    source = {"id": "ads", "title": "A", "publisher": "P", "licence": "L", "bundled": False}
    ledger.put_source(Source(path=str(fetched / "files"), **source))
    ledger.close()
    ingest(settings, only=True)
    ingest(settings, only=True, erase_ids=["ads/annons.txt"])
    assert holders(settings) == []
    assert _documents(settings) == ["ads/annan.txt"]


def test_a_file_of_the_user_is_never_deleted_wherever_it_lies(settings):
    (settings.data_dir / "cache").mkdir(parents=True)
    mine, other = settings.data_dir / "hemlig.md", settings.data_dir / "cache" / "annat"
    mine.write_text(f"# Hemligt\n\n{CANARY} arbetar.")
    other.write_text("Något annat.")
    ingest(settings, [mine], only=True)
    (settings.data_dir / "nu.md").write_text("En text till om arbetstid.")
    ingest(settings, [settings.data_dir / "nu.md"], only=True)
    target = next(one for one in _documents(settings) if one.endswith("/hemlig.md"))
    ingest(settings, only=True, erase_ids=[target])
    assert target not in _documents(settings)
    assert (mine.is_file(), other.is_file()) == (True, True)


def test_an_erased_table_takes_its_figures_with_it(settings, folder):
    px = (FIXTURES / "statistics" / "flytt.px").read_bytes()
    (folder / "hemlig.px").write_bytes(px.replace(b"Flyttningar", b"Zebulonkvist"))
    ingest(settings, [folder], only=True)
    assert "store.sqlite" in holders(settings)
    (target,) = [one for one in _documents(settings) if one.startswith("table:")]
    (folder / "hemlig.px").unlink()
    ingest(settings, only=True, erase_ids=[target])
    assert holders(settings) == []


def test_what_comes_back_with_a_fetch_leaves_the_disk_again(settings):
    fetched = settings.data_dir / "fetched" / "ads"
    (fetched / "files").mkdir(parents=True)
    (fetched / "files" / "annan.txt").write_text("Vi söker en kock.")
    back = fetched / "files" / "annons.txt"
    ledger = Ledger.open(settings.data_dir)
    source = {"id": "ads", "title": "A", "publisher": "P", "licence": "L", "bundled": False}
    ledger.put_source(Source(path=str(fetched / "files"), **source))
    ledger.close()
    back.write_text(f"{CANARY} söker en lokförare.")
    ingest(settings, only=True)
    ingest(settings, only=True, erase_ids=["ads/annons.txt"])
    back.write_text(f"{CANARY} söker en lokförare.")
    ingest(settings, only=True)
    assert not back.exists()
    assert holders(settings) == []


def test_a_document_that_nobody_knows_erases_nothing(with_canary, settings):
    with pytest.raises(SourceError) as caught:
        ingest(settings, only=True, erase_ids=[with_canary, "nej"])
    assert caught.value.user_message.startswith("Dokumentet nej finns inte.")
    assert with_canary in _documents(settings)


def test_the_id_of_an_erased_document_is_kept_as_a_hash_only(with_canary, settings, folder):
    (folder / "hemlig.md").unlink()
    ingest(settings, only=True, erase_ids=[with_canary])
    rows = sqlite3.connect(settings.data_dir / "store.sqlite").execute("SELECT * FROM erased").fetchall()
    assert [(len(digest), done) for digest, done in rows] == [(64, 1)]
    assert not any(
        b"hemlig.md" in path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()
    )
    assert list_sources(settings)[-1].documents == 6
