"""Several things asked in one text, and a course over time told so that nothing is hidden."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.texts import STAT_ONE_OF_SEVERAL

TODAY = "2026-11-23"

ALL_TOLD = [
    (
        "Hur många bor i Mora, hur många är inskrivna arbetslösa där och hur många annonser fanns 2024?",
        ["20 670 personer", "425 personer", "1 360 annonser"],
    ),
    ("Hur många bor i Mora? Hur många annonser fanns det där 2024?", ["20 670 personer", "1 360 annonser"]),
    ("Hur många invånare och hur många annonser har Umeå?", ["Umeå kommun 131 810", "Umeå kommun 9 846"]),
    (
        "Vilka fem län har högst arbetslöshet, och hur hög är den i Dalarna?",
        ["Södermanlands län: 7,6", "i Dalarnas län 4,6"],
    ),
    ("Medianlön, p10 och p90 för grundskollärare", ["39 400 kr", "30 300 kr", "46 800 kr"]),
    ("Förskollärare: medianlön samt percentil 10 och 90", ["35 000 kr", "27 000 kr", "40 200 kr"]),
    ("Vad är medianlönen för grundskollärare, och vad får de som tjänar bäst?", ["39 400 kr", "46 800 kr"]),
    (
        "Hur hög var inflationen 2022, månad för månad?",
        ["6,1 procent i mars 2022", "10,2 procent i december"],
    ),
    ("Hur utvecklades arbetslösheten i riket sedan 2020?", ["högst i februari 2021 (7,5 procent)"]),
    ("Varsel i Dalarna per år 2019-2023", ["815 personer år 2019", "1 009 personer år 2023"]),
    ("Har arbetslösheten i Dalarna gått upp de senaste två åren?", ["Mellan januari 2022 och januari 2024"]),
    ("Vilka kommuner har växt mest sedan 2018?", ["ökade folkmängden mest i Göteborgs kommun"]),
    ("Hur hög var den högsta inflationen någonsin?", ["högst i februari 1991: 12,7"]),
    ("Vilket yrke har högst lön vid percentil 90?", ["högst för mäklare inom finans"]),
    ("Vad är lägsta lönen för personliga assistenter?", ["percentil 10", "24 800 kr", "inte den lägsta"]),
    ("Vad är inflationen?", ["2,2 procent"]),
    ("Vad är medianlönen för psykologer, män och kvinnor ihop?", ["46 400 kr"]),
    ("Hur många i Boden var inskrivna hos Arbetsförmedlingen som arbetslösa i mars 2022?", ["personer"]),
    ("Vilka är de största yrkena i annonser i Falun 2024 per yrke, topp fem?", ["Grundskollärare: 143"]),
]


@pytest.mark.parametrize(("question", "told"), ALL_TOLD)
def test_all_that_is_asked_is_told(assistant: Assistant, question: str, told: list[str]) -> None:
    text = assistant.ask(question, today=TODAY).text.replace("\N{NO-BREAK SPACE}", " ")
    assert [words for words in told if words not in text] == []


def test_rates_are_ordered_before_they_are_rounded(assistant: Assistant) -> None:
    answer = assistant.ask("Vilken kommun har flest inskrivna arbetslösa per invånare?", today=TODAY)
    assert "högst i Malmö kommun" in answer.text  # 5.82 and 5.79 percent are both told as 5.8


def test_an_assessment_in_words_names_all_who_share_it(assistant: Assistant) -> None:
    question = "I vilka län är möjligheterna till jobb stora för förskollärare?"
    answer = assistant.ask(question, today=TODAY)
    assert sum(name in answer.text for name in ("Jönköpings", "Gotlands", "Norrbottens")) == 3
    few = assistant.ask("I vilka län är jobbmöjligheterna små för mjukvaruutvecklare?", today=TODAY)
    assert "det lägsta som förekommer" in few.text


def test_a_word_of_several_occupations_is_not_narrowed_in_silence(assistant: Assistant) -> None:
    answer = assistant.ask("Hur många lärare jobbar i riksområdet Stockholm?", today=TODAY)
    assert STAT_ONE_OF_SEVERAL.format(asked="lärare", given="grundskollärare") in answer.text
    outlook = assistant.ask("Hur är jobbmöjligheterna för lärare i Dalarna?", today=TODAY)
    assert "gymnasielärare" in outlook.text
    assert "grundskollärare" in outlook.text


def test_those_who_work_are_not_all_who_live_there(assistant: Assistant) -> None:
    answer = assistant.ask("Hur många personer var sysselsatta i Umeå 2022?", today=TODAY)
    assert answer.status == "no_evidence"
    assert "sysselsatta" in answer.text


def test_thanks_are_taken(assistant: Assistant) -> None:
    assert assistant.ask("Tack så mycket!", today=TODAY).text.startswith("Varsågod")


@pytest.mark.parametrize(
    "question",
    ["Vilka frågor kan du svara på?", "Vad kan jag fråga om?", "Hjälp!", "Vilka datamängder har ni?"],
)
def test_who_asks_for_help_is_told_what_to_ask(assistant: Assistant, question: str) -> None:
    text = assistant.ask(question, today=TODAY).text
    assert "Jag är Datalots" in text
    assert "datalots sources" in text


def test_what_is_done_at_work_is_told_without_figures_that_nobody_asked_for(assistant: Assistant) -> None:
    text = assistant.ask("Vad gör en lokförare?", today=TODAY).text
    assert "köra tåg" in text
    assert "kr i månaden" not in text
    both = assistant.ask("Vad gör en lokförare och vad tjänar man?", today=TODAY).text
    assert "köra tåg" in both
    assert "kr i månaden" in both


def test_those_that_share_an_assessment_are_not_ordered(assistant: Assistant) -> None:
    text = assistant.ask("Vilka yrken har störst möjligheter till jobb i Dalarna?", today=TODAY).text
    assert "rangordnar dem inte" in text


def test_what_is_asked_of_today_and_told_of_the_past_is_said_to_be(assistant: Assistant) -> None:
    text = assistant.ask("Hur många platsannonser finns det i Malmö just nu?", today=TODAY).text
    assert "Hur det är just nu står inte där." in text
    assert "just nu" not in assistant.ask("Hur många platsannonser fanns det i Malmö?", today=TODAY).text


def test_a_sector_that_no_table_tells_apart_is_not_passed_over(assistant: Assistant) -> None:
    answer = assistant.ask("Är medellönen för psykologer högre i region än i kommun?", today=TODAY)
    assert "sektor" in answer.text or answer.status != "answered"
