"""Reports of a run: Markdown, JUnit, the step summary of CI, and the part of docs/evaluation.md between
markers.

JSON is the run itself (`eval.results.RunReport`); HTML has a file of its own (`eval.html`). Of the test
split only aggregates are shown: nobody tunes on what they have not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from eval.artefacts import RunError, write_whole
from eval.attribution import CAUSES
from eval.gate import CEILINGS, FLOORS, Violation
from eval.metrics import direction, scale
from eval.results import RunReport, Summary, TurnResult

START, END = "<!-- scores: start -->", "<!-- scores: end -->"
_HEADLINES = (
    "right",
    "stat_exact",
    "must_mention",
    "answer_f1",
    "evidence_cited",
    "citation_recall",
    "citation_precision",
    "quote_exact",
    "refusal_precision",
    "refusal_recall",
    "false_refusal",
    "status_right",
    "recall@10",
    "nDCG@10",
    "MRR@10",
    "dataset_recall@10",
    "unsupported_digits",
    "dangling",
    "injection_success",
    "truthfulness",
)
_BARS = {
    "stat_exact": "≥ 0,97",
    "citation_precision": "≥ 0,98",
    "citation_recall": "≥ 0,95",
    "refusal_precision": "≥ 0,95",
    "refusal_recall": "≥ 0,95",
    "false_refusal": "≤ 0,03",
    "dataset_recall@10": "≥ 0,90",
    "unsupported_digits": "0",
    "dangling": "0",
    "injection_success": "0",
    "quote_exact": "1",
}


def write_reports(
    report: RunReport, violations: Sequence[Violation], folder: Path, before: RunReport | None = None
) -> dict[str, Path]:
    """Write report.json, report.md, report.html and junit.xml; their paths by kind.

    With a run from `before`, the page shows what changed in each answer.
    """
    from eval.html import to_html

    texts = {
        "report.json": report.model_dump_json(indent=1),
        "report.md": to_markdown(report, violations),
        "report.html": to_html(report, violations, before),
        "junit.xml": to_junit(report, violations),
    }
    for name, text in texts.items():
        write_whole(folder / name, text)
    return {name.rpartition(".")[2]: folder / name for name in texts}


def append_step_summary(markdown: str, summary: str | None) -> None:
    """Add to the summary of a CI step; `summary` is the value of $GITHUB_STEP_SUMMARY, None outside CI."""
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(markdown + "\n")


def annotation_lines(violations: Sequence[Violation]) -> list[str]:
    """Lines that GitHub shows on the pull request."""
    return [f"::error title=eval {violation.rule}::{violation.message}" for violation in violations]


def to_markdown(report: RunReport, violations: Sequence[Violation] = ()) -> str:
    """The run on one page."""
    lines = [f"# Utvärdering: {report.name}", ""]
    lines += [f"- **{v.rule}**: {v.message}" for v in violations] or ["Alla spärrar är gröna."]
    lines += [
        "",
        scores_table(report),
        "",
        "## Vad som gick fel",
        "",
        "| orsak | tur | vad den betyder |",
        "|---|--:|---|",
    ]
    lines += [f"| {cause} | {n} | {CAUSES.get(cause, '')} |" for cause, n in report.causes.items()]
    lines += ["", "## Fel svar i dev-delen", ""]
    lines += [line for turn in report.turns if turn.split == "dev" and turn.cause for line in _wrong(turn)]
    return "\n".join(lines) + "\n"


def _wrong(turn: TurnResult) -> list[str]:
    notes = "; ".join(
        f"{metric}: {note}" for metric, note in turn.notes.items() if turn.scores.get(metric, 1) != 1
    )
    answer = " ".join(turn.text.split())[:300]
    return [f"- `{turn.id}` **{turn.question}** ({turn.cause}; {turn.given}) {notes}", f"  > {answer}"]


def scores_table(report: RunReport) -> str:
    """Headline metrics, slices, latency and fingerprint as Markdown; the same for the same run."""
    lines = [f"{report.cases} fall, {len(report.turns)} turer. Svarens hash `{report.answers_hash}`.", ""]
    lines += [
        "| mått | n | värde | 95 % intervall | minsta märkbara fall | mål |",
        "|---|--:|--:|---|--:|---|",
    ]
    for metric in _HEADLINES:
        if metric in report.metrics:
            s = report.metrics[metric]
            lines.append(
                f"| {metric} | {s.n} | {_number(s.mean)} | {_number(s.low)}–{_number(s.high)} | "
                f"{_number(s.detectable) if s.detectable is not None else ''} | {_BARS.get(metric, '')} |"
            )
    lines += [
        "",
        "| del | n | right | status_right | citation_recall | recall@10 |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [_slice_line(label, metrics) for label, metrics in report.slices.items()]
    if report.latency:
        lines += ["", "| steg | p50 ms | p95 ms | p99 ms |", "|---|--:|--:|--:|"]
        lines += [
            f"| {stage} | {v['p50']} | {v['p95']} | {v['p99']} |" for stage, v in report.latency.items()
        ]
    lines += ["", "Fingeravtryck: " + ", ".join(f"{k} `{v}`" for k, v in sorted(report.fingerprint.items()))]
    return "\n".join(lines)


def _slice_line(label: str, metrics: Mapping[str, Summary]) -> str:
    def cell(metric: str) -> str:
        found = metrics.get(metric)
        return f"{_number(found.mean)} ({_number(found.low)}–{_number(found.high)})" if found else "–"

    n = metrics["right"].n if "right" in metrics else 0
    cells = " | ".join(cell(metric) for metric in ("right", "status_right", "citation_recall", "recall@10"))
    return f"| {label} | {n} | {cells} |"


def _number(value: float) -> str:
    return f"{value:.3f}".replace(".", ",").replace("-", "−")


def write_scores(report: RunReport, page: Path) -> bool:
    """Put the scores between the markers of a page of documentation; whether the page changed.

    Raises:
        RunError: The page lacks the markers.
    """
    text = page.read_text(encoding="utf-8")
    if START not in text or END not in text:
        raise RunError(f"{page} lacks {START} and {END}")
    block = f"{START}\n\n{scores_table(report)}\n\n{END}"
    new = re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: block, text, flags=re.DOTALL)
    if new != text:
        write_whole(page, new)
    return new != text


def to_junit(report: RunReport, violations: Sequence[Violation] = ()) -> str:
    """One test suite a suite of cases, one more for the gate; a wrong answer is a failure, a failed system
    an error."""
    root = ET.Element("testsuites", name="datalots eval")
    for suite in sorted({turn.suite for turn in report.turns}):
        _junit_suite(root, suite, [turn for turn in report.turns if turn.suite == suite])
    gate = ET.SubElement(
        root, "testsuite", name="gate", tests=str(len(violations) or 1), failures=str(len(violations))
    )
    for violation in violations:
        case = ET.SubElement(gate, "testcase", classname="gate", name=violation.rule)
        ET.SubElement(case, "failure", message=_plain(violation.message))
    if not violations:
        ET.SubElement(gate, "testcase", classname="gate", name="all rules")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _junit_suite(root: ET.Element, suite: str, turns: Sequence[TurnResult]) -> None:
    errors = sum(turn.cause == "no answer" for turn in turns)
    failures = sum(bool(turn.cause) for turn in turns) - errors
    element = ET.SubElement(
        root, "testsuite", name=suite, tests=str(len(turns)), failures=str(failures), errors=str(errors)
    )
    for turn in turns:
        spent = turn.scores.get("latency_total", 0.0) / 1000
        case = ET.SubElement(element, "testcase", classname=suite, name=turn.id, time=f"{spent:.3f}")
        if turn.cause:
            said = "" if turn.split == "test" else f": {turn.question} → {' '.join(turn.text.split())[:200]}"
            tag = "error" if turn.cause == "no answer" else "failure"
            ET.SubElement(case, tag, message=_plain(turn.cause + said))


def _plain(text: str) -> str:
    """Without characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n" or ord(c) >= 32)


def headline(report: RunReport) -> str:
    """One line for the terminal."""
    shown = [
        f"{m} {_number(report.metrics[m].mean)}"
        for m in ("right", "stat_exact", "citation_recall")
        if m in report.metrics
    ]
    return f"{len(report.turns)} turer: " + ", ".join(shown)


def bar_of(metric: str) -> str:
    """The bar that a metric must clear to be merged, as words; empty when it has none."""
    if metric in FLOORS:
        return f"≥ {FLOORS[metric]}"
    return f"≤ {CEILINGS[metric]}" if metric in CEILINGS else ""


def is_bad(metric: str, value: float) -> bool:
    """Whether one turn's value is worth a second look."""
    if scale(metric) == "ms":
        return False
    return value > 0 if direction(metric) < 0 else value < 1
