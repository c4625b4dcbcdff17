from __future__ import annotations

import pytest

from rag.entities.measures import Measures, find_sexes
from rag.schema import Dimension, Measure, TableInfo


def _table(table_id: str, *measures: Measure) -> TableInfo:
    return TableInfo(
        id=table_id,
        title=table_id,
        publisher="SCB",
        url="",
        licence="CC0 1.0",
        updated="2026-01-01",
        dimensions=(Dimension(id="region", label="region", role="region", codes={"00": "riket"}),),
        measures=measures,
    )


MEDIAN = Measure(id="median", label="Medianlön", unit="SEK/month", names=("medianlön", "lön", "tjänar"))
MEAN = Measure(
    id="mean", label="Medellön", unit="SEK/month", names=("medellön", "genomsnittlig lön", "lön", "tjänar")
)
UNEMPLOYED = Measure(
    id="unemployed", label="Arbetslösa", unit="persons", names=("arbetslösa", "antal arbetslösa")
)
SHARE = Measure(id="share", label="Arbetslöshet", unit="percent", names=("arbetslöshet",))
MEASURES = Measures([_table("a", MEDIAN), _table("b", MEAN), _table("c", UNEMPLOYED), _table("d", SHARE)])


@pytest.mark.parametrize(
    ("text", "codes", "exact"),
    [
        ("Vad är medianlönen?", ["a:median"], True),
        ("vad är median lön", ["a:median"], True),
        ("vad tjänar en polis", ["a:median", "b:mean"], True),
        ("löner för lärare", ["a:median", "b:mean"], True),
        ("genomsnittlig lön", ["b:mean"], True),
        ("Hur många arbetslösa?", ["c:unemployed"], True),
        ("antal arbetslösa", ["c:unemployed"], True),
        ("arbetslösheten i maj", ["d:share"], True),
        ("medianlon", ["a:median"], False),
        ("arbetsloshet", ["d:share"], False),
        ("arbetslösehten", ["d:share"], False),
        ("medinlönen", ["a:median"], False),
    ],
)
def test_a_measure_is_found(text: str, codes: list[str], exact: bool) -> None:
    found = MEASURES.find(text)
    assert [entity.code for entity in found] == codes
    assert all(entity.exact is exact for entity in found)


@pytest.mark.parametrize(
    "text", ["sjuklön", "avlöning", "semesterlön", "arbetslag", "belöning", "en arbetsförmedlare"]
)
def test_a_longer_word_is_no_measure(text: str) -> None:
    assert MEASURES.find(text) == ()


def test_the_span_is_the_name_with_its_ending() -> None:
    text = "Vad är medianlönen för poliser?"
    (entity,) = MEASURES.find(text)
    assert text[entity.start : entity.end] == "medianlönen"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("kvinnor", ["2"]),
        ("kvinnliga läkare", ["2"]),
        ("mäns löner", ["1"]),
        ("kvinnor och män", ["2", "1"]),
        ("skillnaden mellan könen", ["1", "2"]),
        ("vad tjänar man som polis", []),
        ("men i Umeå då", []),
    ],
)
def test_sexes_are_found(text: str, codes: list[str]) -> None:
    assert [entity.code for entity in find_sexes(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("kvinnor per man", ["2", "1"]),
        ("en kvinna jämfört med en man", ["2", "1"]),
        ("kvinna mot man", ["2", "1"]),
        ("vd, 2024, man", ["1"]),
        ("vad tjänar man som kvinna", ["2"]),
        ("hur mycket tjänar man", []),
    ],
)
def test_man_is_a_sex_only_where_it_cannot_be_anybody(text: str, codes: list[str]) -> None:
    assert [entity.code for entity in find_sexes(text)] == codes
