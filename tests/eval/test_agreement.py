"""Agreement between readings of the same answers, and what is committed of them."""

from __future__ import annotations

import pytest

from eval.agreement import LABELS, agreement, kappa, read_answers, read_labels, scored, verdicts
from eval.cases import load_cases
from eval.corpus import MemoryCorpus


def test_kappa_is_agreement_beyond_chance():
    # 25 patients, Cohen's table: 20 both yes, 5 + 10 apart, 15 both no: p_o 0.7, p_e 0.5.
    first = [True] * 20 + [True] * 5 + [False] * 10 + [False] * 15
    second = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert kappa(first, second) == pytest.approx(0.4)


def test_agreeing_on_everything_is_one_and_on_the_opposite_is_below_nothing():
    assert kappa([True, True], [True, True]) == 1.0
    assert kappa([True, False], [False, True]) == -1.0
    with pytest.raises(ValueError, match="verdicts"):
        kappa([], [])


def test_agreement_is_over_the_answers_that_both_judged_and_names_the_disputed():
    ours = {f"a/{n}": n % 2 == 0 for n in range(40)}
    theirs = {**ours, "a/0": False, "b/1": True}
    found = agreement(("vi", ours), ("de", theirs))
    assert (found.n, found.disputed) == (40, ("a/0",))
    assert found.interval.low < found.kappa < 1.0
    assert "κ 0,95" in str(found)


def test_the_committed_labels_are_of_the_committed_answers_and_of_dev_only():
    turns = {answer.turn for answer in read_answers()}
    dev = {f"{case.id}/{n}" for case in load_cases(split="dev") for n in range(1, len(case.turns) + 1)}
    assert len(turns) == 100
    assert turns <= dev
    for number in (1, 2):
        labels = read_labels(LABELS / f"pass-{number}.jsonl")
        assert verdicts(labels).keys() == turns
        assert len(labels) == 100


def test_kept_answers_are_scored_by_todays_scorer():
    turns = scored(read_answers(), load_cases(split="dev"), MemoryCorpus())
    assert len(turns) == 100
    assert {turn.scores["schema_valid"] for turn in turns} == {1.0}
