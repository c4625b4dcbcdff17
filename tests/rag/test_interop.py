"""Datalots inside a LlamaIndex program, over the bundled corpus."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from llama_index.core.schema import NodeRelationship

from rag.assistant import Assistant
from rag.filters import Filters
from rag.interop import DatalotsQueryEngine, DatalotsRetriever
from rag.settings import Settings

TODAY = "2026-11-23"
QUESTION = "Får en myndighet ta betalt för öppna data?"


@pytest.fixture(scope="module")
def retriever(assistant: Assistant) -> DatalotsRetriever:
    return DatalotsRetriever(assistant, today=TODAY, top_k=5)


def test_the_retriever_finds_what_datalots_finds(retriever: DatalotsRetriever, assistant: Assistant) -> None:
    nodes = retriever.retrieve(QUESTION)
    hits = assistant.search(QUESTION, today=TODAY, top_k=5, filters=Filters())
    assert [(node.node_id, node.score) for node in nodes] == [(hit.chunk.id, hit.score) for hit in hits]
    assert len(nodes) == 5


def test_a_node_stands_in_its_document_and_says_where_it_is_from(
    retriever: DatalotsRetriever, assistant: Assistant
) -> None:
    node = retriever.retrieve(QUESTION)[0].node
    document = assistant.document(node.relationships[NodeRelationship.SOURCE].node_id)  # type: ignore[union-attr]
    assert document is not None
    assert document.text[node.start_char_idx : node.end_char_idx] == node.get_content()  # type: ignore[attr-defined]
    assert node.metadata["publisher"] == document.publisher
    assert node.metadata["reasons"]


def test_filters_are_those_of_the_retriever(assistant: Assistant) -> None:
    only = DatalotsRetriever(assistant, today=TODAY, top_k=3, filters=Filters(kinds=("dataset",)))
    nodes = only.retrieve(QUESTION)
    kinds = {assistant.document(node.node.ref_doc_id).kind for node in nodes}  # type: ignore[union-attr,arg-type]
    assert kinds == {"dataset"}


def test_the_query_engine_gives_the_verified_answer_with_its_citations(assistant: Assistant) -> None:
    engine = DatalotsQueryEngine(assistant=assistant, today=TODAY)
    response = engine.query(QUESTION)
    answer = assistant.ask(QUESTION, today=TODAY)
    assert str(response) == answer.text
    assert response.metadata is not None
    assert response.metadata["status"] == answer.status == "answered"
    assert [node.get_content() for node in response.source_nodes] == [c.quote for c in answer.citations]
    assert [node.metadata["n"] for node in response.source_nodes] == [c.n for c in answer.citations]


def test_the_query_engine_answers_asynchronously_too(assistant: Assistant) -> None:
    engine = DatalotsQueryEngine(assistant=assistant, today=TODAY)
    assert str(asyncio.run(engine.aquery(QUESTION))) == assistant.ask(QUESTION, today=TODAY).text


def test_the_example_in_the_docs_works(
    bundled_settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (Path(__file__).parents[2] / "docs/running.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert example
    monkeypatch.setenv("DATALOTS_DATA_DIR", str(bundled_settings.data_dir))
    exec(example[1], scope := {})  # our own documentation
    scope["assistant"].close()
    assert " answered " in capsys.readouterr().out
