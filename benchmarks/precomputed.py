"""Vectors made beforehand, as a LlamaIndex embedding: both sides of the ingest benchmark look them up.

The environment names the folder: `BENCH_VECTORS`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from pydantic import PrivateAttr

FOLDER = "BENCH_VECTORS"


def save(folder: Path, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
    """Keep one row of `vectors` a text."""
    folder.mkdir(parents=True)
    np.save(folder / "vectors.npy", vectors)
    (folder / "hashes.json").write_text(json.dumps([_hash(text) for text in texts]), encoding="utf-8")


class Precomputed(BaseEmbedding):
    """Looks vectors up; a text that has none is an error, but for the one that asks for their size."""

    _rows: dict[str, int] = PrivateAttr()
    _vectors: NDArray[np.float32] = PrivateAttr()

    def __init__(self, **choices: Any) -> None:
        super().__init__(model_name="precomputed", **{"embed_batch_size": 1_000, **choices})
        folder = Path(os.environ[FOLDER])
        hashes = json.loads((folder / "hashes.json").read_text(encoding="utf-8"))
        self._rows = {digest: row for row, digest in enumerate(hashes)}
        self._vectors = np.load(folder / "vectors.npy")

    def _get_text_embedding(self, text: str) -> list[float]:
        row = self._rows[_hash(text)]
        return self._vectors[row].tolist()  # type: ignore[no-any-return] # a list, as numpy's stubs do not say

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._vectors[self._rows.get(_hash(query), 0)].tolist()  # type: ignore[no-any-return] # as above

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
