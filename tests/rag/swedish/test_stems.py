from __future__ import annotations

import pytest

from rag.swedish.stems import stem


@pytest.mark.parametrize(
    "words",
    [
        ("avgift", "avgiften", "avgifter", "avgifterna", "avgifternas"),
        ("arbetslös", "arbetslösa", "arbetslöshet", "arbetslösheten"),
        ("utbildning", "utbildningar", "utbildningens"),
    ],
)
def test_inflections_share_a_stem(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


def test_words_of_different_meaning_keep_different_stems() -> None:
    assert len({stem(word) for word in ("lön", "lag", "yrke", "region", "statistik")}) == 5
