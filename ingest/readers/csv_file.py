"""CSV: a statistical table where it is one (`table_grid`), else a text that tells a line a row.

One real record: `Kommun;Antal` / `Umeå;12` in `varsel.csv` becomes

    Tabellen varsel har 1 rad och 2 kolumner: Kommun, Antal.
    - Kommun: Umeå; Antal: 12
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from pathlib import Path

from ingest.readers.base import bounded, document_id, read_bytes, refused
from ingest.readers.table_grid import table_of
from ingest.readers.text import decode
from ingest.sources import Source
from rag import texts
from rag.schema import Document, Table
from rag.statistics.descriptor import describe

MAX_ROWS = 2_000
"""Rows that are told; the text says when there are more."""
MAX_COLUMNS = 200

Row = Sequence[str]


def read(path: Path, source: Source) -> Iterator[Table | Document]:
    """A statistical table with its descriptor, where the file is one; else one document of `source.kind`.

    Raises:
        SourceError: It is no text, or no table.
    """
    text = decode(path, read_bytes(path))
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if any(row)]
    except csv.Error as error:
        raise refused(path, texts.FILE_BROKEN, f"csv: {error}") from error
    yield from table_or_text(path, source, bare_name(path), rows)


def bare_name(path: Path) -> str:
    """The name of a file without its suffixes: "varsel" of `varsel.csv.gz`."""
    return Path(path.stem).stem if path.suffix == ".gz" else path.stem


def table_or_text(
    path: Path, source: Source, name: str, rows: Sequence[Row], section: str = ""
) -> Iterator[Table | Document]:
    """The rows as a table and its descriptor when they are a statistical one, else as a text."""
    found = table_of(path, source, name, rows, section)
    if found is None:
        yield table_document(path, source, name, rows, section)
        return
    yield found
    yield describe(found.info)


def table_document(path: Path, source: Source, name: str, rows: Sequence[Row], section: str = "") -> Document:
    """A table whose first row names the columns, told as text."""
    if not rows:
        raise refused(path, texts.FILE_EMPTY, "no rows")
    mark = f"#{section}" if section else ""
    return Document(
        id=document_id(path, source) + mark,
        source_id=source.id,
        kind=source.kind,
        title=name,
        text=bounded(path, _told(name, rows)),
        url=source.url,
        publisher=source.publisher,
        licence=source.licence,
        section=section,
    )


def _told(name: str, rows: Sequence[Row]) -> str:
    columns, count = rows[0][:MAX_COLUMNS], len(rows) - 1
    counted = f"{count} rad" if count == 1 else f"{count} rader"
    named = f"{len(columns)} kolumn" if len(columns) == 1 else f"{len(columns)} kolumner"
    lines = [f"Tabellen {name} har {counted} och {named}: {', '.join(map(_tidy, columns))}."]
    if count > MAX_ROWS:
        lines.append(f"Här står de första {MAX_ROWS} raderna.")
    lines.extend(filter(None, (row_line(columns, row) for row in islice(rows, 1, MAX_ROWS + 1))))
    return "\n".join(lines)


def row_line(columns: Row, row: Row) -> str:
    """`- kolumn: värde; kolumn: värde`, empty values left out; empty when all are."""
    pairs = zip_longest(columns, row[: len(columns)], fillvalue="")
    told = "; ".join(f"{_tidy(column)}: {_tidy(value)}" for column, value in pairs if value.strip())
    return f"- {told}" if told else ""


def _tidy(value: str) -> str:
    return " ".join(value.split())


def _delimiter(text: str) -> str:
    """The separator that stands in the first line most often; Swedish files use the semicolon."""
    first = text.partition("\n")[0]
    return max(";,\t|", key=first.count)
