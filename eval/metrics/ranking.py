"""Metrics of a ranking against the ids judged relevant, as trec_eval defines them; relevance is yes or no."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set


def recall_at_k(ranked: Sequence[str], relevant: Set[str], k: int) -> float:
    """Share of the relevant documents among the first `k`.

    Args:
        ranked: Document ids, best first, without repeats.
        relevant: The ids judged relevant.
        k: Cutoff, at least 1.

    Returns:
        A number from 0.0 to 1.0.

    Raises:
        ValueError: `relevant` is empty: such a question has no recall, leave it out of the mean.

    Source: trec_eval `recall` with a cutoff.
    """
    _check(relevant, k)
    return len(relevant & set(ranked[:k])) / len(relevant)


def success_at_k(ranked: Sequence[str], relevant: Set[str], k: int) -> float:
    """1.0 when a relevant document is among the first `k`, else 0.0.

    Arguments and errors as `recall_at_k`. Source: trec_eval `success`.
    """
    _check(relevant, k)
    return float(not relevant.isdisjoint(ranked[:k]))


def mrr_at_k(ranked: Sequence[str], relevant: Set[str], k: int) -> float:
    """1 / rank of the first relevant document, 0.0 when there is none among the first `k`.

    Arguments and errors as `recall_at_k`. Source: trec_eval `recip_rank` on a ranking cut at `k`.
    """
    _check(relevant, k)
    return next((1 / rank for rank, document in enumerate(ranked[:k], 1) if document in relevant), 0.0)


def ndcg_at_k(ranked: Sequence[str], relevant: Set[str], k: int) -> float:
    """Discounted gain of the first `k` over that of an ideal order, the ideal over all relevant documents.

    Σ 1 / log2(rank + 1) over the relevant ones found, by the same sum over the first min(k, relevant) ranks.

    Arguments and errors as `recall_at_k`. Source: trec_eval `ndcg_cut`; Järvelin & Kekäläinen 2002.
    """
    _check(relevant, k)
    reached = sum(
        1 / math.log2(rank + 1) for rank, document in enumerate(ranked[:k], 1) if document in relevant
    )
    return reached / sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(relevant)) + 1))


def _check(relevant: Set[str], k: int) -> None:
    if not relevant:
        raise ValueError("no relevant documents: leave the question out of the mean")
    if k < 1:
        raise ValueError(f"cutoff {k} is below 1")
