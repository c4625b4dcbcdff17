"""What is paid for once: the words and the vectors of every text that is new. Each batch is kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from ingest.chunker import Passage
from ingest.ledger import Ledger
from ingest.progress import Stage
from ingest.workers import Workers
from rag.embedders.base import Embedder
from rag.embedders.local import LocalEmbedder
from rag.index.lexical import Analyzed
from rag.swedish.analysis import ANALYSER

_BATCH = 1_000
"""Chunks between two commits."""


def analyse(ledger: Ledger, workers: Workers, done: Stage) -> None:
    """Find the words of the passages that this analyser has not seen."""
    missing = ledger.missing_words(ANALYSER)
    finished = 0
    for batch, analysed in workers.in_batches(_analysed, missing, _BATCH):
        hashes = (one.words_hash for one in batch)
        ledger.put_words(ANALYSER, zip(hashes, analysed, strict=True))
        finished += len(batch)
        done(finished, len(missing))


def _analysed(batch: Sequence[Passage]) -> list[bytes]:
    return [
        Analyzed.of(
            title=one.title, headings=one.chunk.headings, body=one.chunk.text, labels=one.labels
        ).to_bytes()
        for one in batch
    ]


def embed(ledger: Ledger, embedder: Embedder, workers: Workers, done: Stage) -> None:
    """Embed the passages that this embedder has not embedded.

    Raises:
        ModelError: A remote embedder does not answer; what it gave before is kept.
    """
    missing = ledger.missing_vectors(embedder.id)
    ours = isinstance(embedder, LocalEmbedder)  # any other may hold a connection, or be given its own pace
    work = _embedded_here if ours else partial(_embedded, embedder)
    batches = workers.in_batches(work, missing, _BATCH, here=not ours)
    finished = 0
    for batch, vectors in batches:
        hashes = (one.text_hash for one in batch)
        ledger.put_vectors(embedder.id, zip(hashes, vectors, strict=True))
        finished += len(batch)
        done(finished, len(missing))


def _embedded(embedder: Embedder, batch: Sequence[Passage]) -> list[bytes]:
    return [bytes(vector) for vector in embedder.embed_texts([one.text for one in batch]).astype("<f4")]


def _embedded_here(batch: Sequence[Passage]) -> list[bytes]:
    return _embedded(_local(), batch)


@cache
def _local() -> LocalEmbedder:
    """One a process: its weights are read once."""
    return LocalEmbedder()
