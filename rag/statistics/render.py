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
    groups = _grouped(plan, points, "sex")[:MAX_CLAIMS]
    return [_claim(plan, group, _value_sentence(plan, group)) for group in groups]


def _value_sentence(plan: Plan, group: Sequence[Point]) -> str:
    first = group[0]
    period = wording.at_period(_code(plan, first, "period"))
    if plan.measure.statistic == "category":
        category = plan.measure.categories.get(str(_value(first).value), "")
        subject = " ".join(part for part in (wording.definite(plan.measure), *_about(plan, first)) if part)
        return f"{wording.upper_first(subject)} bedöms {category}, enligt {plan.info.publisher}."
    figures = wording.listed([_figure(plan, point) for point in group])
    subject = " ".join(part for part in (wording.definite(plan.measure), *_about(plan, first)) if part)
    words = f"{period} var {subject} {figures}" if period else f"{wording.upper_first(subject)} var {figures}"
    return f"{words}{_aside(plan)}."


def _figure(plan: Plan, point: Point) -> str:
    sex = _label(plan, point, "sex")
    value = _spoken(plan, point)
    if sex and plan.measure.unit == "persons":
        return f"{format_number(_value(point).value)}{NBSP}{sex}"
    return f"{value} för {sex}" if sex else value


def where(plan: Plan, point: Point) -> str:
    """Where a point is: "i Skåne län"."""
    return wording.place(_region(plan, point), _labels(plan, "region"))


def _about(plan: Plan, point: Point, without: str = "") -> list[str]:
    """For whom, and where: "för poliser", "20–64 år", "i Skåne län"."""
    occupation = _label(plan, point, "occupation") if without != "occupation" else ""
    total = next((d.total for d in plan.info.dimensions if d.role == "occupation"), None)
    whom = ""
    if occupation and _code(plan, point, "occupation") == total:
        whom = "för alla yrken"
    elif occupation:
        whom = f"{'bland' if plan.measure.unit == 'persons' else 'för'} {wording.lower_first(occupation)}"
    branch = _label(plan, point, "sector") if without != "sector" else ""
    where = wording.place(_region(plan, point), _labels(plan, "region")) if without != "region" else ""
    age = _label(plan, point, "age")
    return [whom, f"i branschen {branch.lower()}" if branch else "", f"i åldern {age}" if age else "", where]


def _aside(plan: Plan) -> str:
    """Whom or what the figure is about, where the label does not say it."""
    said = plan.measure.unit in {"persons", "ads"} or "(" in plan.measure.label
    return "" if said or not plan.measure.population else f" ({plan.measure.population})"


# ------------------------------------------------------------------ over time


def _series(plan: Plan, points: Sequence[Point]) -> Rendering:
    claims, lines = [], []
    for group in _grouped(plan, points, "period"):
        ends = [group[0], group[-1]]
        quantities = [_value(point) for point in group[-charts.MAX_POINTS :]]
        claims.append(_claim(plan, ends, _course(plan, ends), (*[_value(p) for p in ends], *quantities)))
        lines.append((_group_name(plan, group[0]), quantities))
    title = f"{plan.measure.label} {wording.place(_region(plan, points[0]), _labels(plan, 'region'))}"
    return Rendering(
        tuple(claims[:MAX_CLAIMS]),
        charts.line(plan.info, title if len(lines) == 1 else plan.measure.label, lines),
    )


def _course(plan: Plan, ends: Sequence[Point]) -> str:
    subject = " ".join(
        part
        for part in (wording.definite(plan.measure), *_about(plan, ends[0]), _among(plan, ends[0]))
        if part
    )
    spoken = [f"{_spoken(plan, p)} {wording.in_period(_code(plan, p, 'period'))}" for p in ends]
    return f"{wording.upper_first(subject)} gick från {spoken[0]} till {spoken[1]}{_aside(plan)}."


def _changes(plan: Plan, points: Sequence[Point]) -> Rendering:
    claims = []
    for group in _grouped(plan, points, "period"):
        if len(group) < 2:
            claims.append(_claim(plan, group, _value_sentence(plan, group)))
            continue
        claims.append(_change(plan, group[0], group[-1]))
    return Rendering(tuple(claims[:MAX_CLAIMS]))


def _change(plan: Plan, first: Point, last: Point) -> Claim:
    before, after = _value(first), _value(last)
    step, percent = arithmetic.difference(before, after), arithmetic.percent_change(before, after)
    subject = " ".join(
        part for part in (wording.definite(plan.measure), *_about(plan, first), _among(plan, first)) if part
    )
    times = f"Mellan {_bare(plan, first)} och {_bare(plan, last)}"
    spoken = (
        f"från {wording.amount(before.value, before.unit)} till {wording.amount(after.value, after.unit)}"
    )
    if step.value == 0:
        text = f"{times} var {subject} oförändrat: {wording.amount(after.value, after.unit)}."
        return _claim(plan, (first, last), text, (before, after))
    verb = "ökade" if step.value > 0 else "minskade"
    aside = f" ({wording.amount(abs(percent.value), 'percent')})" if percent else ""
    text = f"{times} {verb} {subject} med {wording.amount(abs(step.value), step.unit)}{aside}, {spoken}."
    return _claim(plan, (first, last), text, tuple(q for q in (step, percent) if q))


def _bare(plan: Plan, point: Point) -> str:
    return wording.in_period(_code(plan, point, "period")).removeprefix("år ").removeprefix("i ")


# ------------------------------------------------------------------ between groups


def _differences(plan: Plan, points: Sequence[Point]) -> list[Claim]:
    """The difference between the first two points, when there are just two."""
    if len(points) != 2 or plan.measure.statistic == "category":
        return []
    low, high = sorted(points, key=lambda point: _value(point).value)
    step = arithmetic.difference(_value(low), _value(high))
    percent = arithmetic.percent_change(_value(low), _value(high))
    if step.value == 0:
        return [_claim(plan, (low, high), "Det är ingen skillnad mellan dem.")]
    aside = f" ({wording.amount(percent.value, 'percent')})" if percent else ""
    dimension = _varied(plan, points)
    names = [_point_name(plan, point, dimension) for point in (high, low)]
    text = f"Skillnaden är {wording.amount(step.value, step.unit)}{aside}: högre {names[0]} än {names[1]}."
    return [_claim(plan, (low, high), text, tuple(q for q in (step, percent) if q))]


def _comparison(plan: Plan, points: Sequence[Point]) -> Chart | None:
    dimension = _varied(plan, points)
    if dimension is None or plan.measure.statistic == "category":
        return None
    bars = [(_short_name(plan, point), _value(point)) for point in points]
    return charts.bar(plan.info, plan.measure.label, dimension.label, bars)


def _shares(plan: Plan, points: Sequence[Point]) -> Rendering:
    claims = []
    for group in _grouped(plan, points, "sex"):
        whole = next((p for p in group if JOIN in _code(plan, p, "sex")), None)
        part = next((p for p in group if JOIN not in _code(plan, p, "sex")), None)
        result = arithmetic.share(_value(part), _value(whole)) if part and whole else None
        if result is None or part is None or whole is None:
            continue
        when = wording.at_period(_code(plan, part, "period"))
        about = " ".join(text for text in (wording.definite(plan.measure), *_about(plan, part)) if text)
        text = (
            f"{when} var {_GENITIVE.get(_label(plan, part, 'sex'), '')} andel av {about} "
            f"{wording.amount(result.value, 'percent')}: "
            f"{_spoken(plan, part)} av {_spoken(plan, whole)}."
        )
        claims.append(_claim(plan, (part, whole), text, (result,)))
    return Rendering(tuple(claims))


def _ranked(plan: Plan, points: Sequence[Point]) -> Rendering:
    ranking = plan.query.ranking
    assert ranking is not None
    ordered = sorted(points, key=lambda point: _value(point).value, reverse=ranking.highest)
    shown = ordered[: ranking.count]
    claims = [_winner(plan, shown[0], highest=ranking.highest)]
    claims += [_claim(plan, (point,), f"- {_list_item(plan, point)}") for point in shown[1:]]
    dimension = _varied(plan, points)
    bars = [
        (_short_name(plan, point), _value(point)) for point in ordered[: max(ranking.count, DEFAULT_RANK)]
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
        return _claim(plan, (point,), _value_sentence(plan, (point,)))
    end = "högst" if highest else "lägst"
    dimension_role = plan.query.ranking.over if plan.query.ranking else ""
    varied = {"occupation": "occupation", "industry": "sector", "period": ""}.get(dimension_role, "region")
    when = wording.at_period(_code(plan, point, "period"))
    about = [text for text in _about(plan, point, without=varied) if text]
    subject = " ".join([wording.definite(plan.measure), *about, _among(plan, point)]).strip()
    value = _spoken(plan, point)
    if dimension_role == "period":
        then = wording.in_period(_code(plan, point, "period"))
        text = f"{wording.upper_first(subject)} var {end} {then}: {value}."
    else:
        name = {"occupation": "för ", "sector": "i branschen "}.get(varied, "") + _short_name(
            plan, point, varied
        )
        name = name if varied != "region" else wording.place(_region(plan, point), _labels(plan, "region"))
        text = (
            f"{when} var {subject} {end} {name}: {value}."
            if when
            else f"{wording.upper_first(subject)} var {end} {name}: {value}."
        )
    return _claim(plan, (point,), text)


def _list_item(plan: Plan, point: Point) -> str:
    if plan.measure.statistic == "category":
        category = plan.measure.categories.get(str(_value(point).value), "")
        return f"{_short_name(plan, point)}: bedöms {category}"
    return f"{_short_name(plan, point)}: {_spoken(plan, point)}"


# ------------------------------------------------------------------ names of points


def _grouped(plan: Plan, points: Sequence[Point], role: str) -> list[list[Point]]:
    """Points that differ only along the dimension of `role`, together, in their order."""
    skip = next((d.id for d in plan.info.dimensions if d.role == role), "")
    groups: dict[tuple[str, ...], list[Point]] = {}
    for point in points:
        key = tuple(code for name, code in point.coordinates.items() if name != skip)
        groups.setdefault(key, []).append(point)
    return list(groups.values())


def _varied(plan: Plan, points: Sequence[Point]) -> Dimension | None:
    """The one dimension that the points differ in, or the first of several."""
    for dimension in plan.info.dimensions:
        if len({point.coordinates[dimension.id] for point in points}) > 1:
            return dimension
    return None


def _point_name(plan: Plan, point: Point, dimension: Dimension | None) -> str:
    if dimension is None:
        return ""
    if dimension.role == "region":
        return wording.place(_region(plan, point), dimension.codes)
    if dimension.role == "period":
        return wording.in_period(point.coordinates[dimension.id])
    return f"för {wording.lower_first(label(plan, dimension, point.coordinates[dimension.id]))}"


def _short_name(plan: Plan, point: Point, role: str = "") -> str:
    """What tells the point from the others, short: "Umeå kommun", "Poliser, kvinnor"."""
    ranking = plan.query.ranking
    parts = []
    for dimension in plan.info.dimensions:
        if role and dimension.role != role:
            continue
        if len(plan.query.selections[dimension.id]) > 1:
            if dimension.role == "region":
                parts.append(wording.place(_region(plan, point), dimension.codes).removeprefix("i "))
            else:
                parts.append(label(plan, dimension, point.coordinates[dimension.id]))
    text = ", ".join(parts) or plan.measure.label
    return wording.lower_first(text) if role and ranking else text


def _group_name(plan: Plan, point: Point) -> str:
    parts = [
        _point_name(plan, point, d).removeprefix("i ").removeprefix("för ")
        for d in plan.info.dimensions
        if d.role != "period" and len(plan.query.selections[d.id]) > 1
    ]
    return wording.upper_first(", ".join(parts)) or plan.measure.label


def _among(plan: Plan, point: Point) -> str:
    sex = _label(plan, point, "sex")
    return f"för {sex}" if sex else ""


def _code(plan: Plan, point: Point, role: str) -> str:
    """The code of a point along one role; a year that is a sum of months has its own."""
    dimension = next((d for d in plan.info.dimensions if d.role == role), None)
    if dimension is None:
        return ""
    code = point.coordinates[dimension.id]
    return plan.names.get(dimension.id, {}).get(code, code) if role == "period" else code


def _label(plan: Plan, point: Point, role: str) -> str:
    dimension = next((d for d in plan.info.dimensions if d.role == role), None)
    return label(plan, dimension, point.coordinates[dimension.id]) if dimension else ""


def _labels(plan: Plan, role: str) -> dict[str, str]:
    return next((dict(d.codes) for d in plan.info.dimensions if d.role == role), {})


def _region(plan: Plan, point: Point) -> str:
    dimension = next(d for d in plan.info.dimensions if d.role == "region")
    code = point.coordinates[dimension.id]
    return plan.names.get(dimension.id, {}).get(code, code)


def _spoken(plan: Plan, point: Point) -> str:
    """The figure with its unit: "40 600 kr i månaden"."""
    return wording.amount(_value(point).value, plan.measure.unit)


def _value(point: Point) -> Quantity:
    assert point.quantity is not None, "only published points are rendered"
    return point.quantity


# ------------------------------------------------------------------ citations


def _claim(
    plan: Plan, points: Sequence[Point], text: str, quantities: tuple[Quantity, ...] | None = None
) -> Claim:
    own = tuple(_value(point) for point in points)
    return Claim(
        text=text, citations=tuple(cite(plan, point) for point in points), quantities=quantities or own
    )


def cite(plan: Plan, point: Point) -> Citation:
    """The cell as a citation, with a line that reads like a row of the table."""
    return Citation(
        kind="cell",
        document_id=document_id(plan.info.id),
        title=plan.info.title,
        section=plan.info.source_table,
        url=plan.info.url,
        publisher=plan.info.publisher,
        licence=plan.info.licence,
        as_of=plan.info.updated,
        quote=_row(plan, point),
        cell=CellReference(table=plan.info.id, coordinates=dict(point.coordinates)),
    )


def _row(plan: Plan, point: Point) -> str:
    names = []
    for dimension in plan.info.dimensions:
        code = point.coordinates[dimension.id]
        if dimension.role == "region":
            name = wording.place(_region(plan, point), dimension.codes).removeprefix("i ")
            names.append(f"{name} (summa)" if JOIN in code else name)
        elif text := label(plan, dimension, code):
            names.append(text)
    if plan.measure.statistic == "category":
        value = plan.measure.categories.get(str(_value(point).value), "")
    else:
        value = _spoken(plan, point)
    population = f" · {plan.measure.population}" if plan.measure.population else ""
    assert MEASURE in point.coordinates
    return f"{' · '.join(names)} · {wording.lower_first(plan.measure.label)}: {value}{population}"
