"""How near a question is to the phrases that people ask each sentence of a document with (`Document.asked`).

The phrases are searched as words of the passage; here they tell which of its sentences a question is after,
however little the two have in common: "kan hon säga nej" and "Arbetsgivaren får inte vägra …".
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.schema import Document
from rag.swedish.analysis import STEM, content_words, expand

NEAREST = 2
"""So many of the phrases of a sentence count, their mean."""
_PART = 0.5
"""What a part of a compound that is shared counts."""
_REMEMBERED = 4_000
"""Phrases that are kept read, of about a hundred documents."""


def nearness(words: Sequence[str], weights: NDArray[np.float64], document: Document) -> Mapping[int, float]:
    """For each sentence that phrases are told of, by its offset, how near the question is to them, 0-1.

    Args:
        words: Of the question, folded.
        weights: How telling each word is, `(n,)`, together 1.
        document: What is asked of it, and where that is answered.
    """
    asked = [tuple(term for term in expand(word) if term[0] == STEM) for word in words]
    own = frozenset(terms[0] for terms in asked if terms)
    found: dict[int, list[float]] = defaultdict(list)
    for phrase, at in zip(document.asked, document.asked_at, strict=True) if document.asked_at else ():
        whole, parts = _read(phrase)
        held = sum(
            weight * (1.0 if terms[0] in whole else _PART * any(term in parts for term in terms))
            for weight, terms in zip(weights.tolist(), asked, strict=True)
            if terms
        )
        found[at].append(held * math.sqrt(len(whole & own) / max(len(whole), 1)))
    return {at: sum(sorted(near)[-NEAREST:]) / min(NEAREST, len(near)) for at, near in found.items()}


@lru_cache(maxsize=_REMEMBERED)
def _read(phrase: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of a phrase's words, and those with the parts of its compounds."""
    stems = [[term for term in expand(word) if term[0] == STEM] for word in content_words(phrase)]
    return frozenset(terms[0] for terms in stems if terms), frozenset(t for terms in stems for t in terms)
