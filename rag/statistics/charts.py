"""Charts as data: what the surface draws. Every value is a cell of the answer."""

from __future__ import annotations

from collections.abc import Sequence

from rag.schema import Chart, ChartSeries, Quantity, TableInfo
from rag.statistics.wording import unit_title, upper_first
from rag.swedish.periods import format_period

MAX_POINTS = 60


def line(info: TableInfo, title: str, series: Sequence[tuple[str, Sequence[Quantity]]]) -> Chart | None:
    """One line a series over the periods they share; None when there are fewer than two periods."""
    periods = sorted({quantity.period for _, quantities in series for quantity in quantities})[-MAX_POINTS:]
    if len(periods) < 2:
        return None
    lines = []
    for name, quantities in series:
        values = {quantity.period: quantity.value for quantity in quantities}
        lines.append(ChartSeries(name=name, values=tuple(values.get(period) for period in periods)))
    return Chart(
        kind="line",
        title=upper_first(title),
        x_title="Tid",
        y_title=_axis(series[0][1][0]),
        x=tuple(format_period(period) for period in periods),
        series=tuple(lines),
        source=source_line(info),
    )


def bar(info: TableInfo, title: str, x_title: str, bars: Sequence[tuple[str, Quantity]]) -> Chart | None:
    """One bar a group; None when there are fewer than two."""
    if len(bars) < 2:
        return None
    return Chart(
        kind="bar",
        title=upper_first(title),
        x_title=upper_first(x_title),
        y_title=_axis(bars[0][1]),
        x=tuple(name for name, _ in bars),
        series=(ChartSeries(name=bars[0][1].measure, values=tuple(quantity.value for _, quantity in bars)),),
        source=source_line(info),
    )


def _axis(quantity: Quantity) -> str:
    return f"{quantity.measure} ({unit_title(quantity.unit)})"


def source_line(info: TableInfo) -> str:
    table = f", tabell {info.source_table}" if info.source_table else ""
    return f"Källa: {info.publisher}{table}"
