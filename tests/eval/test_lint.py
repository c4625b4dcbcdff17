"""Lint finds what would make a score lie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eval.cases import load_cases
from eval.lint import lint
from eval.metrics.mentions import mentioned
from eval.selftest_gold import cases as gold_cases
from eval.selftest_gold import corpus

ROOT = Path(__file__).parents[2]
GOLD = gold_cases()


def kinds(problems):
    return [(problem.case, problem.kind) for problem in problems]


def changed(name, **fields):
    """A gold case whose first turn expects something else."""
    case = GOLD[name]
    turn = case.turns[0]
    expect = turn.expect.model_copy(update=fields)
    return case.model_copy(update={"turns": (turn.model_copy(update={"expect": expect}),)})


def test_sound_cases_have_no_problem():
    assert lint(list(GOLD.values()), corpus()) == []


def test_the_same_id_and_the_same_question_are_found():
    assert kinds(lint([GOLD["moon"], GOLD["moon"].model_copy()])) == [("self-moon-001", "duplicate")] * 2


def test_a_question_in_capitals_is_the_same_question():
    turn = GOLD["moon"].turns[0].model_copy(update={"question": "VAD KOSTAR en biljett till månen"})
    other = GOLD["moon"].model_copy(update={"id": "self-other-002", "cluster": "other", "turns": (turn,)})
    assert kinds(lint([GOLD["moon"], other])) == [("self-other-002", "duplicate")]


def test_a_quote_that_the_document_does_not_hold_is_found():
    span = GOLD["law"].turns[0].expect.evidence[0].model_copy(update={"quote": "Avgiften är gratis."})
    problems = lint([changed("law", evidence=(span,))], corpus())
    assert kinds(problems) == [("self-law-001", "evidence")]


def test_a_gold_value_that_no_longer_holds_is_found():
    fact = GOLD["wage"].turns[0].expect.facts[0].model_copy(update={"value": "31300"})
    problems = lint([changed("wage", facts=(fact,))], corpus())
    assert [str(problem) for problem in problems] == [
        "self-wage-001: gold: lon says 31200, the case says 31300"
    ]


def test_a_question_that_a_document_is_said_to_be_asked_with_is_a_leak():
    whole = corpus()
    told = replace(whole.texts[0], asked=("vad kostar en biljett till månen",))
    problems = lint([GOLD["moon"]], replace(whole, texts=(told, *whole.texts[1:])))
    assert kinds(problems) == [("self-moon-001", "leak")]


def test_a_dataset_that_is_gone_is_found():
    assert kinds(lint([changed("dataset", dataset="borta")], corpus())) == [("self-dataset-001", "gold")]


def test_a_question_that_stands_in_a_prompt_is_a_leak(tmp_path):
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "svar.md").write_text(
        "Till exempel: ”Vad tjänar kvinnor och män?”", encoding="utf-8"
    )
    assert kinds(lint([GOLD["both"], GOLD["wage"]], root=tmp_path)) == [("self-both-001", "leak")]


def test_thirteen_words_of_a_long_question_are_a_leak(tmp_path):
    long = "ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton"
    turn = GOLD["moon"].turns[0].model_copy(update={"question": long})
    case = GOLD["moon"].model_copy(update={"turns": (turn,)})
    (tmp_path / "rag").mkdir()
    (tmp_path / "rag" / "x.py").write_text(f"# {' '.join(long.split()[1:14])}", encoding="utf-8")
    assert kinds(lint([case], root=tmp_path)) == [("self-moon-001", "leak")]
    (tmp_path / "rag" / "x.py").write_text(f"# {' '.join(long.split()[1:13])}", encoding="utf-8")
    assert lint([case], root=tmp_path) == []


def test_the_public_cases_are_unique_and_not_leaked():
    assert [str(problem) for problem in lint(load_cases(), root=ROOT)] == []


def test_a_variant_in_capitals_may_stand_in_the_cluster_of_its_base():
    turn = GOLD["moon"].turns[0].model_copy(update={"question": "VAD KOSTAR EN BILJETT TILL MÅNEN?"})
    variant = GOLD["moon"].model_copy(update={"id": "self-variant-002", "turns": (turn,)})
    assert lint([GOLD["moon"], variant]) == []


def test_a_name_that_only_begins_what_the_table_calls_it_is_found():
    table = corpus().tables()[0]
    fact = GOLD["wage"].turns[0].expect.facts[0]
    dimension = next(d for d in table.dimensions if d.id in fact.cell)
    label = dimension.codes[fact.cell[dimension.id]]
    short = changed("wage", must_mention=((label[:-1],),))
    assert kinds(lint([short], corpus())) == [("self-wage-001", "wording")]
    assert lint([changed("wage", must_mention=((label[:-1], label),))], corpus()) == []


def test_the_beginning_of_a_word_of_the_source_is_no_word_that_an_answer_could_say():
    span = GOLD["law"].turns[0].expect.evidence[0]
    word = next(word for word in span.quote.split() if len(word) > 6 and word.isalpha())
    assert kinds(lint([changed("law", must_mention=((word[:5],),))], corpus())) == [
        ("self-law-001", "wording")
    ]
    assert lint([changed("law", must_mention=((word[:5], word.lower()),))], corpus()) == []


def test_a_name_is_said_in_its_genitive_and_a_word_is_not():
    assert mentioned(["Sundsvall"], "Flest finns i Sundsvalls kommun.")
    assert not mentioned(["Sund"], "Flest finns i Sundsvalls kommun.")
    assert not mentioned(["kommun"], "Det är kommuns sak.")
