"""What every embedder does: text in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into vectors whose dot product says how alike two texts are."""

    @property
    def id(self) -> str:
        """Name, version and size: vectors are comparable exactly when their embedders' ids are equal."""

    @property
    def dimensions(self) -> int: ...

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length a text, shape `(n, dimensions)`.

        Raises:
            ModelError: A remote embedder did not answer, or not with vectors of the expected size.
        """

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape `(dimensions,)`; raises as `embed_texts`."""


def unit(vectors: Vectors) -> Vectors:
    """Rows of length one. A row of zeros, which has no direction, becomes the first axis.

    (Cosine is undefined for a zero vector, and Chroma then returns NaN.)
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.zeros_like(vectors, np.float32)
    np.divide(vectors, lengths, out=scaled, where=lengths > 0)
    scaled[lengths[:, 0] == 0, 0] = 1.0
    return scaled


def embedded_text(title: str, headings: Sequence[str], text: str) -> str:
    """The exact text of a passage that is embedded, and hashed as the cache's key: its context first."""
    context = [title, *(heading for heading in headings if heading != title)]
    return "\n".join([*filter(None, context), text])
