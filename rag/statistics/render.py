"""Points of a table as Swedish sentences, each figure a Quantity, each with the cells it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.schema import Chart, Claim, Quantity
from rag.statistics import arithmetic, charts, derived, ranked, ranked_by, speech, wording
from rag.statistics.execute import Point
from rag.statistics.plan import Plan
from rag.swedish.periods import month_range

MAX_CLAIMS = 10
SHORT, MAX_LISTED = 6, 12
"""A series of no more points is told point by point alone; one of no more than the second with its course."""


@dataclass(frozen=True, slots=True)
class Rendering:
    claims: tuple[Claim, ...]
    chart: Chart | None = None
    sizes: tuple[Decimal, ...] = ()
    """What orders those that are ranked, for each that has it."""


def render(plan: Plan, points: Sequence[Point]) -> Rendering:
    """The published points of a plan as sentences, by its operation; `points` has at least one."""
    operation = plan.query.operation
    if operation == "rank" and plan.query.ranking and plan.query.ranking.by != "value":
        return Rendering(*ranked_by.ranked_by(plan, points))
    if operation == "rank":
        return Rendering(*ranked.ranked(plan, points))
    if operation == "place":
        return Rendering(tuple(ranked.placed(plan, points)), None, tuple(speech.size(p) for p in points))
    if operation == "series":
        return _series(plan, points)
    if operation == "change":
        return _changes(plan, points)
    if operation in derived.COMPUTED:
        computed = derived.COMPUTED[operation](plan, points)
        return Rendering(tuple(computed or _values(plan, points)))
    claims = _values(plan, points)
    if operation == "difference":
        apart = derived.differences(plan, points)
        claims = apart + claims if plan.query.ranking else claims + apart  # which of the two comes first
    chart = _comparison(plan, points) if operation in {"compare", "difference"} else None
    return Rendering(tuple(claims), chart)


# ------------------------------------------------------------------ one sentence a point


def _values(plan: Plan, points: Sequence[Point]) -> list[Claim]:
    """A sentence for each group of points that differ in sex only."""
    groups = speech.grouped(plan, points, "sex")[:MAX_CLAIMS]
    return [speech.claim(plan, group, speech.value_sentence(plan, group)) for group in groups]


# ------------------------------------------------------------------ over time


def _series(plan: Plan, points: Sequence[Point]) -> Rendering:
    claims, lines = [], []
    for group in speech.grouped(plan, points, "period"):
        ends = [group[0], group[-1]]
        quantities = [speech.value(point) for point in group[-charts.MAX_POINTS :]]
        lines.append((speech.group_name(plan, group[0]), quantities))
        if len(group) > SHORT:
            step, worked_out = _step(plan, *map(speech.value, ends))
            text = f"{_course(plan, ends)}{step}{speech.aside(plan)}."
            drawn = (*map(speech.value, ends), *worked_out, *quantities)
            claims.append(speech.claim(plan, ends, text, drawn))
        if len(group) <= MAX_LISTED:
            claims.append(speech.claim(plan, group, _listed(plan, group)))
        elif plan.measure.statistic != "category":
            claims += _extremes(plan, group)
    title = f"{plan.measure.label} {speech.where(plan, points[0])}"
    return Rendering(
        tuple(claims[:MAX_CLAIMS]),
        charts.line(plan.info, title if len(lines) == 1 else plan.measure.label, lines),
    )


def _extremes(plan: Plan, group: Sequence[Point]) -> list[Claim]:
    """When a longer series was highest and lowest, where that was neither first nor last."""
    ordered = sorted(group, key=lambda point: speech.value(point).value)
    low, high = ordered[0], ordered[-1]
    told = [(word, p) for word, p in (("högst", high), ("lägst", low)) if _is_alone(p, group)]
    if not told:
        return []
    said = [
        f"{word} {wording.in_period(speech.code_of(plan, p, 'period'))} ({speech.spoken(plan, p)})"
        for word, p in told
    ]
    return [speech.claim(plan, [p for _, p in told], f"Under tiden var talet {' och '.join(said)}.")]


def _is_alone(point: Point, group: Sequence[Point]) -> bool:
    """Whether a point is neither first nor last, nor as high as one of those."""
    return speech.value(point).value not in {speech.value(end).value for end in (group[0], group[-1])}


def _listed(plan: Plan, group: Sequence[Point]) -> str:
    """Every point of a short series."""
    subject = " ".join(
        part
        for part in (
            wording.definite(plan.measure),
            *speech.about(plan, group[0]),
            speech.among(plan, group[0]),
        )
        if part
    )
    said = [f"{speech.spoken(plan, p)} {wording.in_period(speech.code_of(plan, p, 'period'))}" for p in group]
    return f"{wording.upper_first(subject)} var {wording.listed(said)}{speech.aside(plan)}."


def _course(plan: Plan, ends: Sequence[Point]) -> str:
    subject = " ".join(
        part
        for part in (
            wording.definite(plan.measure),
            *speech.about(plan, ends[0]),
            speech.among(plan, ends[0]),
        )
        if part
    )
    spoken = [
        f"{speech.spoken(plan, p)} {wording.in_period(speech.code_of(plan, p, 'period'))}" for p in ends
    ]
    return f"{wording.upper_first(subject)} gick från {spoken[0]} till {spoken[1]}"


def _step(plan: Plan, before: Quantity, after: Quantity) -> tuple[str, tuple[Quantity, ...]]:
    """From the first to the last of a series: ", en ökning med 592 personer (12,6 procent)"; nothing of a
    measure that is told in words."""
    if plan.measure.statistic == "category":
        return "", ()
    step, percent = arithmetic.difference(before, after), arithmetic.percent_change(before, after)
    if step.value == 0:
        return "", ()
    aside = f" ({wording.amount(abs(percent.value), 'percent')})" if percent else ""
    said = f", en {'ökning' if step.value > 0 else 'minskning'} med"
    return f"{said} {wording.amount(abs(step.value), step.unit)}{aside}", tuple(
        q for q in (step, percent) if q
    )


def _is_common(plan: Plan) -> bool:
    """Whether the measure's name has the common gender: "arbetslösheten", "medianlönen"."""
    return wording.definite(plan.measure).split()[0].endswith("en")


def _changes(plan: Plan, points: Sequence[Point]) -> Rendering:
    claims = []
    for group in speech.grouped(plan, points, "period"):
        group.sort(key=lambda point: month_range(speech.value(point).period))
        if len(group) < 2:
            claims.append(speech.claim(plan, group, speech.value_sentence(plan, group)))
            continue
        claims.append(_change(plan, group[0], group[-1]))
    return Rendering(tuple(claims[:MAX_CLAIMS]))


def _change(plan: Plan, first: Point, last: Point) -> Claim:
    before, after = speech.value(first), speech.value(last)
    step, percent = arithmetic.difference(before, after), arithmetic.percent_change(before, after)
    subject = " ".join(
        part
        for part in (wording.definite(plan.measure), *speech.about(plan, first), speech.among(plan, first))
        if part
    )
    times = speech.between(before.period, after.period)
    spoken = (
        f"från {wording.amount(before.value, before.unit)} till {wording.amount(after.value, after.unit)}"
    )
    if step.value == 0:
        same = "oförändrade" if subject.endswith("na") else "oförändrad" if _is_common(plan) else "oförändrat"
        text = f"{times} var {subject} {same}: {wording.amount(after.value, after.unit)}."
        return speech.claim(plan, (first, last), text, (before, after))
    verb = "ökade" if step.value > 0 else "minskade"
    aside = f" ({wording.amount(abs(percent.value), 'percent')})" if percent else ""
    text = f"{times} {verb} {subject} med {wording.amount(abs(step.value), step.unit)}{aside}, {spoken}."
    return speech.claim(plan, (first, last), text, tuple(q for q in (step, percent) if q))


# ------------------------------------------------------------------ between groups


def _comparison(plan: Plan, points: Sequence[Point]) -> Chart | None:
    dimension = speech.varied(plan, points)
    if dimension is None or plan.measure.statistic == "category":
        return None
    bars = [(speech.short_name(plan, point), speech.value(point)) for point in points]
    return charts.bar(plan.info, speech.chart_title(plan, points), dimension.label, bars)
