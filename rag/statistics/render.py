"""Points of a table as Swedish sentences, each figure a Quantity, each with the cells it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.schema import CellReference, Chart, Citation, Claim, Dimension, Quantity
from rag.statistics import arithmetic, charts, wording
from rag.statistics.axis import JOIN
from rag.statistics.descriptor import document_id
from rag.statistics.execute import MEASURE, Point, label
from rag.statistics.operations import DEFAULT_RANK
from rag.statistics.plan import Plan
from rag.swedish.numbers import NBSP, format_number

MAX_CLAIMS = 10
_GENITIVE = {"kvinnor": "kvinnornas", "män": "männens"}


@dataclass(frozen=True, slots=True)
class Rendering:
    claims: tuple[Claim, ...]
    chart: Chart | None = None


def render(plan: Plan, points: Sequence[Point]) -> Rendering:
    """The published points of a plan as sentences, by its operation; `points` has at least one."""
    operation = plan.query.operation
    if operation == "rank":
        return _ranked(plan, points)
    if operation == "series":
        return _series(plan, points)
    if operation == "change":
        return _changes(plan, points)
    if operation == "share":
        return _shares(plan, points)
    claims = _values(plan, points)
    if operation == "difference":
        claims += _differences(plan, points)
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
        claims.append(speech.claim(plan, ends, _course(plan, ends), (*[speech.value(p) for p in ends], *quantities)))
        lines.append((speech.group_name(plan, group[0]), quantities))
    title = f"{plan.measure.label} {wording.place(speech.region_of(plan, points[0]), speech.labels_of(plan, 'region'))}"
    return Rendering(
        tuple(claims[:MAX_CLAIMS]),
        charts.line(plan.info, title if len(lines) == 1 else plan.measure.label, lines),
    )


def _course(plan: Plan, ends: Sequence[Point]) -> str:
    subject = " ".join(
        part
        for part in (wording.definite(plan.measure), *speech.about(plan, ends[0]), speech.among(plan, ends[0]))
        if part
    )
    spoken = [f"{speech.spoken(plan, p)} {wording.in_period(speech.code_of(plan, p, 'period'))}" for p in ends]
    return f"{wording.upper_first(subject)} gick från {spoken[0]} till {spoken[1]}{speech.aside(plan)}."


def _changes(plan: Plan, points: Sequence[Point]) -> Rendering:
    claims = []
    for group in speech.grouped(plan, points, "period"):
        if len(group) < 2:
            claims.append(speech.claim(plan, group, speech.value_sentence(plan, group)))
            continue
        claims.append(_change(plan, group[0], group[-1]))
    return Rendering(tuple(claims[:MAX_CLAIMS]))


def _change(plan: Plan, first: Point, last: Point) -> Claim:
    before, after = speech.value(first), speech.value(last)
    step, percent = arithmetic.difference(before, after), arithmetic.percent_change(before, after)
    subject = " ".join(
        part for part in (wording.definite(plan.measure), *speech.about(plan, first), speech.among(plan, first)) if part
    )
    times = f"Mellan {_bare(plan, first)} och {_bare(plan, last)}"
    spoken = (
        f"från {wording.amount(before.value, before.unit)} till {wording.amount(after.value, after.unit)}"
    )
    if step.value == 0:
        text = f"{times} var {subject} oförändrat: {wording.amount(after.value, after.unit)}."
        return speech.claim(plan, (first, last), text, (before, after))
    verb = "ökade" if step.value > 0 else "minskade"
    aside = f" ({wording.amount(abs(percent.value), 'percent')})" if percent else ""
    text = f"{times} {verb} {subject} med {wording.amount(abs(step.value), step.unit)}{aside}, {spoken}."
    return speech.claim(plan, (first, last), text, tuple(q for q in (step, percent) if q))


def _bare(plan: Plan, point: Point) -> str:
    return wording.in_period(speech.code_of(plan, point, "period")).removeprefix("år ").removeprefix("i ")


# ------------------------------------------------------------------ between groups


def _differences(plan: Plan, points: Sequence[Point]) -> list[Claim]:
    """The difference between the first two points, when there are just two."""
    if len(points) != 2 or plan.measure.statistic == "category":
        return []
    low, high = sorted(points, key=lambda point: speech.value(point).value)
    step = arithmetic.difference(speech.value(low), speech.value(high))
    percent = arithmetic.percent_change(speech.value(low), speech.value(high))
    if step.value == 0:
        return [speech.claim(plan, (low, high), "Det är ingen skillnad mellan dem.")]
    aside = f" ({wording.amount(percent.value, 'percent')})" if percent else ""
    dimension = speech.varied(plan, points)
    names = [speech.point_name(plan, point, dimension) for point in (high, low)]
    text = f"Skillnaden är {wording.amount(step.value, step.unit)}{aside}: högre {names[0]} än {names[1]}."
    return [speech.claim(plan, (low, high), text, tuple(q for q in (step, percent) if q))]


def _comparison(plan: Plan, points: Sequence[Point]) -> Chart | None:
    dimension = speech.varied(plan, points)
    if dimension is None or plan.measure.statistic == "category":
        return None
    bars = [(speech.short_name(plan, point), speech.value(point)) for point in points]
    return charts.bar(plan.info, plan.measure.label, dimension.label, bars)


def _shares(plan: Plan, points: Sequence[Point]) -> Rendering:
    claims = []
    for group in speech.grouped(plan, points, "sex"):
        whole = next((p for p in group if JOIN in speech.code_of(plan, p, "sex")), None)
        part = next((p for p in group if JOIN not in speech.code_of(plan, p, "sex")), None)
        result = arithmetic.share(speech.value(part), speech.value(whole)) if part and whole else None
        if result is None or part is None or whole is None:
            continue
        when = wording.at_period(speech.code_of(plan, part, "period"))
        about = " ".join(text for text in (wording.definite(plan.measure), *speech.about(plan, part)) if text)
        text = (
            f"{when} var {_GENITIVE.get(speech.label_of(plan, part, 'sex'), '')} andel av {about} "
            f"{wording.amount(result.value, 'percent')}: "
            f"{speech.spoken(plan, part)} av {speech.spoken(plan, whole)}."
        )
        claims.append(speech.claim(plan, (part, whole), text, (result,)))
    return Rendering(tuple(claims))


def _ranked(plan: Plan, points: Sequence[Point]) -> Rendering:
    ranking = plan.query.ranking
    assert ranking is not None
    ordered = sorted(points, key=lambda point: speech.value(point).value, reverse=ranking.highest)
    shown = ordered[: ranking.count]
    claims = [_winner(plan, shown[0], highest=ranking.highest)]
    claims += [speech.claim(plan, (point,), f"- {_list_item(plan, point)}") for point in shown[1:]]
    dimension = speech.varied(plan, points)
    bars = [
        (speech.short_name(plan, point), speech.value(point)) for point in ordered[: max(ranking.count, DEFAULT_RANK)]
    ]
    category = plan.measure.statistic == "category"
    chart = (
        None
        if category or dimension is None
        else charts.bar(plan.info, plan.measure.label, dimension.label, bars[: len(shown)])
    )
    return Rendering(tuple(claims), chart)


def _winner(plan: Plan, point: Point, *, highest: bool) -> Claim:
    if plan.measure.statistic == "category":
        return speech.claim(plan, (point,), speech.value_sentence(plan, (point,)))
    end = "högst" if highest else "lägst"
    dimension_role = plan.query.ranking.over if plan.query.ranking else ""
    varied = {"occupation": "occupation", "industry": "sector", "period": ""}.get(dimension_role, "region")
    when = wording.at_period(speech.code_of(plan, point, "period"))
    about = [text for text in speech.about(plan, point, without=varied) if text]
    subject = " ".join([wording.definite(plan.measure), *about, speech.among(plan, point)]).strip()
    value = speech.spoken(plan, point)
    if dimension_role == "period":
        then = wording.in_period(speech.code_of(plan, point, "period"))
        text = f"{wording.upper_first(subject)} var {end} {then}: {value}."
    else:
        name = {"occupation": "för ", "sector": "i branschen "}.get(varied, "") + speech.short_name(
            plan, point, varied
        )
        name = name if varied != "region" else wording.place(speech.region_of(plan, point), speech.labels_of(plan, "region"))
        text = (
            f"{when} var {subject} {end} {name}: {value}."
            if when
            else f"{wording.upper_first(subject)} var {end} {name}: {value}."
        )
    return speech.claim(plan, (point,), text)


def _list_item(plan: Plan, point: Point) -> str:
    if plan.measure.statistic == "category":
        category = plan.measure.categories.get(str(speech.value(point).value), "")
        return f"{speech.short_name(plan, point)}: bedöms {category}"
    return f"{speech.short_name(plan, point)}: {speech.spoken(plan, point)}"


