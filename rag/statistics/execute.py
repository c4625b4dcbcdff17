"""Runs a planned query: coordinates → cells → quantities. Suppressed stays suppressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from rag.schema import Cell, Dimension, Quantity
from rag.statistics.axis import JOIN
from rag.statistics.plan import Plan
from rag.swedish.periods import format_period

MEASURE = "measure"


class Cells(Protocol):
    """What is asked of the statistics here."""

    def cells(self, table: str, selections: Mapping[str, tuple[str, ...]]) -> list[Cell]: ...

    def cell(self, table: str, coordinates: Mapping[str, str]) -> Cell | None: ...

    def sums(self, table: str, selections: Mapping[str, tuple[str, ...]]) -> list[Cell]: ...


@dataclass(frozen=True, slots=True)
class Point:
    """One place in a table, with what stands there."""

    coordinates: Mapping[str, str]
    cell: Cell | None
    quantity: Quantity | None
    """None when the cell is suppressed or there is none."""


def run(plan: Plan, statistics: Cells) -> list[Point]:
    """The points of a plan, in the order of its coordinates, first dimension slowest."""
    names = [dimension.id for dimension in plan.info.dimensions]
    places = [
        {**dict(zip(names, codes, strict=True)), MEASURE: plan.measure.id}
        for codes in product(*(plan.query.selections[name] for name in names))
    ]
    cells = _read(plan, statistics, places)
    return [
        Point(place, cell, _quantity(plan, place, cell)) for place, cell in zip(places, cells, strict=True)
    ]


def _read(plan: Plan, statistics: Cells, places: list[dict[str, str]]) -> list[Cell | None]:
    if len(places) == 1:
        return [statistics.cell(plan.info.id, places[0])]
    selections = {**plan.query.selections, MEASURE: (plan.measure.id,)}
    summed = any(JOIN in code for codes in plan.query.selections.values() for code in codes)
    cells = (
        statistics.sums(plan.info.id, selections) if summed else statistics.cells(plan.info.id, selections)
    )
    found = {tuple(sorted(cell.coordinates.items())): cell for cell in cells}
    return [found.get(tuple(sorted(place.items()))) for place in places]


def _quantity(plan: Plan, place: Mapping[str, str], cell: Cell | None) -> Quantity | None:
    if cell is None or cell.value is None:
        return None
    period, region = _by_role(plan, place, "period"), _by_role(plan, place, "region")
    period_names = plan.names.get(_id(plan, "period"), {})
    summed = any(JOIN in code for code in place.values())
    return Quantity(
        value=cell.value,
        unit=plan.measure.unit,
        period=period_names.get(period, period),
        region=plan.names.get(_id(plan, "region"), {}).get(region, region),
        measure=plan.measure.label,
        population=_population(plan, place),
        status=cell.status,
        table=plan.info.id,
        coordinates=dict(place),
        formula="summan av cellerna" if summed else None,
        fetched=plan.info.updated,
    )


def _population(plan: Plan, place: Mapping[str, str]) -> str:
    labels = [label(plan, d, place[d.id]) for d in plan.info.dimensions if d.role not in {"period", "region"}]
    return ", ".join([*(text for text in labels if text), plan.measure.population])


def label(plan: Plan, dimension: Dimension, coordinate: str) -> str:
    """What a coordinate is called; empty for the sum of a whole dimension."""
    given = plan.names.get(dimension.id, {}).get(coordinate)
    if given is not None:
        return format_period(given) if dimension.role == "period" else given
    return dimension.codes.get(coordinate, coordinate)


def _id(plan: Plan, role: str) -> str:
    return next((d.id for d in plan.info.dimensions if d.role == role), "")


def _by_role(plan: Plan, place: Mapping[str, str], role: str) -> str:
    return place.get(_id(plan, role), "")
