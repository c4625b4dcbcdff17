"""The embedder that is always there: no download, no network, the same vector on every machine.

A text is the sum of the vectors of its words; a word is the sum of learned vectors of its stem, its parts
and its 4-grams, hashed into a table of `int8` rows that is shipped beside this file (`train_local.py` made
it, from statutes). It knows which words are alike in form and legal use, not what they mean: an honest
complement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.embedders.base import Vectors, unit
from rag.swedish.analysis import WORD, Bag, analyze, expand, hash_terms

VERSION = 1
DIMENSIONS = 256
_WEIGHTS = Path(__file__).with_name("local.npz")
_BLOCK = 2_000
"""Texts embedded at a time: some 50 MB."""


class LocalEmbedder:
    """See the module."""

    id = f"local-{VERSION}-{DIMENSIONS}"
    dimensions = DIMENSIONS

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        blocks = [_sums(texts[start : start + _BLOCK]) for start in range(0, len(texts), _BLOCK)]
        return unit(np.concatenate([np.zeros((0, DIMENSIONS), np.float32), *blocks]))

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_texts([text])[0]
        return vector


def _sums(texts: Sequence[str]) -> Vectors:
    """The weighted sum of its words for each text; each different word is made once."""
    bags = [analyze(text) for text in texts]
    places: dict[str, int] = {}
    words = np.array([places.setdefault(word, len(places)) for bag in bags for word in bag.words], np.int64)
    counts = np.concatenate([np.zeros(0, np.float32), *map(damped_counts, bags)])[:, None]
    vectors = _word_vectors(list(places))
    return _summed(
        lambda at: vectors[words[at]] * counts[at], np.cumsum([0, *(len(bag.words) for bag in bags)])
    )


def _word_vectors(words: Sequence[str]) -> Vectors:
    weights = _weights()
    starts, buckets = word_buckets(words, len(weights.table))
    return _summed(lambda at: weights.scales[buckets[at], None] * weights.table[buckets[at]], starts)


def _summed(rows: Callable[[NDArray[np.int64]], Vectors], starts: NDArray[np.int64]) -> Vectors:
    """Sum i is that of the rows from `starts[i]` up to `starts[i + 1]`, added in that order.

    All first rows, then all second rows …: several times as fast as `np.add.reduceat`, and in little memory.
    """
    lengths = np.diff(starts)
    sums = np.zeros((len(lengths), DIMENSIONS), np.float32)
    for k in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > k)
        sums[longer] += rows(starts[longer] + k)
    return sums


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
