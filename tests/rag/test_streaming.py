"""Sentence by sentence: what is shown is checked and stays, whatever the stream does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pydantic import SecretStr

from rag import texts
from rag.assistant import Assistant
from rag.export import told_as_it_comes
from rag.schema import Answer, Claim
from rag.settings import Settings
from rag.writers.numbered import number_evidence
from tests.loopback.openai_server import KEY, Endpoint, openai_endpoint

TODAY = "2026-11-23"
LAW = "Hur lång provanställning får man ha?"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with openai_endpoint() as running:
        yield running


@contextmanager
def with_model(model: str, bundled: Settings, endpoint: Endpoint) -> Iterator[Assistant]:
    more = {
        "writer": "openai",
        "model": model,
        "openai_base_url": endpoint.url,
        "openai_api_key": SecretStr(KEY),
        "model_timeout": 5.0,
        "model_cache": 0,
    }
    assistant = Assistant.open(bundled.model_copy(update=more))
    try:
        yield assistant
    finally:
        assistant.close()


def streamed(model: str, bundled: Settings, endpoint: Endpoint, question: str = LAW) -> list[Answer]:
    with with_model(model, bundled, endpoint) as assistant:
        return list(assistant.stream(question, today=TODAY))


def shown(answers: list[Answer]) -> list[list[str]]:
    return [[sentence.text for sentence in answer.sentences] for answer in answers]


@pytest.fixture
def lines(assistant: Assistant) -> list[str]:
    """The first numbered lines that a model is shown on the question, without their stops."""
    with assistant._handle.current() as generation:
        from rag.query import read_query

        rooms = assistant._open_rooms(generation)
        evidence = rooms.gatherer.gather(read_query(LAW, rooms.gazetteer, TODAY), assistant.settings.top_k)
        items: list[Claim] = [item.claim for item in number_evidence(evidence, 10_000, len).values()]
    return [claim.text.rstrip(". ") for claim in items[:3]]


def test_offline_the_last_step_is_the_answer(assistant: Assistant) -> None:
    whole = assistant.ask(LAW, today=TODAY)
    steps = list(assistant.stream(LAW, today=TODAY))
    assert (steps[-1].text, steps[-1].citations) == (whole.text, whole.citations)
    assert [len(step.sentences) for step in steps[:-1]] == list(range(1, len(whole.sentences) + 1))
    assert all(steps[-1].text.startswith(step.text) for step in steps)


def test_each_sentence_is_shown_when_the_next_has_begun(
    bundled_settings: Settings, endpoint: Endpoint, lines: list[str]
) -> None:
    endpoint.script = (f"{lines[0]} [1]", ". ", f"{lines[1]} ", "[2].")
    answers = streamed("scripted", bundled_settings, endpoint)
    assert shown(answers) == [
        [f"{lines[0]}."],
        [f"{lines[0]}.", f"{lines[1]}."],
        [f"{lines[0]}.", f"{lines[1]}."],
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pieces_that_end_in_a_word_a_number_or_a_mark_show_no_half_of_it(
    bundled_settings: Settings, endpoint: Endpoint, lines: list[str], size: int
) -> None:
    text = f"{lines[0]} [1]. {lines[1]} [2]. {lines[2]} [3]."
    endpoint.script = tuple(text[i : i + size] for i in range(0, len(text), size))
    answers = streamed("scripted", bundled_settings, endpoint)
    whole = {f"{line}." for line in lines}
    assert all(sentence in whole for step in shown(answers) for sentence in step)
    assert shown(answers)[-1] == [f"{line}." for line in lines]


def test_a_lie_in_the_stream_is_never_shown_and_the_rest_is(
    bundled_settings: Settings, endpoint: Endpoint, lines: list[str]
) -> None:
    endpoint.script = (f"{lines[0]} [1]. ", "Den får vara trettio månader [1]. ", f"{lines[1]} [2].")
    answers = streamed("scripted", bundled_settings, endpoint)
    assert not any("trettio" in answer.text for answer in answers)
    assert shown(answers)[-1] == [f"{lines[0]}.", f"{lines[1]}."]


def test_what_was_shown_stays_when_the_stream_is_cut_and_the_sources_complete_it(
    bundled_settings: Settings, endpoint: Endpoint, lines: list[str], assistant: Assistant
) -> None:
    endpoint.script = (f"{lines[0]} [1]. ", "Och sedan gäller att arbets")
    *steps, last = streamed("scripted-cut", bundled_settings, endpoint)
    assert shown(steps) == [[f"{lines[0]}."]]
    assert last.text.startswith(steps[-1].text)
    assert last.notices == (texts.MODEL_STOPPED,)
    assert last.status == "answered"
    offline = assistant.ask(LAW, today=TODAY)
    assert {s.text for s in last.sentences} >= {s.text for s in offline.sentences}
    assert len({s.text for s in last.sentences}) == len(last.sentences)


def test_a_stream_that_fails_before_its_first_sentence_gives_the_answer_of_the_sources(
    bundled_settings: Settings, endpoint: Endpoint, assistant: Assistant
) -> None:
    endpoint.script = ("En halv men",)
    (only,) = streamed("scripted-cut", bundled_settings, endpoint)
    assert only.text == assistant.ask(LAW, today=TODAY).text
    assert only.notices == (texts.MODEL_UNAVAILABLE,)


def test_a_sentence_is_on_the_screen_soon_after_it_is_complete(
    bundled_settings: Settings, endpoint: Endpoint, lines: list[str]
) -> None:
    """The times are measured by `python -m benchmarks streaming`; here only that nothing waits."""
    endpoint.script = (f"{lines[0]} [1]. ", f"{lines[1]} [2]. ", f"{lines[2]} [3].")
    endpoint.pace = 0.3
    try:
        with with_model("scripted", bundled_settings, endpoint) as assistant:
            arrived = [time.monotonic() for _ in assistant.stream(LAW, today=TODAY)]
    finally:
        endpoint.pace = 0.0
    assert arrived[1] - arrived[0] > 0.15


def test_a_terminal_is_told_each_sentence_once(
    bundled_settings: Settings, endpoint: Endpoint, lines: list[str]
) -> None:
    endpoint.script = (f"{lines[0]} [1]. ", f"{lines[1]} [2].")
    told: list[str] = []
    with with_model("scripted", bundled_settings, endpoint) as assistant:
        answer = told_as_it_comes(assistant.stream(LAW, today=TODAY), told.append)
    assert told[0] == f"{lines[0]}. [1]"
    assert "".join(told).count(lines[0]) == 1
    assert answer.citations[0].title in told[-1]
