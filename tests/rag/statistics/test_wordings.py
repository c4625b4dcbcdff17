"""Wordings of many kinds, a few for each way of asking; expected figures are written out from the tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.schema import Finding
from rag.verifier import Verifier

Ask = Callable[[str], Finding | None]

# What the text must hold; no-break spaces written as "_".
WITHOUT_A_NAME = [
    ("Finns det jobb för programmerare i Skåne?", ["Möjligheterna till jobb", "Skåne län"]),
    ("Är det ont om programmerare i Uppsala län?", ["Möjligheterna till jobb", "Uppsala län"]),
    ("Hur många tjänster för sjuksköterskor låg ute i Umeå 2024?", ["antalet platsannonser", "586_annonser"]),
    ("Hur många sjuksköterskor söktes i Umeå 2024?", ["586_annonser"]),
    ("Vad hände med priserna i december 2022?", ["inflationen enligt KPIF", "10,2_procent"]),
    ("Hur mycket växte ekonomin tredje kvartalet 2021?", ["förändringen av BNP", "2,3_procent"]),
    ("Hur många saknade jobb i Malmö i juli 2022?", ["21_276_personer"]),
    ("Hur många procent stod utan arbete i Blekinge län 2022?", ["6,3_procent"]),
    ("Är Lund större än Malmö?", ["128_056_personer", "356_165_personer"]),
]
CHOSEN_ON_A_SCALE = [
    ("Vilka yrken har brist i Jämtland?", ["bedöms vara stora"]),
    ("Vilka yrken väntas minska i Stockholms län?", ["bedöms minska"]),
    ("Vilka yrken har bäst utsikter i Kronoberg?", ["bedöms vara stora"]),
]
TWO_QUESTIONS = [
    (
        "Hur många var arbetslösa i Piteå i maj 2022, och hur många färre var det i juli?",
        ["907_personer", "minskade", "54_personer"],
    ),
    ("Vad var inflationen i juni 2023, och hur mycket hade den fallit ett år senare?", ["juni 2023"]),
    (
        "Vad var inflationen i mars 2022, och med hur många procentenheter hade den stigit ett år senare?",
        ["Mellan mars 2022 och mars 2023 ökade"],
    ),
    (
        "Hur mycket ökade folkmängden i Lund mellan 2018 och 2022, och hur mycket i Malmö?",
        ["i Lunds kommun med", "i Malmö kommun med"],
    ),
    (
        "Vilka två kommuner i Skåne hade flest arbetslösa i juli 2022, och hur många bodde där 2022?",
        ["Malmö kommun: 21_276_personer", "folkmängden i Malmö kommun 356_165_personer"],
    ),
]
PERIODS = [
    ("Dalarna sept -23: antal varslade?", ["I september 2023", "302_personer"]),
    ("Arbetslöshet Skåne län. Jan 24.", ["I januari 2024", "7,5_procent"]),
    ("Hur hög var arbetslösheten i riket det år pandemin bröt ut?", ["År 2020", "6,7_procent"]),
    ("Hur många varslades i Dalarna under sista kvartalet 2008?", ["1_736_personer"]),
    ("Hur många varslades i Dalarna de sista tre månaderna 2023?", ["tillsammans 203_personer"]),
    ("Hur många varslades i Dalarna mellan 2019 och 2021?", ["tillsammans 3_039_personer"]),
    ("Vilket år varslades flest i Dalarna?", ["högst år 1992: 4_973_personer"]),
    ("Vad skilde BNP i löpande priser mellan första och fjärde kvartalet 2023?", ["21_765_miljoner kr"]),
]
PLACES_TOLD = [
    ("Hur hög var arbetslösheten 2022 i länet där Karlskrona ligger?", ["Blekinge län", "6,3_procent"]),
    ("Hur många arbetslösa hade Skånes residensstad i juli 2022?", ["Malmö kommun", "21_276_personer"]),
    ("Arbetslösheten i huvudstadslänet januari 2024", ["Stockholms län", "5,1_procent"]),
    (
        "Vi bor i Lund men pendlar till Malmö. Hur många är arbetslösa i kommunen i juli 2022?",
        ["Lunds kommun"],
    ),
]
ORDERS = [
    ("Vilka tre län klarade sig bäst i arbetslöshet 2021?", ["lägst i Västerbottens län"]),
    ("Vilket län hade det värst med arbetslöshet 2021?", ["högst i Södermanlands län"]),
    ("Vilka län låg över rikssnittet i arbetslöshet 2022?", ["i riket 5,2_procent", "Södermanlands län"]),
    (
        "Hur mycket skiljer arbetslösheten mellan länet med högst och länet med lägst 2022?",
        ["7,5_procent", "3,3_procent", "4,2_procentenheter"],
    ),
    (
        "Vilka kommuner i Västernorrland tappade invånare mellan 2018 och 2022?",
        ["Sollefteå kommun: med 860_personer", "- Kramfors kommun"],
    ),
    ("Vilken kommun hade flest invånare 2022 bortsett från Stockholm?", ["Göteborgs kommun"]),
    ("Var bor flest: Lund, Borås eller Umeå?", ["Umeå kommun"]),
]
PARTS_OF_THE_PAID = [
    ("Hur mycket tjänar de sämst betalda programmerare?", ["percentil 10"]),
    ("Vad tjänar den bäst betalda tiondelen av alla snickare?", ["percentil 90"]),
    ("En fjärdedel av de kvinnliga sjuksköterskorna tjänar mer än en viss lön, vilken var den 2024?", ["75"]),
]
BRANCHES = [
    ("Hur många byggjobbare varslades i Dalarna i mars 2023?", ["byggverksamhet", "19_personer"]),
    ("Varsel i industrin, Dalarna mars 2023", ["tillverkning", "10_personer"]),
    (
        "Drabbades bygg hårdare av varsel än industrin i Dalarna i mars 2023?",
        ["19_personer", "10_personer", "9_personer"],
    ),
]
SUMS = [
    ("Vad blir BNP i löpande priser för alla fyra kvartalen 2022 tillsammans?", ["5_960_385_miljoner kr"]),
    ("Hur många pensionärer bor i Kiruna?", ["65 år eller äldre"]),
    ("Hur många i Kiruna har inte fyllt tre 2022?", ["i åldern 0–2 år"]),
]
FIRST_ONES_TOGETHER = [
    (
        "Hur många invånare har de tre största kommunerna sammanlagt 2022?",
        ["tillsammans 1_933_706_personer", "högst i Stockholms kommun"],
    ),
    (
        "Hur många arbetslösa hade de två största städerna i Skåne ihop i juli 2022?",
        ["i Malmö kommun och Helsingborgs kommun tillsammans"],
    ),
    ("I vilken av de tre största städerna var flest arbetslösa i mars 2018?", ["högst i Stockholms kommun"]),
]
ONE_TO_EACH = [
    (
        "Hur många kvinnor per man bor det i Kiruna 2022?",
        ["gick det 0,91 kvinnor på varje man", "10_682_kvinnor"],
    ),
    ("Antal män per kvinna i Danderyd 2022", ["0,96 män på varje kvinna"]),
    ("Hur ser könsfördelningen ut i Danderyd?", ["16_046_män", "16_689_kvinnor"]),
]
SHARES_OF_A_TOWN = [
    (
        "Hur stor andel av Malmös invånare var arbetslösa i december 2022?",
        ["5,8", "20_734_personer av 356_165_personer"],
    ),
    ("hur många procent av göteborgarna är kvinnor", ["49,7_procent"]),
]
ONE_WAY = [
    ("I vilka yrken tjänar kvinnor mer än män?", ["störst för verkställande direktörer", "9_700_kr"]),
    ("I vilka kommuner bor det fler män än kvinnor?", ["störst i Göteborgs kommun: 3_767_personer"]),
]
IN_OTHER_WORDS = [
    ("hur många bodde i lund tjugohundraarton", ["År 2018", "Lunds kommun"]),
    ("arbetslösa i götet i juni 2022", ["Göteborgs kommun", "21_990_personer"]),
    ("befolkningsantal Tierp 2018", ["21_094_personer"]),
    (
        "varsel mars 2023 per bransch i Dalarna",
        ["byggverksamhet: 19_personer", "- Tillverkning: 10_personer"],
    ),
    ("hur många treåringar fanns i Växjö 2018, behöver det för dagisplanering", ["1_133_personer"]),
    ("Hur många var arbetslösa i snitt i Kalmar 2022?", ["i genomsnitt", "per månad"]),
    ("Arbetslösa Haparanda, alla månader 2022", ["gick från 384_personer"]),
    ("procentandel barn 0-6 i Lidingö 2022", ["7,4", "3_578_personer"]),
    ("I vilken kommun söktes det flest lärare 2024?", ["för lärare högst i Stockholms kommun"]),
    ("Jag fick gå i våras. Hur hög är medianlönen för snickare?", ["År 2023", "38_200_kr"]),
]
ANSWERS = [
    *FIRST_ONES_TOGETHER, *ONE_TO_EACH, *SHARES_OF_A_TOWN, *ONE_WAY, *IN_OTHER_WORDS, *WITHOUT_A_NAME,
    *CHOSEN_ON_A_SCALE, *TWO_QUESTIONS, *PERIODS, *PLACES_TOLD, *ORDERS, *PARTS_OF_THE_PAID, *BRANCHES, *SUMS,
]  # fmt: skip

HARMLESS = [
    "Enligt officiell statistik, hur hög var arbetslösheten i Skåne län 2022?",
    "Rent konkret: hur hög var egentligen arbetslösheten i Skåne län 2022?",
    "Min chef undrar hur hög arbetslösheten faktiskt var i Skåne län 2022.",
    "Hur pass hög var den där arbetslösheten i Skåne län under 2022?",
    "Till en uppsats behöver jag arbetslösheten i Skåne län 2022, tack",
    "det var en galen tid men hur hög var arbetslösheten i Skåne län 2022",
    "Hur hög var arbetslösheten 2022 uppe i Skåne län, sett till hela länet?",
]
"""What surrounds a question; all ask for the same figure."""

PARTS_NO_TABLE_HAS = [
    ("Hur hög är arbetslösheten bland utrikes födda i Skåne?", "födelseland"),
    ("Bland nyanlända i Skåne, hur hög var arbetslösheten 2022?", "födelseland"),
    ("Vad tjänar en sjuksköterska med ob-tillägg?", "lönetillägg"),
    ("Vad är lönen för deltidsanställda snickare?", "arbetstid"),
    ("Vad tjänar programmerare i privat sektor?", "sektor"),
    ("Hur många arbetslösa i Lund har högskoleexamen?", "utbildning"),
    ("Hur många långtidsarbetslösa finns det i Borås?", "tid i arbetslöshet"),
    ("Vad är ungdomsarbetslösheten i Skåne 2022?", "ålder"),
    ("Vad är ingångslönen för en sjuksköterska?", "erfarenhet"),
    ("Vad är timlönen för en snickare?", "anställningsform"),
    ("Vad är minimilönen för en snickare?", "kollektivavtal"),
    ("Hur många varslades i restaurangbranschen i Dalarna mars 2023?", "bransch"),
]

NEITHER = [
    ("Hur gammal är befolkningen i Lund?", "breakdown_missing"),
    ("Hur hög var arbetslösheten i Skåne året före pandemin?", "period_missing"),
    ("Vad är inflationen just nu, i november 2026?", "period_missing"),
    ("Vad tjänar certifierade snickare?", "breakdown_missing"),
    ("Vad är medellönen för sjuksköterskor i just Umeå kommun?", "region_missing"),
    ("Vad är summan av alla löner för sjuksköterskor?", "invalid_operation"),
    ("Hur mycket växte BNP från löpande priser 2010 till fasta priser 2023?", "invalid_operation"),
    ("Hur mycket har medianlönen för snickare ökat?", "period_missing"),
    ("Hur många bodde i Lund 1950?", "period_missing"),
    ("Vad är medianlönen för undersköterskor i hemtjänsten?", "suppressed"),
    ("Hur hög var inflationen i snitt 2022?", "invalid_operation"),
]


def told(finding: Finding) -> str:
    return " ".join(claim.text for claim in finding.claims).replace("\u00a0", "_")


@pytest.mark.parametrize(("question", "words"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_a_question_is_answered_however_it_is_worded(
    ask: Ask, verifier: Verifier, question: str, words: list[str]
) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status in {"answered", "partial"}
    assert [word for word in words if word not in told(finding)] == [], told(finding)
    assert [why for c in finding.claims if not (why := verifier.judge(c, question)).shown] == []


@pytest.mark.parametrize("question", HARMLESS)
def test_what_is_said_around_a_question_changes_nothing(ask: Ask, question: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status == "answered"
    assert "6,8_procent" in told(finding)


@pytest.mark.parametrize(("question", "kind"), PARTS_NO_TABLE_HAS, ids=[p[0] for p in PARTS_NO_TABLE_HAS])
def test_a_part_of_a_whole_is_refused_by_what_it_would_take(ask: Ask, question: str, kind: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert (finding.status, finding.reason, finding.claims) == ("no_evidence", "breakdown_missing", ())
    assert any(f"uppdelad efter {kind}" in note for note in finding.notes), finding.notes


@pytest.mark.parametrize(("question", "reason"), NEITHER, ids=[n[0] for n in NEITHER])
def test_what_cannot_be_given_is_refused_with_its_reason(ask: Ask, question: str, reason: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status in {"no_evidence", "refused"}
    assert finding.reason == reason


@pytest.mark.parametrize(
    "question",
    [
        "Hur många blev det i maj?",
        "Hur mycket blev det 2022?",
        "Hur stor var ökningen?",
        "hur många i Lund?",
        "har det ökat något sen sist?",
    ],
)
def test_a_question_that_does_not_say_of_what_is_asked_back(ask: Ask, question: str) -> None:
    finding = ask(question)
    assert finding is not None and finding.clarification is not None
    assert (finding.status, finding.claims) == ("clarify", ())
    for _, option in finding.clarification.options:
        assert ask(option) != finding


def test_a_word_that_the_plan_does_not_use_is_never_dropped_in_silence(ask: Ask) -> None:
    finding = ask("Hur många arbetslösa hade vi i konjunkturbotten?")
    assert finding is not None and finding.status == "partial"
    assert any("konjunkturbotten" in note for note in finding.notes)


def test_a_table_that_lacks_an_occupation_is_named_where_another_lacks_the_sexes(ask: Ask) -> None:
    finding = ask("Vad tjänar kvinnliga snickare?")
    assert finding is not None and finding.status == "no_evidence"
    assert any("Den uppdelningen finns i tabellen" in note and "snickare" in note for note in finding.notes)


def test_the_first_ones_of_an_order_by_medians_are_not_added(ask: Ask) -> None:
    finding = ask("Vad är medianlönen för de fem yrken som har högst lön tillsammans?")
    assert finding is not None and finding.status == "refused"


def test_the_other_count_of_the_unemployed_is_offered(ask: Ask) -> None:
    share, count = ask("Vad är arbetslösheten i Skåne län?"), ask("Hur många arbetslösa finns i Skåne län?")
    assert share is not None and "Vad var antalet inskrivna arbetslösa i Skåne län?" in share.suggestions
    assert count is not None and "Vad var arbetslösheten i Skåne län?" in count.suggestions
