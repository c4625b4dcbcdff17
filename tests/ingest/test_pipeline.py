"""The whole way from files to a published index: added, changed, unchanged, removed, refused."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.pipeline import ingest, list_sources, remove_source
from ingest.workers import Workers
from rag.errors import SettingsError, SourceError, StorageError
from rag.index.generation import GenerationHandle, rollback, verify
from rag.index.manifest import current_id, index_dir, read_manifest
from rag.swedish.analysis import analyze

DOCUMENTS = {"latin1.txt", "loner.md", "varsel.csv", "under/sida.html"}


def names(settings) -> set[str]:
    """The files that the current index has documents of."""
    with _current(settings) as generation:
        return {document.id.partition("/")[2] for document in generation.store.all_documents()}


def found(settings, question: str) -> list[str]:
    with _current(settings) as generation:
        return [
            scored.chunk_id.partition("/")[2] for scored in generation.lexical.search(analyze(question), 3)
        ]


def _current(settings):
    return GenerationHandle(settings.data_dir, settings).current()


def again(settings, **options):
    return ingest(settings, only=True, today="2026-01-02", **options)


def test_a_folder_becomes_an_index_that_answers(built, settings, folder):
    assert (built.added, built.changed, built.unchanged, built.removed) == (4, 0, 0, 0)
    assert built.published
    assert names(settings) == DOCUMENTS
    assert found(settings, "Vad är medianlön?")[0].startswith("loner.md:")
    assert verify(index_dir(settings.data_dir) / built.generation) == []


def test_a_bad_file_is_named_and_the_rest_goes_in(built, folder):
    assert [(refused.path, refused.why) for refused in built.refused] == [
        (str(folder / "bild.png"), "Formatet .png stöds inte.")
    ]


def test_the_manifest_tells_what_is_in_the_index(built, settings):
    manifest = read_manifest(index_dir(settings.data_dir) / built.generation)
    (source,) = manifest.sources
    assert (manifest.built, manifest.embedder, manifest.dimensions) == ("2026-01-01", "local-1-256", 256)
    assert manifest.counts == built.counts
    assert (source.title, source.licence, source.documents) == ("mapp", "Egen källa: villkoren är dina", 4)
    assert source.as_of == "2025-06-17"


def test_an_unchanged_folder_publishes_nothing(built, settings):
    summary = again(settings)
    assert (summary.added, summary.changed, summary.unchanged, summary.removed) == (0, 0, 4, 0)
    assert (summary.published, summary.generation) == (False, built.generation)


def test_a_change_an_addition_and_a_removal_are_published_together(built, settings, folder):
    (folder / "loner.md").write_text("Lokföraren tjänar bra.")
    (folder / "ny.txt").write_text("Permittering är tillfällig.")
    (folder / "varsel.csv").unlink()
    summary = again(settings)
    assert (summary.added, summary.changed, summary.unchanged, summary.removed) == (1, 1, 2, 1)
    assert names(settings) == {"latin1.txt", "loner.md", "ny.txt", "under/sida.html"}
    assert found(settings, "permittering")[0].startswith("ny.txt:")
    assert found(settings, "lokförare")[0].startswith("loner.md:")


def test_nothing_is_embedded_twice(built, settings, folder):
    stages = []
    (folder / "ny.txt").write_text("Permittering är tillfällig.")
    again(settings, rebuild=True, progress=lambda *told: stages.append(told))
    assert [told for told in stages if told[0] in {"analyse", "embed"}] == [
        ("analyse", 1, 1),
        ("embed", 1, 1),
    ]


def test_a_moved_file_is_not_lost(built, settings, folder):
    (folder / "loner.md").rename(folder / "under" / "loner.md")
    summary = again(settings)
    assert (summary.added, summary.removed) == (1, 1)
    assert "under/loner.md" in names(settings)


def test_a_file_that_went_bad_keeps_its_last_good_version(built, settings, folder):
    (folder / "latin1.txt").write_bytes(bytes(100))
    summary = again(settings)
    assert summary.refused[1].why == "Filen är inte en textfil. Den tidigare versionen finns kvar."
    assert (summary.unchanged, summary.published) == (4, False)
    assert names(settings) == DOCUMENTS


def test_a_folder_that_is_not_there_keeps_its_documents(built, settings, folder):
    folder.rename(folder.with_name("flyttad"))
    summary = again(settings)
    assert (
        summary.refused[0].why
        == f"{folder} finns inte. Kontrollera sökvägen. Den tidigare versionen finns kvar."
    )
    assert names(settings) == DOCUMENTS


def test_a_rebuild_publishes_the_same_content_anew(built, settings):
    summary = again(settings, rebuild=True)
    before, after = (
        read_manifest(index_dir(settings.data_dir) / id_) for id_ in (built.generation, summary.generation)
    )
    assert summary.published
    assert before.id != after.id
    assert before.same_content(after)
    assert (before.files["store.sqlite"], before.files["lexical/lexical.json"]) == (
        after.files["store.sqlite"],
        after.files["lexical/lexical.json"],
    )


def test_after_a_rollback_the_next_ingest_brings_the_truth_back(built, settings, folder):
    (folder / "varsel.csv").unlink()
    again(settings)
    assert rollback(settings.data_dir) == built.generation
    assert names(settings) == DOCUMENTS
    assert again(settings).published
    assert names(settings) == DOCUMENTS - {"varsel.csv"}


def test_one_source_can_be_read_without_the_others(built, settings, folder, tmp_path):
    (tmp_path / "andra").mkdir()
    (tmp_path / "andra" / "x.txt").write_text("Ny källa.")
    (folder / "varsel.csv").unlink()
    again(settings, paths=[tmp_path / "andra"], source_ids=[])
    assert "varsel.csv" in names(settings)
    other = next(source for source in list_sources(settings) if source.title == "andra")
    assert again(settings, source_ids=[other.id]).added == 1
    assert names(settings) == DOCUMENTS | {"x.txt"}


def test_a_source_that_does_not_exist_is_an_error(built, settings):
    with pytest.raises(SourceError) as caught:
        again(settings, source_ids=["nej"])
    assert (
        caught.value.user_message == "Källan nej finns inte. Kör datalots sources för att se vilka som finns."
    )


def test_a_path_that_does_not_exist_is_an_error(settings, tmp_path):
    with pytest.raises(SourceError) as caught:
        ingest(settings, [tmp_path / "nej"], only=True)
    assert caught.value.user_message == f"{tmp_path / 'nej'} finns inte. Kontrollera sökvägen."


def test_nothing_to_read_is_an_error(settings):
    with pytest.raises(SourceError) as caught:
        ingest(settings, only=True)
    assert caught.value.user_message == "Det finns inga källor att läsa in. Ange en fil eller mapp."


def test_only_is_for_a_directory_without_the_bundled_sources(settings, folder):
    ingest(settings, source_ids=["law"])
    with pytest.raises(SettingsError) as caught:
        ingest(settings, [folder], only=True)
    assert caught.value.user_message.endswith("Ange en egen tom katalog med --data-dir.")


def test_sources_are_listed_with_what_was_read_of_them(built, settings, folder):
    listed = {source.title: source for source in list_sources(settings)}
    assert (listed["mapp"].documents, listed["mapp"].last_success, listed["mapp"].bundled) == (4, "", False)
    (folder / "bild.png").unlink()
    again(settings)
    assert list_sources(settings)[-1].last_success == "2026-01-02"
    assert json.loads(json.dumps(list_sources(settings)[0].to_json()))["id"] == "law"


def test_sources_can_be_listed_before_the_first_ingest(settings):
    assert [source.id for source in list_sources(settings)][:2] == ["law", "policy"]
    assert not settings.data_dir.exists()


def test_a_removed_source_leaves_the_index_at_the_next_ingest(built, settings, tmp_path):
    (tmp_path / "andra.txt").write_text("Ny källa.")
    remove_source(settings, list_sources(settings)[-1].id)
    again(settings, paths=[tmp_path / "andra.txt"])
    assert names(settings) == {"andra.txt"}
    with pytest.raises(SourceError, match="bundled"):
        remove_source(settings, "law")


def test_the_last_document_can_go_too(built, settings, folder):
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    summary = again(settings)
    assert (summary.removed, summary.counts["chunks"]) == (4, 0)
    assert names(settings) == set()
    assert found(settings, "lön") == []


def test_our_own_data_are_not_read_as_a_source(settings, tmp_path):
    (tmp_path / "a.txt").write_text("Text.")
    ingest(settings, [tmp_path], only=True)
    assert again(settings).refused == ()
    assert names(settings) == {"a.txt"}


def test_the_summary_is_json(built):
    wire = json.loads(json.dumps(built.to_json()))
    assert wire["refused"][0]["why"] == "Formatet .png stöds inte."
    assert wire["generation"] == built.generation
    assert list(wire["seconds"]) == ["read", "analyse", "embed", "build", "prove", "total"]


def test_the_current_generation_is_the_one_of_the_summary(built, settings):
    assert current_id(settings.data_dir) == built.generation


def test_a_build_that_fails_is_left_only_when_nobody_writes_into_it(built, settings, folder, monkeypatch):
    written = threading.Event()

    def slowly():
        time.sleep(0.3)
        written.set()

    pool = ThreadPoolExecutor(1)

    def fail(*_):
        raise OSError("the disk is gone")

    monkeypatch.setattr(Workers, "beside", lambda *_, **__: pool.submit(slowly))
    monkeypatch.setattr("ingest.building._write_words", fail)
    (folder / "ny.md").write_text("# Ny\n\nText.")
    with pytest.raises(StorageError):
        again(settings)
    assert written.is_set()
    assert not list(index_dir(settings.data_dir).glob("build-*"))
    pool.shutdown()
