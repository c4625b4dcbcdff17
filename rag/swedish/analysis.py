"""One text, one bag: the terms that passages are indexed under and questions are asked with.

    text → words (folded, without stop words) → terms   =word   ~stem of the word and of its parts   #4-gram

A bag keeps the words with their counts, which is small and can be stored; the terms follow from the words
alone, so that a collection expands each different word once. Analysing and asking go the same way, always.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.swedish.compounds import parts
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, folded_words

ANALYSER = "sv-3"
"""Name and version of the terms. Raise it when any text would give other terms: stored bags and indexes are
then made anew."""

WORD, STEM, GRAM = "=", "~", "#"
TERM_WEIGHTS: Mapping[str, float] = {WORD: 1.0, STEM: 2.0, GRAM: 1.0}
"""What a term of each class counts in a score. Measured on four Swedish sets: flat from 0.5 to 3."""

_GRAM = 4
_LONGEST = 64
"""Letters of a word that are looked at."""
_PIECES = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Bag:
    """The words of a text that carry meaning, folded, with how often each stands there."""

    words: Mapping[str, int]

    def terms(self) -> dict[str, int]:
        """Every term with its count, in the order of the words."""
        counts: dict[str, int] = {}
        for word, n in self.words.items():
            for term in expand(word):
                counts[term] = counts.get(term, 0) + n
        return counts

    @property
    def content(self) -> frozenset[str]:
        """What the text is about: the stems of its words and of their parts, marked as terms."""
        return frozenset(term for word in self.words for term in expand(word) if term[0] == STEM)


def analyze(text: str) -> Bag:
    """The bag of `text`. Empty when it holds nothing but stop words and marks."""
    counts = Counter(folded_words(text))
    for word in STOP_WORDS & counts.keys():
        del counts[word]
    return Bag(dict(counts))


def content_words(text: str) -> list[str]:
    """The words of the bag of `text`, each as often as it stands there, in the order of the text."""
    return [word for word in folded_words(text) if word not in STOP_WORDS]


@lru_cache(maxsize=5_000)
def expand(word: str) -> tuple[str, ...]:
    """The terms of one folded word, each behind the mark of its class, none twice."""
    word = word[:_LONGEST]
    if word.isalpha():
        return (WORD + word, *_stems(word), *_grams(word))
    pieces = _PIECES.findall(word)
    joined = "".join(pieces)
    if word[0].isdigit():  # a number, a paragraph, 16-åring: exact, and the words in it
        return (
            WORD + word,
            STEM + word,
            *dict.fromkeys(t for p in pieces if len(p) > 1 and p.isalpha() for t in _stems(p)),
        )
    whole = (WORD + word, *_stems(joined))
    inner = (term for piece in pieces if len(piece) > 1 for term in _stems(piece))
    return tuple(dict.fromkeys((*whole, *inner, *_grams(joined))))


def _stems(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([STEM + stem(word), *(STEM + stem(part) for part in parts(word))]))


def _grams(word: str) -> tuple[str, ...]:
    """The 4-grams of a word with its boundaries marked: "lön" gives "<lön" and "lön>"."""
    marked = f"<{word}>"
    return tuple(dict.fromkeys(GRAM + marked[i : i + _GRAM] for i in range(max(1, len(marked) - _GRAM + 1))))


class Terms(NamedTuple):
    """The terms of one word, as numbers."""

    hashes: NDArray[np.uint64]
    length: float
    """What the word adds to the length of a text: the summed weights of its terms."""


def expand_words(words: Sequence[str], known: Mapping[str, Terms]) -> dict[str, Terms]:
    """Every word with its terms, in the order given; those that are `known` are not looked for again."""
    new = [word for word in words if word not in known]
    expanded = [expand(word) for word in new]
    numbers: dict[str, int] = {}
    flat = [numbers.setdefault(term, len(numbers)) for terms in expanded for term in terms]
    hashes = hash_terms(list(numbers))[flat]
    ends = np.cumsum([len(terms) for terms in expanded], dtype=np.int64)
    found = {
        word: Terms(part, sum(TERM_WEIGHTS[term[0]] for term in terms))
        for word, part, terms in zip(new, np.split(hashes, ends[:-1]), expanded, strict=False)
    }
    return {word: found[word] if word in found else known[word] for word in words}


def hash_terms(terms: Sequence[str]) -> NDArray[np.uint64]:
    """A 64-bit number for each term, the same on every machine and in every run.

    FNV-1a over the code points, mixed once more (as splitmix64 ends) so that every bit is worth using.
    """
    hashes = np.full(len(terms), 0xCBF29CE484222325, np.uint64)
    for block in _blocks(len(terms)):
        letters = np.array(terms[block], np.str_)
        points = letters.view(np.uint32).reshape(len(letters), -1).astype(np.uint64)
        for column in points.T:
            there = column != 0
            hashes[block] = np.where(
                there, (hashes[block] ^ column) * np.uint64(0x100000001B3), hashes[block]
            )
    hashes ^= hashes >> np.uint64(30)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(27)
    return hashes


def _blocks(n: int, size: int = 50_000) -> Iterator[slice]:
    return (slice(start, min(start + size, n)) for start in range(0, n, size))
