"""Make the bundled tables of `ingest/corpus/statistics` from the raw files: run when the raw files change.

    python -m ingest.corpus.build.build_statistics --data DIR --out ingest/corpus/statistics

Every table becomes `<id>.json` (all about it) and `<id>.csv` (its cells), gzipped above 700 kB. A column
whose meaning is not certain is left out, and the table's coverage says so. The same input gives the same
bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from ingest.corpus.build.statistics_economy import economy
from ingest.corpus.build.statistics_labour import labour
from ingest.corpus.build.statistics_raw import Raw
from ingest.corpus.build.statistics_wages import wages
from rag.schema import Table

GZIP_ABOVE = 700_000
REPOSITORIES = {
    "wages_ssyk": ("j-jayes/curly-funicular", "9f059b3", "api/data/income.parquet"),
    "wage_dispersion": ("j-jayes/curly-funicular", "9f059b3", "api/data/income_dispersion.parquet"),
    "wage_percentiles_ssyk": ("androjon/yrkesinfo", "a9ae18d", "ssyk_salary.json"),
    "ads_2024": ("androjon/yrkesinfo", "a9ae18d", ""),
    "unemployed_kommun": ("Lompish/riksdagsvalet-g2-inlamning", "4f23b6b", "databases/sqlite-dbs"),
    "labour_status_lan": ("Region-Dalarna/laget_i_Dalarna", "0dabefd", "Data"),
    "labour_status_lan_month": ("Region-Dalarna/laget_i_Dalarna", "0dabefd", "Data"),
    "varsel_dalarna": ("Region-Dalarna/laget_i_Dalarna", "0dabefd", "Data"),
    "varsel_bransch": ("Region-Dalarna/laget_i_Dalarna", "0dabefd", "Data"),
    "barometer": ("androjon/yrkesinfo", "a9ae18d", "barometer_regional.json"),
    "population_kommun": ("Lompish/riksdagsvalet-g2-inlamning", "4f23b6b", "databases/sqlite-dbs"),
    "kpif": ("Region-Dalarna/laget_i_Dalarna", "0dabefd", "Data"),
    "bnp": ("Region-Dalarna/laget_i_Dalarna", "0dabefd", "Data"),
}
LEFT_OUT = (
    "Arbetslöshet i Smedjebacken 2008–2023: definition and age group are not given.",
    "Managers' groups 121–179 of the percentile file: one row stands for two levels and does not say which.",
    "Row 'Other professions' of the wage files: no SSYK code.",
    "Rows '0001', '0002', '1732' and 'Nej' of the percentile file: no label.",
    "Two barometer occupations without a name.",
    "The part of BNP by use: only BNP itself is carried over.",
)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with scb/, ads/, forecasts/, geo/, taxonomy/"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the bundled tables")
    options = parser.parse_args(arguments)
    raw = Raw(options.data)
    options.out.mkdir(parents=True, exist_ok=True)
    made = [table for build in (wages, labour, economy) for table in build(raw)]
    for table in made:
        write(table, options.out)
        print(f"{table.info.id}: {len(table.rows)} rows")
    write_provenance(made, options.out)


def write(table: Table, out: Path) -> None:
    """Write one table as JSON and CSV; a None is an empty field."""
    cells = sum(value is not None for row in table.rows for value in row[len(table.info.dimensions) :])
    described = asdict(replace(table.info, cells=cells))
    (out / f"{table.info.id}.json").write_text(
        json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(["" if value is None else value for value in row] for row in table.rows)
    data = buffer.getvalue().encode("utf-8")
    for old in (out / f"{table.info.id}.csv", out / f"{table.info.id}.csv.gz"):
        old.unlink(missing_ok=True)
    if len(data) > GZIP_ABOVE:
        (out / f"{table.info.id}.csv.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    else:
        (out / f"{table.info.id}.csv").write_bytes(data)


def write_provenance(tables: Sequence[Table], out: Path) -> None:
    sources = [
        {
            "table": table.info.id,
            "publisher": table.info.publisher,
            "licence": table.info.licence,
            "source_table": table.info.source_table,
            "url": table.info.url,
            "read_from": dict(
                zip(("repository", "commit", "path"), REPOSITORIES[table.info.id], strict=True)
            ),
            "as_of": table.info.updated,
            "rows": len(table.rows),
        }
        for table in tables
    ]
    provenance = {
        "note": "Figures, codes and labels are the publishers'. Titles, definitions and coverage are ours. "
        "as_of is the day of reading where known, else the last day of the last period.",
        "built_by": "ingest/corpus/build/build_statistics.py",
        "left_out": LEFT_OUT,
        "tables": sources,
    }
    text = json.dumps(provenance, ensure_ascii=False, indent=1) + "\n"
    (out / "provenance.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
