"""`datalots eval …` from the door, on what needs no index."""

from __future__ import annotations

import json

import pytest

import cli
from eval.oracle import Oracle
from eval.runner import evaluate
from eval.selftest_gold import cases as gold_cases
from eval.selftest_gold import corpus


@pytest.fixture
def saved(tmp_path):
    cases = list(gold_cases().values())
    evaluate(cases, Oracle(cases, corpus()), corpus(), tmp_path / "run", {"code": "a"})
    return tmp_path / "run"


def test_the_selftest_ends_with_zero_and_says_what_it_tried(capsys):
    assert cli.main(["eval", "selftest"]) == 0
    assert "mutanter" in capsys.readouterr().out


def test_the_schema_is_json(capsys):
    assert cli.main(["eval", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "EvalCase"


def test_comparing_a_run_with_itself_changes_nothing(saved, capsys):
    assert cli.main(["eval", "compare", str(saved), str(saved / "report.json")]) == 0
    assert "Lost 0, won 0." in capsys.readouterr().out


def test_reports_are_written_again(saved, capsys):
    assert cli.main(["eval", "report", str(saved)]) == 0
    assert (saved / "report.html").exists()
    assert (saved / "junit.xml").exists()


def test_a_run_that_is_not_there_is_one_clear_line(tmp_path, capsys):
    assert cli.main(["eval", "gate", str(tmp_path / "nej")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_lint_without_an_index_still_looks_for_duplicates_and_leaks(tmp_path, capsys):
    assert cli.main(["eval", "lint", "--data-dir", str(tmp_path)]) == 0
    assert "Inget index" in capsys.readouterr().err


def test_an_action_is_needed(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["eval"])
    assert stopped.value.code == 2
