"""One measure of a question that needs two: its nearest plan, and the points that have a figure."""

from __future__ import annotations

from dataclasses import dataclass

from rag.statistics.execute import Cells, Point, run
from rag.statistics.fitting import ADDITIVE
from rag.statistics.plan import Plan, Planner
from rag.statistics.request import Request


@dataclass(frozen=True, slots=True)
class Side:
    """A plan and its points."""

    plan: Plan
    points: tuple[Point, ...]


def side(planner: Planner, statistics: Cells, request: Request, *, counts: bool = False) -> Side | None:
    """The nearest plan that has what was asked, run; with `counts` only of a measure that may be added."""
    for plan in planner.plans(request):
        if plan.hard or plan.choices or (counts and plan.measure.statistic not in ADDITIVE):
            continue
        return Side(plan, tuple(p for p in run(plan, statistics) if p.is_published))
    return None
