"""Any LlamaIndex embedding as an embedder: `llama_index:package.module:Class`, made without arguments.

Subclass it to give it some. The vectors' size is asked of it once; its class and model name are its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from rag import texts as sentences
from rag.embedders.base import Embedder, Vectors, unit
from rag.errors import ModelError, SettingsError

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding


class LlamaIndexEmbedder:
    """Wraps a LlamaIndex embedding."""

    def __init__(self, embedding: BaseEmbedding) -> None:
        self._embedding = embedding
        self._dimensions: int | None = None

    @property
    def id(self) -> str:
        kind = type(self._embedding)
        return f"llama_index-{kind.__module__}.{kind.__name__}-{self._embedding.model_name}"

    @property
    def dimensions(self) -> int:
        """Asked of the embedding once; raises as `embed_texts`."""
        if self._dimensions is None:
            self._dimensions = len(self.embed_query("."))
        return self._dimensions

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        try:
            rows = self._embedding.get_text_embedding_batch(list(texts))
            return unit(np.array(rows, np.float32).reshape(len(texts), -1))
        except Exception as error:  # a foreign class may raise anything
            raise _failure(error) from error

    def embed_query(self, text: str) -> Vectors:
        try:
            row = self._embedding.get_query_embedding(text)
            vector: Vectors = unit(np.array([row], np.float32))[0]
        except Exception as error:  # a foreign class may raise anything
            raise _failure(error) from error
        return vector


def load(path: str) -> Embedder:
    """The embedding class at `package.module:Class`, made and wrapped.

    Raises:
        SettingsError: It cannot be imported or made, or is no LlamaIndex embedding.
    """
    from llama_index.core.base.embeddings.base import BaseEmbedding

    module, _, name = path.partition(":")
    try:
        made = getattr(import_module(module), name)()
    except Exception as error:  # importing and making a foreign class may raise anything
        what = f"{type(error).__name__}: {error}"
        raise SettingsError(f"DATALOTS_EMBEDDER llama_index:{path}: {what}") from error
    if not isinstance(made, BaseEmbedding):
        raise SettingsError(f"DATALOTS_EMBEDDER llama_index:{path} is no llama_index embedding")
    return LlamaIndexEmbedder(made)


def _failure(error: Exception) -> ModelError:
    return ModelError(
        f"the embedding failed: {type(error).__name__}", user_message=sentences.VECTORS_UNAVAILABLE
    )
