from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.swedish.compounds import lexicon, parts


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("uppehållstillstånd", ("uppehåll", "tillstånd")),
        ("kollektivavtal", ("kollektiv", "avtal")),
        ("kvinnoandel", ("kvinna", "andel")),
        ("skolkurator", ("skola", "kurator")),
        ("personuppgiftsbehandling", ("person", "uppgift", "behandling")),
    ],
)
def test_a_compound_is_cut_into_words_in_dictionary_form(word: str, expected: tuple[str, ...]) -> None:
    assert parts(word) == expected


@pytest.mark.parametrize(
    "word", ["lön", "allmänna", "myndigheten", "föreskrifter", "2022:818", "e-post", "xqzwxqzwxqzw"]
)
def test_a_whole_word_has_no_parts(word: str) -> None:
    assert parts(word) == ()


@given(st.text(alphabet="abdefgiklmnorstuvyåäö", max_size=45))
def test_parts_are_at_least_two_words_of_the_lexicon(word: str) -> None:
    found = parts(word)
    assert len(found) != 1
    assert all(part in lexicon() for part in found)


def test_a_word_of_any_length_is_answered_at_once() -> None:
    assert parts("arbetsmarknads" * 1_000) == ()
