"""Requests in a conversation: for what was spoken of, and what is asked after a draft."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.schema import Turn

TODAY = "2026-11-23"


def turns(assistant: Assistant, *questions: str) -> list[Turn]:
    """The questions asked one after the other."""
    history: list[Turn] = []
    for question in questions:
        answer = assistant.ask(question, history, today=TODAY)
        history.append(Turn(question=question, standalone_question=answer.standalone_question, answer=answer))
    return history


MISSING = "Finns det statistik över hur många undersköterskor som sagt upp sig på grund av stress?"


def test_a_request_for_it_is_for_what_was_asked_about(assistant: Assistant) -> None:
    *_, last = turns(assistant, MISSING, "Skriv en begäran till Socialstyrelsen om det")
    assert last.answer is not None
    assert last.answer.status == "answered"
    assert "Utkast till Socialstyrelsen" in last.answer.text
    assert "hur många undersköterskor som sagt upp sig på grund av stress" in last.answer.text


@pytest.mark.parametrize("follow_up", ["Måste de svara?", "Får de fråga vem jag är?"])
def test_what_is_asked_after_a_draft_is_asked_of_the_authority(assistant: Assistant, follow_up: str) -> None:
    *_, last = turns(assistant, MISSING, "Skriv en begäran till Socialstyrelsen om det", follow_up)
    assert last.standalone_question.startswith("Om begäran om allmän handling: ")
    assert "myndigheten" in last.standalone_question


def test_data_on_them_are_data_on_the_occupation_before(assistant: Assistant) -> None:
    *_, last = turns(
        assistant, "Vad tjänar elevassistenter?", "Finns det statistik över hur många de är per kommun?"
    )
    assert last.standalone_question == "Finns det statistik över hur många elevassistenter är per kommun?"


def test_what_may_be_done_with_a_dataset_is_asked_of_the_one_before(assistant: Assistant) -> None:
    *_, last = turns(
        assistant, "Finns det data om hur många som pendlar till Stockholm?", "Får jag bygga en app på den?"
    )
    assert last.answer is not None
    assert "Licensen är" in last.answer.text
    assert "pendling" in last.answer.citations[0].title.lower()
