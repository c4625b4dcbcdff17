"""A text as the features of the classifier: runs of letters, words, and pairs of words, each as a number.

    letters   every run of four letters in a word with a space on either side: " har", "hare", "aren", "ren "
    words     every word, and every pair of words that stand beside each other

A feature counts 1 + log of how often it stands in the text. Letters and words are two blocks, so that both
count the same in a short text and in a long one.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rag.swedish.words import folded_words

RUN = 4
"""Letters in a run. On held-out dev questions three to five together do no better, with half as many more."""
VERSION = "1"
"""Raised when a text gets other features: weights that were made with others do not fit."""

Features = dict[int, float]
"""The hash of each feature → what it counts, before it is weighed by how rare it is."""


class Blocks(NamedTuple):
    """The features of a text."""

    letters: Features
    words: Features


def features(text: str) -> Blocks:
    """The features of `text`; empty for a text without words."""
    words = folded_words(text)
    return Blocks(_counted(_runs(words)), _counted(_terms(words)))


def _runs(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        yield from (padded[at : at + RUN] for at in range(max(1, len(padded) - RUN + 1)))


def _terms(words: list[str]) -> Iterator[str]:
    yield from (f"={word}" for word in words)
    yield from (f"={first} {second}" for first, second in pairwise(words))


def _counted(found: Iterable[str]) -> Features:
    return {zlib.crc32(name.encode()): 1 + math.log(n) for name, n in Counter(found).items()}
