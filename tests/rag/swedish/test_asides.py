from __future__ import annotations

import pytest

from rag.swedish.asides import leans, likelihood, without_asides
from rag.swedish.courtesies import without_courtesies


@pytest.mark.parametrize(
    "aside",
    [
        "Jag och en kompis diskuterade det här på lunchen och kom inte överens.",
        "Svara gärna med en kort punktlista.",
    ],
)
def test_an_aside_beside_a_question_that_stands_alone_is_left_out(aside: str) -> None:
    question = "Vad är medianlönen för kockar i Skåne?"
    assert without_courtesies(f"{aside} {question}") == question
    assert without_courtesies(f"{question} {aside}") == question


@pytest.mark.parametrize(
    "told",
    [
        "Jag har jobbat på samma ställe i åtta år. Hur lång uppsägningstid har jag?",
        "Vi bor i Säffle. Hur många var arbetslösa här i juni 2022?",
        "Planerare och utredare 2024, riket. Andel kvinnor av de anställda?",
        "Chefen vägrar skriva ett intyg. Får hon det?",
    ],
)
def test_what_the_answer_needs_stays(told: str) -> None:
    assert without_courtesies(told) == told


def test_a_question_leans_on_what_was_told_when_it_points_back_or_says_little() -> None:
    assert leans("Hur många bor där?") and leans("Får hon det?") and leans("Är det så?")
    assert not leans("Vad är medianlönen för kockar i Skåne?")


def test_all_is_kept_when_nothing_asks() -> None:
    parts = ["Sitter på tåget.", "Det regnar."]
    assert without_asides(parts) == parts
    assert 0 < likelihood(parts[0]) < 1
