from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import NoIndexError
from rag.index.statistics import Statistics, StatisticsWriter, read_value, table_from_bytes, table_to_bytes
from rag.schema import Cell, Dimension, Measure, Table, TableInfo

INFO = TableInfo(
    id="jobs",
    title="Jobb, Åmåls 'egna'",
    publisher="SCB",
    url="https://example.org",
    licence="CC0 1.0",
    updated="2026-01-01",
    dimensions=(
        Dimension(
            id="region", label="region", role="region", codes={"01": "a", "03": "b", "04": "c"}, additive=True
        ),
        Dimension(
            id="period", label="år", role="period", codes={"2023": "2023", "2024": "2024"}, additive=False
        ),
    ),
    measures=(
        Measure(id="count", label="antal", unit="persons", names=("antal",)),
        Measure(
            id="share", label="andel", unit="percent", decimals=1, statistic="share", categories={"1": "ett"}
        ),
    ),
    coverage=("Bara tre län.",),
)
TABLE = Table(
    info=INFO,
    columns=("region", "period", "count", "share"),
    rows=(
        ("01", "2023", "10", "6.0"),
        ("01", "2024", "12", ".."),
        ("03", "2023", "5", None),
        ("03", "2024", "..", "."),
        ("04", "2023", "-2.50", "0.1"),
    ),
)


@pytest.fixture(scope="module")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Statistics]:
    path = tmp_path_factory.mktemp("statistics") / "statistics.duckdb"
    with StatisticsWriter(path) as writer:
        writer.add(TABLE)
    opened = Statistics.open(path)
    yield opened
    opened.close()


def _cell(statistics: Statistics, region: str, period: str, measure: str = "count") -> Cell | None:
    return statistics.cell("jobs", {"region": region, "period": period, "measure": measure})


def test_a_value_comes_back_as_published(statistics: Statistics) -> None:
    cell = _cell(statistics, "01", "2023", "share")
    assert cell is not None
    assert str(cell.value) == "6.0"


@pytest.mark.parametrize(
    ("region", "period", "measure", "status"),
    [("01", "2024", "share", "suppressed"), ("03", "2024", "share", "not_applicable")],
)
def test_a_mark_is_a_status_and_no_value(
    statistics: Statistics, region: str, period: str, measure: str, status: str
) -> None:
    cell = _cell(statistics, region, period, measure)
    assert cell is not None
    assert (cell.value, cell.status) == (None, status)


def test_there_is_no_cell_where_nothing_is_published(statistics: Statistics) -> None:
    assert _cell(statistics, "03", "2023", "share") is None
    assert _cell(statistics, "04", "2024") is None
    assert _cell(statistics, "99", "2023") is None


@pytest.mark.parametrize(
    "coordinates",
    [
        {},
        {"region": "01"},
        {"region": "01", "period": "2023", "measure": "none"},
        {"region": "01", "x": "1", "measure": "count"},
    ],
)
def test_coordinates_that_are_not_whole_find_nothing(
    statistics: Statistics, coordinates: dict[str, str]
) -> None:
    assert statistics.cell("jobs", coordinates) is None
    assert statistics.cell("nothing", coordinates) is None


def test_cells_are_selected_in_the_order_of_the_table(statistics: Statistics) -> None:
    found = statistics.cells("jobs", {"region": ("03", "01"), "measure": ("count",)})
    assert [(cell.coordinates["region"], cell.coordinates["period"]) for cell in found] == [
        ("01", "2023"),
        ("01", "2024"),
        ("03", "2023"),
        ("03", "2024"),
    ]


def test_an_unknown_table_or_dimension_is_an_error(statistics: Statistics) -> None:
    with pytest.raises(ValueError, match="no table 'other'"):
        statistics.cells("other", {})
    with pytest.raises(ValueError, match="no dimension"):
        statistics.cells("jobs", {"sex": ("1",)})


def test_a_coordinate_of_several_codes_is_their_sum(statistics: Statistics) -> None:
    cell = _cell(statistics, "01,03,04", "2023")
    assert cell is not None
    assert (cell.value, cell.status) == (Decimal("12.5"), "published")


def test_a_sum_holds_its_own_codes_only_however_many_it_names(statistics: Statistics) -> None:
    cell = _cell(statistics, "01,98,99", "2023")  # as many codes as the table has rows for
    assert cell is not None
    assert cell.value == Decimal("10")


def test_a_sum_with_a_suppressed_part_is_suppressed(statistics: Statistics) -> None:
    cell = _cell(statistics, "01,03", "2024")
    assert cell is not None
    assert (cell.value, cell.status) == (None, "suppressed")


def test_a_sum_of_nothing_is_no_cell(statistics: Statistics) -> None:
    assert _cell(statistics, "98,99", "2023") is None


def test_count_is_the_number_of_cells_with_a_value_or_a_mark(statistics: Statistics) -> None:
    assert statistics.count("jobs") == 9


def test_many_threads_read_the_same(statistics: Statistics) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: statistics.cells("jobs", {"region": ("01",)}), range(50)))
    assert all(cells == found[0] for cells in found)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY cells_0 TO '/tmp/out.csv'",
        "INSTALL httpfs",
        "ATTACH '/tmp/other.duckdb'",
        "DELETE FROM cells_0",
        "SET enable_external_access = true",
        "SET threads = 4",
    ],
)
def test_an_open_generation_cannot_be_changed_or_left(statistics: Statistics, sql: str) -> None:
    import duckdb

    with pytest.raises(duckdb.Error):
        statistics._rows(sql, [])


def test_what_is_no_statistics_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        Statistics.open(tmp_path / "none.duckdb")
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"not a database")
    with pytest.raises(NoIndexError):
        Statistics.open(broken)


def test_a_written_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "statistics.duckdb"
    with StatisticsWriter(path) as writer:
        writer.add(TABLE)
    with pytest.raises(FileExistsError):
        StatisticsWriter(path)


def test_a_table_survives_parquet_and_gives_the_same_bytes() -> None:
    data = table_to_bytes(TABLE)
    back = table_from_bytes(data)
    assert back.info == INFO
    assert back.columns == TABLE.columns
    assert [tuple(row) for row in back.rows] == list(TABLE.rows)
    assert table_to_bytes(back) == data


def test_other_bytes_are_no_table() -> None:
    with pytest.raises(ValueError, match="not a table"):
        table_from_bytes(b"PAR1 but not really")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_published_number_is_read_exactly(value: Decimal) -> None:
    assert read_value(str(value)) == (value, "published")


def test_sums_over_all_groups_are_the_same_from_the_table_that_holds_them(tmp_path: Path) -> None:
    info = TableInfo(
        id="people",
        title="Folk",
        publisher="ingen",
        url="",
        licence="",
        updated="2022-12-31",
        dimensions=(
            Dimension(id="region", label="region", role="region", codes={"01": "a", "03": "b"}),
            Dimension(id="age", label="ålder", role="age", codes={"0": "0 år", "1": "1 år"}, additive=True),
            Dimension(id="sex", label="kön", role="sex", codes={"1": "män", "2": "kvinnor"}, additive=True),
        ),
        measures=(Measure(id="count", label="antal", unit="persons"),),
    )
    rows = [("01", age, sex, str(10 * int(age) + int(sex))) for age in "01" for sex in "12"]
    rows += [("03", "0", "1", "5"), ("03", "0", "2", ".."), ("03", "1", "1", "7"), ("03", "1", "2", "8")]
    path = tmp_path / "people.duckdb"
    with StatisticsWriter(path) as writer:
        writer.add(Table(info=info, columns=("region", "age", "sex", "count"), rows=rows))
    opened = Statistics.open(path)
    whole = {"age": ("0,1",), "sex": ("1,2",), "measure": ("count",)}
    both = opened.sums("people", {"region": ("01", "03"), **whole})
    one = opened.sums("people", {"region": ("01",), **whole})
    in_parts = opened.sums(
        "people", {"region": ("01",), "age": ("0", "1"), "sex": ("1,2",), "measure": ("count",)}
    )
    opened.close()
    assert {(c.coordinates["region"], c.value, c.status) for c in both} == {
        ("01", Decimal(26), "published"),
        ("03", None, "suppressed"),
    }
    assert [c.value for c in one] == [Decimal(26)] == [sum(c.value or 0 for c in in_parts)]
