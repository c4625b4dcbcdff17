"""LlamaIndex's BM25Retriever, over bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever

from eval.bench.adapters.base import TOP_K, Passage


class LlamaIndexBM25:
    """The default stems and stops in English.

    Told to be Swedish it stems both sides, but leaves Swedish stop words out of the passages only: it asks
    with the defaults of bm25s whatever the language.
    """

    packages = ("llama-index-core", "llama-index-retrievers-bm25", "bm25s", "PyStemmer")

    def __init__(self, *, swedish: bool) -> None:
        self._choices: dict[str, Any] = {}
        if swedish:
            from eval.bench.adapters.swedish import stemmer

            self._choices = {"stemmer": stemmer(), "language": "swedish"}

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        nodes = [TextNode(id_=passage.id, text=passage.whole) for passage in passages]
        self._retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=TOP_K, **self._choices)

    def search(self, question: str, today: str) -> list[str]:
        return [found.node.node_id for found in self._retriever.retrieve(question)]
