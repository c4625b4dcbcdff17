"""bm25s as its README begins: `tokenize`, `BM25().index`, `retrieve`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s

from eval.bench.adapters.base import TOP_K, Passage


class Bm25s:
    """The defaults of `tokenize` are English stop words and no stems."""

    packages = ("bm25s", "PyStemmer")

    def __init__(self, *, swedish: bool) -> None:
        self._choices: dict[str, Any] = {"show_progress": False}
        if swedish:
            from eval.bench.adapters.swedish import stemmer

            self._choices |= {"stopwords": "swedish", "stemmer": stemmer()}

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        self._ids = [passage.id for passage in passages]
        tokens = bm25s.tokenize([passage.whole for passage in passages], **self._choices)
        self._retriever = bm25s.BM25()
        self._retriever.index(tokens, show_progress=False)

    def search(self, question: str, today: str) -> list[str]:
        tokens = bm25s.tokenize(question, **self._choices)
        found = self._retriever.retrieve(tokens, k=min(TOP_K, len(self._ids)), show_progress=False)
        return [self._ids[place] for place in found.documents[0]]
