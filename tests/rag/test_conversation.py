"""A follow-up changes one thing and keeps the rest."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.conversation import standalone
from rag.entities.gazetteer import Gazetteer
from rag.index.generation import GenerationHandle
from rag.schema import Turn
from rag.settings import Settings

TODAY = "2026-11-23"


@pytest.fixture(scope="module")
def gazetteer(bundled_settings: Settings) -> Gazetteer:
    handle = GenerationHandle(bundled_settings.data_dir, bundled_settings)
    with handle.current() as generation:
        made = Gazetteer(generation.store)
    handle.close()
    return made


def after(question: str, follow_up: str, gazetteer: Gazetteer) -> str:
    return standalone(follow_up, [Turn(question=question, standalone_question=question)], gazetteer, TODAY)


@pytest.mark.parametrize(
    ("first", "then", "alone"),
    [
        ("Hur många är arbetslösa i Malmö?", "Och i Umeå?", "Hur många är arbetslösa i Umeå?"),
        ("Hur många är arbetslösa i Malmö?", "I Umeå då?", "Hur många är arbetslösa i Umeå?"),
        ("Vad är medianlönen för poliser?", "och för kockar?", "Vad är medianlönen för kockar?"),
        ("Vad tjänar poliser 2024?", "året innan?", "Vad tjänar poliser 2023?"),
        ("Vad tjänar poliser?", "och 2023?", "Vad tjänar poliser 2023?"),
        ("Vad tjänar poliser?", "för kvinnor?", "Vad tjänar poliser för kvinnor?"),
    ],
)
def test_what_a_follow_up_names_replaces_what_was_named(
    first: str, then: str, alone: str, gazetteer: Gazetteer
) -> None:
    assert after(first, then, gazetteer) == alone


@pytest.mark.parametrize(
    "question",
    [
        "Hur många semesterdagar har jag rätt till?",
        "Vad är medianlönen för kockar i Skåne?",
        "Finns det öppna data om varsel?",
    ],
)
def test_a_whole_question_stands_alone(question: str, gazetteer: Gazetteer) -> None:
    assert after("Hur många är arbetslösa i Malmö?", question, gazetteer) == question


def test_a_first_question_is_itself(gazetteer: Gazetteer) -> None:
    assert standalone("och i Umeå?", [], gazetteer, TODAY) == "och i Umeå?"


def test_the_answer_shows_how_the_follow_up_was_understood(assistant: Assistant) -> None:
    first = assistant.ask("Hur många är arbetslösa i Malmö?", today=TODAY)
    turn = Turn(question=first.question, standalone_question=first.standalone_question, answer=first)
    second = assistant.ask("Och i Umeå?", [turn], today=TODAY)
    assert second.turn == 2
    assert second.standalone_question == "Hur många är arbetslösa i Umeå?"
    assert second.quantities[0].region == "2480"


@pytest.mark.parametrize(
    ("first", "then", "alone"),
    [
        ("Hur många bor i Umeå?", "Vad är medianlönen där?", "Vad är medianlönen där i Umeå?"),
        ("Vad tjänar poliser?", "Vilka kompetenser behöver de?", "Vilka kompetenser behöver de för poliser?"),
        (
            "Vad är arbetslöshetsersättning?",
            "Sjunker den med tiden?",
            "Vad är arbetslöshetsersättning? Sjunker den med tiden?",
        ),
    ],
)
def test_a_pronoun_brings_along_what_it_may_stand_for(
    first: str, then: str, alone: str, gazetteer: Gazetteer
) -> None:
    assert after(first, then, gazetteer) == alone
