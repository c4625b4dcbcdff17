"""Statutes by section, Riksdagen's documents, regeringen.se through g0v.se, regleringsbrev, Handlingar.se."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.connectors.statute_text import sections
from tests.loopback.sources_server import Answer

LATER = "2027-01-05T04:00:00+00:00"
TEXT = "/dokument/sfs-2026-9001.text"


# ------------------------------------------------------------------ the text of a statute


@pytest.fixture
def act(recorded):
    return recorded("riksdagen/lag.txt").body.decode()


def test_a_statute_is_cut_into_its_sections(act):
    found = sections(act)
    assert [section.name for section in found] == [
        "1 kap. 1 §",
        "1 kap. 1 a §",
        "1 kap. 1 a §",
        "2 kap. 1 §",
        "2 kap. 2 §",
    ]
    assert [section.heading for section in found][::3] == ["Lagens innehåll", "Tillsynsmyndighet"]
    assert found[0].text.startswith(
        "Denna lag är påhittad för prov av arbetsmarknadspolitiska regler i 2 kap. 1 § provbalken och för "
        "arbetstagar- och arbetsgivarfrågor."
    )
    assert found[0].text.endswith("2. den som skriver den. Lag (2026:9050).")
    assert found[-1].text == "Tillsynen är avgiftsfri."


def test_a_section_that_stands_twice_is_in_force_once(act):
    _, old, new, *_ = sections(act)
    assert (old.in_force("2026-12-31"), new.in_force("2026-12-31")) == (True, False)
    assert (old.in_force("2027-01-01"), new.in_force("2027-01-01")) == (False, True)


def test_a_text_without_sections_has_none():
    assert sections("") == []
    assert sections("Kungl. Maj:t har funnit gott förordna.") == []


@given(st.text(alphabet="1234 akp.§/UI:-\nÅ", max_size=300))
def test_any_text_is_read_without_a_crash(text):
    for section in sections(text):
        assert section.number
        assert section.text


# ------------------------------------------------------------------ statutes


@pytest.fixture
def statutes(site, live, recorded):
    site.pages["/dokumentlista/"] = recorded("riksdagen/lista.json")
    site.pages[TEXT] = recorded("riksdagen/lag.txt")
    site.pages["/es"] = recorded("riksdagen/es.json")
    live.set("sfs", "", acts=["2026:9001"], es=f"{site.url}/es")
    return live


def test_an_act_becomes_a_page_a_section_with_its_state_of_law(site, statutes):
    report = statutes.fetch()
    assert (report.complete, report.problems) == (True, ())
    assert site.asked[0].one("bet") == "2026:9001"
    documents = {document.title: document for document in statutes.records() if document.in_force}
    first = documents["1 kap. 1 a § Lag (2026:9001) om prov"]
    assert (first.kind, first.act, first.section, first.as_of) == (
        "law",
        "2026:9001",
        "1 kap. 1 a §",
        "2026-06-01",
    )
    assert first.url == "https://rkrattsbaser.gov.se/sfst?bet=2026:9001"
    assert first.text.startswith("1 a § Ett prov får ta högst en dag.")
    assert "Lydelse till och med SFS 2026:9100." in first.text
    assert len(statutes.records()) == 5
    assert len(documents) == 4


def test_an_act_that_has_not_changed_is_not_fetched_again(site, statutes):
    statutes.fetch()
    site.asked.clear()
    assert statutes.fetch(now="2026-12-05T04:00:00+00:00").tally.unchanged == 5
    assert site.paths() == ["/dokumentlista/"]


def test_a_section_comes_into_force_on_its_day_though_the_publisher_has_changed_nothing(statutes):
    statutes.fetch()
    statutes.fetch(now="2027-01-02T04:00:00+00:00")
    [stands] = [one for one in statutes.records() if one.section == "1 kap. 1 a §" and one.in_force]
    assert "högst två dagar" in stands.text


def test_the_second_publisher_is_asked_when_the_first_has_no_text(site, statutes):
    site.pages[TEXT] = Answer(body=b"SFS nr: 2026:9001\n\n")
    assert statutes.fetch().complete
    [first, second] = statutes.records()
    assert not first.in_force
    assert "Denna lag är påhittad." in first.text
    assert "Författningen är upphävd den 2026-10-01." in second.text
    asked = json.loads(site.asked[-1].body)
    assert asked["searchIndexes"] == ["Sfs"]
    assert "2026:9001" in json.dumps(asked)


@pytest.mark.parametrize("page", [Answer(body=b"1 \xc2\xa7 Bara en paragraf."), Answer(status=404)])
def test_a_halved_act_does_not_take_the_place_of_a_whole_one(site, statutes, recorded, page):
    statutes.fetch()
    before = statutes.files()
    listed = recorded("riksdagen/lista.json")
    newer = listed.body.replace(b"2026-06-01", b"2026-12-01")
    site.pages["/dokumentlista/"] = Answer(body=newer, type="application/json")
    site.pages[TEXT] = page
    site.pages["/es"] = Answer(status=404)
    report = statutes.fetch(now=LATER)
    assert not report.complete
    assert statutes.files() == before


@pytest.mark.parametrize("none", [None, "absent"])
def test_a_list_without_hits_asks_the_second_publisher(site, statutes, none):
    listed = {"@traffar": "0", "@sida": "1", "@sidor": "0", **({"dokument": None} if none is None else {})}
    site.pages["/dokumentlista/"] = Answer(json={"dokumentlista": listed})
    assert statutes.fetch().complete
    assert len(statutes.files()) == 2


# ------------------------------------------------------------------ Riksdagen's documents


def entry(number, **more):
    return {
        "dok_id": f"H{number}",
        "titel": f"Betänkande {number}",
        "doktyp": "sou",
        "beteckning": f"2026:{number}",
        "systemdatum": "2026-05-01 00:00:00",
        "datum": "2026-04-01",
        "organ": "Provdepartementet",
        **more,
    }


@pytest.fixture
def riksdagen(site, live):
    site.held = [entry(number) for number in range(130)]

    def listed(asked):
        page, size = int(asked.one("p")), int(asked.one("sz"))
        pages = -(-len(site.held) // size)
        shown = min(page, pages)  # beyond the last page it repeats the last
        hits = site.held[(shown - 1) * size : shown * size]
        return Answer(
            json={
                "dokumentlista": {
                    "@traffar": str(len(site.held)),
                    "@sida": str(shown),
                    "@sidor": str(pages + 3),
                    "dokument": hits,
                }
            }
        )

    site.pages["/dokumentlista/"] = listed
    for number in range(130):
        site.pages[f"/dokument/H{number}.text"] = Answer(body=f"Utredning {number} om arbete.".encode())
    live.set("riksdagen", "", searches=[{"doktyp": "sou", "sok": "arbete"}], most=1_000)
    return live


def test_all_pages_are_read_and_a_repeated_last_page_ends_them(site, riksdagen):
    report = riksdagen.fetch()
    assert (report.complete, report.tally.new) == (True, 130)
    lists = [one for one in site.asked if one.path == "/dokumentlista/"]
    assert [one.one("p") for one in lists] == ["1", "2", "3"]
    documents = {document.title: document for document in riksdagen.records()}
    assert documents["SOU 2026:7: Betänkande 7"].publisher == "Provdepartementet"


def test_only_what_changed_is_fetched_again(site, riksdagen):
    riksdagen.fetch()
    site.asked.clear()
    site.held[3] = entry(3, systemdatum="2026-12-01 00:00:00")
    riksdagen.fetch(now=LATER)
    assert [path for path in site.paths() if path != "/dokumentlista/"] == ["/dokument/H3.text"]


def test_half_the_list_removes_nothing(site, riksdagen):
    riksdagen.fetch()
    site.held = site.held[:65]
    report = riksdagen.fetch(now=LATER)
    assert (report.tally.held, report.tally.removed) == (65, 0)
    assert "Källan gav bara 65 av 130 poster" in report.problems[-1]
    assert riksdagen.fetch(now=LATER, may_shrink=True).tally.removed == 65


# ------------------------------------------------------------------ regeringen.se


@pytest.fixture
def regeringen(site, live, recorded):
    site.pages["/api/latest_updated.json"] = Answer(
        json={"latest_updated": "2026-11-27 04:00:00", "items": 3}
    )
    site.pages["/api/codes.json"] = Answer(
        json={"1213": "Arbetsmarknad", "1284": "Arbetsmarknadsdepartementet"}
    )
    site.pages["/rapporter.json"] = recorded("g0v/rapporter.json")
    markdown = "# Provrapport om arbete\n\nRapporten handlar om prov."
    site.pages["/rapporter/2026/05/provrapport-om-arbete.md"] = Answer(
        body=markdown.encode(), type="text/markdown"
    )
    live.set("regeringen", "", routes=["rapporter"], categories=["1213"], since="2022-01-01")
    return live


def test_the_pages_of_a_subject_come_with_links_to_regeringen(regeringen):
    report = regeringen.fetch()
    assert (report.complete, report.problems) == (True, ())
    [document] = regeringen.records()
    assert document.title == "SOU 2026:999: Provrapport om arbete"
    assert document.url == "https://www.regeringen.se/rapporter/2026/05/provrapport-om-arbete/"
    assert "https://www.regeringen.se/contentassets/abc/prov.pdf" in document.text
    assert "annanplats" not in document.text
    assert {"Arbetsmarknad", "Arbetsmarknadsdepartementet"} <= set(document.labels)


def test_nothing_is_asked_while_the_mirror_is_the_same(site, regeringen):
    regeringen.fetch()
    site.asked.clear()
    assert regeringen.fetch(now=LATER).tally.unchanged == 1
    assert site.paths() == ["/api/latest_updated.json"]


def test_what_a_run_leaves_is_told_and_comes_with_the_next(site, regeringen):
    regeringen.set(
        "regeringen", "", routes=["rapporter"], categories=["1213"], since="2000-01-01", most_new=1
    )
    site.pages["/rapporter/2001/01/gammal.md"] = Answer(body=b"Gammal.", type="text/markdown")
    report = regeringen.fetch()
    assert "återstår" in report.problems[0]
    assert regeringen.fetch().tally.new == 1
    assert regeringen.fetch().complete


def test_an_empty_route_removes_nothing(site, regeringen):
    regeringen.fetch()
    site.pages["/api/latest_updated.json"] = Answer(json={"latest_updated": "2026-11-28 04:00:00"})
    site.pages["/rapporter.json"] = Answer(json=[])
    assert not regeringen.fetch(now=LATER).complete
    assert len(regeringen.files()) == 1


# ------------------------------------------------------------------ regleringsbrev and Handlingar.se


@pytest.fixture
def letters(site, live, recorded):
    site.pages["/letters.csv"] = recorded("lists/letters.csv")
    site.pages["/attachments.csv"] = recorded("lists/attachments.csv")
    live.set("regleringsbrev", "", agencies=["Provmyndigheten"])
    return live


def test_the_letters_of_an_agency_and_a_year_are_one_page(letters):
    assert letters.fetch().complete
    [document] = letters.records()
    assert document.title == "Regleringsbrev för Provmyndigheten 2026"
    assert (
        "Regleringsbrev för Provmyndigheten 2026 beslutades den 2025-12-18: https://www.esv.se/"
        in document.text
    )
    assert "Index?rbId=90002" in document.text
    assert "Bilaga 1 Prov.docx" in document.text
    assert document.as_of == "2026-03-05"


def test_a_column_that_is_gone_is_told(site, letters):
    letters.fetch()
    site.pages["/letters.csv"] = Answer(body=b"id,typ\n1,Regleringsbrev\n", type="text/csv")
    assert not letters.fetch(now=LATER).done
    assert len(letters.files()) == 1


@pytest.fixture
def handlingar(site, live, recorded):
    site.pages["/body/all-authorities.csv"] = recorded("lists/authorities.csv")
    info = {"requests_count": 12, "requests_successful_count": 5}
    site.pages["/body/prov.json"] = Answer(json={"name": "Provmyndigheten", "info": info})
    live.set("handlingar", "", counted=["prov"])
    return live


def test_an_authority_is_a_page_with_the_way_to_ask_it(site, handlingar):
    assert handlingar.fetch().complete
    documents = {document.title: document for document in handlingar.records()}
    first = documents["Begär ut handlingar från Provmyndigheten"]
    assert f"{site.url}/new/prov" in first.text
    assert "Tidigare begäranden hos Handlingar.se: 12, varav 5 besvarade i sin helhet." in first.text
    assert first.url == f"{site.url}/body/prov"
    assert "Begär ut handlingar från Andra provmyndigheten" in documents
    assert "/body/andra_prov.json" not in site.paths()
