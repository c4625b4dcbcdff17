"""The lexical index of a generation: BM25 postings in numpy files that are mapped into memory, not read.

    vocabulary.npy (terms,) uint64, sorted     starts.npy (terms + 1,) int64
    chunks.npy (postings,) uint16 or uint32    impacts.npy (postings,) uint8
    parents.npy (chunks,) uint32, into the documents     lexical.json  analyser, parameters, ids
    order.npy, order_starts.npy  the words in their order (`word_order.py`)

Chunks of one document follow each other in the order of its text.

A posting holds the impact of its term in its chunk, tf (k1 + 1) / (tf + k1 (1 - b + b length / mean length)),
which runs from 0 to k1 + 1, in 255 steps. A score is the sum over the question's terms of weight x idf x
impact, so a search touches nothing but the postings of its terms, and scores every chunk that shares one.

Source: Robertson & Zaragoza 2009 (BM25, and BM25F for the fields); idf as in Lucene, always positive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.errors import NoIndexError
from rag.index.word_order import WordOrder, write_order
from rag.swedish.analysis import (
    ANALYSER,
    STEM,
    TERM_WEIGHTS,
    WORD,
    Bag,
    content_words,
    expand,
    expand_all,
    hash_terms,
)

K1 = 0.9
B = 0.6
"""Measured on four Swedish sets: k1 0.7-0.9 and b 0.6-0.75 lie within 0.1 points of nDCG@10."""
OPENING_WORDS = 12
"""Words of a passage, as written, that open it and say what it is about."""
FIELD_WEIGHTS: Mapping[str, float] = {
    "title": 1.0,
    "headings": 1.0,
    "body": 1.0,
    "labels": 1.0,
    "opening": 0.5,  # beside what the same words count in the body
}
"""What a word counts in each field, both in the term frequency and in the length of the chunk."""
_IN_ORDER = ("title", "headings", "body")
"""Fields whose words have an order."""
_FORMAT = 2
_STEPS = 255
_TF_UNIT = 8
"""While an index is built, frequencies are whole numbers of eighths."""
_REMEMBERED = 50_000
"""Terms whose place in the files is kept in memory, 10 MB at most."""
_BLOCK = 4_000_000
"""Postings sorted at a time: 32 MB."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Scored(NamedTuple):
    """A chunk that shares terms with the question."""

    chunk_id: str
    score: float
    matched: tuple[str, ...]
    """The words of the question that the chunk holds, as they are, by their stem or by a part."""


@dataclass(frozen=True, slots=True)
class Analyzed:
    """A chunk as it is indexed: the content words of each field in order. No chunk is analysed twice."""

    title: Sequence[str]
    headings: Sequence[str]
    body: Sequence[str]
    labels: Sequence[str]
    opening: Sequence[str]

    @classmethod
    def of(
        cls, *, title: str, headings: Sequence[str] = (), body: str, labels: Sequence[str] = ()
    ) -> Analyzed:
        opening = " ".join(body.split(maxsplit=OPENING_WORDS)[:OPENING_WORDS])
        fields = (title, "\n".join(headings), body, "\n".join(labels), opening)
        return cls(*map(content_words, fields))

    def to_bytes(self) -> bytes:
        return b"\0".join("\n".join(getattr(self, field)).encode() for field in FIELD_WEIGHTS)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Analyzed:
        """Valid for the `ANALYSER` that made it: keep its name beside the bytes."""
        return cls(*(field.decode().split("\n") if field else [] for field in stored.split(b"\0")))


class LexicalIndex:
    """Reads an index. Nothing is changed by a search: safe to use from several threads."""

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        self.ids: list[str] = about["ids"]
        """Chunk ids in order; a mask or an array of scores has one place for each."""
        self.documents: list[str] = about["documents"]
        self._k1, self._b, self._mean_length = about["k1"], about["b"], about["mean_length"]
        self.parents = np.load(path / "parents.npy")
        """For each chunk the place of its document in `documents`."""
        self._vocabulary = _mapped(path / "vocabulary.npy")
        self._starts = _mapped(path / "starts.npy")
        self._chunks = _mapped(path / "chunks.npy")
        self._impacts = _mapped(path / "impacts.npy")
        self._known: dict[str, tuple[int, int]] = {}
        self.order = WordOrder.open(path)
        """The words of each chunk in their order."""

    @classmethod
    def open(cls, path: Path) -> LexicalIndex:
        """Open the index in the directory `path`.

        Raises:
            NoIndexError: It is missing, damaged, or was made by another version of the analyser.
        """
        try:
            about = json.loads((path / "lexical.json").read_text(encoding="utf-8"))
            if (about["analyser"], about["format"]) != (ANALYSER, _FORMAT):
                found = f"{about['analyser']}, format {about['format']}"
                raise NoIndexError(f"{path}: made by {found}; this is {ANALYSER}, format {_FORMAT}")
            return cls(path, about)
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise NoIndexError(f"{path}: no lexical index: {error}") from error

    def __len__(self) -> int:
        return len(self.ids)

    def search(self, bag: Bag, top_k: int, allowed: Mask | None = None) -> list[Scored]:
        """The best chunks, best first; equal scores by chunk id. All share a term with the question.

        Args:
            bag: The analysed question.
            top_k: At most so many.
            allowed: One truth value a chunk, in the order of `ids`; None allows all.
        """
        scores = self.scores(bag)
        if allowed is not None:
            scores = np.where(allowed, scores, np.float32(0))
        best = top_positions(scores, top_k)
        found = zip(best.tolist(), self.matched(bag, best), strict=True)
        return [Scored(self.ids[i], float(scores[i]), matched) for i, matched in found]

    def scores(self, bag: Bag) -> Floats:
        """The score of every chunk, `(len(self),)`, 0 where no term is shared."""
        scores = np.zeros(len(self.ids), np.float32)
        terms = bag.terms()
        for weight, (start, end) in zip(self._term_weights(terms), self._ranges(list(terms)), strict=True):
            if end > start:
                step = np.float32(weight * (self._k1 + 1) / _STEPS)
                scores[self._chunks[start:end]] += self._impacts[start:end] * step
        return scores

    def self_score(self, bag: Bag) -> float:
        """What a chunk that is the question itself would score: the measure that scores are divided by."""
        terms = bag.terms()
        counts = np.fromiter(terms.values(), np.float64, len(terms))
        length = float(counts @ [TERM_WEIGHTS[term[0]] for term in terms])
        return float(
            self._term_weights(terms) @ _impact(counts, length / self._mean_length, self._k1, self._b)
        )

    def idf(self, term: str) -> float:
        """How telling a term is: ln(1 + (N - df + 0.5) / (df + 0.5)), highest for one that no chunk holds."""
        return float(self.idfs([term])[0])

    def idfs(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """As `idf`, of many terms at once."""
        frequency = np.array([end - start for start, end in self._ranges(terms)], np.float64)
        return np.log1p((len(self.ids) - frequency + 0.5) / (frequency + 0.5))

    def holds(self, word: str) -> bool:
        """Whether any chunk holds the folded word as it is written."""
        (start, end) = self._ranges([WORD + word])[0]
        return end > start

    def matched(self, bag: Bag, positions: Sequence[int] | Ints) -> list[tuple[str, ...]]:
        """For the chunk at each position, the words of the question that it holds."""
        places = np.asarray(positions, np.int64)
        held = [self._held(word, places) for word in bag.words]
        return [
            tuple(w for w, at in zip(bag.words, held, strict=True) if at[i]) for i in range(len(positions))
        ]

    def close(self) -> None:
        """Let go of the files."""
        self._vocabulary, self._starts = self._vocabulary[:0].copy(), np.zeros(1, np.int64)
        self._chunks, self._impacts = self._chunks[:0].copy(), self._impacts[:0].copy()
        self.order.close()

    def _held(self, word: str, positions: Ints) -> Mask:
        """Whether the chunk at each position holds the word as it is, its stem or one of its parts."""
        held = np.zeros(len(positions), np.bool_)
        for start, end in self._ranges([term for term in expand(word) if term[0] in (WORD, STEM)]):
            if end > start:
                chunks = self._chunks[start:end]
                held |= chunks[np.searchsorted(chunks, positions).clip(max=end - start - 1)] == positions
        return held

    def _term_weights(self, terms: Mapping[str, int]) -> NDArray[np.float64]:
        classes = np.array([n * TERM_WEIGHTS[term[0]] for term, n in terms.items()], np.float64)
        return classes * self.idfs(list(terms))

    def _ranges(self, terms: Sequence[str]) -> list[tuple[int, int]]:
        """Where the postings of each term stand; an empty range for a term that the index does not hold."""
        new = [term for term in dict.fromkeys(terms) if term not in self._known]
        if len(self._known) + len(new) > _REMEMBERED:
            self._known, new = {}, list(dict.fromkeys(terms))
        known = self._known
        if new:
            known.update(zip(new, self._looked_up(new), strict=True))
        return [known[term] for term in terms]

    def _looked_up(self, terms: Sequence[str]) -> list[tuple[int, int]]:
        if not len(self._vocabulary):
            return [(0, 0)] * len(terms)
        hashes = hash_terms(terms)
        at = np.searchsorted(self._vocabulary, hashes).clip(max=len(self._vocabulary) - 1)
        known = self._vocabulary[at] == hashes
        starts, ends = np.where(known, self._starts[at], 0), np.where(known, self._starts[at + 1], 0)
        return list(zip(starts.tolist(), ends.tolist(), strict=True))


def top_positions(scores: Floats, top_k: int) -> Ints:
    """Positions of the highest scores above 0, highest first, equal ones in their order."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) > top_k > 0:
        cut = np.partition(scores[positive], len(positive) - top_k)[len(positive) - top_k]
        positive = positive[scores[positive] >= cut]
    order = np.argsort(-scores[positive], kind="stable")
    return positive[order[:top_k]]


class _Row(NamedTuple):
    """A chunk that waits to be written."""

    document_id: str
    place: int
    numbers: list[int]
    counts: list[int]
    order: NDArray[np.uint32]


class LexicalWriter:
    """Builds an index from analysed chunks. Nothing is on disk before `close`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._words: dict[str, int] = {}
        self._chunks: dict[str, _Row] = {}

    def add(self, chunk_id: str, document_id: str, analyzed: Analyzed, place: int = 0) -> None:
        """Take a chunk in, in any order.

        Args:
            chunk_id: Its id.
            document_id: That of its document.
            analyzed: Its words.
            place: Where in its document it stands; any numbers that grow.

        Raises:
            ValueError: The chunk is there already.
        """
        if chunk_id in self._chunks:
            raise ValueError(f"chunk {chunk_id!r} is already in the lexical index")
        counts: dict[str, float] = {}
        for field, weight in FIELD_WEIGHTS.items():
            for word in getattr(analyzed, field):
                counts[word] = counts.get(word, 0.0) + weight
        numbers = [self._words.setdefault(word, len(self._words)) for word in counts]
        in_order = [self._words[word] for field in _IN_ORDER for word in getattr(analyzed, field)]
        units = [round(n * _TF_UNIT) for n in counts.values()]
        self._chunks[chunk_id] = _Row(document_id, place, numbers, units, np.array(in_order, np.uint32))

    def close(self) -> None:
        """Write the files. The same chunks give the same bytes, in whatever order they came."""
        self._path.mkdir(parents=True, exist_ok=True)
        ids = sorted(self._chunks, key=lambda i: (self._chunks[i].document_id, self._chunks[i].place, i))
        documents = sorted({row.document_id for row in self._chunks.values()})
        number = {document: i for i, document in enumerate(documents)}
        self._save("parents", np.array([number[self._chunks[i].document_id] for i in ids], np.uint32))
        mean_length = self._write_postings(ids)
        write_order(self._path, list(self._words), [self._chunks[i].order for i in ids])
        about = {"format": _FORMAT, "analyser": ANALYSER, "k1": K1, "b": B, "mean_length": mean_length}
        about |= {"documents": documents, "ids": ids}
        (self._path / "lexical.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    def _write_postings(self, ids: Sequence[str]) -> float:
        """Writes vocabulary, starts, chunks and impacts; returns the mean length of a chunk."""
        words = list(self._words)
        expansion = expand_all(words)
        holdings = _Holdings.of([self._chunks[i] for i in ids], len(words))
        lengths = holdings.lengths(expansion.lengths, len(ids))
        mean_length = float(lengths.mean()) if len(ids) and lengths.any() else 1.0
        vocabulary, terms = np.unique(expansion.hashes, return_inverse=True)
        owners = np.repeat(np.arange(len(words)), np.diff(expansion.starts))
        blocks = [
            _postings(block, terms, owners, holdings, len(ids))
            for block in _term_blocks(terms, owners, holdings, len(vocabulary))
        ]
        of_terms, chunks, counts = (np.concatenate(column) for column in zip(*blocks, strict=True))
        impacts = _impact(counts / _TF_UNIT, lengths[chunks] / mean_length, K1, B) / (K1 + 1)
        self._save("vocabulary", vocabulary)
        self._save("starts", np.searchsorted(of_terms, np.arange(len(vocabulary) + 1)).astype(np.int64))
        self._save("chunks", chunks.astype(np.uint16 if len(ids) <= 1 << 16 else np.uint32))
        self._save("impacts", np.rint(impacts * _STEPS).clip(1, _STEPS).astype(np.uint8))
        return mean_length

    def _save(self, name: str, array: NDArray[Any]) -> None:
        np.save(self._path / f"{name}.npy", array, allow_pickle=False)


class _Holdings(NamedTuple):
    """Which chunks hold each word: those of word i are `chunks[starts[i]:starts[i + 1]]`, in order."""

    starts: Ints
    chunks: Ints
    counts: Ints
    """In units of 1 / `_TF_UNIT`."""

    @classmethod
    def of(cls, rows: Sequence[_Row], words: int) -> _Holdings:
        sizes = np.array([len(row.numbers) for row in rows], np.int64)
        flat = np.fromiter((n for row in rows for n in row.numbers), np.int64, int(sizes.sum()))
        counts = np.fromiter((n for row in rows for n in row.counts), np.int64, len(flat))
        order = np.argsort(flat, kind="stable")
        starts = np.searchsorted(flat[order], np.arange(words + 1))
        return cls(starts, np.repeat(np.arange(len(rows)), sizes)[order], counts[order])

    def lengths(self, word_lengths: NDArray[np.float64], chunks: int) -> NDArray[np.float64]:
        """The length of each chunk: the summed weights of its terms."""
        per_holding = np.repeat(word_lengths, np.diff(self.starts)) * self.counts / _TF_UNIT
        return np.bincount(self.chunks, per_holding, chunks).astype(np.float64)


def _term_blocks(terms: Ints, owners: Ints, holdings: _Holdings, vocabulary: int) -> list[tuple[int, int]]:
    """Ranges of terms, each with about `_BLOCK` postings (before those of one chunk are added up)."""
    sizes = np.bincount(terms, np.diff(holdings.starts)[owners], vocabulary)
    block_of = (np.cumsum(sizes) // _BLOCK).astype(np.int64)
    cuts = np.flatnonzero(np.diff(block_of)) + 1
    edges = [0, *cuts.tolist(), vocabulary]
    return list(pairwise(edges))


def _postings(
    block: tuple[int, int], terms: Ints, owners: Ints, holdings: _Holdings, chunks: int
) -> tuple[Ints, Ints, Ints]:
    """(term, chunk, count) of the terms in `block`, in order: the holdings of all words that have the term.

    Term, chunk and count travel as one number, which sorts ten times as fast as an index does.
    """
    first, last = block
    inside = np.flatnonzero((terms >= first) & (terms < last))
    starts = holdings.starts[owners[inside]]
    sizes = holdings.starts[owners[inside] + 1] - starts
    flat = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
    keys = np.repeat(terms[inside] - first, sizes) * chunks + holdings.chunks[flat]
    packed = np.sort(keys << 16 | np.minimum(holdings.counts[flat], 0xFFFF))
    keys = packed >> 16
    heads = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.add.reduceat(packed & 0xFFFF, heads) if len(heads) else packed
    return keys[heads] // max(chunks, 1) + first, keys[heads] % max(chunks, 1), counts


def _impact(
    counts: NDArray[np.float64], relative_length: NDArray[np.float64] | float, k1: float, b: float
) -> NDArray[np.float64]:
    return counts * (k1 + 1) / (counts + k1 * (1 - b + b * relative_length))


def _mapped(path: Path) -> NDArray[Any]:
    """The array in the file, as a plain view: slices of `np.memmap` itself cost microseconds each."""
    return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)  # type: ignore[no-any-return] # numpy's own
