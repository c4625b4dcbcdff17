"""Datalots: over passages, the parts of a generation and the retriever; or over an index, as in use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.bench.adapters.base import TOP_K, Passage
from eval.retrieval import index_corpus
from rag.assistant import Assistant
from rag.embedders import load_embedder
from rag.filters import Filters
from rag.retriever import Retriever
from rag.schema import Query
from rag.settings import load_settings


class Datalots:
    """Analysis, index, vectors and fusion as in the product; the question is not read for entities."""

    packages = ("chromadb", "numpy", "PyStemmer")

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        rows = [{"_id": passage.id, "title": passage.title, "text": passage.text} for passage in passages]
        embedder = load_embedder(load_settings())
        self._retriever = Retriever(index_corpus(rows, folder, embedder), embedder)

    def search(self, question: str, today: str) -> list[str]:
        # Judged sets name one of several equal passages: all of them are ranked.
        hits = self._retriever.search(Query(question=question, kind="other"), TOP_K, fold=False)
        return [hit.chunk.id for hit in hits]


class DatalotsIndex:
    """The whole search of `datalots search`, over the index that stands in the folder already."""

    packages = ("chromadb", "numpy", "PyStemmer")

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        self._assistant = Assistant.open(load_settings(data_dir=folder))

    def search(self, question: str, today: str) -> list[str]:
        hits = self._assistant.search(question, today=today, top_k=TOP_K, filters=Filters())
        return [hit.chunk.id for hit in hits]
