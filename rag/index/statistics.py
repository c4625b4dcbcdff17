"""The statistics of a generation: cells by coordinates. The only home of DuckDB.

A table is stored with one column a dimension (its codes, as an ENUM) and one column a measure (the value as
published, as text), so that "31200", "6.0" and ".." come back as they were. Beside each measure stands its
value as an exact decimal, which sums are made over.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from rag.errors import NoIndexError
from rag.index.coordinates import MEASURE, SEPARATOR, Columns
from rag.index.layout import copy_rows, make_fast, roll_up, store_rows, unmarked
from rag.index.records import from_json, to_json
from rag.schema import Cell, CellStatus, Table, TableInfo

LAYOUT = 1
"""Raise it when the same table would be stored otherwise: statistics of before are then not taken over."""
SUPPRESSED, NOT_APPLICABLE = "..", "."
_CACHED_CELLS = 10_000
"""A generation never changes, so what was read once is true for as long as it is open."""


class StatisticsWriter:
    """Writes the statistics of a new generation; use as a context manager.

    Raises:
        FileExistsError: `path` is there already: a generation is built aside, never written over.
    """

    def __init__(self, path: Path) -> None:
        import duckdb

        if path.exists():
            raise FileExistsError(f"statistics exist already: {path}")
        self._connection = duckdb.connect(str(path))
        self._connection.execute(
            "CREATE TABLE catalogue (id VARCHAR PRIMARY KEY, number INTEGER, columns VARCHAR)"
        )
        self._count = 0

    def add(self, table: Table) -> None:
        """Store `table`; its rows keep their order."""
        name = f"cells_{self._count}"
        store_rows(self._connection, name, table)
        self._finish(name, table.info)

    def add_bytes(self, data: bytes) -> None:
        """Store the table that `table_to_bytes` wrote: its cells never pass through Python.

        Raises:
            ValueError: The bytes are not such a file.
        """
        name = f"cells_{self._count}"
        with _parquet(data) as path:
            info = _described(self._connection, path)
            copy_rows(self._connection, name, info, _quoted(str(path)))
        self._finish(name, info)

    def _finish(self, name: str, info: TableInfo) -> None:
        make_fast(self._connection, name, info)
        distinct = ", ".join(f"list_sort(list(DISTINCT c{n}::VARCHAR))" for n in range(len(info.dimensions)))
        codes = self._connection.execute(f"SELECT {distinct} FROM {name}").fetchone()  # noqa: S608
        columns = json.dumps(
            {
                "dimensions": [d.id for d in info.dimensions],
                "measures": [m.id for m in info.measures],
                "codes": list(codes or ()),
                "rolled": roll_up(self._connection, name, info),
                "unmarked": unmarked(self._connection, name, info),
            }
        )
        self._connection.execute("INSERT INTO catalogue VALUES (?, ?, ?)", [info.id, self._count, columns])
        self._count += 1

    def close(self) -> None:
        self._connection.execute("CHECKPOINT")
        self._connection.close()

    def __enter__(self) -> StatisticsWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self._connection.close()


class Statistics:
    """The cells of a published generation, read-only; safe to use from several threads."""

    def __init__(self, connection: Any, columns: Mapping[str, Columns]) -> None:
        self._connection = connection
        self._columns = columns
        self._lock = threading.Lock()
        self._read_cell = lru_cache(maxsize=_CACHED_CELLS)(self._cell)

    @classmethod
    def open(cls, path: Path) -> Statistics:
        """Open the statistics at `path`, with no way out to other files, extensions or the network.

        Raises:
            NoIndexError: The file is missing or is not ours.
        """
        import duckdb

        config: dict[str, Any] = {
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "128MB",
            "threads": "1",
            "lock_configuration": "true",
        }
        if not path.is_file():
            raise NoIndexError(f"no statistics at {path}")
        try:
            connection = duckdb.connect(str(path), read_only=True, config=config)
            rows = connection.execute("SELECT id, number, columns FROM catalogue ORDER BY number").fetchall()
        except duckdb.Error as error:
            raise NoIndexError(f"cannot read the statistics at {path}: {error}") from error
        return cls(connection, {str(row[0]): Columns.read(int(row[1]), str(row[2])) for row in rows})

    def close(self) -> None:
        self._connection.close()

    def tables(self) -> tuple[str, ...]:
        """The ids of the tables, in the order they were added."""
        return tuple(self._columns)

    def count(self, table: str) -> int:
        """The number of cells with a value or a mark, as `TableInfo.cells` counts them."""
        columns = self._table(table)
        counts = " + ".join(f"count({name})" for name in columns.measures.values())
        return int(self._rows(f"SELECT {counts} FROM {columns.name}", [])[0][0])  # noqa: S608 - own names

    def cells(self, table: str, selections: Mapping[str, Sequence[str]]) -> list[Cell]:
        """The cells of `table` at `selections`, in the table's order; combinations without a cell are left
        out.

        Args:
            table: Table id.
            selections: Dimension id, or "measure", to the codes wanted; a dimension left out means all its
            codes.

        Raises:
            ValueError: The table or a dimension does not exist.
        """
        columns = self._table(table)
        measures = [m for m in selections.get(MEASURE, tuple(columns.measures)) if m in columns.measures]
        if not measures:
            return []
        where, parameters = columns.where(selections)
        fields = ", ".join([*columns.dimensions.values(), *(columns.measures[m] for m in measures)])
        rows = self._rows(f"SELECT {fields} FROM {columns.name}{where} ORDER BY n", parameters)  # noqa: S608
        return list(_cells(table, tuple(columns.dimensions), measures, rows))

    def cell(self, table: str, coordinates: Mapping[str, str]) -> Cell | None:
        """The one cell at `coordinates`, or None when there is none.

        A coordinate may name several codes, joined by commas: then the cell is the sum of them, suppressed
        when one of its parts is suppressed or missing. So a sum in an answer can be read again like any
        other figure.
        """
        return self._read_cell(table, tuple(sorted(coordinates.items())))

    def _cell(self, table: str, items: tuple[tuple[str, str], ...]) -> Cell | None:
        coordinates = dict(items)
        if table not in self._columns or set(coordinates) != {*self._columns[table].dimensions, MEASURE}:
            return None
        if any(SEPARATOR in code for code in coordinates.values()):
            return self._sum(table, coordinates)
        found = self.cells(table, {dimension: (code,) for dimension, code in coordinates.items()})
        return found[0] if len(found) == 1 else None

    def _sum(self, table: str, coordinates: Mapping[str, str]) -> Cell | None:
        found = self.sums(table, {dimension: (code,) for dimension, code in coordinates.items()})
        return found[0] if found else None

    def sums(self, table: str, selections: Mapping[str, Sequence[str]]) -> list[Cell]:
        """One cell for each combination of coordinates, a coordinate of several codes being their sum.

        Args:
            table: Table id.
            selections: Every dimension and "measure" (one) to the coordinates wanted, as `cell` takes them.

        Raises:
            ValueError: The table or a dimension does not exist.
        """
        columns = self._table(table)
        (measure,) = selections[MEASURE]
        if measure not in columns.measures:
            return []
        sql, parameters = columns.sums(columns.measures[measure], selections)
        cells = []
        names = (*columns.dimensions, MEASURE)
        for *codes, value, present, withheld in self._rows(sql, parameters):
            place = dict(zip(names, (*codes, measure), strict=True))
            if withheld:
                cells.append(Cell(table=table, coordinates=place, value=None, status="suppressed"))
            elif present:
                cells.append(Cell(table=table, coordinates=place, value=_trimmed(value), status="published"))
        return cells

    def _table(self, table: str) -> Columns:
        if table not in self._columns:
            raise ValueError(f"no table {table!r}; there are {', '.join(self._columns)}")
        return self._columns[table]

    def _rows(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._lock:
            cursor = self._connection.cursor()
        try:
            rows: list[tuple[Any, ...]] = cursor.execute(sql, list(parameters)).fetchall()
            return rows
        finally:
            cursor.close()


def _cells(
    table: str, dimensions: Sequence[str], measures: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> Iterator[Cell]:
    width = len(dimensions)
    for row in rows:
        place = dict(zip(dimensions, row[:width], strict=True))
        for measure, published in zip(measures, row[width:], strict=True):
            if published is None:
                continue
            value, status = read_value(published)
            yield Cell(table=table, coordinates={**place, MEASURE: measure}, value=value, status=status)


def read_value(published: str) -> tuple[Decimal | None, CellStatus]:
    """A value as published: "31200" is a Decimal, ".." is suppressed, "." is not applicable."""
    if published == SUPPRESSED:
        return None, "suppressed"
    if published == NOT_APPLICABLE:
        return None, "not_applicable"
    return Decimal(published), "published"


def _trimmed(value: Decimal) -> Decimal:
    """The sum without the zeros that exact arithmetic added."""
    if value.as_tuple().exponent == 0:
        return value
    if value == int(value):
        return Decimal(int(value))
    trimmed = value.normalize()
    return trimmed.quantize(Decimal(1)) if trimmed == trimmed.to_integral_value() else trimmed


# ------------------------------------------------------------------ for the ledger


def table_to_bytes(table: Table) -> bytes:
    """The table as one Parquet file, all about it in the file's own metadata. Same table, same bytes."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "table.parquet"
        connection.execute("SET threads = 1")
        store_rows(connection, "cells", table)
        fields = ", ".join(f"c{n}" for n in range(len(table.columns)))
        about = _quoted(to_json(table.info))
        connection.execute(
            f"COPY (SELECT {fields} FROM cells ORDER BY n) TO {_quoted(str(path))} "  # noqa: S608 - quoted
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{datalots: {about}}})"
        )
        return path.read_bytes()


def table_from_bytes(data: bytes) -> Table:
    """The table that `table_to_bytes` wrote.

    Raises:
        ValueError: The bytes are not such a file.
    """
    import duckdb

    with _parquet(data) as path, duckdb.connect() as connection:
        info = _described(connection, path)
        rows = connection.execute(f"SELECT * FROM read_parquet({_quoted(str(path))})").fetchall()  # noqa: S608
    columns = (*(d.id for d in info.dimensions), *(m.id for m in info.measures))
    return Table(info=info, columns=columns, rows=rows)


@contextmanager
def _parquet(data: bytes) -> Iterator[Path]:
    """The bytes as a file, for as long as the block lasts: DuckDB reads no others."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(data)
        yield path


def _described(connection: Any, path: Path) -> TableInfo:
    """What a Parquet file says about its table."""
    import duckdb

    try:
        about = connection.execute(
            f"SELECT decode(value) FROM parquet_kv_metadata({_quoted(str(path))}) "  # noqa: S608 - quoted
            "WHERE decode(key) = 'datalots'"
        ).fetchone()
    except duckdb.Error as error:
        raise ValueError(f"not a table in Parquet: {error}") from error
    if about is None:
        raise ValueError("the Parquet file says nothing about its table")
    return from_json(TableInfo, about[0])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
