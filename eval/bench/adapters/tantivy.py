"""tantivy, on disk: the default tokenizer, or its own Swedish stop words and stemmer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tantivy

from eval.bench.adapters.base import TOP_K, Passage


class Tantivy:
    """Title and text as fields, the question parsed leniently; any of its words may match."""

    packages = ("tantivy",)

    def __init__(self, *, swedish: bool) -> None:
        self._tokenizer = "sv" if swedish else "default"

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("title", tokenizer_name=self._tokenizer)
        builder.add_text_field("text", tokenizer_name=self._tokenizer)
        self._index = tantivy.Index(builder.build(), path=str(folder))
        if self._tokenizer == "sv":
            self._index.register_tokenizer("sv", _swedish())
        writer = self._index.writer()
        for passage in passages:
            writer.add_document(tantivy.Document(id=passage.id, title=passage.title, text=passage.text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question: str, today: str) -> list[str]:
        query, _ = self._index.parse_query_lenient(question, ["title", "text"])
        hits = self._searcher.search(query, TOP_K).hits
        return [str(self._searcher.doc(address)["id"][0]) for _, address in hits]


def _swedish() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(40))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stopword("swedish"))
        .filter(tantivy.Filter.stemmer("swedish"))
        .build()
    )
