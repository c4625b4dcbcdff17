from __future__ import annotations

import sys
import types

import numpy as np
import pytest

from rag.embedders import load_embedder
from rag.errors import ModelError, SettingsError
from rag.settings import Settings


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> str:
    """A module with LlamaIndex embeddings, as a user would have it."""
    from llama_index.core import MockEmbedding

    class Eight(MockEmbedding):
        def __init__(self) -> None:
            super().__init__(embed_dim=8)

    class Broken(Eight):
        def _get_query_embedding(self, query: str) -> list[float]:
            raise RuntimeError("out of memory")

    module = types.ModuleType("their_embeddings")
    module.Eight, module.Broken, module.text = Eight, Broken, "no class"  # type: ignore[attr-defined]
    module.NotOne = dict  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "their_embeddings", module)
    return "llama_index:their_embeddings"


def test_any_llama_index_embedding_can_be_named(foreign: str) -> None:
    embedder = load_embedder(Settings(embedder=f"{foreign}:Eight"))
    assert embedder.dimensions == 8
    assert np.linalg.norm(embedder.embed_texts(["a", "b"]), axis=1) == pytest.approx([1.0, 1.0])
    assert embedder.embed_texts([]).shape == (0, 8)
    assert "Eight" in embedder.id


def test_a_failing_embedding_is_our_error(foreign: str) -> None:
    with pytest.raises(ModelError, match="RuntimeError"):
        load_embedder(Settings(embedder=f"{foreign}:Broken")).embed_query("lön")


@pytest.mark.parametrize("name", [":NotOne", ":Missing", ":text", ""])
def test_what_is_no_embedding_is_refused(foreign: str, name: str) -> None:
    with pytest.raises(SettingsError, match="llama_index"):
        load_embedder(Settings(embedder=foreign + name))
