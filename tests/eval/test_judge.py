"""The judge: asked twice, remembered, measured against people, and silent when it cannot be believed."""

from __future__ import annotations

import pytest

from eval.cases import EvalCase, split_of
from eval.judge import Judge, judge_run, read_verdict, reference, to_text
from rag.errors import ModelError
from rag.settings import Settings
from rag.writers.model import ask_model
from tests.loopback.openai_server import KEY, openai_endpoint

WORDS = "Rasten är minst tio minuter"


def case(number: int) -> EvalCase:
    expect = {"status": "answered", "evidence": [{"document": "rast", "quote": f"{WORDS} i fall {number}."}]}
    name = f"judged-{number:03}"
    return EvalCase.model_validate(
        {
            "id": name,
            "suite": "judged",
            "split": split_of(name),
            "turns": [{"question": "Hur lång är rasten?", "expect": expect}],
            "as_of": "2026-01-29",
            "source": "written for this test",
            "cluster": name,
        }
    )


CASES = [case(number) for number in range(40)]
ANSWERS = {
    f"{one.id}/1": f"{WORDS} i fall {n}. [1]" if n % 4 else "Jag hittar inget svar."
    for n, one in enumerate(CASES)
}
LABELS = {turn: "tio minuter" in text for turn, text in list(ANSWERS.items())[:30]}


@pytest.fixture(scope="module")
def endpoint():
    with openai_endpoint() as running:
        yield running


@pytest.fixture
def judge(endpoint, tmp_path):
    def make(model: str, cassettes: str = "cassettes.jsonl") -> Judge:
        settings = Settings(writer="openai", openai_api_key=KEY, openai_base_url=endpoint.url, model=model)
        return Judge(model, lambda *messages: ask_model(settings, *messages), tmp_path / cassettes)

    return make


def test_a_judge_that_agrees_with_people_is_reported_with_its_agreement(judge):
    report = judge_run(judge("judge"), CASES, ANSWERS, LABELS)
    assert (report.judged, report.abstained) == (40, 0)
    assert report.agreement is not None
    assert (report.agreement.n, report.agreement.kappa) == (30, 1.0)
    assert report.right == 0.75
    assert "Det stoppar aldrig en ändring." in to_text(report)


def test_a_judge_that_disagrees_with_people_is_not_reported_and_asked_no_further(judge):
    report = judge_run(judge("judge-contrary"), CASES, ANSWERS, LABELS)
    assert report.agreement is not None
    assert report.agreement.kappa < 0
    assert (report.right, report.judged, report.usable) == (None, 30, False)
    assert "inget redovisas" in to_text(report)


def test_a_judge_that_likes_what_stands_first_abstains_and_is_not_reported(judge):
    report = judge_run(judge("judge-first"), CASES, ANSWERS, LABELS)
    assert (report.judged, report.abstained) == (30, 30)
    assert (report.agreement, report.right) == (None, None)


def test_too_few_labels_measure_no_judge(judge):
    few = dict(list(LABELS.items())[:10])
    assert judge_run(judge("judge"), CASES, ANSWERS, few).right is None


def test_what_was_said_is_asked_for_once(endpoint, judge):
    turn = CASES[1].turns[0]
    assert judge("judge").verdict(turn, "Okänt.") is False
    asked = endpoint.called("judge")
    assert judge("judge").verdict(turn, "Okänt.") is False
    assert endpoint.called("judge") == asked
    judge("judge").verdict(turn, "Nytt.")
    assert endpoint.called("judge") == asked + 2


def test_an_endpoint_that_is_down_is_an_expected_error(judge):
    with pytest.raises(ModelError):
        judge("down-500").verdict(CASES[1].turns[0], "Okänt.")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("RÄTT", True),
        ("Svaret är fel.", False),
        ("**RÄTT**", True),
        ("RÄTT eller FEL", None),
        ("Vet inte", None),
    ],
)
def test_a_verdict_is_one_of_two_words(said, verdict):
    assert read_verdict(said) is verdict


def test_the_reference_says_what_gold_holds_and_nothing_of_an_answer():
    assert reference(CASES[3].turns[0].expect) == f"{WORDS} i fall 3."
    none = CASES[3].turns[0].expect.model_copy(update={"status": "no_evidence", "evidence": ()})
    assert reference(none) == "Det finns inget svar i källorna. Rätt är att säga det."
