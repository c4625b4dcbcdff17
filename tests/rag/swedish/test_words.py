from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.swedish.words import STOP_WORDS, fold, folded_words, tokenize

SWEDISH = st.text(alphabet="abcdeåäöÅÄÖéXYZ 0123456789.,:;-§()?!'\n", max_size=80)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("enligt lagen (2022:818) om data", ["enligt", "lagen", "2022:818", "om", "data"]),
        ("SSYK 2512 och SSYK2512", ["SSYK 2512", "och", "SSYK2512"]),
        ("3 kap. 5 a § gäller", ["3 kap.", "5 a §", "gäller"]),
        ("e-post till a-kassan, 16-åring", ["e-post", "till", "a-kassan", "16-åring"]),
        ("6,8 procent", ["6,8", "procent"]),
        ("affärs- och konferensbesök", ["affärs", "och", "konferensbesök"]),
        ("", []),
        ("… – !", []),
    ],
)
def test_what_belongs_together_is_one_word(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ARBETSLÖSHET", "arbetslöshet"),
        (unicodedata.normalize("NFD", "Ålder"), "ålder"),
        ("a\u2011kassa", "a-kassa"),
        ("arbets\u00admarknad", "arbetsmarknad"),
        ("5\u00a0a\u00a0§", "5 a §"),
        ("4§", "4 §"),
        ("3 kap.", "3 kap"),
        ("\ufb01nans", "finans"),
    ],
)
def test_spellings_of_one_word_fold_to_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert folded_words(written) == [folded]


def test_a_decomposed_letter_does_not_cut_its_word() -> None:
    text = unicodedata.normalize("NFD", "får å ö")
    assert [fold(token.text) for token in tokenize(text)] == ["får", "å", "ö"]


def test_stop_words_are_folded_and_leave_questions_their_meaning() -> None:
    assert {fold(word) for word in STOP_WORDS} == STOP_WORDS
    assert not STOP_WORDS & {"lön", "arbete", "lag", "avgift", "rätt", "år"}


@given(st.text(max_size=80))
def test_tokens_stand_where_they_say_and_never_overlap(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text != ""
        end = token.end


@given(SWEDISH)
def test_the_fast_way_gives_the_words_of_the_careful_one(text: str) -> None:
    assert folded_words(text) == [fold(token.text) for token in tokenize(text)]


@given(SWEDISH)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
