"""Does a question want data, or the text that answers it? A probability from what is found and how it asks.

fits        how surely the best dataset meets it (`fitness`), in log odds
answerable  how surely the passages found answer it, in log odds
words       the small words and those of asking, alone and two by two, in whatever order a sentence has them;
            a word of the subject is "*", a number "#": "hur många * per *" wants data, "får jag *" a rule

The subject decides by what is found of it, never by its words. `wanting.json` holds the weights of a logistic
regression and how it was made: `python -m eval.fit_wanting`.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

from rag.answerable import log_odds, probability
from rag.catalogue.finding import FRAME, LIGHT
from rag.swedish.words import STOP_WORDS, folded_words

_WEIGHTS = Path(__file__).with_name("wanting.json")
SMALL = FRAME | LIGHT | STOP_WORDS


def wants_data(question: str, fits: float, answerable: float) -> float:
    """The probability that the question wants data and no text, 0-1.

    Args:
        question: In Swedish.
        fits: The probability that the best dataset meets it, 0-1.
        answerable: The probability that passages answer it, 0-1.
    """
    weights = _weights()
    odds = weights["constant"] + weights["fits"] * log_odds(fits)
    odds += weights["answerable"] * log_odds(answerable)
    odds += sum(weights.get(pattern, 0.0) for pattern in patterns(question))
    return probability(odds)


def patterns(question: str) -> frozenset[str]:
    """How it is asked: its small words, and each pair of neighbours of which one is small."""
    told = ["#" if word[0].isdigit() else word if word in SMALL else "*" for word in folded_words(question)]
    pairs = {f"{first} {second}" for first, second in pairwise(told) if (first, second) != ("*", "*")}
    return frozenset({word for word in told if word != "*"} | pairs)


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return weights
