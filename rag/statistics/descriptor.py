"""A table as a document, to be found and cited. Places and occupations are counted, not listed."""

from __future__ import annotations

from rag.schema import Dimension, Document, Measure, TableInfo
from rag.statistics.wording import unit_title
from rag.swedish.periods import format_period

_LISTED = 12
"""A dimension with no more codes than this has them written out."""


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


def _dimension(dimension: Dimension) -> str:
    codes = list(dimension.codes)
    if dimension.role == "period":
        known = [code for code in codes if code != "0000"]
        if not known:
            return f"Period: {dimension.codes[codes[0]]}."
        if len(known) == 1:
            return f"Period: {format_period(known[0])}."
        return f"Period: {format_period(known[0])} till {format_period(known[-1])}, {len(known)} perioder."
    name = dimension.label[:1].upper() + dimension.label[1:]
    if len(codes) <= _LISTED:
        return f"{name}: {', '.join(dimension.codes.values())}."
    return f"{name}: {len(codes)} värden."
