from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from ingest.readers.table import read
from ingest.sources import Source
from rag.errors import SourceError
from rag.schema import Dimension, Measure, Table, TableInfo
from rag.statistics import describe

SOURCE = Source(id="own", title="Egna", publisher="SCB", licence="CC0 1.0", path="own")
INFO = TableInfo(
    id="jobs",
    title="Jobb",
    publisher="SCB",
    url="",
    licence="CC0 1.0",
    updated="2026-01-01",
    dimensions=(
        Dimension(
            id="region", label="region", role="region", codes={"01": "Stockholms län", "03": "Uppsala län"}
        ),
        Dimension(id="period", label="år", role="period", codes={"2024": "2024"}),
    ),
    measures=(
        Measure(id="count", label="Antal", unit="persons"),
        Measure(id="share", label="Andel", unit="percent"),
    ),
)
CSV = "region,period,count,share\n01,2024,10,6.0\n03,2024,..,\n"


def _write(folder: Path, csv: str = CSV, **changes: Any) -> Path:
    described = {**asdict(INFO), **changes}
    (folder / "jobs.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "jobs.csv").write_text(csv, encoding="utf-8")
    return folder / "jobs.json"


def _only(path: Path) -> Table:
    table, document = read(path, SOURCE)
    assert isinstance(table, Table)
    assert document == describe(table.info)
    return table


def test_a_table_is_read_with_marks_and_empty_cells(tmp_path: Path) -> None:
    table = _only(_write(tmp_path))
    assert table.columns == ("region", "period", "count", "share")
    assert table.rows == [("01", "2024", "10", "6.0"), ("03", "2024", "..", None)]
    assert (table.info.cells, table.info.source_id) == (3, "own")


def test_a_folder_gives_all_its_tables_but_not_its_provenance(tmp_path: Path) -> None:
    _write(tmp_path)
    (tmp_path / "provenance.json").write_text("{}", encoding="utf-8")
    assert [table.info.id for table in read(tmp_path, SOURCE) if isinstance(table, Table)] == ["jobs"]
    assert list(read(tmp_path / "provenance.json", SOURCE)) == []


def test_cells_may_be_gzipped(tmp_path: Path) -> None:
    path = _write(tmp_path)
    (tmp_path / "jobs.csv").unlink()
    (tmp_path / "jobs.csv.gz").write_bytes(gzip.compress(CSV.encode()))
    assert len(_only(path).rows) == 2


@pytest.mark.parametrize(
    ("csv", "why"),
    [
        ("region,count\n01,10\n", "first line"),
        ("region,period,count,share\n01,2024,10\n", "3 fields"),
        ("region,period,count,share\n99,2024,10,1\n", "unknown code '99'"),
        ("region,period,count,share\n01,2024,ten,1\n", "'ten' is not a number"),
        ("region,period,count,share\n01,2024,1e5,1\n", "'1e5' is not a number"),
        ("region,period,count,share\n01,2024,1 000,1\n", "not a number"),
        ("region,period,count,share\n01,2024,1,1\n01,2024,2,2\n", "twice"),
        ("", "first line"),
    ],
)
def test_cells_that_do_not_fit_are_refused(tmp_path: Path, csv: str, why: str) -> None:
    path = _write(tmp_path, csv)
    with pytest.raises(SourceError, match=why) as refused:
        list(read(path, SOURCE))
    assert refused.value.user_message.endswith(".")


@pytest.mark.parametrize(
    "changes",
    [
        {"measures": []},
        {"dimensions": []},
        {"title": None},
        {"measures": [{"id": "region", "label": "x", "unit": "y"}]},
    ],
)
def test_a_description_that_is_not_one_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(SourceError):
        list(read(_write(tmp_path, **changes), SOURCE))


def test_a_table_without_cells_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path)
    (tmp_path / "jobs.csv").unlink()
    with pytest.raises(SourceError, match="no cells"):
        list(read(path, SOURCE))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[1", b"[]"])
def test_a_file_that_is_not_json_of_a_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "jobs.json"
    path.write_bytes(content)
    with pytest.raises(SourceError):
        list(read(path, SOURCE))


def test_a_cut_gzip_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path)
    (tmp_path / "jobs.csv").unlink()
    (tmp_path / "jobs.csv.gz").write_bytes(gzip.compress(CSV.encode() * 50)[:-20])
    with pytest.raises(SourceError):
        list(read(path, SOURCE))
