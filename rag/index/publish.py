"""From a directory built aside to the current generation: locked, proven, synced, swapped in one step.

with writer_lock(data_dir):
    build = new_build(data_dir)
    …                               # the writers fill it
    publish(build, manifest, data_dir)
"""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import BusyError, DatalotsError
from rag.index.manifest import (
    BUILD_PREFIX,
    MANIFEST,
    VECTORS,
    Manifest,
    current_id,
    generation_ids,
    hash_files,
    index_dir,
    set_current,
    sync,
)

log = logging.getLogger(__name__)


@contextmanager
def writer_lock(data_dir: Path) -> Iterator[None]:
    """Be the only writer of `data_dir`; the system lets go of the lock when its holder dies.

    Raises:
        BusyError: Somebody else is.
        OSError: The directory cannot be written.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data_dir / "ingest.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError(f"{data_dir}: another ingest holds the lock") from error
    try:
        yield
    finally:
        lock.release()


def new_build(data_dir: Path) -> Path:
    """An empty directory to build in, after removing what dead builders left. Call it under the lock."""
    index = index_dir(data_dir)
    index.mkdir(parents=True, exist_ok=True)
    for left in index.glob(f"{BUILD_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)
    build = index / f"{BUILD_PREFIX}{secrets.token_hex(6)}"
    build.mkdir()
    return build


def publish(build: Path, manifest: Manifest, data_dir: Path, chroma_url: str | None = None) -> Path:
    """Make the proven directory `build` the current generation, and remove all but the one before it.

    Whenever the process dies, CURRENT names a whole generation: the old one, or after the swap the new one.

    Args:
        build: Made by `new_build`, filled and proven.
        manifest: All about it; its `files` are filled in here.
        data_dir: Where `index/` lies.
        chroma_url: The server that holds the vectors, if one does.

    Returns:
        The published directory.
    """
    complete = manifest.model_copy(update={"files": hash_files(build)})
    (build / MANIFEST).write_text(complete.model_dump_json(indent=1), encoding="utf-8")
    for path in (*build.rglob("*"), build):
        sync(path)
    before = _current_or_none(data_dir)
    published = build.rename(index_dir(data_dir) / manifest.id)
    sync(published.parent)
    set_current(data_dir, manifest.id)
    _remove_old(data_dir, {manifest.id, before}, chroma_url)
    return published


def discard(build: Path, chroma_url: str | None = None) -> None:
    """Throw a build away that is not to be published; nothing happens when it was."""
    if build.is_dir():
        if chroma_url:
            _delete_remote(build, chroma_url)
        shutil.rmtree(build, ignore_errors=True)


def keep_only_current(data_dir: Path, chroma_url: str | None = None) -> None:
    """Remove every other generation and what dead builders left, so that nothing older is on the disk."""
    for left in index_dir(data_dir).glob(f"{BUILD_PREFIX}*"):
        shutil.rmtree(left)
    _remove_old(data_dir, {_current_or_none(data_dir)}, chroma_url)
    sync(index_dir(data_dir))


def _current_or_none(data_dir: Path) -> str | None:
    try:
        return current_id(data_dir)
    except DatalotsError:
        return None


def _remove_old(data_dir: Path, kept: set[str | None], chroma_url: str | None) -> None:
    """Remove the generations that are not kept; whoever has one open keeps its files until it is closed."""
    for generation_id in generation_ids(data_dir):
        path = index_dir(data_dir) / generation_id
        if generation_id in kept:
            continue
        if chroma_url:
            _delete_remote(path, chroma_url)
        doomed = path.rename(
            path.with_name(f"{BUILD_PREFIX}{generation_id}")
        )  # what is half removed is no generation
        shutil.rmtree(doomed, ignore_errors=True)


def _delete_remote(path: Path, chroma_url: str) -> None:
    from rag.index.vectors import delete_vectors

    try:
        delete_vectors(path / VECTORS, chroma_url)
    except (DatalotsError, OSError, ValueError, KeyError) as error:
        log.warning("a collection of an old generation stays on the server: %s", error)
