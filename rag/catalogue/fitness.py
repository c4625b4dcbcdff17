"""Whether the best dataset meets the need at all, or the need is a gap: a probability from three things.

score     how well the best dataset meets it, as the finder ranks
ahead     how far it stands before the next one: a need that fits nothing fits many a little
telling   words that say what the need is about and that the best dataset holds

`fitness.json` holds the weights of a logistic regression and how it was made: `python -m eval.fit_needs`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rag.catalogue.finding import Found

FEATURES = ("constant", "score", "ahead", "telling")
_WEIGHTS = Path(__file__).with_name("fitness.json")
MOST_TELLING = 3
"""More words than these say no more: a long story has many."""


def fitness(found: Sequence[Found]) -> float:
    """The probability that the first of `found` (best first) meets the need, 0-1; 0 when nothing is found."""
    if not found:
        return 0.0
    weights = _weights()
    log_odds = sum(weights[name] * value for name, value in zip(FEATURES, features(found), strict=True))
    return 1 / (1 + math.exp(-log_odds))


def features(found: Sequence[Found]) -> tuple[float, ...]:
    """The features of a need, in the order of `FEATURES`; `found` must not be empty."""
    best = found[0]
    ahead = best.score - found[1].score if len(found) > 1 else best.score
    return (1.0, best.score, ahead, float(min(len(best.words), MOST_TELLING)))


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return weights
