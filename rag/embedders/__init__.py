"""Embedders turn text into vectors: the local one always works, a model is an option."""

from __future__ import annotations

from collections.abc import Callable

from rag.embedders.base import Embedder
from rag.errors import SettingsError
from rag.settings import Settings


def load_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name.

    Raises:
        SettingsError: No such embedder, or its class cannot be loaded.
    """
    kind, _, _ = settings.embedder.partition(":")
    if kind not in EMBEDDERS:
        raise SettingsError(f"DATALOTS_EMBEDDER {settings.embedder!r} is none of {', '.join(EMBEDDERS)}")
    return EMBEDDERS[kind](settings)


def _local(settings: Settings) -> Embedder:
    from rag.embedders.local import LocalEmbedder

    return LocalEmbedder()


def _openai(settings: Settings) -> Embedder:
    from rag.embedders.openai import OpenAIEmbedder

    return OpenAIEmbedder.from_settings(settings)


def _llama_index(settings: Settings) -> Embedder:
    from rag.embedders.llama_index import load

    return load(settings.embedder.partition(":")[2])


EMBEDDERS: dict[str, Callable[[Settings], Embedder]] = {
    "local": _local,
    "openai": _openai,
    "llama_index": _llama_index,
}
