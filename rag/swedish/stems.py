"""Stems: the form that a word shares with its inflections. Snowball for Swedish."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word: "avgifterna" and "avgift" are both "avgift"."""
    return str(_stemmer("swedish").stemWord(word))


def stems(words: Iterable[str]) -> frozenset[str]:
    """The stems of a whole vocabulary at once, which would crowd all others out of what is remembered."""
    return frozenset(_stemmer("swedish").stemWords(list(words)))


@lru_cache(maxsize=10_000)
def english_stem(word: str) -> str:
    """The stem of a folded English word: "wages" and "wage" are both "wage"."""
    return str(_stemmer("english").stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(language, 0)  # no cache of its own: ours is shared with the rules above
