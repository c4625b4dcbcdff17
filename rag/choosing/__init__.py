"""Choosing the sentences that answer: a small linear model over features that a person can read.

Weights stand in `weights.json` with how they were made; `python -m eval.fit_sentences` makes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.choosing.features import NAMES, Asked, Floats, Piece, pieces_of, sentence_features
from rag.schema import Hit

__all__ = ["Piece", "Ranked", "rank_sentences"]

FROM = 6
"""Hits whose sentences are looked at."""
_WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with how well it answers: log odds, up to a constant of the question."""

    piece: Piece
    score: float
    held: float
    """Share of the question's weight that it holds, 0-1."""
    asked: float
    """How much the question is like what people ask it with, about 0-1."""


def rank_sentences(
    question: str,
    hits: Sequence[Hit],
    idfs: Callable[[Sequence[str]], Floats],
    *,
    in_other_words: bool = False,
) -> tuple[Ranked, ...]:
    """The sentences of the best hits, best first, equal ones in their order; none when nothing is asked.

    Args:
        question: In plain Swedish.
        hits: Best first.
        idfs: Inverse document frequency of terms, `(n,)`.
        in_other_words: Whether what a sentence says in words of the thesaurus counts. For whole questions it
            gave nothing out of fold (0.528 beside 0.515 first, 0.773 beside 0.786 in three); the few words
            of a part need it.
    """
    asked = Asked(question, idfs, in_other_words=in_other_words)
    groups = [pieces_of(hit) for hit in hits[:FROM]]
    pieces = [piece for group in groups for piece in group]
    if not pieces:
        return ()
    features = sentence_features(asked, groups)
    if not asked.words and not features[:, NAMES.index("asked")].any():
        return ()  # nothing is asked, in the words of the source or in others
    scores = features @ _weights()
    held, alike = (features[:, NAMES.index(name)] for name in ("held", "asked"))
    order = np.argsort(-scores, kind="stable").tolist()
    return tuple(Ranked(pieces[i], float(scores[i]), float(held[i]), float(alike[i])) for i in order)


@cache
def _weights() -> Floats:
    """`(len(NAMES),)`, by name from the file."""
    weights = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return np.array([weights[name] for name in NAMES])
