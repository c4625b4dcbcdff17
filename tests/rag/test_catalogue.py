"""A need in plain words leads to datasets, and a question about rules or figures does not."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.catalogue import _ASKS_FOR_DATA

TODAY = "2026-11-23"


@pytest.mark.parametrize(
    "question",
    [
        "Finns det öppna data om varsel?",
        "Var hittar jag statistik om löner?",
        "Vilken datamängd visar pendling?",
        "Data om strejker i Sverige?",
        "Finns det ett API för platsannonser?",
    ],
)
def test_these_ask_for_data(question: str) -> None:
    assert _ASKS_FOR_DATA.search(question)


@pytest.mark.parametrize(
    "question",
    [
        "Vilka hinder finns det för öppna data på arbetsmarknaden?",
        "Får en myndighet ta betalt för öppna data?",
        "Vad är öppna data?",
        "Hur många varslades i mars?",
        "Vad tjänar en polis?",
    ],
)
def test_these_do_not(question: str) -> None:
    assert not _ASKS_FOR_DATA.search(question)


def test_a_dataset_is_told_with_publisher_format_licence_and_frequency(assistant: Assistant) -> None:
    answer = assistant.ask("Finns det öppna data om varsel?", today=TODAY)
    assert answer.status == "answered"
    assert answer.citations[0].kind == "dataset"
    first = answer.sentences[0].text
    for fact in ("Utgivare är Arbetsförmedlingen.", "format", "Licensen", "uppdateras"):
        assert fact in first


def test_a_question_of_one_property_is_answered_from_that_dataset(assistant: Assistant) -> None:
    answer = assistant.ask("Vilken licens har JobTech Taxonomy?", today=TODAY)
    assert answer.citations[0].kind == "dataset"
    assert len(answer.citations) == 1
    assert "Licensen" in answer.text


def test_what_no_dataset_holds_is_said_with_the_nearest(assistant: Assistant) -> None:
    answer = assistant.ask("Finns det öppna data om antalet enhörningar i Vasaloppet?", today=TODAY)
    assert answer.status in {"no_evidence", "out_of_scope"}
    assert answer.citations == ()
