"""What the statistics builders share: raw rows, codes of places, and the way a table is put together."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.schema import Dimension, Measure, Table, TableInfo
from rag.swedish.periods import format_period

CC0 = "CC0 1.0"
SCB = "Statistikmyndigheten SCB"
AF = "Arbetsförmedlingen"
SEX = Dimension(
    id="sex", label="kön", role="sex", codes={"1": "män", "2": "kvinnor"}, codes_en={"1": "men", "2": "women"}
)
SEX_CODES = {"men": "1", "women": "2"}
RIKSOMRADEN = {
    "SE11": "Stockholm",
    "SE12": "Östra Mellansverige",
    "SE21": "Småland med öarna",
    "SE22": "Sydsverige",
    "SE23": "Västsverige",
    "SE31": "Norra Mellansverige",
    "SE32": "Mellersta Norrland",
    "SE33": "Övre Norrland",
}


@dataclass(frozen=True, slots=True)
class Raw:
    """The folder of raw files, and the lists that give places and occupations their codes."""

    root: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        path = self.root / name
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def json(self, name: str) -> object:
        return json.loads((self.root / name).read_text(encoding="utf-8"))

    def lan(self) -> dict[str, str]:
        return {row["county_code"]: row["county_name"] for row in self.rows("geo/counties.csv")}

    def kommuner(self) -> dict[str, str]:
        rows = sorted(self.rows("geo/municipalities.csv"), key=lambda row: row["municipality_code"])
        return {row["municipality_code"]: row["municipality_name_short"] for row in rows}

    def ssyk(self) -> dict[str, str]:
        """SSYK 2012 unit groups as the taxonomy of Arbetsförmedlingen labels them."""
        loaded = self.json("taxonomy/nordiqflow/ssyk-level-4-groups.json")
        assert isinstance(loaded, dict)
        return {group["ssyk_code_2012"]: group["preferred_label"] for group in loaded["data"]["concepts"]}


def region(codes: Mapping[str, str], *, additive: bool = False) -> Dimension:
    return Dimension(
        id="region",
        label="region",
        role="region",
        codes=dict(codes),
        total="00" if "00" in codes else None,
        additive=additive,
    )


def period(codes: Iterable[str], label: str = "period", *, additive: bool = False) -> Dimension:
    """A time dimension; additive for what happens during a period, not for what there is at its end."""
    ordered = sorted(set(codes))
    return Dimension(
        id="period",
        label=label,
        role="period",
        codes={code: format_period(code) for code in ordered},
        additive=additive,
    )


def table(info: TableInfo, rows: Iterable[Sequence[str | None]]) -> Table:
    """A table with its rows in the order of the codes, each combination once."""
    columns = (*(d.id for d in info.dimensions), *(m.id for m in info.measures))
    order = [{code: n for n, code in enumerate(d.codes)} for d in info.dimensions]
    width = len(order)
    kept = sorted(
        (tuple(row) for row in rows if any(value is not None for value in row[width:])),
        key=lambda row: [ranks[str(code)] for ranks, code in zip(order, row, strict=False)],
    )
    keys = [row[:width] for row in kept]
    if len(set(keys)) != len(keys):
        raise ValueError(f"{info.id}: a combination of codes occurs twice")
    return Table(info=info, columns=columns, rows=kept)


def whole(value: str) -> str:
    """A whole number as published: "40300.0" is 40300; empty is suppressed."""
    if not value:
        return ".."
    number, _, decimals = value.partition(".")
    if decimals.strip("0"):
        raise ValueError(f"not a whole number: {value}")
    return number


def pivot(
    rows: Iterable[tuple[tuple[str, ...], str, str]], measures: Sequence[Measure]
) -> list[tuple[str | None, ...]]:
    """From (key, measure id, value) to one row a key, with a column a measure."""
    wide: dict[tuple[str, ...], dict[str, str]] = {}
    for key, measure, value in rows:
        wide.setdefault(key, {})[measure] = value
    return [(*key, *(values.get(m.id) for m in measures)) for key, values in wide.items()]


def codes_of(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels to codes."""
    return {label: code for code, label in labels.items()}
