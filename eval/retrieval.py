"""Retrieval on any set in BEIR layout, with the product's own analysis, index, embedder and fusion.

    DIR/corpus.jsonl   {"_id": "d1", "title": "…", "text": "…"}
    DIR/queries.jsonl  {"_id": "q1", "text": "…"}
    DIR/qrels/*.tsv    query-id <tab> corpus-id <tab> score, with a header; above 0 is relevant

A row of the corpus is a passage; rows that share a title are the passages of one document. Rows without a
title that visibly run on from one to the next are read as one text, so that they have neighbours as the
chunks of a document have. The collection is indexed in a temporary directory that is gone afterwards.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

import numpy as np

from eval.metrics.ranking import mrr_at_k, ndcg_at_k, recall_at_k
from rag.embedders.base import Embedder, embedded_text
from rag.errors import SourceError
from rag.index.lexical import Analyzed, LexicalIndex, LexicalWriter
from rag.index.store import Store, StoreWriter
from rag.index.vectors import VectorIndex, VectorWriter
from rag.retriever import Retriever
from rag.schema import Chunk, Document, Query
from rag.swedish.analysis import analyze

TOP_K = 100
_BATCH = 1_000
_SAMPLE = 300
"""Pairs of rows that are looked at."""
_RUNNING = 3.0
"""How much more alike than at random rows must be to be one text."""


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A collection with judged questions."""

    name: str
    corpus: Sequence[Mapping[str, Any]]
    queries: Mapping[str, str]
    """Id to text, of the questions that have a relevant passage."""
    relevant: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Collection:
    """What a retriever searches: the parts of a generation."""

    store: Store
    lexical: LexicalIndex
    vectors: VectorIndex | None

    def close(self) -> None:
        self.store.close()
        self.lexical.close()
        if self.vectors:
            self.vectors.close()


def retrieval_report(directory: Path, embedder: Embedder | None) -> dict[str, Any]:
    """Index the set in `directory`, ask every judged question, and score the rankings.

    Args:
        directory: In BEIR layout.
        embedder: What embeds; None for words alone.

    Returns:
        Set, sizes, embedder, nDCG@10, recall@10, recall@100, MRR@10 (means over n questions) and times.

    Raises:
        SourceError: A file is missing or cannot be read.
    """
    beir = read_beir(directory)
    with tempfile.TemporaryDirectory(prefix="datalots-beir-") as temporary:
        started = time.perf_counter()
        collection = index_corpus(beir.corpus, Path(temporary), embedder)
        indexed = time.perf_counter() - started
        try:
            rankings, seconds = rank(Retriever(collection, embedder or _NoEmbedder()), beir.queries)
        finally:
            collection.close()
    scores = {name: fmean(values) for name, values in _scored(rankings, beir.relevant).items()}
    return {
        "set": beir.name,
        "n": len(rankings),
        "corpus": len(beir.corpus),
        "embedder": embedder.id if embedder else None,
        **{name: round(value, 4) for name, value in scores.items()},
        "index_seconds": round(indexed, 2),
        "search_ms": {"p50": round(1000 * median(seconds), 2), "p95": round(1000 * _p95(seconds), 2)},
    }


def read_beir(directory: Path) -> BeirSet:
    """The set in `directory`.

    Raises:
        SourceError: A file is missing or cannot be read, or no question has a relevant passage.
    """
    try:
        corpus = list(_lines(directory / "corpus.jsonl"))
        texts = {str(row["_id"]): str(row["text"]) for row in _lines(directory / "queries.jsonl")}
        relevant = defaultdict(set)
        for path in sorted((directory / "qrels").glob("*.tsv")):
            for line in path.read_text(encoding="utf-8").splitlines()[1:]:
                query_id, document_id, score = line.split("\t")
                if float(score) > 0:
                    relevant[query_id].add(document_id)
    except (OSError, ValueError, KeyError) as error:
        raise SourceError(
            f"{directory}: not a set in BEIR layout: {type(error).__name__}: {error}"
        ) from error
    asked = {query_id: text for query_id, text in texts.items() if query_id in relevant}
    if not asked:
        raise SourceError(f"{directory}: no question has a relevant passage; look at qrels/*.tsv")
    return BeirSet(directory.name, corpus, asked, {q: frozenset(relevant[q]) for q in asked})


def index_corpus(corpus: Sequence[Mapping[str, Any]], path: Path, embedder: Embedder | None) -> Collection:
    """Index the rows of a corpus under `path`, the way ingest indexes chunks."""
    store, lexical = StoreWriter(path / "store.sqlite", chunks_alone=True), LexicalWriter(path / "lexical")
    vectors = VectorWriter(path / "vectors", embedder.dimensions, embedder.id) if embedder else None
    documents, chunks = _records(corpus)
    store.add([*documents, *chunks])
    store.close()
    titles = {document.id: document.title for document in documents}
    for start in range(0, len(chunks), _BATCH):
        part = chunks[start : start + _BATCH]
        for chunk in part:
            title = titles[chunk.document_id]
            analyzed = Analyzed.of(title=title, body=chunk.text)
            lexical.add(chunk.id, chunk.document_id, analyzed, chunk.start)
        if vectors and embedder:
            texts = [embedded_text(titles[chunk.document_id], (), chunk.text) for chunk in part]
            vectors.add([chunk.id for chunk in part], embedder.embed_texts(texts))
    lexical.close()
    if vectors:
        vectors.close()
    return Collection(
        store=Store.open(path / "store.sqlite"),
        lexical=LexicalIndex.open(path / "lexical"),
        vectors=VectorIndex.open(path / "vectors", cache_dir=path / "cache") if vectors else None,
    )


def rank(retriever: Retriever, queries: Mapping[str, str]) -> tuple[dict[str, list[str]], list[float]]:
    """The ranking of passage ids for each question, and the seconds that each took."""
    rankings, seconds = {}, []
    for query_id, text in queries.items():
        started = time.perf_counter()
        # Judged sets name one of several equal passages: all of them are ranked.
        hits = retriever.search(Query(question=text, kind="other"), TOP_K, fold=False)
        seconds.append(time.perf_counter() - started)
        rankings[query_id] = [hit.chunk.id for hit in hits]
    return rankings, seconds


def _scored(
    rankings: Mapping[str, Sequence[str]], relevant: Mapping[str, frozenset[str]]
) -> dict[str, list[float]]:
    pairs = [(ranked, relevant[query_id]) for query_id, ranked in rankings.items()]
    return {
        "nDCG@10": [ndcg_at_k(ranked, gold, 10) for ranked, gold in pairs],
        "recall@10": [recall_at_k(ranked, gold, 10) for ranked, gold in pairs],
        "recall@100": [recall_at_k(ranked, gold, 100) for ranked, gold in pairs],
        "MRR@10": [mrr_at_k(ranked, gold, 10) for ranked, gold in pairs],
    }


def _records(corpus: Sequence[Mapping[str, Any]]) -> tuple[list[Document], list[Chunk]]:
    """Rows as chunks, and the documents they belong to."""
    sharing = Counter(str(row.get("title") or "") for row in corpus)
    running = _is_running_text([str(row["text"]) for row in corpus if not row.get("title")])
    documents: dict[str, Document] = {}
    chunks = []
    for place, row in enumerate(corpus):
        row_id, title, text = str(row["_id"]), str(row.get("title") or ""), str(row["text"])
        document_id = f"title:{title}" if title and sharing[title] > 1 else f"row:{row_id}"
        if running and not title:
            document_id = "rows"
        document = Document(id=document_id, source_id="beir", kind="page", title=title, text="")
        documents.setdefault(document_id, document)
        chunks.append(Chunk(id=row_id, document_id=document_id, text=text, start=place, end=place))
    return list(documents.values()), chunks


def _is_running_text(texts: Sequence[str]) -> bool:
    """Whether untitled rows follow each other as the pieces of longer texts do.

    Then two rows in a row share more words than two at random: told from a sample, by a wide margin.
    """
    if len(texts) < _SAMPLE:
        return False
    rng = np.random.default_rng(0)
    places = rng.integers(0, len(texts) - 1, _SAMPLE)
    beside = [(texts[i], texts[i + 1]) for i in places]
    apart = [(texts[i], texts[j]) for i, j in zip(places, rng.permutation(places), strict=True)]
    return fmean(map(_likeness, beside)) >= _RUNNING * fmean(map(_likeness, apart))


def _likeness(pair: tuple[str, str]) -> float:
    """Share of the content of the shorter text that the other holds too."""
    a, b = (analyze(text).content for text in pair)
    return len(a & b) / (min(len(a), len(b)) or 1)


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _p95(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]


class _NoEmbedder:
    """Stands in where there are no vectors to ask."""

    id, dimensions = "none", 0

    def embed_texts(self, texts: Sequence[str]) -> Any:
        raise NotImplementedError

    def embed_query(self, text: str) -> Any:
        raise NotImplementedError
