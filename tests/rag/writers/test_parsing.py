from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.schema import Claim
from rag.writers.numbered import Item, number_evidence
from rag.writers.parsing import ClaimStream, claims_of, says_no_answer
from tests.rag.writers.conftest import evidence, hit, salary


def items(with_figures: bool = False) -> Mapping[int, Item]:
    """1-3 are the sentences of the law; with figures 1 is the salary and 2-4 the law."""
    found = evidence(hit(), findings=(salary(),) if with_figures else ())
    return number_evidence(found, 1000, lambda text: len(text.split()))


def parsed(text: str, *, with_figures: bool = False) -> list[Claim]:
    return list(claims_of(text, items(with_figures)))


def quotes(claim: Claim) -> list[str]:
    return [citation.quote for citation in claim.citations]


@pytest.mark.parametrize(
    "text",
    [
        "Avgift får tas ut [1]. Den räknas ut på förhand [3].",
        "Avgift får tas ut. [1] Den räknas ut på förhand. [3]",
        "Avgift får tas ut.[1]\nDen räknas ut på förhand.[3]",
        "<think>Jag funderar [2].</think>**Avgift** får tas ut [1]. Den räknas ut på förhand [ 3 ].",
    ],
)
def test_marks_are_read_before_and_after_the_stop(text: str) -> None:
    first, second = parsed(text)
    assert (first.text, quotes(first)) == ("Avgift får tas ut.", ["En avgift får tas ut."])
    assert (second.text, quotes(second)) == ("Den räknas ut på förhand.", ["Den ska beräknas på förhand."])


def test_several_numbers_give_several_citations_in_their_order() -> None:
    (claim,) = parsed("Avgiften har ett tak och räknas ut på förhand [3][1, 2][3].")
    assert quotes(claim) == [
        "Den ska beräknas på förhand.",
        "En avgift får tas ut.",
        "Avgiften får inte vara högre än 250 kronor.",
    ]


def test_a_number_outside_the_list_is_dropped_and_never_invented() -> None:
    first, second = parsed("Avgift får tas ut [99]. Den räknas ut på förhand [3][0][1234].")
    assert first.citations == ()
    assert quotes(second) == ["Den ska beräknas på förhand."]


def test_a_sentence_on_figures_is_told_in_the_ledgers_words() -> None:
    (claim,) = parsed("Poliser tjänar aldrig mer än 41 300 kronor [1].", with_figures=True)
    assert claim == salary().claims[0]


def test_a_repeated_sentence_is_said_once() -> None:
    assert len(parsed("Avgift får tas ut [1]. Avgift får tas ut [1].")) == 1


def test_list_items_stay_items() -> None:
    claims = parsed("Detta gäller [1]:\n- en avgift får tas ut [1]\n- den räknas ut på förhand [3]")
    assert [claim.text for claim in claims][1:] == ["- en avgift får tas ut", "- den räknas ut på förhand"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("![bild](https://evil.example/a.png) Avgift får tas ut [1].", "Avgift får tas ut."),
        ("Avgift får [tas ut](https://evil.example) [1].", "Avgift får tas ut."),
        ("Avgift får tas ut [1](https://evil.example).", "Avgift får tas ut."),
        ("Avgift får tas ut https://evil.example/?q=1 [1].", "Avgift får tas ut."),
        ("Avgift <img src=x onerror=alert(1)>får tas ut [1].", "Avgift får tas ut."),
        ("Avgift får tas ut javascript:alert(1) [1].", "Avgift får tas ut."),
        ("Avgift får tas ut, se evil.example/stjäl?allt [1].", "Avgift får tas ut, se."),
        ("Avgift\u202e får\u200b tas ut [1].", "Avgift får tas ut."),
        ("# Avgift får tas ut [1].", "Avgift får tas ut."),
    ],
)
def test_nothing_to_click_or_load_survives(said: str, left: str) -> None:
    (claim,) = parsed(said)
    assert (claim.text, quotes(claim)) == (left, ["En avgift får tas ut."])


def test_plain_swedish_with_colons_and_dots_is_left_alone() -> None:
    said = "Öppna data: enligt 3 kap. 2 § gäller t.ex. och/eller på scb.se från kl. 09.30 [1]."
    assert parsed(said)[0].text == said.replace(" [1]", "")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Ja, en avgift får tas ut [1].", "En avgift får tas ut."),
        ("Nej – en avgift får tas ut [1].", "En avgift får tas ut."),
        ("Absolut majoritet krävs [1].", "Absolut majoritet krävs."),
        ("Svar lämnas inom 14 dagar [1].", "Svar lämnas inom 14 dagar."),
        ("Ja-röster räknas [1].", "Ja-röster räknas."),
    ],
)
def test_only_an_opening_verdict_is_cut_off(said: str, left: str) -> None:
    assert parsed(said)[0].text == left


@pytest.mark.parametrize(
    "text", ["INGET SVAR", "**INGET SVAR**.", '"INGET SVAR"', "INGET SVAR. Uppgifterna räcker inte."]
)
def test_no_answer_is_heard(text: str) -> None:
    assert says_no_answer(text)


@given(st.text(max_size=300))
@example("A:://")
@example("A [1]://x")
def test_no_text_of_a_model_becomes_active(text: str) -> None:
    for claim in parsed(text):
        assert not set(claim.text) & set("<>`")
        assert "://" not in claim.text
        assert "](" not in claim.text


_PIECES = st.sampled_from(
    [
        "Avgift får tas ut",
        " [1]",
        "[2]",
        ".",
        ". ",
        "\n- en punkt",
        " Den räknas ut",
        " 3 kap.",
        "[3",
        "]",
        " INGET SVAR",
    ]
)


@given(st.lists(_PIECES, max_size=15), st.integers(1, 7))
def test_a_stream_gives_the_same_claims_as_the_whole_text(pieces: list[str], step: int) -> None:
    text = "".join(pieces)
    arriving = ClaimStream(items())
    streamed = [
        c for i in range(0, len(text), step) for c in arriving.add(text[i : i + step])
    ] + arriving.end()
    assert streamed == ([] if says_no_answer(text) else parsed(text))
