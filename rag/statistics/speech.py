"""What the points of a plan are called in Swedish, the sentence of one value, and the cells as citations."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rag.schema import CellReference, Citation, Claim, Dimension, Quantity
from rag.statistics import wording
from rag.statistics.axis import JOIN
from rag.statistics.descriptor import document_id
from rag.statistics.execute import MEASURE, Point, label
from rag.statistics.plan import Plan
from rag.swedish.numbers import NBSP, format_number


def value_sentence(plan: Plan, group: Sequence[Point]) -> str:
    first = group[0]
    period = wording.at_period(code_of(plan, first, "period"))
    if plan.measure.statistic == "category":
        category = plan.measure.categories.get(str(value(first).value), "")
        subject = " ".join(part for part in (wording.definite(plan.measure), *about(plan, first)) if part)
        return f"{wording.upper_first(subject)} bedöms {category}, enligt {plan.info.publisher}."
    figures = wording.listed([figure(plan, point) for point in group])
    subject = " ".join(part for part in (wording.definite(plan.measure), *about(plan, first)) if part)
    words = f"{period} var {subject} {figures}" if period else f"{wording.upper_first(subject)} var {figures}"
    return f"{words}{aside(plan)}."


def figure(plan: Plan, point: Point) -> str:
    sex = label_of(plan, point, "sex")
    said = spoken(plan, point)
    if sex and plan.measure.unit == "persons":
        return f"{format_number(value(point).value)}{NBSP}{sex}"
    return f"{said} för {sex}" if sex else said


def where(plan: Plan, point: Point) -> str:
    """Where a point is: "i Skåne län"."""
    code = region_of(plan, point)
    return wording.place(code, labels_of(plan, "region")) if code else ""


def about(plan: Plan, point: Point, without: str = "") -> list[str]:
    """For whom, and where: "för poliser", "20–64 år", "i Skåne län"."""
    occupation = label_of(plan, point, "occupation") if without != "occupation" else ""
    total = next((d.total for d in plan.info.dimensions if d.role == "occupation"), None)
    whom = ""
    if occupation and code_of(plan, point, "occupation") == total:
        whom = "för alla yrken"
    elif occupation:
        whom = f"{'bland' if plan.measure.unit == 'persons' else 'för'} {wording.lower_first(occupation)}"
    branch = label_of(plan, point, "sector") if without != "sector" else ""
    groups = [label_of(plan, point, "other")] if without != "other" else []
    groups = [label for label in groups if label and code_of(plan, point, "other") not in _totals(plan)]
    place = where(plan, point) if without != "region" else ""
    age = label_of(plan, point, "age") if without != "age" else ""
    if code_of(plan, point, "age") in _totals(plan):
        age = ""
    if code_of(plan, point, "sector") in _totals(plan):
        branch = ""
    said = [f"({', '.join(wording.lower_first(label) for label in groups)})"] if groups else []
    return [whom, f"i {_sector(plan)} {branch.lower()}" if branch else "", *said, _aged(age), place]


def _totals(plan: Plan) -> set[str]:
    return {d.total for d in plan.info.dimensions if d.total}


def _sector(plan: Plan) -> str:
    """What the table divides work by: "branschen" or "sektorn"."""
    label = next((d.label for d in plan.info.dimensions if d.role == "sector"), "")
    return "sektorn" if "sektor" in label or "sector" in label else "branschen"


def _aged(label: str) -> str:
    return f"i åldern {label}" if label else ""


def aside(plan: Plan) -> str:
    """Whom or what the figure is about, where the label does not say it."""
    said = plan.measure.unit in {"persons", "ads"} or "(" in plan.measure.label
    return "" if said or not plan.measure.population else f" ({plan.measure.population})"


# ------------------------------------------------------------------ names of points


def grouped(plan: Plan, points: Sequence[Point], role: str) -> list[list[Point]]:
    """Points that differ only along the dimension of `role`, together, in their order."""
    names = [d.id for d in plan.info.dimensions]
    told = [n for n in names if len(plan.query.selections[n]) > 1 and n != _id_of(plan, role)]
    groups: dict[tuple[str, ...], list[Point]] = {}
    for point in points:
        groups.setdefault(tuple(point.coordinates[name] for name in told), []).append(point)
    return list(groups.values())


def _id_of(plan: Plan, role: str) -> str:
    return next((d.id for d in plan.info.dimensions if d.role == role), "")


def varied(plan: Plan, points: Sequence[Point]) -> Dimension | None:
    """The one dimension that the points differ in, or the first of several."""
    for dimension in plan.info.dimensions:
        if len({point.coordinates[dimension.id] for point in points}) > 1:
            return dimension
    return None


def point_name(plan: Plan, point: Point, dimension: Dimension | None) -> str:
    if dimension is None:
        return ""
    if dimension.role == "region":
        return wording.place(region_of(plan, point), dimension.codes)
    if dimension.role == "period":
        return wording.in_period(point.coordinates[dimension.id])
    return f"för {wording.lower_first(label(plan, dimension, point.coordinates[dimension.id]))}"


def short_name(plan: Plan, point: Point, role: str = "") -> str:
    """What tells the point from the others, short: "Umeå kommun", "Poliser, kvinnor"."""
    ranking = plan.query.ranking
    parts = []
    for dimension in plan.info.dimensions:
        if role and dimension.role != role:
            continue
        if len(plan.query.selections[dimension.id]) > 1:
            if dimension.role == "region":
                parts.append(wording.place(region_of(plan, point), dimension.codes).removeprefix("i "))
            else:
                parts.append(label(plan, dimension, point.coordinates[dimension.id]))
    text = ", ".join(parts) or plan.measure.label
    return wording.lower_first(text) if role and ranking else text


def group_name(plan: Plan, point: Point) -> str:
    parts = [
        point_name(plan, point, d).removeprefix("i ").removeprefix("för ")
        for d in plan.info.dimensions
        if d.role != "period" and len(plan.query.selections[d.id]) > 1
    ]
    return wording.upper_first(", ".join(parts)) or plan.measure.label


def chart_title(plan: Plan, points: Sequence[Point]) -> str:
    """The measure with the place and time that all the points share: "Medianlön, riket, 2023"."""
    places = {region_of(plan, point) for point in points}
    times = {code_of(plan, point, "period") for point in points}
    shared = [where(plan, points[0]).removeprefix("i ")] if len(places) == 1 else []
    shared += [wording.in_period(times.pop())] if len(times) == 1 else []
    said = (text.removeprefix("år ").removeprefix("i ") for text in shared)
    return ", ".join([plan.measure.label, *(text for text in said if text)])


def between(first: str, last: str) -> str:
    """ "Mellan mars 2020 och juni 2021"."""
    names = [wording.in_period(code).removeprefix("år ").removeprefix("i ") for code in (first, last)]
    return f"Mellan {names[0]} och {names[1]}"


def among(plan: Plan, point: Point) -> str:
    sex = label_of(plan, point, "sex")
    return f"för {sex}" if sex else ""


def code_of(plan: Plan, point: Point, role: str) -> str:
    """The code of a point along one role; a year that is a sum of months has its own."""
    dimension = next((d for d in plan.info.dimensions if d.role == role), None)
    if dimension is None:
        return ""
    code = point.coordinates[dimension.id]
    return plan.names.get(dimension.id, {}).get(code, code) if role == "period" else code


def label_of(plan: Plan, point: Point, role: str) -> str:
    dimension = next((d for d in plan.info.dimensions if d.role == role), None)
    return label(plan, dimension, point.coordinates[dimension.id]) if dimension else ""


def labels_of(plan: Plan, role: str) -> dict[str, str]:
    return next((dict(d.codes) for d in plan.info.dimensions if d.role == role), {})


def region_of(plan: Plan, point: Point) -> str:
    dimension = next((d for d in plan.info.dimensions if d.role == "region"), None)
    if dimension is None:
        return ""
    code = point.coordinates[dimension.id]
    return plan.names.get(dimension.id, {}).get(code, code)


def spoken(plan: Plan, point: Point) -> str:
    """The figure with its unit: "40 600 kr i månaden"."""
    return wording.amount(value(point).value, plan.measure.unit)


def size(point: Point) -> Decimal:
    """The bare value, for ordering."""
    assert point.cell is not None and point.cell.value is not None, "only published points are ordered"
    return point.cell.value


def value(point: Point) -> Quantity:
    assert point.quantity is not None, "only published points are rendered"
    return point.quantity


# ------------------------------------------------------------------ citations


def claim(
    plan: Plan, points: Sequence[Point], text: str, quantities: tuple[Quantity, ...] | None = None
) -> Claim:
    own = tuple(value(point) for point in points)
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
            name = wording.place(region_of(plan, point), dimension.codes).removeprefix("i ")
            names.append(f"{name} (summa)" if JOIN in code else name)
        elif text := label(plan, dimension, code):
            names.append(text)
    if plan.measure.statistic == "category":
        said = plan.measure.categories.get(str(value(point).value), "")
    else:
        said = spoken(plan, point)
    population = f" · {plan.measure.population}" if plan.measure.population else ""
    assert MEASURE in point.coordinates
    return f"{' · '.join(names)} · {wording.lower_first(plan.measure.label)}: {said}{population}"
