"""Kolada: pages joined, a table a key figure, and the change feed that spares the rest."""

import json

import pytest

from cli import main
from ingest.live import live_sources
from rag.schema import Document, Table
from tests.loopback.sources_server import Answer

DATA = "/v3/data/kpi/N03937/year/2024,2025,2026"


@pytest.fixture
def kolada(site, live, recorded):
    site.pages["/v3/kpi/N03937"] = recorded("kolada/kpi.json")
    site.pages["/v3/municipality"] = recorded("kolada/municipality.json")
    site.pages[DATA] = recorded("kolada/data_1.json")
    site.pages["/v3/data/kpi/N03937/year/2023,2024"] = recorded("kolada/data_2.json")
    live.set("kolada", "/v3", kpis=["N03937"], first_year=2024)
    return live


def test_the_pages_of_a_key_figure_become_one_table(kolada):
    report = kolada.fetch()
    assert (report.done, report.complete, report.problems) == (True, True, ())
    table, document = kolada.records()
    assert isinstance(table, Table)
    assert isinstance(document, Document)
    rows = {row[:3]: row[3] for row in table.rows}
    assert rows["00", "2024", "1+2"] == "5.1"
    assert rows["1280", "2024", "1+2"] == "10"
    assert rows["2480", "2024", "1+2"] == ".."
    assert "G99999" not in table.info.dimensions[0].codes
    assert table.info.measures[0].unit == "percent"
    assert table.info.updated == "2026-02-15"
    assert table.info.query_url.endswith("/data/kpi/N03937/year/2023,2024")


def test_what_has_not_changed_at_kolada_is_not_fetched_again(site, kolada):
    kolada.fetch()
    before = kolada.files()
    site.pages[DATA] = lambda asked: (
        Answer(json={"count": 0, "values": []}) if "from_date" in asked.query else None
    )
    site.asked.clear()
    report = kolada.fetch(now="2026-12-28T04:00:00+00:00")
    assert (report.complete, report.tally.unchanged) == (True, 2)
    assert kolada.files() == before
    assert [asked.one("from_date") for asked in site.asked if asked.path == DATA] == ["2026-11-28"]


def test_a_value_that_changed_is_fetched_with_its_whole_table(site, kolada, recorded):
    kolada.fetch()
    changed = recorded("kolada/data_1.json")
    changed = Answer(body=changed.body.replace(b"5.1", b"5.6"), type="application/json")
    site.pages[DATA] = changed
    report = kolada.fetch(now="2026-12-28T04:00:00+00:00")
    assert report.tally.changed == 1
    assert ",5.6\n" in kolada.files()["kolada_n03937.csv"]


def test_a_renamed_field_is_told_and_the_table_stays(site, kolada):
    kolada.fetch()
    before = kolada.files()
    site.pages[DATA] = Answer(
        json={"values": [{"kpi": "N03937", "kommun": "0180", "period": 2024, "values": []}], "next_url": None}
    )
    report = kolada.fetch(now="2026-12-28T04:00:00+00:00")
    assert not report.complete
    assert "Fältet municipality saknas i svaren från källan (1 poster)." in report.problems
    assert kolada.files() == before


@pytest.mark.parametrize(
    "wrong",
    [
        Answer(json={"values": []}),
        Answer(json=[]),
        Answer(body=b'{"values": [{"kpi"', type="application/json"),
        Answer(body=b"<html>Logga in", type="text/html"),
        Answer(status=404),
        Answer(status=500),
        Answer(body=b"", type="application/json"),
    ],
)
def test_an_empty_or_broken_answer_removes_nothing(site, kolada, wrong):
    kolada.fetch()
    before = kolada.files()
    site.pages[DATA] = [Answer(json={"values": [{"kpi": "N03937"}]}), wrong]
    report = kolada.fetch(now="2026-12-28T04:00:00+00:00")
    assert report.problems
    assert kolada.files() == before


def test_a_source_that_does_not_answer_is_told_and_tried_at_once_the_next_time(site, kolada):
    site.pages.clear()
    site.pages["/v3/municipality"] = Answer(status=503, headers={"Retry-After": "9999"})
    report = kolada.fetch()
    assert not report.done
    assert kolada.files() == {}
    assert kolada.state.not_before == "2026-11-28T06:46:39+00:00"
    assert not kolada.state.is_due("monthly", "2026-11-28T05:00:00+00:00")
    assert kolada.state.is_due("monthly", "2026-11-28T07:00:00+00:00")


def test_fetch_and_ask_from_the_command(kolada, monkeypatch, capsys):
    monkeypatch.setenv("DATALOTS_LIVE_SOURCES", str(kolada.settings.live_sources))
    monkeypatch.setenv("DATALOTS_FETCH_PRIVATE_HOSTS", "127.0.0.1")
    where = ["--data-dir", str(kolada.settings.data_dir)]
    assert main(["ingest", "--fetch", "--source", "kolada", *where]) == 0
    said = capsys.readouterr().out
    assert "2 nya, 0 ändrade, 0 oförändrade och 0 borttagna filer." in said
    assert "Klart: 1 nya" in said
    assert main(["ask", "Hur hög var arbetslösheten i Malmö 2024?", "--json", *where]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["quantities"][0]["value"] == "10"
    assert answer["citations"][0]["publisher"].startswith("Kolada (RKA)")
    assert main(["sources", "--json", *where]) == 0
    status = next(one for one in json.loads(capsys.readouterr().out) if one["id"] == "kolada")
    assert (status["state"], status["documents"]) == ("fetched", 1)
    assert status["next_due"]
    assert main(["sources", "--remove", "kolada", *where]) == 0
    assert not kolada.folder.exists()


def test_the_bundled_list_of_live_sources_is_sound():
    from ingest.connectors import CONNECTORS, connector
    from rag.settings import Settings

    for source in live_sources(Settings()):
        assert source.publisher
        assert source.licence
        assert source.base.startswith("https://")
        assert connector(source.connector, source.id)
    assert {source.connector for source in live_sources(Settings())} == set(CONNECTORS)
