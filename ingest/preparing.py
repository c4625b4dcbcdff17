"""What is paid for once: the words and the vectors of every text that is new. Each batch is kept at once."""

from __future__ import annotations

from ingest.chunker import Passage
from ingest.ledger import Ledger
from ingest.progress import Stage
from rag.embedders.base import Embedder
from rag.index.lexical import Analyzed
from rag.swedish.analysis import ANALYSER

_BATCH = 256
"""Chunks between two commits."""


def analyse(ledger: Ledger, done: Stage) -> None:
    """Find the words of the passages that this analyser has not seen."""
    missing = ledger.missing_words(ANALYSER)
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        ledger.put_words(ANALYSER, ((one.words_hash, _analysed(one)) for one in batch))
        done(start + len(batch), len(missing))


def _analysed(one: Passage) -> bytes:
    analysed = Analyzed.of(
        title=one.title, headings=one.chunk.headings, body=one.chunk.text, labels=one.labels
    )
    return analysed.to_bytes()


def embed(ledger: Ledger, embedder: Embedder, done: Stage) -> None:
    """Embed the passages that this embedder has not embedded.

    Raises:
        ModelError: A remote embedder does not answer; what it gave before is kept.
    """
    missing = ledger.missing_vectors(embedder.id)
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        vectors = embedder.embed_texts([one.text for one in batch])
        hashes = (one.text_hash for one in batch)
        ledger.put_vectors(embedder.id, zip(hashes, map(bytes, vectors.astype("<f4")), strict=True))
        done(start + len(batch), len(missing))
