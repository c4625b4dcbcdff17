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
        (
            ("Vad tjänar en lokförare?", "Jämför med busschaufförer"),
            "Vad tjänar en lokförare och busschaufförer, och hur stor är skillnaden?",
        ),
        (
            ("Vad tjänar en brandman?", "Jämför med väktare"),
            "Vad tjänar en brandman och väktare, och hur stor är skillnaden?",
        ),
        (
            ("Hur många annonser fanns det i Lund 2024?", "Hur många av dem är för kockar?"),
            "Hur många annonser fanns det i Lund 2024 för kockar?",
        ),
        (
            ("Hur många bor i Mora?", "Nej, jag menade Falun, förlåt"),
            "Hur många bor i Falun?",
        ),
        (
            ("Hur många bor i Mora?", "Samma sak fast Falun"),
            "Hur många bor i Falun?",
        ),
        (
            ("Hur är jobbutsikterna för bagare?", "Vad är semesterlön?", "Nej jag menade frisörer"),
            "Hur är jobbutsikterna för frisörer?",
        ),
        (
            ("Vad tjänar en bagare?", "Hur lång är uppsägningstiden?", "Hur är jobbutsikterna i Dalarna?"),
            "Hur är jobbutsikterna i Dalarna för en bagare?",
        ),
        (
            ("Vad tjänar en bagare?", "Och en brandman?", "Vem av dem tjänar mest?"),
            "Vad tjänar en bagare och en brandman, och vilket är högst?",
        ),
        (
            ("Vilka kompetenser har en bagare?", "Är det samma sak som konditor?"),
            "Är bagare och konditor samma yrke?",
        ),
        (
            ("Hur många jobbar som grundskollärare?", "Hur stor andel är kvinnor?"),
            "Hur stor andel av grundskollärare är kvinnor?",
        ),
        (
            ("Vad tjänar en konditor?", "Finns det jobb för såna i Dalarna?"),
            "Finns det jobb för en konditor i Dalarna?",
        ),
        (
            ("Vad gör en logoped?", "Hur länge måste man plugga?"),
            "Hur länge måste man plugga för en logoped?",
        ),
        (
            ("Hur är jobbutsikterna för bagare?", "Vad betyder SSYK ens?"),
            "Vad är SSYK?",
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


@pytest.mark.parametrize(
    ("follow_up", "told"),
    [
        ("Varför är det så lågt?", "men inte varför"),
        ("Beror det på inflationen?", "men inte varför"),
        ("Är det median eller medel?", "Siffran är medianlön"),
        ("Före eller efter skatt?", "Mer än tabellen säger"),
        ("Förklara enklare, min svenska är inte så bra", "svarets första mening"),
        ("Vem har tagit fram siffran?", "Källor: ”Medianlön"),
    ],
)
def test_what_a_figure_is_and_whence_is_told_from_the_answer_before(
    assistant: Assistant, follow_up: str, told: str
) -> None:
    turns: list[Turn] = []
    for question in ("Vad tjänar en bagare?", follow_up):
        answer = assistant.ask(question, turns, today=TODAY)
        turns.append(Turn(question=question, standalone_question=answer.standalone_question, answer=answer))
    assert told in turns[-1].answer.text if turns[-1].answer else ""


def test_a_table_is_made_of_figures_alone(assistant: Assistant) -> None:
    assert understood(assistant, "Hur många bor i Mora och Falun?", "Kan du göra en tabell?") == (
        "Visa i ett diagram: hur många bor i Mora och Falun?"
    )
    assert "tabell" in understood(assistant, "Hur lång är uppsägningstiden?", "Kan du göra en tabell?")


def test_a_mean_that_no_table_has_is_given_as_the_median(assistant: Assistant) -> None:
    answer = assistant.ask("Vad tjänar en undersköterska i snitt?", today=TODAY)
    assert answer.status == "partial"
    assert "Svaret är medianlönen i stället." in answer.text


def test_a_time_that_no_table_has_is_told_as_it_was_asked_for(assistant: Assistant) -> None:
    text = assistant.ask("Hur många bodde i Umeå för tio år sedan?", today=TODAY).text
    assert "ingen uppgift för tio år sedan" in text
