"""dataportal.se and data.europa.eu: every page of a search, only what changed, and nothing that bites."""

import json

import pytest

from rag.schema import Dataset
from tests.loopback.sources_server import Answer

LATER = "2026-12-05T04:00:00+00:00"
DCT = "http://purl.org/dc/terms/"


def child(number, title="Påhittad"):
    subject = f"https://prov.example/store/{number}/resource/1"
    metadata = {
        subject: {
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [
                {"type": "uri", "value": "http://www.w3.org/ns/dcat#Dataset"}
            ],
            f"{DCT}title": [{"type": "literal", "value": title, "lang": "sv"}],
        },
        "_:b1": {"http://www.w3.org/2006/vcard/ns#fn": [{"type": "literal", "value": "Funktionsbrevlåda"}]},
    }
    return {"contextId": str(number), "entryId": "1", "metadata": metadata, "info": {}}


@pytest.fixture
def portal(site, live, recorded):
    site.held = [child(number) for number in range(1, 131)]
    entry = recorded("catalogues/entry.rdf").body

    def search(asked):
        limit, offset = int(asked.one("limit")), int(asked.one("offset"))
        return Answer(
            json={
                "offset": offset,
                "limit": limit,
                "results": len(site.held),
                "resource": {"children": site.held[offset : offset + limit]},
            }
        )

    site.pages["/store/search"] = search
    for number in range(1, 131):
        body = entry.replace(b"NN", str(number).encode())
        site.pages[f"/store/{number}/entry/1"] = Answer(body=body, type="application/rdf+xml")
    live.set("dataportal", "/store", searches=["title:arbete*"])
    return live


def test_every_page_of_a_search_is_read_and_each_dataset_is_told_apart(site, portal):
    report = portal.fetch()
    assert (report.complete, report.tally.new) == (True, 130)
    datasets = {record.id: record for record in portal.records() if isinstance(record, Dataset)}
    assert len(datasets) == 130  # at their publisher all of them are called …/resource/1
    one = datasets["7_1"]
    assert (one.title, one.publisher) == ("Påhittad datamängd 7", "Provmyndigheten")
    assert one.distributions[0].format == "CSV"
    assert one.distributions[0].licence == "CC0 1.0"
    asked = site.asked[0]
    assert asked.one("query") == (
        r"rdfType:http\://www.w3.org/ns/dcat#Dataset AND public:true AND (title:arbete*)"
    )
    assert asked.one("sort") == "modified desc"


def test_only_datasets_that_changed_are_fetched_whole_again(site, portal):
    portal.fetch()
    site.held[4] = child(5, "Ny titel")
    site.asked.clear()
    report = portal.fetch(now=LATER)
    assert (report.complete, report.tally.unchanged) == (True, 130)
    assert [path for path in site.paths() if "entry" in path] == ["/store/5/entry/1"]


def test_a_dataset_that_left_the_portal_leaves_and_half_of_them_do_not(site, portal):
    portal.fetch()
    site.held = site.held[1:]
    assert portal.fetch(now=LATER).tally.removed == 1
    site.held = site.held[:60]
    assert portal.fetch(now=LATER).tally.removed == 0


@pytest.mark.parametrize(
    "wrong",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><rdf/>',
        b"<rdf:RDF></rdf:RDF>",
        b"<html>Logga in</html>",
    ],
)
def test_rdf_that_bites_or_is_another_is_refused_and_the_others_come(site, portal, wrong):
    site.pages["/store/3/entry/1"] = Answer(body=wrong, type="application/rdf+xml")
    report = portal.fetch()
    assert not report.complete
    assert report.tally.new == 129
    assert report.problems[0].startswith("3_1: ")


def test_rdf_that_cannot_be_parsed_does_not_take_the_place_of_what_could(site, portal, recorded):
    portal.fetch()
    before = portal.files()
    body = recorded("catalogues/entry.rdf").body.replace(b"NN", b"3").replace(b"</rdf:RDF>", b"<oavslutad>")
    site.pages["/store/3/entry/1"] = Answer(body=body, type="application/rdf+xml")
    site.held[2] = child(3, "Ny titel")
    report = portal.fetch(now=LATER)
    assert "3_1.rdf går inte att läsa" in report.problems[0]
    assert portal.files() == before


def test_a_portal_that_finds_nothing_removes_nothing(site, portal):
    portal.fetch()
    site.held = []
    report = portal.fetch(now=LATER)
    assert not report.complete
    assert len(portal.files()) == 130


# ------------------------------------------------------------------ data.europa.eu


@pytest.fixture
def europa(site, live, recorded):
    site.pages["/search"] = recorded("catalogues/europa.json")
    live.set("europa", "", searches=[{"q": "labour market", "countries": ["no"]}])
    return live


def test_datasets_are_read_whichever_form_their_fields_have(site, europa):
    report = europa.fetch()
    assert (report.complete, report.problems) == (True, ())
    datasets = {record.title: record for record in europa.records() if isinstance(record, Dataset)}
    first = datasets["Arbetsprov"]
    assert first.description == "Made up. Two lines."
    assert (first.publisher, first.landing_page) == ("Test agency", "https://example.org/d")
    assert first.distributions[0].licence == "CC BY 4.0"
    second = datasets["Plain title"]
    assert second.publisher == "Plain agency"
    assert second.distributions[0].url == ""
    assert json.loads(site.asked[0].one("facets")) == {"country": ["no"]}


def test_no_contact_person_is_carried_over(europa):
    europa.fetch()
    assert "Testsson" not in "".join(europa.files().values())
    assert "mailto" not in "".join(europa.files().values())
