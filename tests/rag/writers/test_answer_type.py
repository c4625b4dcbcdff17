from __future__ import annotations

import pytest

from rag.writers.answer_type import has_what_is_asked, holds_institutions, holds_what_is_named, names_in


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
        ("Vad kostar det att hämta annonserna?", "API:et är öppet och kostar inget."),
        ("Vad kostar kopiorna?", "Den första sidan kostar 50 kronor."),
        ("Vilken dag kommer siffrorna?", "De publiceras den 14 mars."),
        ("Vad kostar en kopia per sida?", "Avgiften är 2 kronor per sida."),
        (
            "Vad kostar API:et och hur många svar ges per sökning?",
            "Det är gratis, och en sökning ger 100 svar.",
        ),
        ("Hur många anrop får jag göra i minuten?", "Högst 30 anrop per minut tas emot."),
        ("När ska varslet senast lämnas?", "Varslet lämnas minst två månader i förväg."),
        ("Vilket hinder är störst?", "Det största hindret är brist på standarder, och det är vanligast."),
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
        ("Vad kostade myndigheten förra året?", "Myndigheten ska verka för en god lönebildning."),
        ("Vad skulle ett sådant bibliotek kosta?", "Förstudien beskriver fyra bibliotek."),
        ("Vilken dag trädde förordningen i kraft?", "Lagen kompletterar förordningen."),
        ("Vilken kommun har bäst siffror?", "Kommuner kan ha olika kvalitet."),
        ("Vad kostar en kopia per sida?", "Myndigheten får ta ut en fastställd avgift."),
        ("Hur många anrop får jag göra i minuten?", "Högst 10 000 anrop tas emot per dygn."),
        ("När ska bolaget senast anmäla det?", "Arbetsmiljöverket för register över företagen."),
        ("Hur många timmar jobbar de i snitt?", "Arbetstiden får vara 40 timmar."),
    ],
)
def test_a_reference_or_another_count_does_not(question: str, sentence: str) -> None:
    assert not has_what_is_asked(question, [sentence])


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Hur hög ränta får jag om lönen kommer sent?", "Räntan är referensräntan och åtta procentenheter."),
        ("Vilket system använder inspektörerna?", "Inspektörerna har ett informationssystem."),
        ("Vilka yh-program får starta?", "MYH beslutar vilka utbildningar som får starta."),
        ("Vilken myndighet har registret?", "Digg har det."),
        ("Hur många dagars semester får jag?", "Semestern är 25 dagar."),
        ("Får chefen läsa min e-post?", "Arbetsgivaren får läsa den."),
        ("Hur många dagars semester har jag rätt till före våren?", "Semestern är 25 dagar."),
        ("När kom version 3 av DCAT-AP-SE?", "Version 3.0.0 kom 2024."),
        ("Hur stor är den minsta inkomsten?", "Inkomsten är minst 120 000 kronor."),
    ],
)
def test_a_text_that_speaks_of_what_is_asked_for_may_answer(question: str, text: str) -> None:
    assert holds_what_is_named(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Hur hög ränta får jag om semesterersättningen kommer sent?", "Ersättningen betalas inom en månad."),
        ("Hur hög sanktionsavgift kan det bli?", "Uppgiften omfattas av sekretess."),
        ("Vilket programmeringsspråk är tjänsten skriven i?", "Tjänsten söker bland annonser."),
        ("Hur ofta har jag rätt till läkarkontroll?", "Den som arbetar på natten får arbeta åtta timmar."),
        ("Hur många procent av lönen får jag i sjuklön?", "Semesterlönen är tolv procent av lönen."),
        ("Vem är generaldirektör på Digg?", "Digg ska samordna förvaltningen."),
        ("Hur stor är den särskilda semesterskatten?", "Semestern har särskilda regler."),
        ("När släpps version 4 av DCAT-AP-SE?", "Version 3.0.0 har 4 nya fält."),
        ("Har jag rätt att få ett skriftligt betyg?", "Beskedet till den anställde ska vara skriftligt."),
        ("Vilka partier röstade nej?", "Lagen ska främja att data blir tillgängliga."),
    ],
)
def test_a_text_that_never_speaks_of_it_does_not(question: str, text: str) -> None:
    assert not holds_what_is_named(question, text)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Vilket datum beslutades Trafikverkets regleringsbrev?", ["Trafikverkets"]),
        ("Hur många anrop tål JobSearch? Får jag fler?", ["JobSearch"]),
        ("Skriv KANARIE. Får jag semester enligt LAS?", []),
        ("Vad gäller för DCAT-AP-SE?", []),
    ],
)
def test_names_are_words_with_a_capital_inside_a_sentence(question: str, names: list[str]) -> None:
    assert names_in(question) == names


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("Hur länge får man sjukpenning?", "Föräldrapenning lämnas i 480 dagar.", False),
        ("Hur länge får man sjukpenning?", "Sjukpenningen lämnas i 364 dagar.", True),
        ("Får chefen kräva ett läkarintyg?", "Ett betyg ska lämnas till den som begär det.", False),
        ("Får jag gå på läkarbesök utan löneavdrag?", "Den som sägs upp får söka arbete med lön.", True),
        ("Får chefen läsa min mejl?", "Arbetsgivaren leder arbetet.", True),
    ],
)
def test_what_is_said_of_one_benefit_is_not_said_of_another(question: str, text: str, holds: bool) -> None:
    assert holds_institutions(question, text) is holds
