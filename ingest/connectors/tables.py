"""A table as the two files that the reader `table` takes."""

from __future__ import annotations

import csv
import io
import json

from pydantic import TypeAdapter

from ingest.connectors.outbox import Outbox
from rag.schema import Table, TableInfo


def put_table(box: Outbox, table: Table) -> None:
    """Deliver `<id>.json` and `<id>.csv`."""
    info = TypeAdapter(TableInfo).dump_python(table.info, mode="json")
    box.put(f"{table.info.id}.json", json.dumps(info, ensure_ascii=False, indent=1) + "\n")
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([value or "" for value in row] for row in table.rows)
    box.put(f"{table.info.id}.csv", rows.getvalue())


def keep_table(box: Outbox, table_id: str) -> None:
    """The table is there as before."""
    for suffix in ("json", "csv"):
        box.keep(f"{table_id}.{suffix}")


def has_table(box: Outbox, table_id: str) -> bool:
    return box.has(f"{table_id}.json") and box.has(f"{table_id}.csv")
