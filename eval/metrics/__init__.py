"""Every metric in a file of its own, with its formula and source. `score` runs them all on one turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from eval.metrics.answer_f1 import answer_f1
from eval.metrics.base import Observation, Observations, Scale, ScoredTurn
from eval.metrics.citations import citations
from eval.metrics.digits import unsupported_digits
from eval.metrics.figures import figures
from eval.metrics.injection import injection
from eval.metrics.latency import latency
from eval.metrics.mentions import mentions
from eval.metrics.refusal import refusal
from eval.metrics.retrieval import retrieval
from eval.metrics.rightness import rightness

METRICS: Mapping[str, Callable[[ScoredTurn], Observations]] = {
    "figures": figures,
    "digits": unsupported_digits,
    "answer_f1": answer_f1,
    "mentions": mentions,
    "citations": citations,
    "refusal": refusal,
    "retrieval": retrieval,
    "injection": injection,
    "latency": latency,
}

LOWER_IS_BETTER = frozenset(
    {
        "unsupported_digits",
        "dangling",
        "injection_success",
        "nondeterministic",
        "false_refusal",
        "stat_contradicted",
    }
)
_COUNTS = frozenset({"unsupported_digits", "dangling", "stat_contradicted"})
_GRADED = frozenset(
    {
        "answer_f1",
        "answer_recall",
        "must_mention",
        "citation_recall",
        "citation_precision",
        "quote_exact",
        "truthfulness",
        "recall@10",
        "MRR@10",
        "nDCG@10",
        "stat_V",
        "stat_U",
        "stat_T",
        "stat_R",
        "stat_C",
    }
)


def score(turn: ScoredTurn) -> list[Observation]:
    """All observations of one turn."""
    seen = [observation for metric in METRICS.values() for observation in metric(turn)]
    return [*seen, *rightness(turn, seen)]


def scale(metric: str) -> Scale:
    """What the values of a metric are."""
    if metric.startswith("latency_"):
        return "ms"
    if metric in _COUNTS:
        return "count"
    return "graded" if metric in _GRADED else "share"


def direction(metric: str) -> Literal[-1, 1]:
    """1 when more is better, −1 when less is."""
    return -1 if metric in LOWER_IS_BETTER or metric.startswith("latency_") else 1
