"""Parquet: a statistical table where it is one, else told as text like a CSV.

One real record, of a file that the pandas of a researcher wrote:
{"region": "Sweden", "sex": "men", "observations": "Monthly salary", "year": 2023, "value": 40300.0}
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from ingest.readers.base import read_bytes, refused
from ingest.readers.csv_file import table_or_text
from ingest.sources import Source
from rag import texts
from rag.schema import Document, Table

MAX_ROWS = 1_000_000


def read(path: Path, source: Source) -> Iterator[Table | Document]:
    """The table and its descriptor, or its text.

    Raises:
        SourceError: It is no Parquet file, or has more than `MAX_ROWS` rows.
    """
    yield from table_or_text(path, source, path.stem, _rows(path, read_bytes(path)))


def _rows(path: Path, data: bytes) -> list[list[str]]:
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        copy = Path(folder) / "table.parquet"
        copy.write_bytes(data)
        try:
            cursor = connection.execute(f"SELECT * FROM read_parquet('{copy}') LIMIT {MAX_ROWS + 1}")  # noqa: S608 - our own temporary path
            names = [str(column[0]) for column in cursor.description]
            rows = cursor.fetchall()
        except duckdb.Error as error:
            raise refused(path, texts.FILE_BROKEN, f"parquet: {error}") from error
    if len(rows) > MAX_ROWS:
        raise refused(
            path, texts.FILE_TOO_MANY.format(limit=f"{MAX_ROWS} rader"), f"more than {MAX_ROWS} rows"
        )
    return [names, *([_said(value) for value in row] for row in rows)]


def _said(value: object) -> str:
    return "" if value is None else str(value)
