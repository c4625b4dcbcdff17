"""Ads by search, by stream and of earlier years: all of them, none twice, nobody's name in any of them."""

import io
import json
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.connectors import ads
from rag.errors import FetchError
from tests.loopback.sources_server import Answer

LATER = "2026-11-29T04:00:00+00:00"
NEXT_WEEK = "2026-12-05T04:00:00+00:00"


def mask(text):
    """Stands in for the real one: takes digits in a row out."""
    return re.sub(r"\d{2,4}[- ]\d{2,3}(?: \d\d)*", "[telefon]", text)


@pytest.fixture
def three(recorded):
    return json.loads(recorded("jobtech/ads.json").body)


def lines(records):
    return Answer(body="".join(json.dumps(one) + "\n" for one in records).encode(), type="application/jsonl")


# ------------------------------------------------------------------ an ad


def test_an_ad_says_what_the_work_is_and_nobodys_name(three):
    read = ads.read(three[0], mask)
    assert "Yrkesgruppen är SSYK 2512 Mjukvaru- och systemutvecklare m.fl.\n" in read.text
    assert "Arbetstiden är heltid." in read.text
    assert "Arbetsgivare är Exempelbolaget AB." in read.text
    assert "Arbetsplatsen finns i Umeå, Västerbottens län, Sverige." in read.text
    assert "Kontakta [namn] på [telefon] eller [e-postadress]." in read.text
    for private in ("Testsson", "070", "@", "Provgatan", "08-123"):
        assert private not in read.text


def test_an_employer_without_a_company_number_is_not_named(three):
    assert "Prova" not in ads.read(three[1], mask).text
    owned = {**three[1], "employer": {"name": "Prova Provsson", "organization_number": "8001011234"}}
    assert "Prova" not in ads.read(owned, mask).text


def test_an_old_ad_may_have_lists_where_a_new_one_has_one_thing(three):
    old = {
        name: [value] if isinstance(value, dict) and name != "description" else value
        for name, value in three[0].items()
    }
    assert ads.read(old, mask).text == ads.read(three[0], mask).text


@pytest.mark.parametrize(
    "field", ["occupation", "employer", "workplace_address", "application_contacts", "duration"]
)
@pytest.mark.parametrize("value", [None, [], "x", 3, {"label": None}])
def test_a_field_of_another_form_is_left_out(three, field, value):
    read = ads.read({**three[0], field: value}, mask)
    assert "Annonsen gäller Utvecklare av öppna data." in read.text


# ------------------------------------------------------------------ streams


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=30), min_size=1), max_size=8),
    st.booleans(),
)
def test_records_come_back_from_lines_and_from_an_array(records, as_array):
    said = json.dumps(records, ensure_ascii=False) if as_array else "\n".join(map(json.dumps, records))
    assert list(ads.records(io.BytesIO(said.encode("utf-8", "surrogatepass")), "host")) == records


def test_an_array_larger_than_a_block_comes_whole():
    records = [{"id": n, "text": "å" * 5_000} for n in range(500)]
    data = json.dumps(records, ensure_ascii=False, indent=1).encode()
    assert list(ads.records(io.BytesIO(data), "host")) == records
    for cut in (1_500_000, len(data) - 1, 30):
        with pytest.raises(FetchError, match="does not end"):
            list(ads.records(io.BytesIO(data[:cut]), "host"))


# ------------------------------------------------------------------ JobSearch


@pytest.fixture
def search(site, live, three):
    """A JobSearch that holds `site.held`, answers within its ceiling and counts by region and field."""
    site.held = three
    site.ceiling = 2_000

    def answer(asked):
        hits = [
            ad
            for ad in site.held
            if asked.one("region") in ("", ad["workplace_address"]["region_concept_id"])
            and asked.one("occupation-field") in ("", ad["occupation_field"]["concept_id"])
        ]
        limit, offset = int(asked.one("limit", "10")), int(asked.one("offset", "0"))
        if offset > site.ceiling:
            return Answer(status=400, json={"message": "offset"})
        by = asked.one("stats")
        path = {
            "region": ("workplace_address", "region_concept_id"),
            "occupation-field": ("occupation_field", "concept_id"),
        }
        values = {}
        for ad in hits if by else ():
            concept = ad[path[by][0]][path[by][1]]
            values[concept] = values.get(concept, 0) + 1
        counted = [{"term": "x", "concept_id": c, "code": "", "count": n} for c, n in values.items()]
        return Answer(
            json={
                "total": {"value": len(hits)},
                "positions": len(hits),
                "stats": [{"type": by, "values": counted}] if by else [],
                "hits": hits[offset : offset + limit],
            }
        )

    site.pages["/search"] = answer
    live.set("jobsearch", "", searches=[{"q": "öppna data"}])
    return live


def test_the_ads_of_a_search_are_pages_that_the_reader_takes(search):
    report = search.fetch(mask=mask)
    assert (report.complete, report.tally.new) == (True, 3)
    titles = {document.title: document for document in search.records()}
    assert titles.keys() == {"Utvecklare av öppna data", "Biträde hos enskild firma", "Annons som går ut"}
    first = titles["Utvecklare av öppna data"]
    assert first.url == "https://arbetsformedlingen.se/platsbanken/annonser/30000001"
    assert (first.licence, first.as_of) == ("CC0 1.0", "2026-11-20")


def test_nothing_of_an_ad_is_on_the_disk_but_its_masked_page(search):
    search.fetch(mask=mask)
    for path in search.settings.data_dir.rglob("*"):
        if path.is_file():
            assert b"Testsson" not in path.read_bytes()
            assert b"070-000" not in path.read_bytes()


def test_a_search_beyond_the_ceiling_is_cut_by_region_and_field(site, search, three):
    regions, fields = ["CifL_Rzy_Mku", "CaRE_1nn_cSU"], ["apaJ_2ja_LuF", "9puE_nYg_crq"]
    site.held = [
        {
            **three[0],
            "id": str(40_000_000 + n),
            "workplace_address": {**three[0]["workplace_address"], "region_concept_id": regions[n % 5 == 0]},
            "occupation_field": {**three[0]["occupation_field"], "concept_id": fields[n % 2]},
        }
        for n in range(2_800)
    ]
    report = search.fetch(mask=mask)
    assert (report.complete, report.tally.new) == (True, 2_800)


def test_fewer_ads_than_the_search_counted_is_a_partial_delivery(site, search):
    answer = site.pages["/search"]

    def short(asked):
        said = answer(asked).json
        return Answer(json={**said, "hits": said["hits"][:2]})

    search.fetch(mask=mask)
    site.pages["/search"] = short
    report = search.fetch(now=LATER, mask=mask)
    assert not report.complete
    assert "sökningen gav 2 av 3 annonser" in report.problems[0]
    assert len(search.files()) == 3


def test_an_ad_whose_last_day_has_passed_leaves_and_one_that_only_vanished_is_asked_about(site, search):
    search.fetch(mask=mask)
    site.held = site.held[:2]
    search.fetch(now=NEXT_WEEK, mask=mask)
    assert len(search.files()) == 2
    site.held = []
    report = search.fetch(now=NEXT_WEEK, mask=mask)
    assert len(search.files()) == 2
    assert "Källan gav bara 0 av 2 poster" in report.problems[-1]
    search.fetch(now=NEXT_WEEK, mask=mask, may_shrink=True)
    assert search.files() == {}


def test_ads_that_lost_a_field_are_told(site, search, three):
    site.held = [{name: value for name, value in ad.items() if name != "headline"} for ad in three]
    report = search.fetch(mask=mask)
    assert "Fältet headline saknas i svaren från källan (3 poster)." in report.problems


# ------------------------------------------------------------------ JobStream


@pytest.fixture
def stream(site, live, three):
    site.pages["/v2/snapshot"] = lines(three)
    site.pages["/v2/stream"] = lines([])
    live.set("jobstream")
    return live


def test_a_snapshot_comes_first_and_changes_and_removals_after_it(site, stream, three):
    assert stream.fetch(mask=mask).tally.new == 3
    assert site.asked[0].headers["accept"] == "application/jsonl"
    removal = {"id": 30000002, "removed": True, "removed_date": "2026-11-28T10:00:00", "occupation": "x"}
    site.pages["/v2/stream"] = lines([{**three[0], "headline": "Ny rubrik"}, removal])
    report = stream.fetch(now=LATER, mask=mask)
    assert (report.tally.changed, report.tally.removed, report.tally.unchanged) == (1, 1, 1)
    assert site.asked[-1].one("updated-after") == "2026-11-28T03:55:00"
    assert {document.title for document in stream.records()} == {"Ny rubrik", "Annons som går ut"}
    stream.fetch(now=NEXT_WEEK, mask=mask)
    assert {document.title for document in stream.records()} == {"Ny rubrik"}


def test_a_snapshot_that_ends_in_the_middle_changes_nothing_and_is_taken_again(site, stream, three):
    whole = site.pages["/v2/snapshot"]
    site.pages["/v2/snapshot"] = Answer(body=whole.body[:-200], type=whole.type)
    assert not stream.fetch(mask=mask).done
    assert stream.files() == {}
    site.pages["/v2/snapshot"] = whole
    assert stream.fetch(mask=mask).tally.new == 3


def test_a_stream_that_breaks_leaves_the_checkpoint_where_it_was(site, stream):
    stream.fetch(mask=mask)
    site.pages["/v2/stream"] = Answer(body=b'{"id": 3', type="application/jsonl")
    assert not stream.fetch(now=LATER, mask=mask).done
    assert stream.state.checkpoint["since"] == "2026-11-28T03:55:00+00:00"
    assert len(stream.files()) == 3


def test_a_long_absence_takes_a_snapshot_again(site, stream):
    stream.fetch(mask=mask)
    site.asked.clear()
    stream.fetch(now="2027-02-28T04:00:00+00:00", mask=mask)
    assert site.paths() == ["/v2/snapshot"]


@pytest.mark.parametrize("empty", [b"", b"[]"])
def test_an_empty_snapshot_removes_nothing(site, stream, empty):
    stream.fetch(mask=mask)
    site.pages["/v2/snapshot"] = Answer(body=empty, type="application/json")
    assert not stream.fetch(now="2027-02-28T04:00:00+00:00", mask=mask).done
    assert len(stream.files()) == 3


def test_version_1_is_asked_when_version_2_is_not_there(site, stream, three):
    del site.pages["/v2/snapshot"], site.pages["/v2/stream"]
    site.pages["/snapshot"] = Answer(json=three)
    site.pages["/stream"] = Answer(json=[])
    assert stream.fetch(mask=mask).tally.new == 3
    assert stream.fetch(now=LATER, mask=mask).tally.unchanged == 3
    assert site.asked[-1].one("date") == "2026-11-28T03:55:00"


# ------------------------------------------------------------------ earlier years


def zipped(records):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2024.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    return Answer(body=held.getvalue(), type="application/zip")


@pytest.fixture
def earlier(site, live, three):
    site.pages["/2024.jsonl.zip"] = zipped(three)
    live.set("historical-ads", "", files=["2024.jsonl.zip"], most_ads=2)
    return live


def test_ads_of_earlier_years_are_read_from_their_zip_up_to_a_number(earlier):
    report = earlier.fetch(mask=mask)
    assert (report.complete, report.tally.new) == (True, 2)
    assert {document.title for document in earlier.records()} == {
        "Utvecklare av öppna data",
        "Biträde hos enskild firma",
    }


def test_a_zip_that_has_not_changed_keeps_its_ads(site, earlier, three):
    earlier.fetch(mask=mask)
    assert earlier.fetch(now=LATER, mask=mask).tally.unchanged == 2
    site.pages["/2024.jsonl.zip"] = zipped(three[1:])
    report = earlier.fetch(now=LATER, mask=mask)
    assert report.tally.new == 1


@pytest.mark.parametrize("broken", [b"PK\x03\x04 half", b"<html>not here</html>"])
def test_a_broken_zip_leaves_the_ads(site, earlier, broken):
    earlier.fetch(mask=mask)
    site.pages["/2024.jsonl.zip"] = Answer(body=broken, type="application/zip")
    report = earlier.fetch(now=LATER, mask=mask)
    assert report.problems
    assert len(earlier.files()) == 2
