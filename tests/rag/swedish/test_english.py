from __future__ import annotations

import pytest

from rag.swedish.english import in_swedish, is_english


@pytest.mark.parametrize(
    "question",
    [
        "How long can a probationary employment last?",
        "median monthly wage nurses sweden",
        "Which licence does the data have?",
        "open data on unemployment",
    ],
)
def test_english_is_told_by_its_small_words_or_by_the_glossary(question: str) -> None:
    assert is_english(question)


@pytest.mark.parametrize(
    "question",
    [
        "Vilken licens har data?",
        "median lön stockholm",
        "SSYK 2512",
        "paragraf 2 a i LAS",
        "Vad ar medianlonen for poliser?",
        "",
        "Hej",
    ],
)
def test_swedish_without_accents_is_not_taken_for_english(question: str) -> None:
    assert not is_english(question)


def test_the_longest_form_is_exchanged_and_inflections_are_read() -> None:
    assert "provanställning" in in_swedish("How long can probationary employments last?")
    assert "uppsägningstid" in in_swedish("What is my notice period?")


def test_numbers_and_names_stay_and_acronyms_are_no_words() -> None:
    swedish = in_swedish("What does the DO say about 2008:567?")
    assert "DO" in swedish
    assert "2008:567" in swedish


def test_a_kept_span_is_not_translated() -> None:
    question = "What does a speech therapist earn?"
    start = question.index("speech")
    assert "speech therapist" in in_swedish(question, [(start, start + len("speech therapist"))])
