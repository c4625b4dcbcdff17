from __future__ import annotations

import pytest

from rag.errors import SettingsError
from rag.settings import Settings
from rag.writers import WRITERS, load_llm, load_writer
from rag.writers.prompt import PROMPTS, load_prompt
from tests.rag.writers.conftest import Fallback, evidence, hit


def test_the_extractive_writer_is_the_default() -> None:
    extractive = Fallback()
    assert load_writer(Settings(), extractive) is extractive
    assert set(WRITERS) == {"extractive", "openai", "llama_index"}


def test_any_llama_index_llm_may_write() -> None:
    settings = Settings(writer="llama_index:llama_index.core.llms.mock:MockLLM")
    writer = load_writer(settings, Fallback())
    draft = writer.write(evidence(hit()))
    assert draft.writer == "llama_index:unknown, svar 1"
    assert draft.status == "answered"


def test_the_model_is_made_once_for_the_same_settings() -> None:
    first, second = Settings(writer="openai"), Settings(writer="openai")
    assert load_llm(first) is load_llm(second)


@pytest.mark.parametrize(
    "writer",
    [
        "gissa",
        "llama_index:",
        "llama_index:finns.inte:Alls",
        "llama_index:json:loads",
        "llama_index:builtins:dict",
    ],
)
def test_a_writer_that_cannot_be_loaded_is_a_settings_error(writer: str) -> None:
    with pytest.raises(SettingsError, match="DATALOTS_WRITER"):
        load_writer(Settings(writer=writer), Fallback())


def test_every_prompt_file_has_a_version_and_both_messages() -> None:
    for path in PROMPTS.glob("*.md"):
        prompt = load_prompt(path.stem)
        assert prompt.name == path.stem
        assert prompt.version >= 1
        assert prompt.system and prompt.user


def test_a_value_is_never_read_as_a_template() -> None:
    filled = load_prompt("svar").fill(evidence="$question", question="Vad?")
    assert "<uppgifter>\n$question\n</uppgifter>" in filled


def test_a_name_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_prompt("svar").fill(evidence="")


def test_a_missing_prompt_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="front matter"):
        load_prompt("finns-inte")
