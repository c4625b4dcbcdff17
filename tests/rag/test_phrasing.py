"""A document whose phrases are much like the question is nearer than one that only has its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.answerable import less_likely
from rag.phrasing import Phrasing
from rag.schema import Document


def alike(terms: Sequence[str]) -> NDArray[np.float64]:
    return np.ones(len(terms))


def document(document_id: str, *asked: str) -> Document:
    return Document(
        id=document_id, source_id="law", kind="brief", title="Titel", text="Text.", asked=tuple(asked)
    )


WHOLE = document("whole", "hur länge får man vara provanställd", "hur lång är en provanställning")
SPREAD = document("spread", "hur länge räcker semestern", "får man bisyssla", "vem är anställd")


def test_phrases_like_the_whole_question_count_more_than_its_words_here_and_there() -> None:
    near, far = Phrasing(alike).nearness("Hur länge får jag vara provanställd?", [WHOLE, SPREAD])
    assert 1 >= near > far >= 0


def test_a_document_with_fewer_phrases_is_not_worse_off() -> None:
    one = document("one", "hur länge får man vara provanställd")
    same, with_another = Phrasing(alike).nearness("Hur länge får man vara provanställd?", [one, WHOLE])
    assert same >= with_another


def test_nothing_is_held_against_a_document_without_phrases() -> None:
    near, unknown, far = Phrasing(alike).nearness(
        "Hur länge får jag vara provanställd?", [WHOLE, document("none"), SPREAD]
    )
    assert near > unknown > far


def test_without_any_phrases_all_are_equal() -> None:
    assert Phrasing(alike).nearness("Vad gäller?", [document("a"), document("b")]) == [0.0, 0.0]
    assert Phrasing(alike).nearness("Vad gäller?", []) == []


@pytest.mark.parametrize("question", ["och", "?"])
def test_a_question_without_content_is_near_to_nothing(question: str) -> None:
    assert Phrasing(alike).nearness(question, [WHOLE]) == [0.0]


def test_a_question_like_one_that_nobody_answers_is_known_whoever_was_asked_it() -> None:
    other = replace(SPREAD, unanswered=("vad kostar en provanställning per månad",))
    phrasing = Phrasing(alike, lambda: [WHOLE, other])
    near = phrasing.unanswered("Vad kostar en provanställning?")
    assert 1 >= near > phrasing.unanswered("Hur länge räcker semestern?") >= 0
    assert Phrasing(alike, lambda: [WHOLE]).unanswered("Vad kostar en provanställning?") == 0


def test_it_is_less_likely_to_be_answered_the_more_it_is_like_one() -> None:
    assert less_likely(0.8, 0.0) == pytest.approx(0.8)
    assert 0.8 > less_likely(0.8, 0.5) > less_likely(0.8, 0.9) > 0
    assert less_likely(1.0, 0.9) == 1.0
