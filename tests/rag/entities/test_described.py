from __future__ import annotations

import pytest

from ingest.readers.taxonomy import read
from ingest.sources import CORPUS, Source
from rag.entities.doings import Doings
from rag.entities.occupations import OccupationNames
from rag.schema import Concept

SOURCE = Source(
    id="taxonomy", title="T", publisher="P", licence="CC0 1.0", path="taxonomy", reader="taxonomy"
)


@pytest.fixture(scope="module")
def concepts() -> list[Concept]:
    records = read(CORPUS / "taxonomy" / "taxonomy.jsonl", SOURCE)
    return [record for record in records if isinstance(record, Concept)]


@pytest.fixture(scope="module")
def names(concepts: list[Concept]) -> OccupationNames:
    return OccupationNames(concepts)


@pytest.mark.parametrize(
    ("question", "span", "label"),
    [
        ("Vad tjänar den som kör buss i Malmö?", "kör buss", "Buss"),
        ("Jag kör truck på lager. Vilka yrken kan jag byta till?", "kör truck på lager", "Truckförare"),
        ("Vilken SSYK-kod har den som lagar tänder?", "lagar tänder", "Tandläkare"),
        ("Vad har man i lön om man jobbar på mack?", "mack", "Bensinstation"),
    ],
)
def test_work_that_is_described_is_found_where_it_stands(
    names: OccupationNames, question: str, span: str, label: str
) -> None:
    entity = names.find(question)[0]
    assert label.lower() in entity.label.lower()
    assert question[entity.start : entity.end] == span
    assert not entity.exact


@pytest.mark.parametrize(
    "question",
    [
        "Vad gäller för den som arbetar natt?",
        "Hur många jobbar deltid i Sverige?",
        "Får jag jobba när jag är sjukskriven?",
        "Vad händer om jag tackar nej till ett jobb?",
    ],
)
def test_what_says_nothing_of_the_work_describes_no_occupation(names: OccupationNames, question: str) -> None:
    assert names.find(question) == ()


def test_a_title_is_read_with_the_words_around_it(names: OccupationNames) -> None:
    best = names.candidates("chef för en folkhögskola", of_work=True)[0]
    assert best.label == "Övriga chefer inom utbildning"


def test_every_clause_of_a_life_is_read(names: OccupationNames) -> None:
    labels = {candidate.label for candidate in names.told("plockade order, körde truck")}
    assert labels == {"Lager- och terminalpersonal", "Truckförare"}


def test_a_description_is_scored_as_a_share(concepts: list[Concept]) -> None:
    for found in Doings(concepts).describe(["kör", "kran", "bygget"]):
        assert 0.0 <= found.score <= 1.0
        assert 0.0 <= found.phrase <= 1.0


def test_words_that_nobody_knows_describe_nothing(concepts: list[Concept]) -> None:
    assert Doings(concepts).describe(["xyzzy", "plugh"]) == []
