"""The vectors of a generation, in Chroma: the only module that imports chromadb.

A collection holds ids and vectors, never text, and no keys to filter by: what a question filters by is looked
up before Chroma is asked. It is written once, beside `vectors.json`, which tells the collection's name, size
and embedder. Chroma writes into a directory that it opens, so a reader works on a private copy and the
published files never change. With an address, the collection lives on a Chroma server.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from rag import texts
from rag.errors import StorageError
from rag.index.private_copy import PrivateCopy

BATCH = 5_000
"""Rows in one call; Chroma takes at most 5,461."""
_HNSW = {"space": "cosine", "ef_search": 400, "ef_construction": 100, "max_neighbors": 40}
"""With Chroma's own `ef_search`, 100, one in 25 of the true neighbours is missed, with 400 hardly one.
Passages that say nearly the same reach one another only with many neighbours: of 600 such, 16 lose up to one
in twenty and 24 one in fifty, 40 none in four builds. More effort in building (400) finds nothing more, for
three times the time."""
_EACH_CALL = 2
"""Chroma writes its graph after so many rows; what it has not written, every reader would work out anew."""

Vectors = NDArray[np.float32]


class VectorIndex:
    """Reads a collection. Chroma serialises what needs it: safe to use from several threads."""

    def __init__(
        self, client: Any, collection: Any, about: Mapping[str, Any], copy: PrivateCopy | None
    ) -> None:
        self._client, self._collection, self._copy = client, collection, copy
        self.dimensions: int = about["dimensions"]
        self.embedder: str = about["embedder"]

    @classmethod
    def open(cls, path: Path, url: str | None = None, cache_dir: Path | None = None) -> VectorIndex:
        """Open the collection written at `path`.

        Args:
            path: The directory given to `VectorWriter`; it is only read.
            url: Chroma server that holds the collection; None for the files at `path`.
            cache_dir: Where the private copy is made; None for the system's place.

        Raises:
            StorageError: It cannot be copied or Chroma cannot serve it: answer without vectors.
        """
        client = copy = None
        with _chroma_errors(f"{path}: the vectors cannot be opened"):
            about = _about(path)
            copy = None if url else PrivateCopy(path / "chroma", cache_dir)
            try:
                client = _client(copy.path if copy else None, url)
                collection = client.get_collection(about["name"], embedding_function=None)
                return cls(client, collection, about, copy)
            except BaseException:
                if client is not None:
                    _close(client)
                if copy:
                    copy.close()
                raise

    def search(
        self, vector: Vectors, top_k: int, allowed: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """The nearest chunks as (id, cosine), nearest first, equal ones by id.

        Args:
            vector: Unit length, `(dimensions,)`.
            top_k: At most so many.
            allowed: Ids to choose among; None for all.

        Raises:
            StorageError: Chroma cannot answer.
        """
        if top_k < 1 or (allowed is not None and not allowed):
            return []
        among = {} if allowed is None else {"ids": list(allowed)}
        with _chroma_errors("the vectors cannot be searched"):
            found = self._collection.query(
                query_embeddings=[vector.tolist()], n_results=top_k, include=["distances"], **among
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((i, 1.0 - float(d)) for i, d in pairs), key=lambda pair: (-pair[1], pair[0]))

    def count(self) -> int:
        """How many vectors there are."""
        with _chroma_errors("the vectors cannot be counted"):
            return int(self._collection.count())

    def get(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The stored vectors of those ids that exist."""
        with _chroma_errors("the vectors cannot be read"):
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        return {i: np.asarray(v, np.float32) for i, v in zip(found["ids"], found["embeddings"], strict=True)}

    @property
    def in_files(self) -> bool:
        """Whether they lie in files of the generation, not on a server."""
        return self._copy is not None

    def ids(self) -> list[str]:
        """The ids of all vectors."""
        with _chroma_errors("the vectors cannot be read"):
            return list(self._collection.get(include=[])["ids"])

    def close(self) -> None:
        """Let go of the client and remove the private copy.

        `Client.close` stops the system of a path that nobody else has open. `clear_system_cache` would forget
        those of other open generations as well, which could then never be stopped.
        """
        _close(self._client)
        if self._copy:
            self._copy.close()


class VectorWriter:
    """Writes a new collection, at `path` or on a server, or changes a copy of one at `path`."""

    def __init__(
        self, path: Path, dimensions: int, embedder: str, url: str | None = None, name: str = "chunks"
    ) -> None:
        """Begin a new collection.

        Args:
            path: A directory of the generation being built.
            dimensions: Size of every vector.
            embedder: Id of the embedder that made them.
            url: Chroma server to write to; None for files under `path`.
            name: Of the collection; on a server, one that no other generation has.

        Raises:
            StorageError: Chroma cannot be opened, or the collection exists.
        """
        self._path, self._url = path, url
        self._about = {"name": name, "dimensions": dimensions, "embedder": embedder, "graph": _HNSW}
        path.mkdir(parents=True, exist_ok=True)
        with _chroma_errors(f"{path}: the vectors cannot be written"):
            self._client = _client(None if url else path / "chroma", url)
            graph = _HNSW if url else {**_HNSW, "sync_threshold": _EACH_CALL}
            self._collection = self._client.create_collection(
                name, embedding_function=None, configuration={"hnsw": graph}
            )

    @classmethod
    def changing(cls, path: Path) -> VectorWriter:
        """Go on with the collection at `path`, a copy of a published one that nobody else has open.

        Raises:
            StorageError: Chroma cannot open it.
        """
        writer = cls.__new__(cls)
        with _chroma_errors(f"{path}: the vectors cannot be changed"):
            writer._path, writer._url, writer._about = path, None, _about(path)
            writer._client = _client(path / "chroma", None)
            writer._collection = writer._client.get_collection(writer._about["name"], embedding_function=None)
        return writer

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add vectors `(n, dimensions)` under their ids.

        Raises:
            StorageError: Chroma refused them.
            ValueError: The sizes do not agree.
        """
        if vectors.shape != (len(ids), self._about["dimensions"]):
            raise ValueError(f"{len(ids)} ids of {self._about['dimensions']}-d, but vectors {vectors.shape}")
        for start in range(0, len(ids), BATCH):
            part = slice(start, start + BATCH)
            with _chroma_errors(f"{self._path}: the vectors cannot be written"):
                self._collection.add(ids=list(ids[part]), embeddings=vectors[part])

    def remove(self, ids: Sequence[str]) -> None:
        """Take vectors out. Changing one in place is slower than taking it out and adding it, and loosens
        the graph about it.

        Raises:
            StorageError: Chroma refused.
        """
        for start in range(0, len(ids), BATCH):
            with _chroma_errors(f"{self._path}: the vectors cannot be changed"):
                self._collection.delete(ids=list(ids[start : start + BATCH]))

    def close(self) -> int:
        """Finish; returns how many vectors the collection holds."""
        with _chroma_errors(f"{self._path}: the vectors cannot be written"):
            count = int(self._collection.count())
            _close(self._client)
            if not self._url:
                _compact(self._path / "chroma" / "chroma.sqlite3")
        about = json.dumps(self._about | {"count": count}, ensure_ascii=False)
        (self._path / "vectors.json").write_text(about, encoding="utf-8")
        return count


def can_be_changed(path: Path, dimensions: int, embedder: str) -> bool:
    """Whether the published collection at `path` lies in files and is as one written now would be."""
    try:
        about = _about(path)
    except (OSError, ValueError):
        return False
    wanted = {"dimensions": dimensions, "embedder": embedder, "graph": _HNSW}
    return (path / "chroma").is_dir() and all(about.get(key) == value for key, value in wanted.items())


def _about(path: Path) -> dict[str, Any]:
    return dict(json.loads((path / "vectors.json").read_text(encoding="utf-8")))


def _compact(path: Path) -> None:
    """Chroma's log of what was put in and taken out is spent: its pages need not be copied and served."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("VACUUM")
    finally:
        connection.close()


def delete_vectors(path: Path, url: str) -> None:
    """Remove the collection of `path` from a server, when its generation goes. Missing is fine.

    Raises:
        StorageError: The server does not answer.
    """
    name = _about(path)["name"]
    with _chroma_errors(f"{url}: {name} cannot be removed"):
        client = _client(None, url)
        try:
            if name in {collection.name for collection in client.list_collections()}:
                client.delete_collection(name)
        finally:
            _close(client)


def _client(path: Path | None, url: str | None) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if path is not None:
        return chromadb.PersistentClient(str(path), settings=settings)
    parts = urlsplit(url or "")
    ssl = parts.scheme == "https"
    port = parts.port or (443 if ssl else 8000)
    return chromadb.HttpClient(host=parts.hostname or "", port=port, ssl=ssl, settings=settings)


def _close(client: Any) -> None:
    """Let go of a client; one of a server leaves the connections of its two sessions open."""
    client.close()
    for part in (client, client._admin_client):
        session = getattr(part._server, "_session", None)
        if session is not None:
            session.close()


@contextmanager
def _chroma_errors(what: str) -> Iterator[None]:
    """Chroma raises its own errors, bare exceptions, ValueErrors, httpx's and the system's: one for all."""
    try:
        yield
    except StorageError:
        raise
    except Exception as error:
        raise StorageError(
            f"{what}: {error}", user_message=texts.VECTORS_UNAVAILABLE, remedy="datalots ingest --rebuild"
        ) from error
