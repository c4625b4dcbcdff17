from __future__ import annotations

from rag.schema import Table
from rag.statistics import describe


def _described(tables: list[Table], table_id: str) -> str:
    return describe(next(table.info for table in tables if table.info.id == table_id)).text


def test_a_descriptor_states_measures_dimensions_and_coverage(tables: list[Table]) -> None:
    text = _described(tables, "wage_percentiles_ssyk")
    assert "Medianlön (kr i månaden): Den mittersta månadslönen" in text
    assert "Yrke (SSYK 2012): 376 värden." in text
    assert "Tabellen har uppgifter för 2023." in text
    assert "Tabellen gäller hela riket och har ingen regional uppdelning." in text
    assert "Utgivare: Statistikmyndigheten SCB. Licens: CC0 1.0." in text


def test_places_and_occupations_are_counted_not_listed(tables: list[Table]) -> None:
    text = _described(tables, "ads_2024")
    assert "Region: 312 värden." in text
    assert "Umeå" not in text and "Poliser" not in text


def test_everyday_names_are_labels(tables: list[Table]) -> None:
    document = describe(next(table.info for table in tables if table.info.id == "unemployed_kommun"))
    assert "inskrivna arbetslösa" in document.labels
    assert (document.id, document.kind) == ("table:unemployed_kommun", "table")


def test_a_long_series_has_first_and_last_period(tables: list[Table]) -> None:
    assert "Tabellen har uppgifter för januari 1992–januari 2024." in _described(tables, "varsel_dalarna")


def test_a_table_with_a_hole_names_each_stretch(tables: list[Table]) -> None:
    text = _described(tables, "unemployed_kommun")
    held = "Tabellen har uppgifter för januari 2018–december 2018 och januari 2022–december 2022."
    assert held in text
