"""However one asks what a word means, it is one question."""

from __future__ import annotations

import pytest

from rag.swedish.definitions import as_definition, subject_defined


@pytest.mark.parametrize(
    "question",
    [
        "Vad betyder SUN?",
        "vad betyder ordet SUN",
        "Vad menas med SUN?",
        "Vad innebär SUN?",
        "Vad står SUN för?",
        "Vad är SUN en förkortning för?",
        "Vad står förkortningen SUN för egentligen?",
        "Förklara begreppet SUN.",
        "definition av SUN",
        "Vad är definitionen av ”SUN”?",
    ],
)
def test_what_a_word_means_is_asked_in_one_way(question: str) -> None:
    assert as_definition(question) == "Vad är SUN?"
    assert subject_defined(question) == "SUN"


@pytest.mark.parametrize(
    "question",
    [
        "Vad betyder det för mig om jag sägs upp medan jag är sjuk?",
        "Vad är medianlönen för poliser i Skåne 2023?",
        "Vad kostar en biljett till månen?",
        "Vad betyder det?",
        "Vad innebär det här?",
        "Vad menas med den?",
        "vad betyder detta för mig",
        "förklara enklare",
        "Förklara mer",
        "Vad innebär det att myndigheten ska lämna ut uppgifter skyndsamt?",
    ],
)
def test_what_asks_for_more_stays_as_it_is(question: str) -> None:
    assert as_definition(question) == question
    assert subject_defined(question) == ""
