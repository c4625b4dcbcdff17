"""Stems: the form that a word shares with its inflections. Snowball for Swedish."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word: "avgifterna" and "avgift" are both "avgift"."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("swedish", 0)  # no cache of its own: ours is shared with the rules above
