"""PxWebApi 2 and 1: questions within the limit put together, code lists, the change feed, the fallback."""

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.connectors.scb_cells import Axis, chosen, fitted, joined, parts, size
from rag.schema import Table
from tests.loopback.sources_server import Answer

META = "/api/v2/tables/TAB9999/metadata"
DATA = "/api/v2/tables/TAB9999/data"
V1 = "/v1/AM/AM0110/PahittadAnst"
WANTED = {"path": "AM/AM0110/PahittadAnst"}


def value_of(codes):
    """What our table says of a cell: made of its codes, so that a misplaced one is seen."""
    region, sex, contents, year = codes
    if codes == ("12", "2", "AM2", "2024"):
        return None
    return int(region) * 10_000 + int(sex) * 1_000 + (contents == "AM2") * 100 + int(year[-2:])


def dataset(metadata, selection):
    """JSON-stat 2 for a selection, as PxWeb answers it."""
    about = {**metadata, "dimension": {}}
    for name in metadata["id"]:
        category = metadata["dimension"][name]["category"]
        codes = selection[name]
        places = {code: n for n, code in enumerate(codes)}
        kept = {"index": places, "label": {code: category["label"][code] for code in codes}}
        if "unit" in category:
            kept["unit"] = {code: category["unit"][code] for code in codes}
        about["dimension"][name] = {"label": metadata["dimension"][name]["label"], "category": kept}
    cells = list(product(*(selection[name] for name in metadata["id"])))
    about["size"] = [len(selection[name]) for name in metadata["id"]]
    about["value"] = [value_of(cell) for cell in cells]
    missing = {str(n): ".." for n, value in enumerate(about["value"]) if value is None}
    return {**about, "status": missing} if missing else about


@pytest.fixture
def scb(site, live, recorded):
    metadata = json.loads(recorded("scb/metadata.json").body)

    def data(asked):
        said = json.loads(asked.body)["selection"]
        selection = {one["variableCode"]: one["valueCodes"] for one in said}
        if size(selection) > 12:
            problem = {"type": "Parameter error", "title": "Too many cells selected", "status": 403}
            return Answer(status=403, json=problem, type="application/problem+json")
        return Answer(json=dataset(metadata, selection))

    def data_v1(asked):
        if asked.method == "GET":
            marked = b"\xef\xbb\xbf" + recorded("scb/v1_metadata.json").body
            return Answer(body=marked, type="application/json")
        query = json.loads(asked.body)["query"]
        selection = {one["code"]: one["selection"]["values"] for one in query}
        body = json.dumps(dataset(metadata, selection)).encode()
        return Answer(body=b"\xef\xbb\xbf" + body, type="application/json")

    site.pages.update(
        {
            "/api/v2/config": recorded("scb/config.json"),
            "/api/v2/tables": recorded("scb/tables.json"),
            "/api/v2/codelists/vs_RegionLan": recorded("scb/codelist.json"),
            META: recorded("scb/metadata.json"),
            DATA: data,
            V1: data_v1,
            "/v1/AM/AM0110": recorded("scb/v1_folder.json"),
        }
    )
    live.set("scb", "/api/v2", v1_base=f"{site.url}/v1", tables=[WANTED])
    return live


def rows(live):
    table = next(record for record in live.records() if isinstance(record, Table))
    width = len(table.info.dimensions)
    return table.info, {row[:width]: row[width:] for row in table.rows}


def check_cells(found):
    assert len(found) == 3 * 2 * 4
    for (region, sex, year), values in found.items():
        for contents, value in zip(("AM1", "AM2"), values, strict=True):
            right = value_of((region, sex, contents, year))
            assert value == (".." if right is None else str(right))


def test_a_table_is_found_by_its_matrix_and_fetched_within_the_cell_limit(site, scb):
    report = scb.fetch()
    assert (report.complete, report.problems) == (True, ())
    info, found = rows(scb)
    check_cells(found)
    assert [one for one in site.paths() if one == DATA] == [DATA] * 6  # 48 cells, at most 12 at a time
    assert (info.id, info.updated, info.source_table) == ("scb_pahittadanst", "2026-05-04", "PahittadAnst")
    assert info.url.endswith("/pxweb/sv/ssd/START__AM__AM0110/PahittadAnst/")
    assert [(m.label, m.unit) for m in info.measures] == [
        ("Antal anställda", "persons"),
        ("Medellön, kr", "SEK/month"),
    ]


def test_a_limit_that_is_lower_than_told_is_met_with_smaller_questions(site, scb, recorded):
    site.pages["/api/v2/config"] = Answer(json={"maxDataCells": 150_000})
    scb.fetch()
    check_cells(rows(scb)[1])


def test_codes_expressions_and_code_lists_choose_what_is_fetched(site, scb):
    wanted = {
        "id": "TAB9999",
        "select": {"Tid": ["TOP(2)"], "ContentsCode": ["AM1"], "Kon": ["?"]},
        "codelists": {"Region": "vs_RegionLan"},
    }
    scb.set("scb", "/api/v2", tables=[wanted])
    scb.fetch()
    _, found = rows(scb)
    assert set(found) == set(product(("01", "12"), ("1", "2"), ("2023", "2024")))
    asked = json.loads(next(one.body for one in site.asked if one.path == DATA))["selection"]
    assert asked[0] == {"variableCode": "Region", "valueCodes": ["01", "12"], "codelist": "vs_RegionLan"}


def test_more_than_we_want_is_cut_to_the_latest_periods_and_told(scb):
    scb.set("scb", "/api/v2", tables=[{**WANTED, "max_cells": 24}])
    scb.fetch()
    info, found = rows(scb)
    assert {key[2] for key in found} == {"2023", "2024"}
    assert info.coverage == ("Datalots har hämtat perioderna 2023–2024; SCB har fler.",)


def test_only_tables_in_the_change_feed_are_looked_at_again(site, scb):
    scb.fetch()
    site.asked.clear()
    site.pages["/api/v2/tables"] = Answer(json={"tables": [], "page": {"totalPages": 1}})
    report = scb.fetch(now="2026-12-05T04:00:00+00:00")
    assert report.complete
    assert report.tally.unchanged == 2
    assert site.paths() == ["/api/v2/config", "/api/v2/tables"]
    assert site.asked[1].one("pastDays") == "9"


def test_a_table_in_the_change_feed_is_fetched_when_it_says_another_time(site, scb, recorded):
    scb.fetch()
    site.asked.clear()
    scb.fetch(now="2026-12-05T04:00:00+00:00")
    assert DATA not in site.paths()
    metadata = recorded("scb/metadata.json")
    newer = metadata.body.replace(b"2026-05-04", b"2026-12-01")
    site.pages[META] = Answer(body=newer, type="application/json")
    scb.fetch(now="2026-12-12T04:00:00+00:00")
    assert DATA in site.paths()
    assert rows(scb)[0].updated == "2026-12-01"


@pytest.mark.parametrize("fault", [Answer(status=404), Answer(body=b"<html>Stopp", type="text/html")])
def test_version_1_answers_when_version_2_is_away(site, scb, fault):
    for page in ("/api/v2/config", "/api/v2/tables", META):
        site.pages[page] = fault
    report = scb.fetch()
    assert report.done
    info, found = rows(scb)
    check_cells(found)
    assert info.query_url == f"{site.url}{V1}"


def test_a_retired_table_is_told_and_its_last_data_stay(site, scb):
    scb.fetch()
    before = scb.files()
    site.pages[META] = Answer(status=404, json={"title": "Non-existent table", "status": 404})
    scb.set("scb", "/api/v2", tables=[{"id": "TAB9999", "path": "AM/AM0110/PahittadAnst"}])
    report = scb.fetch(now="2027-03-05T04:00:00+00:00")
    assert not report.complete
    assert report.problems
    assert scb.files() == before


def test_a_code_that_is_gone_is_a_clear_problem(scb):
    scb.set("scb", "/api/v2", tables=[{**WANTED, "select": {"Region": ["99"]}}])
    report = scb.fetch()
    assert not report.complete
    assert "har ändrat form" in report.problems[0]


@pytest.mark.parametrize("broken", [b'{"id": ["Region"], "size": [1]', b"[]", b'{"id": ["X"], "value": []}'])
def test_an_answer_that_is_cut_or_strange_is_no_table(site, scb, broken):
    site.pages[DATA] = Answer(body=broken, type="application/json")
    report = scb.fetch()
    assert not report.complete
    assert scb.files() == {}


# ------------------------------------------------------------------ laws


@given(st.lists(st.integers(1, 7), min_size=1, max_size=4), st.integers(1, 40))
def test_parts_hold_every_cell_once_and_none_is_larger_than_it_may(sizes, most):
    selection = {f"v{n}": [f"{n}.{i}" for i in range(size_)] for n, size_ in enumerate(sizes)}
    cut = list(parts(selection, most))
    cells = [cell for part in cut for cell in product(*part.values())]
    assert sorted(cells) == sorted(product(*selection.values()))
    assert all(size(part) <= most for part in cut)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=3), st.integers(1, 9))
def test_what_was_parted_is_joined_to_the_same(sizes, most):
    ids = [f"v{n}" for n in range(len(sizes))]
    selection = {name: [f"{name}{i}" for i in range(n)] for name, n in zip(ids, sizes, strict=True)}

    def answer(part):
        dimension = {n: {"category": {"index": c, "label": {o: o for o in c}}} for n, c in part.items()}
        values = [hash(cell) for cell in product(*part.values())]
        return {"id": ids, "size": [len(c) for c in part.values()], "dimension": dimension, "value": values}

    whole = joined([answer(part) for part in parts(selection, most)])
    assert whole["value"] == answer(selection)["value"]


def test_expressions_name_codes_as_pxweb_has_them():
    axis = Axis(code="Tid", label="år", codes=("2020", "2021", "2022", "2023"))
    assert chosen(axis, ["TOP(2)"]) == ["2022", "2023"]
    assert chosen(axis, ["top(1,1)"]) == ["2022"]
    assert chosen(axis, ["BOTTOM(1)", "2023"]) == ["2020", "2023"]
    assert chosen(axis, ["FROM(2022)"]) == ["2022", "2023"]
    assert chosen(axis, ["TO(2021)"]) == ["2020", "2021"]
    assert chosen(axis, ["RANGE(2021,2022)"]) == ["2021", "2022"]
    assert chosen(axis, ["*3", "202?"]) == list(axis.codes)
    for wrong in ("1999", "TOP(x)", "FROM(1999)", "9*"):
        with pytest.raises(ValueError, match="names no value"):
            chosen(axis, [wrong])


def test_one_period_stays_even_when_it_is_more_than_wanted():
    selection = {"A": ["1", "2", "3"], "Tid": ["2023", "2024"]}
    assert fitted(selection, "Tid", 2) == {"A": ["1", "2", "3"], "Tid": ["2024"]}
