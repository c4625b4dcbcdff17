from __future__ import annotations

import pytest

from rag.writers.answer_type import has_what_is_asked


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "Hur många semesterdagar har jag rätt till?",
            "En arbetstagare har rätt till tjugofem dagar enligt 4 §.",
        ),
        ("Hur många dagars semester får jag?", "Semestern är 25 dagar."),
        ("Hur många semester\u00addagar får jag?", "Semestern är 25 dagar."),
        ("Hur lång tid har jag på mig?", "Inom tre veckor ska du överklaga."),
        ("Hur många är arbetslösa?", "År 2022 var 3 procent utan arbete."),
        ("Hur hög är avgiften?", "Det är avgiftsfritt att läsa på plats."),
        ("Vem ansvarar för registret?", "Digg ansvarar."),
        ("Vilket telefonnummer har myndigheten?", "Ring 08-120 207 00 på vardagar."),
        ("Vilket år infördes lagen?", "Den infördes 1982."),
        ("Får chefen läsa min e-post?", "Arbetsgivaren får läsa den i vissa fall."),
    ],
)
def test_a_sentence_with_the_number_asked_for_may_answer(question: str, sentence: str) -> None:
    assert has_what_is_asked(question, [sentence])


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Hur många skyddsstopp lades?", "Ett skyddsombud får enligt 6 kap. 7 § stoppa arbetet."),
        ("Hur många kronor kostar kopiorna?", "Avgiften står i 15 § och betalas inom 30 dagar."),
        ("Vilket datum träder den i kraft?", "Lagen ersätter en äldre lag."),
        ("Vilket telefonnummer har myndigheten?", "Myndigheten har sju uppgifter enligt lagen (2008:568)."),
        ("Vilken mejladress har registratorn?", "Registratorn tar emot begäran skriftligen."),
    ],
)
def test_a_reference_or_another_count_does_not(question: str, sentence: str) -> None:
    assert not has_what_is_asked(question, [sentence])
