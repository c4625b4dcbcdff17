"""Excel workbooks: each sheet a statistical table or a text, as `csv_file` reads a table.

One real record: sheet "2024" of `varsel.xlsx` with the cells Kommun, Antal / Umeå, 12 becomes the document
`egen-varsel-1a2b3c/varsel.xlsx#2024`: "Tabellen varsel, 2024 har 1 rad och 2 kolumner: Kommun, Antal. …"
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.readers.base import read_bytes, refuse_bomb, refused
from ingest.readers.csv_file import MAX_COLUMNS, table_or_text
from ingest.sources import Source
from rag import texts
from rag.schema import Document, Table

MAX_SHEETS = 50
_MAX_ROWS_READ = 100_000


def read(path: Path, source: Source) -> Iterator[Table | Document]:
    """A table or a document for every sheet that holds anything; formulas give the value last saved.

    Raises:
        SourceError: It is no workbook, is broken, or is empty.
    """
    data = read_bytes(path)
    refuse_bomb(path, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it leaves out
            sheets = _sheets(data)
    except Exception as error:  # openpyxl raises KeyError, XML, zip and value errors alike
        raise refused(path, texts.FILE_BROKEN, f"openpyxl: {error!r}") from error
    if not sheets:
        raise refused(path, texts.FILE_EMPTY, "no sheet holds anything")
    for name, rows in sheets:
        yield from table_or_text(path, source, f"{path.stem}, {name}", rows, section=name)


def _sheets(data: bytes) -> list[tuple[str, list[list[str]]]]:
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        told = ((sheet.title, _rows(sheet)) for sheet in workbook.worksheets[:MAX_SHEETS])
        return [(title, rows) for title, rows in told if rows]
    finally:
        workbook.close()


def _rows(sheet: Any) -> list[list[str]]:
    rows = islice(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), _MAX_ROWS_READ)
    told = ([_told(value) for value in row] for row in rows)
    return [_without_tail(row) for row in told if any(row)]


def _told(value: object) -> str:
    """A cell as a Swedish reader writes it: decimal comma, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if not (value.hour or value.minute or value.second)
            else value.isoformat(" ")
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    return str(value)


def _without_tail(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row.pop()
    return row
