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
from ingest.takeover import Plan, write_texts
from ingest.workers import Workers
from rag.embedders.base import Embedder, Vectors
from rag.index.lexical import LexicalWriter
from rag.index.manifest import (
    FORMAT,
    LEXICAL,
    STATISTICS,
    STORE,
    VECTORS,
    Manifest,
    SourceState,
    take_over,
)
from rag.index.statistics import LAYOUT, StatisticsWriter
from rag.index.store import StoreWriter
from rag.index.vectors import BATCH, VectorWriter
from rag.schema import Chunk, Concept, Dataset, Document, TableInfo
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
        tables=f"{LAYOUT}:{ledger.fingerprint(tables=True)}",
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
    plan: Plan,
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
        plan: What is taken over from the generation before.
        path: Made by `new_build`.
        data_dir: Of the ledger, which another process reads as well.
        chroma_url: The server that the vectors go to, if not into the directory.
        workers: Write vectors and texts beside.
        done: Told the number of chunks written so far.

    Raises:
        StorageError: The vectors cannot be written, or what was to be taken over is damaged.
    """
    # Chroma writes out memory that it has not cleared: after an erasure that of a process with no past.
    vectors = workers.beside(
        manifest.counts["chunks"], _write_vectors, data_dir, path, manifest, plan, chroma_url,
        apart=ledger.must_scrub(),
    )  # fmt: skip
    texts = workers.beside(manifest.counts["chunks"], _write_texts, data_dir, path)
    try:
        _write_words(ledger, manifest, path, done)
        _write_statistics(ledger, plan, path)
    finally:
        wait([vectors, texts])  # nobody may write into a build that is thrown away
    vectors.result()
    texts.result()


def _write_texts(data_dir: Path, path: Path) -> None:
    """Run beside the words as well: it only copies what the ledger holds."""
    ledger = Ledger.open(data_dir)
    try:
        store = StoreWriter(path / STORE)
        store.add_lines(Document, ledger.lines("document"))
        store.add_lines(Concept, ledger.lines("concept"))
        store.add_lines(Dataset, ledger.lines("dataset"))
        store.add_lines(TableInfo, ledger.lines("table"))
        store.add_lines(Chunk, ledger.chunk_lines())
        store.close()
    finally:
        ledger.close()


def _write_words(ledger: Ledger, manifest: Manifest, path: Path, done: Callable[[int], None]) -> None:
    known = ledger.expansions.read(manifest.analyser)
    lexical = LexicalWriter(path / LEXICAL, known)
    for written, (chunk_id, document_id, place, words) in enumerate(ledger.words(manifest.analyser), start=1):
        lexical.add(chunk_id, document_id, words, place)
        if written % _BATCH == 0:
            done(written)
    ledger.expansions.keep(manifest.analyser, lexical.close(), known)
    done(manifest.counts["chunks"])


def _write_statistics(ledger: Ledger, plan: Plan, path: Path) -> None:
    if plan.before and plan.statistics:
        take_over(STATISTICS, plan.before, path)
        return
    with StatisticsWriter(path / STATISTICS) as statistics:
        for cells in ledger.cells():
            statistics.add_bytes(cells)


def _write_vectors(
    data_dir: Path, build: Path, manifest: Manifest, plan: Plan, chroma_url: str | None
) -> None:
    """Run beside the words, where it is worth it in another process: Chroma never lets go of this one."""
    path = build / VECTORS
    ledger = Ledger.open(data_dir)
    try:
        if plan.before and plan.vectors is not None:
            take_over(VECTORS, plan.before, build)
            vectors = VectorWriter.changing(path)
            vectors.remove(plan.vectors.gone)
            _add(vectors, ledger.vectors(manifest.embedder, plan.vectors.new))
        else:
            vectors = VectorWriter(path, manifest.dimensions, manifest.embedder, chroma_url, manifest.id)
            _add(vectors, ledger.vectors(manifest.embedder))
        vectors.close()
        write_texts(ledger, path)
    finally:
        ledger.close()


def _add(writer: VectorWriter, vectors: Iterable[tuple[str, Vectors]]) -> None:
    for batch in _batches(vectors, BATCH):
        ids, rows = zip(*batch, strict=True)
        writer.add(ids, np.stack(rows))


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch
