"""LangChain's BM25Retriever, over rank_bm25."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import rank_bm25  # noqa: F401 - asked for by LangChain when it indexes: missing is known at once
from langchain_community.retrievers import BM25Retriever

from eval.bench.adapters.base import TOP_K, Passage


class LangChainBM25:
    """The default splits at white space and keeps capitals and marks; `preprocess_func` lets one choose."""

    packages = ("langchain-community", "rank-bm25")

    def __init__(self, *, swedish: bool) -> None:
        self._choices: dict[str, Any] = {}
        if swedish:
            from eval.bench.adapters.swedish import stems

            self._choices["preprocess_func"] = stems

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        self._retriever = BM25Retriever.from_texts(
            [passage.whole for passage in passages],
            metadatas=[{"id": passage.id} for passage in passages],
            k=TOP_K,
            **self._choices,
        )

    def search(self, question: str, today: str) -> list[str]:
        return [document.metadata["id"] for document in self._retriever.invoke(question)]
