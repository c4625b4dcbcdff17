"""The embedder that is always there: no download, no network, the same vector on every machine.

A text is the sum of the vectors of its words; a word is the sum of learned vectors of its stem, its parts
and its 4-grams, hashed into a table of `int8` rows that is shipped beside this file (`train_local.py` made
it, from statutes). It knows which words are alike in form and legal use, not what they mean: an honest
complement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.embedders.base import Vectors, unit
from rag.swedish.analysis import WORD, Bag, analyze, expand, hash_terms

VERSION = 1
DIMENSIONS = 256
_WEIGHTS = Path(__file__).with_name("local.npz")
_CACHED_WORDS = 20_000
"""Vectors of words kept in memory: a kilobyte each."""


class LocalEmbedder:
    """See the module."""

    id = f"local-{VERSION}-{DIMENSIONS}"
    dimensions = DIMENSIONS

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return unit(np.array([_text_vector(text) for text in texts], np.float32).reshape(-1, DIMENSIONS))

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_texts([text])[0]
        return vector


def _text_vector(text: str) -> Vectors:
    bag = analyze(text)
    if not bag.words:
        return np.zeros(DIMENSIONS, np.float32)
    vectors = np.stack([_word_vector(word) for word in bag.words])
    weighted: Vectors = (damped_counts(bag)[:, None] * vectors).sum(axis=0)
    return weighted


@lru_cache(maxsize=_CACHED_WORDS)
def _word_vector(word: str) -> Vectors:
    weights = _weights()
    _, buckets = word_buckets([word], len(weights.table))
    vector: Vectors = (weights.scales[buckets, None] * weights.table[buckets]).sum(axis=0, dtype=np.float32)
    return vector


@cache
def _weights() -> Weights:
    return Weights.load(_WEIGHTS)


def word_buckets(words: Sequence[str], buckets: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(starts, flat): the rows of the table for word i are `flat[starts[i]:starts[i + 1]]`."""
    terms = [[term for term in expand(word) if term[0] != WORD] for word in words]
    starts = np.cumsum([0, *map(len, terms)])
    hashes = hash_terms([term for group in terms for term in group])
    return starts, (hashes % np.uint64(buckets)).astype(np.int64)


def damped_counts(bag: Bag) -> Vectors:
    """1 + ln(count): the second time a word stands there says less than the first."""
    return (1 + np.log(np.fromiter(bag.words.values(), np.float32, len(bag.words)))).astype(np.float32)


@dataclass(frozen=True)
class Weights:
    """The learned table `(buckets, 256)` in int8, and what one step of each row is worth."""

    table: NDArray[np.int8]
    scales: Vectors

    @classmethod
    def quantised(cls, table: Vectors) -> Weights:
        """The nearest table in int8, each row with a scale of its own."""
        scales = (np.abs(table).max(axis=1) / 127).clip(1e-12).astype(np.float32)
        return cls(np.rint(table / scales[:, None]).astype(np.int8), scales)

    @classmethod
    def load(cls, path: Path) -> Weights:
        with np.load(path, allow_pickle=False) as stored:
            return cls(stored["table"], stored["scales"])

    def save(self, path: Path) -> None:
        np.savez(path, table=self.table, scales=self.scales)
