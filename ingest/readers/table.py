"""Reads a statistical table: `<id>.json` (all about it) beside `<id>.csv` or `<id>.csv.gz` (its cells).

The JSON holds the fields of `rag.schema.TableInfo`. One record of the CSV, dimension codes first, then
measures:

    region,occupation,sex,period,mean,employees
    SE11,2221,2,2024,43500,..

".." is suppressed, "." not applicable, an empty field no cell.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from ingest.readers.base import read_bytes, read_json, refused
from ingest.sources import Source
from rag import texts
from rag.schema import Document, Table, TableInfo
from rag.statistics.descriptor import describe

_MARKS = {"..", "."}


def read(path: Path, source: Source) -> Iterator[Table | Document]:
    """The tables of a folder, or the one table of a JSON file, each followed by its descriptor.

    `provenance.json` holds none.

    Raises:
        SourceError: A file is missing, damaged, or says what does not fit together.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    for file in files:
        if file.stem != "provenance":
            table = read_table(file, source.id)
            yield table
            yield describe(table.info)


def read_table(file: Path, source_id: str) -> Table:
    """The table that `file` describes, with its cells.

    Raises:
        SourceError: As `read`.
    """
    info = read_info(file)
    columns = (*(d.id for d in info.dimensions), *(m.id for m in info.measures))
    rows = _read_rows(_cells_file(file), info, columns)
    cells = sum(value is not None for row in rows for value in row[len(info.dimensions) :])
    info = replace(info, cells=cells, source_id=source_id)
    return Table(info=info, columns=columns, rows=rows)


def read_info(file: Path) -> TableInfo:
    """All about a table, checked: every field known and of its type, ids not repeated."""
    from pydantic import TypeAdapter, ValidationError

    try:
        loaded = read_json(read_bytes(file).decode("utf-8"))
        info: TableInfo = TypeAdapter(TableInfo).validate_python(loaded)
    except (UnicodeDecodeError, json.JSONDecodeError, ValidationError) as error:
        raise refused(file, texts.FILE_BROKEN, f"not the description of a table: {error}") from error
    names = [*(d.id for d in info.dimensions), *(m.id for m in info.measures)]
    if len(set(names)) != len(names) or not info.measures or not info.dimensions:
        raise refused(
            file, texts.FILE_BROKEN, "dimensions and measures need ids of their own, at least one of each"
        )
    return info


def _cells_file(file: Path) -> Path:
    for candidate in (file.with_suffix(".csv"), file.with_suffix(".csv.gz")):
        if candidate.is_file():
            return candidate
    raise refused(file, texts.TABLE_WITHOUT_CELLS.format(name=file.stem), "no cells beside it")


def _read_rows(file: Path, info: TableInfo, columns: tuple[str, ...]) -> list[tuple[str | None, ...]]:
    width = len(info.dimensions)
    known = [dimension.codes.keys() for dimension in info.dimensions]
    rows: list[tuple[str | None, ...]] = []
    try:
        with _opened(file) as lines:
            reader = csv.reader(lines)
            if tuple(next(reader, ())) != columns:
                raise refused(file, texts.FILE_BROKEN, f"the first line must be {','.join(columns)}")
            for fields in reader:
                if why := _wrong(fields, known, len(columns)):
                    raise refused(file, texts.FILE_BROKEN, f"line {reader.line_num}: {why}")
                rows.append((*fields[:width], *(value or None for value in fields[width:])))
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise refused(file, texts.FILE_BROKEN, f"not a CSV file in UTF-8: {error}") from error
    if len({row[:width] for row in rows}) != len(rows):
        raise refused(file, texts.FILE_BROKEN, "a combination of codes occurs twice")
    return rows


def _opened(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return cast(IO[str], gzip.open(file, "rt", encoding="utf-8", newline=""))
    return file.open(encoding="utf-8", newline="")


def _wrong(fields: Sequence[str], known: Sequence[Container[str]], width: int) -> str:
    """What is wrong with a line, in English; empty when nothing is."""
    if len(fields) != width:
        return f"{len(fields)} fields, expected {width}"
    for code, codes in zip(fields, known, strict=False):
        if code not in codes:
            return f"unknown code {code!r}"
    for value in fields[len(known) :]:
        if value and value not in _MARKS and not _is_number(value):
            return f"{value!r} is not a number"
    return ""


def _is_number(value: str) -> bool:
    whole, point, fraction = value.removeprefix("-").partition(".")
    return _is_digits(whole) and (not point or _is_digits(fraction))


def _is_digits(text: str) -> bool:
    return text.isdecimal() and text.isascii()
