"""Latency: milliseconds by stage, as the answer itself reports them; p50, p95 and p99 are taken over
turns."""

from __future__ import annotations

from eval.metrics.base import Observation, Observations, ScoredTurn


def latency(turn: ScoredTurn) -> Observations:
    """One observation a stage: "latency_total", "latency_retrieve", …"""
    if turn.answer:
        for stage, spent in sorted(turn.answer.timings_ms.items()):
            yield Observation(f"latency_{stage}", float(spent))
