from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.writers import tokens


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    tokens._counter.cache_clear()
    yield
    tokens._counter.cache_clear()


def test_swedish_is_counted_in_some_three_characters_a_token() -> None:
    text = "Arbetsgivaren ska underrätta arbetstagaren minst två veckor i förväg. " * 20
    assert 2.5 < len(text) / tokens.count_tokens(text) < 4.5


def test_without_a_vocabulary_characters_are_counted_on_the_safe_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Arbetsgivaren ska underrätta arbetstagaren."
    exact = tokens.count_tokens(text)
    tokens._counter.cache_clear()

    def no_network(model: str) -> None:
        raise ConnectionError("no network")

    monkeypatch.setattr("llama_index.core.utils.get_tokenizer", no_network)
    assert tokens.count_tokens(text) >= exact
