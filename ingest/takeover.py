"""What the next generation has from the one before it: decided here, done in `building.py`.

Every part of a generation follows from the ledger, so taking over is worth it only where making anew is slow:

    vectors      a graph costs most of a full build: it is copied, what is gone taken out, what is new put in
    statistics   copied as they are when no table has changed
    words, texts made anew each time, in seconds: the weight of every word rests on the mean length of all
                 passages, and what is made the same way from the same ledger is the same to the last byte

All is made anew after `--rebuild`, after an erasure (Chroma keeps what was taken out in its files), when the
generation before is damaged, rolled back or was made otherwise; the vectors also when much has changed, when
much has been taken out since they were last made anew, and when they go to a server.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.ledger import Ledger
from rag.index.manifest import STATISTICS, STORE, VECTORS, Manifest, TakenOver
from rag.index.store import Store
from rag.index.vectors import can_be_changed

MAX_CHANGED = 0.25
"""Share of the vectors that may come and go at once."""
MAX_GONE = 0.1
"""Share of the vectors that may have been taken out of a graph before it is made anew."""
_BYTES = 16
TEXTS = "texts.npy"
"""Beside the vectors: (chunks, 16) uint8, how the hash of each embedded text begins, in the store's order."""


class Difference(NamedTuple):
    """Vectors that differ from those of the generation before, by chunk id."""

    gone: tuple[str, ...]
    """To be taken out; those of texts that have changed are in both."""
    new: tuple[str, ...]


class Plan(NamedTuple):
    """What to take over from the generation in the directory `before`."""

    before: Path | None = None
    statistics: bool = False
    vectors: Difference | None = None
    since: str = ""
    """As in `TakenOver`."""
    gone: int = 0

    @property
    def taken_over(self) -> TakenOver | None:
        """What the manifest says of it; None when all is made anew."""
        parts = [name for name, is_it in ((STATISTICS, self.statistics), (VECTORS, self.vectors)) if is_it]
        return TakenOver(parts=tuple(parts), since=self.since, gone=self.gone) if parts else None


def plan(ledger: Ledger, path: Path, before: Manifest, wanted: Manifest, chroma_url: str | None) -> Plan:
    """What can be taken over.

    Args:
        ledger: What `wanted` will hold.
        path: The directory of the generation before, sound and the newest there is.
        before: Its manifest.
        wanted: The manifest of the one to be built.
        chroma_url: The server that the vectors go to, if any.
    """
    statistics = bool(before.tables) and before.tables == wanted.tables
    nothing_more = Plan(path, statistics, since=wanted.id)
    is_alike = (before.chunker, before.analyser) == (wanted.chunker, wanted.analyser)
    if chroma_url or not is_alike or not can_be_changed(path / VECTORS, wanted.dimensions, wanted.embedder):
        return nothing_more
    difference = _difference(ledger, path)
    if difference is None:
        return nothing_more
    since, gone = _history(before)
    gone += len(difference.gone)
    chunks = wanted.counts["chunks"]
    if gone > MAX_GONE * chunks or len(difference.gone) + len(difference.new) > MAX_CHANGED * chunks:
        return nothing_more
    return Plan(path, statistics, difference, since, gone)


def traces(manifest: Manifest) -> bool:
    """Whether what left the ledger earlier may still stand in the files of the vectors."""
    return _history(manifest)[1] > 0


def write_texts(ledger: Ledger, path: Path) -> None:
    """Write what the next generation compares its own texts with, into the directory of the vectors."""
    np.save(path / TEXTS, _starts(ledger.texts()), allow_pickle=False)


def _history(before: Manifest) -> tuple[str, int]:
    """When its vectors were made anew, and how many were taken out since."""
    taken = before.taken_over
    return (taken.since, taken.gone) if taken and VECTORS in taken.parts else (before.id, 0)


def _difference(ledger: Ledger, path: Path) -> Difference | None:
    """None where the generation does not say what its vectors are of."""
    try:
        texts = np.load(path / VECTORS / TEXTS, allow_pickle=False)
    except (OSError, ValueError):
        return None
    store = Store.open(path / STORE)
    try:
        ids = store.chunk_ids()
    finally:
        store.close()
    if texts.shape != (len(ids), _BYTES):
        return None
    there = dict(zip(ids, map(bytes, texts), strict=True))
    wanted = ledger.texts()
    now = dict(zip(wanted, map(bytes, _starts(wanted)), strict=True))
    return Difference(
        gone=tuple(id_ for id_, text in there.items() if now.get(id_) != text),
        new=tuple(id_ for id_, text in now.items() if there.get(id_) != text),
    )


def _starts(texts: dict[str, str]) -> NDArray[np.uint8]:
    hashes = b"".join(bytes.fromhex(digest[: 2 * _BYTES]) for digest in texts.values())
    return np.frombuffer(hashes, np.uint8).reshape(len(texts), _BYTES)
