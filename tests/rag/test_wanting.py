"""What is found for a question, and how it asks, decide whether it wants data or a text."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.catalogue.door import asks_a_fact, read_ask
from rag.catalogue.wanting import patterns, wants_data

TODAY = "2026-11-23"


def test_words_of_the_subject_do_not_count_by_themselves() -> None:
    assert patterns("Hur många barnmorskor per kommun?") == patterns("Hur många slaktare per bygd?")


def test_a_number_counts_as_a_number() -> None:
    assert patterns("sedan 2015") == patterns("sedan 1999")


@pytest.mark.parametrize("question", ["antal konkurser per kommun och år", "Får jag ta ut semester i juni?"])
def test_the_better_a_dataset_fits_and_the_worse_texts_answer_the_more_it_wants_data(question: str) -> None:
    assert wants_data(question, 0.9, 0.5) > wants_data(question, 0.4, 0.5)
    assert wants_data(question, 0.5, 0.1) > wants_data(question, 0.5, 0.9)


def test_how_it_is_asked_tells_a_need_from_a_rule() -> None:
    assert wants_data("antal uppsägningar per kommun", 0.5, 0.5) > wants_data("får jag bli uppsagd", 0.5, 0.5)


@pytest.mark.parametrize(
    ("question", "of_fact"),
    [
        ("Hur många dog på jobbet i fjol?", True),
        ("hur manga besokare har sajten om dagen", True),
        ("konkurser per län, månad för månad", False),
        ("Går det att se hur många som byter jobb?", False),
        ("Jag skriver uppsats om pendlare. Vilka åker längst?", False),
    ],
)
def test_a_question_of_fact_is_told_from_one_of_what_there_is(question: str, of_fact: bool) -> None:
    assert asks_a_fact(question) is of_fact


def test_a_need_that_names_no_data_is_answered_with_the_datasets_that_meet_it(assistant: Assistant) -> None:
    question = "kommuner jämförda efter hur många som pendlar ut"
    assert read_ask(question) is None
    answer = assistant.ask(question, today=TODAY)
    assert answer.status in {"answered", "partial"}
    assert any("pendling" in citation.document_id for citation in answer.citations)


def test_work_that_is_only_described_is_placed_when_its_place_is_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("Hon kör ut post på moped i villaområden. Hur klassas det?", today=TODAY)
    assert answer.status in {"answered", "partial"}
    assert "Brevbärare" in answer.text
