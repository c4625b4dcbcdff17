"""Retrieval at the level of documents: does the search bring up what a right answer rests on?

    recall@10   share of the relevant documents among the first ten
    success@1   1 when the first document is relevant; success@5 when one of the first five is
    MRR@10      1 / rank of the first relevant one, 0 beyond ten
    nDCG@10     Σ 1/log2(rank + 1) over relevant ones, divided by the same sum for an ideal order of all of
    them

A turn without relevant documents has no recall and gives no observation. Source: trec_eval.
"""

from __future__ import annotations

from eval.metrics.base import Observation, Observations, ScoredTurn
from eval.metrics.ranking import mrr_at_k, ndcg_at_k, recall_at_k, success_at_k

TOP = 10


def retrieval(turn: ScoredTurn) -> Observations:
    """Observations for a turn with relevant documents, when the system can search."""
    relevant, ranked = set(turn.expect.relevant), turn.ranked
    if not relevant or ranked is None:
        return
    found = success_at_k(ranked, relevant, TOP)
    yield Observation("recall@10", recall_at_k(ranked, relevant, TOP), "" if found else ", ".join(ranked[:3]))
    yield Observation("success@1", success_at_k(ranked, relevant, 1))
    yield Observation("success@5", success_at_k(ranked, relevant, 5))
    yield Observation("MRR@10", mrr_at_k(ranked, relevant, TOP))
    yield Observation("nDCG@10", ndcg_at_k(ranked, relevant, TOP))
    if turn.expect.dataset:
        yield Observation("dataset_recall@10", found)
