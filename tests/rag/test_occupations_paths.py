"""Paths, fits and questions that ask for several things, over the bundled taxonomy and tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.readers.table import read_table
from ingest.readers.taxonomy import read
from ingest.sources import CORPUS, Source
from rag import texts
from rag.entities.gazetteer import Gazetteer
from rag.index.statistics import Statistics, StatisticsWriter
from rag.index.store import Store, StoreWriter
from rag.occupations import Occupations
from rag.query import read_query
from rag.schema import Finding
from rag.statistics import Ledger, describe
from rag.verifier import Verifier

TODAY = "2026-01-29"
SOURCE = Source(
    id="taxonomy", title="T", publisher="P", licence="CC0 1.0", path="taxonomy", reader="taxonomy"
)


class Rooms:
    """The rooms that a question on an occupation needs."""

    def __init__(self, store: Store, statistics: Statistics) -> None:
        ledger = Ledger(store, statistics)
        self.occupations = Occupations(store, ledger)
        self.gazetteer = Gazetteer(store)
        self.verifier = Verifier(store, statistics)

    def several(self, question: str) -> Finding | None:
        return self.occupations.several(read_query(question, self.gazetteer, TODAY))

    def answer(self, question: str) -> Finding | None:
        return self.occupations.answer(read_query(question, self.gazetteer, TODAY))


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    folder = tmp_path_factory.mktemp("rooms")
    paths = sorted(path for path in (CORPUS / "statistics").glob("*.json") if path.stem != "provenance")
    tables = [read_table(path, "statistics") for path in paths]
    with StatisticsWriter(folder / "statistics.duckdb") as figures:
        for table in tables:
            figures.add(table)
    writer = StoreWriter(folder / "store.sqlite")
    writer.add(read(CORPUS / "taxonomy" / "taxonomy.jsonl", SOURCE))  # type: ignore[arg-type]  # no tables in it
    writer.add([record for table in tables for record in (table.info, describe(table.info))])
    writer.close()
    store, statistics = Store.open(folder / "store.sqlite"), Statistics.open(folder / "statistics.duckdb")
    yield Rooms(store, statistics)
    statistics.close()
    store.close()


def told(finding: Finding | None) -> list[str]:
    assert finding is not None
    return [claim.text.replace("\u00a0", " ") for claim in finding.claims]


def test_every_part_of_a_question_is_answered_in_its_order(rooms: Rooms) -> None:
    finding = rooms.several(
        "Vad tjänar en tandsköterska, finns det jobb i Norrbotten och vad kan man byta till?"
    )
    pay, ads, path, *_ = told(finding)
    assert pay == (
        "- År 2023 var medianlönen för tandsköterskor i riket 31 100 kr i månaden "
        "(anställda i alla sektorer)."
    )
    assert ads == "- År 2024 var antalet platsannonser för tandsköterskor i Norrbottens län 35 annonser."
    assert path == "- Tandsköterska kan ersätta 1 yrke: Ortodontiassistent (25 %)."


def test_a_part_that_no_source_answers_makes_the_answer_partial(rooms: Rooms) -> None:
    finding = rooms.several("Vad tjänar en lokförare och vad kan man byta till?")
    assert finding is not None
    assert finding.status == "partial"
    assert "Taxonomin anger inga yrken som Lokförare kan ersätta." in finding.notes


def test_to_be_told_of_an_occupation_is_to_be_told_all(rooms: Rooms) -> None:
    text = " ".join(told(rooms.several("Berätta om yrket tandsköterska")))
    for part in ("SSYK-kod 5350", "Kompetenser", "kan ersättas av", "medianlönen", "platsannonser", "bedöms"):
        assert part in text


@pytest.mark.parametrize(
    "question",
    [
        "Vad är medianlönen för politiker?",
        "Vad tjänar en lokförare?",
        "Vilken SSYK-kod har en lokförare?",
        "Vad är medianlönen för manliga systemtestare 2024, vad blir det i kronor?",
    ],
)
def test_a_question_for_one_room_is_left_to_it(rooms: Rooms, question: str) -> None:
    assert rooms.several(question) is None


def test_an_outlook_says_that_it_is_a_published_forecast(rooms: Rooms) -> None:
    finding = rooms.several("Hur ser framtiden ut för tandsköterskor och vad tjänar de?")
    assert finding is not None
    told = " ".join(finding.notes)
    assert "Arbetsförmedlingens bedömning i ord (Yrkesbarometern, filen uppdaterad 2026-" in told
    assert "inte Datalots egen prognos" in told
    assert "vilken omgång" in told


def test_a_way_with_an_outlook_says_whose_it_is(rooms: Rooms) -> None:
    finding = rooms.answer("Vad kan en psykolog byta till?")
    assert finding is not None
    assert any("bedöms vara" in claim.text for claim in finding.claims)
    assert any("inte Datalots egen prognos" in note for note in finding.notes)


def test_a_way_from_a_group_of_mostly_one_sex_says_so_with_its_numbers(rooms: Rooms) -> None:
    finding = rooms.answer("Vad kan en grundutbildad sjuksköterska byta till?")
    assert finding is not None
    assert any("kvinnor och" in claim.text and claim.quantities for claim in finding.claims)
    assert texts.OCCUPATION_SKEWED in finding.notes


def test_where_the_number_of_one_sex_is_withheld_a_way_says_that_it_cannot_be_seen(rooms: Rooms) -> None:
    finding = rooms.answer("Vad kan en psykoterapeut byta till?")
    assert finding is not None
    assert texts.OCCUPATION_WITHHELD in finding.notes


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Vilken utbildning krävs för att bli brandman?", "Skydd mot olyckor"),
        ("Krävs det legitimation för att jobba som logoped?", "Legitimation som logoped"),
    ],
)
def test_training_is_told_from_the_skills_and_not_as_a_rule(rooms: Rooms, question: str, named: str) -> None:
    finding = rooms.answer(question)
    assert finding is not None
    assert named in " ".join(claim.text for claim in finding.claims)
    assert texts.OCCUPATION_TRAINING in finding.notes


def test_what_one_occupation_lacks_for_another_is_what_the_other_has_beyond_it(rooms: Rooms) -> None:
    finding = rooms.answer("Vilka kompetenser saknar en barnskötare för att bli förskollärare?")
    assert finding is not None
    (claim,) = finding.claims
    assert claim.text.startswith("Kompetenser som hör till Förskollärare utöver")


def test_a_shortage_is_answered_with_the_chances_and_what_they_do_not_say(rooms: Rooms) -> None:
    finding = rooms.several("Är det brist på systemutvecklare?")
    assert finding is not None
    assert "Möjligheterna till jobb" in finding.claims[0].text
    assert texts.OCCUPATION_SHORTAGE in finding.notes


def test_the_codes_of_several_occupations_are_told(rooms: Rooms) -> None:
    finding = rooms.answer("Vilka koder har svetsare, målare och florister?")
    assert finding is not None
    told = " ".join(claim.text for claim in finding.claims)
    assert all(code in told for code in ("7212", "7131", "5223"))


def test_two_occupations_are_compared_with_figures_and_groups(rooms: Rooms) -> None:
    text = " ".join(told(rooms.several("Jämför busschaufför och lokförare")))
    for part in ("SSYK-kod 8331", "SSYK-kod 8311", "31 300 kr", "42 400 kr"):
        assert part in text


def test_a_way_to_other_work_tells_what_is_new_there(rooms: Rooms) -> None:
    lines = told(rooms.answer("Jag är undersköterska och vill byta yrke. Vad kan jag bli?"))
    assert any(line.startswith("- Kompetenser som hör till Barnsköterska utöver") for line in lines)
    assert any("Möjligheterna till jobb" in line for line in lines)


def test_a_skill_leads_to_the_occupation_that_has_it(rooms: Rooms) -> None:
    finding = rooms.answer("I vilket yrke behöver man vara van vid ystning för hand?")
    assert told(finding)[0].startswith("- Processoperatör mejeri: ")


def test_what_somebody_has_done_leads_to_occupations_as_guidance(rooms: Rooms) -> None:
    finding = rooms.answer("Jag har plockat order och kört truck. Vilka jobb passar mig?")
    assert finding is not None
    assert "Truckförare" in " ".join(told(finding))
    assert "Det här är vägledning ur öppna data och inte ett beslut om en person." in finding.notes


@pytest.mark.parametrize(
    "question",
    [
        "Vad tjänar en tandsköterska, finns det jobb i Skåne och vad kan man byta till?",
        "Berätta om yrket controller",
        "Jämför busschaufför och lokförare",
        "Vilka yrken kan en journalist byta till?",
        "Jag kan svetsa, läsa ritningar och köra truck. Vilka jobb passar mig?",
        "Hur stor är lönespridningen för lokförare?",
    ],
)
def test_every_sentence_passes_the_gate(rooms: Rooms, question: str) -> None:
    finding = rooms.several(question) or rooms.answer(question)
    assert finding is not None
    for claim in finding.claims:
        judgement = rooms.verifier.judge(claim, question)
        assert judgement.shown, (claim.text, judgement.why)
