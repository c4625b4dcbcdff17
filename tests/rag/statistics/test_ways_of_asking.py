"""Every way of asking, with every way to name a place and a time, gives the cell; then other kinds of ways.

The first tests put frames, places and times together, so that a word class that is read beside one of them
is read beside all. What else is asked for (orders, counts, places by rank, the future) has expected figures
written out from the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from rag.index.statistics import Statistics
from rag.schema import Finding
from rag.verifier import Verifier

Ask = Callable[[str], Finding | None]

PLACES = {
    "12": ("Skåne", "Skånes län", "Skåneregionen", "nere i Skåne", "skåne"),
    "06": ("Jönköpings län", "Jönköpingslän"),
    "14": ("Västra Götaland", "VG-regionen", "västra gotaland"),
    "20": ("Dalarna", "Dalarnes län"),
    "00": ("Sverige", "landet som helhet"),
}
MONTHS = ("mars 2023", "2023-03", "03/2023", "mars -23", "mars månad 2023", "den tredje månaden 2023")
RATES = (
    "Hur hög var arbetslösheten i {place} {month}?",
    "{month}: arbetslöshet i {place}, i procent?",
    "Hur stor andel gick utan jobb i {place} {month}?",
    "Hur många % var arbetslösa i {place} {month}?",
    "Vilken arbetslöshetsprocent hade {place} {month}?",
    "Hur stor del av befolkningen i {place} stod utan arbete {month}?",
    "Jag behöver arbetslöshetssiffran för {place} {month}.",
    "Hur stor var jobblösheten i {place} {month}",
)
TOWNS = {"2480": ("Umeå", "Umeå kommun"), "0114": ("Upplands Väsby", "Upplands-Väsby"), "1480": ("gbg",)}
COUNTS = (
    "Hur många var arbetslösa i {place} {month}?",
    "Hur många jobblösa hade {place} {month}?",
    "Hur många i {place} hade inget jobb {month}?",
    "Hur många sökte jobb via Arbetsförmedlingen i {place} {month}?",
    "antal arbetslösa {place} {month}",
)


def _values(finding: Finding | None) -> set[str]:
    claims = finding.claims if finding else ()
    return {str(quantity.value) for claim in claims for quantity in claim.quantities}


@pytest.mark.parametrize("frame", RATES)
def test_a_rate_is_given_whatever_the_place_and_the_month_are_called(
    ask: Ask, statistics: Statistics, frame: str
) -> None:
    for code, names in PLACES.items():
        coordinates = {"region": code, "period": "2023M03", "measure": "unemployment"}
        cell = statistics.cell("labour_status_lan_month", coordinates)
        assert cell is not None
        for name, month in product(names, MONTHS):
            question = frame.format(place=name, month=month).replace("i nere i", "nere i")
            assert str(cell.value) in _values(ask(question)), question


@pytest.mark.parametrize("frame", COUNTS)
def test_a_count_is_given_whatever_the_town_and_the_month_are_called(
    ask: Ask, statistics: Statistics, frame: str
) -> None:
    for code, names in TOWNS.items():
        coordinates = {"region": code, "period": "2022M03", "measure": "unemployed"}
        cell = statistics.cell("unemployed_kommun", coordinates)
        assert cell is not None
        for name, month in product(names, MONTHS):
            question = frame.format(place=name, month=month.replace("23", "22"))
            assert str(cell.value) in _values(ask(question)), question


# What the text must hold; no-break spaces written as "_".
ORDERS = [
    ("Länet med störst arbetslöshet 2022?", ["högst i Södermanlands län: 7,5_procent"]),
    ("Vilket län hade det tuffast med arbetslöshet 2022?", ["högst i Södermanlands län"]),
    ("Vilket var det mest arbetslöshetsdrabbade länet 2022?", ["högst i Södermanlands län"]),
    ("Vilket län hade näst högst arbetslöshet 2022?", ["näst högst i Gävleborgs län: 7,2_procent"]),
    ("Var var arbetslösheten som lägst 2022, topp tre länen?", ["lägst i"]),
    ("Top 5 kommuner antal arbetslösa dec 2022", ["högst i Stockholms kommun"]),
    ("Vilken skånsk kommun hade flest arbetslösa i december 2022?", ["högst i Malmö kommun"]),
    ("Vilken kommun i Västerbotten har minst folk?", ["lägst i Bjurholms kommun"]),
    ("Ge mig arbetslösheten för alla län 2022.", ["Södermanlands län: 7,5_procent", "Norrbottens län"]),
]
COUNTED = [
    ("I hur många län var arbetslösheten högre än i riket 2022?", ["5,2_procent", "i 9 län"]),
    ("I hur många län översteg arbetslösheten 5 procent 2022?", ["högre än 5_procent i 9 län"]),
    ("Hur många kommuner har mindre än fem tusen invånare?", ["lägre än 5_000_personer i 16 kommuner"]),
    ("Under hur många månader 2022 låg inflationen över 7 procent?", ["under 8 månader"]),
    ("Hur många kommuner växte mellan 2018 och 2022?", ["ökade folkmängden i 185 kommuner"]),
    ("Hur många län hade över 20 procents arbetslöshet 2022?", ["högst i Södermanlands län: 7,5_procent"]),
]
BY_RANK = [
    ("Hur många var arbetslösa i Skånes största stad i juni 2022?", ["Malmö kommun 21_218_personer"]),
    ("Hur många var arbetslösa i Skånes näst största stad i juni 2022?", ["Helsingborgs kommun 7_092"]),
    (
        "Hur många arbetslösa hade länets största kommun i Jämtland i juni 2022?",
        ["Östersunds kommun 1_507_personer"],
    ),
    ("Hur många bor i länet med högst arbetslöshet 2022?", ["Södermanlands län 302_599_personer"]),
]
CHANGES = [
    ("Folkökning i Umeå 2018–2022?", ["ökade", "5_146_personer (4,1_procent)"]),
    ("Umeå blev hur många invånare större mellan 2018 och 2022?", ["5_146_personer"]),
    ("Hur mycket steg priserna mellan november och december 2021?", ["månaden", "1,3_procent"]),
    ("Hur mycket sjönk inflationen från december 2022 till december 2023?", ["7,9_procentenheter"]),
    ("Göteborg minus Malmö, antal inskrivna arbetslösa juni 2022?", ["skillnaden", "772_personer"]),
    ("Blev det fler eller färre 18-åriga män i Botkyrka mellan 2018 och 2022?", ["28_personer"]),
]
PARTS = [
    ("Hur stor andel av Skånes arbetslösa fanns i Malmö i juni 2022?", ["37,7_procent"]),
    ("Malmös andel av länets inskrivna arbetslösa juni 2022?", ["37,7_procent", "Skåne län"]),
    ("Kvinnoandelen i Umeå 2022?", ["49,9_procent"]),
    ("Hur många procent av umeborna var minst 65 år 2022?", ["17,6_procent"]),
    ("Hur många inskrivna arbetslösa gick det på tusen invånare i Umeå december 2022?", ["20,5 per 1_000"]),
]
NAMED_ELSE = [
    ("Vilket indextal hade KPIF i maj 2019?", ["index för KPIF", "218,94"]),
    ("Vilken nivå låg KPIF-index på i maj 2019 (1987=100)?", ["218,94"]),
    ("Vad var konsumentprisindex med fast ränta i maj 2019?", ["218,94"]),
    ("Hur många hotades av uppsägning i Dalarna i april 2020?", ["949_personer"]),
    ("Hur många riskerade att mista jobbet genom varsel i Dalarna i april 2020?", ["949_personer"]),
    ("Hur många varslades i Dalarna under årets tre första månader 2009?", ["1_145_personer"]),
    ("Skriver om Luleå. Läraren vill ha folkmängden 2022.", ["79_183_personer"]),
    ("Jag är en dam på 71 som bor i Hallsberg. Hur många kvinnor på 71 år fanns där 2022?", ["90_kvinnor"]),
]


@pytest.mark.parametrize(
    ("question", "words"),
    [*ORDERS, *COUNTED, *BY_RANK, *CHANGES, *PARTS, *NAMED_ELSE],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_question_of_its_own_kind_is_answered(
    ask: Ask, verifier: Verifier, question: str, words: list[str]
) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status == "answered"
    text = " ".join(claim.text for claim in finding.claims)
    for word in words:
        assert word.replace("_", "\u00a0") in text
    for claim in finding.claims:
        assert verifier.judge(claim, question).shown, claim.text


@pytest.mark.parametrize(
    "question",
    [
        "Finns det en prognos för antalet arbetslösa?",
        "Hur många väntas bli arbetslösa nästa år?",
        "Hur väntas folkmängden i Kiruna utvecklas?",
        "Hur många varsel räknar man med i Dalarna framöver?",
    ],
)
def test_a_forecast_that_no_table_has_is_refused(ask: Ask, question: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert (finding.status, finding.reason, finding.claims) == ("no_evidence", "prediction", ())


def test_a_forecast_of_an_occupation_that_is_published_is_given(ask: Ask) -> None:
    finding = ask("Vad säger prognosen för programmerare i Skåne?")
    assert finding is not None
    assert finding.claims


@pytest.mark.parametrize(
    "question",
    [
        "Vilken arbetslöshet hade Småland i mars 2023?",
        "I Vrmlds län, hur hög var arbetslösheten i mars 2023?",
        "Hur hög var arbetslösheten i Stor-Stockholm mars 2023?",
        "Hur många arbetslösa hade Sveriges största ö i juni 2022?",
        "Hur många var arbetslösa i Smålands största stad i juni 2022?",
    ],
)
def test_a_place_that_nobody_knows_gets_no_figure_of_the_country(ask: Ask, question: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert (finding.status, finding.reason, finding.claims) == ("no_evidence", "region_missing", ())


@pytest.mark.parametrize(
    "question",
    [
        "Vad tjänar sjuksköterskor i timmen?",
        "Vad är lönen för sjuksköterskor i euro?",
        "Hur många sjuksköterskor tjänar över 50 000 kronor?",
        "Vilken medianlön har kommunalanställda sjuksköterskor?",
        "Hur många arbetslösa fick jobb i Umeå i juni 2022?",
        "Hur hög var inflationen på mat i maj 2022?",
    ],
)
def test_what_a_table_does_not_count_so_is_refused(ask: Ask, question: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status == "no_evidence"
    assert not any(claim.quantities for claim in finding.claims)


def test_a_month_without_a_year_is_the_latest_and_that_is_said(ask: Ask) -> None:
    finding = ask("Hur många arbetslösa i Umeå i juni?")
    assert finding is not None
    assert "I juni 2022" in finding.claims[0].text
    assert finding.notes[0] == "Du nämner inget år; här är det senaste i tabellen, juni 2022."


def test_the_place_that_a_rank_was_taken_for_is_said(ask: Ask) -> None:
    finding = ask("Hur många var arbetslösa i Skånes näst största stad i juni 2022?")
    assert finding is not None
    told = "Med ”Skånes näst största stad” menas här Helsingborgs kommun, efter folkmängd."
    assert finding.notes[0] == told


def test_a_table_that_tells_no_period_is_refused_a_year_without_a_fault(ask: Ask) -> None:
    finding = ask("Vad var efterfrågan på programmerare i Skåne 2024?")
    assert finding is not None
    assert (finding.status, finding.claims) == ("no_evidence", ())
