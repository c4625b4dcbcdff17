"""How likely it is that the passages found answer the question: an answer, or an honest no."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from rag.classifier import DATASET, NOBODY, Margins
from rag.reasons import searched
from rag.schema import Hit, Query
from rag.swedish.analysis import STEM, analyze
from rag.swedish.definitions import subject_defined
from rag.swedish.stems import stem
from rag.swedish.thesaurus import related
from rag.swedish.words import STOP_WORDS, fold, folded_words

NO_DATA = -1.0
"""Margin of a dataset that a question has nothing to do with."""
EMPTY: Margins = MappingProxyType({})
Idfs = Callable[[Sequence[str]], NDArray[np.float64]]
"""How telling terms are, `(n,)`."""

ANSWERABLE = 0.2
"""Estimated probability from which passages are used as an answer."""
LEAST_COVERAGE = 0.3
"""Below it the best hit lacks what the question is most about. On dev it costs one answer in a hundred and
stops a quarter of the questions on other subjects that would have been answered."""
DEFINED = 0.8
"""Probability at least where the first hit is of the thing whose meaning is asked for: two words are too
little for the weights below to tell."""
LEAST = 0.001
"""Probabilities nearer to 0 or 1 say no more."""
WEIGHTS = (-4.08, 3.58, 3.27, 1.33, 0.26)
"""Of `answerable_features`, made by `eval/fit_answerable.py`: 1,800 questions of four Swedish sets against
their own collections and as many against the others, and 431 of our own development cases, each counted three
times. On the set left out AUC 0.96-0.99, on our own out of fold 0.82: it tells subjects apart, and facts only
in part. Questions of the sets that look alike and have no answer score as those with one (AUC 0.5).
"""


CLASSIFIED_WEIGHTS = (-6.97, 1.61, 3.17, -0.84, 1.17, 4.23, -3.51, -1.81)
"""Of these and `classified_features`, for a first hit whose source the classifier knows; made by the same
program from our own development cases (those of other rooms are not for texts) and 300 questions of the four
sets. Out of fold the AUC for questions on our subjects goes from 0.81 to 0.96: the classifier knows which
facts nobody tells, the other features know subjects.
"""


def answerable(query: Query, hits: Sequence[Hit], idfs: Idfs, likely: Margins = EMPTY) -> float:
    """Estimated probability that the hits answer the question, 0-1; 0 without hits.

    Args:
        query: The question, read.
        hits: Best first.
        idfs: How telling terms are.
        likely: What the classifier says of the question.
    """
    if not hits:
        return 0.0
    least = DEFINED if defines(hits[0], query.question) else 0.0
    return max(least, _estimated(query, hits, idfs, likely))


def defines(hit: Hit, question: str) -> bool:
    """Whether the hit is of the very thing whose meaning is asked for: its title or a keyword names it."""
    words = " ".join(folded_words(subject_defined(question)))
    subject = " ".join(word for word in words.split() if not word.isdigit())  # "SUN 2020"
    title = " ".join(folded_words(hit.document.title))
    named = f" {subject} " in f" {title} " or subject in map(fold, hit.document.labels)
    return bool(subject) and hit.document.kind == "brief" and named


def _estimated(query: Query, hits: Sequence[Hit], idfs: Idfs, likely: Margins) -> float:
    covered = coverage(query.question, hits[0], idfs)
    features = answerable_features(query.question, hits, covered)
    if hits[0].document.id in likely:
        return _estimate(CLASSIFIED_WEIGHTS, (*features, *classified_features(hits, likely)))
    estimate = _estimate(WEIGHTS, features)
    return estimate if covered >= LEAST_COVERAGE else estimate / 2


def probability(odds: float) -> float:
    """Of natural log odds, 0-1."""
    return 1 / (1 + math.exp(-odds))


def log_odds(estimate: float) -> float:
    """Natural log odds of a probability, kept within those of `LEAST`."""
    kept = min(max(estimate, LEAST), 1 - LEAST)
    return math.log(kept / (1 - kept))


def _estimate(weights: Sequence[float], values: Sequence[float]) -> float:
    return probability(sum(weight * value for weight, value in zip(weights, values, strict=True)))


def answerable_features(question: str, hits: Sequence[Hit], covered: float) -> tuple[float, ...]:
    """(1, score of the best hit, coverage of the question in it, its lead over the mean of the first ten,
    log of how many words the question has: what surrounds a question is held by no source).
    """
    scores = [hit.score for hit in hits[:10]]
    length = math.log(max(1, len(analyze(question).content)))
    return 1.0, scores[0], covered, scores[0] - sum(scores) / len(scores), length


def classified_features(hits: Sequence[Hit], likely: Margins) -> tuple[float, ...]:
    """Margins of the first hit's source, of the likeliest dataset, and of nobody."""
    data = max((margin for name, margin in likely.items() if name.startswith(DATASET)), default=NO_DATA)
    return likely[hits[0].document.id], data, likely[NOBODY]


def coverage(question: str, hit: Hit, idfs: Idfs) -> float:
    """Share of the question's content, weighed by how telling each word is, that the hit holds; 0-1.

    What people ask it with counts as its own words.
    """
    return share_held(question, searched(hit.document, hit.chunk), idfs)


def share_held(question: str, text: str, idfs: Idfs) -> float:
    """Share of the question's content, weighed by how telling each word is, that `text` holds; 0-1.

    What it says in other words of the thesaurus counts by how near they are.
    """
    asked = sorted(analyze(question).content)
    weights = dict(zip(asked, idfs(asked).tolist(), strict=True))
    held = analyze(text).content
    share = {term: 1.0 for term in asked if term in held}
    for other in related(question):
        if all(STEM + stem(word) in held for word in other.words if word not in STOP_WORDS):
            for term in analyze(" ".join(other.asked)).content:
                share[term] = max(other.strength, share.get(term, 0.0))
    total = sum(weights.values())
    return sum(weights[term] * share.get(term, 0.0) for term in asked) / total if total else 0.0
