"""The flow: kept, taken up again, the same in any order, and never stopped by a system that fails."""

from __future__ import annotations

import json

import pytest

from eval.artefacts import RunError
from eval.cases import load_cases
from eval.oracle import Oracle
from eval.runner import answer_all, evaluate, score_all
from eval.selftest_gold import cases as gold_cases
from eval.selftest_gold import corpus

CASES = list(gold_cases().values())
CORPUS = corpus()


class Counting(Oracle):
    """Counts what it is asked; fails on what it is told to."""

    def __init__(self, fails=()):
        super().__init__(CASES, CORPUS)
        self.asked = 0
        self.fails = fails

    def answer(self, questions, today):
        self.asked += 1
        if questions[0] in self.fails:
            raise RuntimeError("sjuk")
        return super().answer(questions, today)


class Forgetful(Oracle):
    """Says something else each time."""

    said = 0

    def answer(self, questions, today):
        self.said += 1
        return [
            answer | {"text": f"{answer['text']} {'och så vidare ' * self.said}"}
            for answer in super().answer(questions, today)
        ]


def test_the_oracle_is_right_everywhere(tmp_path):
    report = evaluate(CASES, Counting(), CORPUS, tmp_path / "run", {"system": "oracle"})
    assert report.metrics["right"].mean == 1.0
    assert (report.cases, len(report.turns)) == (len(CASES), len(CASES) + 1)
    assert report.nondeterministic == ()
    assert report.repeated > 0


def test_a_run_that_was_cut_off_goes_on_where_it_was(tmp_path):
    kept = tmp_path / "answers.jsonl"
    answer_all(CASES[:5], Counting(), kept)
    system = Counting()
    answers = answer_all(CASES, system, kept)
    assert system.asked == len(CASES) - 5
    assert set(answers) == {case.id for case in CASES}


def test_a_line_that_was_torn_is_asked_again(tmp_path):
    kept = tmp_path / "answers.jsonl"
    answer_all(CASES[:3], Counting(), kept)
    kept.write_bytes(kept.read_bytes()[:-20])
    system = Counting()
    answer_all(CASES[:3], system, kept)
    assert system.asked == 1
    assert len([json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]) == 3


def test_two_workers_and_another_order_give_the_same_result(tmp_path):
    one = evaluate(CASES, Counting(), CORPUS, tmp_path / "one", {})
    two = evaluate(CASES[::-1], Counting(), CORPUS, tmp_path / "two", {}, workers=2)
    assert two.answers_hash == one.answers_hash
    assert two.metrics == one.metrics


def test_a_system_that_fails_is_wrong_and_the_run_goes_on(tmp_path):
    system = Counting(fails=["Vilka hinder finns det?"])
    report = evaluate(CASES, system, CORPUS, tmp_path / "run", {})
    wrong = [turn for turn in report.turns if turn.cause]
    assert [(turn.case, turn.cause) for turn in wrong] == [("self-policy-001", "no answer")]
    assert wrong[0].scores["false_refusal"] == 1.0


def test_a_case_without_an_answer_counts_as_wrong():
    results = score_all(CASES[:2], {}, CORPUS)
    assert [turn.scores["right"] for turn in results] == [0.0, 0.0]


def test_a_folder_that_holds_another_run_is_refused(tmp_path):
    evaluate(CASES[:2], Counting(), CORPUS, tmp_path / "run", {"code": "a", "scorer": "x"})
    with pytest.raises(RunError, match="code differ"):
        evaluate(CASES[:2], Counting(), CORPUS, tmp_path / "run", {"code": "b", "scorer": "x"})


def test_kept_answers_may_be_scored_by_a_new_scorer(tmp_path):
    evaluate(CASES[:2], Counting(), CORPUS, tmp_path / "run", {"code": "a", "scorer": "x"})
    system = Counting()
    evaluate(CASES[:2], system, CORPUS, tmp_path / "run", {"code": "a", "scorer": "y"})
    assert system.asked == 0


def test_more_than_two_workers_are_refused(tmp_path):
    with pytest.raises(RunError, match="workers is 3"):
        answer_all(CASES, Counting(), tmp_path / "answers.jsonl", workers=3)


def test_a_system_that_answers_differently_the_second_time_is_seen(tmp_path):
    report = evaluate(CASES, Forgetful(CASES, CORPUS), CORPUS, tmp_path / "run", {})
    assert len(report.nondeterministic) == report.repeated > 0


def test_systems_are_never_shown_what_is_expected():
    seen = []

    class Curious(Counting):
        def answer(self, questions, today):
            seen.append((tuple(questions), today))
            return super().answer(questions, today)

    score_all(CASES, {}, CORPUS)
    case = load_cases(suites=["conversations"])[0]
    assert all(isinstance(turn.question, str) for turn in case.turns)
    Curious().answer([CASES[0].turns[0].question], "2026-01-29")
    assert seen == [((CASES[0].turns[0].question,), "2026-01-29")]
