"""Questions as people word them, a few for each thing that a question can ask of the tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.schema import Finding
from rag.verifier import Verifier

Ask = Callable[[str], Finding | None]

# Question and what the text must hold; no-break spaces written as "_".
BY_UNIT = [
    ("Hur många procent var arbetslösa i Blekinge län 2022?", ["År 2022", "Blekinge län", "6,3_procent"]),
    ("Hur stor andel var arbetslösa i Gotlands län 2021, räknat på 20–64 år?", ["4,6_procent"]),
    ("Hur stor andel av befolkningen är arbetslös i Gotlands län 2021?", ["4,6_procent"]),
    ("Hur många var arbetslösa i Malmö i juli 2022?", ["21_276_personer"]),
]
BY_AGE = [
    ("Hur många treåriga flickor bodde i Lund 2022?", ["i åldern 3 år", "579_kvinnor"]),
    ("Hur många tjugoåringar bodde i Uppsala 2018?", ["i åldern 20 år", "2_981_personer"]),
    ("Hur många barn 0–5 år bor i Boden 2022?", ["i åldern 0–5 år", "1_598_personer"]),
    ("Hur många pojkar under två år fanns i Sundsvall 2022?", ["i åldern 0–1 år", "855_män"]),
    ("antal 16-åriga pojkar i Borås 2022", ["i åldern 16 år", "711_män"]),
    ("Hur många barn bor i Kiruna?", ["i åldern 0–17 år", "4_340_personer"]),
    ("Hur många i Malmö är 80 år eller äldre?", ["14_930_personer"]),
]
DERIVED = [
    (
        "Hur många procent fler arbetslösa hade Malmö än Göteborg i juli 2022?",
        ["751_personer (3,4_procent): färre i Malmö kommun än i Göteborgs kommun"],
    ),
    (
        "Hur många procentenheter lägre var arbetslösheten i Uppsala län än i Gävleborg 2022?",
        ["2,6_procentenheter: lägre i Uppsala län än i Gävleborgs län"],
    ),
    (
        "Hur många procent färre arbetslösa hade Luleå i december 2022 än i december 2018?",
        ["Mellan december 2018 och december 2022 minskade"],
    ),
    ("Hur mycket gick inflationen ner från december 2022 till december 2023?", ["7,9_procentenheter"]),
    (
        "Hur många bodde i Lund och Malmö sammanlagt 2022?",
        ["i Lunds kommun och Malmö kommun tillsammans 484_221_personer (128_056 + 356_165)"],
    ),
    ("Hur många varslades sammanlagt i Dalarna 2020 och 2021?", ["2_224_personer (1_913 + 311)"]),
    (
        "Hur många varslades i genomsnitt per månad i Dalarna 2023?",
        ["i genomsnitt 84,1_personer per månad"],
    ),
    (
        "Hur många gånger fler invånare har Stockholm än Uppsala 2022?",
        ["4,07 gånger så stor i Stockholms kommun som i Uppsala kommun"],
    ),
    ("Hur många procent av invånarna i Umeå var kvinnor 2022?", ["49,9_procent: 65_824"]),
    ("Hur stor andel av Kirunas invånare är 65 år eller äldre?", ["21,8_procent: 4_903"]),
    ("Hur många procent av sjuksköterskorna i riket var män 2024?", ["männens andel", "_procent: "]),
    ("Var i Sverige var arbetslösheten högst 2021?", ["högst i Södermanlands län: 9,1_procent"]),
    ("Var var arbetslösheten lägst 2022, länsvis?", ["lägst i Västerbottens län: 3,3_procent"]),
    (
        "Arbetslösheten i januari 2024 län för län?",
        ["högst i Södermanlands län: 7,6_procent", "Skåne län: 7,5_procent"],
    ),
    (
        "Vilken placering hade Gotland bland länen i arbetslöshet 2020, räknat från lägst?",
        ["Gotlands län på tredje plats bland länen, räknat från det lägsta värdet"],
    ),
    ("På vilken plats ligger Umeå bland kommunerna i folkmängd 2022?", ["på elfte plats bland kommunerna"]),
    (
        "Hur många arbetslösa hade Piteå i maj, juni och juli 2022, var för sig?",
        ["I maj 2022", "907_personer", "I juni 2022", "864_personer", "I juli 2022", "853_personer"],
    ),
    ("Hur mycket växte BNP andra kvartalet 2021?", ["förändringen av BNP", "1,6_procent"]),
    ("BNP fjärde kvartalet 2022 mot kvartalet innan?", ["−1,0_procent"]),
]
BY_COMPOUND = [
    ("Hur många sjuksköterskejobb fanns i Umeå 2024?", ["grundutbildade sjuksköterskor", "586_annonser"]),
    ("barnmorskelön 2023", ["barnmorskor", "45_300_kr"]),
    ("Vad var 90:e percentilen för tandläkarlöner?", ["percentil 90 för tandläkare", "81_100_kr"]),
    ("Hur många lundabor är arbetslösa?", ["Lunds kommun", "3_307_personer"]),
    ("Hur många malmöbor finns det?", ["Malmö kommun", "356_165_personer"]),
    ("Varsel inom byggbranschen i Dalarna mars 2023", ["byggverksamhet", "19_personer"]),
    ("varslade tillverkningsindustrin dalarna mars 2023", ["tillverkning", "10_personer"]),
    ("hur många anonser efter poliser va det i umea 2024", ["Umeå kommun", "12_annonser"]),
]
ANSWERS = [*BY_UNIT, *BY_AGE, *DERIVED, *BY_COMPOUND]

MISSING = [
    ("Hur många arbetslösa fanns i Solna i juni 2020?", "no_evidence", "period_missing"),
    ("Vad tjänade poliser 2020?", "no_evidence", "period_missing"),
    ("Vad tjänar kvinnliga poliser?", "no_evidence", "breakdown_missing"),
    ("Hur hög är arbetslösheten bland 15–24-åringar i Skåne 2022?", "no_evidence", "breakdown_missing"),
    ("Hur många nyanlända är arbetslösa i Malmö?", "no_evidence", "breakdown_missing"),
    ("Hur många procent är inskrivna som arbetslösa i Kiruna?", "no_evidence", "breakdown_missing"),
    ("Varsel i finansbranschen i Dalarna mars 2023", "no_evidence", "breakdown_missing"),
    ("Vad var KPI i mars 2023?", "no_evidence", "breakdown_missing"),
    ("Hur många arbetslösa finns i Gränna?", "no_evidence", "region_missing"),
    ("hur många arbetslösa finns i atlantis", "no_evidence", "region_missing"),
    ("Vad är medianlönen i Norge?", "no_evidence", "region_missing"),
    ("Vad är medellönen för psykologer i Umeå, inget större område?", "no_evidence", "region_missing"),
    ("Lägg ihop arbetslösa i Skåne och Lund i juli 2022", "refused", "invalid_operation"),
    ("Hur många arbetslösa hade Piteå i maj och juni 2022 tillsammans?", "refused", "invalid_operation"),
    ("Vad tjänar en chef?", "clarify", "ambiguous"),
]


@pytest.mark.parametrize(("question", "words"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_a_question_is_answered(ask: Ask, verifier: Verifier, question: str, words: list[str]) -> None:
    finding = ask(question)
    assert finding is not None
    assert (finding.status, finding.reason) == ("answered", None)
    text = " ".join(claim.text for claim in finding.claims).replace("\u00a0", "_")
    assert [word for word in words if word not in text] == []
    assert [why for c in finding.claims if not (why := verifier.judge(c, question)).shown] == []


@pytest.mark.parametrize(("question", "status", "reason"), MISSING, ids=[m[0] for m in MISSING])
def test_what_the_tables_lack_is_said_without_a_figure(
    ask: Ask, question: str, status: str, reason: str
) -> None:
    finding = ask(question)
    assert finding is not None
    assert (finding.status, finding.reason) == (status, reason)
    assert not any(claim.quantities for claim in finding.claims)
    assert finding.notes or finding.clarification


def test_a_missing_period_names_those_there_are_and_a_question_to_ask(ask: Ask, verifier: Verifier) -> None:
    finding = ask("Hur många arbetslösa fanns i Solna i juni 2020?")
    assert finding is not None
    (claim,) = finding.claims
    assert claim.text == (
        "Tabellen har uppgifter för januari 2018–december 2018 och januari 2022–december 2022."
    )
    assert verifier.judge(claim, "").support == "verbatim"
    assert finding.notes == ("Tabellen har ingen uppgift för juni 2020.",)
    (suggestion,) = finding.suggestions
    follow_up = ask(suggestion)
    assert follow_up is not None and follow_up.status == "answered"


def test_of_two_periods_the_one_there_is_is_given(ask: Ask) -> None:
    finding = ask("Hur många arbetslösa hade Umeå i juli 2018 respektive juli 2020?")
    assert finding is not None
    assert (finding.status, finding.reason) == ("partial", "period_missing")
    assert [claim.text[:12] for claim in finding.claims] == ["I juli 2018 "]


def test_a_row_that_shows_another_number_than_its_cell_is_refused(ask: Ask, verifier: Verifier) -> None:
    from dataclasses import replace

    finding = ask("Hur många var arbetslösa i Malmö i juli 2022?")
    assert finding is not None
    (claim,) = finding.claims
    (citation,) = claim.citations
    forged = replace(citation, quote=citation.quote.replace("21\u00a0276", "21\u00a0277"))
    assert not verifier.judge(replace(claim, citations=(forged,)), "").shown


def _text(found: Finding | None) -> str:
    assert found is not None
    return " ".join([claim.text for claim in found.claims] + list(found.notes)).replace("\u00a0", " ")


def test_those_that_fell_by_more_than_a_number_fell_by_more(ask: Ask) -> None:
    found = ask("Vilka kommuner minskade med mer än 400 invånare mellan 2018 och 2022?")
    assert found is not None and len(found.claims) > 1
    sizes = [claim.quantities[0].value for claim in found.claims]
    assert all(size < -400 for size in sizes) and sizes == sorted(sizes)
    assert "ligger bortom" not in _text(found)


def test_where_none_changed_as_much_the_nearest_is_told(ask: Ask) -> None:
    found = ask("Vilka län ökade med mer än 500 000 invånare mellan 2018 och 2022?")
    assert found is not None and len(found.claims) == 1
    assert "Stockholms län" in _text(found) and "ligger bortom" in _text(found)


def test_a_limit_in_percent_is_one_of_shares(ask: Ask) -> None:
    found = ask("Vilka kommuner har mer än 53 procent män?")
    assert found is not None and found.claims
    assert all(c.quantities[0].unit == "percent" and c.quantities[0].value > 53 for c in found.claims)


def test_years_are_ordered_by_percent_when_that_is_asked(ask: Ask) -> None:
    found = ask("Vilket år ökade befolkningen mest i procent?")
    assert found is not None and found.claims[0].quantities[0].unit == "percent"


def test_a_change_within_one_time_is_no_answer(ask: Ask) -> None:
    found = ask("Vilka län ökade med mer än 50 000 invånare sedan 2022?")
    assert found is not None
    assert (found.status, found.claims) == ("no_evidence", ())


def test_a_time_counted_back_from_last_year_is_read(ask: Ask) -> None:
    assert ask("Hur var arbetslösheten i mars i fjol jämfört med ett år tidigare och två år tidigare?")


@pytest.mark.parametrize(
    "question",
    ["Hur många adopterade invånare finns i Skåne län?", "Hur många handikappade bor i Malmö?"],
)
def test_a_group_that_no_table_has_is_not_answered_for_all(question: str, ask: Ask) -> None:
    found = ask(question)
    assert found is None or found.status not in {"answered", "partial"}


def test_leave_that_is_taken_out_is_no_pay(ask: Ask) -> None:
    found = ask("Hur många dagar får en sjuksköterska ta ut föräldraledigt?")
    assert found is None or not found.claims


@pytest.mark.parametrize(
    "question",
    [
        "Vad tjänar de tio procent bäst betalda tandläkarna minst?",
        "Vad tjänar de bäst betalda tio procenten av tandläkarna minst?",
        "Vad tjänar tandläkarna bland de bäst betalda, alltså de översta tio procenten?",
    ],
)
def test_a_part_of_those_who_are_paid_is_named_before_or_after_how(question: str, ask: Ask) -> None:
    assert "percentil 90" in _text(ask(question))
