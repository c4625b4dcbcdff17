"""Ledger → a new generation of the index, written aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from ingest import chunker
from ingest.ledger import Ledger, Row
from rag.embedders.base import Embedder
from rag.index.lexical import LexicalWriter
from rag.index.manifest import FORMAT, LEXICAL, STATISTICS, STORE, VECTORS, Manifest, SourceState
from rag.index.statistics import StatisticsWriter
from rag.index.store import StoreWriter
from rag.index.vectors import VectorWriter
from rag.schema import Concept, Dataset, Document, TableInfo
from rag.swedish.analysis import ANALYSER

_BATCH = 2_000
T = TypeVar("T")


def describe(ledger: Ledger, embedder: Embedder, generation_id: Callable[[str], str], day: str) -> Manifest:
    """The manifest of the generation that the ledger gives now; its `files` come when it is published.

    Args:
        ledger: Read whole.
        embedder: Whose vectors it will hold.
        generation_id: Gives the id for a fingerprint.
        day: ISO date.
    """
    fingerprint = ledger.fingerprint()
    return Manifest(
        format=FORMAT,
        id=generation_id(fingerprint),
        built=day,
        fingerprint=fingerprint,
        embedder=embedder.id,
        dimensions=ledger.dimensions(embedder.id) or embedder.dimensions,  # the latter may ask the network
        analyser=ANALYSER,
        chunker=chunker.VERSION,
        counts=ledger.counts(),
        sources=tuple(_source_states(ledger)),
        files={},
    )


def _source_states(ledger: Ledger) -> Iterator[SourceState]:
    dates: dict[str, str] = {}
    for document in ledger.records("document", Document):
        dates[document.source_id] = max(dates.get(document.source_id, ""), document.as_of)
    for source in ledger.sources():
        yield SourceState(
            id=source.id,
            title=source.title,
            publisher=source.publisher,
            licence=source.licence,
            url=source.url,
            as_of=dates.get(source.id, ""),
            documents=ledger.count_documents(source.id),
            hash=ledger.fingerprint(source.id),
        )


def build(
    ledger: Ledger, manifest: Manifest, path: Path, chroma_url: str | None, done: Callable[[int], None]
) -> None:
    """Write the parts of the generation `manifest` into the empty directory `path`.

    Args:
        ledger: With every chunk analysed and embedded.
        manifest: Made by `describe` of the same ledger.
        path: Made by `new_build`.
        chroma_url: The server that the vectors go to, if not into the directory.
        done: Told the number of chunks written so far.

    Raises:
        StorageError: The vectors cannot be written.
    """
    store = StoreWriter(path / STORE)
    store.add(ledger.records("document", Document))
    store.add(ledger.records("concept", Concept))
    store.add(ledger.records("dataset", Dataset))
    store.add(ledger.records("table", TableInfo))
    lexical = LexicalWriter(path / LEXICAL)
    vectors = VectorWriter(path / VECTORS, manifest.dimensions, manifest.embedder, chroma_url, manifest.id)
    written = 0
    with ThreadPoolExecutor(1) as beside:  # Chroma computes outside Python while we go on with the words
        adding: Future[None] | None = None
        for rows in _batches(ledger.rows(manifest.analyser, manifest.embedder), _BATCH):
            if adding is not None:
                adding.result()
            adding = beside.submit(_add_vectors, vectors, rows)
            store.add(row.chunk for row in rows)
            for row in rows:
                lexical.add(row.chunk.id, row.chunk.document_id, row.analysed, row.chunk.start)
            written += len(rows)
            done(written)
        store.close()
        lexical.close()
        if adding is not None:
            adding.result()
    vectors.close()
    with StatisticsWriter(path / STATISTICS) as statistics:
        for table in ledger.tables():
            statistics.add(table)


def _add_vectors(vectors: VectorWriter, rows: list[Row]) -> None:
    vectors.add([row.chunk.id for row in rows], np.stack([row.vector for row in rows]))


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch
