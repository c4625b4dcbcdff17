"""A question is read the same however it is dressed, and what is no question is refused kindly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import QuestionError
from rag.query import readable
from rag.swedish.english import is_english


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "empty_question"),
        ("  \n\t ", "empty_question"),
        ("?!…", "not_text"),
        ("\u200b\u202e", "not_text"),
        ("a" * 2001, "question_too_long"),
    ],
)
def test_what_is_no_question_is_refused_with_its_reason(question: str, reason: str) -> None:
    with pytest.raises(QuestionError) as refused:
        readable(question, 2000)
    assert refused.value.reason == reason
    assert refused.value.user_message.endswith(".") or "?" in refused.value.user_message


def test_control_and_direction_characters_are_taken_out() -> None:
    assert readable("Vad\x00 är\u202e lönen\x1b[31m?", 2000) == "Vad är lönen [31m?"


def test_a_decomposed_letter_is_composed() -> None:
    assert readable("lo\u0308n", 2000) == "lön"


@given(st.text(max_size=300))
def test_reading_is_idempotent(text: str) -> None:
    try:
        once = readable(text, 2000)
    except QuestionError:
        return
    assert readable(once, 2000) == once


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Vad är medellönen?", "sv"),
        ("What is the median wage of police officers in Sweden?", "en"),
        ("uppsägningstid efter 5 år", "sv"),
    ],
)
def test_the_language_is_told_by_common_words(question: str, language: str) -> None:
    assert is_english(question) == (language == "en")
