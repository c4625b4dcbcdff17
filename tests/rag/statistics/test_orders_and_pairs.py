"""What is ordered by a change, a gap or a share; two measures side by side; one word for many occupations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.schema import Finding
from rag.verifier import Verifier

Ask = Callable[[str], Finding | None]

# Question and what the text must hold; no-break spaces written as "_".
ORDERED = [
    (
        "I vilket län sjönk arbetslösheten mest från 2021 till 2022?",
        ["minskade", "mest i Södermanlands län: med 1,6_procentenheter"],
    ),
    (
        "Var ökade folkmängden mest i procent 2018–2022, vilken kommun?",
        ["mest i Trosa kommun: med 12,0_procent"],
    ),
    ("Vilken kommun har störst andel kvinnor 2022?", ["andelen kvinnor", "störst i"]),
    ("Var är andelen 90 år eller äldre störst, vilken kommun?", ["i åldern 90 år eller äldre", "störst i"]),
    (
        "För vilket yrke är gapet mellan könens medianlön störst 2024?",
        ["skillnaden i medianlön mellan kvinnor och män", "störst för chefer inom bank"],
    ),
    ("Den högsta inflationen under 2022?", ["högst i december 2022: 10,2_procent"]),
    ("Vilket kvartal sedan 1995 backade BNP mest?", ["lägst andra kvartalet 2020: −8,0_procent"]),
]
BESIDE = [
    ("Vad är p10 och p90 för banktjänstemän?", ["27_700_kr", "61_200_kr"]),
    ("Medellön och medianlön för kvinnliga psykologer 2024?", ["medellönen", "medianlönen"]),
    ("90:e percentilen mot 10:e för banktjänstemän, hur många gånger så hög?", ["2,21 gånger"]),
    (
        "Hur många procent av männens medellön hade kvinnliga kemister 2024?",
        ["97,2_procent av värdet för män"],
    ),
    ("BNP i löpande priser K4 2023 mot ett år tidigare, hur mycket större?", ["57_885_miljoner kr"]),
]


@pytest.mark.parametrize(("question", "words"), ORDERED + BESIDE, ids=[a[0] for a in ORDERED + BESIDE])
def test_a_question_is_answered(ask: Ask, verifier: Verifier, question: str, words: list[str]) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status == "answered"
    text = " ".join(claim.text for claim in finding.claims).replace("\u00a0", "_")
    assert [word for word in words if word not in text] == []
    assert [why for c in finding.claims if not (why := verifier.judge(c, question)).shown] == []


def test_a_group_that_no_table_has_is_refused_by_its_name(ask: Ask) -> None:
    finding = ask("Vad är medianlönen för poliser i privat sektor?")
    assert finding is not None
    assert (finding.status, finding.claims) == ("no_evidence", ())
    assert finding.notes == (
        "Tabellen är inte uppdelad efter sektor och har inga egna uppgifter för ”privat sektor”.",
    )


def test_what_counts_nothing_has_no_rate_per_head(ask: Ask) -> None:
    finding = ask("Hur hög är arbetslösheten per invånare i Skåne 2022?")
    assert finding is not None
    assert finding.reason == "invalid_operation"


def test_an_assessment_names_all_that_share_the_end_of_the_scale(ask: Ask) -> None:
    finding = ask("Var är möjligheterna till jobb störst för barnmorskor?")
    assert finding is not None
    (claim,) = finding.claims
    assert "Jönköpings län, Kronobergs län" in claim.text
    assert len(claim.citations) > 10


NAMED = [
    (
        "Kalmar, Växjö, Karlskrona, Borås eller Boden: var fanns det flest arbetslösa i mars 2022?",
        ["högst i Borås kommun", "Kalmar kommun", "Växjö kommun", "Karlskrona kommun", "Bodens kommun"],
    ),
    (
        "Flytta till Gotland, Kalmar län eller Blekinge, var är det lättast att få jobb som sjuksköterska?",
        ["lika för alla jämförda", "Gotlands län", "Kalmar län", "Blekinge län"],
    ),
    ("Vem tjänar mest, en snickare eller en programmerare?", ["högst för mjukvaru", "högre för mjukvaru"]),
    (
        "Vilken månad var inflationen lägst, maj, juni eller juli 2021?",
        ["lägst i juni 2021", "maj 2021", "juli 2021"],
    ),
]


@pytest.mark.parametrize(("question", "words"), NAMED, ids=[q for q, _ in NAMED])
def test_the_first_of_those_named_is_told_first_beside_all_that_it_was_compared_with(
    ask: Ask, question: str, words: list[str]
) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status == "answered"
    first, *_ = finding.claims
    assert words[0] in first.text  # and all are cited with it
    assert [word for word in words if word not in " ".join(claim.text for claim in finding.claims)] == []
    cited = {str(c.cell.coordinates) for c in first.citations if c.cell}
    assert {str(c.cell.coordinates) for claim in finding.claims for c in claim.citations if c.cell} == cited


TOLD = [
    (
        "Min granne är programmerare. Själv är jag snickare. Hur mycket mer tjänar programmeraren i median?",
        ["högre för mjukvaru- och systemutvecklare m.fl. än för träarbetare"],
    ),
    (
        "Jag bor i Umeå men har fått jobb i Borås. Hur många fler arbetslösa fanns det i Borås i maj 2022?",
        ["fler i Borås kommun än i Umeå kommun"],
    ),
]


@pytest.mark.parametrize(("question", "words"), TOLD, ids=[q for q, _ in TOLD])
def test_what_is_told_before_is_one_of_the_two_that_a_question_sets_beside_each_other(
    ask: Ask, question: str, words: list[str]
) -> None:
    finding = ask(question)
    assert finding is not None
    text = " ".join(claim.text for claim in finding.claims)
    assert [word for word in words if word not in text] == []


DOES = [
    ("Hur många annonser fanns det för den som klipper hår i Malmö 2024?", "för frisörer i Malmö kommun"),
    ("Vad är medianlönen för folk som klipper hår?", "för frisörer"),
]


@pytest.mark.parametrize(("question", "group"), DOES, ids=[q for q, _ in DOES])
def test_somebody_is_known_by_what_they_do(ask: Ask, question: str, group: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert group in finding.claims[0].text


def test_what_anybody_does_names_no_occupation(ask: Ask) -> None:
    finding = ask("Vad är medianlönen för folk som äter hår?")
    assert finding is None or not finding.claims


def test_two_first_parts_share_the_last_of_a_compound(ask: Ask) -> None:
    finding = ask("Hur många begravnings och krematoriejobb lystes ut i Stockholms kommun 2024?")
    assert finding is not None
    assert "för begravnings- och krematoriepersonal i Stockholms kommun" in finding.claims[0].text


RATES = [
    (
        "Hur mycket föll andelen utan arbete i Kronoberg från 2021 till 2022?",
        "minskade arbetslösheten (20–64 år) i Kronobergs län",
    ),
    (
        "Gick var tolfte i Blekinge utan jobb 2021? Säg procentsiffran.",
        "arbetslösheten (20–64 år) i Blekinge",
    ),
    ("Hur många på hundra saknade arbete i Gävleborg 2022?", "arbetslösheten (20–64 år) i Gävleborgs län"),
]


@pytest.mark.parametrize(("question", "words"), RATES, ids=[q for q, _ in RATES])
def test_a_part_without_work_is_the_rate_and_not_how_many(ask: Ask, question: str, words: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status == "answered"
    assert words in finding.claims[0].text


EDGES = [
    (
        "Vilken lön tjänar bara tio procent av programmerarna under, och vilken tjänar tio procent över?",
        ["percentil 10", "percentil 90"],
    ),
    (
        "Hur långt är det mellan gränsen för den bäst betalda tiondelen och den sämst betalda tiondelen "
        "bland snickare, i kronor?",
        ["percentil 90", "percentil 10", "var skillnaden"],
    ),
    ("Var går gränsen för den fjärdedel sjuksköterskor, kvinnor, som får minst 2024?", ["percentil 25"]),
    ("p90 dividerat med p10 för programmerare 2023?", ["gånger"]),
]


@pytest.mark.parametrize(("question", "words"), EDGES, ids=[q for q, _ in EDGES])
def test_parts_of_the_paid_are_percentiles(ask: Ask, question: str, words: list[str]) -> None:
    finding = ask(question)
    assert finding is not None
    text = " ".join(claim.text for claim in finding.claims)
    assert [word for word in words if word not in text] == []


def test_a_distance_in_percent_is_no_part_of_the_paid(ask: Ask) -> None:
    finding = ask("Om en snickare får 3 procent mer i lön, vad är då medianlönen 2023?")
    assert finding is not None
    assert "percentil" not in " ".join((*finding.notes, *(claim.text for claim in finding.claims)))


def test_where_there_are_most_without_work_is_by_how_many(ask: Ask) -> None:
    finding = ask("Vilken kommun hade flest utan jobb i maj 2022?")
    assert finding is not None
    assert "antalet inskrivna arbetslösa" in finding.claims[0].text


def test_a_percentile_that_no_table_has_is_refused(ask: Ask) -> None:
    finding = ask("Vad tjänar den hundradel av programmerarna som tjänar mest?")
    assert finding is not None
    assert (finding.status, finding.claims) == ("no_evidence", ())
    assert "percentil 99" in finding.notes[0]


AMOUNTS = [
    ("Vad var BNP i fasta priser i Halland tredje kvartalet 2021?", "Hallands län, bara för riket"),
    ("Hur många annonser efter programmerare fanns i Lund i juni 2024?", "juni 2024, bara för hela 2024"),
]


@pytest.mark.parametrize(("question", "note"), AMOUNTS, ids=[q for q, _ in AMOUNTS])
def test_an_amount_of_more_is_no_answer_for_a_part_of_it(ask: Ask, question: str, note: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status == "no_evidence"
    assert note in finding.notes[0]


def test_a_median_of_the_country_is_told_for_a_place_as_what_it_is(ask: Ask) -> None:
    finding = ask("Vad är medianlönen för snickare i Halland?")
    assert finding is not None
    assert finding.status == "partial"


OTHERWISE = [
    ("Hur mycket steg priserna på en enda månad i april 2022, enligt KPIF?", "månadsförändringen av KPIF"),
    (
        "Realt, hur stor var svensk ekonomi i början av 2022 (första kvartalet)?",
        "Första kvartalet 2022 var BNP i fasta priser",
    ),
    (
        "Hur många procent mindre var svensk ekonomi utan inflation K2 2020 än K4 2019?",
        "minskade BNP i fasta priser i riket med",
    ),
    ("Hur många 3-, 4- och 5-åringar av båda könen bodde i Lund 2022?", "i åldern 3–5 år i Lunds kommun"),
    ("Hur många i Lund hade fyllt åttio men inte åttiofem 2018?", "i åldern 80–84 år"),
    ("Antal flickor på 9 år i Kiruna 2022", "i åldern 9 år i Kiruna kommun"),
    ("Nora bygger ut. Hur många femåringar bodde där 2022?", "i åldern 5 år i Nora kommun"),
    (
        "Hur stor andel av de varslade i Dalarna i mars 2023 fanns inom tillverkningen?",
        "branschen tillverkning: 10 personer av 114 personer",
    ),
]


@pytest.mark.parametrize(("question", "words"), OTHERWISE, ids=[q for q, _ in OTHERWISE])
def test_what_is_said_in_other_words_than_the_tables_is_understood(
    ask: Ask, verifier: Verifier, question: str, words: str
) -> None:
    finding = ask(question)
    assert finding is not None
    assert words in " ".join(claim.text for claim in finding.claims).replace("\u00a0", " ")
    assert [why for c in finding.claims if not (why := verifier.judge(c, question)).shown] == []


def test_a_compound_of_jobs_is_set_against_another_place(ask: Ask) -> None:
    finding = ask("Hur många gånger så många snickarjobb lades ut i Malmö kommun som i Lunds kommun 2024?")
    assert finding is not None
    assert "gånger så stort i Malmö kommun som i Lunds kommun" in finding.claims[0].text


def test_staff_to_whom_something_happens_are_counted_by_what_happens(ask: Ask) -> None:
    finding = ask("Hur många anställda riskerade uppsägning i Dalarna i maj 2009?")
    assert finding is not None
    assert "antalet varslade personer i Dalarnas län" in finding.claims[0].text


def test_several_that_are_to_be_put_in_order_are_told_in_it(ask: Ask) -> None:
    finding = ask("Ordna Lund, Kiruna och Umeå efter antal invånare 2022, störst först.")
    assert finding is not None
    names = ["Umeå kommun", "Lunds kommun", "Kiruna kommun"]
    assert [n in claim.text for n, claim in zip(names, finding.claims, strict=True)] == [True] * 3


def test_percents_put_together_are_refused_whatever_they_are_put_together_by(ask: Ask) -> None:
    finding = ask("Slå samman arbetslösheten i Halland och Skåne 2022 till en enda siffra.")
    assert finding is not None
    assert finding.reason == "invalid_operation"


def test_each_occupation_that_a_word_means_is_ordered_by_itself(ask: Ask) -> None:
    finding = ask("Var är det lättast att få jobb som undersköterska: Dalarna, Värmland eller Uppsala län?")
    assert finding is not None
    first = [claim.text for claim in finding.claims if "av de jämförda" in claim.text or "lika" in claim.text]
    assert len(first) == 2
    assert all(text.count("ndersköterskor") == 1 for text in first)


def test_branches_are_chosen_among_too(ask: Ask) -> None:
    finding = ask("Vilken bransch varslade flest i Dalarna i mars 2023, bygg eller tillverkning?")
    assert finding is not None
    text = " ".join(claim.text for claim in finding.claims)
    assert "högst i branschen byggverksamhet" in text
    assert "fler för byggverksamhet än för tillverkning" in text


def test_a_slip_in_a_name_of_several_words_is_mended(ask: Ask) -> None:
    finding = ask("Vad är 90:e percentlien för programmerare?")
    assert finding is not None
    assert "lönen vid percentil 90" in finding.claims[0].text
