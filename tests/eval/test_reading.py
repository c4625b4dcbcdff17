"""What a text states about a figure, as a careful reader would say it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eval.reading import RegionNames, read_figures, same_unit, same_value

REGIONS = RegionNames(
    [
        ("00", "riket"),
        ("01", "Stockholms län"),
        ("0180", "Stockholm"),
        ("SE11", "Stockholm"),
        ("2584", "Kiruna"),
        ("2580", "Luleå"),
        ("1470", "Vara"),
        ("12", "Skåne län"),
        ("2080", "Falun"),
    ]
)


def read(sentence, question=""):
    return read_figures(sentence, (1,), question, ("2022", "2023"), REGIONS, "2026-01-29")


def test_a_plain_statement_gives_value_unit_period_and_region():
    figure = read("År 2023 var medianlönen i riket 35 300 kr i månaden.")[0]
    assert (figure.value, figure.unit, figure.periods, figure.regions) == (
        Decimal(35300),
        "SEK/month",
        ("2023",),
        ("00",),
    )


def test_the_number_in_a_name_is_no_figure():
    figures = read("År 2023 var antalet anställda bland chefer inom förskola, nivå 1 i riket 320 kvinnor.")
    assert [figure.value for figure in figures] == [Decimal(320)]


def test_the_limit_that_was_asked_for_is_no_figure():
    figures = read("Antalet varslade i riket var senast högre än 500 personer år 2022: 949 personer.")
    assert [figure.value for figure in figures] == [Decimal(949)]


def test_a_municipality_is_known_by_its_official_name():
    assert REGIONS.find("fler i Falu kommun än i Kiruna kommun") == ("2080", "2584")


def test_each_figure_takes_the_place_of_its_own_clause():
    figures = read("Det var 622 arbetslösa i Kiruna och 1 204 i Luleå.")
    assert [(int(f.value), f.regions) for f in figures] == [(622, ("2584",)), (1204, ("2580",))]


def test_what_the_sentence_leaves_out_is_taken_from_the_question():
    figure = read("Det var 622 personer.", "Hur många arbetslösa fanns det i Kiruna 2022?")[0]
    assert (figure.periods, figure.regions) == (("2022",), ("2584",))


def test_without_any_place_the_country_is_meant():
    assert read("Det var 622 personer.")[0].regions == ("00",)


def test_the_latest_period_is_the_last_that_the_table_has():
    assert read("Enligt senaste siffran var det 622 personer.")[0].periods == ("2023",)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("i Stockholm", ("01", "0180", "SE11")),
        ("i Stockholms län", ("01",)),
        ("i Stockholms kommun", ("0180",)),
        ("i Stockholms stad", ("0180",)),
        ("i Skåne", ("12",)),
        ("i SKÅNE LÄN", ("12",)),
        ("det ska vara så", ()),
        ("i Vara", ("1470",)),
        ("i hela landet", ("00",)),
        ("Lulebo", ()),
    ],
)
def test_a_place_is_read_with_its_kind(words, codes):
    assert REGIONS.find(words) == codes


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Lönen var 400 000 kronor om året.", "SEK/year"),
        ("Månadslönen var 31 200 kronor.", "SEK/month"),
        ("Timlönen var 180 kronor.", "SEK/hour"),
        ("Lönen var 31 200 kronor.", "SEK"),
        ("Det var 12 annonser.", "ads"),
        ("Det kom 12 av dem.", ""),
    ],
)
def test_a_unit_is_read_from_the_words_around(sentence, unit):
    assert read(sentence)[0].unit == unit


def test_a_bare_count_may_leave_its_noun_out_but_money_may_not():
    assert same_unit("", "persons")
    assert not same_unit("percent", "persons")
    assert not same_unit("SEK", "SEK/month")
    assert not same_unit("pp", "percent")


def test_a_value_is_the_same_as_far_as_it_is_stated():
    stated = read("Lönen var 31,2 tkr i månaden.")[0]
    assert same_value(stated, Decimal(31249), "published_rounding")
    assert not same_value(stated, Decimal(31251), "published_rounding")
    assert not same_value(stated, Decimal(31249), "exact")


def test_a_fall_is_a_negative_change():
    assert same_value(read("Andelen minskade med 2,3 procent.")[0], Decimal("-2.3"), "exact")
    assert not same_value(read("Andelen ökade med 2,3 procent.")[0], Decimal("-2.3"), "exact")
