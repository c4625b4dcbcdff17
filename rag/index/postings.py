"""From the words of chunks to the postings of their terms: arithmetic on whole collections, nothing on disk.

Words are numbers here. A token is a word of a chunk with what it counts there; a holding adds up the tokens
of one word in one chunk; a posting adds up the holdings of all words that have a term.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TF_UNIT = 8
"""While an index is built, frequencies are whole numbers of eighths."""
_BLOCK, _AT_ONCE = 2_000_000, 2
"""Postings of a block, 16 MB as they are sorted, and blocks that are worked on at once: numpy sorts them
beside each other where there is a second core."""
_COUNT = 16
"""Bits that a count takes beside what it is sorted by."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Holdings(NamedTuple):
    """Which chunks hold each word: those of word i are `chunks[starts[i]:starts[i + 1]]`, in order."""

    starts: Ints
    chunks: Ints
    counts: Ints
    """In units of 1 / `TF_UNIT`."""

    @classmethod
    def of(
        cls, words: NDArray[np.uint32], owners: Ints, units: Ints, vocabulary: int, chunks: int
    ) -> Holdings:
        """Add tokens up.

        Args:
            words: The word of each token.
            owners: Its chunk.
            units: What it counts, in units of 1 / `TF_UNIT`.
            vocabulary: How many words there are.
            chunks: How many chunks there are.
        """
        keys, counts = _added_up(words.astype(np.int64) * chunks + owners, units)
        starts = np.searchsorted(keys, np.arange(vocabulary + 1) * chunks)
        return cls(starts, keys % max(chunks, 1), counts)

    def lengths(self, word_lengths: Floats, chunks: int) -> Floats:
        """The length of each chunk: the summed weights of its terms."""
        per_holding = np.repeat(word_lengths, np.diff(self.starts)) * self.counts / TF_UNIT
        return np.bincount(self.chunks, per_holding, chunks).astype(np.float64)


class Postings(NamedTuple):
    """A chunk that has a term and what the term counts there, a row each, by term and chunk."""

    terms: Ints
    chunks: Ints
    counts: Ints

    @classmethod
    def of(cls, terms: Ints, owners: Ints, holdings: Holdings, vocabulary: int, chunks: int) -> Postings:
        """Add the holdings up.

        Args:
            terms: Numbers of terms, those of one word after those of another.
            owners: For each the number of its word.
            holdings: Of the words.
            vocabulary: How many terms there are.
            chunks: How many chunks there are.
        """
        blocks = _blocks(terms, owners, holdings, vocabulary)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            done = pool.map(lambda block: _of_block(block, terms, owners, holdings, chunks), blocks)
            columns = zip(*done, strict=True)
            return cls(*map(np.concatenate, columns))


def impact(counts: Floats, relative_length: Floats | float, k1: float, b: float) -> Floats:
    """What a term that counts so much in a chunk is worth there: 0 to k1 + 1."""
    return counts * (k1 + 1) / (counts + k1 * (1 - b + b * relative_length))


def _blocks(terms: Ints, owners: Ints, holdings: Holdings, vocabulary: int) -> Iterator[tuple[int, int]]:
    """Ranges of terms, each with about `_BLOCK` postings (before those of one chunk are added up)."""
    sizes = np.bincount(terms, np.diff(holdings.starts)[owners], vocabulary)
    block_of = (np.cumsum(sizes) // _BLOCK).astype(np.int64)
    cuts = np.flatnonzero(np.diff(block_of)) + 1
    return pairwise([0, *cuts.tolist(), vocabulary])


def _of_block(
    block: tuple[int, int], terms: Ints, owners: Ints, holdings: Holdings, chunks: int
) -> tuple[Ints, Ints, Ints]:
    """(term, chunk, count) of the terms in `block`, in order."""
    first, last = block
    inside = np.flatnonzero((terms >= first) & (terms < last))
    starts = holdings.starts[owners[inside]]
    sizes = holdings.starts[owners[inside] + 1] - starts
    flat = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
    keys, counts = _added_up(
        np.repeat(terms[inside] - first, sizes) * chunks + holdings.chunks[flat], holdings.counts[flat]
    )
    return keys // max(chunks, 1) + first, keys % max(chunks, 1), counts


def _added_up(keys: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """The different keys in order, each with its summed counts (of which one is at most 2^16 - 1).

    Key and count travel as one number, which sorts ten times as fast as an index does.
    """
    packed = np.sort(keys << _COUNT | np.minimum(counts, (1 << _COUNT) - 1))
    keys = packed >> _COUNT
    heads = np.flatnonzero(np.diff(keys, prepend=-1))
    summed = np.add.reduceat(packed & (1 << _COUNT) - 1, heads) if len(heads) else packed
    return keys[heads], summed
