"""How likely it is that the passages found answer the question: an answer, or an honest no."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.reasons import searched
from rag.schema import Hit, Query
from rag.swedish.analysis import STEM, analyze
from rag.swedish.stems import stem
from rag.swedish.thesaurus import related
from rag.swedish.words import STOP_WORDS

Idfs = Callable[[Sequence[str]], NDArray[np.float64]]
"""How telling terms are, `(n,)`."""

ANSWERABLE = 0.3
"""Estimated probability from which passages are used as an answer."""
LEAST_COVERAGE = 0.3
"""Below it the best hit lacks what the question is most about. On dev it costs one answer in a hundred and
stops a quarter of the questions on other subjects that would have been answered."""
WEIGHTS = (-4.63, 4.12, 3.57, 0.79, 0.5)
"""Of `answerable_features`, made by `eval/fit_answerable.py`: 1,800 questions of four Swedish sets against
their own collections and as many against the others, and 369 of our own development cases, each counted three
times. On the set left out AUC 0.95-0.99, on our own out of fold 0.79: it tells subjects apart, and facts only
in part. Questions of the sets that look alike and have no answer score as those with one (AUC 0.5).
"""


UNANSWERED_FROM = 0.35
"""How like a question that no source answers another may be without losing by it."""
UNANSWERED_COST = 9.0
"""What one loses beyond that, in log odds for the whole of it: on 411 dev questions the AUC goes from 0.80 to
0.90; of those without an answer 0.52 are refused at `ANSWERABLE` (0.14 without this), of the others 0.987 are
kept (0.994). Apart from `WEIGHTS`, since only our own briefs have such questions.
"""


def answerable(query: Query, hits: Sequence[Hit], idfs: Idfs) -> float:
    """Estimated probability that the hits, best first, answer the question, 0-1; 0 without hits."""
    if not hits:
        return 0.0
    covered = coverage(query.question, hits[0], idfs)
    pairs = zip(WEIGHTS, answerable_features(query.question, hits, covered), strict=True)
    estimate = 1 / (1 + math.exp(-sum(weight * value for weight, value in pairs)))
    return estimate if covered >= LEAST_COVERAGE else estimate / 2


def less_likely(estimate: float, unanswered: float) -> float:
    """The estimate for a question that is like one that no source answers.

    Args:
        estimate: Of `answerable`, 0-1.
        unanswered: How like such a question it is, 0-1 (`rag.phrasing`).
    """
    kept = math.exp(-UNANSWERED_COST * max(0.0, unanswered - UNANSWERED_FROM))
    return estimate * kept / (1 - estimate + estimate * kept)


def answerable_features(question: str, hits: Sequence[Hit], covered: float) -> tuple[float, ...]:
    """(1, score of the best hit, coverage of the question in it, its lead over the mean of the first ten,
    log of how many words the question has: what surrounds a question is held by no source).
    """
    scores = [hit.score for hit in hits[:10]]
    length = math.log(max(1, len(analyze(question).content)))
    return 1.0, scores[0], covered, scores[0] - sum(scores) / len(scores), length


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
