"""JobTech's taxonomy, the forecast of occupations, education: versions, changes, shapes that differ."""

import json
from collections import defaultdict

import pytest

from ingest.ledger import Ledger
from ingest.registry import choose_sources
from ingest.sources import CORPUS
from rag.schema import Concept
from tests.loopback.sources_server import Answer

LATER = "2026-12-28T04:00:00+00:00"
BUNDLED = [json.loads(line) for line in (CORPUS / "taxonomy/taxonomy.jsonl").read_text().splitlines()]
UNDERSKOTERSKA = next(
    r for r in BUNDLED if r["type"] == "occupation" and r["label"].startswith("Undersköterska")
)


def published(records):
    """The three files as JobTech publishes them, made of our own records."""
    groups = [record for record in records if record["type"] == "group"]
    nodes = {
        group["code"]: {
            "id": group["id"],
            "preferred_label": group["label"],
            "ssyk_code_2012": group["code"],
            "type": f"ssyk-level-{len(group['code'])}",
            "narrower": [],
        }
        for group in groups
    }
    for code, node in nodes.items():
        if len(code) > 1:
            nodes[code[:-1]]["narrower"].append(node)
    edges = []
    for one in records:
        if one["type"] == "occupation":
            name = {"id": one["id"], "preferred_label": one["label"], "type": "occupation-name"}
            nodes[one["ssyk"]]["narrower"].append(name)
            links = defaultdict(list)
            for way in ("substitutes", "substituted_by"):
                for concept, percent in one.get(way, ()):
                    links[way].append(
                        {"id": concept, "preferred_label": "", "substitutability_percentage": percent}
                    )
            edges.append(
                {
                    "id": one["id"],
                    "preferred_label": one["label"],
                    "substitutes": [],
                    "substituted_by": [],
                    **links,
                }
            )
    isco = [
        {
            "id": group["id"],
            "ssyk_code_2012": group["code"],
            "related": [
                {"type": "isco-level-4", "isco_code_08": code, "preferred_label": label}
                for code, label in group.get("isco", ())
            ],
        }
        for group in groups
        if len(group["code"]) == 4
    ]
    top = [node for code, node in nodes.items() if len(code) == 1]
    return {
        "the-ssyk-hierarchy-with-occupations": top,
        "substitutability-relations-between-occupations": edges,
        "ssyk-level-4-with-related-isco-level-4-groups": isco,
    }


def serve(site, records, version):
    for slug, concepts in published(records).items():
        site.pages[f"/query/{slug}/{slug}.json"] = Answer(json={"data": {"concepts": concepts}})
    site.pages["/rest/main/versions"] = Answer(
        json=[
            {"taxonomy/version": n, "taxonomy/timestamp": "2026-01-01T00:00:00"}
            for n in range(1, version + 1)
        ]
    )


@pytest.fixture
def taxonomy(site, live):
    serve(site, BUNDLED, 27)
    live.set("taxonomy-live", "/query", rest=f"{site.url}/rest")
    return live


def test_the_live_taxonomy_keeps_what_the_live_files_do_not_hold(taxonomy):
    report = taxonomy.fetch()
    assert (report.complete, report.problems) == (True, ())
    delivered = [json.loads(line) for line in taxonomy.files()["taxonomy.jsonl"].splitlines()]
    assert {json.dumps(one, sort_keys=True) for one in delivered} == {
        json.dumps(one, sort_keys=True) for one in BUNDLED
    }
    concepts = [record for record in taxonomy.records() if isinstance(record, Concept)]
    assert len(concepts) == len(BUNDLED)


def test_a_new_version_brings_new_names_and_one_that_is_known_is_not_fetched(site, taxonomy):
    taxonomy.fetch()
    site.asked.clear()
    assert taxonomy.fetch(now=LATER).tally.unchanged == 1
    assert site.paths() == ["/rest/main/versions"]
    renamed = [{**r, "label": "Nytt namn"} if r["id"] == UNDERSKOTERSKA["id"] else r for r in BUNDLED]
    serve(site, renamed, 28)
    assert taxonomy.fetch(now=LATER).tally.changed == 1
    assert '"label": "Nytt namn"' in taxonomy.files()["taxonomy.jsonl"]


def test_half_a_taxonomy_is_not_believed_unless_the_rest_was_deprecated(site, taxonomy):
    taxonomy.fetch()
    gone = [r for r in BUNDLED if r["type"] == "occupation"][::2]
    left = [r for r in BUNDLED if r not in gone]
    serve(site, left, 28)
    site.pages["/rest/main/changes"] = Answer(json=[])
    report = taxonomy.fetch(now=LATER)
    assert not report.done
    assert "har ändrat form" in report.problems[0]
    site.pages["/rest/main/changes"] = Answer(
        json=[
            {
                "taxonomy/event-type": "DEPRECATED",
                "taxonomy/version": 28,
                "taxonomy/changed-concept": {"taxonomy/id": r["id"], "taxonomy/type": "occupation-name"},
            }
            for r in gone
        ]
    )
    assert taxonomy.fetch(now=LATER).done
    assert next(a for a in site.asked if a.path.endswith("changes")).one("after-version") == "27"


@pytest.mark.parametrize("field", ["preferred_label", "ssyk_code_2012", "narrower", "id"])
def test_a_group_without_a_field_leaves_the_taxonomy_as_it_was(site, taxonomy, field):
    taxonomy.fetch()
    before = taxonomy.files()
    slug = "the-ssyk-hierarchy-with-occupations"
    top = published(BUNDLED)[slug]
    del top[0]["narrower"][0][field]
    site.pages[f"/query/{slug}/{slug}.json"] = Answer(json={"data": {"concepts": top}})
    site.pages["/rest/main/versions"] = Answer(json=[{"taxonomy/version": 28}])
    report = taxonomy.fetch(now=LATER)
    assert not report.done
    assert any(field in problem for problem in report.problems)
    assert taxonomy.files() == before


def test_the_live_taxonomy_takes_the_place_of_the_bundled_one(taxonomy):
    taxonomy.fetch()
    ledger = Ledger.open(taxonomy.settings.data_dir)
    try:
        ids = [source.id for source in choose_sources(ledger, [], None, only=False)]
    finally:
        ledger.close()
    assert "taxonomy-live" in ids
    assert "taxonomy" not in ids
    assert "law" in ids


# ------------------------------------------------------------------ Yrkesbarometern


@pytest.fixture
def barometer(site, live, recorded):
    site.pages["/data/dataset/yrkesbarometer/"] = Answer(
        body=b'<html><a href="/x.json">annat</a> <a href="/files/yrkesbarometer-2026-1.json">Ladda ner</a>',
        type="text/html",
    )
    site.pages["/files/yrkesbarometer-2026-1.json"] = recorded("jobtech/barometer.json")
    live.set("yrkesbarometern")
    return live


def test_the_link_on_the_page_leads_to_a_page_for_each_occupation(site, barometer):
    report = barometer.fetch()
    assert (report.complete, report.problems) == (True, ())
    assert "/robots.txt" in site.paths()
    documents = {document.title: document.text for document in barometer.records()}
    text = documents["Yrkesbarometern 2026-1: Provyrken"]
    assert "Provyrken m.fl. (SSYK 2413, 2414)" in text
    assert (
        "## Riket\n\nNationellt bedöms möjligheterna till arbete i provyrken vara stora. Nationellt" in text
    )
    assert "## Västerbottens län\n\nPå grund av begränsat underlag görs ingen bedömning för yrket." in text
    assert (
        "## Stockholms län\n\nMöjligheter till arbete: små."
        in documents["Yrkesbarometern 2026-1: Andra provyrken"]
    )


def test_a_site_that_closes_its_page_to_programs_is_left_alone(site, barometer):
    site.pages["/robots.txt"] = Answer(body=b"User-agent: *\nDisallow: /data/")
    report = barometer.fetch()
    assert "robots.txt" in report.problems[0]
    assert site.paths() == ["/robots.txt"]


def test_a_page_without_the_link_is_a_clear_problem(site, barometer):
    site.pages["/data/dataset/yrkesbarometer/"] = Answer(body=b"<html>Ny sida</html>", type="text/html")
    assert "har ändrat form" in barometer.fetch().problems[0]


# ------------------------------------------------------------------ JobEd Connect


@pytest.fixture
def jobed(site, live, recorded):
    site.pages["/v1/educations"] = recorded("jobtech/educations.json")
    live.set("jobed", "/v1", searches=["undersköterska"])
    return live


def test_education_is_read_in_the_ways_that_it_is_written(site, jobed):
    assert jobed.fetch().complete
    documents = {document.title: document for document in jobed.records()}
    first = documents["Provutbildning till undersköterska"]
    assert "Utbildningen ges av Provkommun." in first.text
    assert "Du lär dig & övar." in first.text
    assert "javascript" not in first.url
    assert "Påbyggnad" in documents
    assert site.asked[0].one("query") == "undersköterska"


def test_a_list_that_ends_before_it_should_is_partial(site, jobed):
    jobed.fetch()
    site.pages["/v1/educations"] = Answer(json={"hits": 2, "result": []})
    report = jobed.fetch(now=LATER)
    assert not report.complete
    assert len(jobed.files()) == 2


def test_titles_that_have_moved_are_told(site, jobed):
    site.pages["/v1/educations"] = Answer(json={"hits": 1, "result": [{"id": "x", "name": "Flyttad"}]})
    assert "utan titel" in jobed.fetch().problems[0]
