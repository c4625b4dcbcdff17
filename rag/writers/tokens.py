"""Token counts without a network."""

from __future__ import annotations


def count_tokens(text: str) -> int:
    """Tokens of `text` by the vocabulary of gpt-4o (o200k); other models' counts differ, keep a margin.

    tiktoken would download its vocabulary; LlamaIndex carries the file and points tiktoken at it.
    """
    from llama_index.core.utils import get_tokenizer

    return len(get_tokenizer("gpt-4o")(text))
