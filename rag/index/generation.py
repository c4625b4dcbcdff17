"""A generation of the index, and the handle by which programs always read the current one.

A generation is a directory that never changes after it was published. `GenerationHandle.current()` looks at
CURRENT for every question, opens what it names, and closes the old one when the last question on it is done:

    with handle.current() as generation:
        generation.store.document(…)
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag import texts
from rag.embedders import load_embedder
from rag.errors import DatalotsError, NoIndexError, StorageError
from rag.index.lexical import LexicalIndex
from rag.index.manifest import (
    LEXICAL,
    STATISTICS,
    STORE,
    VECTORS,
    Manifest,
    current_id,
    generation_ids,
    index_dir,
    read_manifest,
    set_current,
    verify,
)
from rag.index.statistics import Statistics
from rag.index.store import Store
from rag.index.vectors import VectorIndex
from rag.settings import Settings

__all__ = ["Generation", "GenerationHandle", "list_generations", "rollback", "verify"]

log = logging.getLogger(__name__)

_ATTEMPTS = 3
"""How often a generation is looked up again when it vanished between reading CURRENT and opening it."""


@dataclass(frozen=True, slots=True)
class Generation:
    """An opened generation. Every part may be read from several threads."""

    path: Path
    manifest: Manifest
    store: Store
    lexical: LexicalIndex
    vectors: VectorIndex | None
    """None when they cannot be served: answers then rest on words alone, and say so."""
    statistics: Statistics

    @property
    def id(self) -> str:
        return self.manifest.id

    @classmethod
    def open(cls, path: Path, settings: Settings, embedder: str | None = None) -> Generation:
        """Open the generation in the directory `path`.

        Args:
            path: The published directory; nothing is written there.
            settings: Where the private copy of the vectors goes, or which server has them.
            embedder: Id of the embedder that will ask; None when it does not matter.

        Raises:
            NoIndexError: A part is missing or damaged, or it was made for another format or embedder.
        """
        manifest = read_manifest(path)
        if embedder is not None and manifest.embedder != embedder:
            raise NoIndexError(
                f"{path}: vectors of {manifest.embedder}, the settings say {embedder}",
                user_message=texts.INDEX_OTHER_EMBEDDER,
            )
        store = Store.open(path / STORE)
        try:
            lexical = LexicalIndex.open(path / LEXICAL)
            statistics = Statistics.open(path / STATISTICS)
        except BaseException:
            store.close()
            raise
        return cls(path, manifest, store, lexical, _open_vectors(path, settings), statistics)

    def close(self) -> None:
        self.store.close()
        self.lexical.close()
        self.statistics.close()
        if self.vectors is not None:
            self.vectors.close()


def _open_vectors(path: Path, settings: Settings) -> VectorIndex | None:
    try:
        return VectorIndex.open(path / VECTORS, settings.chroma_url, settings.cache_dir)
    except StorageError as error:
        log.warning("answers without vectors: %s", error)
        return None


class _Lease:
    """An opened generation with the number of its users."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.users = 0
        self.retired = False


class GenerationHandle:
    """The current generation, for as many threads and as many swaps as come."""

    def __init__(self, data_dir: Path, settings: Settings, embedder: str | None = None) -> None:
        """Nothing is opened yet.

        Args:
            data_dir: Where `index/` lies.
            settings: Passed on to `Generation.open`.
            embedder: Id of the embedder that will ask; None for the one of the settings. A generation of
                another one is refused.
        """
        self._data_dir = data_dir
        self._settings = settings
        self._embedder = embedder
        self._lease: _Lease | None = None
        self._counting = threading.Lock()
        self._opening = threading.Lock()

    @contextmanager
    def current(self) -> Iterator[Generation]:
        """The generation that CURRENT names now; it stays open until the block is left.

        Raises:
            NoIndexError: There is none, or it cannot be served.
        """
        lease = self._take()
        try:
            yield lease.generation
        finally:
            self._give_back(lease)

    def close(self) -> None:
        """Close it as soon as nobody uses it. The handle can be used again, and then opens it anew."""
        self._exchange(None)

    def _take(self) -> _Lease:
        """While one thread opens a new generation the others go on with the old one, if there is one."""
        while True:
            wanted = current_id(self._data_dir)
            lease = self._used(wanted)
            if lease is not None:
                return lease
            if self._opening.acquire(blocking=self._lease is None):
                try:
                    if self._lease is None or self._lease.generation.id != wanted:
                        self._exchange(_Lease(self._open()))
                finally:
                    self._opening.release()
            else:
                lease = self._used(None)
                if lease is not None:
                    return lease

    def _used(self, wanted: str | None) -> _Lease | None:
        """The lease with one more user, when it is of the generation `wanted` (None: of any)."""
        with self._counting:
            lease = self._lease
            if lease is None or (wanted is not None and lease.generation.id != wanted):
                return None
            lease.users += 1
            return lease

    def _give_back(self, lease: _Lease) -> None:
        with self._counting:
            lease.users -= 1
            unused = lease.retired and lease.users == 0
        if unused:
            lease.generation.close()

    def _exchange(self, new: _Lease | None) -> None:
        with self._counting:
            old, self._lease = self._lease, new
            if old is not None:
                old.retired = True
            unused = old is not None and old.users == 0
        if old is not None and unused:
            old.generation.close()

    def _open(self) -> Generation:
        """Open what CURRENT names; look again when the writer has meanwhile removed it."""
        for _ in range(_ATTEMPTS):
            wanted = current_id(self._data_dir)
            try:
                embedder = self._embedder or load_embedder(self._settings).id
                return Generation.open(index_dir(self._data_dir) / wanted, self._settings, embedder)
            except DatalotsError:
                if current_id(self._data_dir) == wanted:
                    raise
        raise NoIndexError(
            f"{self._data_dir}: the current generation changed {_ATTEMPTS} times while it was opened"
        )


@dataclass(frozen=True, slots=True)
class GenerationState:
    """A published generation, for a list."""

    id: str
    built: str
    current: bool
    counts: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def list_generations(data_dir: Path) -> list[GenerationState]:
    """The published generations that can be read, newest first."""
    try:
        current = current_id(data_dir)
    except NoIndexError:
        current = ""
    states = []
    for generation_id in reversed(generation_ids(data_dir)):
        try:
            manifest = read_manifest(index_dir(data_dir) / generation_id)
        except NoIndexError as error:
            log.warning("left out of the list: %s", error)
            continue
        states.append(
            GenerationState(generation_id, manifest.built, generation_id == current, manifest.counts)
        )
    return states


def rollback(data_dir: Path) -> str:
    """Make the other kept generation the current one, and return its id; a second call takes it back.

    Raises:
        NoIndexError: There is no other one, or its files are damaged.
    """
    current = current_id(data_dir)
    others = [other for other in generation_ids(data_dir) if other != current]
    if not others:
        raise NoIndexError(f"{data_dir}: only {current} is there", user_message=texts.INDEX_NO_PREVIOUS)
    problems = verify(index_dir(data_dir) / others[-1])
    if problems:
        raise NoIndexError(f"{others[-1]} is damaged: {problems[0]}", user_message=texts.INDEX_NO_PREVIOUS)
    set_current(data_dir, others[-1])
    return others[-1]
