from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.swedish.analysis import TERM_WEIGHTS, analyze, content_words, expand, expand_words, hash_terms


def test_a_word_becomes_itself_its_stem_and_its_grams() -> None:
    assert expand("löner") == ("=löner", "~lön", "#<lön", "#löne", "#öner", "#ner>")


def test_a_compound_keeps_itself_beside_its_parts() -> None:
    assert {"=kollektivavtal", "~kollektivavtal", "~kollektiv", "~avtal"} <= set(expand("kollektivavtal"))


def test_a_paragraph_is_exact_and_has_no_grams() -> None:
    assert expand("5 a §") == ("=5 a §", "~5 a §")
    assert expand("2022:818") == ("=2022:818", "~2022:818")


def test_spellings_with_and_without_hyphen_meet() -> None:
    assert set(expand("e-post")) & set(expand("epost")) >= {"~epost", "#epos"}


def test_stop_words_are_left_out_and_the_rest_is_counted() -> None:
    assert analyze("Vad är en avgift? Avgift och AVGIFT.").words == {"avgift": 3}
    assert analyze("Vad är det för något?").words == {}


def test_the_content_of_a_text_is_its_stems() -> None:
    assert analyze("Avgifter för uppehållstillstånd").content == {
        "~avgift",
        "~uppehållstillstånd",
        "~uppehåll",
        "~tillstånd",
    }


def test_terms_add_up_over_words() -> None:
    assert analyze("lön löner").terms()["~lön"] == 2
    assert analyze("lön löner").terms()["=lön"] == 1


@given(st.text(max_size=100))
def test_the_words_of_a_bag_are_those_of_the_text_in_order(text: str) -> None:
    words = content_words(text)
    assert analyze(text).words == Counter(words)
    assert list(analyze(text).words) == list(dict.fromkeys(words))


@given(st.lists(st.text(alphabet="abcåäö-1", min_size=1, max_size=12), unique=True, max_size=12))
def test_expanding_a_vocabulary_gives_the_terms_of_each_word_known_or_not(words: list[str]) -> None:
    expanded = expand_words(words, expand_words(words[::2], {}))
    assert list(expanded) == words
    for word, (hashes, length) in expanded.items():
        assert hashes.tolist() == hash_terms(expand(word)).tolist()
        assert length == sum(TERM_WEIGHTS[term[0]] for term in expand(word))


def test_a_term_has_the_same_number_on_every_machine() -> None:
    assert hash_terms(["~avgift", "=a", "#<lön"]).tolist() == [
        16376008553439897687,
        8858874741324449828,
        6713209079142495618,
    ]
    assert hash_terms([]).dtype == np.uint64


@given(
    st.lists(st.text(alphabet=st.characters(exclude_characters="\0"), min_size=1, max_size=10), unique=True)
)
def test_the_number_of_a_term_does_not_depend_on_its_company(terms: list[str]) -> None:
    assert hash_terms(terms).tolist() == [hash_terms([term])[0] for term in terms]
