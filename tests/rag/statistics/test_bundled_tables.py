"""What is bundled is whole, licensed, and says what it does not cover."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from rag.index.statistics import Statistics
from rag.schema import Table

TABLES = Path(__file__).parents[3] / "ingest" / "corpus" / "statistics"

# Cells read by hand from the publishers' files.
CELLS = [
    (
        "wage_percentiles_ssyk",
        {"region": "00", "occupation": "5323", "period": "2023", "measure": "median"},
        "31200",
    ),
    (
        "wages_ssyk",
        {"region": "00", "occupation": "0210", "sex": "1", "period": "2023", "measure": "mean"},
        "40300",
    ),
    (
        "wages_ssyk",
        {"region": "00", "occupation": "0210", "sex": "1", "period": "2024", "measure": "employees"},
        "3700",
    ),
    (
        "wage_dispersion",
        {"region": "00", "occupation": "0210", "sex": "1", "period": "2023", "measure": "median"},
        "39500",
    ),
    ("ads_2024", {"region": "0120", "occupation": "8329", "period": "2024", "measure": "ads"}, "23"),
    ("unemployed_kommun", {"region": "1488", "period": "2022M12", "measure": "unemployed"}, "2615"),
    ("labour_status_lan", {"region": "00", "period": "2020", "measure": "unemployment"}, "6.7"),
    ("labour_status_lan_month", {"region": "25", "period": "2024M01", "measure": "unemployment"}, "3.4"),
    ("varsel_dalarna", {"region": "20", "period": "1992M01", "measure": "notices"}, "490"),
    ("varsel_bransch", {"region": "20", "industry": "F", "period": "2023M03", "measure": "notices"}, "19"),
    (
        "population_kommun",
        {"region": "0114", "age": "0", "sex": "1", "period": "2022", "measure": "population"},
        "224",
    ),
    ("kpif", {"region": "00", "period": "2024M03", "measure": "year_change"}, "2.2"),
    ("bnp", {"region": "00", "period": "2023K4", "measure": "fixed_prices"}, "1486816"),
]


@pytest.mark.parametrize(("table", "coordinates", "value"), CELLS, ids=[cell[0] for cell in CELLS])
def test_a_cell_is_as_published(
    statistics: Statistics, table: str, coordinates: dict[str, str], value: str
) -> None:
    cell = statistics.cell(table, coordinates)
    assert cell is not None
    assert (cell.value, cell.status) == (Decimal(value), "published")


def test_a_suppressed_wage_stays_suppressed(statistics: Statistics) -> None:
    place = {"region": "00", "occupation": "5321", "period": "2023", "measure": "median"}
    cell = statistics.cell("wage_percentiles_ssyk", place)
    assert cell is not None
    assert (cell.value, cell.status) == (None, "suppressed")


def test_every_table_has_licence_publisher_address_definition_and_coverage(tables: list[Table]) -> None:
    for table in tables:
        info = table.info
        assert info.licence and info.publisher and info.url.startswith("https://") and info.updated, info.id
        assert info.coverage, info.id
        assert all(
            measure.definition and measure.population and measure.names for measure in info.measures
        ), info.id
        roles = [dimension.role for dimension in info.dimensions]
        assert roles.count("region") == 1 and roles.count("period") == 1, info.id


def test_provenance_names_every_table(tables: list[Table]) -> None:
    provenance = json.loads((TABLES / "provenance.json").read_text(encoding="utf-8"))
    assert [entry["table"] for entry in provenance["tables"]].sort() == [
        table.info.id for table in tables
    ].sort()
    assert {entry["table"] for entry in provenance["tables"]} == {table.info.id for table in tables}


def test_the_bundle_is_at_most_four_megabytes() -> None:
    assert sum(path.stat().st_size for path in TABLES.iterdir()) <= 4_000_000


def test_the_percentiles_leave_out_managers_whose_level_is_unknown(tables: list[Table]) -> None:
    info = next(table.info for table in tables if table.info.id == "wage_percentiles_ssyk")
    occupations = next(d for d in info.dimensions if d.role == "occupation").codes
    assert not {"1210", "1310", "1530"} & set(occupations)
    assert {"1120", "1230", "1540"} <= set(occupations)


def test_the_median_of_both_sexes_lies_between_those_of_women_and_men(
    statistics: Statistics, tables: list[Table]
) -> None:
    """So the middle column of the percentile file is a median, whatever it is called there."""
    info = next(table.info for table in tables if table.info.id == "wage_dispersion")
    occupations = next(d for d in info.dimensions if d.role == "occupation").codes
    checked = 0
    for code in occupations:
        place = {"region": "00", "occupation": code, "period": "2023", "measure": "median"}
        both = statistics.cell("wage_percentiles_ssyk", place)
        sexes = [statistics.cell("wage_dispersion", {**place, "sex": sex}) for sex in ("1", "2")]
        values = [cell.value for cell in (both, *sexes) if cell is not None and cell.value is not None]
        if len(values) == 3:
            checked += 1
            assert min(values[1:]) <= values[0] <= max(values[1:]), code
    assert checked >= 18
