"""Cases are read strictly, and the public ones are sound."""

from __future__ import annotations

import json

import pytest

from eval.cases import (
    CASES_DIR,
    CaseError,
    EvalCase,
    case_set_hash,
    load_cases,
    read_cases,
    schema,
    split_of,
    stratified,
    to_line,
)

CASE = {
    "id": "stat-0001",
    "suite": "statistics",
    "split": split_of("c"),
    "turns": [
        {"question": "Vad tjänar en polis?", "expect": {"status": "answered", "must_mention": [["40 600"]]}}
    ],
    "as_of": "2026-01-29",
    "source": "by hand",
    "cluster": "c",
}


def written(folder, *cases):
    file = folder / "some.jsonl"
    file.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    return file


def test_a_case_is_read_and_written_back_the_same(tmp_path):
    case = read_cases(written(tmp_path, CASE))[0]
    assert EvalCase.model_validate_json(to_line(case)) == case


def test_an_unknown_field_is_named_with_file_and_line(tmp_path):
    turn = {
        "question": "?",
        "expect": {"status": "answered", "must_mention": [["x"]], "must_menton": [["x"]]},
    }
    file = written(tmp_path, CASE, CASE | {"turns": [turn]})
    with pytest.raises(CaseError, match=r"some\.jsonl:2: turns\.0\.expect\.must_menton: Extra inputs"):
        read_cases(file)


def test_all_bad_lines_are_named_at_once(tmp_path):
    with pytest.raises(CaseError) as error:
        read_cases(written(tmp_path, CASE | {"as_of": "i dag"}, CASE | {"id": "X"}))
    assert "some.jsonl:1: as_of" in str(error.value)
    assert "some.jsonl:2: id" in str(error.value)


def test_a_line_that_is_not_json_is_named(tmp_path):
    (tmp_path / "x.jsonl").write_text("{oj", encoding="utf-8")
    with pytest.raises(CaseError, match=r"x\.jsonl:1: line: Invalid JSON"):
        load_cases(tmp_path)


@pytest.mark.parametrize(
    "expect",
    [
        {"status": "answered"},
        {
            "status": "no_evidence",
            "facts": [
                {
                    "value": "1",
                    "unit": "persons",
                    "period": "2022",
                    "region": "00",
                    "table": "t",
                    "cell": {"measure": "m"},
                }
            ],
        },
        {"status": "answered", "must_mention": [[]]},
        {
            "status": "answered",
            "facts": [
                {
                    "value": "1",
                    "unit": "persons",
                    "period": "2022K5",
                    "region": "00",
                    "table": "t",
                    "cell": {"measure": "m"},
                }
            ],
        },
        {
            "status": "answered",
            "facts": [{"value": "1", "unit": "persons", "period": "2022", "region": "00", "table": "t"}],
        },
    ],
)
def test_a_case_that_says_nothing_or_too_much_is_refused(tmp_path, expect):
    with pytest.raises(CaseError):
        read_cases(written(tmp_path, CASE | {"turns": [{"question": "?", "expect": expect}]}))


def test_wordings_of_one_question_share_a_split(tmp_path):
    other = "test" if split_of("c") == "dev" else "dev"
    with pytest.raises(CaseError, match="split must be"):
        read_cases(written(tmp_path, CASE | {"split": other}))


def test_about_forty_percent_of_clusters_are_dev():
    dev = sum(split_of(f"cluster-{n}") == "dev" for n in range(2_000))
    assert 740 < dev < 860


def test_an_unknown_suite_is_refused_with_those_there_are():
    with pytest.raises(CaseError, match=r"unknown suite \['nej'\]; there are \['adversarial'"):
        load_cases(suites=["nej"])


def test_the_hash_of_a_set_does_not_heed_its_order():
    cases = load_cases(suites=["adversarial"])
    assert case_set_hash(cases) == case_set_hash(cases[::-1])
    assert case_set_hash(cases) != case_set_hash(cases[1:])


def test_the_schema_names_every_field_of_a_line():
    assert set(CASE) <= set(schema()["properties"])
    assert schema()["additionalProperties"] is False


def test_there_are_at_least_170_public_cases_of_every_kind():
    cases = load_cases(CASES_DIR)
    assert len(cases) >= 170
    assert {
        "law",
        "policy",
        "statistics",
        "occupations",
        "datasets",
        "silence",
        "conversations",
        "adversarial",
    } <= {case.suite for case in cases}


def test_a_sample_has_every_suite_and_is_always_the_same():
    cases = load_cases(CASES_DIR)
    sample = stratified(cases, 160)
    assert {case.suite for case in sample} == {case.suite for case in cases}
    assert 140 <= len(sample) <= 180
    assert {case.id for case in sample} == {case.id for case in stratified(cases[::-1], 160)}


def test_forty_percent_of_the_dataset_questions_avoid_the_datasets_own_words():
    tags = [case.tags for case in load_cases(suites=["datasets"])]
    assert sum("other-words" in found for found in tags) >= 0.4 * len(tags)
