from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.swedish.mending import mend
from rag.swedish.words import folded_words

SOURCES = """
    Övertid, arbetsgivare, lönekartläggning, skyddsombud, anställda, kommunen, medianlönen för tandläkare,
    inskrivna arbetslösa, licens, mycket, chefen, göra, lägga, tandläkarlöner, brandmän, förhand, Umeå,
    arbetslösheten, kvinnor, busschaufför
"""


def is_known(word: str) -> bool:
    return word in folded_words(SOURCES)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Är övetrid något som chefen får lägga på?", "Är övertid något som chefen får lägga på?"),
        ("Vad gör ett skydsombud?", "Vad gör ett skyddsombud?"),
        ("Vad ar overtid pa ett ar?", "Vad är övertid på ett år?"),
        ("Hur många är in skrivna?", "Hur många är inskrivna?"),
        ("Vad ska en arbets givare göra?", "Vad ska en arbetsgivare göra?"),
        ("Vad gör skyddsomb. hela dagen?", "Vad gör skyddsombud hela dagen?"),
        ("vilka lan har manga arbetslosa", "vilka län har många arbetslösa"),
        ("vad får en chefen för sej, mycccket?", "vad får en chefen för sig, mycket?"),
        ("hur många arbetslösa i komunen", "hur många arbetslösa i kommunen"),
        ("vad är arbetslöshetten", "vad är arbetslösheten"),
        ("arbetslösa: hur många kviinnor", "arbetslösa: hur många kvinnor"),
        ("vad tjänar en buss chaufför", "vad tjänar en busschaufför"),
        ("finns det forsknings data", "finns det forskningsdata"),
    ],
)
def test_a_slip_is_mended_to_a_word_of_the_sources(written: str, meant: str) -> None:
    assert mend(written, is_known) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Vilken licens har Yrkesbarometern?",
        "Var hittar jag förskollärarnas löner?",
        "Var ligger Grönköpings kommun?",
        "Skriv till ombud@exempel.invalid eller se https://exempel.invalid/lonen",
        "Vad gör SCB enligt 2001:99?",
        "Hur har arbetslösheten ändrats över åren sedan finanskrisen?",
        "Får jag ångra mig?",
        "Ska man tjata på en polare som fejkar?",
        "Bor du i en stor stad?",
        "Vad är en myndighets uppgifter?",
        "",
    ],
)
def test_a_question_that_is_right_stays_as_it_is(question: str) -> None:
    assert mend(question, is_known) == question


def test_a_word_that_the_sources_hold_is_no_slip() -> None:
    assert mend("Vad är arbetslöshed?", lambda word: word == "arbetslöshed") == "Vad är arbetslöshed?"


def test_capitals_are_kept() -> None:
    assert mend("Skydsombud, vad är det?", is_known).startswith("Skyddsombud")


@settings(deadline=None)
@given(st.text(alphabet="abcdeåäö .-1?", max_size=40))
def test_what_is_mended_needs_no_more_mending_and_numbers_stand(question: str) -> None:
    mended = mend(question, is_known)
    assert [c for c in mended if c.isdigit()] == [c for c in question if c.isdigit()]


@pytest.mark.parametrize(
    "question",
    [
        "Vilka län hade färst?",
        "tjena, vad tjänar en kock",
        "hur många snubbar och gummor bor i Umeå",
        "hur många 20 åriga killar bor det i Umeå",
    ],
)
def test_a_right_word_that_no_list_has_is_left_alone(question: str) -> None:
    assert mend(question, is_known) == question


def test_a_name_that_is_pointed_out_is_left_as_it_is_spelt() -> None:
    question = "Hur hög var arbetslösheten i vastra gotaland?"
    start = question.index("vastra")
    assert mend(question, is_known, [(start, len(question) - 1)]) == question
    assert mend(question, is_known) != question


def test_a_word_longer_than_any_is_left_alone() -> None:
    question = "ao" * 1000
    assert mend(question, is_known) == question
