"""Against a loopback server that speaks the real protocol."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from rag import texts
from rag.embedders import load_embedder
from rag.embedders.openai import BATCH, OpenAIEmbedder
from rag.errors import ModelError
from rag.settings import Settings
from tests.loopback.openai_server import KEY, Endpoint, openai_endpoint


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with openai_endpoint() as running:
        yield running


@pytest.fixture
def embedder(endpoint: Endpoint) -> Iterator[OpenAIEmbedder]:
    made = OpenAIEmbedder(base_url=endpoint.url, api_key=KEY, model="embed", size=32)
    yield made
    made.close()


def test_vectors_have_the_size_asked_for_and_unit_length(embedder: OpenAIEmbedder) -> None:
    vectors = embedder.embed_texts(["lön för poliser", "lön för polis", "fartyg"])
    assert vectors.shape == (3, 32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_many_texts_go_in_batches_and_come_back_in_order(
    embedder: OpenAIEmbedder, endpoint: Endpoint
) -> None:
    before = len(endpoint.requests)
    many = [f"text {i}" for i in range(BATCH + 5)]
    vectors = embedder.embed_texts(many)
    assert [len(request["input"]) for request in endpoint.requests[before:]] == [BATCH, 5]
    assert vectors[-1] == pytest.approx(embedder.embed_query(many[-1]))


def test_the_own_size_of_a_model_is_asked_for_once(endpoint: Endpoint) -> None:
    embedder = OpenAIEmbedder(base_url=endpoint.url, api_key="", model="embed")
    before = len(endpoint.requests)
    assert (embedder.dimensions, embedder.dimensions) == (64, 64)
    assert len(endpoint.requests) == before + 1
    assert "dimensions" not in endpoint.requests[-1]
    embedder.close()


def test_nothing_is_asked_before_there_is_a_text(endpoint: Endpoint) -> None:
    before = len(endpoint.requests)
    settings = Settings(
        embedder="openai", openai_base_url=endpoint.url, embedding_model="embed", embedding_dimensions=8
    )
    embedder = load_embedder(settings)
    assert embedder.id == f"openai-{endpoint.url.split('/')[2]}-embed-8"
    assert embedder.embed_texts([]).shape == (0, 8)
    assert len(endpoint.requests) == before


def test_a_passing_refusal_is_tried_again(endpoint: Endpoint) -> None:
    embedder = OpenAIEmbedder(base_url=endpoint.url, api_key=KEY, model="flaky-429")
    assert embedder.embed_query("lön").shape == (64,)
    embedder.close()


@pytest.mark.parametrize("model", ["bad-401", "login-page", "always-429"])
def test_a_failure_is_one_clear_error_without_the_key(endpoint: Endpoint, model: str) -> None:
    embedder = OpenAIEmbedder(base_url=endpoint.url, api_key=KEY, model=model)
    with pytest.raises(ModelError) as failure:
        embedder.embed_query("lön")
    assert failure.value.user_message == texts.VECTORS_UNAVAILABLE
    assert KEY not in str(failure.value)
    embedder.close()


def test_an_endpoint_that_is_not_there_is_an_error_too() -> None:
    embedder = OpenAIEmbedder(base_url="http://127.0.0.1:9/v1", api_key=KEY, model="embed", timeout=1)
    with pytest.raises(ModelError, match="APIConnectionError"):
        embedder.embed_query("lön")
    embedder.close()
