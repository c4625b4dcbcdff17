"""What is said when the table lacks what was asked: what is missing, which periods there are, what to ask."""

from __future__ import annotations

from rag.quoting import cite_text
from rag.schema import Claim, Finding
from rag.statistics import wording
from rag.statistics.axis import JOIN
from rag.statistics.descriptor import describe, held
from rag.statistics.execute import label
from rag.statistics.plan import Plan
from rag.statistics.suggest import asked_about
from rag.statistics.times import UNKNOWN


def offer(plan: Plan) -> Finding:
    """No figure, but the reason, the table's periods when it is a period, and a question it can answer."""
    hard = [gap for gap in plan.gaps if gap.hard]
    reasons = {gap.reason for gap in hard}
    return Finding(
        kind="cell",
        status="no_evidence",
        reason=hard[0].reason,
        claims=_periods_held(plan) if "period_missing" in reasons else (),
        notes=tuple(dict.fromkeys(gap.note for gap in hard)),
        suggestions=_question(plan),
    )


def _periods_held(plan: Plan) -> tuple[Claim, ...]:
    """The sentence of the table's own description that names its periods; nothing of a table of one time."""
    period = next(d for d in plan.info.dimensions if d.role == "period")
    if set(period.codes) == {UNKNOWN}:
        return ()
    sentence = held(period)
    citation = cite_text(describe(plan.info), sentence, "passage", plan.info.source_table)
    assert citation is not None, sentence
    return (Claim(text=sentence, citations=(citation,)),)


def _question(plan: Plan) -> tuple[str, ...]:
    """The same question at the nearest coordinates that the table has."""
    if plan.measure.statistic == "category" or plan.choices:
        return ()
    if any(char.isdigit() for char in plan.measure.label.partition(" (")[0]):
        return ()  # nothing is cited that its figure, "percentil 90", could stand on
    missing = {gap.reason for gap in plan.gaps}
    period = next((d for d in plan.info.dimensions if d.role == "period"), None)
    if period is None:
        return ()
    codes = plan.query.selections[period.id]
    said = " ".join(part for part in (asked_about(plan), _sexes(plan)) if part)
    when = wording.in_period(codes[0]) if len(codes) == 1 and JOIN not in codes[0] else ""
    known_year = "period_missing" in missing or when == ""
    return (f"Vad var {said}{f' {when}' if known_year and when else ''}?",)


def _sexes(plan: Plan) -> str:
    dimension = next((d for d in plan.info.dimensions if d.role == "sex"), None)
    codes = plan.query.selections[dimension.id] if dimension else ()
    return (
        f"för {label(plan, dimension, codes[0])}"
        if dimension and len(codes) == 1 and codes[0] in dimension.codes
        else ""
    )
