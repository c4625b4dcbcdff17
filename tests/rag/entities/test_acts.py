from __future__ import annotations

import pytest

from rag.entities.acts import AGENCIES, Acts
from rag.schema import Document, DocumentKind


class Laws:
    """A store with three laws."""

    def all_documents(self, kind: DocumentKind | None = None) -> list[Document]:
        return [
            law(
                "las-7",
                "1982:80",
                "Lag (1982:80) om anställningsskydd",
                "LAS",
                "anställningsskyddslagen",
                "bolagen",
            ),
            law("sem-4", "1977:480", "Semesterlag (1977:480)", "semesterlagen", "avslag", "gammal lag"),
            law("osl-1", "2009:400", "Offentlighets- och sekretesslag (2009:400)", "sekretesslagen"),
            law("old-1", "1997:238", "Lag (1997:238) om arbetslöshetsförsäkring", "gamla a-kasselagen"),
            law("new-1", "2024:506", "Lag (2024:506) om arbetslöshetsförsäkring", "a-kasselagen"),
        ]


def law(document_id: str, act: str, name: str, *labels: str) -> Document:
    return Document(
        id=document_id,
        source_id="law",
        kind="brief",
        title="En paragraf",
        text="Text.",
        act=act,
        labels=labels,
        metadata={"act_name": name},
    )


ACTS = Acts(Laws())


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Vad säger LAS om uppsägning?", "1982:80"),
        ("vad säger las om uppsägning", "1982:80"),
        ("Enligt lagen om anställningsskydd", "1982:80"),
        ("Anställningsskyddslagens regler", "1982:80"),
        ("Vad står i lag (1982:80)?", "1982:80"),
        ("Gäller SFS 2022:818?", "2022:818"),
        ("Vad säger semesterlagen?", "1977:480"),
        ("Offentlighets- och sekretesslagen gäller", "2009:400"),
        ("MBL-förhandling enligt MBL", "1976:580"),
    ],
)
def test_a_law_is_found_by_number_name_and_short_name(text: str, act: str) -> None:
    assert {entity.code for entity in ACTS.find(text)} == {act}


def test_the_longest_name_of_a_law_wins() -> None:
    found = ACTS.find("Vad sa gamla a-kasselagen?")
    assert [(entity.code, entity.start, entity.end) for entity in found] == [("1997:238", 7, 25)]


@pytest.mark.parametrize(
    "text",
    [
        "Min ansökan fick avslag.",
        "Det är en gammal lag.",
        "Kommunala bolagen",
        "Läs mer",
        "Lagen säger",
        "Klockan 20:15",
    ],
)
def test_words_that_only_look_like_laws_are_left_alone(text: str) -> None:
    assert ACTS.find(text) == ()


def test_the_full_name_is_the_label_of_a_law_that_a_source_has() -> None:
    assert ACTS.find("LAS")[0].label == "Lag (1982:80) om anställningsskydd"
    assert ACTS.find("2022:818")[0].label == "2022:818"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Vad gör Arbetsförmedlingen?", "Arbetsförmedlingen"),
        ("arbetsförmedlingens ansvar", "Arbetsförmedlingen"),
        ("vad gor arbetsformedlingen", "Arbetsförmedlingen"),
        ("Statistik från SCB", "Statistiska centralbyrån"),
        ("scb:s statistik", "Statistiska centralbyrån"),
        ("Myndigheten för digital förvaltning", "Digg"),
        ("DO prövade saken", "Diskrimineringsombudsmannen"),
    ],
)
def test_an_agency_is_found_by_its_names(text: str, agency: str) -> None:
    assert [(entity.kind, entity.code) for entity in ACTS.find(text)] == [("agency", agency)]


def test_short_names_of_agencies_need_their_capitals() -> None:
    assert ACTS.find("do it, af och ki") == ()


def test_every_agency_is_found_by_its_official_name() -> None:
    for agency in AGENCIES:
        assert [entity.code for entity in ACTS.find(f"Vad gör {agency}?")] == [agency]
