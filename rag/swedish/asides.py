"""A sentence beside a question that the answer does not need: who asks, what for, how long one has searched.

    "Svara gärna i punkter och kort. Hur mycket tjänar en kock i mitten?" the first sentence is an aside
    "Jag har jobbat i åtta år. Hur lång uppsägningstid har jag?"         it is not: it tells of the case

How likely it is to be one is told by its words, by a logistic regression (`python -m eval.fit_asides` makes
`asides.tsv`). Two writers' sentences, each judged by weights made of the other's: AUC 0.86 and 0.88. Of their
asides 0.44 are left out beside a question that stands alone, and of what a question leans on 0.005.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from rag.swedish.analysis import content_words
from rag.swedish.stems import stem
from rag.swedish.words import folded_words

LIKELY = 0.85
"""Probability from which a sentence is an aside beside a question that can stand alone."""
SURE = 0.98
"""The same beside a question that leans on what was told."""
STANDS_ALONE = 3
"""Telling words from which a question can stand alone."""
_LEANS = re.compile(
    r"\b(jag|mig|min|mitt|mina|vi|oss|vår|vårt|våra|han|honom|hans|hon|henne|hennes|hen|hens|deras|dom|där|dit|"
    r"här|hit|yrket|jobbet|kommunen|länet|staden|orten|samma|sånt|sådan\w*|sån|såna|denna|detta|dessa|"
    r"me|my|we|our|they|he|she|there|here)\b",
    re.IGNORECASE,
)
_WEIGHTS = Path(__file__).with_name("asides.tsv")


def without_asides(parts: Sequence[str]) -> list[str]:
    """The sentences of a question without those that are asides; all of them when nothing else asks.

    Args:
        parts: The sentences, in order.
    """
    asking = [part for part in parts if _asks(part)]
    if not asking or len(parts) == 1:
        return [*parts]
    rest = " ".join(asking)
    least = SURE if leans(rest) else LIKELY
    return [part for part in parts if part in asking or likelihood(part) < least]


def leans(question: str) -> bool:
    """Whether a question needs what was told beside it: it says "där" or "jag", or little at all."""
    return bool(_LEANS.search(question)) or len(content_words(question)) < STANDS_ALONE


def likelihood(sentence: str) -> float:
    """The probability, 0-1, that a sentence beside a question is an aside."""
    weights = _weights()
    odds = weights[""] + sum(weights.get(feature, 0.0) for feature in aside_features(sentence))
    return 1 / (1 + math.exp(-odds))


def aside_features(sentence: str) -> frozenset[str]:
    """Its stems, pairs of them, how it begins ("^jag"), and "#" for a number."""
    words = folded_words(sentence)
    stems = ["#" if any(char.isdigit() for char in word) else stem(word) for word in words]
    pairs = (" ".join(pair) for pair in itertools.pairwise(stems))
    return frozenset((*stems, *pairs, *(f"^{first}" for first in (*stems[:1], " ".join(stems[:2])) if first)))


def _asks(part: str) -> bool:
    return part.rstrip().endswith("?") or bool(_ASKS.match(part))


_ASKS = re.compile(
    r"(?:hur|vad|vilk\w+|när|var|vart|vem|vems|varför|får|kan|måste|finns|har|är|ska|gäller|räknas|antal|lista|visa|ge|"
    r"förklara|berätta|beskriv|räkna|sammanfatta|"
    r"jämför|how|what|which|when|where|who|is|are|can|do|does)\b",
    re.IGNORECASE,
)
"""How a sentence that asks begins, when it lacks its question mark."""


@cache
def _weights() -> Mapping[str, float]:
    lines = _WEIGHTS.read_text(encoding="utf-8").splitlines()
    pairs = (line.rsplit("\t", 1) for line in lines if not line.startswith("##"))
    return {feature: float(weight) for feature, weight in pairs}
