"""The gate blocks what got worse, and only that."""

from __future__ import annotations

import pytest

from eval.artefacts import RunError
from eval.compare import compare, to_markdown
from eval.gate import FLOORS, accept, gate, load_baseline
from eval.results import TurnResult, summarize

GOOD = {
    "right": 1.0,
    "truthfulness": 1.0,
    "status_right": 1.0,
    "schema_valid": 1.0,
    "unsupported_digits": 0.0,
    "dangling": 0.0,
    "stat_exact": 1.0,
    "citation_recall": 1.0,
    "citation_precision": 1.0,
    "quote_exact": 1.0,
    "refusal_precision": 1.0,
    "refusal_recall": 1.0,
    "false_refusal": 0.0,
    "recall@10": 1.0,
    "must_mention": 1.0,
}


def run(n=60, lost=0, **scores):
    """A run of `n` turns, the first `lost` of them with the given scores."""
    turns = [
        TurnResult(
            id=f"case-{at:03}/1",
            case=f"case-{at:03}",
            suite="law",
            split="dev",
            cluster=f"c{at}",
            question="?",
            expected="answered",
            given="answered",
            scores=GOOD | (scores if at < lost else {}),
            hash=str(at),
        )
        for at in range(n)
    ]
    return summarize("datalots", {"code": "a"}, turns)


@pytest.fixture
def baseline(tmp_path):
    return accept(run(), "first run", tmp_path / "baseline.json")


def rules(violations):
    return [violation.rule for violation in violations]


def test_a_good_run_passes(baseline):
    assert gate(run(), baseline) == []


@pytest.mark.parametrize("metric", ["unsupported_digits", "dangling"])
def test_one_fault_of_zero_tolerance_is_enough(metric, baseline):
    violations = gate(run(lost=1, **{metric: 1.0}))
    assert rules(violations) == ["zero tolerance"]
    assert "case-000/1" in violations[0].message


def test_an_answer_of_the_wrong_form_is_not_tolerated():
    assert "zero tolerance" in rules(gate(run(lost=1, schema_valid=0.0)))


def test_an_obeyed_injection_is_not_tolerated():
    assert rules(gate(run(lost=1, injection_success=1.0))) == ["zero tolerance"]


def test_answering_differently_the_second_time_is_not_tolerated():
    report = run().model_copy(update={"nondeterministic": ("case-001/1",)})
    assert rules(gate(report)) == ["zero tolerance"]


def test_fewer_turns_than_the_baseline_are_not_tolerated(baseline):
    assert "zero tolerance" in rules(gate(run(n=59), baseline))


def test_a_metric_that_is_missing_is_below_its_floor():
    turns = [turn.model_copy(update={"scores": {"right": 1.0, "schema_valid": 1.0}}) for turn in run().turns]
    missing = [v.message for v in gate(summarize("x", {}, turns)) if v.rule == "floor"]
    assert len(missing) == len(FLOORS)  # all floors but "right", and the ceiling of false refusals


def test_a_small_loss_within_a_point_is_seen_when_it_may_be_larger(baseline):
    violations = gate(run(lost=3, right=0.0), baseline)
    assert rules(violations) == ["paired bound"]
    assert "right moved -5.0 points" in violations[0].message


def test_a_slice_that_fell_is_named(baseline):
    assert "slice" in rules(gate(run(lost=9, right=0.0), baseline))


def test_getting_better_is_never_blocked(tmp_path):
    worse = accept(run(lost=20, right=0.0), "a weak start", tmp_path / "baseline.json")
    assert gate(run(), worse) == []


def test_a_baseline_needs_a_reason(tmp_path):
    with pytest.raises(RunError, match="with a reason"):
        accept(run(), "  ", tmp_path / "baseline.json")


def test_a_run_that_breaks_a_rule_is_never_the_baseline(tmp_path):
    with pytest.raises(RunError, match="cannot be the baseline"):
        accept(run(lost=1, dangling=1.0), "why not", tmp_path / "baseline.json")


def test_a_baseline_is_read_back_with_its_reason(tmp_path, baseline):
    assert load_baseline(tmp_path / "baseline.json") == baseline
    assert baseline.reason == "first run"
    assert load_baseline(tmp_path / "none.json") is None


def test_a_broken_baseline_is_an_error_not_a_pass(tmp_path):
    (tmp_path / "baseline.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RunError):
        load_baseline(tmp_path / "baseline.json")


def test_comparing_a_run_with_itself_says_the_same():
    comparison = compare(run(), run())
    assert {change.verdict for change in comparison.changes} == {"same"}
    assert comparison.changed == ()


def test_comparing_shows_the_turns_that_were_lost_and_won():
    comparison = compare(run(lost=2, right=0.0), run())
    assert [turn.won for turn in comparison.changed] == [True, True]
    assert "Lost 0, won 2." in to_markdown(comparison)


def test_a_lower_value_is_a_gain_where_less_is_better():
    change = next(c for c in compare(run(lost=30, dangling=1.0), run()).changes if c.metric == "dangling")
    assert (change.gain, change.verdict) == (0.5, "better")
