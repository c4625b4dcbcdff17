"""Somebody's own statistical files: what they become, and what is refused. The fixtures are our own, in the
shapes that PxWeb, SCB's API and researchers write."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ingest.readers import READERS, reader_for
from ingest.readers.table_grid import published
from ingest.readers.table_roles import column, period_of, place_code
from ingest.sources import Source
from rag.errors import SourceError
from rag.schema import Document, Table

FILES = Path(__file__).parents[2] / "fixtures" / "ingest" / "statistics"

Read = Callable[[Path], Table]


def source(folder: Path) -> Source:
    return Source(
        id="egen",
        title="Egna",
        publisher="Jag",
        licence="CC0",
        path=str(folder),
        bundled=False,
        reader="auto",
    )


def records(path: Path) -> list[object]:
    return list(READERS[reader_for(path)].read(path, source(path.parent)))


def table(path: Path) -> Table:
    found, descriptor = records(path)
    assert isinstance(found, Table)
    assert isinstance(descriptor, Document)
    assert descriptor.id == f"table:{found.info.id}"
    return found


def roles(found: Table) -> dict[str, str]:
    return {dimension.label: dimension.role for dimension in found.info.dimensions}


# ------------------------------------------------------------------ PX


def test_a_px_file_in_latin_1_is_read_in_swedish_with_its_marks() -> None:
    found = table(FILES / "flytt.px")
    assert roles(found) == {"region": "region", "tid": "period", "kön": "sex"}
    assert [measure.label for measure in found.info.measures] == ["Inflyttade", "Utflyttade"]
    assert found.rows == [
        ("00", "2003", "1", "456", "223"),
        ("00", "2003", "2", "..", "327"),
        ("2480", "2003", "1", "0", "305"),
        ("2480", "2003", "2", ".", "464"),
    ]
    assert found.info.updated == "2004-02-12"
    assert found.info.publisher == "Statistiska centralbyrån"
    assert found.info.dimensions[0].codes == {"00": "riket", "2480": "Umeå kommun"}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('STUB="region";', 'STUB="region;', "citattecknen i STUB går inte ihop"),
        ('CODES[sv]("region")="00","2480";', 'CODES[sv]("region")="00";', "CODES(region)"),
        ('VALUES[sv]("kön")="män","kvinnor";', 'VALUES[sv]("kön")="män";', "CODES(kön)"),
        ('CONTVARIABLE[sv]="typ";', 'CONTVARIABLE[sv]="sort";', "CONTVARIABLE"),
        ("456", "456 457", "DATA"),
        ("456", "många", "DATA"),
        ("DATA=", "DATUM=", "DATUM"),
    ],
)
def test_a_broken_px_file_is_refused_in_one_line_that_names_the_statement(tmp_path, before, after, why):
    text = (FILES / "flytt.px").read_text(encoding="latin-1")
    assert before in text
    (tmp_path / "x.px").write_text(text.replace(before, after, 1), encoding="latin-1")
    with pytest.raises(SourceError) as caught:
        records(tmp_path / "x.px")
    assert why in caught.value.user_message or "DATA" in caught.value.user_message
    assert "\n" not in caught.value.user_message


def test_a_broken_note_costs_no_figures(tmp_path):
    text = (FILES / "flytt.px").read_text(encoding="latin-1")
    (tmp_path / "x.px").write_text(text.replace('lines.";', "lines.;", 1), encoding="latin-1")
    assert table(tmp_path / "x.px").rows == table(FILES / "flytt.px").rows


def test_keys_give_the_rows_of_a_sparse_px_file(tmp_path):
    text = (FILES / "flytt.px").read_text(encoding="latin-1")
    head = text.partition("DATA=")[0] + 'KEYS[sv]("region")=CODES;\n'
    (tmp_path / "x.px").write_text(head + 'DATA=\n"2480",1,2,3,4;\n', encoding="latin-1")
    found = table(tmp_path / "x.px")
    assert found.rows[2:] == [("2480", "2003", "1", "1", "3"), ("2480", "2003", "2", "2", "4")]
    assert found.rows[0] == ("00", "2003", "1", None, None)


# ------------------------------------------------------------------ CSV, XLSX, Parquet


def test_a_wide_csv_of_pxweb_becomes_a_table_with_codes_and_labels_apart() -> None:
    found = table(FILES / "månadslön.csv")
    assert roles(found) == {
        "region": "region", "yrke (ssyk 2012)": "occupation", "kön": "sex", "tid": "period"
    }  # fmt: skip
    assert found.rows[3] == ("00", "214", "2", "2023", "..")
    (measure,) = found.info.measures
    assert (measure.label, measure.unit, measure.statistic) == ("månadslön", "SEK/month", "mean")
    assert found.info.dimensions[0].total == "00"


def test_the_same_csv_packed_with_gzip_is_the_same_table(tmp_path):
    packed = tmp_path / "månadslön.csv.gz"
    packed.write_bytes(gzip.compress((FILES / "månadslön.csv").read_bytes()))
    assert table(packed).rows == table(FILES / "månadslön.csv").rows


def test_year_and_month_are_one_period_and_a_code_takes_its_name() -> None:
    found = table(FILES / "varsel_long.csv")
    region, branch = (next(d for d in found.info.dimensions if d.role == r) for r in ("region", "sector"))
    assert region.codes == {"20": "Dalarnas län"}
    assert set(branch.codes.values()) == {"Tillverkning", "Byggverksamhet"}
    assert {row[-1] for row in found.rows} == {"10", "19", "1204", "0"}
    assert {row[0] for row in found.rows} == {"2023M03", "2023M04"}


def test_a_list_that_is_no_statistical_table_stays_a_text() -> None:
    (found,) = records(FILES / "telefonlista.csv")
    assert isinstance(found, Document)
    assert "- Namn: Växel; Rum: 2; Anknytning: 4011" in found.text


def test_a_combination_with_two_figures_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("kommun,år,antal personer\nUmeå,2023,1\nUmeå,2023,2\nLuleå,2023,3\n")
    with pytest.raises(SourceError) as caught:
        records(tmp_path / "a.csv")
    assert "två olika värden" in caught.value.user_message


def test_a_workbook_of_pxweb_with_title_and_blank_stub_is_a_table(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["Antal anställda efter län, kön och år"], [], [None, None, "2022", "2023"],
        ["06 Jönköpings län", "män", 10, 12], [None, "kvinnor", 20, None],
    ):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "anst.xlsx")
    found = table(tmp_path / "anst.xlsx")
    assert found.info.title == "Antal anställda efter län, kön och år"
    assert ("06", "2", "2022", "20") in found.rows


def test_a_parquet_file_is_a_table(tmp_path):
    import duckdb

    path = tmp_path / "löner 2023.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT * FROM (VALUES ('Sweden','men','Monthly salary',2023,40300.0), "
            "('Sweden','men','Number of employees',2023,3500.0), "
            "('Sweden','women','Monthly salary',2023,38300.0)) "
            f"t(region, sex, observations, year, value)) TO '{path}' (FORMAT parquet)"
        )
    found = table(path)
    assert found.rows[0] == ("00", "1", "2023", "40300", "3500")
    assert [m.unit for m in found.info.measures] == ["SEK/month", "persons"]


# ------------------------------------------------------------------ JSON


def test_json_stat_keeps_status_units_and_update() -> None:
    found = table(FILES / "folkmangd.json")
    assert found.rows == [
        ("00", "2022", "10521556"), ("00", "2023", "10551707"),
        ("2480", "2022", ".."), ("2480", "2023", "133091"),
    ]  # fmt: skip
    assert found.info.updated == "2024-12-10"
    assert found.info.measures[0].statistic == "count"


def test_a_list_of_flat_records_is_a_table() -> None:
    found = table(FILES / "annonser.json")
    assert ("12", "2024", "988") in found.rows
    assert found.info.measures[0].unit == "ads"


def test_other_json_is_refused_with_what_is_read(tmp_path):
    (tmp_path / "a.json").write_text('{"hits": []}')
    with pytest.raises(SourceError) as caught:
        records(tmp_path / "a.json")
    assert "JSON-stat" in caught.value.user_message


# ------------------------------------------------------------------ columns


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2014", "2014"), ("1992-01", "1992M01"), ("2022M12", "2022M12"), ("1980K1", "1980K1"),
        ("2020Q3", "2020K3"), ("januari 2020", "2020M01"), ("1992 - 01", "1992M01"), ("2014-15", None),
        ("mittens rike 2020", None),
    ],
)  # fmt: skip
def test_a_period_is_read_as_files_write_it(text, code):
    assert period_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("06 Jönköping county", "06"), ("SE Sweden", "00"), ("SE12 East-Central Sweden", "SE12"),
        ("Dalarna", "20"), ("Dalarnas län", "20"), ("Upplands Väsby", "0114"), ("Riket", "00"),
        ("Vara", "1470"), ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_a_place_is_read_as_files_write_it(text, code):
    assert place_code(text) == code


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("1 234", "1234"), ("1\u00a0234,5", "1234.5"), ("12.50", "12.50"), ("..", ".."), (".", "."),
        ("-", "0"),
        ("4.99235525816824", "4.9924"), ("−2,3", "-2.3"), ("x", ".."), ("tolv", None), ("12 personer", None),
    ],
)  # fmt: skip
def test_a_figure_is_kept_as_published(text, figure):
    assert published(text) == figure


def test_ages_that_overlap_are_not_added() -> None:
    apart = column("age", "ålder", ["16-24 years", "25-34 years", "65+"]).dimension
    over = column("age", "ålder", ["16-24 år", "20-64 år"]).dimension
    assert (apart.additive, list(apart.codes)) == (True, ["16-24", "25-34", "65+"])
    assert not over.additive


# ------------------------------------------------------------------ large real files


@pytest.mark.shared
def test_the_real_px_and_csv_files_are_read_or_refused_in_one_line(shared_dir):
    root = shared_dir / "data" / "scb"
    refusals: dict[str, str] = {}
    tables = 0
    for path in sorted([*(root / "px_examples").iterdir(), *(root / "pxweb_csv_latin1").iterdir()]):
        try:
            tables += isinstance(records(path)[0], Table)
        except SourceError as error:
            refusals[path.name] = error.user_message
    assert tables >= 121
    assert all(message.startswith("PX-filen är fel: ") for message in refusals.values())
    assert sum(not name.startswith("error__") for name in refusals) == 1  # a file of SCB's with too few codes
