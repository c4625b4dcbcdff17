"""How a table is laid out in DuckDB: rows in order, codes as numbers, sums that are asked for often.

Works on a connection that `statistics.py`, the home of DuckDB, opens.
"""

from __future__ import annotations

from typing import Any

from rag.index.coordinates import ROLLED
from rag.schema import Table, TableInfo

_BATCH = 20_000
_EXACT = "DECIMAL(38, 9)"
_FAST = 18
"""Figures of a decimal that fits a machine word."""


def store_rows(connection: Any, name: str, table: Table) -> None:
    """The rows as they were published, numbered in their order."""
    width = len(table.columns)
    columns = ", ".join(f"c{n} VARCHAR" for n in range(width))
    connection.execute(f"CREATE TABLE {name} (n INTEGER, {columns})")
    values = ", ".join("unnest(?)" for _ in range(width + 1))
    for start in range(0, len(table.rows), _BATCH):
        batch = table.rows[start : start + _BATCH]
        lists: list[list[Any]] = [list(range(start, start + len(batch)))]
        lists += [list(column) for column in zip(*batch, strict=True)]
        connection.execute(f"INSERT INTO {name} SELECT {values}", lists)


def copy_rows(connection: Any, name: str, info: TableInfo, path: str) -> None:
    """As `store_rows`, from a Parquet file at the quoted `path` that has columns c0, c1, …"""
    fields = ", ".join(f"c{n}" for n in range(_width(info)))
    connection.execute(
        f"CREATE TABLE {name} AS SELECT file_row_number::INTEGER AS n, {fields} "  # noqa: S608 - own names
        f"FROM read_parquet({path}, file_row_number = true) ORDER BY n"
    )


def make_fast(connection: Any, name: str, info: TableInfo) -> None:
    """Codes as numbers behind the scenes, and the measures as decimals beside their text."""
    dimensions, width = len(info.dimensions), _width(info)
    fields = ["n"]
    for n in range(dimensions):
        kind = f"{name}_k{n}"
        connection.execute(f"CREATE TYPE {kind} AS ENUM (SELECT DISTINCT c{n} FROM {name} ORDER BY 1)")  # noqa: S608
        fields.append(f"CAST(c{n} AS {kind}) AS c{n}")
    for n in range(dimensions, width):
        fields.append(f"c{n}")
        fields.append(f"try_cast(c{n} AS {_number(connection, name, n)}) AS v{n}")
    connection.execute(f"CREATE TABLE {name}_fast AS SELECT {', '.join(fields)} FROM {name} ORDER BY n")  # noqa: S608
    connection.execute(f"DROP TABLE {name}")
    connection.execute(f"ALTER TABLE {name}_fast RENAME TO {name}")


def roll_up(connection: Any, name: str, info: TableInfo) -> list[str]:
    """The dimensions of groups without a total; beside the table is kept its sum over all their codes.

    "Hur många bor i Umeå" is a sum over every age and both sexes: it is asked often and never changes.
    """
    rolled = [
        d.id for d in info.dimensions if d.additive and not d.total and d.role not in {"region", "period"}
    ]
    if not rolled or not all(measure.statistic in {"count", "sum"} for measure in info.measures):
        return []
    kept = [f"c{n}" for n, d in enumerate(info.dimensions) if d.id not in rolled]
    sums = [
        field
        for n in range(len(info.dimensions), _width(info))
        for field in (
            f"CAST(sum(v{n}) AS {_number(connection, name, n)}) AS v{n}",
            f"count(c{n}) AS p{n}",
            f"count(c{n}) - count(v{n}) AS w{n}",
        )
    ]
    by = f"GROUP BY {', '.join(kept)} ORDER BY {', '.join(kept)}" if kept else ""
    connection.execute(f"CREATE TABLE {name}{ROLLED} AS SELECT {', '.join((*kept, *sums))} FROM {name} {by}")  # noqa: S608
    return rolled


def unmarked(connection: Any, name: str, info: TableInfo) -> list[str]:
    """The measures whose cells are all numbers."""
    tests = ", ".join(f"count(c{n}) = count(v{n})" for n in range(len(info.dimensions), _width(info)))
    row = connection.execute(f"SELECT {tests} FROM {name}").fetchone()  # noqa: S608 - own names
    return [m.id for m, whole in zip(info.measures, row, strict=True) if whole]


def _width(info: TableInfo) -> int:
    return len(info.dimensions) + len(info.measures)


def _number(connection: Any, name: str, column: int) -> str:
    """The decimal that holds every value of a column; of 18 figures, which is fast, when it can."""
    whole, after = connection.execute(
        f"SELECT max(length(split_part(c{column}, '.', 1))), max(length(split_part(c{column}, '.', 2))) "  # noqa: S608
        f"FROM {name} WHERE try_cast(c{column} AS {_EXACT}) IS NOT NULL"
    ).fetchone()
    return f"DECIMAL(18, {after or 0})" if (whole or 0) + (after or 0) <= _FAST else _EXACT
