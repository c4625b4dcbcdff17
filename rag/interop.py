"""Datalots inside a LlamaIndex program: our retriever as a `BaseRetriever`, our assistant as a query engine.

    >>> from rag.assistant import Assistant
    >>> from rag.interop import DatalotsQueryEngine, DatalotsRetriever
    >>> from rag.settings import load_settings
    >>> assistant = Assistant.open(load_settings())
    >>> retriever = DatalotsRetriever(assistant, today="2026-11-23", top_k=5)
    >>> nodes = retriever.retrieve("Får en myndighet ta betalt för öppna data?")
    >>> engine = DatalotsQueryEngine(assistant=assistant, today="2026-11-23")
    >>> response = engine.query("Får en myndighet ta betalt för öppna data?")
    >>> response.metadata["status"]
    'answered'

Import it where it is used: LlamaIndex takes seconds to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from rag.export import to_json
from rag.filters import Filters
from rag.schema import Answer, Citation, Hit, Turn


class Searching(Protocol):
    """The part of `rag.assistant.Assistant` that finds."""

    def search(self, words: str, *, today: str, top_k: int, filters: Filters) -> list[Hit]: ...


class Answering(Protocol):
    """The part of `rag.assistant.Assistant` that answers."""

    def ask(self, question: str, history: Sequence[Turn] = (), *, today: str) -> Answer: ...


class DatalotsRetriever(BaseRetriever):
    """Finds passages as Datalots does, with the reasons of each hit in its metadata."""

    def __init__(
        self, assistant: Searching, *, today: str, top_k: int = 10, filters: Filters | None = None
    ) -> None:
        super().__init__()
        self._assistant = assistant
        self._today = today
        self._top_k = top_k
        self._filters = filters or Filters()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._assistant.search(
            query_bundle.query_str, today=self._today, top_k=self._top_k, filters=self._filters
        )
        return [_node(hit) for hit in hits]


class DatalotsQueryEngine(CustomQueryEngine):
    """Answers as Datalots does: verified text, citations as source nodes, the answer object as metadata."""

    assistant: Any
    """Whatever answers like `Assistant` (`Answering`); pydantic does not check protocols."""
    today: str

    def custom_query(self, query_str: str) -> Response:
        answerer: Answering = self.assistant
        answer = answerer.ask(query_str, today=self.today)
        nodes = [_cited(citation) for citation in answer.citations]
        return Response(response=answer.text, source_nodes=nodes, metadata=to_json(answer))


def _node(hit: Hit) -> NodeWithScore:
    document = hit.document
    node = TextNode(
        id_=hit.chunk.id,
        text=hit.chunk.text,
        start_char_idx=hit.chunk.start,
        end_char_idx=hit.chunk.end,
        metadata={
            "title": document.title,
            "section": document.section,
            "publisher": document.publisher,
            "licence": document.licence,
            "url": document.url,
            "as_of": document.as_of,
            "reasons": list(hit.reasons),
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=document.id)},
    )
    return NodeWithScore(node=node, score=hit.score)


def _cited(citation: Citation) -> NodeWithScore:
    node = TextNode(
        id_=f"{citation.document_id}#{citation.start}-{citation.end}-{citation.n}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={
            "n": citation.n,
            "title": citation.title,
            "section": citation.section,
            "publisher": citation.publisher,
            "url": citation.url,
            "as_of": citation.as_of,
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=citation.document_id)},
    )
    return NodeWithScore(node=node)
