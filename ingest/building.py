"""Ledger → a new generation of the index, written aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import wait
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from ingest import chunker
from ingest.ledger import Ledger
from ingest.workers import Workers
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
    ledger: Ledger,
    manifest: Manifest,
    path: Path,
    data_dir: Path,
    chroma_url: str | None,
    workers: Workers,
    done: Callable[[int], None],
) -> None:
    """Write the parts of the generation `manifest` into the empty directory `path`.

    Args:
        ledger: With every chunk analysed and embedded.
        manifest: Made by `describe` of the same ledger.
        path: Made by `new_build`.
        data_dir: Of the ledger, which another process reads as well.
        chroma_url: The server that the vectors go to, if not into the directory.
        workers: Write the vectors beside.
        done: Told the number of chunks written so far.

    Raises:
        StorageError: The vectors cannot be written.
    """
    vectors = workers.beside(
        manifest.counts["chunks"], _write_vectors, data_dir, path / VECTORS, manifest.dimensions,
        manifest.embedder, chroma_url, manifest.id,
    )  # fmt: skip
    try:
        _write_words(ledger, manifest, path, done)
        with StatisticsWriter(path / STATISTICS) as statistics:
            for table in ledger.tables():
                statistics.add(table)
    finally:
        wait([vectors])  # nobody may write into a build that is thrown away
    vectors.result()


def _write_words(ledger: Ledger, manifest: Manifest, path: Path, done: Callable[[int], None]) -> None:
    store = StoreWriter(path / STORE)
    store.add(ledger.records("document", Document))
    store.add(ledger.records("concept", Concept))
    store.add(ledger.records("dataset", Dataset))
    store.add(ledger.records("table", TableInfo))
    lexical = LexicalWriter(path / LEXICAL)
    for written, (chunk, analysed) in enumerate(ledger.rows(manifest.analyser), start=1):
        store.add([chunk])
        lexical.add(chunk.id, chunk.document_id, analysed, chunk.start)
        if written % _BATCH == 0:
            done(written)
    store.close()
    lexical.close()
    done(manifest.counts["chunks"])


def _write_vectors(
    data_dir: Path, path: Path, dimensions: int, embedder: str, chroma_url: str | None, name: str
) -> None:
    """Run beside the words, where it is worth it in another process: Chroma never lets go of this one."""
    ledger = Ledger.open(data_dir)
    try:
        vectors = VectorWriter(path, dimensions, embedder, chroma_url, name)
        for batch in _batches(ledger.vectors(embedder), _BATCH):
            ids, rows = zip(*batch, strict=True)
            vectors.add(ids, np.stack(rows))
        vectors.close()
    finally:
        ledger.close()


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch
