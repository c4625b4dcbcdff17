"""Every follow-up that an answer suggests is one that the corpus answers."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.schema import Turn

TODAY = "2026-11-23"
QUESTIONS = (
    "Vad är medianlönen för poliser?",
    "Hur många arbetslösa finns det i Malmö?",
    "Hur ser prognosen ut för undersköterskor i Skåne?",
    "Vilken SSYK-kod har systemutvecklare?",
    "Vilka kompetenser behöver en snickare?",
    "Vilka kommuner har flest arbetslösa?",
    "Hur stor är arbetslösheten i Sverige?",
    "Hur många platsannonser fanns det för sjuksköterskor 2024?",
    "Vilka öppna data finns om platsannonser?",
    "Hur många bor i Kiruna?",
    "Hur många varslades i Dalarnas län i januari 2024?",
    "Vad tjänar en kock?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_suggested_is_answered(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question, today=TODAY)
    turn = Turn(question=question, standalone_question=answer.standalone_question, answer=answer)
    for suggestion in answer.suggestions:
        next_answer = assistant.ask(suggestion, [turn], today=TODAY)
        assert next_answer.status in {"answered", "partial"}, suggestion
        assert next_answer.citations, suggestion
