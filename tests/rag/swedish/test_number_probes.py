"""More probes of Swedish numbers, as they stand in sentences; every answer is written by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.swedish.numbers import find_numbers, format_number

N, T = "\u00a0", "\u202f"

# Text, then value and canonical unit of each number in it.
READ: list[tuple[str, list[tuple[str, str]]]] = [
    # wages as sentences tell them
    ("Medianlönen var 40 600 kr i månaden.", [("40600", "SEK/month")]),
    (f"Medianlönen var 40{N}600 kr i månaden.", [("40600", "SEK/month")]),
    (f"Medianlönen var 40{T}600 kr i månaden.", [("40600", "SEK/month")]),
    ("Lönen är 31200 kronor i månaden", [("31200", "SEK/month")]),
    ("Hon får 28 500 kr per månad.", [("28500", "SEK/month")]),
    ("Han får 28.500 kr per månad.", [("28500", "SEK/month")]),
    ("lönen steg med 1 400 kr", [("1400", "SEK")]),
    ("lönen steg med 1400 kronor", [("1400", "SEK")]),
    ("en skillnad på 600 kr i månaden", [("600", "SEK/month")]),
    ("från 31 700 kr till 33 100 kr", [("31700", "SEK"), ("33100", "SEK")]),
    ("mellan 29 400 och 37 400 kr", [("29400", ""), ("37400", "SEK")]),
    ("38,7 tkr", [("38700", "SEK")]),
    ("412 tkr", [("412000", "SEK")]),
    ("1,2 mkr", [("1200000", "SEK")]),
    ("3,5 mnkr", [("3500000", "SEK")]),
    ("Det kostade 2 mdkr.", [("2000000000", "SEK")]),
    ("6 015 mdkr", [("6015000000000", "SEK")]),
    ("1 587 109 miljoner kr", [("1587109000000", "SEK")]),
    ("1 587 miljarder kronor", [("1587000000000", "SEK")]),
    ("1,5 miljoner kronor", [("1500000", "SEK")]),
    # people
    ("983 312 invånare", [("983312", "persons")]),
    (f"983{N}312 invånare", [("983312", "persons")]),
    ("2 380 personer", [("2380", "persons")]),
    ("1 person", [("1", "persons")]),
    ("2 023 individer", [("2023", "persons")]),
    ("334 080 arbetslösa", [("334080", "persons")]),
    ("10,5 miljoner invånare", [("10500000", "persons")]),
    ("1,4 miljoner människor bor i Skåne", [("1400000", "persons")]),
    ("drygt 20 000 personer", [("20000", "persons")]),
    ("knappt 5 000 personer", [("5000", "persons")]),
    ("cirka 300 personer", [("300", "persons")]),
    ("3 187 män och 2 725 kvinnor", [("3187", "persons"), ("2725", "persons")]),
    ("4 775 personer mot 4 664 personer", [("4775", "persons"), ("4664", "persons")]),
    # advertisements
    ("697 030 annonser", [("697030", "ads")]),
    ("1 annons", [("1", "ads")]),
    ("101 annonser i Sundsvall, 94 annonser i Gävle", [("101", "ads"), ("94", "ads")]),
    # percent; a number after "minskade med" carries no sign of its own, whoever compares sees to that
    ("arbetslösheten var 7,5 procent", [("7.5", "percent")]),
    ("arbetslösheten var 7,5%", [("7.5", "percent")]),
    (f"arbetslösheten var 7,5{T}%", [("7.5", "percent")]),
    ("steg från 4,6 till 6,6 procent", [("4.6", ""), ("6.6", "percent")]),
    ("100 procent", [("100", "percent")]),
    ("0 procent", [("0", "percent")]),
    ("0,0 procent", [("0.0", "percent")]),
    ("5,60 procent", [("5.60", "percent")]),
    ("minskade med 1,6 procentenheter", [("1.6", "pp")]),
    ("ökade med 1,6 procentenheter", [("1.6", "pp")]),
    ("minskade med 322 personer (11,0 procent)", [("322", "persons"), ("11.0", "percent")]),
    ("sjönk med 91 699 miljoner kr", [("91699000000", "SEK")]),
    ("föll med 8,0 procent", [("8.0", "percent")]),
    ("−8,0 procent", [("-8.0", "percent")]),
    ("-8,0 procent", [("-8.0", "percent")]),
    ("–8,0 procent", [("-8.0", "percent")]),
    ("−2,3", [("-2.3", "")]),
    ("−1 200 kr", [("-1200", "SEK")]),
    ("plus 0,6 procent", [("0.6", "percent")]),
    # index and ratios
    ("index 259,78", [("259.78", "")]),
    ("index var 203,95 i maj", [("203.95", "")]),
    ("42,10", [("42.10", "")]),
    ("2,2 gånger så stor", [("2.2", "")]),
    ("43,7 gånger", [("43.7", "")]),
    # years and what is none
    ("år 2023", []),
    ("År 2022 bodde 31 626 personer där", [("31626", "persons")]),
    ("2018–2022", []),
    ("mellan 2018 och 2022", []),
    ("i mars 2023", []),
    ("2 023", [("2023", "")]),
    ("2023 personer", [("2023", "persons")]),
    ("1 999 kr", [("1999", "SEK")]),
    ("1999 kr", [("1999", "SEK")]),
    ("den 31 december 2022", [("31", "")]),
    ("2023-05-01", []),
    # words
    ("åtta komma fyra procent", [("8.4", "percent")]),
    ("noll komma fem procent", [("0.5", "percent")]),
    ("tjugofem personer", [("25", "persons")]),
    ("tre hundra tjugo kronor", [("320", "SEK")]),
    ("trehundratjugo kronor", [("320", "SEK")]),
    ("tvåtusen personer", [("2000", "persons")]),
    ("två tusen personer", [("2000", "persons")]),
    ("tolv tusen kronor", [("12000", "SEK")]),
    ("fyrtiotusensexhundra kronor", [("40600", "SEK")]),
    ("en miljon invånare", [("1000000", "persons")]),
    ("två och en halv procent", [("2.5", "percent")]),
    ("nittionio procent", [("99", "percent")]),
    ("sexton annonser", [("16", "ads")]),
    ("hundra personer", [("100", "persons")]),
    ("tusen personer", [("1000", "persons")]),
    ("fem miljarder kronor", [("5000000000", "SEK")]),
    ("tre komma fjorton", [("3.14", "")]),
    # scales written out
    ("12 tusen personer", [("12000", "persons")]),
    ("1,2 miljoner", [("1200000", "")]),
    ("0,5 miljoner", [("500000", "")]),
    ("2,75 miljarder", [("2750000000", "")]),
    ("3 miljoner annonser", [("3000000", "ads")]),
    ("7 milj.", [("7000000", "")]),
    # several in a row, in brackets and lists
    ("(4,4 procent)", [("4.4", "percent")]),
    ("[12,5 %]", [("12.5", "percent")]),
    ("5, 10 och 15 procent", [("5", ""), ("10", ""), ("15", "percent")]),
    ("1 200, 1 300 och 1 400 kr", [("1200", ""), ("1300", ""), ("1400", "SEK")]),
    ("3,3; 4,4; 5,5", [("3.3", ""), ("4.4", ""), ("5.5", "")]),
    ("2 018 + 3 341", [("2018", ""), ("3341", "")]),
    ("18 625 personer till 20 048 personer", [("18625", "persons"), ("20048", "persons")]),
    ("Stockholm: 983 312", [("983312", "")]),
    ("Gävle:94", [("94", "")]),
    # grouping that is not one
    ("12 34", [("12", ""), ("34", "")]),
    ("1 2 3", [("1", ""), ("2", ""), ("3", "")]),
    ("1234 567", [("1234", ""), ("567", "")]),
    ("12 345 67", [("12345", ""), ("67", "")]),
    # codes of laws, occupations and surveys
    ("SSYK 2512", []),
    ("2022:818", []),
    ("5 §", []),
    ("3 kap. 13 §", []),
    # things that only look like numbers
    ("p90", []),
    ("K3", []),
    ("a-kassa", []),
    ("covid-19", []),
    ("IPv6", []),
    # punctuation right after
    ("Det var 4 614.", [("4614", "")]),
    ("Var det 4 614?", [("4614", "")]),
    ("4 614, sade hon", [("4614", "")]),
    ("”4 614 kr”", [("4614", "SEK")]),
    ("4 614 kr.", [("4614", "SEK")]),
    ("8,4 %.", [("8.4", "percent")]),
    ("8,4 procent, enligt SCB", [("8.4", "percent")]),
    # long ones
    ("10 508 669 personer", [("10508669", "persons")]),
    ("123 456 789 012", [("123456789012", "")]),
    ("999 999", [("999999", "")]),
    ("1 000", [("1000", "")]),
    ("1 000,00 kr", [("1000.00", "SEK")]),
    ("0,1", [("0.1", "")]),
    ("0,01 procent", [("0.01", "percent")]),
    ("99,99 %", [("99.99", "percent")]),
    # English
    ("8.4 percent", [("8.4", "percent")]),
    ("1.2 million people", [("1200000", "persons")]),
    ("20 000 persons", [("20000", "persons")]),
]

WRITTEN: list[tuple[str, int | None, str]] = [
    ("0", None, "0"),
    ("1", None, "1"),
    ("12", None, "12"),
    ("123", None, "123"),
    ("999", None, "999"),
    ("1000", None, f"1{N}000"),
    ("9999", None, f"9{N}999"),
    ("10000", None, f"10{N}000"),
    ("40600", None, f"40{N}600"),
    ("100000", None, f"100{N}000"),
    ("983312", None, f"983{N}312"),
    ("1000000", None, f"1{N}000{N}000"),
    ("10508669", None, f"10{N}508{N}669"),
    ("123456789012", None, f"123{N}456{N}789{N}012"),
    ("-1", None, "−1"),
    ("-322", None, "−322"),
    ("-1200", None, f"−1{N}200"),
    ("-91699", None, f"−91{N}699"),
    ("0.5", None, "0,5"),
    ("0.0", None, "0,0"),
    ("0.01", None, "0,01"),
    ("4.4", None, "4,4"),
    ("5.60", None, "5,60"),
    ("12.50", None, "12,50"),
    ("203.95", None, "203,95"),
    ("259.78", None, "259,78"),
    ("1234.56", None, f"1{N}234,56"),
    ("1234567.8", None, f"1{N}234{N}567,8"),
    ("-0.4", None, "−0,4"),
    ("-8.0", None, "−8,0"),
    ("2.24", 1, "2,2"),
    ("2.25", 1, "2,3"),
    ("2.35", 1, "2,4"),
    ("0.05", 1, "0,1"),
    ("0.04", 1, "0,0"),
    ("99.95", 1, "100,0"),
    ("999.95", 1, f"1{N}000,0"),
    ("44.08867", 1, "44,1"),
    ("82.758621", 1, "82,8"),
    ("-8.439332", 1, "−8,4"),
    ("1999.5", 0, f"2{N}000"),
    ("40600", 0, f"40{N}600"),
    ("7", 2, "7,00"),
    ("7.1", 2, "7,10"),
    ("-7.125", 2, "−7,13"),
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=[text for text, _ in READ])
def test_a_sentence_is_read_as_written_by_hand(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(number.value, number.unit) for number in find_numbers(text)] == [
        (Decimal(value), unit) for value, unit in expected
    ]


@pytest.mark.parametrize(("value", "decimals", "written"), WRITTEN)
def test_a_value_is_written_as_by_hand(value: str, decimals: int | None, written: str) -> None:
    assert format_number(Decimal(value), decimals) == written


@pytest.mark.parametrize(("value", "decimals", "written"), WRITTEN)
def test_what_was_written_is_read_as_it_was_written(value: str, decimals: int | None, written: str) -> None:
    (number,) = find_numbers(written)
    assert format_number(number.value, number.decimals) == written


def test_there_are_at_least_300_probes() -> None:
    from_the_other_file = 130
    assert len(READ) + 2 * len(WRITTEN) + from_the_other_file >= 300
