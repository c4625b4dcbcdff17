"""The whole chain with a model: whatever it says, what is shown has its source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pydantic import SecretStr

from rag import texts
from rag.assistant import Assistant
from rag.schema import Answer
from rag.settings import Settings
from tests.loopback.openai_server import KEY, Endpoint

TODAY = "2026-11-23"
LAW = "Får en myndighet ta betalt för öppna data?"
FIGURE = "Vad är medianlönen för poliser?"


@contextmanager
def with_model(model: str, bundled: Settings, endpoint: Endpoint) -> Iterator[Assistant]:
    more = {
        "writer": "openai",
        "model": model,
        "openai_base_url": endpoint.url,
        "openai_api_key": SecretStr(KEY),
        "model_timeout": 5.0,
    }
    assistant = Assistant.open(bundled.model_copy(update=more))
    try:
        yield assistant
    finally:
        assistant.close()


def answered(model: str, question: str, bundled: Settings, endpoint: Endpoint) -> Answer:
    with with_model(model, bundled, endpoint) as assistant:
        return assistant.ask(question, today=TODAY)


@pytest.mark.parametrize("question", [LAW, FIGURE])
def test_a_faithful_model_is_shown_with_its_sources(
    question: str, bundled_settings: Settings, endpoint: Endpoint
) -> None:
    answer = answered("faithful", question, bundled_settings, endpoint)
    assert answer.writer == "openai:faithful, svar 1"
    assert answer.notices == ()
    assert answer.sentences
    assert all(sentence.citations for sentence in answer.sentences)


@pytest.mark.parametrize("model", ["wrong-words", "invented-citation", "no-citation"])
@pytest.mark.parametrize("question", [LAW])
def test_a_lying_model_is_replaced_by_the_extractive_writer(
    model: str, question: str, bundled_settings: Settings, endpoint: Endpoint, assistant: Assistant
) -> None:
    answer = answered(model, question, bundled_settings, endpoint)
    assert answer.notices == (texts.MODEL_UNSUPPORTED,)
    assert answer.text == assistant.ask(question, today=TODAY).text
    assert answer.writer == "extractive"


def test_wrong_digits_are_never_shown(bundled_settings: Settings, endpoint: Endpoint) -> None:
    answer = answered("wrong-digits", LAW, bundled_settings, endpoint)
    for sentence in answer.sentences:
        quotes = " ".join(answer.citations[n - 1].quote for n in sentence.citations)
        assert {c for c in sentence.text if c.isdigit()} <= {c for c in quotes if c.isdigit()}


def test_wrong_words_on_a_figure_are_replaced_by_the_ledgers(
    bundled_settings: Settings, endpoint: Endpoint, assistant: Assistant
) -> None:
    lied = answered("wrong-words", FIGURE, bundled_settings, endpoint)
    assert "robotar" not in lied.text
    assert lied.sentences[0] == assistant.ask(FIGURE, today=TODAY).sentences[0]


@pytest.mark.parametrize("model", ["foreign-links", "obedient"])
def test_no_address_of_a_model_is_shown(model: str, bundled_settings: Settings, endpoint: Endpoint) -> None:
    answer = answered(model, LAW, bundled_settings, endpoint)
    assert "evil" not in answer.text
    assert not set(answer.text) & set("<>")


@pytest.mark.parametrize(
    "model", ["bad-401", "always-429", "down-500", "empty", "cut", "login-page", "gibberish"]
)
def test_a_model_that_fails_costs_a_notice_and_nothing_else(
    model: str, bundled_settings: Settings, endpoint: Endpoint, assistant: Assistant
) -> None:
    answer = answered(model, LAW, bundled_settings, endpoint)
    assert answer.notices == (texts.MODEL_UNAVAILABLE,)
    assert answer.text == assistant.ask(LAW, today=TODAY).text


def test_a_model_without_an_answer_gives_an_honest_no(bundled_settings: Settings, endpoint: Endpoint) -> None:
    answer = answered("no-answer", LAW, bundled_settings, endpoint)
    assert (answer.status, answer.reason, answer.text) == ("no_evidence", "no_source", texts.NO_EVIDENCE)
