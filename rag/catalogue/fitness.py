"""Whether the best dataset meets the need at all, or the need is a gap: a probability from five things.

score     how well the best dataset meets it, as the finder ranks
ahead     how far it stands before the next one: a need that fits nothing fits many a little
telling   words that say what the need is about and that the best dataset holds
own       the classifier's margin of the best dataset, where it knows that one
nobody    its margin of the questions that no source answers

`fitness.json` holds the weights of two logistic regressions, the first for datasets that the classifier does
not know, and how they were made: `python -m eval.fit_needs`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from rag.answerable import probability
from rag.catalogue.finding import Found
from rag.classifier import NOBODY, Margins, margins

FEATURES = ("constant", "score", "ahead", "telling")
CLASSIFIED = (*FEATURES, "own", "nobody")
_WEIGHTS = Path(__file__).with_name("fitness.json")
MOST_TELLING = 3
"""More words than these say no more: a long story has many."""


def fitness(found: Sequence[Found], question: str) -> float:
    """The probability that the first of `found` (best first) meets the need, 0-1; 0 when nothing is found.

    Args:
        found: Best first.
        question: Which they were found for.
    """
    if not found:
        return 0.0
    known = found[0].margin is not None
    weights = _weights()["classified" if known else "weights"]
    values = features(found) if not known else classified_features(found, margins(question))
    return probability(sum(w * value for w, value in zip(weights.values(), values, strict=True)))


def features(found: Sequence[Found]) -> tuple[float, ...]:
    """The features of a need, in the order of `FEATURES`; `found` must not be empty."""
    best = found[0]
    ahead = best.score - found[1].score if len(found) > 1 else best.score
    return (1.0, best.score, ahead, float(min(len(best.words), MOST_TELLING)))


def classified_features(found: Sequence[Found], likely: Margins) -> tuple[float, ...]:
    """The same in the order of `CLASSIFIED`, for a dataset that the classifier knows."""
    return (*features(found), found[0].margin or 0.0, likely[NOBODY])


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """By kind, then by feature, in the order of the features."""
    kept: dict[str, dict[str, float]] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return {
        "weights": {name: kept["weights"][name] for name in FEATURES},
        "classified": {name: kept["classified"][name] for name in CLASSIFIED},
    }
