"""What a run of the bench says: a table a set and one over the sets, in Swedish, and the same as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, geometric_mean, median
from typing import Any

from eval.artefacts import RunError, write_whole
from eval.bench.adapters import OURS
from eval.bench.adapters.base import TOP_K
from eval.bench.measure import Measured
from eval.bench.scores import MAIN, METRICS, Difference, Scores, differences, score
from eval.bench.sets import BenchSet


@dataclass(frozen=True, slots=True)
class Row:
    """One system on one set."""

    measured: Measured
    scores: Scores | None
    against: dict[str, Difference] | None
    """Ours minus theirs; None for ours and where either has no scores."""


@dataclass(frozen=True, slots=True)
class SetReport:
    """One set, all systems, in the order they were asked for."""

    bench: BenchSet
    rows: list[Row]

    @property
    def ours(self) -> Measured:
        return next(row.measured for row in self.rows if row.measured.system == OURS)


def set_report(bench: BenchSet, results: Sequence[Measured]) -> SetReport:
    """Score what was measured on a set."""
    scores = {result.system: score(bench, result) for result in results}
    ours = scores[OURS]
    rows = []
    for result in results:
        theirs = scores[result.system]
        comparable = ours is not None and theirs is not None and result.system != OURS
        rows.append(Row(result, theirs, differences([ours], [theirs]) if comparable else None))  # type: ignore[list-item] # `comparable` says that both are there
    return SetReport(bench, rows)


def to_json(reports: Sequence[SetReport]) -> dict[str, Any]:
    """The whole run."""
    return {
        "top_k": TOP_K,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "sets": [_set_json(report) for report in reports],
        "mean": [_mean_json(name, pairs) for name, pairs in _over_sets(reports)],
    }


def _set_json(report: SetReport) -> dict[str, Any]:
    return {
        "set": report.bench.name,
        "questions": len(report.bench.questions),
        "passages": len(report.bench.passages),
        "systems": [_row_json(row, report) for row in report.rows],
    }


def _row_json(row: Row, report: SetReport) -> dict[str, Any]:
    measured = row.measured
    said: dict[str, Any] = {"system": measured.system}
    if measured.missing is not None:
        return said | {"missing": measured.missing}
    if measured.error is not None:
        return said | {"error": measured.error}
    return said | {
        "versions": dict(measured.versions),
        **({name: round(value, 4) for name, value in row.scores.means().items()} if row.scores else {}),
        "ours_minus": _differences_json(row.against),
        "index_per_second": _per_second(len(report.bench.passages), measured.index_seconds),
        "p50_ms": round(1000 * median(measured.seconds), 3),
        "p95_ms": round(1000 * p95(measured.seconds), 3),
        "p50_to_ours": round(median(measured.seconds) / median(report.ours.seconds), 3),
        "p95_to_ours": round(p95(measured.seconds) / p95(report.ours.seconds), 3),
        "rss_mb": round(measured.rss_mb, 1),
        "peak_rss_mb": round(measured.peak_rss_mb, 1),
        "disk_mb": round(measured.disk_mb, 2),
    }


def _per_second(passages: int, seconds: float | None) -> float | None:
    return round(passages / seconds, 1) if seconds else None


def _differences_json(against: dict[str, Difference] | None) -> dict[str, list[float]] | None:
    return (
        {name: [round(bound, 4) for bound in found] for name, found in against.items()} if against else None
    )


def _over_sets(reports: Sequence[SetReport]) -> Iterator[tuple[str, list[tuple[Row, SetReport]]]]:
    """The systems that have scores on every set, with their rows."""
    for place, first in enumerate(reports[0].rows):
        pairs = [(report.rows[place], report) for report in reports]
        if all(row.scores for row, _ in pairs):
            yield first.measured.system, pairs


def _mean_json(name: str, pairs: Sequence[tuple[Row, SetReport]]) -> dict[str, Any]:
    theirs = [row.scores for row, _ in pairs if row.scores]
    ours = [
        row.scores for _, report in pairs for row in report.rows if row.measured.system == OURS and row.scores
    ]
    means = [scores.means() for scores in theirs]
    return {
        "system": name,
        **{metric: round(fmean(one[metric] for one in means), 4) for metric in METRICS},
        "ours_minus": None if name == OURS else _differences_json(differences(ours, theirs)),
        "p50_to_ours": round(_ratio(pairs, median), 3),
        "p95_to_ours": round(_ratio(pairs, p95), 3),
    }


def _ratio(pairs: Sequence[tuple[Row, SetReport]], pick: Any) -> float:
    return geometric_mean(pick(row.measured.seconds) / pick(report.ours.seconds) for row, report in pairs)


def p95(values: Sequence[float]) -> float:
    """The value that 95 in a hundred do not exceed."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


# ------------------------------------------------------------------ tables

START, END = "<!-- peers: start -->", "<!-- peers: end -->"


def write_peers(run: dict[str, Any], page: Path) -> None:
    """Put the tables between the markers of a page of documentation.

    Raises:
        RunError: The page lacks the markers.
    """
    text = page.read_text(encoding="utf-8")
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise RunError(f"{page} lacks {START} and {END}")
    write_whole(page, f"{before}{START}\n\n{to_markdown(run).strip()}\n\n{END}{after}")


_HEAD = (
    "system",
    *METRICS,
    "vår − deras (95 %)",
    "index/s",
    "p50 ×",
    "p95 ×",
    "RSS MB",
    "disk MB",
)


_NOTE = (
    "{top_k} träffar per fråga. × är tiden för en fråga mot Datalots i samma körning: 2,0 är dubbelt så "
    "lång tid. vår − deras gäller {metric}, med parat 95 % intervall.\n"
)


def to_markdown(run: dict[str, Any]) -> str:
    """The tables of what `to_json` gave, in Swedish."""
    parts = [_set_markdown(one) for one in run["sets"]]
    if len(run["sets"]) > 1 and run["mean"]:
        parts.append(_mean_markdown(run["mean"], len(run["sets"])))
    parts.append(_NOTE.format(top_k=run["top_k"], metric=MAIN))
    return "\n".join(parts)


def _set_markdown(one: dict[str, Any]) -> str:
    ours = next(row for row in one["systems"] if row["system"] == OURS)
    lines = [f"### {one['set']}", "", f"{one['questions']} frågor, {one['passages']} avsnitt. "]
    if "p50_ms" in ours:
        lines[-1] += f"Datalots: p50 {_number(ours['p50_ms'], 1)} ms, p95 {_number(ours['p95_ms'], 1)} ms."
    lines += ["", *_table(_HEAD, [_cells(row) for row in one["systems"]])]
    return "\n".join(lines) + "\n"


def _cells(row: dict[str, Any]) -> list[str]:
    if "missing" in row:
        return [row["system"], f"saknas ({row['missing']})", *[""] * (len(_HEAD) - 2)]
    if "error" in row:
        return [row["system"], f"fel: {row['error']}".replace("|", "/"), *[""] * (len(_HEAD) - 2)]
    return [
        row["system"],
        *(_number(row.get(metric), 3) for metric in METRICS),
        _interval(row["ours_minus"]),
        _number(row["index_per_second"], 0),
        _number(row["p50_to_ours"], 2),
        _number(row["p95_to_ours"], 2),
        _number(row["rss_mb"], 0),
        _number(row["disk_mb"], 1) if row["disk_mb"] else "–",
    ]


def _mean_markdown(rows: Sequence[dict[str, Any]], sets: int) -> str:
    cells = [
        [
            row["system"],
            *(_number(row[metric], 3) for metric in METRICS),
            _interval(row["ours_minus"]),
            _number(row["p50_to_ours"], 2),
            _number(row["p95_to_ours"], 2),
        ]
        for row in rows
    ]
    plain = 2 + len(METRICS)
    head = (*_HEAD[:plain], *_HEAD[plain + 1 : plain + 3])
    return "\n".join([f"### Medel över {sets} mängder", "", *_table(head, cells)]) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---" + "|--:" * (len(head) - 1) + "|"
    yield from ("| " + " | ".join(row) + " |" for row in rows)


def _interval(against: dict[str, list[float]] | None) -> str:
    if against is None:
        return ""
    mean, low, high = (f"{bound:+.3f}".replace("-", "−").replace(".", ",") for bound in against[MAIN])
    return f"{mean} ({low} till {high})"


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:.{decimals}f}".replace(".", ",")
