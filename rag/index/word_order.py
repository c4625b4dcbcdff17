"""The words of every chunk in their order: what tells "lön för kvinnor" from "kvinnor … lön".

    order.npy (words,) uint32    order_starts.npy (chunks + 1,) int64

A word stands as 32 bits of the hash of its stem, stop words left out, so a chunk takes four bytes a word. Two
words of the question that stand near each other in a passage as well are worth more there than apart. It is
looked at for the best passages only; a collision of hashes costs a place in the order, never a wrong answer.

Source: Metzler & Croft 2005 (sequential dependence: unordered windows beside single terms).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.swedish.analysis import STEM, hash_terms
from rag.swedish.stems import stem

WINDOW = 2
"""How far apart two words may stand to be near each other: 2 lets one word stand between them."""

Words = NDArray[np.uint32]


class Pair(NamedTuple):
    """Two stems of the question that stand near each other in it, in the order of the alphabet."""

    first: str
    second: str


def near_pairs(words: Sequence[str]) -> tuple[Pair, ...]:
    """The pairs of different stems within `WINDOW` words, each once, in the order of the question."""
    stems = [stem(word) for word in words]
    near = ((a, b) for a, b in combinations(range(len(stems)), 2) if b - a <= WINDOW)
    found = (Pair(*sorted((stems[a], stems[b]))) for a, b in near if stems[a] != stems[b])
    return tuple(dict.fromkeys(found))


class WordOrder:
    """Reads the order of words of an index."""

    def __init__(self, order: Words, starts: NDArray[np.int64]) -> None:
        self._order, self._starts = order, starts

    @classmethod
    def open(cls, path: Path) -> WordOrder:
        """The files in the directory `path`; the words themselves are mapped, not read."""
        order = np.load(path / "order.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray)
        return cls(order, np.load(path / "order_starts.npy", allow_pickle=False))

    def near(self, pairs: Mapping[Pair, float], positions: Sequence[int]) -> NDArray[np.float64]:
        """For the chunk at each position, the summed weights of the pairs that stand near each other in it.

        Args:
            pairs: Pair to its weight.
            positions: Places of chunks in the index.

        Returns:
            `(len(positions),)`.
        """
        total = np.zeros(len(positions))
        if not pairs or not len(positions):
            return total
        words, owners = self._words_of(positions)
        stems = sorted({s for pair in pairs for s in pair})
        places = {s: words == h for s, h in zip(stems, _hashes(stems), strict=True)}
        for pair, weight in pairs.items():
            a, b = places[pair.first], places[pair.second]
            held = np.zeros(len(positions), np.bool_)
            for step in range(1, WINDOW + 1):
                both = (a[step:] & b[:-step]) | (a[:-step] & b[step:])
                both &= owners[step:] == owners[:-step]
                held[owners[step:][both]] = True
            total += weight * held
        return total

    def words(self, position: int) -> Words:
        """The different words of a chunk, as hashes, sorted."""
        return np.unique(self._words_of([position])[0])

    def close(self) -> None:
        """Let go of the files."""
        self._order, self._starts = self._order[:0].copy(), np.zeros(1, np.int64)

    def _words_of(self, positions: Sequence[int]) -> tuple[Words, NDArray[np.int64]]:
        """The words of the chunks one after another, and for each word whose it is: 0 the first position."""
        spans = [(int(self._starts[i]), int(self._starts[i + 1])) for i in positions]
        words = np.concatenate([self._order[start:end] for start, end in spans])
        return words, np.repeat(np.arange(len(spans)), [end - start for start, end in spans])


def write_order(path: Path, words: Sequence[str], tokens: Words, sizes: NDArray[np.int64]) -> None:
    """Write the files.

    Args:
        path: The directory.
        words: Every different word.
        tokens: Words as places in `words`, those of one chunk after those of another.
        sizes: How many each chunk has.
    """
    hashes = _hashes([stem(word) for word in words])
    starts = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    np.save(path / "order.npy", hashes[tokens] if len(tokens) else tokens, allow_pickle=False)
    np.save(path / "order_starts.npy", starts, allow_pickle=False)


def _hashes(stems: Sequence[str]) -> Words:
    return hash_terms([STEM + s for s in stems]).astype(np.uint32)
