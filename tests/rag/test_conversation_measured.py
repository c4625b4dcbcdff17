"""What was shown is measured against a place, a time or the whole that a follow-up names."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.schema import Turn

TODAY = "2026-11-23"


def understood(assistant: Assistant, *questions: str) -> str:
    turns: list[Turn] = []
    for question in questions:
        answer = assistant.ask(question, turns, today=TODAY)
        turns.append(Turn(question=question, standalone_question=answer.standalone_question, answer=answer))
    return turns[-1].standalone_question


@pytest.mark.parametrize(
    ("questions", "standalone"),
    [
        (
            ("Arbetslösheten på Gotland januari 2024", "Är det högre än i riket?"),
            "Arbetslösheten på Gotland och riket januari 2024, och hur stor är skillnaden?",
        ),
        (
            ("Hur hög var arbetslösheten i Skåne i mars 2023?", "Var det bättre ett år tidigare?"),
            "Hur hög var arbetslösheten i Skåne i mars 2022 och i mars 2023, och hur stor är skillnaden?",
        ),
        (
            ("Hur många kvinnor bor i Mora?", "Hur stor andel är det?"),
            "Hur många kvinnor bor i Mora, i procent av alla invånare?",
        ),
        (
            ("Hur många bor i Mora?", "Hur stor andel är över 65?"),
            "Hur många personer över 65 bor i Mora, i procent av alla invånare?",
        ),
        (
            ("Hur många bor i Falun?", "Och 2018?", "Hur mycket har det ökat?"),
            "Hur många bor i Falun 2022 och 2018, och hur stor är förändringen?",
        ),
        (
            ("Hur många varslades i Dalarna 2023?", "Hur många var det 2022?", "Är det en ökning?"),
            "Hur många varslades i Dalarna 2023 och 2022, och hur stor är förändringen?",
        ),
        (
            ("Vad tjänar en barnskötare?", "Och en förskollärare?", "Hur många procent mer är det?"),
            "Vad tjänar en barnskötare och en förskollärare, och hur många procent skiljer det?",
        ),
        (
            ("Arbetslösheten i Skåne januari 2024", "Har den minskat?"),
            "Arbetslösheten i Skåne, utvecklingen över tid?",
        ),
        (
            ("Arbetslösheten i Skåne januari 2024", "När var den som högst?"),
            "När var arbetslöshet högst i Skåne?",
        ),
        (
            ("Vilken kommun har flest invånare?", "Och bland länen?"),
            "Vilket län har flest invånare?",
        ),
        (
            ("Vilket län har flest invånare?", "Och bland kommunerna?"),
            "Vilken kommun har flest invånare?",
        ),
        (
            ("Vilka fem kommuner har flest invånare?", "och länen då?"),
            "Vilka fem län har flest invånare?",
        ),
        (
            ("Topp 3 yrken med högst medianlön", "Topp 3 med lägst då?"),
            "Topp 3 yrken med lägst medianlön?",
        ),
        (
            ("Vilken kommun har flest invånare i Skåne?", "Hur många är det?", "Och i Dalarna?"),
            "Vilken kommun har flest invånare i Dalarna?",
        ),
        (
            ("Inskrivna arbetslösa i Avesta i december 2022", "och juni samma år?"),
            "Inskrivna arbetslösa i Avesta i juni 2022?",
        ),
        (
            (
                "Antal inskrivna arbetslösa i Boden i januari 2018",
                "Fyra år senare då?",
                "Hur stor är nedgången?",
            ),
            "Antal inskrivna arbetslösa i Boden i januari 2018 och januari 2022, och hur stor är nedgången?",
        ),
        (
            ("Hur många män bor i Mora?", "Och kvinnor?", "Så hur många blir det allt som allt?"),
            "Hur många män och kvinnor bor i Mora tillsammans?",
        ),
        (
            (
                "Vilket län hade lägst arbetslöshet 2022?",
                "Och högst?",
                "Hur stort är avståndet mellan de två?",
            ),
            "Hur stor är skillnaden mellan länet med högst och länet med lägst arbetslöshet 2022?",
        ),
        (
            ("Hur ser jobbmöjligheterna ut för svetsare i Skåne?", "Om jag flyttar till Kalmar län då?"),
            "Hur ser jobbmöjligheterna ut för svetsare i Kalmar län?",
        ),
        (
            ("Inskrivna arbetslösa i Mora i maj 2022?", "Vilken månad det året var antalet inskrivna högst?"),
            "Vilken månad 2022 var antalet inskrivna högst i Mora?",
        ),
        (
            ("Annonser för kockar i Lund 2024", "Och bagare?", "Lägg ihop dem"),
            "Annonser för kockar och bagare i Lund 2024 tillsammans?",
        ),
    ],
)
def test_what_was_shown_is_measured_against_what_a_follow_up_names(
    assistant: Assistant, questions: tuple[str, ...], standalone: str
) -> None:
    assert understood(assistant, *questions) == standalone


def test_a_turn_that_got_nowhere_is_not_leant_on(assistant: Assistant) -> None:
    questions = ("Hur många bor i Umeå?", "Hur stor andel är det?", "Och i Luleå?")
    assert understood(assistant, *questions) == "Hur många bor i Luleå?"
