from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.swedish import thesaurus
from rag.swedish.thesaurus import related
from rag.swedish.words import STOP_WORDS, folded_words

ROWS = [
    line.split("\t")
    for line in Path(thesaurus.__file__).with_name("thesaurus.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def said_for(question: str, *asked: str) -> set[str]:
    """What sources may say for the words `asked` of the question, one string each."""
    return {" ".join(other.words) for other in related(question) if other.asked == asked}


@pytest.mark.parametrize(
    ("question", "asked", "said"),
    [
        ("Vad får chefen bestämma?", ("chefen",), "arbetsgivare"),
        ("Kan jag vara pappaledig?", ("pappaledig",), "föräldraledighet"),
        ("Hur vabbar man?", ("vabbar",), "tillfällig föräldrapenning"),
        ("Vad gör AF?", ("af",), "arbetsförmedlingen"),
        ("Statistiska centralbyrån?", ("statistiska", "centralbyrån"), "scb"),
        ("Vad gör SCB?", ("scb",), "statistiska centralbyrån"),
        ("How long is the notice period?", ("notice", "period"), "uppsägningstid"),
    ],
)
def test_everyday_words_abbreviations_and_english_lead_to_the_words_of_the_sources(
    question: str, asked: tuple[str, ...], said: str
) -> None:
    assert said in said_for(question, *asked)


@pytest.mark.parametrize("form", ["sparka", "sparkad", "sparkas", "SPARKADE"])
def test_a_form_is_found_in_its_inflections(form: str) -> None:
    assert "avskedande" in said_for(f"Blir man {form} då?", form.lower())


def test_a_form_of_several_words_may_have_others_between_and_any_reflexive() -> None:
    assert "uppsägning" in said_for("Kan chefen säga bara så upp någon?", "säga", "upp")
    assert "uppsägning" in said_for("Jag vill säga upp mig", "säga", "upp", "mig")
    assert related("Han vill säga att bussen snart kör upp") == ()


def test_the_longest_form_wins_over_those_inside_it() -> None:
    others = related("Jag fick inte jobbet")
    assert {other.asked for other in others} == {("fick", "inte", "jobbet")}


def test_words_that_share_a_stem_keep_their_own_rows() -> None:
    assert said_for("pappa", "pappa") == {"förälder"}
    assert said_for("papper", "papper") == {"handling", "handlingar"}


def test_nothing_is_added_that_the_question_says_itself() -> None:
    assert "arbetsgivare" not in said_for("Är chefen min arbetsgivare?", "chefen")


def test_a_question_typed_without_diacritics_is_understood() -> None:
    assert "uppsägning" in said_for("Kan chefen saga upp mig?", "saga", "upp", "mig")


def test_other_questions_have_no_other_words() -> None:
    assert related("Vilken planet är störst?") == ()
    assert related("") == ()


def test_every_row_is_whole_and_no_stop_word_asks_alone() -> None:
    for left, right, strength in ROWS:
        forms = [folded_words(form) for form in left.split(", ")]
        assert all(forms), left
        assert all(set(words) - STOP_WORDS for words in map(folded_words, right.split(", "))), right
        assert not [form for form in forms if len(form) == 1 and form[0] in STOP_WORDS], left
        assert strength in {"1", "0.7"}
        assert left.split(", ") == list(dict.fromkeys(left.split(", "))), left


@given(st.lists(st.sampled_from([form for left, _, _ in ROWS for form in left.split(", ")]), max_size=6))
def test_what_is_found_stands_in_the_question_and_what_is_added_does_not(forms: list[str]) -> None:
    question = " och ".join(forms)
    said = folded_words(question)
    for other in related(question):
        assert [word for word in said if word in other.asked]
        assert set(other.asked) <= set(said)
        assert not set(other.words) <= set(said)
        assert 0 < other.strength <= 1
    assert related(question) == related(question)
    assert len({(o.asked, o.words) for o in related(question)}) == len(related(question))
