"""Follow-ups on figures in words of their own, with what they leave out said in full."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from tests.rag.test_conversation_measured import understood


@pytest.mark.parametrize(
    ("turns", "alone"),
    [
        # an order over what was measured, at the time that was spoken of
        (
            ["Hur hög var arbetslösheten i Uppsala län i mars 2023?", "Vilket län låg högst den månaden?"],
            "Vilket län låg högst arbetslöshet i mars 2023?",
        ),
        # the place that an order found
        (
            [
                "Vilket län hade lägst arbetslöshet 2021?",
                "Hur har det förändrats där sedan 2020?",
            ],
            "Hur har arbetslösheten förändrats i Västerbottens län sedan 2020?",
        ),
        # a part of those that were counted
        (
            [
                "Hur många platsannonser för kockar fanns det i landet 2024?",
                "Hur stor del av dem låg i Kalmar län?",
            ],
            "Hur stor del av antalet platsannonser bland kockar i landet låg i Kalmar län 2024?",
        ),
        # how many times as many, of another month of the same year
        (
            ["Hur många varslades i Dalarna i maj 2022?", "Hur många gånger fler var det i augusti?"],
            "Hur många varslades i Dalarna i augusti 2022 och i maj 2022, "
            "och hur många gånger större är det första?",
        ),
        # when it was least, after when it was most
        (
            ["Vilken månad 2021 var arbetslösheten högst i Jönköpings län?", "Och som lägst?"],
            "Vilken månad 2021 var arbetslösheten lägst i Jönköpings län?",
        ),
        # the next time after the one that an order found
        (
            ["Vilket kvartal 2020 föll BNP mest?", "Hur gick det nästa kvartal?"],
            "Vad var förändringen av BNP sedan kvartalet innan tredje kvartalet 2020?",
        ),
        # a measure beside the one that was shown
        (
            ["Vad är lönen vid percentil 90 för poliser?", "Hur mycket högre är det än medianen?"],
            "Hur mycket högre är lönen vid percentil 90 än medianen för poliser?",
        ),
        # the same thing by another word before it
        (
            ["Hur stor var BNP i löpande priser 2022?", "Och i fasta priser?"],
            "Hur stor var BNP i fasta priser 2022?",
        ),
        # the same months of another year
        (
            ["Hur hög var inflationen i snitt de två sista månaderna 2023?", "Och samma månader året innan?"],
            "Hur hög var inflationen i snitt de två sista månaderna 2022?",
        ),
        # how many they are, after what they earn
        (
            ["Vad är medellönen för kvinnliga psykologer?", "Hur många kvinnor är det i yrket?"],
            "Hur många kvinnor är det bland psykologer?",
        ),
    ],
)
def test_what_a_follow_up_leaves_out_is_said_in_full(
    turns: list[str], alone: str, assistant: Assistant
) -> None:
    assert understood(assistant, *turns) == alone


@pytest.mark.parametrize(
    "question",
    [
        "Vilket yrke hade flest platsannonser i landet 2024?",
        "Hur mycket ändrades BNP andra kvartalet 2022 mot kvartalet innan?",
        "Får min chef läsa min e-post?",
    ],
)
def test_a_question_of_its_own_takes_nothing_from_the_figures_before(
    question: str, assistant: Assistant
) -> None:
    assert (
        understood(assistant, "Hur många platsannonser för kockar fanns det i Falun 2024?", question)
        == question
    )


def test_a_follow_up_on_a_part_goes_on_with_the_part(assistant: Assistant) -> None:
    turns = ("Hur många bor i Falun?", "Hur stor andel är det av landet?", "Och i Borlänge?")
    assert understood(assistant, *turns) == "Hur stor andel av folkmängden i riket fanns i Borlänge?"
