from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag import texts
from rag.errors import StorageError
from rag.index.private_copy import PrivateCopy
from rag.index.vectors import VectorIndex, VectorWriter

VECTORS = np.array([[1, 0, 0], [0.8, 0.6, 0], [0, 1, 0], [0, 0, 1]], np.float32)
IDS = ["c1", "c2", "c3", "c4"]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    writer = VectorWriter(tmp_path / "vectors", 3, "test-1-3")
    writer.add(IDS, VECTORS)
    assert writer.close() == 4
    return tmp_path / "vectors"


@pytest.fixture
def index(written: Path, tmp_path: Path) -> Iterator[VectorIndex]:
    opened = VectorIndex.open(written, cache_dir=tmp_path / "cache")
    yield opened
    opened.close()


def snapshot(path: Path) -> dict[str, bytes]:
    return {str(p.relative_to(path)): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


def test_the_nearest_come_first_with_their_cosines(index: VectorIndex) -> None:
    found = index.search(VECTORS[0], 2)
    assert [chunk_id for chunk_id, _ in found] == ["c1", "c2"]
    assert [cosine for _, cosine in found] == pytest.approx([1.0, 0.8], abs=1e-6)


def test_a_search_keeps_to_the_allowed(index: VectorIndex) -> None:
    assert [chunk_id for chunk_id, _ in index.search(VECTORS[0], 3, ["c3", "c2"])] == ["c2", "c3"]
    assert index.search(VECTORS[0], 3, []) == []


def test_what_was_written_can_be_read_and_counted(index: VectorIndex) -> None:
    assert index.count() == 4
    assert (index.dimensions, index.embedder) == (3, "test-1-3")
    stored = index.get(["c2", "unknown"])
    assert list(stored) == ["c2"]
    assert stored["c2"] == pytest.approx(VECTORS[1])


def test_reading_never_changes_what_was_published(written: Path, tmp_path: Path) -> None:
    before = snapshot(written)
    opened = VectorIndex.open(written, cache_dir=tmp_path / "cache")
    opened.search(VECTORS[0], 2)
    opened.close()
    assert snapshot(written) == before


def test_closing_removes_the_private_copy_and_frees_every_handle(written: Path, tmp_path: Path) -> None:
    def handles() -> int:
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a Path would hold one open itself

    def once() -> None:
        opened = VectorIndex.open(written, cache_dir=tmp_path / "cache")
        opened.search(VECTORS[0], 2)
        opened.close()

    once()
    before = handles()
    for _ in range(5):
        once()
    assert handles() <= before
    assert list((tmp_path / "cache").iterdir()) == []


def test_closing_one_leaves_another_of_the_same_files_open(written: Path, tmp_path: Path) -> None:
    first, second = (VectorIndex.open(written, cache_dir=tmp_path / "cache") for _ in range(2))
    first.close()
    assert second.search(VECTORS[2], 1)[0][0] == "c3"
    second.close()


def test_missing_or_damaged_vectors_are_one_clear_error(written: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as missing:
        VectorIndex.open(tmp_path / "nowhere")
    assert missing.value.user_message == texts.VECTORS_UNAVAILABLE
    (written / "chroma" / "chroma.sqlite3").write_bytes(b"no database")
    with pytest.raises(StorageError):
        VectorIndex.open(written, cache_dir=tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_vectors_of_another_size_are_refused(tmp_path: Path) -> None:
    writer = VectorWriter(tmp_path, 3, "test-1-3")
    with pytest.raises(ValueError, match="3-d"):
        writer.add(["c1"], np.zeros((1, 4), np.float32))
    writer.close()


def test_more_than_a_batch_is_written_whole(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).standard_normal((5_600, 4)).astype(np.float32)
    writer = VectorWriter(tmp_path, 4, "test")
    writer.add([f"c{i}" for i in range(len(vectors))], vectors)
    assert writer.close() == 5_600


def test_what_a_killed_process_left_is_swept_up(written: Path, tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from rag.index.private_copy import PrivateCopy\n"
        "copy = PrivateCopy(Path(sys.argv[1]), Path(sys.argv[2])); os._exit(9)"
    )
    cache = tmp_path / "cache"
    subprocess.run([sys.executable, "-c", script, str(written), str(cache)], check=False)
    left = {path.name for path in cache.iterdir()}
    assert left
    copy = PrivateCopy(written, cache)
    assert not left & {path.name for path in cache.iterdir()}
    copy.close()


def test_a_copy_in_use_is_not_swept_up(written: Path, tmp_path: Path) -> None:
    first, second = PrivateCopy(written, tmp_path / "cache"), PrivateCopy(written, tmp_path / "cache")
    assert first.path.is_dir()
    assert second.path.is_dir()
    first.close()
    second.close()


def test_a_read_only_generation_can_be_read(written: Path, tmp_path: Path) -> None:
    read_only = tmp_path / "read-only"
    shutil.copytree(written, read_only)
    for path in (*read_only.rglob("*"), read_only):
        path.chmod(0o555 if path.is_dir() else 0o444)
    opened = VectorIndex.open(read_only, cache_dir=tmp_path / "cache")
    assert opened.count() == 4
    opened.close()
