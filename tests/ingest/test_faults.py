"""What may go wrong with the disk and the process, and what is left standing."""

import errno
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from ingest.faults import storage_errors
from ingest.ledger import Ledger
from ingest.pipeline import ingest
from rag.errors import BusyError, StorageError
from rag.index.generation import GenerationHandle, verify
from rag.index.manifest import current_id, generation_ids, index_dir
from rag.index.publish import writer_lock


def texts_of(settings) -> dict[str, str]:
    with GenerationHandle(settings.data_dir, settings).current() as generation:
        return {Path(d.id).name: d.text for d in generation.store.all_documents()}


@pytest.mark.parametrize("line", ["read 32 60", "embed 59 59", "build 60 60", "prove 0 1"])
def test_after_a_kill_the_old_index_answers_and_the_next_ingest_completes(settings, many, killed_at, line):
    (many / "0.txt").write_text("Den gamla texten.")
    (many / "extra.txt").write_text("Försvinner.")
    old = ingest(settings, [many], only=True)
    for n in range(1, 60):
        (many / f"{n}.txt").write_text(f"Ny text nummer {n}.")
    (many / "extra.txt").unlink()

    killed_at(line, settings.data_dir, many)
    assert current_id(settings.data_dir) == old.generation
    assert verify(index_dir(settings.data_dir) / old.generation) == []
    assert texts_of(settings)["5.txt"] == "Text nummer 5 handlar om lön, varsel och arbetstid."

    new = ingest(settings, only=True)
    assert new.published
    assert texts_of(settings) == {
        "0.txt": "Den gamla texten.",
        **{f"{n}.txt": f"Ny text nummer {n}." for n in range(1, 60)},
    }
    assert not list(index_dir(settings.data_dir).glob("build-*"))


def test_an_ingest_killed_before_anything_was_published_goes_on_where_it_stopped(settings, many, killed_at):
    killed_at("read 32 60", settings.data_dir, many)
    summary = ingest(settings, only=True)
    assert summary.unchanged >= 30
    assert summary.added + summary.unchanged == 60


@pytest.mark.slow
@pytest.mark.parametrize("line", ["read 32 60", "read 60 60", "analyse 60 60", "embed 60 60", "build 60 60"])
def test_termination_is_survived_like_a_kill(settings, many, killed_at, line):
    killed_at(line, settings.data_dir, many, signal.SIGTERM)
    assert ingest(settings, only=True).counts["documents"] == 60


@pytest.mark.parametrize("content", [None, b"\0\0\0", b"g0099-01234567"])
def test_a_current_that_points_nowhere_is_mended_by_the_next_ingest(built, settings, content):
    pointer = index_dir(settings.data_dir) / "CURRENT"
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    assert ingest(settings, only=True).published
    assert len(texts_of(settings)) == 4


def test_a_damaged_index_is_rebuilt_by_the_next_ingest(built, settings):
    (index_dir(settings.data_dir) / built.generation / "store.sqlite").write_bytes(b"skada")
    second = ingest(settings, only=True)
    assert second.published
    assert verify(index_dir(settings.data_dir) / second.generation) == []


def test_a_second_ingest_is_told_to_wait(settings, folder):
    with writer_lock(settings.data_dir), pytest.raises(BusyError) as caught:
        ingest(settings, [folder], only=True)
    assert caught.value.user_message == "En inläsning av källor pågår redan. Vänta tills den är klar."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_data_directory_is_told(settings, folder):
    settings.data_dir.mkdir()
    settings.data_dir.chmod(0o500)
    with pytest.raises(StorageError) as caught:
        ingest(settings, [folder], only=True)
    assert caught.value.user_message == (
        f"Katalogen {settings.data_dir} går inte att skriva i. "
        "Ändra rättigheterna eller välj en annan med --data-dir."
    )


def test_a_data_directory_that_is_a_file_is_told(settings, folder):
    settings.data_dir.write_text("en fil")
    with pytest.raises(StorageError):
        ingest(settings, [folder], only=True)


def test_a_published_index_is_read_from_a_read_only_directory(built, settings):
    for path in (settings.data_dir, *settings.data_dir.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        with GenerationHandle(settings.data_dir, settings).current() as generation:
            assert generation.vectors is not None
            assert len(generation.store.all_documents()) == 4
    finally:
        for path in (settings.data_dir, *settings.data_dir.rglob("*")):
            path.chmod(0o700)


def test_a_damaged_ledger_is_told(built, settings):
    (settings.data_dir / "store.sqlite").write_bytes(b"inte en databas" * 1000)
    with pytest.raises(StorageError) as caught:
        ingest(settings, only=True)
    assert caught.value.user_message == f"Lagringen i {settings.data_dir} är skadad."
    assert len(texts_of(settings)) == 4


def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path):
    ledger = Ledger.open(tmp_path)
    ledger.put_vectors("local", [("a", b"1")])
    ledger._db.execute("PRAGMA max_page_count = 1")
    with pytest.raises(StorageError) as caught, storage_errors(tmp_path):
        ledger.put_vectors("local", [(f"{n}", bytes(5000)) for n in range(100)])
    assert (
        caught.value.user_message
        == "Disken är full. Frigör utrymme och försök igen; inget har gått förlorat."
    )
    assert ledger._db.execute("SELECT count(*) FROM embeddings").fetchone() == (1,)
    ledger.close()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "Disken är full."),
        (OSError(errno.EDQUOT, "Quota exceeded"), "Disken är full."),
        (sqlite3.OperationalError("database or disk is full"), "Disken är full."),
        (PermissionError(errno.EACCES, "Permission denied"), "Katalogen data går inte att skriva i."),
        (OSError(errno.EROFS, "Read-only file system"), "Katalogen data går inte att skriva i."),
        (
            sqlite3.OperationalError("attempt to write a readonly database"),
            "Katalogen data går inte att skriva i.",
        ),
        (sqlite3.DatabaseError("database disk image is malformed"), "Lagringen i data är skadad."),
        (sqlite3.OperationalError("disk I/O error"), "Det går inte att spara på disken just nu."),
        (OSError(errno.EIO, "Input/output error"), "Det går inte att spara på disken just nu."),
    ],
)
def test_what_the_disk_says_is_told_in_swedish(error, message):
    with pytest.raises(StorageError) as caught, storage_errors(Path("data")):
        raise error
    assert caught.value.user_message.startswith(message)


def test_an_error_behind_another_one_is_seen():
    with pytest.raises(StorageError) as caught, storage_errors(Path("data")):
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise RuntimeError("chroma: internal error") from error
    assert caught.value.user_message.startswith("Disken är full.")


def test_an_error_that_is_not_of_the_disk_passes():
    with pytest.raises(ZeroDivisionError), storage_errors(Path("data")):
        raise ZeroDivisionError


def test_only_whole_generations_are_ever_listed(settings, many, killed_at):
    killed_at("prove 0 1", settings.data_dir, many)
    assert generation_ids(settings.data_dir) == []
