"""The connectors on payloads as the real services gave them, where those files are (`make test-shared`)."""

import csv
import json
from itertools import product

import pytest

from ingest.connectors import ads, europa
from ingest.connectors.scb_cells import joined
from ingest.connectors.statute_text import sections
from rag.schema import Concept, Dataset, Table
from tests.loopback.sources_server import Answer

pytestmark = pytest.mark.shared


@pytest.fixture
def apis(shared_dir):
    return shared_dir / "apis"


def loaded(path):
    value = json.loads(path.read_text(encoding="utf-8-sig"))
    if isinstance(value, dict):
        value.pop("_provenance", None)
    return value


def test_every_recorded_ad_becomes_a_page_without_addresses(apis):
    found = loaded(apis / "jobtech/jobsearch_search_real_2025_redacted.json")["hits"]
    found.append(loaded(apis / "jobtech/jobstream_ad_2024_real_redacted.json"))
    shape = ads.shape()
    for ad in found:
        assert shape.fits(ad)
        read = ads.read(ad, lambda text: text)
        assert read.text.startswith("---\ntitle:")
        assert "@" not in read.text


def test_a_recorded_search_goes_through_the_connector(site, live, apis):
    page = loaded(apis / "jobtech/jobsearch_search_real_2025_redacted.json")
    page["total"]["value"] = len(page["hits"])
    site.pages["/search"] = Answer(json=page)
    live.set("jobsearch", "", searches=[{"q": "produktion"}])
    report = live.fetch(mask=lambda text: text)
    assert (report.complete, report.problems) == (True, ())
    assert report.tally.new == len(page["hits"])


def test_a_recorded_removal_is_one(site, live, apis):
    removal = loaded(apis / "jobtech/jobstream_removal_object_from_docs.json")
    ad = loaded(apis / "jobtech/jobstream_ad_2024_real_redacted.json")
    ad["id"], ad["last_publication_date"] = str(removal["id"]), "2099-01-01T00:00:00"
    site.pages["/v2/snapshot"] = Answer(body=json.dumps(ad).encode(), type="application/jsonl")
    site.pages["/v2/stream"] = Answer(body=json.dumps(removal).encode(), type="application/jsonl")
    live.set("jobstream")
    assert live.fetch(mask=lambda text: text).tally.new == 1
    assert live.fetch(now="2026-11-29T04:00:00+00:00", mask=lambda text: text).tally.removed == 1


def test_the_recorded_taxonomy_is_read_whole(site, live, apis):
    folder = apis / "jobtech"
    hierarchy = loaded(folder / "taxonomy_bulk_real__the-ssyk-hierarchy-with-occupations.json")
    edges = loaded(folder / "taxonomy_bulk_real__substitutability_subset.json")
    isco = loaded(folder / "taxonomy_bulk_real__ssyk-level-4-with-related-isco_subset.json")
    for slug, answer in {
        "the-ssyk-hierarchy-with-occupations": hierarchy,
        "substitutability-relations-between-occupations": edges,
        "ssyk-level-4-with-related-isco-level-4-groups": isco,
    }.items():
        site.pages[f"/q/{slug}/{slug}.json"] = Answer(json=answer)
    site.pages["/rest/main/versions"] = Answer(json=[{"taxonomy/version": 27}])
    live.set("taxonomy-live", "/q", rest=f"{site.url}/rest")
    report = live.fetch()
    assert (report.complete, report.problems) == (True, ())
    concepts = [record for record in live.records() if isinstance(record, Concept)]
    assert len(concepts) == 10 + 46 + 147 + 400 + 2_412


def test_the_recorded_forecast_is_read(site, live, apis):
    rows = loaded(apis / "jobtech/yrkesbarometer_2025-2_real_subset.json")
    site.pages["/file.json"] = Answer(json=rows)
    live.set("yrkesbarometern", "", file="/file.json")
    report = live.fetch()
    assert (report.complete, report.problems) == (True, ())
    assert len(live.records()) == len({row["yb_concept_id"] for row in rows})


def test_the_recorded_answer_of_scb_is_one_part_of_itself(apis):
    answer = loaded(apis / "scb/v2_TAB1267_data_jsonstat2_real.json")
    whole = joined([answer])
    assert whole["value"] == answer["value"]
    assert list(product(*whole["dimension"])) == list(product(*answer["dimension"]))


def test_recorded_metadata_and_data_of_scb_go_through_the_connector(site, live, apis):
    data = loaded(apis / "scb/v2_TAB1267_data_jsonstat2_real.json")
    site.pages["/config"] = Answer(json=loaded(apis / "scb/v2_config_real.json"))
    site.pages["/tables/TAB1267/metadata"] = Answer(json={**data, "value": []})
    site.pages["/tables/TAB1267/data"] = Answer(json=data)
    live.set("scb", "", tables=[{"id": "TAB1267"}])
    report = live.fetch()
    assert (report.complete, report.problems) == (True, ())
    table = next(record for record in live.records() if isinstance(record, Table))
    assert [row[-1] for row in table.rows] == ["10557682", "2455914"]
    assert table.info.updated == "2024-12-10"


@pytest.mark.parametrize("name", ["sfs-2025-399", "sfs-2024-1274"])
def test_recorded_statutes_are_cut_into_sections(apis, name):
    source = loaded(apis / f"riksdagen/rkrattsbaser_es__{name}.json")
    found = sections(source["fulltext"]["forfattningstext"])
    assert [section.number for section in found] == [str(n) for n in range(1, len(found) + 1)]


def test_recorded_lists_of_riksdagen_are_read_in_all_their_forms(site, live, apis):
    listed = loaded(apis / "riksdagen/riksdagen_dokumentlista_shape.json")
    listed["dokumentlista"]["@sidor"] = "1"
    site.pages["/dokumentlista/"] = Answer(json=listed)
    site.pages["/dokument/sfs-2011-1029.text"] = Answer(body="1 § Lag.".encode())
    live.set("riksdagen", "", searches=[{"doktyp": "sfs"}])
    assert live.fetch().tally.new == 1
    forms = loaded(apis / "riksdagen/riksdagen_dokumentlista_empty_and_single_shapes.json")
    site.pages["/dokumentlista/"] = Answer(json=forms["single_hit_is_object"])
    assert live.fetch().complete
    for empty in ("no_hits", "no_hits_key_absent"):
        site.pages["/dokumentlista/"] = Answer(json=forms[empty])
        assert not live.fetch().complete
    assert len(live.files()) == 1


def test_recorded_pages_of_the_government_are_chosen_by_subject(site, live, apis):
    items = loaded(apis / "esv/g0vse__labour_market_items.json")["rapporter.json"]
    site.pages["/api/latest_updated.json"] = Answer(json=loaded(apis / "esv/g0vse__latest_updated.json"))
    site.pages["/api/codes.json"] = Answer(json=loaded(apis / "esv/g0vse__codes.json"))
    site.pages["/rapporter.json"] = Answer(json=items)
    markdown = (apis / "esv/g0vse__rapporter__page.md").read_bytes()
    for item in items:
        site.pages[f"{item['url'].rstrip('/')}.md"] = Answer(body=markdown, type="text/markdown")
    live.set("regeringen", "", routes=["rapporter"], categories=["1213"], since="2000-01-01")
    report = live.fetch()
    assert (report.complete, report.problems) == (True, ())
    assert report.tally.new == sum("1213" in item["categories"] for item in items)


def test_recorded_letters_and_authorities_are_read(site, live, apis):
    letters = apis / "esv/oppna-statsliggaren__letters_labour_agencies.csv"
    site.pages["/letters.csv"] = Answer(body=letters.read_bytes(), type="text/csv")
    attachments = apis / "esv/oppna-statsliggaren__attachments_labour_agencies.csv"
    site.pages["/attachments.csv"] = Answer(body=attachments.read_bytes(), type="text/csv")
    live.set("regleringsbrev", "", agencies=["Arbetsförmedlingen"], since=2024)
    assert live.fetch().complete
    [document] = live.records()
    assert "Index?rbId=24162" in document.text
    authorities = apis / "handlingar/alaveteli__all-authorities_fixture.csv"
    site.pages["/body/all-authorities.csv"] = Answer(body=authorities.read_bytes(), type="text/csv")
    live.set("handlingar", "", counted=[])
    assert live.fetch().tally.new == len(list(csv.DictReader(authorities.read_text().splitlines())))


def test_recorded_descriptions_of_datasets_are_read(site, live, apis):
    shape = loaded(apis / "dataportal/entrystore_search_shape.json")
    site.pages["/search"] = Answer(json=shape)
    rdf = (apis / "dataportal/DCAT-AP-SE__obligatoriskt.rdf").read_text(encoding="utf-8")
    rdf = rdf.replace("https://example.com/dataset1", "https://example.org/dataset/1")
    site.pages["/1/entry/1"] = Answer(body=rdf.encode(), type="application/rdf+xml")
    live.set("dataportal", "", searches=["title:x"])
    assert live.fetch().complete
    [dataset] = [record for record in live.records() if isinstance(record, Dataset)]
    assert (dataset.id, dataset.title) == ("1_1", "Matvaruaffärer i Sverige")
    lines = list(europa._triples(loaded(apis / "dataportal/piveau__dcatap_dataset_example.json")))
    assert any("Example Dataset" in line for line in lines)
    assert not any("John Doe" in line for line in lines)


def test_a_recorded_key_figure_becomes_a_table(site, live, apis):
    sample = loaded(apis / "kolada_susa/kolada_mcp__sample_data.json")
    figure = sample["SAMPLE_KPI_API_RESPONSE"]["values"][0]
    site.pages["/kpi/N00945"] = Answer(json={"values": [figure]})
    places = sample["SAMPLE_MUNICIPALITY_API_RESPONSE"]
    site.pages["/municipality"] = Answer(json={"values": places["values"]})
    data = sample["SAMPLE_DATA_API_RESPONSE"]
    site.pages["/data/kpi/N00945/year/2026"] = Answer(json={"values": data["values"]})
    live.set("kolada", "", kpis=["N00945"], first_year=2026)
    report = live.fetch()
    assert report.done
    [table] = [record for record in live.records() if isinstance(record, Table)]
    assert ("0180", "2023", "1+2", "984748") in table.rows
