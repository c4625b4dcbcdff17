from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.swedish.courtesies import without_courtesies


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Hej! Vad tjänar en kock? Tack på förhand!", "Vad tjänar en kock?"),
        ("Jag undrar en sak: hur många bor i Umeå? Mvh Anna", "Hur många bor i Umeå?"),
        ("Vi har ett skolarbete. Vad är SSYK?", "Vad är SSYK?"),
        ("Hej, kan ni hjälpa mig? Vad är SSYK? Svara gärna kort.", "Vad är SSYK?"),
        ("Vad är SSYK? mvh anna", "Vad är SSYK?"),
        ("Vad är SSYK? /Anna", "Vad är SSYK?"),
        ("Vad är SSYK? Med vänlig hälsning Bo Ek", "Vad är SSYK?"),
        ("hej vad tjänar en kock", "Vad tjänar en kock"),
        ("Hur många bor i Umeå, tack", "Hur många bor i Umeå"),
        ("Till nämndens ärende behöver vi arbetslösheten i Mora 2021.", "Arbetslösheten i Mora 2021."),
        ("Inför lönesamtalet: vad tjänar en kock i Skåne?", "Vad tjänar en kock i Skåne?"),
        ("Min chef vill veta till i morgon: hur många bor i Mora 2022?", "Hur många bor i Mora 2022?"),
        ("Fråga från en pensionär: hur många kockar finns i Mora?", "Hur många kockar finns i Mora?"),
        ("Hi! What is the median wage of cooks? Thanks in advance!", "What is the median wage of cooks?"),
    ],
)
def test_what_is_only_said_around_a_question_is_left_out(written: str, asked: str) -> None:
    assert without_courtesies(written) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Jag har jobbat i åtta år. Hur lång är uppsägningstiden?",
        "Inför lönesamtalet: får facket vara med?",
        "För skiftarbete: hur lång vila krävs mellan passen?",
        "För kvinnor i Skåne: vad är lönen?",
        "Till undersköterskor behöver vi nya arbetskläder.",
        "Hej!",
        "Tack så mycket!",
        "Okej. Kan du förklara det?",
        "Vem kan hjälpa mig?",
        "Måste de svara?",
        "Vi bor i Säffle. Hur många är arbetslösa?",
        "Får man svara på sms på rasten?",
        "Chefen frågade om jag är gravid. Vad kan jag säga?",
        "Jag blev uppsagd av chefen. Var kan jag få hjälp?",
        "Jag fick en arbetsskada. Ska rapporten lämnas in?",
        "vad tjänar den som hälsar gäster",
        "Vad är lönen i kr / månad",
        "",
    ],
)
def test_what_tells_of_the_case_stays_and_so_does_a_courtesy_alone(question: str) -> None:
    assert without_courtesies(question) == question


@settings(deadline=None)
@given(st.text(alphabet="aehjkostv ?!.,", max_size=60))
def test_a_question_never_becomes_empty(question: str) -> None:
    assert bool(without_courtesies(question).strip()) == bool(question.strip())
