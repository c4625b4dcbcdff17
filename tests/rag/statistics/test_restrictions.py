"""What says which of those who are counted is meant: no table has it, so no figure of all is the answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.schema import Finding

Ask = Callable[[str], Finding | None]

QUESTIONS = (
    "Hur många kvinnor {} bodde i Umeå 2022?",
    "Hur många platsannonser för snickare {} fanns det i Malmö 2024?",
    "Hur många arbetslösa {} var inskrivna i Kiruna i mars 2022?",
    "Hur många personer {} varslades i Dalarna i mars 2023?",
    "Vad är medianlönen för programmerare {}?",
    "Hur hög är arbetslösheten bland personer {} i Skåne 2022?",
    "Vilken kommun har flest arbetslösa {} i mars 2022?",
    "Har antalet anställda sjuksköterskor {} ökat mellan 2023 och 2024?",
)
WHOM = (
    "som röker", "som äger skog", "som är gifta", "som har hund", "som bor ensamma", "som saknar bil",
    "som går på deltid", "på landet", "på småföretag", "på Ica", "på ett lager", "med hund", "med körkort",
    "med utländsk examen", "med minst tre barn", "med två jobb", "med lång erfarenhet", "utan barn",
    "utan betyg", "i facket", "i villa", "i privat sektor", "i små företag", "från Småland", "från Asien",
)  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_it_the_question_is_answered(ask: Ask, question: str) -> None:
    finding = ask(" ".join(question.format("").split()))
    assert finding is not None
    assert finding.status == "answered"


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("whom", WHOM)
def test_with_it_no_figure_of_all_is_given_as_the_answer(ask: Ask, question: str, whom: str) -> None:
    finding = ask(question.format(whom))
    assert finding is None or finding.status != "answered"
    assert finding is None or finding.notes or finding.clarification
