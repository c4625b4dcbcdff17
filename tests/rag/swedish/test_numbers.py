"""Every probe's answer is written by hand: the scorer of the evals reads numbers with the same parser."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.swedish.numbers import find_numbers, find_numerals, format_number

N, T = "\u00a0", "\u202f"

# Text, then value and canonical unit of each number in it.
PROBES: list[tuple[str, list[tuple[str, str]]]] = [
    # thousands
    ("10 551 707", [("10551707", "")]),
    (f"10{N}551{N}707", [("10551707", "")]),
    (f"10{T}551{T}707", [("10551707", "")]),
    ("10.551.707", [("10551707", "")]),
    ("10'551'707", [("10551707", "")]),
    ("10,551,707", [("10551707", "")]),
    ("10551707", [("10551707", "")]),
    ("1 234", [("1234", "")]),
    ("1.234", [("1234", "")]),
    ("12 345,6", [("12345.6", "")]),
    (f"1{N}000{N}000", [("1000000", "")]),
    ("999", [("999", "")]),
    ("0", [("0", "")]),
    ("007", [("7", "")]),
    # decimals
    ("8,4", [("8.4", "")]),
    ("8.4", [("8.4", "")]),
    ("0,5", [("0.5", "")]),
    ("0.123", [("0.123", "")]),
    ("1,234", [("1.234", "")]),
    ("12,50", [("12.50", "")]),
    ("3,14159", [("3.14159", "")]),
    # percent and percentage points
    ("8,4 %", [("8.4", "percent")]),
    ("8,4%", [("8.4", "percent")]),
    (f"8,4{N}%", [("8.4", "percent")]),
    ("8,4 procent", [("8.4", "percent")]),
    ("8,4 percent", [("8.4", "percent")]),
    ("2,5 procentenheter", [("2.5", "pp")]),
    ("1 procentenhet", [("1", "pp")]),
    ("0,3 procentenheterna", [("0.3", "pp")]),
    ("0,3 %-enheter", [("0.3", "pp")]),
    ("2 percentage points", [("2", "pp")]),
    ("5 promille", [("5", "permille")]),
    ("5 ‰", [("5", "permille")]),
    # kronor
    ("500 kr", [("500", "SEK")]),
    ("500 kronor", [("500", "SEK")]),
    ("500 SEK", [("500", "SEK")]),
    ("500:-", [("500", "SEK")]),
    ("12,50 kr", [("12.50", "SEK")]),
    ("31 200 kr/mån", [("31200", "SEK/month")]),
    ("31 200 kr/månad", [("31200", "SEK/month")]),
    ("31 200 kr i månaden", [("31200", "SEK/month")]),
    ("31 200 kronor i månaden", [("31200", "SEK/month")]),
    ("31 200 kr per månad", [("31200", "SEK/month")]),
    (f"31{N}200{N}kr i månaden", [("31200", "SEK/month")]),
    ("372 000 kr/år", [("372000", "SEK/year")]),
    ("372 000 kr om året", [("372000", "SEK/year")]),
    ("372 000 kronor per år", [("372000", "SEK/year")]),
    ("180 kr/tim", [("180", "SEK/hour")]),
    ("180 kr i timmen", [("180", "SEK/hour")]),
    ("180 kronor per timme", [("180", "SEK/hour")]),
    ("38,7 tkr", [("38700", "SEK")]),
    ("38,7 tkr/mån", [("38700", "SEK/month")]),
    ("39 kkr", [("39000", "SEK")]),
    ("12 mkr", [("12000000", "SEK")]),
    ("12 mnkr", [("12000000", "SEK")]),
    ("1,5 mdkr", [("1500000000", "SEK")]),
    ("7 mdr kronor", [("7000000000", "SEK")]),
    ("6 miljarder kronor", [("6000000000", "SEK")]),
    ("2,3 miljoner kr", [("2300000", "SEK")]),
    # scales
    ("1,2 miljoner", [("1200000", "")]),
    ("1 miljon", [("1000000", "")]),
    ("12 tusen", [("12000", "")]),
    ("12 tusen personer", [("12000", "persons")]),
    ("3 miljarder", [("3000000000", "")]),
    ("1,5 miljon personer", [("1500000", "persons")]),
    ("2.5 million people", [("2500000", "persons")]),
    # counted things
    ("2 023 individer", [("2023", "persons")]),
    ("2000 personer", [("2000", "persons")]),
    ("1 person", [("1", "persons")]),
    ("3 500 anställda", [("3500", "persons")]),
    ("706 604 kvinnor", [("706604", "persons")]),
    ("460 män", [("460", "persons")]),
    ("45 varslade", [("45", "persons")]),
    ("2 992 arbetslösa", [("2992", "persons")]),
    ("22 483 invånare", [("22483", "persons")]),
    ("4 295 annonser", [("4295", "ads")]),
    ("123 platsannonser", [("123", "ads")]),
    ("65 år", [("65", "years")]),
    # minus signs
    ("−2,3", [("-2.3", "")]),
    ("-2,3", [("-2.3", "")]),
    ("–2,3", [("-2.3", "")]),
    ("minus 2,3", [("-2.3", "")]),
    ("Minus 2,3 procent", [("-2.3", "percent")]),
    ("(−3,2 %)", [("-3.2", "percent")]),
    ("var -1 200 kr", [("-1200", "SEK")]),
    ("minskade med 2,3 procent", [("2.3", "percent")]),
    ("A-2", []),
    # several
    ("från 4,5 till 5,1 procent", [("4.5", ""), ("5.1", "percent")]),
    ("35 600 kr och 57 500 kr.", [("35600", "SEK"), ("57500", "SEK")]),
    ("3 av 10", [("3", ""), ("10", "")]),
    ("20–64 år", [("20", ""), ("64", "years")]),
    ("1, 2 och 3", [("1", ""), ("2", ""), ("3", "")]),
    ("År 2023 var lönen 31 200 kr.", [("31200", "SEK")]),
    ("I mars 2022 fanns 2 992 inskrivna.", [("2992", "persons")]),
    # words
    ("åtta komma fyra", [("8.4", "")]),
    ("åtta komma fyra procent", [("8.4", "percent")]),
    ("noll komma noll fem", [("0.05", "")]),
    ("tolv", [("12", "")]),
    ("tjugofem", [("25", "")]),
    ("hundra", [("100", "")]),
    ("tusen personer", [("1000", "persons")]),
    ("ettusen", [("1000", "")]),
    ("tjugofemtusen", [("25000", "")]),
    ("trehundratjugofem", [("325", "")]),
    ("tre hundra", [("300", "")]),
    ("åttatusen femhundra", [("8500", "")]),
    ("hundra tjugo", [("120", "")]),
    ("två tusen", [("2000", "")]),
    ("tre miljoner kronor", [("3000000", "SEK")]),
    ("en miljon", [("1000000", "")]),
    ("en och en halv miljon", [("1500000", "")]),
    ("två miljoner tre hundra tusen", [("2300000", "")]),
    ("sju av tio", [("7", ""), ("10", "")]),
    ("tre, fem", [("3", ""), ("5", "")]),
    ("minus tre grader", [("-3", "")]),
    ("En person och ett jobb", []),
    ("sexuell, trevlig och femte", []),
    # no quantities
    ("år 2023", []),
    ("2018–2022", []),
    ("2022:818", []),
    ("2022-12-31", []),
    ("SSYK 2512", []),
    ("SSYK 2012", []),
    ("SNI 2007", []),
    ("5 § och 2 kap.", []),
    ("5 a §", []),
    ("K3 2023", []),
    ("2023M03", []),
    ("ingen siffra alls", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PROBES, ids=[text or "empty" for text, _ in PROBES])
def test_a_probe_is_read_as_written_by_hand(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(number.value, number.unit) for number in find_numbers(text)] == [
        (Decimal(value), unit) for value, unit in expected
    ]


def test_there_are_at_least_120_probes() -> None:
    assert len(PROBES) >= 120


def test_a_part_of_a_grouped_number_is_never_a_number_of_its_own() -> None:
    for space in (" ", N, T, "."):
        assert Decimal(551707) not in [number.value for number in find_numbers(f"10{space}551{space}707")]
        assert [numeral.value for numeral in find_numerals(f"10{space}551{space}707")] == [Decimal(10551707)]


@pytest.mark.parametrize(
    ("text", "decimals", "precision"),
    [("8,40 %", 2, "0.01"), ("1,2 miljoner", 1, "100000"), ("38,7 tkr", 1, "100"), ("31 200 kr", 0, "1")],
)
def test_the_precision_is_that_of_the_stated_decimals(text: str, decimals: int, precision: str) -> None:
    (number,) = find_numbers(text)
    assert (number.decimals, number.precision) == (decimals, Decimal(precision))


def test_a_span_covers_sign_number_and_unit() -> None:
    text = "Talet var −2,3 procentenheter lägre."
    (number,) = find_numbers(text)
    assert text[number.start : number.end] == "−2,3 procentenheter"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("5 § i 2022:818", ["5", "2022:818"]),
        ("SSYK 2512 år 2023", ["2512", "2023"]),
        ("2018–2022", ["2018", "2022"]),
        ("den 2022-12-31", ["2022-12-31"]),
        ("8,40 och 8.4", ["8.4", "8.4"]),
        ("1,2 miljoner och 12 tusen", ["1200000", "12000"]),
        ("åtta komma fyra av tio", ["8.4", "10"]),
        ("en av tre", ["3"]),
        ("tredje kvartalet", []),
        ("K3 och p10", ["3", "10"]),
        ("2023 120 000 personer", ["2023", "120000"]),
    ],
)
def test_every_numeral_is_found_codes_and_words_included(text: str, keys: list[str]) -> None:
    assert [numeral.key for numeral in find_numerals(text)] == keys


@given(st.text(alphabet="0123456789 \u00a0.,:-–abcåK§%", max_size=40))
def test_no_digit_escapes_the_numerals(text: str) -> None:
    covered = {at for numeral in find_numerals(text) for at in range(numeral.start, numeral.end)}
    assert [at for at, char in enumerate(text) if char.isdigit() and at not in covered] == []


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        ("10551707", None, f"10{N}551{N}707"),
        ("1234.5", None, f"1{N}234,5"),
        ("6.0", None, "6,0"),
        ("-2.3", None, "−2,3"),
        ("2023", None, f"2{N}023"),
        ("2.25", 1, "2,3"),
        ("-0.05", 1, "−0,1"),
        ("40600", 2, f"40{N}600,00"),
    ],
)
def test_a_number_is_written_in_swedish(value: str, decimals: int | None, written: str) -> None:
    assert format_number(Decimal(value), decimals) == written


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    st.sampled_from(["", " procent", " personer"]),
)
def test_what_is_written_is_read_back(value: Decimal, unit: str) -> None:
    (number,) = find_numbers(f"Det var {format_number(value)}{unit}.")
    assert number.value == value
    assert number.decimals == 2


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_written_integer_is_never_taken_for_a_year(value: int) -> None:
    (number,) = find_numbers(format_number(value))
    assert number.value == value
