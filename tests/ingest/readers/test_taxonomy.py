from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.readers.taxonomy import read
from ingest.sources import CORPUS, Source
from rag.errors import SourceError
from rag.occupations import facts
from rag.schema import Concept, Document

FILE = CORPUS / "taxonomy" / "taxonomy.jsonl"
SOURCE = Source(
    id="taxonomy",
    title="JobTech Taxonomy",
    publisher="Arbetsförmedlingen",
    licence="CC0 1.0",
    path="taxonomy",
    reader="taxonomy",
)
GROUPS = [
    {"type": "group", "id": "AAAA_aaa_aaa", "code": "5", "label": "Service"},
    {"type": "group", "id": "BBBB_aaa_aaa", "code": "53", "label": "Omsorg"},
    {
        "type": "group",
        "id": "CCCC_aaa_aaa",
        "code": "535",
        "label": "Tandvård m.fl.",
        "english": "Dental care",
    },
    {
        "type": "group",
        "id": "DDDD_aaa_aaa",
        "code": "5350",
        "label": "Tandsköterskor",
        "field": "Hälso- och sjukvård",
        "isco": [["3251", "Tandhygienister"]],
        "everyday": ["tandsyster"],
    },
]
NURSE = {
    "type": "occupation",
    "id": "ckkD_JhH_Sc6",
    "label": "Tandsköterska",
    "ssyk": "5350",
    "titles": ["Övertandsköterska"],
    "keywords": ["tänder"],
    "skills": ["Munhälsovård", "Omvårdnad"],
    "substitutes": [["xq4p_8Y5_SYR", 25]],
    "substituted_by": [["xq4p_8Y5_SYR", 75]],
}
ASSISTANT = {"type": "occupation", "id": "xq4p_8Y5_SYR", "label": "Ortodontiassistent", "ssyk": "5350"}


def written(tmp_path: Path, *records: object) -> Path:
    path = tmp_path / "taxonomy.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def records_of(path: Path) -> tuple[dict[str, Concept], dict[str, Document]]:
    records = list(read(path, SOURCE))
    concepts = {record.id: record for record in records if isinstance(record, Concept)}
    documents = {record.id: record for record in records if isinstance(record, Document)}
    return concepts, documents


def test_an_occupation_states_one_fact_a_line(tmp_path: Path) -> None:
    _, documents = records_of(written(tmp_path, *GROUPS, NURSE, ASSISTANT))
    assert documents["concept:ckkD_JhH_Sc6"].text.split("\n") == [
        "Tandsköterska är en yrkesbenämning i JobTech Taxonomy.",
        "Tandsköterska har SSYK-kod 5350 och hör till gruppen Tandsköterskor (SSYK 2012).",
        "Tandsköterska hör till yrkesområdet Hälso- och sjukvård.",
        "SSYK 5350 är i JobTech Taxonomy kopplad till ISCO-08 3251 Tandhygienister.",
        "Andra titlar för Tandsköterska: Övertandsköterska.",
        "Kompetenser som hör till Tandsköterska i JobTech Taxonomy: Munhälsovård och Omvårdnad.",
        "Tandsköterska kan ersättas av 1 yrke: Ortodontiassistent (75 %).",
        "Tandsköterska kan ersätta 1 yrke: Ortodontiassistent (25 %).",
        "Graden 75 % står för hög likhet mellan två yrken och 25 % för låg likhet.",
    ]


def test_a_group_states_its_place_and_what_it_holds(tmp_path: Path) -> None:
    _, documents = records_of(written(tmp_path, *GROUPS, NURSE, ASSISTANT))
    assert documents["ssyk:5350"].text.split("\n") == [
        "SSYK 5350 är Tandsköterskor, en grupp på fyrsiffernivå i SSYK 2012.",
        "SSYK 5350 Tandsköterskor ligger under 535 Tandvård m.fl., 53 Omsorg och 5 Service.",
        "SSYK 5350 Tandsköterskor hör till yrkesområdet Hälso- och sjukvård.",
        "SSYK 5350 är i JobTech Taxonomy kopplad till ISCO-08 3251 Tandhygienister.",
        "SSYK 5350 Tandsköterskor omfattar 2 yrkesbenämningar: Tandsköterska och Ortodontiassistent.",
    ]
    assert "heter på engelska Dental care." in documents["ssyk:535"].text


def test_other_names_are_searched_and_not_quoted(tmp_path: Path) -> None:
    _, documents = records_of(written(tmp_path, *GROUPS, NURSE, ASSISTANT))
    assert documents["concept:ckkD_JhH_Sc6"].labels == ("Övertandsköterska", "tänder")
    assert documents["ssyk:5350"].labels == ("tandsyster",)
    assert "tandsyster" not in documents["ssyk:5350"].text


def test_both_directions_of_substitutability_are_kept(tmp_path: Path) -> None:
    concepts, _ = records_of(written(tmp_path, *GROUPS, NURSE, ASSISTANT))
    nurse = concepts["concept:ckkD_JhH_Sc6"]
    assert [(link.label, link.percent) for link in facts.links(nurse, "substituted_by")] == [
        ("Ortodontiassistent", 75)
    ]
    assert [(link.label, link.percent) for link in facts.links(nurse, "substitute")] == [
        ("Ortodontiassistent", 25)
    ]


@pytest.mark.parametrize(
    "broken",
    [
        "no json",
        json.dumps({"type": "group", "id": "x", "code": "12345", "label": "Too long"}),
        json.dumps({**ASSISTANT, "ssyk": "9999"}),
        json.dumps({**NURSE, "substitutes": [["gone_000_000", 75]]}),
        json.dumps({**NURSE, "unknown": 1}),
    ],
)
def test_a_broken_line_is_refused_with_a_swedish_sentence(tmp_path: Path, broken: str) -> None:
    path = written(tmp_path, *GROUPS)
    path.write_text(path.read_text(encoding="utf-8") + broken + "\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        list(read(path, SOURCE))
    assert caught.value.user_message == "Filen är skadad eller har ett annat format än namnet säger."


def test_the_bundled_file_has_every_group_and_occupation() -> None:
    concepts, documents = records_of(FILE)
    levels = [
        sum(c.scheme == "ssyk-2012" and len(c.code) == n for c in concepts.values()) for n in (1, 2, 3, 4)
    ]
    assert levels == [10, 46, 147, 400]
    assert sum(concept.scheme == "jobtech-occupation" for concept in concepts.values()) == 2412
    assert set(documents) == set(concepts)
    assert sum(len(facts.links(concept, "substitute")) for concept in concepts.values()) == 8324


def test_every_bundled_substitution_is_told_from_both_sides() -> None:
    concepts, _ = records_of(FILE)
    ahead = {(c.code, x.code, x.percent) for c in concepts.values() for x in facts.links(c, "substitute")}
    back = {(x.code, c.code, x.percent) for c in concepts.values() for x in facts.links(c, "substituted_by")}
    assert ahead == back


def test_the_bundled_provenance_agrees_with_the_file() -> None:
    provenance = json.loads((FILE.parent / "provenance.json").read_text(encoding="utf-8"))
    concepts, _ = records_of(FILE)
    assert provenance["counts"]["occupations_with_skills"] == sum(bool(c.skills) for c in concepts.values())
    assert provenance["licence"] == "CC0 1.0"
    assert provenance["known_limits"]
