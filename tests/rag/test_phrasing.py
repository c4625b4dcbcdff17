"""A document whose phrases are much like the question is nearer than one that only has its words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

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
