from __future__ import annotations

from collections.abc import Callable

import pytest
from llama_index.core.base.llms.types import ChatMessage

from rag.settings import Settings
from rag.writers.openai_llm import OpenAILLM, from_settings
from tests.loopback.openai_server import KEY, Endpoint

ASKED = [ChatMessage(role="user", content="[1] Digg förvaltar Sveriges dataportal.")]


@pytest.fixture
def llm_for(settings_for: Callable[..., Settings]) -> Callable[[str], OpenAILLM]:
    return lambda model: from_settings(settings_for(model))


def test_it_answers_as_any_llama_index_llm(llm_for: Callable[[str], OpenAILLM]) -> None:
    llm = llm_for("faithful")
    whole = "Digg förvaltar Sveriges dataportal [1]."
    assert llm.chat(ASKED).message.content == whole
    assert llm.complete(str(ASKED[0].content)).text == whole
    assert "".join(part.delta or "" for part in llm.stream_chat(ASKED)) == whole
    assert "".join(part.delta or "" for part in llm.stream_complete(str(ASKED[0].content))) == whole


def test_the_key_and_the_bounds_are_sent(llm_for: Callable[[str], OpenAILLM], endpoint: Endpoint) -> None:
    llm_for("faithful").chat(ASKED)
    sent = endpoint.requests[-1]
    assert (sent["key"], sent["max_tokens"], sent["temperature"]) == (KEY, 900, 0)


def test_names_in_the_environment_without_our_prefix_are_ignored(
    settings_for: Callable[..., Settings], endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://elsewhere.example/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-from-the-environment")
    from_settings(settings_for("faithful")).chat(ASKED)
    assert endpoint.requests[-1]["key"] == KEY
    assert from_settings(Settings()).base_url == "https://api.openai.com/v1"


@pytest.mark.parametrize("model", ["modern", "plain"])
def test_an_option_that_the_endpoint_refuses_is_left_out_and_remembered(
    llm_for: Callable[[str], OpenAILLM], endpoint: Endpoint, model: str
) -> None:
    llm = llm_for(model)
    for _ in range(2):
        assert "".join(part.delta or "" for part in llm.stream_chat(ASKED)).startswith("Digg")
    bodies = [request for request in endpoint.requests if request["model"] == model]
    if model == "modern":
        assert bodies[-1]["max_completion_tokens"] == 900
        assert "temperature" not in bodies[-1]
    assert len(bodies) == {"modern": 4, "plain": 3}[model]
