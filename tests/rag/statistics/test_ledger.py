"""Everyday questions against the bundled tables; the expected figures are read in the publishers' files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from rag.schema import Finding
from rag.verifier import Verifier

Ask = Callable[[str], Finding | None]

# Question, status, reason, and what the text must hold (figures with no-break spaces written as "_").
ANSWERS = [
    (
        "Vad är medianlönen för poliser?",
        "answered",
        None,
        ["poliser", "40_600_kr i månaden", "2023", "i riket"],
    ),
    ("polislönen 2023", "answered", None, ["40_600_kr i månaden"]),
    ("Vad tjänar psykologer i snitt?", "answered", None, ["medellönen"]),
    ("Hur många varslades i Dalarna under 2023?", "answered", None, ["År 2023", "Dalarnas län"]),
    (
        "Vilken månad 2022 hade Umeå flest arbetslösa?",
        "answered",
        None,
        ["Umeå kommun", "januari 2022", "3_221"],
    ),
    ("Hur många män respektive kvinnor arbetar som psykologer?", "answered", None, ["7_200_kvinnor"]),
    ("MEDIANLÖN POLIS", "answered", None, ["40_600_kr i månaden"]),
    ("vad e medianlonen för poliser", "answered", None, ["40_600_kr i månaden"]),
    (
        "Vad tjänar sjuksköterskor i Stockholm?",
        "answered",
        None,
        [
            "medellönen",
            "riksområdet Stockholm",
            "47_600_kr i månaden för män",
            "46_000_kr i månaden för kvinnor",
        ],
    ),
    (
        "Vad tjänar kvinnliga psykologer?",
        "answered",
        None,
        ["medianlönen", "47_300_kr i månaden för kvinnor", "2024"],
    ),
    ("Hur mycket tjänar man som psykolog?", "answered", None, ["46_400_kr i månaden", "2023"]),
    ("Vad är medianlönen i Sverige?", "answered", None, ["alla yrken", "35_600_kr"]),
    ("What is the median salary for Pharmacists?", "answered", None, ["apotekare", "42_900_kr"]),
    ("Vad tjänar de 10 procent lägst betalda poliserna?", "answered", None, ["percentil 10", "31_500_kr"]),
    ("Vad tjänar HR-chefer?", "answered", None, ["personal- och HR-chefer, nivå 2"]),
    (
        "Hur många inskrivna arbetslösa fanns det i Umeå i mars 2022?",
        "answered",
        None,
        ["I mars 2022", "Umeå kommun", "2_992_personer"],
    ),
    ("Hur många arbetslösa i Skåne i december 2022?", "answered", None, ["Skåne län", "56_650_personer"]),
    (
        "Hur många arbetslösa finns det i Lund just nu?",
        "answered",
        None,
        ["December 2022".lower(), "3_307_personer"],
    ),
    (
        "Hur många arbetslösa fanns det i Götenborg i juni 2022?",
        "answered",
        None,
        ["Göteborgs kommun", "21_990"],
    ),
    (
        "Hur hög är arbetslösheten i Dalarna?",
        "answered",
        None,
        ["januari 2024", "Dalarnas län", "4,6_procent"],
    ),
    ("Hur hög var arbetslösheten i Stockholms län 2021?", "answered", None, ["6,2_procent"]),
    (
        "Hur många platsannonser fanns det för programmerare i Göteborg 2024?",
        "answered",
        None,
        ["mjukvaru- och systemutvecklare", "Göteborgs kommun", "4_295_annonser"],
    ),
    ("Hur många bor i Kiruna?", "answered", None, ["folkmängden", "22_483_personer", "2022"]),
    ("Hur många bor i Åre 2022?", "answered", None, ["Åre kommun", "12_237_personer"]),
    (
        "Hur många 20–64-åringar bor i Malmö 2022?",
        "answered",
        None,
        ["i åldern 20–64 år", "219_704_personer"],
    ),
    ("Hur många kvinnor bor i Skåne?", "answered", None, ["706_604_kvinnor"]),
    ("Hur många varslades i Dalarna i januari 2024?", "answered", None, ["87_personer"]),
    (
        "Hur är möjligheterna till jobb för snickare i Skåne?",
        "answered",
        None,
        ["träarbetare och snickare", "Skåne län", "vara små"],
    ),
    ("Vad var inflationen i mars 2023?", "answered", None, ["8,0_procent"]),
    (
        "Hur stor var BNP tredje kvartalet 2023?",
        "answered",
        None,
        ["Tredje kvartalet 2023", "1_582_559_miljoner kr"],
    ),
    (
        "Vilken bransch i Dalarna hade flest varsel i mars 2023?",
        "answered",
        None,
        ["byggverksamhet", "19_personer"],
    ),
    ("Vilket län hade högst arbetslöshet 2022?", "answered", None, ["Södermanlands län", "7,5_procent"]),
    ("När var inflationen som högst?", "answered", None, ["februari 1991", "12,7_procent"]),
    ("Vilken kommun har störst folkmängd?", "answered", None, ["Stockholms kommun", "983_312"]),
    (
        "Vilken kommun i Skåne hade flest arbetslösa i december 2022?",
        "answered",
        None,
        ["Malmö kommun", "20_734"],
    ),
    ("Vilka yrken har högst medianlön?", "answered", None, ["105_000_kr", "Specialistläkare: 90_300_kr"]),
    # What the tables do not have is said, and the nearest that exists is given.
    (
        "Vad tjänar en undersköterska i Stockholm?",
        "partial",
        "region_missing",
        ["undersköterskor, vård- och specialavdelning", "31_200_kr", "i riket"],
    ),
    (
        "Vad är medellönen för psykologer i Norrbotten 2023?",
        "partial",
        "region_missing",
        ["Övre Norrland", "44_700"],
    ),
    (
        "Vad var arbetslösheten i Umeå 2022?",
        "partial",
        "region_missing",
        ["Västerbottens län", "3,3_procent"],
    ),
    (
        "Hur många arbetslösa fanns det i Sverige 2022?",
        "partial",
        "period_missing",
        ["december 2022", "334_080"],
    ),
    (
        "Vad är löneskillnaden mellan kvinnor och män för apotekare?",
        "partial",
        "suppressed",
        [
            "42_700_kr i månaden för kvinnor",
            "44_000_kr i månaden för män",
            "1_300_kr i månaden",
            "3,0_procent",
        ],
    ),
    # Computed over cells.
    (
        "Hur mycket minskade antalet arbetslösa i Malmö mellan 2018 och 2022?",
        "answered",
        None,
        ["december 2018", "december 2022", "minskade", "1_272_personer", "5,8_procent", "22_006", "20_734"],
    ),
    (
        "Hur mycket ökade folkmängden i Umeå mellan 2018 och 2022?",
        "answered",
        None,
        ["ökade", "5_146_personer", "4,1_procent"],
    ),
    ("Hur mycket har inflationen ökat sedan 2020?", "answered", None, ["1,6_procentenheter"]),
    (
        "Vad är skillnaden i arbetslöshet mellan Dalarna och Gävleborg 2022?",
        "answered",
        None,
        ["4,7_procent", "7,2_procent", "2,5_procentenheter", "högre i Gävleborgs län än i Dalarnas län"],
    ),
    (
        "Hur stor andel av de anställda psykologerna är kvinnor?",
        "answered",
        None,
        ["kvinnornas andel", "72,7_procent", "7_200_personer av 9_900_personer"],
    ),
    (
        "Jämför arbetslösheten i Skåne och Västra Götaland 2022",
        "answered",
        None,
        ["6,8_procent", "4,7_procent"],
    ),
    (
        "Hur har arbetslösheten utvecklats i Norrbotten sedan 2021?",
        "answered",
        None,
        ["Norrbottens län", "gick från"],
    ),
    ("Vad tjänar poliser jämfört med psykologer?", "answered", None, ["40_600", "46_400"]),
    (
        "Vilka tre län hade flest platsannonser 2024?",
        "answered",
        None,
        ["Stockholms län: 196_088", "Skåne län: 78_737"],
    ),
]

SILENT = [
    "Hur många semesterdagar har jag rätt till?",
    "Finns det öppna data om varsel?",
    "Var hittar jag statistik om löner?",
    "Vad är en medianlön?",
    "Vad är arbetslöshet?",
    "Hur fungerar varsel?",
    "När måste arbetsgivaren varsla?",
    "Vilken uppsägningstid har jag?",
    "Hur mycket sjuklön får jag?",
    "Vilka myndigheter ansvarar för statistik om löner?",
    "Vilken lag reglerar varsel?",
    "Hur ser framtiden ut för artificiell intelligens?",
    "Vad står i förordningen om avgifter?",
    "Vilket SSYK-nummer har en sjuksköterska?",
    "Hej!",
]

REFUSALS = [
    ("Vad är medianlönen för poliser och psykologer tillsammans?", "refused", "invalid_operation"),
    ("Vad är summan av arbetslösheten i Skåne och Halland?", "refused", "invalid_operation"),
    ("Hur hög blir arbetslösheten 2030?", "no_evidence", "prediction"),
    ("Vad tjänar en flygvärdinna?", "no_evidence", "breakdown_missing"),
    ("Hur många varslades i Skåne?", "no_evidence", "region_missing"),
    ("Vad är arbetslösheten enligt AKU i riket 2022?", "no_evidence", "breakdown_missing"),
    ("Hur många arbetslösa akademiker finns i Umeå?", "no_evidence", "breakdown_missing"),
    ("Hur många platsannonser fanns det för poliser i Åre 2024?", "no_evidence", "no_source"),
    ("Vad tjänar lärare?", "clarify", "ambiguous"),
]


@pytest.mark.parametrize(("question", "status", "reason", "words"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_a_question_is_answered_from_the_tables(
    ask: Ask, question: str, status: str, reason: str | None, words: list[str]
) -> None:
    finding = ask(question)
    assert finding is not None
    assert (finding.status, finding.reason) == (status, reason)
    text = " ".join(claim.text for claim in finding.claims).replace("\u00a0", "_")
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("question", [answer[0] for answer in ANSWERS])
def test_every_sentence_passes_the_gate(ask: Ask, verifier: Verifier, question: str) -> None:
    finding = ask(question)
    assert finding is not None
    refused = [(c.text, j.why) for c in finding.claims if not (j := verifier.judge(c, "")).shown]
    assert refused == []


@pytest.mark.parametrize("question", SILENT)
def test_what_is_not_about_a_figure_is_left_to_others(ask: Ask, question: str) -> None:
    assert ask(question) is None


@pytest.mark.parametrize(("question", "status", "reason"), REFUSALS)
def test_what_cannot_be_answered_says_why(ask: Ask, question: str, status: str, reason: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert (finding.status, finding.reason) == (status, reason)
    assert finding.claims == ()
    assert finding.notes or finding.clarification


@pytest.mark.parametrize("question", [answer[0] for answer in ANSWERS])
def test_a_suggested_question_can_be_answered(ask: Ask, question: str) -> None:
    finding = ask(question)
    assert finding is not None
    for suggestion in finding.suggestions:
        follow_up = ask(suggestion)
        assert follow_up is not None and follow_up.status in {"answered", "partial"}, suggestion


def test_the_missing_region_and_the_suppressed_group_are_named(ask: Ask) -> None:
    finding = ask("Vad tjänar en undersköterska i Stockholm?")
    assert finding is not None
    assert "Uppgiften gäller riket, eftersom tabellen inte har Stockholm." in finding.notes
    assert any("hemtjänst" in note and "saknas uppgift" in note for note in finding.notes)


def test_a_median_is_not_called_a_mean(ask: Ask) -> None:
    finding = ask("Vad är medianlönen för poliser?")
    assert finding is not None
    assert "Medianen är det mittersta värdet och inte ett medelvärde." in finding.notes


def test_registered_unemployed_are_kept_apart_from_the_survey(ask: Ask) -> None:
    finding = ask("Hur många arbetslösa i Skåne i december 2022?")
    assert finding is not None
    assert any("AKU" in note for note in finding.notes)


def test_a_citation_reads_like_a_row_of_the_table(ask: Ask) -> None:
    finding = ask("Vad är medianlönen för poliser?")
    assert finding is not None
    citation = finding.claims[0].citations[0]
    assert (
        citation.quote
        == "riket · Poliser · 2023 · medianlön: 40\u00a0600\u00a0kr i månaden · anställda i alla sektorer"
    )
    assert citation.document_id == "table:wage_percentiles_ssyk"
    assert citation.cell is not None
    assert citation.cell.coordinates == {
        "region": "00",
        "occupation": "3360",
        "period": "2023",
        "measure": "median",
    }


def test_a_quantity_has_unit_period_region_and_population(ask: Ask) -> None:
    finding = ask("Hur hög var arbetslösheten i Stockholms län 2021?")
    assert finding is not None
    quantity = finding.claims[0].quantities[0]
    assert (quantity.value, quantity.unit, quantity.period, quantity.region) == (
        Decimal("6.2"),
        "percent",
        "2021",
        "01",
    )
    assert quantity.population == "befolkningen 20–64 år"


def test_the_sum_of_a_lan_is_a_quantity_of_that_lan(ask: Ask) -> None:
    finding = ask("Hur många arbetslösa i Skåne i december 2022?")
    assert finding is not None
    assert finding.claims[0].quantities[0].region == "12"
    assert "Talet för Skåne län är summan av kommunernas tal." in finding.notes


def test_a_computed_figure_shows_its_formula(ask: Ask) -> None:
    finding = ask("Hur mycket minskade antalet arbetslösa i Malmö mellan 2018 och 2022?")
    assert finding is not None
    step, percent = finding.claims[0].quantities
    assert step.formula == "20\u00a0734 − 22\u00a0006"
    assert percent.formula == "(20\u00a0734 − 22\u00a0006) / 22\u00a0006"
    assert [operand.value for operand in step.operands] == [Decimal(22006), Decimal(20734)]


def test_a_series_comes_with_a_line_chart_of_its_cells(ask: Ask) -> None:
    finding = ask("Hur har arbetslösheten utvecklats i Norrbotten sedan 2021?")
    assert finding is not None and finding.chart is not None
    chart = finding.chart
    assert (chart.kind, chart.x[0], chart.x[-1]) == ("line", "januari 2021", "januari 2024")
    assert chart.y_title == "Arbetslöshet (20–64 år) (procent)"
    cells = {quantity.value for quantity in finding.claims[0].quantities}
    assert set(chart.series[0].values) <= cells


def test_a_clarification_asks_with_whole_questions(ask: Ask) -> None:
    finding = ask("Vad tjänar lärare?")
    assert finding is not None and finding.clarification is not None
    assert ("Gymnasielärare", "Vad tjänar gymnasielärare?") in finding.clarification.options
    chosen = ask("Vad tjänar gymnasielärare?".replace("gymnasielärare", "Gymnasielärare"))
    assert chosen is not None


def test_confidence_is_lower_when_words_are_not_understood(ask: Ask) -> None:
    sure, unsure = (
        ask("Hur många arbetslösa finns i Umeå?"),
        ask("Hur många arbetslösa akademiker finns i Umeå?"),
    )
    assert sure is not None and unsure is not None
    assert sure.confidence > unsure.confidence
