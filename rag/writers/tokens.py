"""Token counts without a network."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from functools import cache

log = logging.getLogger(__name__)

CHARACTERS = 2.5
"""Characters a token where there is no vocabulary: Swedish has 3.2 in o200k, fewer in smaller ones."""


def count_tokens(text: str) -> int:
    """Tokens of `text` by the vocabulary of gpt-4o (o200k); other models' counts differ, keep a margin."""
    return _counter()(text)


@cache
def _counter() -> Callable[[str], int]:
    """tiktoken would download its vocabulary; LlamaIndex carries the file and points tiktoken at it.

    Where the file is not there either, characters are counted, on the safe side.
    """
    try:
        from llama_index.core.utils import get_tokenizer

        encode = get_tokenizer("gpt-4o")
        encode("prov")
    except Exception as error:  # noqa: BLE001 (what a download that fails raises depends on the network)
        log.warning("no vocabulary for tokens, counting characters: %s", type(error).__name__)
        return lambda text: math.ceil(len(text) / CHARACTERS)
    return lambda text: len(encode(text))
