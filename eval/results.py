"""Results: observations of every turn, and what they come to. Saved as JSON, read back strictly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from eval.metrics import scale
from eval.statistics import cluster_bootstrap, smallest_detectable_drop, wilson

SLICE_GATES_FROM = 50
"""Turns that a slice must have before it may stop a merge."""

IN_SLICES = (
    "right",
    "status_right",
    "stat_exact",
    "must_mention",
    "evidence_cited",
    "citation_recall",
    "recall@10",
    "nDCG@10",
    "dataset_recall@10",
    "false_refusal",
    "refusal_recall",
)
"""Metrics that are shown for each slice."""


class _Saved(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TurnResult(_Saved):
    """One turn: what was asked and answered, and every score."""

    id: str
    case: str
    suite: str
    tags: tuple[str, ...] = ()
    split: str
    cluster: str
    question: str
    expected: str
    """The status that was expected."""
    given: str
    text: str = ""
    citations: tuple[str, ...] = ()
    """Titles or document ids of what was cited, for the report."""
    gold: tuple[str, ...] = ()
    """What a right answer holds, a line each; of the dev split only."""
    scores: Mapping[str, float]
    notes: Mapping[str, str] = Field(default_factory=dict)
    cause: str = ""
    """Why it is wrong, one of `eval.attribution.CAUSES`; empty when right."""
    hash: str = ""


class Summary(_Saved):
    """The mean of one metric over some turns, with n and its 95 % interval."""

    n: int
    mean: float
    low: float
    high: float
    detectable: float | None = None
    """Smallest drop that a paired comparison over these turns would likely see; shares only."""


class RunReport(_Saved):
    """A whole run."""

    name: str
    fingerprint: Mapping[str, str]
    cases: int
    turns: tuple[TurnResult, ...]
    metrics: Mapping[str, Summary]
    slices: Mapping[str, Mapping[str, Summary]]
    """By suite, and by "split:dev" and "split:test"."""
    latency: Mapping[str, Mapping[str, float]] = Field(default_factory=dict)
    """Stage to p50, p95, p99 in milliseconds."""
    causes: Mapping[str, int] = Field(default_factory=dict)
    nondeterministic: tuple[str, ...] = ()
    """Turns that were answered differently the second time."""
    repeated: int = 0
    answers_hash: str = ""
    """The same for two runs that answered and scored alike, times left out."""


def summarize(
    name: str,
    fingerprint: Mapping[str, str],
    turns: Sequence[TurnResult],
    nondeterministic: Sequence[str] = (),
    repeated: int = 0,
) -> RunReport:
    """Everything that a report says, from the results of the turns; their order does not matter."""
    ordered = tuple(sorted(turns, key=lambda turn: turn.id))
    slices = {suite: [t for t in ordered if t.suite == suite] for suite in sorted({t.suite for t in ordered})}
    slices |= {f"split:{split}": [t for t in ordered if t.split == split] for split in ("dev", "test")}
    causes = sorted({turn.cause for turn in ordered if turn.cause})
    return RunReport(
        name=name,
        fingerprint=dict(fingerprint),
        cases=len({turn.case for turn in ordered}),
        turns=ordered,
        metrics=_summaries(ordered),
        slices={label: _summaries(members, IN_SLICES) for label, members in slices.items() if members},
        latency=_latency(ordered),
        causes={cause: sum(turn.cause == cause for turn in ordered) for cause in causes},
        nondeterministic=tuple(nondeterministic),
        repeated=repeated,
        answers_hash=_answers_hash(ordered),
    )


def _answers_hash(turns: Sequence[TurnResult]) -> str:
    kept = [[t.id, t.hash, sorted((m, v) for m, v in t.scores.items() if scale(m) != "ms")] for t in turns]
    return hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:16]


def _summaries(turns: Sequence[TurnResult], only: Sequence[str] = ()) -> dict[str, Summary]:
    observed = {metric for turn in turns for metric in turn.scores if scale(metric) != "ms"}
    names = sorted(observed & set(only) if only else observed)
    return {metric: summary(metric, [turn for turn in turns if metric in turn.scores]) for metric in names}


def summary(metric: str, turns: Sequence[TurnResult]) -> Summary:
    """Mean and interval of one metric: Wilson where every turn is a cluster of its own and 0 or 1, else
    bootstrap."""
    values = [turn.scores[metric] for turn in turns]
    clusters = [turn.cluster for turn in turns]
    n, mean = len(values), fmean(values)
    alone = len(set(clusters)) == n
    if scale(metric) == "share" and alone:
        low, high = wilson(round(sum(values)), n)
    else:
        low, high = cluster_bootstrap(values, clusters)
    drop = smallest_detectable_drop(mean, n) if scale(metric) == "share" else None
    return Summary(
        n=n, mean=_short(mean), low=_short(low), high=_short(high), detectable=drop and _short(drop)
    )


def _latency(turns: Sequence[TurnResult]) -> dict[str, dict[str, float]]:
    stages = sorted({metric for turn in turns for metric in turn.scores if scale(metric) == "ms"})
    return {
        stage.removeprefix("latency_"): {
            f"p{rank}": round(
                float(np.percentile([t.scores[stage] for t in turns if stage in t.scores], rank)), 1
            )
            for rank in (50, 95, 99)
        }
        for stage in stages
    }


def _short(value: float) -> float:
    return round(value, 4)


def where(report: RunReport, keep: Callable[[TurnResult], bool]) -> RunReport:
    """The same run, of some of its turns only."""
    turns = [turn for turn in report.turns if keep(turn)]
    return summarize(report.name, report.fingerprint, turns, report.nondeterministic, report.repeated)


def load_report(path: Path) -> RunReport:
    """A saved report; pydantic's error names the field that is wrong."""
    return RunReport.model_validate_json(path.read_text(encoding="utf-8"))
