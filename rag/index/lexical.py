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
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.errors import NoIndexError
from rag.index.postings import TF_UNIT, Holdings, Postings, impact
from rag.index.word_order import WordOrder, write_order
from rag.swedish.analysis import (
    ANALYSER,
    STEM,
    TERM_WEIGHTS,
    WORD,
    Bag,
    Terms,
    content_words,
    expand,
    expand_words,
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
_REMEMBERED = 50_000
"""Terms whose place in the files is kept in memory, 10 MB at most."""

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
                scores[self._chunks[start:end].astype(np.intp)] += self._impacts[start:end] * step
        return scores

    def self_score(self, bag: Bag) -> float:
        """What a chunk that is the question itself would score: the measure that scores are divided by."""
        terms = bag.terms()
        counts = np.fromiter(terms.values(), np.float64, len(terms))
        length = float(counts @ [TERM_WEIGHTS[term[0]] for term in terms])
        return float(
            self._term_weights(terms) @ impact(counts, length / self._mean_length, self._k1, self._b)
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


class LexicalWriter:
    """Builds an index from analysed chunks. Nothing is on disk before `close`."""

    def __init__(self, path: Path, known: Mapping[str, Terms] | None = None) -> None:
        """Begin.

        Args:
            path: The directory for the files.
            known: Words with their terms as the same analyser found them, which is most of the work.
        """
        self._path = path
        self._known = known or {}
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._tokens = array("I")
        self._sizes = array("I")
        """How many tokens each field of each chunk has."""
        self._chunks: dict[str, tuple[str, int]] = {}
        """Document and place by id, in the order they came."""

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
        self._chunks[chunk_id] = (document_id, place)
        for field in FIELD_WEIGHTS:
            words = getattr(analyzed, field)
            self._tokens.extend(map(self._numbers.__getitem__, words))
            self._sizes.append(len(words))

    def close(self) -> dict[str, Terms]:
        """Write the files. The same chunks give the same bytes, in whatever order they came.

        Returns:
            The words with their terms, `known` for the next index.
        """
        self._path.mkdir(parents=True, exist_ok=True)
        came = list(self._chunks)
        ids = sorted(came, key=lambda i: (*self._chunks[i], i))
        parents = [self._chunks[i][0] for i in ids]
        documents = sorted(set(parents))
        number = {document: i for i, document in enumerate(documents)}
        self._save("parents", np.array([number[document] for document in parents], np.uint32))
        words, owners, fields = self._in_order(ids, came)
        ordered = np.isin(fields, [list(FIELD_WEIGHTS).index(field) for field in _IN_ORDER])
        in_each = np.bincount(owners[ordered], minlength=len(ids))
        write_order(self._path, list(self._numbers), words[ordered], in_each)
        units = np.array([round(weight * TF_UNIT) for weight in FIELD_WEIGHTS.values()], np.int64)
        holdings = Holdings.of(words, owners, units[fields], len(self._numbers), len(ids))
        expanded = expand_words(list(self._numbers), self._known)
        mean_length = self._write_postings(holdings, list(expanded.values()), len(ids))
        about = {"format": _FORMAT, "analyser": ANALYSER, "k1": K1, "b": B, "mean_length": mean_length}
        about |= {"documents": documents, "ids": ids}
        (self._path / "lexical.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        return expanded

    def _in_order(self, ids: Sequence[str], came: Sequence[str]) -> tuple[NDArray[np.uint32], Ints, Ints]:
        """Every token by chunk in the order of `ids`: its word, its chunk and the number of its field."""
        words = np.frombuffer(self._tokens, np.dtype(f"u{self._tokens.itemsize}")).astype(np.uint32)
        sizes = np.frombuffer(self._sizes, np.dtype(f"u{self._sizes.itemsize}")).astype(np.int64)
        place = {chunk_id: at for at, chunk_id in enumerate(ids)}
        chunks = np.repeat([place[chunk_id] for chunk_id in came], len(FIELD_WEIGHTS)).astype(np.int64)
        owners = np.repeat(chunks, sizes)
        fields = np.repeat(np.tile(np.arange(len(FIELD_WEIGHTS)), len(ids)), sizes)
        if ids == came:
            return words, owners, fields
        order = np.argsort(owners, kind="stable")
        return words[order], owners[order], fields[order]

    def _write_postings(self, holdings: Holdings, expanded: Sequence[Terms], chunks: int) -> float:
        """Writes vocabulary, starts, chunks and impacts; returns the mean length of a chunk."""
        word_lengths = np.array([terms.length for terms in expanded], np.float64)
        lengths = holdings.lengths(word_lengths, chunks)
        mean_length = float(lengths.mean()) if chunks and lengths.any() else 1.0
        hashes = np.concatenate([terms.hashes for terms in expanded]) if expanded else np.zeros(0, np.uint64)
        vocabulary, terms = np.unique(hashes, return_inverse=True)
        owners = np.repeat(np.arange(len(expanded)), [len(terms.hashes) for terms in expanded])
        postings = Postings.of(terms, owners, holdings, len(vocabulary), chunks)
        relative = lengths[postings.chunks] / mean_length
        impacts = impact(postings.counts / TF_UNIT, relative, K1, B) / (K1 + 1)
        starts = np.searchsorted(postings.terms, np.arange(len(vocabulary) + 1))
        self._save("vocabulary", vocabulary)
        self._save("starts", starts.astype(np.int64))
        self._save("chunks", postings.chunks.astype(np.uint16 if chunks <= 1 << 16 else np.uint32))
        self._save("impacts", np.rint(impacts * _STEPS).clip(1, _STEPS).astype(np.uint8))
        return mean_length

    def _save(self, name: str, array: NDArray[Any]) -> None:
        np.save(self._path / f"{name}.npy", array, allow_pickle=False)


def _mapped(path: Path) -> NDArray[Any]:
    """The array in the file, as a plain view: slices of `np.memmap` itself cost microseconds each."""
    return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)  # type: ignore[no-any-return] # numpy's own
