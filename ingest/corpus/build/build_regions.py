"""Make `rag/entities/regions.tsv` from the lists of län and kommuner: run when a kommun is founded.

    python -m ingest.corpus.build.build_regions --data DIR --out rag/entities/regions.tsv

Columns: code, kind, name as written in an answer, bare name, code of the region it lies in.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ingest.corpus.build.statistics_raw import RIKSOMRADEN, Raw

# NUTS 2, as SCB's code list agg_RegionNUTS2_2008 has it.
LAN_OF = {
    "SE11": ("01",),
    "SE12": ("03", "04", "05", "18", "19"),
    "SE21": ("06", "07", "08", "09"),
    "SE22": ("10", "12"),
    "SE23": ("13", "14"),
    "SE31": ("17", "20", "21"),
    "SE32": ("22", "23"),
    "SE33": ("24", "25"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with geo/")
    parser.add_argument("--out", type=Path, required=True, help="the TSV file to write")
    options = parser.parse_args(arguments)
    rows = region_rows(Raw(options.data))
    options.out.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} regions")


def region_rows(raw: Raw) -> list[tuple[str, ...]]:
    """Riket, riksområden, län and kommuner, each with where it lies."""
    rows: list[tuple[str, ...]] = [
        ("code", "kind", "name", "short", "parent"),
        ("00", "riket", "riket", "Sverige", ""),
    ]
    rows += [(code, "riksomrade", f"riksområdet {name}", name, "00") for code, name in RIKSOMRADEN.items()]
    parent = {lan: code for code, members in LAN_OF.items() for lan in members}
    for row in raw.rows("geo/counties.csv"):
        code = row["county_code"]
        rows.append((code, "lan", row["county_name"], row["county_name_short"], parent[code]))
    for row in sorted(raw.rows("geo/municipalities.csv"), key=lambda row: row["municipality_code"]):
        short = row["municipality_name_short"]
        rows.append((row["municipality_code"], "kommun", row["municipality_name"], short, row["county_code"]))
    return rows


if __name__ == "__main__":
    main()
