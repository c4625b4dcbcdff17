"""Which operation the words of a question mean for a measure, and which its coordinates allow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from rag.schema import Measure, TableInfo
from rag.statistics.axis import Axis
from rag.statistics.groups import branches_of
from rag.statistics.operations import Operation, is_relative
from rag.statistics.request import Request
from rag.statistics.superlatives import chooses

ADDITIVE = frozenset({"count", "sum"})
"""Statistics whose values may be added."""


def fitting(request: Request, info: TableInfo, axes: Mapping[str, Axis]) -> Operation:
    """The operation that the coordinates allow: a change needs two periods, a comparison two of something."""
    several = sum(len(axis.coordinates) > 1 for axis in axes.values())
    operation = request.operation
    if operation == "rank" and not several:
        return "value"
    if operation in {"compare", "difference", "change", "series", "ratio", "sum", "mean"} and not several:
        return "value"
    groups = (d.id for d in info.dimensions if d.role in {"sector", "other"})
    beside = request.compares or chooses(request.text)
    if operation == "value" and beside and any(len(axes[name].coordinates) == 2 for name in groups):
        return "difference"
    return operation


def for_measure(request: Request, info: TableInfo, measure: Measure) -> Request:
    """The request with the operation that its words mean for this measure."""
    counts = measure.statistic in ADDITIVE
    operation = request.operation
    if request.ranking and request.ranking.by == "share" and not _divides_people(info):
        request = replace(request, ranking=replace(request.ranking, by="value"))
    if counts and request.percent and _of_one_branch(request, info):
        request = replace(request, share_of="sector")
    if measure.statistic == "category":
        chosen = request.ranking is not None and request.ranking.named
        operation = "rank" if chosen else operation if operation in {"rank", "place"} else "value"
    elif request.ratio_in_percent:
        operation = "ratio"
    elif _ranks_steps(request, measure):
        assert request.ranking is not None
        steps = replace(request.ranking, by="change", relative=is_relative(request.text))
        request = replace(request, ranking=steps)
    elif counts and request.percent and operation in {"value", "compare"} and _can_share(request, info):
        operation = "share"
    elif _is_sum(request, info, measure, operation):
        operation = "sum"
    elif operation == "mean" and not (counts or _evens_out(request, measure)):
        operation = "compare"
    elif request.averaged and request.periods and operation in _averaged(request, measure):
        operation = "mean"
    elif operation == "change" and _is_change(measure):
        operation = "value" if len(request.periods) < 2 else "compare"
    return replace(request, operation=operation)


def _divides_people(info: TableInfo) -> bool:
    """Whether a part of people can be set against all of them: by sex or by age."""
    return any(dimension.role in {"sex", "age"} for dimension in info.dimensions)


def _of_one_branch(request: Request, info: TableInfo) -> bool:
    """Whether those of one branch are to be set against all of them."""
    sectors = [d for d in info.dimensions if d.role == "sector" and (d.total or d.additive)]
    return any(len(branches_of(d, request.text)) == 1 for d in sectors)


def _ranks_steps(request: Request, measure: Measure) -> bool:
    """Whether periods are ordered by how much a measure, no change itself, changed in them."""
    over_time = request.ranking is not None and request.ranking.over == "period"
    at_edge = request.ranking is not None and request.ranking.edge
    return over_time and not at_edge and request.changing and not _is_change(measure)


def _is_sum(request: Request, info: TableInfo, measure: Measure, operation: Operation) -> bool:
    """Whether counts are to be put together: of groups, or of a stretch of time in which they happened."""
    if measure.statistic not in ADDITIVE:
        return False
    if request.invalid_if_averaged and operation in {"value", "compare"}:
        return True
    return operation == "series" and measure.statistic == "count" and request.total and _is_flow(info)


def _averaged(request: Request, measure: Measure) -> Collection[Operation]:
    """The operations that a mean over time is meant by: of the rates of one whole year it is for their
    publisher to give."""
    if measure.statistic in ADDITIVE:
        return ("value", "series")
    return ("series", "compare") if _evens_out(request, measure) else ()


def _evens_out(request: Request, measure: Measure) -> bool:
    """Whether the mean is of one group's rates at several times, which each weigh the same; those of groups
    weigh what the groups do, and medians have no mean."""
    one_group = max(len(request.regions), len(request.occupations), len(request.sexes)) < 2
    return measure.statistic in {"share", "index"} and one_group and not request.every


def _is_flow(info: TableInfo) -> bool:
    """Whether the table counts what happens in each period, and not how many there are."""
    return any(d.role == "period" and d.additive for d in info.dimensions)


def _is_change(measure: Measure) -> bool:
    return measure.unit == "percent" and "förändring" in measure.label.lower()


def _can_share(request: Request, info: TableInfo) -> bool:
    """Whether the table has the dimension that a share would be over."""
    if request.share_of == "region":
        return len(request.regions) == 1 and request.regions[0].codes[0] != "00"
    return any(dimension.role == request.share_of for dimension in info.dimensions)
