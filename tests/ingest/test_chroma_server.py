"""Vectors on a Chroma server: a real `chroma run` on loopback, asked as one that runs elsewhere."""

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from rag import texts
from rag.assistant import Assistant
from rag.errors import StorageError
from rag.filters import Filters
from rag.index.manifest import current_id, index_dir, read_manifest
from rag.settings import Settings

COLLECTIONS = "/api/v2/tenants/default_tenant/databases/default_database/collections"
SECONDS = 60
"""Until a server that does not answer is given up."""


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def server(tmp_path):
    """The port of a server, and what stops it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chroma = shutil.which("chroma", path=str(Path(sys.executable).parent))
    assert chroma, "chromadb installs its server beside python"
    words = [chroma, "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + SECONDS
            while not answers(port):
                assert time.monotonic() < until and process.poll() is None, "the server does not answer"
                time.sleep(0.1)
            yield port, process.kill
        finally:
            process.kill()


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{address(port)}/api/v2/heartbeat", timeout=5):
        return True
    return False


@pytest.fixture
def remote(settings, server):
    return settings.model_copy(update={"chroma_url": address(server[0])})


def collections(port: int) -> set[str]:
    with urllib.request.urlopen(f"{address(port)}{COLLECTIONS}", timeout=5) as told:
        return {one["name"] for one in json.load(told)}


def found(settings: Settings) -> list[tuple[str, float, tuple[str, ...]]]:
    with closing(Assistant.open(settings)) as assistant:
        hits = assistant.search(
            "varsel om uppsägning i Dalarna", today="2026-01-01", top_k=10, filters=Filters()
        )
    return [(hit.chunk.id, round(hit.score, 4), hit.reasons) for hit in hits]


def test_vectors_on_a_server_find_what_vectors_in_files_find(settings, remote, folder):
    ingest(remote, [folder], only=True)
    path = index_dir(remote.data_dir) / current_id(remote.data_dir)
    assert not (path / "vectors" / "chroma").exists()
    there = found(remote)
    shutil.rmtree(settings.data_dir)
    ingest(settings, [folder], only=True)
    assert there == found(settings) != []


def test_the_server_keeps_the_collections_of_two_generations(remote, folder, server):
    made = []
    for number in range(3):
        (folder / "ny.txt").write_text(f"Ny text nummer {number}.")
        made.append(ingest(remote, [folder], only=True).generation)
    assert collections(server[0]) == set(made[1:])


def test_vectors_on_a_server_are_written_anew_and_statistics_taken_over(remote, folder):
    ingest(remote, [folder], only=True)
    (folder / "ny.txt").write_text("Ny text om semester.")
    made = ingest(remote, only=True).generation
    taken = read_manifest(index_dir(remote.data_dir) / made).taken_over
    assert (taken.parts, taken.since, taken.gone) == (("statistics.duckdb",), made, 0)


def test_without_its_server_the_index_answers_by_words_and_says_so(remote, folder, server):
    ingest(remote, [folder], only=True)
    server[1]()
    with closing(Assistant.open(remote)) as assistant:
        answer = assistant.ask("Hur många varslades i Dalarna?", today="2026-01-01")
        assert assistant.search("varsel", today="2026-01-01", top_k=10, filters=Filters())
    assert texts.VECTORS_UNAVAILABLE in answer.notices


def test_an_ingest_whose_server_fell_leaves_the_old_index_and_the_next_completes(
    remote, settings, folder, server
):
    before = ingest(remote, [folder], only=True).generation
    (folder / "ny.txt").write_text("Det som kom sedan.")
    gone = remote.model_copy(update={"chroma_url": "http://127.0.0.1:9"})
    with pytest.raises(StorageError):
        ingest(gone, [folder], only=True)
    assert current_id(remote.data_dir) == before
    assert ingest(remote, [folder], only=True).generation != before
    assert not list(index_dir(remote.data_dir).glob("build-*"))
