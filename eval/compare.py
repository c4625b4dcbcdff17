"""Two runs over the same turns: per metric the change with its interval and a verdict, and the turns that
changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.metrics import direction, scale
from eval.results import RunReport, TurnResult
from eval.statistics import Interval, cluster_bootstrap, holm, mcnemar_exact, sign_flip

POINT = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one metric moved over the turns that both runs have; positive is better, whatever the metric's
    direction."""

    metric: str
    n: int
    before: float
    after: float
    gain: float
    interval: Interval
    p_value: float
    """McNemar for shares where every turn stands alone, else sign flips over clusters."""

    @property
    def verdict(self) -> str:
        if self.interval.low > 0:
            return "better"
        if self.interval.high < 0:
            return "worse"
        return "same" if self.gain == 0 and self.interval == Interval(0.0, 0.0) else "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedTurn:
    """A turn that was right in one run only."""

    before: TurnResult
    after: TurnResult

    @property
    def won(self) -> bool:
        return self.after.scores.get("right", 0.0) > self.before.scores.get("right", 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    changes: tuple[Change, ...]
    slices: Mapping[str, Change]
    """`right` by suite, worst first."""
    slice_p: Mapping[str, float]
    """p-values of the slices after Holm."""
    changed: tuple[ChangedTurn, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def compare(before: RunReport, after: RunReport) -> Comparison:
    """Compare two runs on the turns that both have."""
    first, second = ({turn.id: turn for turn in report.turns} for report in (before, after))
    both = [(first[name], second[name]) for name in sorted(first.keys() & second.keys())]
    metrics = sorted({m for turn in first.values() for m in turn.scores if scale(m) != "ms"})
    changes = tuple(change for metric in metrics if (change := change_of(metric, both)))
    suites = sorted({turn.suite for turn, _ in both})
    by_suite = {s: change_of("right", [pair for pair in both if pair[0].suite == s]) for s in suites}
    slices = {suite: change for suite, change in by_suite.items() if change}
    return Comparison(
        changes=changes,
        slices=dict(sorted(slices.items(), key=lambda pair: pair[1].gain)),
        slice_p=holm({suite: change.p_value for suite, change in slices.items()}),
        changed=tuple(
            ChangedTurn(before=a, after=b) for a, b in both if a.scores.get("right") != b.scores.get("right")
        ),
        only_before=tuple(sorted(first.keys() - second.keys())),
        only_after=tuple(sorted(second.keys() - first.keys())),
    )


def change_of(metric: str, pairs: Sequence[tuple[TurnResult, TurnResult]]) -> Change | None:
    """The change of one metric; None when the first run never observed it.

    A turn that the second run does not observe counts as worst there; one that the first run did not observe
    is left out.
    """
    sign = direction(metric)
    seen = [
        (a, b) for a, b in pairs if metric in a.scores and (metric in b.scores or not _may_vanish(metric))
    ]
    if not seen:
        return None
    old = [a.scores[metric] for a, _ in seen]
    new = [b.scores.get(metric, _worst(metric)) for _, b in seen]
    gains = [sign * (y - x) for x, y in zip(old, new, strict=True)]
    clusters = [a.cluster for a, _ in seen]
    return Change(
        metric=metric,
        n=len(seen),
        before=fmean(old),
        after=fmean(new),
        gain=fmean(gains),
        interval=cluster_bootstrap(gains, clusters),
        p_value=_p_value(metric, gains, clusters),
    )


def _may_vanish(metric: str) -> bool:
    """Metrics that are only observed of some answers: a refusal has no citations to be precise about."""
    return metric in {"refusal_precision", "citation_recall", "citation_precision", "quote_exact", "dangling"}


def _worst(metric: str) -> float:
    return 0.0 if direction(metric) > 0 else 1.0


def _p_value(metric: str, gains: Sequence[float], clusters: Sequence[str]) -> float:
    if scale(metric) == "share" and len(set(clusters)) == len(clusters):
        return mcnemar_exact(sum(gain < 0 for gain in gains), sum(gain > 0 for gain in gains))
    return sign_flip(gains, clusters)


def to_markdown(comparison: Comparison) -> str:
    """The comparison as a person reads it."""
    lines = [
        "| metric | n | before | after | change, points (95 %) | p | verdict |",
        "|---|--:|--:|--:|---|--:|---|",
    ]
    for c in comparison.changes:
        interval = f"{c.gain / POINT:+.1f} ({c.interval.low / POINT:+.1f} … {c.interval.high / POINT:+.1f})"
        lines.append(
            f"| {c.metric} | {c.n} | {c.before:.3f} | {c.after:.3f} | {interval} | {c.p_value:.3f} "
            f"| {c.verdict} |"
        )
    lines += ["", "| suite | n | change of right, points | p after Holm |", "|---|--:|--:|--:|"]
    for suite, c in comparison.slices.items():
        lines.append(f"| {suite} | {c.n} | {c.gain / POINT:+.1f} | {comparison.slice_p[suite]:.3f} |")
    lines += [
        "",
        f"Lost {sum(not t.won for t in comparison.changed)}, won {sum(t.won for t in comparison.changed)}.",
        "",
    ]
    for turn in comparison.changed:
        if turn.before.split == "dev":
            mark = "won" if turn.won else "lost"
            lines += [
                f"- **{mark}** `{turn.before.id}` {turn.before.question}",
                f"  - before: {_line(turn.before)}",
                f"  - after: {_line(turn.after)}",
            ]
    return "\n".join(lines) + "\n"


def _line(turn: TurnResult) -> str:
    return f"({turn.given}) {' '.join(turn.text.split())[:240]}"
