"""Any OpenAI-compatible endpoint as an embedder: batches, one layer of retries, vectors checked."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from rag import texts as sentences
from rag.embedders.base import Vectors, unit
from rag.errors import ModelError
from rag.settings import Settings

OPENAI_URL = "https://api.openai.com/v1"
BATCH = 128
"""Texts in one request."""
LONGEST = 20_000
"""Characters of a text that are sent: some 6,000 tokens of Swedish, below the usual limit of 8,191."""
RETRIES = 2
"""Tries after the first, by the SDK, which honours Retry-After; nothing above it tries again."""


class OpenAIEmbedder:
    """Vectors of a model behind an endpoint. Makes no call before the first text. Safe in several threads."""

    def __init__(
        self, *, base_url: str, api_key: str, model: str, size: int | None = None, timeout: float = 30.0
    ) -> None:
        """Set up.

        Args:
            base_url: Ends in /v1.
            api_key: Empty for an endpoint that asks for none.
            model: Name of the model.
            size: Dimensions to ask for; None for the model's own.
            timeout: Seconds for one request.
        """
        self._base_url, self._api_key, self._model = base_url, api_key, model
        self._size, self._timeout = size, timeout
        self._known: int | None = size
        self._client: Any = None
        self._lock = threading.Lock()

    @classmethod
    def from_settings(cls, settings: Settings) -> OpenAIEmbedder:
        key = settings.openai_api_key
        return cls(
            base_url=settings.openai_base_url or OPENAI_URL,
            api_key=key.get_secret_value() if key else "",
            model=settings.embedding_model,
            size=settings.embedding_dimensions,
            timeout=settings.model_timeout,
        )

    @property
    def id(self) -> str:
        return f"openai-{urlsplit(self._base_url).netloc}-{self._model}-{self._size or 'own'}"

    @property
    def dimensions(self) -> int:
        """Asked of the endpoint when the settings do not say; raises as `embed_texts`."""
        if self._known is None:
            self._known = len(self.embed_query("."))
        return self._known

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        batches = [self._embed(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        return unit(np.concatenate(batches))

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_texts([text])[0]
        return vector

    def _embed(self, batch: Sequence[str]) -> Vectors:
        size = {"dimensions": self._size} if self._size else {}
        sent = [text[:LONGEST] or " " for text in batch]
        try:
            response = self._connected().embeddings.create(
                model=self._model, input=sent, encoding_format="float", **size
            )
            rows = [row.embedding for row in sorted(response.data, key=lambda row: row.index)]
            vectors = np.array(rows, np.float32)
        except Exception as error:  # the SDK's errors, and whatever an answer in another form leads to
            status = getattr(error, "status_code", "")
            raise _failure(f"{type(error).__name__} {status}".strip()) from error
        expected = (len(batch), self._known or vectors.shape[-1])
        if vectors.shape != expected or not np.isfinite(vectors).all():
            raise _failure(f"vectors of shape {vectors.shape}, expected {expected}")
        return vectors

    def _connected(self) -> Any:
        with self._lock:
            if self._client is None:
                import openai

                self._client = openai.OpenAI(
                    base_url=self._base_url,
                    api_key=self._api_key or "none",  # the SDK refuses an empty key; open endpoints ignore it
                    timeout=self._timeout,
                    max_retries=RETRIES,
                )
                self._client.organization = self._client.project = None  # read from the environment: not ours
            return self._client

    def close(self) -> None:
        """Close open connections."""
        if self._client is not None:
            self._client.close()


def _failure(what: str) -> ModelError:
    """An endpoint's own message may echo the key: it is not repeated."""
    return ModelError(f"the embedding endpoint failed: {what}", user_message=sentences.VECTORS_UNAVAILABLE)
