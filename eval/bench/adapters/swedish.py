"""What a peer that lets one choose is tuned with: Snowball's Swedish stems, and stop words."""

from __future__ import annotations

from typing import Any

from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, folded_words


def stems(text: str) -> list[str]:
    """The stems of a text's words, without stop words."""
    return [stem(word) for word in folded_words(text) if word not in STOP_WORDS]


def stemmer() -> Any:
    """PyStemmer's own object, which some libraries ask for."""
    import Stemmer

    return Stemmer.Stemmer("swedish")
