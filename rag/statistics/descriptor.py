"""A table as a document, to be found and cited. Places and occupations are counted, not listed."""

from __future__ import annotations

from collections.abc import Sequence

from rag import texts
from rag.schema import Dimension, Document, Measure, TableInfo
from rag.statistics.wording import listed, unit_title
from rag.swedish.periods import format_period, month_range

_LISTED = 12
"""A dimension with no more codes than this has them written out."""


MAX_RUNS = 4
"""A table whose periods have more holes than this is said to reach from its first to its last."""


def document_id(table_id: str) -> str:
    return f"table:{table_id}"


def describe(info: TableInfo) -> Document:
    """The descriptor of a table: one fact a line."""
    names = tuple(
        dict.fromkeys(name for measure in info.measures for name in (measure.label, *measure.names))
    )
    return Document(
        id=document_id(info.id),
        source_id=info.source_id,
        kind="table",
        title=info.title,
        text="\n".join(_lines(info)) + "\n",
        url=info.url,
        publisher=info.publisher,
        licence=info.licence,
        as_of=info.updated,
        labels=names,
        metadata={"table": info.id, "source_table": info.source_table, "query_url": info.query_url},
    )


def _lines(info: TableInfo) -> list[str]:
    lines = [f"{info.title}.", info.description]
    lines += [_measure(measure) for measure in info.measures]
    lines += [_dimension(dimension) for dimension in info.dimensions]
    lines += [*info.coverage, *info.breaks]
    lines.append(f"Utgivare: {info.publisher}. Licens: {info.licence}.")
    if info.source_table:
        lines.append(f"Utgivarens tabell: {info.source_table}.")
    return [line for line in lines if line]


def _measure(measure: Measure) -> str:
    unit = "" if measure.statistic == "category" else f" ({unit_title(measure.unit)})"
    return f"{measure.label}{unit}: {measure.definition}".rstrip(": ")


def held(dimension: Dimension) -> str:
    """The sentence on the periods that a table has: "Tabellen har uppgifter för 2018 och 2022."."""
    runs = _runs([code for code in dimension.codes if code != "0000"])
    if len(runs) > MAX_RUNS:
        runs = [(runs[0][0], runs[-1][1])]
    spoken = [
        format_period(first) if first == last else f"{format_period(first)}–{format_period(last)}"
        for first, last in runs
    ]
    return texts.STAT_HOLDS.format(given=listed(spoken))


def _runs(codes: Sequence[str]) -> list[tuple[str, str]]:
    """First and last of each stretch of periods without a hole."""
    runs: list[tuple[str, str]] = []
    for code in codes:
        if runs and month_range(runs[-1][1])[1] + 1 == month_range(code)[0]:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


def _dimension(dimension: Dimension) -> str:
    codes = list(dimension.codes)
    if dimension.role == "period":
        known = [code for code in codes if code != "0000"]
        if not known:
            return f"Period: {dimension.codes[codes[0]]}."
        return held(dimension)
    name = dimension.label[:1].upper() + dimension.label[1:]
    if len(codes) <= _LISTED:
        return f"{name}: {', '.join(dimension.codes.values())}."
    return f"{name}: {len(codes)} värden."
