"""Haystack's InMemoryBM25Retriever over an InMemoryDocumentStore, both at their defaults."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from haystack import Document
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from eval.bench.adapters.base import TOP_K, Passage


class HaystackBM25:
    """BM25L over lower-cased words."""

    packages = ("haystack-ai",)

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        store = InMemoryDocumentStore()
        store.write_documents([Document(id=passage.id, content=passage.whole) for passage in passages])
        self._retriever = InMemoryBM25Retriever(document_store=store, top_k=TOP_K)

    def search(self, question: str, today: str) -> list[str]:
        return [document.id for document in self._retriever.run(query=question)["documents"]]
