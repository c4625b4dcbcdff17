"""Reports are whole, well formed, and keep the test split to themselves."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from eval.artefacts import RunError
from eval.gate import gate
from eval.html import to_html, words_changed
from eval.oracle import Oracle
from eval.report import annotation_lines, append_step_summary, write_reports, write_scores
from eval.results import load_report
from eval.runner import evaluate
from eval.selftest_gold import cases as gold_cases
from eval.selftest_gold import corpus

CASES = list(gold_cases().values())


class OftenWrong(Oracle):
    def answer(self, questions, today):
        return [
            answer | {"status": "no_evidence", "text": "Nej <b> & \x02"}
            for answer in super().answer(questions, today)
        ]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    report = evaluate(CASES, OftenWrong(CASES, corpus()), corpus(), folder / "run", {"code": "a"})
    violations = gate(report)
    return report, violations, write_reports(report, violations, folder)


def test_a_saved_run_is_read_back_the_same(saved):
    report, _, written = saved
    assert load_report(written["json"]) == report


def test_junit_counts_what_is_wrong(saved):
    report, violations, written = saved
    suites = {suite.get("name"): suite for suite in ET.parse(written["xml"]).getroot()}
    wrong = sum(bool(turn.cause) for turn in report.turns)
    assert suites["selftest"].get("failures") == str(wrong)
    assert suites["gate"].get("failures") == str(len(violations))


def test_the_page_needs_nothing_from_elsewhere_and_escapes_what_it_shows(saved):
    page = saved[2]["html"].read_text(encoding="utf-8")
    assert "src=" not in page
    assert "href=" not in page
    assert "Nej &lt;b&gt; &amp;" in page
    assert "Nej <b>" not in page


def test_questions_of_the_test_split_are_in_no_report_that_people_read(saved):
    report, _, written = saved
    open_to_all = {turn.question for turn in report.turns if turn.split == "dev"}
    hidden = {turn.question for turn in report.turns if turn.split == "test" and turn.cause} - open_to_all
    assert hidden
    for kind in ("md", "html", "xml"):
        text = written[kind].read_text(encoding="utf-8")
        assert not [question for question in hidden if question in text]


def test_the_step_summary_is_added_to_what_is_there(tmp_path):
    (tmp_path / "summary").write_text("Before\n", encoding="utf-8")
    append_step_summary("# Now", str(tmp_path / "summary"))
    assert (tmp_path / "summary").read_text(encoding="utf-8") == "Before\n# Now\n"
    append_step_summary("# Now", None)


def test_a_violation_becomes_an_annotation(saved):
    assert all(line.startswith("::error title=eval ") for line in annotation_lines(saved[1]))


def test_scores_are_written_between_the_markers_once(saved, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Före\n<!-- scores: start -->\ngammalt\n<!-- scores: end -->\nEfter\n", encoding="utf-8")
    assert write_scores(saved[0], page)
    assert not write_scores(saved[0], page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Före\n")
    assert text.endswith("\nEfter\n")
    assert "gammalt" not in text
    assert "| right |" in text


def test_a_page_without_markers_is_left_alone(saved, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Inget", encoding="utf-8")
    with pytest.raises(RunError, match="lacks"):
        write_scores(saved[0], page)


def test_words_that_changed_are_marked_and_nothing_else():
    changed = words_changed("Rasten är tio <b>", "Rasten är elva <b>")
    assert changed == "Rasten är <del>tio</del><ins>elva</ins> &lt;b&gt;"


def test_the_page_shows_what_changed_since_a_run_from_before(saved):
    report = saved[0]
    before = report.model_copy(
        update={
            "turns": tuple(
                turn.model_copy(
                    update={"text": f"Förr. {turn.text}", "scores": {**turn.scores, "right": 1.0}}
                )
                for turn in report.turns
            )
        }
    )
    page = to_html(report, (), before)
    assert "<del>Förr.</del>" in page.replace("<del>Förr. </del>", "<del>Förr.</del>")
    assert "data-moved='lost'" in page
    assert "data-moved='lost'" not in to_html(report)


def test_the_page_shows_gold_of_dev_only(saved):
    report, _, written = saved
    assert {bool(turn.gold) for turn in report.turns if turn.split == "dev"} == {True}
    assert all(not turn.gold for turn in report.turns if turn.split == "test")
    assert "<h3>Facit</h3>" in written["html"].read_text(encoding="utf-8")
