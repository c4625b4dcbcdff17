"""Question → hits: words and vectors, fused; filtered, weighed, and every hit with its reasons.

words      BM25 / the question's score against itself, blended with the best passage of the same document and
           with the passages beside it; for what people say otherwise than the sources, the words of the
           sources too, more lightly
vectors    cosine between the lowest and the highest that came back, on the scale of the best words
order      among the best, those where words that stand together in the question stand together too
then       documents out of force lower; acts, regions and occupations that the question names higher; those
           lower that the classifier holds for less likely than others
last       passages that say the same are folded into the best of them
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag import texts
from rag.answerable import answerable, coverage
from rag.classifier import margins
from rag.embedders.base import Embedder
from rag.entities.provisions import read_provision, stands_for
from rag.errors import ModelError, StorageError
from rag.filters import Filters
from rag.index.lexical import LexicalIndex, top_positions
from rag.index.store import Store
from rag.index.vectors import VectorIndex
from rag.index.word_order import Words, near_pairs
from rag.reasons import NOT_IN_FORCE, named, reasons
from rag.schema import Document, Hit, Query
from rag.swedish.analysis import STEM, WORD, Bag, analyze
from rag.swedish.stems import stem
from rag.swedish.thesaurus import Related, related
from rag.swedish.words import STOP_WORDS

log = logging.getLogger(__name__)

SPARE = 30
"""Candidates beyond those asked for: what weighing may raise and folding may need."""
PARENT_WEIGHT = 0.3
"""Weight of the document's best passage beside the passage's own. Measured from 0.2 to 0.4: up to 4 points of
nDCG@10 in long reports, never a loss."""
NEIGHBOUR_WEIGHT = 0.15
"""Weight of each of the two passages beside one, in the same document. Measured from 0.1 to 0.2: 2 to 3
points of nDCG@10 in reports cut into short pieces, nothing elsewhere."""
ORDER_WEIGHT = 2.0
"""Weight of two words near each other beside the idf of one. Measured from 0 to 5: best from 1 to 3."""
RELATED_WEIGHT = 0.3
"""Weight of a word from the thesaurus beside the word it stands for. Measured from 0 to 0.8 on our own dev
questions: best at 0.2 and 0.3, half a point of nDCG@10 better than 0.6."""
VECTOR_WEIGHTS = {"local": 0.1}
"""By embedder. The local one neither helps nor harms the words on four Swedish sets; from 0.2 on it harms."""
OTHER_VECTOR_WEIGHT = 0.5
"""For a neural embedder; set from published hybrid results, not measured here."""
CLASSIFIER_WEIGHT = 0.5
"""What a document loses by the classifier holding another for more likely: the log of its score goes down by
so much for a margin that is 1 lower. Measured on dev from 0.5 to 3: as good for the first hit; more makes
the second one, which may hold the second part of an answer, look further away than it is."""
NAMED_PROVISION = 2.0
"""For a passage that is the paragraph of law which the question names: more than words can give."""
NEIGHBOURS = 100
"""Vectors that are asked for."""
FEW = 2_000
"""Up to so many allowed chunks are named to Chroma; of more, the nearest of all are filtered."""
SAME = 0.9
"""Share of common words from which two passages say the same, when their numbers agree too."""
_ALIKE = 0.7
"""Share of common words, those of the titles too, from which the texts of two passages are compared."""
_REMEMBERED = 20_000
"""Documents that are kept in memory, without their texts: about 1 kB each."""
_MASKS = 16
"""Filters whose allowed chunks are kept in memory."""
_PARTS = 100
"""A bag has whole numbers: weights below one are counted in hundredths."""

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


class Searched(Protocol):
    """The parts of a generation that are searched."""

    @property
    def store(self) -> Store: ...
    @property
    def lexical(self) -> LexicalIndex: ...
    @property
    def vectors(self) -> VectorIndex | None: ...


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage that may become a hit; its text is read when it does."""

    position: int
    id: str
    document: Document
    """Without its text."""
    score: float
    cosine: float | None


class Retriever:
    """Searches one generation. Safe to use from several threads."""

    def __init__(self, generation: Searched, embedder: Embedder) -> None:
        self._store, self._lexical, self._vectors = generation.store, generation.lexical, generation.vectors
        self._embedder = embedder
        self._beside = ThreadPoolExecutor(1)  # the vectors are asked beside the words
        self._known: dict[str, Document] = {}
        self._masks: dict[Filters, Mask] = {}
        self.notice: str | None = None if self._vectors else texts.VECTORS_UNAVAILABLE
        """What is degraded, in Swedish: set when the last search had to do without vectors."""

    def search(
        self, query: Query, top_k: int = 10, filters: Filters | None = None, *, fold: bool = True
    ) -> list[Hit]:
        """The best passages for a question, best first; equal ones by chunk id.

        Args:
            query: The question, read; its `kinds` hold unless the filters name some.
            top_k: At most so many hits.
            filters: What hits are kept to.
            fold: Whether passages that say the same as a better one are left out.

        Returns:
            Hits with scores of about 0-1: how much of the question's weight the passage holds.
        """
        bag = analyze(query.question)
        if not bag.words:
            return []
        allowed = self._allowed(query, filters or Filters())
        nearest = self._beside.submit(self._cosines, query.question, allowed)
        words = self._word_scores(bag, related(query.question), allowed)
        cosines = nearest.result()
        fused = self._fused(words, cosines)
        self._raise_named(fused, query, allowed)
        found = list(self._candidates(fused, cosines, bag, top_k + SPARE))
        candidates = _weighed(found, query)
        candidates.sort(key=lambda c: (-c.score, c.id))
        kept = list(self._unlike(candidates, top_k)) if fold else candidates[:top_k]
        return self._hits(kept, bag, query)

    def _hits(self, kept: Sequence[_Candidate], bag: Bag, query: Query) -> list[Hit]:
        """The candidates with their texts and reasons."""
        chunks = {chunk.id: chunk for chunk in self._store.chunks([c.id for c in kept])}
        whole = {d.id: d for d in self._store.documents(list(dict.fromkeys(c.document.id for c in kept)))}
        matched = self._lexical.matched(_most_telling_first(bag, self._lexical), [c.position for c in kept])
        hits = []
        for candidate, words in zip(kept, matched, strict=True):
            chunk, document = chunks[candidate.id], whole[candidate.document.id]
            bare = Hit(chunk=chunk, document=document, score=candidate.score, reasons=())
            hits.append(replace(bare, reasons=tuple(reasons(bare, candidate.cosine, words, query))))
        return hits

    def passages_of(self, document_id: str) -> list[Hit]:
        """All passages of one document, in its order."""
        document = self._store.document(document_id)
        if document is None:
            return []
        because = (texts.REASON_GOES_ON,)
        return [
            Hit(chunk=c, document=document, score=1.0, reasons=because)
            for c in self._store.chunks_of(document_id)
        ]

    def coverage(self, question: str, hit: Hit) -> float:
        """Share of the question's content that the hit holds, 0-1 (`rag.answerable`)."""
        return coverage(question, hit, self._lexical.idfs)

    def answerable(self, query: Query, hits: Sequence[Hit]) -> float:
        """Estimated probability that the hits answer the question, 0-1; 0 without hits."""
        return answerable(query, hits, self._lexical.idfs, margins(query.question))

    def _allowed(self, query: Query, filters: Filters) -> Mask | None:
        """One truth value a chunk, in the order of the lexical index; None when all are allowed."""
        kinds = filters.kinds or query.kinds
        wanted = Filters(kinds=kinds, publisher=filters.publisher, region=filters.region, since=filters.since)
        if wanted == Filters():
            return None
        if wanted not in self._masks:
            documents = np.array([wanted.allow(document) for document in self._documents], np.bool_)
            self._masks = {**self._masks, wanted: documents[self._lexical.parents]}
            if len(self._masks) > _MASKS:
                self._masks.pop(next(iter(self._masks)))
        return self._masks[wanted]

    @cached_property
    def _documents(self) -> list[Document]:
        """All documents, without texts, in the order of the lexical index; read when first filtered by."""
        return list(self._about(self._lexical.documents).values())

    def _about(self, ids: Sequence[str]) -> dict[str, Document]:
        """The documents by id, without texts; what was read once is kept."""
        known = self._known if len(self._known) <= _REMEMBERED else {}
        missing = [document_id for document_id in dict.fromkeys(ids) if document_id not in known]
        for document in self._store.outlines(missing) if missing else ():
            known[document.id] = document
        self._known = known
        return {document_id: known[document_id] for document_id in ids}

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {chunk_id: position for position, chunk_id in enumerate(self._lexical.ids)}

    def _word_scores(self, bag: Bag, others: Sequence[Related], allowed: Mask | None) -> Floats:
        """About 0-1 for every chunk: the share of the highest score that the question's words could have."""
        wide = self._widened(bag, others)
        highest = (self._lexical.self_score(bag) or 1.0) * self._growth(bag, wide)
        scores = self._lexical.scores(wide) / np.float32(_PARTS * highest)
        if allowed is not None:
            scores = np.where(allowed, scores, np.float32(0))
        return self._in_context(scores) if len(scores) else scores

    def _in_context(self, scores: Floats) -> Floats:
        """The scores, each with a share of its document's best and of the passages beside it.

        The best passage of a document keeps its score, or a long text would rank before a short one.
        """
        parents = self._lexical.parents
        best = np.maximum.reduceat(scores, self._first_chunks)
        beside = np.zeros_like(scores)
        same = parents[1:] == parents[:-1]
        beside[1:] += scores[:-1] * same
        beside[:-1] += scores[1:] * same
        blended = np.where(scores > 0, scores + PARENT_WEIGHT * best[parents] + NEIGHBOUR_WEIGHT * beside, 0)
        highest = np.maximum.reduceat(blended, self._first_chunks)
        scale = np.divide(best, highest, out=np.zeros_like(best), where=highest > 0)
        return np.asarray(blended * scale[parents], np.float32)

    @cached_property
    def _first_chunks(self) -> NDArray[np.int64]:
        """Where each document's chunks begin; those of one follow each other."""
        return np.searchsorted(self._lexical.parents, np.arange(len(self._lexical.documents)))

    def _widened(self, bag: Bag, others: Sequence[Related]) -> Bag:
        """The question's words and, more lightly, those that a source may say instead; in hundredths.

        The more ways there are to say a thing, the less each counts; none counts for more than the word it
        stands for would, so that a rare word for a common one is damped.
        """
        ways: dict[tuple[str, ...], dict[str, tuple[str, float]]] = {}
        for other in others:
            for word in _telling(other.words):
                ways.setdefault(other.asked, {}).setdefault(stem(word), (word, other.strength))
        stems = sorted({*(s for way in ways.values() for s in way), *(stem(w) for way in ways for w in way)})
        idfs = dict(zip(stems, self._lexical.idfs([STEM + s for s in stems]).tolist(), strict=True))
        counts = {word: _PARTS * n for word, n in bag.words.items()}
        for asked, way in ways.items():
            most = max((idfs[stem(word)] for word in _telling(asked)), default=math.inf)
            for word_stem, (word, strength) in way.items():
                if word not in bag.words:
                    weight = RELATED_WEIGHT * strength * min(1.0, most / idfs[word_stem])
                    counts[word] = max(round(_PARTS * weight / math.sqrt(len(way))), counts.get(word, 0))
        return Bag(counts)

    def _growth(self, bag: Bag, wide: Bag) -> float:
        """How much more the widened question weighs than the question itself; at least 1.

        Without it a passage that says one thing in several ways would seem to answer the whole question.
        """
        if len(wide.words) == len(bag.words):
            return 1.0
        idfs = self._lexical.idfs([STEM + stem(word) for word in wide.words]).tolist()
        weights = {word: n * idf for (word, n), idf in zip(wide.words.items(), idfs, strict=True)}
        return float(sum(weights.values()) / sum(weights[word] for word in bag.words))

    def _cosines(self, question: str, allowed: Mask | None) -> dict[int, float]:
        """Position to cosine of the nearest chunks; empty when the vectors cannot be asked."""
        if self._vectors is None:
            return {}
        few = None
        if allowed is not None and int(allowed.sum()) <= FEW:
            few = [self._lexical.ids[i] for i in np.flatnonzero(allowed)]
        try:
            nearest = self._vectors.search(self._embedder.embed_query(question), NEIGHBOURS, few)
        except (StorageError, ModelError) as error:
            log.warning("searched without vectors: %s", error)
            self.notice = texts.VECTORS_UNAVAILABLE
            return {}
        self.notice = None
        found = {self._positions[chunk_id]: cosine for chunk_id, cosine in nearest}
        return {i: cosine for i, cosine in found.items() if allowed is None or allowed[i]}

    def _fused(self, words: Floats, cosines: dict[int, float]) -> Floats:
        """Words plus vectors, the cosines spread over 0 to the best score that words reached."""
        if not cosines:
            return words
        positions, values = np.array(list(cosines)), np.array(list(cosines.values()), np.float32)
        spread = float(values.max() - values.min()) or 1.0
        weight = VECTOR_WEIGHTS.get(self._embedder.id.partition("-")[0], OTHER_VECTOR_WEIGHT)
        fused = words.copy()
        fused[positions] += weight * (float(words.max()) or 1.0) * (values - values.min()) / spread
        return fused

    def _raise_named(self, fused: Floats, query: Query, allowed: Mask | None) -> None:
        """Put the paragraphs of law that the question names above all else."""
        provision = read_provision(query)
        if provision is None or not provision.act:
            return
        for document in self._store.documents_of_act(provision.act):
            for chunk in self._store.chunks_of(document.id):
                place = self._positions[chunk.id]
                if stands_for(chunk, document, provision) and (allowed is None or allowed[place]):
                    fused[place] += NAMED_PROVISION

    def _candidates(
        self, fused: Floats, cosines: dict[int, float], bag: Bag, depth: int
    ) -> Iterator[_Candidate]:
        positions = top_positions(fused, depth).tolist()
        owners = [self._lexical.documents[self._lexical.parents[i]] for i in positions]
        documents = self._about(owners)
        for i, owner, near in zip(positions, owners, self._in_order(bag, positions), strict=True):
            score = float(fused[i]) + near
            yield _Candidate(i, self._lexical.ids[i], documents[owner], score, cosines.get(i))

    def _unlike(self, candidates: Sequence[_Candidate], top_k: int) -> Iterator[_Candidate]:
        """The best candidates, without those that say the same as a better one."""
        kept: list[tuple[_Candidate, Words]] = []
        for candidate in candidates:
            if len(kept) == top_k:
                return
            words = self._lexical.order.words(candidate.position)
            alike = [other for other, its in kept if _share(words, its) >= _ALIKE]
            if not (alike and self._says_the_same(candidate, alike)):
                kept.append((candidate, words))
                yield candidate

    def _says_the_same(self, candidate: _Candidate, others: Sequence[_Candidate]) -> bool:
        """Whether the text of the candidate has nearly the same words and the same numbers as another."""
        chunks = self._store.chunks([candidate.id, *(other.id for other in others)])
        mine, *theirs = (frozenset(analyze(chunk.text).words) for chunk in chunks)
        return any(_same(mine, other) for other in theirs)

    def _in_order(self, bag: Bag, positions: Sequence[int]) -> list[float]:
        """What the passages at `positions` gain by words of the question that stand together in them too."""
        pairs = near_pairs(list(bag.words))
        if not pairs:
            return [0.0] * len(positions)
        idfs = self._lexical.idfs([STEM + s for pair in pairs for s in pair]).reshape(-1, 2).mean(axis=1)
        near = self._lexical.order.near(dict(zip(pairs, idfs.tolist(), strict=True)), positions)
        return (near * ORDER_WEIGHT / (self._lexical.self_score(bag) or 1.0)).tolist()  # type: ignore[no-any-return] # numpy's own


def _most_telling_first(bag: Bag, lexical: LexicalIndex) -> Bag:
    """The bag with its rarest words first, which is the order they are shown in."""
    words = list(bag.words)
    idfs = dict(zip(words, lexical.idfs([WORD + word for word in words]).tolist(), strict=True))
    return Bag({word: bag.words[word] for word in sorted(words, key=lambda word: -idfs[word])})


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in STOP_WORDS]


def _weighed(candidates: Sequence[_Candidate], query: Query) -> list[_Candidate]:
    """The candidates with their scores weighed by what is known about their documents, and lower where the
    classifier holds them for less likely; those that it does not know get the mean."""
    likely = margins(query.question)
    known = [likely[c.document.id] for c in candidates if c.document.id in likely]
    highest, mean = max(known, default=0.0), sum(known) / (len(known) or 1)
    ahead = [likely.get(c.document.id, mean) - highest for c in candidates]
    factors = [math.exp(CLASSIFIER_WEIGHT * its) for its in ahead]
    return [
        replace(c, score=c.score * _weight(c.document, query) * factor)
        for c, factor in zip(candidates, factors, strict=True)
    ]


def _weight(document: Document, query: Query) -> float:
    weight = 1.0 if document.in_force else NOT_IN_FORCE
    for factor, _ in named(document, query):
        weight *= factor
    return weight


def _share(a: Words, b: Words) -> float:
    """Share of the different words of two chunks that both hold."""
    both = len(np.intersect1d(a, b, assume_unique=True))
    return both / (len(a) + len(b) - both or 1)


def _same(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two passages have nearly the same words and exactly the same numbers."""
    if not len(a & b) >= SAME * len(a | b):
        return False
    return not any(word[0].isdigit() for word in a ^ b)
