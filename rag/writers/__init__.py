"""Writers turn evidence into a draft: the extractive one always works, a model is an option."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from rag.errors import SettingsError
from rag.settings import Settings
from rag.writers.base import Writer

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from rag.writers.memory import Memory


def load_writer(settings: Settings, extractive: Writer) -> Writer:
    """The writer that the settings name; `extractive` itself, or a model that falls back on it.

    Raises:
        SettingsError: No such writer, or its class cannot be loaded.
    """
    kind, _, _ = settings.writer.partition(":")
    if kind not in WRITERS:
        raise SettingsError(f"DATALOTS_WRITER {settings.writer!r} is none of {', '.join(WRITERS)}")
    return WRITERS[kind](settings, extractive)


def _extractive(settings: Settings, extractive: Writer) -> Writer:
    return extractive


def _model(settings: Settings, extractive: Writer) -> Writer:
    from rag.writers.model import ModelWriter

    return ModelWriter(settings, load_llm(settings), extractive, _memory(settings))


WRITERS: dict[str, Callable[[Settings, Writer], Writer]] = {
    "extractive": _extractive,
    "openai": _model,
    "llama_index": _model,
}


@lru_cache(maxsize=4)
def _memory(settings: Settings) -> Memory:
    """What the model of the settings has said in this process."""
    from rag.writers.memory import Memory

    return Memory(settings.model_cache)


@lru_cache(maxsize=4)
def load_llm(settings: Settings) -> LLM:
    """The language model of the settings, made once: it holds open connections.

    "openai" is any OpenAI-compatible endpoint; "llama_index:package.module:Class" is that LlamaIndex LLM,
    made without arguments (subclass it to give it some).

    Raises:
        SettingsError: The class cannot be imported or made, or is no LLM.
    """
    kind, _, path = settings.writer.partition(":")
    if kind == "openai":
        from rag.writers.openai_llm import from_settings

        return from_settings(settings)
    return _llm_class(path)


def _llm_class(path: str) -> LLM:
    from llama_index.core.llms import LLM

    module, _, name = path.partition(":")
    try:
        made = getattr(import_module(module), name)()
    except Exception as error:  # importing and making a foreign class may raise anything
        raise SettingsError(f"DATALOTS_WRITER llama_index:{path}: {type(error).__name__}: {error}") from error
    if not isinstance(made, LLM):
        raise SettingsError(f"DATALOTS_WRITER llama_index:{path} is no llama_index LLM")
    return made
