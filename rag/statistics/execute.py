"""Runs a planned query: coordinates → cells → quantities. Suppressed stays suppressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True)
class Point:
    """One place in a table, with what stands there."""

    coordinates: Mapping[str, str]
    cell: Cell | None
    told: _Told

    @property
    def is_published(self) -> bool:
        """Whether there is a cell here, and it is not suppressed."""
        return self.cell is not None and self.cell.value is not None

    @cached_property
    def quantity(self) -> Quantity | None:
        """The figure with all that it stands for; None when the cell is suppressed or there is none. Made
        when it is asked for: of hundreds that are ordered a few are shown."""
        return self.told.quantity(self.coordinates, self.cell)


def run(plan: Plan, statistics: Cells) -> list[Point]:
    """The points of a plan, in the order of its coordinates, first dimension slowest."""
    names = (*(dimension.id for dimension in plan.info.dimensions), MEASURE)
    chosen = [*(plan.query.selections[name] for name in names[:-1]), (plan.measure.id,)]
    told = _Told(plan)
    places = list(product(*chosen))
    found = _read(plan, statistics, names, places)
    points = []
    for place in places:
        cell = found.get(place)
        coordinates = cell.coordinates if cell else dict(zip(names, place, strict=True))
        points.append(Point(coordinates, cell, told))
    return points


def _read(
    plan: Plan, statistics: Cells, names: tuple[str, ...], places: list[tuple[str, ...]]
) -> dict[tuple[str, ...], Cell]:
    """The cells at the places that have one."""
    if len(places) == 1:
        cell = statistics.cell(plan.info.id, dict(zip(names, places[0], strict=True)))
        cells = [cell] if cell else []
    else:
        selections = {**plan.query.selections, MEASURE: (plan.measure.id,)}
        summed = any(JOIN in code for codes in plan.query.selections.values() for code in codes)
        read = statistics.sums if summed else statistics.cells
        cells = read(plan.info.id, selections)
    return {tuple(cell.coordinates[name] for name in names): cell for cell in cells}


class _Told:
    """Makes the quantities of one plan; what its coordinates are called is looked up once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.is_percent = plan.measure.unit == "percent"
        self._period, self._region = _id(plan, "period"), _id(plan, "region")
        self._periods = plan.names.get(self._period, {})
        self._regions = plan.names.get(self._region, {})
        groups = [d for d in plan.info.dimensions if d.role not in {"period", "region"}]
        self._labels = {
            d.id: {code: label(plan, d, code) for code in plan.query.selections[d.id]} for d in groups
        }

    def quantity(self, place: Mapping[str, str], cell: Cell | None) -> Quantity | None:
        """The figure of a cell with all that it stands for; None when the cell has none."""
        if cell is None or cell.value is None:
            return None
        plan = self._plan
        period, region = place.get(self._period, ""), place.get(self._region, "")
        summed = any(JOIN in code for code in place.values())
        groups = (labels[place[name]] for name, labels in self._labels.items())
        return Quantity(
            value=cell.value,
            unit=plan.measure.unit,
            period=self._periods.get(period, period),
            region=self._regions.get(region, region),
            measure=plan.measure.label,
            population=", ".join([*(text for text in groups if text), plan.measure.population]),
            status=cell.status,
            table=plan.info.id,
            coordinates=place,
            formula="summan av cellerna" if summed else None,
            fetched=plan.info.updated,
        )


def label(plan: Plan, dimension: Dimension, coordinate: str) -> str:
    """What a coordinate is called; empty for the sum of a whole dimension."""
    given = plan.names.get(dimension.id, {}).get(coordinate)
    if given is not None:
        return format_period(given) if dimension.role == "period" else given
    return dimension.codes.get(coordinate, coordinate)


def _id(plan: Plan, role: str) -> str:
    return next((d.id for d in plan.info.dimensions if d.role == role), "")
