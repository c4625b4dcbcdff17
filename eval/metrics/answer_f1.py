"""answer_f1: question-masked, IDF-weighted F1 over stems and the stems of compound parts.

    P = w((A \\ Q) ∩ (G \\ Q)) / w(A \\ Q)     R = w((A \\ Q) ∩ (G \\ Q)) / w(G \\ Q)     F1 = 2PR / (P + R)

A the answer's terms, G the gold's, Q the question's, w the sum of inverse document frequencies. The gold is
the evidence quoted in the case. Source: EVAL §3 (61.1 against 61.9 of a 70 B judge on RAGChecker's labels).
"""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import lru_cache

from eval.metrics.base import Observation, Observations, ScoredTurn
from rag.swedish.compounds import parts
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, folded_words


def answer_f1(turn: ScoredTurn) -> Observations:
    """Precision, recall and F1 for a turn with evidence, 0 when nothing was answered."""
    gold = " ".join(span.quote for span in turn.expect.evidence)
    if not gold:
        return
    shown = turn.answer.shown if turn.answer and turn.status in ("answered", "partial") else ""
    precision, recall = masked_overlap(terms(shown), terms(gold), terms(turn.question), turn.corpus.idf)
    total = precision + recall
    yield Observation("answer_f1", 2 * precision * recall / total if total else 0.0)
    yield Observation("answer_recall", recall)


def masked_overlap(
    answer: Set[str], gold: Set[str], question: Set[str], weight: Callable[[str], float]
) -> tuple[float, float]:
    """Precision and recall of the answer's terms against the gold's, the question's own left out."""
    stated, wanted = answer - question, gold - question
    if not wanted:  # the question holds every word of the gold: nothing is masked
        stated, wanted = answer, gold
    shared = sum(weight(term) for term in sorted(stated & wanted))
    in_answer, in_gold = (sum(weight(term) for term in sorted(group)) for group in (stated, wanted))
    return (shared / in_answer if in_answer else 0.0), (shared / in_gold if in_gold else 0.0)


@lru_cache(maxsize=10_000)
def terms(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning, and of the parts of compounds."""
    words = [word for word in folded_words(text) if word not in STOP_WORDS]
    return frozenset({stem(word) for word in words} | {stem(part) for word in words for part in parts(word)})
