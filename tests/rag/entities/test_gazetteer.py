from __future__ import annotations

import pytest

from ingest.readers.taxonomy import read
from ingest.sources import CORPUS, Source
from rag.entities.gazetteer import Gazetteer
from rag.schema import Concept, Dimension, Document, DocumentKind, Measure, TableInfo

SOURCE = Source(
    id="taxonomy", title="T", publisher="P", licence="CC0 1.0", path="taxonomy", reader="taxonomy"
)
TODAY = "2026-11-23"


class Everything:
    """A store with the bundled concepts, one law and one table."""

    def __init__(self) -> None:
        records = read(CORPUS / "taxonomy" / "taxonomy.jsonl", SOURCE)
        self._concepts = [record for record in records if isinstance(record, Concept)]

    def concepts(self, scheme: str | None = None) -> list[Concept]:
        return self._concepts

    def all_documents(self, kind: DocumentKind | None = None) -> list[Document]:
        return [
            Document(
                id="do",
                source_id="law",
                kind="brief",
                title="Diskriminering",
                text="Text.",
                act="2008:567",
                metadata={"act_name": "Diskrimineringslag (2008:567)"},
            )
        ]

    def tables(self) -> list[TableInfo]:
        median = Measure(
            id="median", label="Medianlön", unit="SEK/month", statistic="median", names=("medianlön",)
        )
        return [
            TableInfo(
                id="wages",
                title="Löner",
                publisher="SCB",
                url="",
                licence="CC0 1.0",
                updated="2024",
                dimensions=(Dimension(id="region", label="region", role="region", codes={"00": "riket"}),),
                measures=(median,),
            )
        ]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(Everything())


def found(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    return [(entity.kind, text[entity.start : entity.end]) for entity in gazetteer.find(text, TODAY)]


def test_all_kinds_are_found_in_the_order_of_the_question(gazetteer: Gazetteer) -> None:
    text = "Vad var medianlönen för kvinnliga poliser i Skåne 2023 enligt SCB och diskrimineringslagen?"
    assert found(gazetteer, text) == [
        ("measure", "medianlönen"),
        ("sex", "kvinnliga"),
        ("occupation", "poliser"),
        ("region", "Skåne"),
        ("period", "2023"),
        ("agency", "SCB"),
        ("act", "diskrimineringslagen"),
    ]


def test_an_agency_is_not_the_occupation_in_its_name(gazetteer: Gazetteer) -> None:
    text = "Vad tjänar man på Diskrimineringsombudsmannen?"
    assert found(gazetteer, text) == [("agency", "Diskrimineringsombudsmannen")]


def test_homonyms_of_one_kind_share_a_span(gazetteer: Gazetteer) -> None:
    entities = gazetteer.find("Vad tjänar lärare i Stockholm?", TODAY)
    assert len({(entity.start, entity.end) for entity in entities}) == 2
    assert sum(entity.kind == "region" for entity in entities) == 3
    assert {entity.code for entity in entities if entity.kind == "occupation"} == {"ssyk:2330", "ssyk:2341"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("lönen 2023", "2023"),
        ("lönen i fjol", "2025"),
        ("lönen mars 2024", "2024M03"),
        ("lönen 2019–2023", "2019/2023"),
        ("lönen sedan 2019", "2019/"),
        ("de senaste fem åren", "latest:5Y"),
    ],
)
def test_a_period_is_a_code(gazetteer: Gazetteer, text: str, code: str) -> None:
    assert [entity.code for entity in gazetteer.find(text, TODAY) if entity.kind == "period"] == [code]


def test_a_code_of_ssyk_is_no_year(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "Vad är SSYK 2012 2512?") == [("occupation", "SSYK 2012 2512")]


def test_nothing_is_found_in_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("", TODAY) == ()
    assert gazetteer.find("Hur är det med allt annat?", TODAY) == ()
