from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.swedish.english import is_english
from rag.swedish.marks import with_marks
from rag.swedish.words import tokenize


def put_back(question: str) -> str:
    return with_marks(question, tokenize(question), lambda word: False)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Vad tjanar en larare i snitt?", "Vad tjänar en lärare i snitt?"),
        ("Hur manga bor i lanet", "Hur många bor i länet"),
        ("Hur skiljer sig dygnsvilan fran veckovilan?", "Hur skiljer sig dygnsvilan från veckovilan?"),
        ("hur mycket vaxte ekonomin forra aret", "hur mycket växte ekonomin förra året"),
        ("Vad ar frisorlonen ar 2023?", "Vad är frisörlönen år 2023?"),
        ("MASTE CHEFEN GORA DET?", "MÅSTE CHEFEN GÖRA DET?"),
        ("bnp-tillvaxten for kvartalet", "bnp-tillväxten för kvartalet"),
        ("hur manga 20-aringar och sjuariga fanns det", "hur många 20-åringar och sjuåriga fanns det"),
    ],
)
def test_a_question_without_the_letters_gets_them_back(written: str, meant: str) -> None:
    assert put_back(written) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Kan man ta ledigt?",
        "Vem ansvarar?",
        "Hur stor andel av platsannonserna var i Kalmar?",
        "Kan man neka dem det?",
        "",
    ],
)
def test_a_question_that_needs_none_of_them_is_left_alone(question: str) -> None:
    assert put_back(question) == question


def test_the_words_on_both_sides_tell_which_word_is_meant() -> None:
    assert put_back("chefen sa att jag maste ga") == "chefen sa att jag måste gå"
    assert put_back("finns det sa manga larare") == "finns det så många lärare"


@pytest.mark.parametrize(
    "question",
    ["Hur mycket hogre var den i Skane an i Halland?", "Vad far manliga kockar i snitt i manaden?"],
)
def test_swedish_without_its_letters_is_no_english(question: str) -> None:
    assert not is_english(question)


@settings(deadline=None)  # the table is read by the first one
@given(st.text(alphabet="abdelmnorst ?-12", max_size=60))
def test_only_letters_are_exchanged_one_for_one(question: str) -> None:
    plain = str.maketrans("åäöé", "aaoe")
    assert put_back(question).translate(plain) == question
