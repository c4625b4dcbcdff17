"""Rankings → scores a question, their means, and ours minus theirs with paired intervals.

The interval of a set is a percentile bootstrap over its questions, each with the difference of both systems'
scores; that of the mean over sets draws every set's questions anew and averages the sets, so that a large
set does not outweigh a small one. Source: Efron & Tibshirani 1993, ch. 13; Koehn 2004 (paired).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.bench.adapters.base import TOP_K
from eval.bench.measure import Measured
from eval.bench.sets import BenchSet
from eval.metrics.ranking import mrr_at_k, ndcg_at_k, recall_at_k
from eval.statistics import RESAMPLES, SEED

Floats = NDArray[np.float64]
METRICS: Mapping[str, Callable[[Sequence[str], frozenset[str]], float]] = {
    f"nDCG@{TOP_K}": partial(ndcg_at_k, k=TOP_K),
    "recall@5": partial(recall_at_k, k=5),
    f"recall@{TOP_K}": partial(recall_at_k, k=TOP_K),
    f"MRR@{TOP_K}": partial(mrr_at_k, k=TOP_K),
}
MAIN = next(iter(METRICS))
_PART = 500
"""Resamples drawn at a time: some 10 MB for a large set."""


class Difference(NamedTuple):
    """Mean of ours minus theirs, with the bounds of its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one system on one set: an array a metric, one value a question in the order of the set."""

    values: Mapping[str, Floats]

    def means(self) -> dict[str, float]:
        return {metric: float(values.mean()) for metric, values in self.values.items()}


def score(bench: BenchSet, measured: Measured) -> Scores | None:
    """The scores of a system; None when nothing is judged or it did not answer all."""
    if not measured.whole or not bench.relevant:
        return None
    pairs = [(bench.judged(measured.rankings[i]), bench.relevant[i]) for i in bench.questions]
    return Scores(
        {name: np.array([one(ranked, gold) for ranked, gold in pairs]) for name, one in METRICS.items()}
    )


def differences(ours: Sequence[Scores], theirs: Sequence[Scores]) -> dict[str, Difference]:
    """Ours minus theirs by metric, on the mean over the sets, which stand in the same order on both sides."""
    return {
        metric: difference([a.values[metric] - b.values[metric] for a, b in zip(ours, theirs, strict=True)])
        for metric in METRICS
    }


def difference(sets: Sequence[Floats]) -> Difference:
    """Mean over sets of the mean difference in each, with its interval."""
    means = np.mean([_resampled(values) for values in sets], axis=0)
    low, high = np.quantile(means, [0.025, 0.975])
    return Difference(float(np.mean([values.mean() for values in sets])), float(low), float(high))


def _resampled(values: Floats) -> Floats:
    """The means of `RESAMPLES` samples as large as `values`, drawn from them with replacement."""
    random = np.random.default_rng(SEED)
    parts = [
        values[random.integers(0, len(values), size=(_PART, len(values)), dtype=np.int32)].mean(axis=1)
        for _ in range(RESAMPLES // _PART)
    ]
    return np.concatenate(parts)
